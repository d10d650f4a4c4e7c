"""Addresses of the policy library and of the matrix of duties (政策库、责任分工)."""

from django.urls import path

from jiugai.web.supervision import duties, policy

POLICIES = [
    path("policy/", policy.library, name="policies"),
    path("policy/<str:name>/", policy.policy, name="policy"),
    path("duties/", duties.matrix, name="duties"),
    path("duties/<str:clause>/", duties.body, name="body"),
]
