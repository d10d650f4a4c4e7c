"""The address on which a post opens."""

from django.urls import path

from jiugai.web.home import views

app_name = "home"
urlpatterns = [path("", views.cockpit_page, name="cockpit")]
