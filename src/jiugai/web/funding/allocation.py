"""Sharing a sum out among regions (资金分配): a table dropped in, nothing is stored."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services.actor import Power
from jiugai.services.funding import desk as funding_desk
from jiugai.services.funding.book.names import Names
from jiugai.services.funding.desk import Allocated, Settled
from jiugai.services.supervision.rewards import settled_money
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import allocation_words
from jiugai.web.funding.forms import AllocationForm
from jiugai.web.registry.views import workbook

_PAGE = "funding/allocation.html"


@access("funding.allocation", Power.SEE, form=True)
def allocation(request: HttpRequest) -> HttpResponse:
    """Share a sum out; nothing is written (资金分配)."""
    form, found = _asked(request)
    audits = Power.READ_FINDINGS in desk.actor_of(request).powers
    context = {"form": form, "audits": audits, **allocation_words.page_context(found)}
    wrong = form.is_bound and (found is None or found.refused)
    return render(request, _PAGE, context, status=422 if wrong else 200)


@access("funding.allocation_export", Power.SEE, writes=True)
def export(request: HttpRequest) -> HttpResponse:
    """Share a sum out and answer with the workbook; nothing is written (导出)."""
    form, found = _asked(request)
    if found is None or found.refused:
        context = {"form": form, **allocation_words.page_context(found)}
        return render(request, _PAGE, context, status=422)
    return workbook(funding_desk.allocation_workbook(found), "资金分配.xlsx")


def _asked(request: HttpRequest) -> tuple[AllocationForm, Allocated | None]:
    """Return the form, and what was shared out if it asks for something that can be."""
    actor = desk.actor_of(request)
    titles = {
        name: allocation_words.choice_word(rule)
        for name, rule in funding_desk.rules(actor=actor).items()
    }
    years = _years(request)
    if request.method != "POST":
        return AllocationForm(rules=titles, years=years), None
    form = AllocationForm(request.POST, request.FILES, rules=titles, years=years)
    if not form.is_valid():
        return form, None
    said = form.cleaned_data
    found = funding_desk.allocate_file(
        said["file"].read(),
        document=said["file"].name,
        rule=said["rule"],
        total_fen=said["total"],
        actor=actor,
    )
    if said["year"]:
        year = int(said["year"])
        found = funding_desk.with_rewards(found, _settled(request, year), year)
    return form, found


def _years(request: HttpRequest) -> tuple[int, ...]:
    """Return the years whose rewards may be taken in: for who reaches the whole city."""
    year = desk.horizon_of(request).as_of.year
    whole = desk.actor_of(request).scope.counties is None
    return (year, year + 1) if whole else ()


def _settled(request: HttpRequest, year: int) -> tuple[Settled, ...]:
    asked = desk.horizon_of(request)
    names = Names(asked.as_of).counties
    return settled_money(year, asked, names=names, actor=desk.actor_of(request))
