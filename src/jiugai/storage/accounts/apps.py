from django.apps import AppConfig


class Accounts(AppConfig):
    name = "jiugai.storage.accounts"
    label = "accounts"
    verbose_name = "单位与岗位"
