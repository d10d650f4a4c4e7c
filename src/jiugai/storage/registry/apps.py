from django.apps import AppConfig


class Registry(AppConfig):
    name = "jiugai.storage.registry"
    label = "registry"
    verbose_name = "摸底台账"
