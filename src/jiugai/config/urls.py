"""Every address of the site; each view carries its policy (``web/access.py``)."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jiugai.web.home.urls")),
    path("", include("jiugai.web.accounts.urls")),
    path("", include("jiugai.web.registry.urls")),
    path("", include("jiugai.web.eligibility.urls")),
    path("", include("jiugai.web.scheme.urls")),
    path("", include("jiugai.web.funding.urls")),
    path("", include("jiugai.web.reporting.urls")),
    path("", include("jiugai.web.supervision.urls")),
    path("", include("jiugai.web.bulletins.urls")),
    path("gallery/", include("jiugai.web.gallery.urls")),
]

handler400 = "jiugai.web.access.unreadable"
handler403 = "jiugai.web.access.forbidden"
handler404 = "jiugai.web.access.not_found"
handler500 = "jiugai.web.access.fault"
