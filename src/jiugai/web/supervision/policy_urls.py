"""Addresses of the policy library and of the matrix of duties (政策库、配套文件、责任分工)."""

from django.urls import path

from jiugai.web.supervision import duties, owed, policy

POLICIES = [
    path("policy/", policy.library, name="policies"),
    path("policy/owed/", owed.owed, name="owed"),
    path("policy/owed/export/", owed.export, name="owed-export"),
    path("policy/owed/<str:key>/", owed.document, name="document-owed"),
    path("policy/owed/<str:key>/do/", owed.do, name="do-document"),
    path("policy/<str:name>/", policy.policy, name="policy"),
    path("duties/", duties.matrix, name="duties"),
    path("duties/<str:clause>/", duties.body, name="body"),
]
