from django.apps import AppConfig


class Reporting(AppConfig):
    name = "jiugai.storage.reporting"
    label = "reporting"
    verbose_name = "统计月报"
