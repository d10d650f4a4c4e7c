"""The book at a glance (资金账总览): each earmark in each county with its figures, and what lies where.

Every figure is a sum of legs, and opens to them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.domain.funding.book.ageing import StayLevel, StayRule
from jiugai.domain.funding.book.figures import BookFigure, figures_of
from jiugai.domain.funding.book.rates import Raised, raised
from jiugai.domain.funding.sources import Source
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.book.names import Names
from jiugai.services.funding.book.reading import IdleLine, idle_list
from jiugai.storage.funding import book_pages
from jiugai.storage.funding.book_pages import PostingLine
from jiugai.storage.funding.book_queries import EarmarkRow


class NoSuchEarmark(LookupError):
    """There is no such earmark in that county within the officer's reach."""


@dataclass(frozen=True, slots=True)
class BookLine:
    """An earmark in a county (专款行): its figures in 分, and what lies idle of it, longest first."""

    earmark: EarmarkRow
    county_id: int
    county: str
    figures: Mapping[BookFigure, int]
    idle: tuple[IdleLine, ...]
    suspense_fen: int

    @property
    def worst(self) -> StayLevel | None:
        """Return how long its money lies where it lies longest; None if none does or no rule speaks."""
        return next((one.level for one in self.idle), None)

    def lying(self, kind: AccountKind) -> tuple[IdleLine, ...]:
        """Return what lies idle in its accounts of a kind, the longest first."""
        return tuple(one for one in self.idle if one.kind is kind)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which earmarks are asked for (条件); None for all."""

    year: int | None = None
    county_id: int | None = None
    source: Source | None = None

    def fits(self, line: BookLine) -> bool:
        """Say whether a line is asked for."""
        return (
            self.year in (None, line.earmark.year)
            and self.county_id in (None, line.county_id)
            and self.source in (None, line.earmark.source)
        )


@dataclass(frozen=True, slots=True)
class BookSheet:
    """The book at a glance (资金账总览)."""

    asked: Horizon
    lines: tuple[BookLine, ...]
    rule: StayRule | None
    years: tuple[int, ...]
    asked_for: "Wanted"

    @property
    def counties(self) -> dict[int, tuple[str, Raised]]:
        """Return what came of what was granted, by county, in the order of the lines."""
        groups: dict[int, list[BookLine]] = {}
        for line in self.lines:
            groups.setdefault(line.county_id, []).append(line)
        return {county: (lines[0].county, raised_of(lines)) for county, lines in groups.items()}

    def total(self, figure: BookFigure) -> int:
        """Return a figure of all lines, in 分; what went from the city to a county counts once."""
        return sum(line.figures[figure] for line in self.lines)


@dataclass(frozen=True, slots=True)
class HopLine:
    """An account of an earmark (分户): what came, what went, what lies there and since when."""

    kind: AccountKind
    project: str
    contract: str
    payee: str
    came_fen: int
    went_fen: int
    idle: IdleLine | None

    @property
    def balance_fen(self) -> int:
        """Return what is left."""
        return self.came_fen - self.went_fen


@dataclass(frozen=True, slots=True)
class EarmarkPage:
    """An earmark in a county with all that happened to it, by day (专款分户账)."""

    line: BookLine
    rule: StayRule | None
    hops: tuple[HopLine, ...]
    postings: tuple[PostingLine, ...]
    names: Names


def raised_of(lines: Iterable[BookLine]) -> Raised:
    """Return what came of what was granted over some earmarks."""
    return raised((Source(line.earmark.source), line.figures) for line in lines)


def sheet(asked: Horizon, *, actor: Actor, wanted: Wanted | None = None) -> BookSheet:
    """Return the earmarks in the counties within the officer's reach, all or those asked for.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    lines, rule = _lines(asked, actor)
    years = tuple(sorted({line.earmark.year for line in lines}, reverse=True))
    wanted = wanted or Wanted()
    return BookSheet(asked, tuple(filter(wanted.fits, lines)), rule, years, wanted)


def earmark_page(earmark_id: int, county_id: int, asked: Horizon, *, actor: Actor) -> EarmarkPage:
    """Return an earmark in a county with its accounts and all its postings.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchEarmark: if nothing happened to it there within the officer's reach.
    """
    require(actor, Power.SEE)
    line, rule, names = _one(earmark_id, county_id, asked, actor)
    postings = book_pages.posting_lines(
        last_seq=asked.last_seq, on_day=asked.as_of, earmark_id=earmark_id, county_id=county_id
    )
    return EarmarkPage(line, rule, _hops(postings, line, names), postings, names)


def behind(
    figure: BookFigure, earmark_id: int, county_id: int, asked: Horizon, *, actor: Actor
) -> EarmarkPage:
    """Return the legs that a figure of an earmark in a county is counted from.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchEarmark: if nothing happened to it there within the officer's reach.
    """
    require(actor, Power.SEE)
    line, rule, names = _one(earmark_id, county_id, asked, actor)
    postings = book_pages.posting_lines(
        last_seq=asked.last_seq,
        on_day=asked.as_of,
        earmark_id=earmark_id,
        county_id=county_id,
        figure=figure,
    )
    return EarmarkPage(line, rule, (), postings, names)


def _one(
    earmark_id: int, county_id: int, asked: Horizon, actor: Actor
) -> tuple[BookLine, StayRule | None, Names]:
    lines, rule = _lines(asked, actor)
    for line in lines:
        if (line.earmark.id, line.county_id) == (earmark_id, county_id):
            return line, rule, Names(asked.as_of)
    raise NoSuchEarmark


def _lines(asked: Horizon, actor: Actor) -> tuple[list[BookLine], StayRule | None]:
    sums = book_pages.step_sums(last_seq=asked.last_seq, on_day=asked.as_of)
    idle = idle_list(asked)
    names = Names(asked.as_of)
    lying: dict[tuple[int, int], list[IdleLine]] = {}
    for one in idle.lines:
        lying.setdefault((one.earmark.id, one.county_id), []).append(one)
    lines = [
        BookLine(
            earmark=names.earmarks[earmark_id],
            county_id=county_id,
            county=names.county(county_id),
            figures=figures_of(told),
            idle=tuple(lying.get((earmark_id, county_id), ())),
            suspense_fen=sum(t.amount_fen for t in told if t.kind is AccountKind.SUSPENSE),
        )
        for (earmark_id, county_id), told in sums.items()
        if actor.scope.covers(county_id)
    ]
    place = {county: n for n, county in enumerate(names.counties)}
    lines.sort(
        key=lambda one: (
            -one.earmark.year,
            one.earmark.source,
            one.earmark.paper,
            place.get(one.county_id, len(place)),
        )
    )
    return lines, idle.rule


def _hops(postings: Iterable[PostingLine], line: BookLine, names: Names) -> tuple[HopLine, ...]:
    sums: dict[tuple[AccountKind, int | None, int | None], list[int]] = {}
    for one in postings:
        fens = sums.setdefault((one.kind, one.project_id, one.contract_id), [0, 0])
        fens[one.amount_fen < 0] += abs(one.amount_fen)
    hops = []
    for (kind, project_id, contract_id), (came, went) in sums.items():
        project, contract = names.project(project_id), names.contract(contract_id)
        known = names.contracts.get(contract_id or 0)
        idle = next(
            (one for one in line.lying(kind) if (one.project, one.contract) == (project, contract)),
            None,
        )
        payee = known.payee if known else ""
        hops.append(HopLine(kind, project, contract, payee, came, went, idle))
    return tuple(sorted(hops, key=lambda hop: (hop.kind, hop.project, hop.contract)))
