"""Addresses of rankings on their way out (排名公示)."""

from django.urls import path

from jiugai.web.reporting import converters
from jiugai.web.supervision import hearings, honours, rewards

converters.register()

HEARINGS = [
    path("ranking/release/", hearings.months, name="hearings"),
    path("ranking/release/<month:month>/", hearings.hearing, name="hearing"),
    path("ranking/release/<month:month>/show/", hearings.show, name="show-ranking"),
    path("ranking/release/<month:month>/object/", hearings.object_to, name="object-to-ranking"),
    path("ranking/release/<month:month>/answer/", hearings.answer, name="answer-objection"),
    path("ranking/release/<month:month>/out/", hearings.release, name="release-ranking"),
    path("ranking/release/<month:month>/honours/", honours.honours, name="honours"),
    path("ranking/release/<month:month>/rewards/", rewards.rewards, name="rewards"),
    path("ranking/release/<month:month>/rewards/export/", rewards.export, name="rewards-export"),
    path("ranking/release/<month:month>/rewards/propose/", rewards.draw_up, name="propose-rewards"),
    path("ranking/release/<month:month>/rewards/decide/", rewards.decide, name="decide-reward"),
]
