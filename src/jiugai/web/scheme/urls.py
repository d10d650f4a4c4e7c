"""Addresses of schemes."""

from django.urls import path

from jiugai.web.scheme import accepting, dossiers, views

app_name = "scheme"
urlpatterns = [
    path("checklists/", dossiers.checklists, name="checklists"),
    path("checklists/define/", dossiers.define, name="define-checklist"),
    path("checklists/<str:code>/", dossiers.checklist, name="checklist"),
    path("communities/<str:public_id>/dossier/", dossiers.dossier, name="dossier"),
    path("communities/<str:public_id>/dossier/mark/", dossiers.mark, name="mark"),
    path("communities/<str:public_id>/scheme/", views.scheme, name="scheme"),
    path("communities/<str:public_id>/scheme/look/", views.look, name="look"),
    path("communities/<str:public_id>/scheme/enter/", views.enter, name="enter"),
    path("communities/<str:public_id>/scheme/form/", views.blank_form, name="form"),
    path(
        "communities/<str:public_id>/scheme/<str:stage>/<int:number>/",
        views.version_file,
        name="file",
    ),
    path("schemes/acceptance/", accepting.gaps, name="acceptance"),
    path("communities/<str:public_id>/scheme/accepted/", accepting.accept, name="accept"),
    path(
        "communities/<str:public_id>/scheme/accepted/<int:row_id>/withdraw/",
        accepting.withdraw,
        name="withdraw-accepted",
    ),
    path("communities/<str:public_id>/scheme/needs/", views.need, name="need"),
    path(
        "communities/<str:public_id>/scheme/needs/<int:need_id>/withdraw/",
        views.withdraw,
        name="withdraw-need",
    ),
]
