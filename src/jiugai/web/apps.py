from django.apps import AppConfig


class Web(AppConfig):
    name = "jiugai.web"
    label = "web"
    verbose_name = "页面"

    def ready(self) -> None:
        """Register the check that every URL has a policy."""
        from jiugai.web import access  # noqa: F401  registers by being imported
