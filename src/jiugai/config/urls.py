"""Every address of the site; each view carries its policy (``web/access.py``)."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jiugai.web.accounts.urls")),
]
