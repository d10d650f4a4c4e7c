"""The matrix of duties, and each body's own page (责任分工)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services.actor import Power
from jiugai.services.supervision import duty_matrix
from jiugai.services.supervision.duty_matrix import BodyLine
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.supervision import duty_words


@access("supervision.duties", Power.SEE)
def matrix(request: HttpRequest) -> HttpResponse:
    """Show every body with what it answers for (责任分工)."""
    today = desk.default_as_of()
    found = duty_matrix.matrix(actor=desk.actor_of(request), today=today)
    return render(request, "supervision/duties.html", duty_words.matrix_context(found, today))


def load_body(request: HttpRequest, clause: str) -> BodyLine:
    """Load a body with the orders in the officer's sight."""
    return duty_matrix.page(clause, actor=desk.actor_of(request), today=desk.default_as_of())


@access("supervision.body", Power.SEE, load=load_body)
def body(request: HttpRequest, found: BodyLine) -> HttpResponse:
    """Show one body with its duty and what it has in hand (单位职责)."""
    context = duty_words.page_context(found, desk.default_as_of())
    return render(request, "supervision/body.html", context)
