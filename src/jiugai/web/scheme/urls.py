"""Addresses of schemes."""

from django.urls import path

from jiugai.web.scheme import views

app_name = "scheme"
urlpatterns = [
    path("communities/<str:public_id>/scheme/", views.scheme, name="scheme"),
    path("communities/<str:public_id>/scheme/look/", views.look, name="look"),
    path("communities/<str:public_id>/scheme/enter/", views.enter, name="enter"),
    path("communities/<str:public_id>/scheme/form/", views.blank_form, name="form"),
    path(
        "communities/<str:public_id>/scheme/<str:stage>/<int:number>/",
        views.version_file,
        name="file",
    ),
    path("communities/<str:public_id>/scheme/needs/", views.need, name="need"),
    path(
        "communities/<str:public_id>/scheme/needs/<int:need_id>/withdraw/",
        views.withdraw,
        name="withdraw-need",
    ),
]
