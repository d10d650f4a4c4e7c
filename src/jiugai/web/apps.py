from django.apps import AppConfig


class Web(AppConfig):
    name = "jiugai.web"
    label = "web"
    verbose_name = "页面"
