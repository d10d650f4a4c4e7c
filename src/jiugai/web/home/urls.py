"""The addresses on which a post opens: cockpit and map."""

from django.urls import path

from jiugai.web.home import map_page, views

app_name = "home"
urlpatterns = [
    path("", views.cockpit_page, name="cockpit"),
    path("map/", map_page.map_page, name="map"),
]
