"""Addresses of figures and of acts."""

from django.urls import path

from jiugai.web.reporting import converters, return_views, views

converters.register()

app_name = "reporting"
urlpatterns = [
    path("trace/", views.figure, name="trace"),
    path("trace/export/", views.export, name="trace-export"),
    path("trace/acts/", views.acts, name="acts"),
    path("returns/", return_views.latest, name="returns"),
    path("returns/<month:month>/", return_views.month_board, name="month"),
    path("returns/<month:month>/extend/", return_views.extend, name="extend"),
    path("returns/<month:month>/<int:county_id>/", return_views.county_return, name="return"),
    path("returns/<month:month>/<int:county_id>/move/", return_views.move, name="move"),
]
