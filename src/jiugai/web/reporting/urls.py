"""Addresses of figures and of acts."""

from django.urls import path

from jiugai.web.reporting import converters, doubt_views, masters, receipts, return_views, views

converters.register()

app_name = "reporting"
urlpatterns = [
    path("trace/", views.figure, name="trace"),
    path("trace/export/", views.export, name="trace-export"),
    path("trace/acts/", views.acts, name="acts"),
    path("receipts/", receipts.receipts, name="receipts"),
    path("receipts/verify_trace.py", receipts.verifier, name="verifier"),
    path("receipts/<int:county_id>/", receipts.county_receipts, name="county-receipts"),
    path("receipts/<int:county_id>/receipts.json", receipts.receipts_file, name="receipts-file"),
    path("receipts/<int:county_id>/<int:seq>/", receipts.receipt, name="receipt"),
    path("returns/", return_views.latest, name="returns"),
    path("returns/doubts/", doubt_views.doubts, name="doubts"),
    path("returns/doubts/<int:doubt_id>/", doubt_views.doubt, name="doubt"),
    path("returns/doubts/<int:doubt_id>/answer/", doubt_views.answer, name="doubt-answer"),
    path("returns/<month:month>/", return_views.month_board, name="month"),
    path("returns/<month:month>/examine/", doubt_views.examine_month, name="examine-month"),
    path("returns/<month:month>/extend/", return_views.extend, name="extend"),
    path("returns/<month:month>/<int:county_id>/", return_views.county_return, name="return"),
    path("returns/<month:month>/<int:county_id>/move/", return_views.move, name="move"),
    path(
        "returns/<month:month>/<int:county_id>/form.xlsx", return_views.form_file, name="form-file"
    ),
    path("returns/<month:month>/<int:county_id>/form/", return_views.read_form, name="read-form"),
    path(
        "returns/<month:month>/<int:county_id>/examine/",
        doubt_views.examine_return,
        name="examine-return",
    ),
    path("masters/", masters.latest, name="masters"),
    path("masters/<month:month>/", masters.month_page, name="masters-month"),
    path("masters/<month:month>/<int:county_id>/", masters.county_page, name="masters-county"),
    path(
        "masters/<month:month>/<int:county_id>/<str:master>.xlsx",
        masters.form_file,
        name="master-form",
    ),
    path(
        "masters/<month:month>/<int:county_id>/cells/<str:clause>/",
        masters.cell,
        name="master-cell",
    ),
    path(
        "masters/<month:month>/<int:county_id>/differences/<str:one>/<str:other>/",
        masters.difference,
        name="master-difference",
    ),
]
