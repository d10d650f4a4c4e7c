"""Addresses of supervision."""

from django.urls import path

from jiugai.web.supervision import (
    apart,
    defence,
    evidence,
    firms,
    looks,
    orders,
    scoring,
    site_photos,
    views,
)
from jiugai.web.supervision.audit_urls import AUDIT
from jiugai.web.supervision.contest_urls import CONTESTS
from jiugai.web.supervision.draw_urls import DRAWS
from jiugai.web.supervision.hearing_urls import HEARINGS
from jiugai.web.supervision.lead_urls import LEADS
from jiugai.web.supervision.policy_urls import POLICIES

app_name = "supervision"
urlpatterns = [
    path("ranking/", views.ranking, name="ranking"),
    path("ranking/export/", views.export, name="ranking-export"),
    path("ranking/scoring/", scoring.scoring, name="scoring"),
    path("ranking/scoring/export/", scoring.export, name="scoring-export"),
    *AUDIT,
    *CONTESTS,
    *DRAWS,
    *HEARINGS,
    *LEADS,
    *POLICIES,
    path("orders/", orders.board, name="orders"),
    path("orders/apart/", apart.apart, name="apart"),
    path("orders/draft/", apart.draft, name="order-draft"),
    path("orders/new/", orders.new, name="order-new"),
    path("orders/<str:public_id>/", orders.order, name="order"),
    path("orders/<str:public_id>/do/", orders.do, name="order-do"),
    path("site-photos/", site_photos.choose, name="site-photos"),
    path("site-photos/code/", site_photos.give, name="give-code"),
    path("site-photos/<str:number>/", site_photos.code, name="site-code"),
    path("site-photos/<str:number>/send/", site_photos.send, name="send-photo"),
    path("site-photos/<str:number>/begin/", site_photos.begin, name="begin-photo"),
    path("site-photos/<str:number>/piece/", site_photos.piece, name="send-piece"),
    path("site-photos/<str:number>/finish/", site_photos.finish, name="finish-photo"),
    path("site-photos/<str:number>/<str:photo>.jpg", site_photos.own_picture, name="own-picture"),
    path("evidence/", evidence.evidence, name="evidence"),
    path("evidence/looks/", looks.looks, name="looks"),
    path("evidence/<str:public_id>/", evidence.of_community, name="community-evidence"),
    path("evidence/<str:public_id>/grades/", evidence.grades, name="community-grades"),
    path("evidence/<str:public_id>/firms/", firms.of_community, name="firms"),
    path("evidence/<str:public_id>/firms/give/", firms.give, name="give-site"),
    path("evidence/<str:public_id>/firms/end/", firms.end, name="end-site"),
    path("evidence/<str:public_id>/trace/", evidence.record, name="record-trace"),
    path("evidence/<str:public_id>/withdraw/", evidence.withdraw, name="withdraw-trace"),
    path("defence/", defence.defence_files, name="defence-files"),
    path("defence/<int:county_id>/", defence.defence, name="defence"),
    path("defence/<int:county_id>/file.docx", defence.docx, name="defence-docx"),
    path("photos/<str:number>/small.jpg", site_photos.small_picture, name="small-picture"),
    path("photos/<str:number>/look/", looks.look, name="look"),
    path("photos/<str:number>/judge/", looks.judge, name="judge-photo"),
    path("photos/<str:number>/picture.jpg", site_photos.picture, name="picture"),
]
