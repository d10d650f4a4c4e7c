"""One fact, three masters, on screen (三口报表): the returns for housing, planning and finance side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.masters.differences import Difference
from jiugai.domain.reporting.masters.forms import Master
from jiugai.services.actor import Power
from jiugai.services.reporting.masters import desk as masters_desk
from jiugai.services.reporting.masters.desk import (
    CountyMasters,
    MasterFigure,
    MonthMasters,
    NoSuchMasterReturn,
)
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import workbook
from jiugai.web.reporting import master_steps, masters_words


@access("reporting.masters", Power.SEE)
def latest(request: HttpRequest) -> HttpResponse:
    """Lead to the last month that is over."""
    return redirect(masters_words.url(Month.of(desk.horizon_of(request).as_of).previous))


def load_month(request: HttpRequest, month: Month) -> MonthMasters:
    """Load all counties' returns of a month."""
    _begun(month)
    return masters_desk.month_of(month, actor=desk.actor_of(request))


def _begun(month: Month) -> None:
    if month > Month.of(desk.default_as_of()):
        raise NoSuchMasterReturn(month)


@access("reporting.masters_of_month", Power.SEE, load=load_month)
def month_page(request: HttpRequest, found: MonthMasters) -> HttpResponse:
    """Show how each county's three returns agree (三口报表)."""
    last = Month.of(desk.default_as_of()).previous
    return render(request, "reporting/masters.html", masters_words.month_context(found, last))


def load_county(request: HttpRequest, month: Month, county_id: int) -> CountyMasters:
    """Load a county's three returns within the officer's scope."""
    _begun(month)
    return masters_desk.county_of(month, county_id, actor=desk.actor_of(request))


@access("reporting.masters_of_county", Power.SEE, load=load_county)
def county_page(request: HttpRequest, found: CountyMasters) -> HttpResponse:
    """Show a county's three returns, why they differ, and how many cells were typed."""
    return render(request, "reporting/masters_county.html", masters_words.county_context(found))


def load_form(
    request: HttpRequest, month: Month, county_id: int, master: str
) -> tuple[CountyMasters, Master]:
    """Load a county's returns and whose is asked for.

    :raises NoSuchMasterReturn: if there is no such master.
    """
    wanted = next((one for one in Master if one.value == master), None)
    if wanted is None:
        raise NoSuchMasterReturn(master)
    return load_county(request, month, county_id), wanted


@access("reporting.master_form", Power.SEE, load=load_form)
def form_file(request: HttpRequest, loaded: tuple[CountyMasters, Master]) -> HttpResponse:
    """Download one master's return as a workbook."""
    found, master = loaded
    name = f"{found.county}{found.month.in_prose}{master.word}口报表.xlsx"
    return workbook(masters_desk.workbook_of(found, master, actor=desk.actor_of(request)), name)


def load_cell(
    request: HttpRequest, month: Month, county_id: int, clause: str
) -> tuple[CountyMasters, MasterFigure]:
    """Load a cell of a county's return."""
    found = load_county(request, month, county_id)
    return found, found.figure(clause)


@access("reporting.master_cell", Power.SEE, load=load_cell)
def cell(request: HttpRequest, loaded: tuple[CountyMasters, MasterFigure]) -> HttpResponse:
    """Show what a cell is counted from, project by project (报表溯源)."""
    found, figure = loaded
    context = master_steps.cell_context(
        found, figure, masters_desk.places_of(found), masters_desk.earmarks_behind(found, figure)
    )
    return render(request, "reporting/masters_cell.html", context)


def load_difference(
    request: HttpRequest, month: Month, county_id: int, one: str, other: str
) -> tuple[CountyMasters, Difference]:
    """Load a difference between two cells of one idea."""
    found = load_county(request, month, county_id)
    return found, found.difference(one, other)


@access("reporting.master_difference", Power.SEE, load=load_difference)
def difference(request: HttpRequest, loaded: tuple[CountyMasters, Difference]) -> HttpResponse:
    """Show the way from one master's figure to another's, step by step (差异说明)."""
    found, one = loaded
    context = master_steps.difference_context(found, one, masters_desk.places_of(found))
    return render(request, "reporting/masters_difference.html", context)
