from django.apps import AppConfig


class Divisions(AppConfig):
    name = "jiugai.storage.divisions"
    label = "divisions"
    verbose_name = "区划"
