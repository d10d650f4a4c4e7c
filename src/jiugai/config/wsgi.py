"""The door through which the web server enters."""

import gc
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
# A page makes tens of thousands of objects, hardly any in circles, beside a site that never goes:
# walking all of it every few pages took a tenth of the processor.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
