from django.apps import AppConfig


class Supervision(AppConfig):
    name = "jiugai.storage.supervision"
    label = "supervision"
    verbose_name = "督导考核"
