"""The matrix of duties, and each body's own page (责任分工)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services.actor import Power
from jiugai.services.supervision import documents_owed, duty_matrix
from jiugai.services.supervision.duty_matrix import BodyLine
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.supervision import duty_words, owed_words


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
    today = desk.default_as_of()
    context = duty_words.page_context(found, today)
    lines = documents_owed.documents(actor=desk.actor_of(request), today=today)
    owed = documents_owed.owed_by(found.duty, lines)
    context["owed"] = owed_words.table(owed, "应出台的配套文件")
    return render(request, "supervision/body.html", context)
