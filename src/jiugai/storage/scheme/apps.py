from django.apps import AppConfig


class Scheme(AppConfig):
    name = "jiugai.storage.scheme"
    label = "scheme"
    verbose_name = "改造方案"
