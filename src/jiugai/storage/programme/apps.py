from django.apps import AppConfig


class Programme(AppConfig):
    name = "jiugai.storage.programme"
    label = "programme"
    verbose_name = "年度计划"
