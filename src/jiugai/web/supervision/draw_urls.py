"""Addresses of the drawn verification (抽查)."""

from django.urls import path

from jiugai.web.reporting import converters
from jiugai.web.supervision import draws

converters.register()

DRAWS = [
    path("draws/", draws.rounds, name="draws"),
    path("draws/draw/", draws.draw, name="draw"),
    path("draws/<month:month>/", draws.drawn_round, name="round"),
    path("draws/<month:month>/frame/", draws.frame, name="round-frame"),
    path("draws/<month:month>/found/<str:tally>/", draws.found, name="round-found"),
    path("draws/<month:month>/<str:number>/", draws.project, name="drawn-project"),
    path("draws/<month:month>/<str:number>/record/", draws.record, name="record-visit"),
]
