"""Checking the forms of special bonds (专项债核对): two tables dropped in, nothing is stored."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services.actor import Power
from jiugai.services.funding import desk as funding_desk
from jiugai.services.funding.desk import CheckedBonds
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import bond_words
from jiugai.web.funding.forms import BondsForm


@access("funding.bonds", Power.SEE, form=True)
def bonds(request: HttpRequest) -> HttpResponse:
    """Check what the forms of special bonds say against itself (专项债核对)."""
    form, found = _asked(request)
    context = {"form": form, **bond_words.page_context(found)}
    wrong = form.is_bound and (found is None or found.refused)
    return render(request, "funding/bonds.html", context, status=422 if wrong else 200)


def _asked(request: HttpRequest) -> tuple[BondsForm, CheckedBonds | None]:
    if request.method != "POST":
        return BondsForm(), None
    form = BondsForm(request.POST, request.FILES)
    if not form.is_valid():
        return form, None
    projects, payments = form.cleaned_data["projects"], form.cleaned_data["payments"]
    found = funding_desk.check_bond_files(
        (projects.read(), projects.name),
        (payments.read(), payments.name) if payments else None,
        actor=desk.actor_of(request),
    )
    return form, found
