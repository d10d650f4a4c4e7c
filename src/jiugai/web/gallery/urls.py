"""Where the gallery stands: include under ``gallery/``."""

from django.urls import path

from jiugai.web.gallery import views

app_name = "gallery"
urlpatterns = [path("", views.show, name="show")]
