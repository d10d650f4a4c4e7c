"""Addresses of eligibility."""

from django.urls import path

from jiugai.web.eligibility import views

app_name = "eligibility"
urlpatterns = [
    path("eligibility/", views.verdicts, name="verdicts"),
    path("eligibility/decide/", views.decide, name="decide"),
    path("eligibility/what-if/", views.what_if, name="what-if"),
    path("eligibility/types/", views.types, name="types"),
    path("eligibility/classify/", views.classify, name="classify"),
    path("eligibility/areas/", views.areas, name="areas"),
]
