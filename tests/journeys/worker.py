"""The background worker of a journey's site, on the database that its environment names."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiugai.config.settings")
django.setup()

from jiugai.console import background  # noqa: E402  the tasks exist only after setup

background.run()
