"""Addresses of figures and of acts."""

from django.urls import path

from jiugai.web.reporting import views

app_name = "reporting"
urlpatterns = [
    path("trace/", views.figure, name="trace"),
    path("trace/export/", views.export, name="trace-export"),
    path("trace/acts/", views.acts, name="acts"),
]
