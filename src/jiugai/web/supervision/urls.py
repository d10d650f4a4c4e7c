"""Addresses of supervision."""

from django.urls import path

from jiugai.web.supervision import views

app_name = "supervision"
urlpatterns = [
    path("ranking/", views.ranking, name="ranking"),
    path("ranking/export/", views.export, name="ranking-export"),
]
