from django.apps import AppConfig


class Funding(AppConfig):
    name = "jiugai.storage.funding"
    label = "funding"
    verbose_name = "资金统筹"
