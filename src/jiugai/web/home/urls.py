"""The addresses on which a post opens: today, cockpit and map."""

from django.urls import path

from jiugai.web.home import map_page, today, views

app_name = "home"
urlpatterns = [
    path("", views.cockpit_page, name="cockpit"),
    path("today/", today.today_page, name="today"),
    path("map/", map_page.map_page, name="map"),
]
