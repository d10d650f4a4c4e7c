"""The gallery's page, and the drawer that its figures open."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services.divisions import county_outlines
from jiugai.web.access import SIGNED_IN, access
from jiugai.web.gallery import gallery_context


@access("gallery.show", SIGNED_IN)
def show(request: HttpRequest) -> HttpResponse:
    """Show the gallery, or the drawer's content alone when a figure is opened."""
    part = "#trace" if request.GET.get("part") == "trace" else ""
    context = gallery_context(county_outlines("610900"))
    if part and "HX-Request" not in request.headers:
        context["trace"]["as_page"] = True
        return render(request, "gallery/trace.html", context)
    return render(request, f"gallery/gallery.html{part}", context)
