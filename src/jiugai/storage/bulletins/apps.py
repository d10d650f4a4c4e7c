from django.apps import AppConfig


class Bulletins(AppConfig):
    name = "jiugai.storage.bulletins"
    label = "bulletins"
    verbose_name = "通报"
