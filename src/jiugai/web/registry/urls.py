"""Addresses of the register and of the import."""

from django.urls import path

from jiugai.web.registry import imports, look_alikes, views

app_name = "registry"
urlpatterns = [
    path("communities/", views.community_list, name="list"),
    path("communities/export/", views.export, name="export"),
    path("communities/<str:public_id>/", views.community_page, name="community"),
    path("communities/<str:public_id>/record/", views.record_step, name="record"),
    path(
        "communities/<str:public_id>/facts/<int:fact_id>/correct/",
        views.correct_step,
        name="correct",
    ),
    path("communities/<str:public_id>/buildings/", views.record_building, name="buildings"),
    path("look-alikes/", look_alikes.list_pairs, name="look-alikes"),
    path("look-alikes/<str:first>/<str:second>/", look_alikes.pair_page, name="look-alike"),
    path(
        "look-alikes/<str:first>/<str:second>/decide/",
        look_alikes.decide_pair,
        name="decide-pair",
    ),
    path("import/", imports.start, name="import"),
    path("import/template/", imports.template, name="template"),
    path("import/<uuid:batch>/", imports.batch, name="batch"),
    path("import/files/<int:upload_id>/", imports.plan, name="plan"),
    path("import/files/<int:upload_id>/choose/", imports.choose, name="choose"),
    path("import/files/<int:upload_id>/columns/", imports.name_columns, name="columns"),
    path("import/files/<int:upload_id>/write/", imports.write, name="write"),
    path("import/files/<int:upload_id>/abandon/", imports.abandon, name="abandon"),
    path("import/files/<int:upload_id>/returned/", imports.returned, name="returned"),
]
