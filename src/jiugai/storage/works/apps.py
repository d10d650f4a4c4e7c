from django.apps import AppConfig


class Works(AppConfig):
    name = "jiugai.storage.works"
    label = "works"
    verbose_name = "工程实施"
