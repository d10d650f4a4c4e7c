from django.apps import AppConfig


class Eligibility(AppConfig):
    name = "jiugai.storage.eligibility"
    label = "eligibility"
    verbose_name = "对象认定"
