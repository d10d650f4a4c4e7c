"""The addresses on which a post opens: today, cockpit and map; and the inbox."""

from django.urls import path

from jiugai.web.home import map_page, messages, sendings, today, views

app_name = "home"
urlpatterns = [
    path("", views.cockpit_page, name="cockpit"),
    path("today/", today.today_page, name="today"),
    path("messages/", messages.messages, name="messages"),
    path("messages/read/", messages.read, name="read-messages"),
    path("sendings/", sendings.sendings, name="sendings"),
    path("map/", map_page.map_page, name="map"),
]
