"""Addresses of leaders who answer by name (领导包抓)."""

from django.urls import path

from jiugai.web.supervision import leads

LEADS = [
    path("leads/", leads.leads, name="leads"),
    path("leads/export/", leads.export, name="leads-export"),
    path("leads/new/", leads.new, name="lead-new"),
    path("leads/of/<str:public_id>/", leads.of_community, name="leads-of"),
    path("leads/<str:public_id>/", leads.leader, name="leader"),
    path("leads/<str:public_id>/do/", leads.do, name="do-lead"),
    path("leads/<str:public_id>/facts/<str:what>/", leads.facts, name="leader-facts"),
]
