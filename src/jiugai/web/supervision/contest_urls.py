"""Addresses of rounds of judging (观摩评比)."""

from django.urls import path

from jiugai.web.supervision import contests

_SHEET = "contests/<str:number>/sheets/<int:juror>/<int:entrant>/"
CONTESTS = [
    path("contests/", contests.contests, name="contests"),
    path("contests/new/", contests.new, name="contest-new"),
    path("contests/<str:number>/", contests.contest, name="contest"),
    path("contests/<str:number>/export/", contests.export, name="contest-export"),
    path("contests/<str:number>/close/", contests.close, name="close-contest"),
    path("contests/<str:number>/model/", contests.name_model, name="name-model"),
    path("contests/<str:number>/<int:entrant>/", contests.entrant, name="contest-entrant"),
    path(_SHEET, contests.sheet, name="contest-sheet"),
]
