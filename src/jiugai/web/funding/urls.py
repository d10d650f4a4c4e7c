"""Addresses of funding."""

from django.urls import path

from jiugai.web.funding import allocation, bonds, matrix, mouths, streams
from jiugai.web.funding.book_urls import BOOK

app_name = "funding"
urlpatterns = [
    path("funding/allocation/", allocation.allocation, name="allocation"),
    path("funding/allocation/export/", allocation.export, name="allocation-export"),
    path("funding/bonds/", bonds.bonds, name="bonds"),
    path("funding/flows/", streams.flows, name="flows"),
    path("funding/flows/behind/", streams.behind, name="flow-behind"),
    path("funding/sources/", matrix.matrix, name="matrix"),
    path("communities/<str:public_id>/mouths/", mouths.two_mouths, name="mouths"),
    *BOOK,
]
