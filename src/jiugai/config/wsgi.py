"""The door through which the web server enters."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiugai.config.settings")
if settings.SECRET_KEY == settings.SAMPLE_SECRET:
    raise ImproperlyConfigured(
        "the sample secret is known to everybody and signs no session: start with `jiugai serve`, "
        "which makes one, or set JIUGAI_SECRET_KEY"
    )
application = get_wsgi_application()
