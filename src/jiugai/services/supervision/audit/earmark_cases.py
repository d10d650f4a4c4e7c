"""What each earmark did in each county, and each county's money and plans (专款事实、县区事实)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from jiugai.domain.funding.alerts.cases import (
    CaseKind,
    CasePlace,
    CountyCase,
    EarmarkCase,
    FactKind,
)
from jiugai.domain.funding.book.ageing import Movement
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.works import Indicator
from jiugai.services.reporting.board import SiteStanding
from jiugai.services.supervision.audit.case_facts import CaseWithFacts, CityBook
from jiugai.storage.funding.audit_queries import MovedRow
from jiugai.storage.funding.book_queries import EarmarkRow

_COMING = {step.value for step in (MoneyStep.GRANT, MoneyStep.ASSIGN, MoneyStep.FUND)}


def earmark_cases(book: CityBook) -> Iterator[CaseWithFacts]:
    """Yield every earmark in every county that its money touched."""
    moved: dict[tuple[int, int], list[MovedRow]] = defaultdict(list)
    for row in book.moved:
        moved[row.earmark_id, row.county_id].append(row)
    for (earmark_id, county_id), rows in sorted(moved.items()):
        yield _booked(book, book.earmarks[earmark_id], county_id, rows)
    yield from _unbooked(book, {county_id for _, county_id in moved})


def _booked(
    book: CityBook, earmark: EarmarkRow, county_id: int, rows: Sequence[MovedRow]
) -> CaseWithFacts:
    county, source = book.county(county_id), Source(earmark.source)
    name = f"{source.word}（{earmark.paper}，{earmark.year} 年）"
    coming = [
        found
        for row in rows
        if (found := book.posted_by_id.get(row.posting_id)) and found.step in _COMING
    ]
    case = EarmarkCase(
        place=CasePlace(CaseKind.EARMARK, county.code, county.name, str(earmark.id), name),
        day=book.asked.as_of,
        source=source,
        year=earmark.year,
        quota=_moves(rows, lambda row: row.quota),
        held=_moves(rows, lambda row: row.held),
        pledged=_moves(rows, lambda row: row.pledged),
        cash=_moves(rows, lambda row: row.cash),
        paid=_moves(rows, lambda row: row.paid),
        papers=tuple(dict.fromkeys(t for row in coming for t in (row.paper, row.memo) if t)),
    )
    facts = {FactKind.POSTINGS: tuple(str(row.posting_id) for row in rows)}
    return CaseWithFacts(case, facts, earmark=earmark.id, county=county_id)


def _unbooked(book: CityBook, booked: set[int]) -> Iterator[CaseWithFacts]:
    """Yield counties that told of money of which the book knows nothing at all."""
    telling = {
        site.site.county_id for site in book.city.sites.values() if site.received_fen
    } - booked
    for county_id in sorted(telling):
        county = book.county(county_id)
        place = CasePlace(
            CaseKind.EARMARK, county.code, county.name, "0", "县区自报、没有记账的资金"
        )
        case = EarmarkCase(place=place, day=book.asked.as_of, source=Source.UNSPLIT)
        yield CaseWithFacts(case, {}, county=county_id)


def _moves(rows: Sequence[MovedRow], of: Callable[[MovedRow], int]) -> tuple[Movement, ...]:
    return tuple(Movement(row.value_on, of(row)) for row in rows if of(row))


def county_cases(book: CityBook) -> Iterator[CaseWithFacts]:
    """Yield each county's money, then each county's plan of each year."""
    sites: dict[tuple[int, int], list[SiteStanding]] = defaultdict(list)
    for site in book.city.sites.values():
        if site.standing.in_pipeline:
            for list_id in site.filed:
                sites[site.site.county_id, book.city.lists[list_id].year].append(site)
    for county_id in sorted({county_id for county_id, _ in sites}):
        yield _money(book, county_id)
    for (county_id, year), planned in sorted(sites.items()):
        yield _plan(book, county_id, year, planned)


def _money(book: CityBook, county_id: int) -> CaseWithFacts:
    county = book.county(county_id)
    mine = [row for row in book.moved if row.county_id == county_id]
    arrived: dict[Source, int] = defaultdict(int)
    for row in mine:
        if row.cash or row.paid:
            arrived[Source(book.earmarks[row.earmark_id].source)] += row.cash + row.paid
    case = CountyCase(
        place=CasePlace(CaseKind.COUNTY, county.code, county.name, county.code),
        day=book.asked.as_of,
        pledged_fen=sum(row.pledged for row in mine) if mine else None,
        arrived=dict(arrived),
    )
    facts = {FactKind.POSTINGS: tuple(str(row.posting_id) for row in mine)}
    return CaseWithFacts(case, facts, county=county_id)


def _plan(
    book: CityBook, county_id: int, year: int, planned: Sequence[SiteStanding]
) -> CaseWithFacts:
    county = book.county(county_id)
    sites = list({site.site.id: site for site in planned}.values())
    households = [_filed_in(book, site, year) for site in sites]
    done = [site.readings.get(int(Indicator.HOUSEHOLDS)) for site in sites]
    complete = [site for site in sites if int(Step.COMPLETION) in site.steps]
    key = f"{county.code}-{year}"
    case = CountyCase(
        place=CasePlace(CaseKind.COUNTY, county.code, county.name, key, f"{year} 年计划"),
        day=book.asked.as_of,
        year=year,
        planned=len(sites),
        completed=len(complete),
        planned_households=sum(households) if all(households) else None,
        completed_households=sum(one.value for one in done if one) if all(done) else None,
    )
    facts = {
        FactKind.PLAN: tuple(
            f"{list_id}/{site.site.id}"
            for site in sites
            for list_id in site.filed
            if book.city.lists[list_id].year == year
        ),
        FactKind.STEPS: tuple(str(site.steps[int(Step.COMPLETION)].id) for site in complete),
        FactKind.READINGS: tuple(str(one.id) for one in done if one),
    }
    return CaseWithFacts(case, facts, county=county_id)


def _filed_in(book: CityBook, site: SiteStanding, year: int) -> int:
    return max(
        (
            sizes.households
            for id_, sizes in site.filed.items()
            if book.city.lists[id_].year == year
        ),
        default=0,
    )
