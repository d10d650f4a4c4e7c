"""Addresses of the policy library (政策库)."""

from django.urls import path

from jiugai.web.supervision import policy

POLICIES = [
    path("policy/", policy.library, name="policies"),
    path("policy/<str:name>/", policy.policy, name="policy"),
]
