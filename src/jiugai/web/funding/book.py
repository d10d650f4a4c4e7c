"""The book on screen (资金账): at a glance, one earmark, what a figure is counted from, what lies idle."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.domain.funding.book.figures import BookFigure
from jiugai.domain.funding.sources import Source
from jiugai.services.actor import Power
from jiugai.services.funding.book import lists, overview, reading
from jiugai.services.funding.book.overview import BookSheet, EarmarkPage, Wanted
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.funding import book_words, rate_words
from jiugai.web.registry.views import workbook


def _sheet(request: HttpRequest) -> BookSheet:
    year, county, source = (_number(request, name) for name in ("year", "county", "source"))
    known = source is not None and source in list(Source)
    wanted = Wanted(year, county, Source(source) if known and source is not None else None)
    return overview.sheet(desk.horizon_of(request), actor=desk.actor_of(request), wanted=wanted)


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@access("funding.rates", Power.SEE)
def rates(request: HttpRequest) -> HttpResponse:
    """Show how much of the money has come, by county, and how much from residents (到位率)."""
    return render(request, "funding/rates.html", rate_words.rates_context(_sheet(request)))


@access("funding.book", Power.SEE)
def book(request: HttpRequest) -> HttpResponse:
    """Show every earmark in every county with its figures (资金账)."""
    return render(request, "funding/book.html", book_words.sheet_context(_sheet(request)))


@access("funding.book_export", Power.SEE)
def book_export(request: HttpRequest) -> HttpResponse:
    """Download the book at a glance as a workbook."""
    found = _sheet(request)
    return workbook(lists.sheet_workbook(found), f"资金账{found.asked.as_of}.xlsx")


def load_earmark(request: HttpRequest, earmark_id: int, county_id: int) -> EarmarkPage:
    """Load an earmark in a county within the officer's reach."""
    return overview.earmark_page(
        earmark_id, county_id, desk.horizon_of(request), actor=desk.actor_of(request)
    )


@access("funding.earmark", Power.SEE, load=load_earmark)
def earmark(request: HttpRequest, found: EarmarkPage) -> HttpResponse:
    """Show an earmark in a county: the chain, its accounts, its postings (专款分户账)."""
    return render(request, "funding/earmark.html", book_words.earmark_context(found))


def load_figure(
    request: HttpRequest, earmark_id: int, county_id: int, figure: str
) -> tuple[EarmarkPage, BookFigure]:
    """Load what a figure of an earmark in a county is counted from.

    :raises LookupError: if there is no such figure.
    """
    if figure not in {one.value for one in BookFigure}:
        raise overview.NoSuchEarmark(figure)
    asked = BookFigure(figure)
    found = overview.behind(
        asked, earmark_id, county_id, desk.horizon_of(request), actor=desk.actor_of(request)
    )
    return found, asked


@access("funding.book_figure", Power.SEE, load=load_figure)
def figure(request: HttpRequest, loaded: tuple[EarmarkPage, BookFigure]) -> HttpResponse:
    """Show the postings that a figure is counted from (数字溯源)."""
    return render(request, "funding/book_figure.html", book_words.figure_context(*loaded))


@access("funding.idle", Power.SEE)
def idle(request: HttpRequest) -> HttpResponse:
    """Show the money that lies somewhere, the longest first (闲置资金)."""
    found = reading.idle(desk.horizon_of(request), actor=desk.actor_of(request))
    return render(request, "funding/idle.html", book_words.idle_context(found))


@access("funding.idle_export", Power.SEE)
def idle_export(request: HttpRequest) -> HttpResponse:
    """Download the money that lies somewhere as a workbook."""
    found = reading.idle(desk.horizon_of(request), actor=desk.actor_of(request))
    return workbook(lists.idle_workbook(found), f"闲置资金{found.asked.as_of}.xlsx")
