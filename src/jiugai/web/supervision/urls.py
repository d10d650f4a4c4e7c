"""Addresses of supervision."""

from django.urls import path

from jiugai.web.supervision import apart, orders, views

app_name = "supervision"
urlpatterns = [
    path("ranking/", views.ranking, name="ranking"),
    path("ranking/export/", views.export, name="ranking-export"),
    path("orders/", orders.board, name="orders"),
    path("orders/apart/", apart.apart, name="apart"),
    path("orders/draft/", apart.draft, name="order-draft"),
    path("orders/new/", orders.new, name="order-new"),
    path("orders/<str:public_id>/", orders.order, name="order"),
    path("orders/<str:public_id>/do/", orders.do, name="order-do"),
]
