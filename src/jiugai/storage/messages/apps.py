from django.apps import AppConfig


class Messages(AppConfig):
    name = "jiugai.storage.messages"
    label = "messages"
    verbose_name = "消息"
