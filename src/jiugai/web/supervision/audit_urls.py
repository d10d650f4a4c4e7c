"""Addresses of the auditor's desk (审计台)."""

from django.urls import path

from jiugai.web.supervision import audit

AUDIT = [
    path("funding/audit/", audit.audit, name="audit"),
    path("funding/audit/rules/", audit.rules, name="audit-rules"),
    path("funding/audit/<str:key>/", audit.finding, name="audit-finding"),
    path("funding/audit/<str:key>/pack.zip", audit.pack, name="audit-pack"),
]
