"""Where money flows (资金流向): the book's legs, shared out over the items of the projects' bills."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiugai.domain.funding.book.figures import StepSum, counts
from jiugai.domain.funding.sources import Source
from jiugai.domain.funding.streams import (
    Band,
    BillItem,
    Flowing,
    SpentLeg,
    Stream,
    ToldBy,
    banded,
    items_named,
    streams,
)
from jiugai.domain.scheme.catalogue import ScopeClass, ScopeItem, items_in_force
from jiugai.exchange.policy_files import scope_items
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, remembered
from jiugai.services.funding.book.names import Names
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.funding import book_pages
from jiugai.storage.funding.book_pages import ProjectLeg
from jiugai.storage.programme import queries as programme
from jiugai.storage.scheme import queries as scheme

UNTOLD = "没有写明"


@dataclass(frozen=True, slots=True)
class StreamsAsked:
    """Which streams are asked for (条件); None for all, an empty item for those of which nobody says."""

    source: Source | None = None
    scope_class: ScopeClass | None = None
    item: str | None = None
    county_id: int | None = None

    def fits(self, one: Stream) -> bool:
        """Say whether a stream is asked for."""
        return (
            self.source in (None, one.leg.source)
            and self.scope_class in (None, one.scope_class)
            and self.item in (None, one.item)
            and self.county_id in (None, one.leg.county_id)
        )


@dataclass(frozen=True, slots=True)
class StreamsPage:
    """Where money flows (资金流向页).

    Attributes:
      streams: those asked for, in the order of the book.
      items: what items are called, by code.
    """

    asked: Horizon
    flowing: Flowing
    wanted: StreamsAsked
    streams: tuple[Stream, ...]
    items: Mapping[str, str]
    names: Names

    @property
    def bands(self) -> Counter[Band]:
        """Return the streams by source, class, item and county, in 分."""
        return banded(self.streams)

    @property
    def total_fen(self) -> int:
        """Return what all of it comes to."""
        return sum(one.amount_fen for one in self.streams)

    def told_by(self, who: ToldBy) -> int:
        """Return of how much somebody says what it pays for, in 分."""
        return sum(one.amount_fen for one in self.streams if one.told_by is who)

    def item(self, code: str) -> str:
        """Return what an item is called."""
        return self.items.get(code, code) if code else UNTOLD

    def scope_class(self, found: ScopeClass | None) -> str:
        """Return what a class is called."""
        return found.word if found else UNTOLD


def streams_of(
    asked: Horizon,
    flowing: Flowing,
    *,
    actor: Actor,
    wanted: StreamsAsked | None = None,
) -> StreamsPage:
    """Return where the money of the counties within the officer's reach flows.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    wanted = wanted or StreamsAsked()
    rows = [row for row in _rows(asked, flowing) if actor.scope.covers(row.county_id)]
    catalogues = _catalogues(asked, {row.county_id for row in rows})
    legs = [_leg(row, catalogues[row.county_id]) for row in rows]
    found = streams(legs, _bills(asked, legs, catalogues))
    words = {code: item.word for one in catalogues.values() for code, item in one.items()}
    return StreamsPage(
        asked,
        flowing,
        wanted,
        tuple(one for one in found if wanted.fits(one)),
        words,
        Names(asked.as_of),
    )


@remembered
def _rows(asked: Horizon, flowing: Flowing) -> tuple[ProjectLeg, ...]:
    found = book_pages.project_legs(last_seq=asked.last_seq, on_day=asked.as_of)
    return tuple(
        one
        for one in found
        if any(
            counts(figure, StepSum(one.kind, one.counts_as, one.amount_fen))
            for figure in flowing.figures
        )
    )


def _leg(row: ProjectLeg, catalogue: Mapping[str, ScopeItem]) -> SpentLeg:
    named = items_named(row.memo)
    item = catalogue.get(named[0]) if len(named) == 1 else None
    return SpentLeg(
        row.posting_id,
        row.voucher_id,
        Source(row.source),
        row.county_id,
        row.project_id,
        row.amount_fen,
        item.clause if item else "",
        item.scope_class if item else None,
    )


def _catalogues(asked: Horizon, county_ids: set[int]) -> dict[int, Mapping[str, ScopeItem]]:
    codes = divisions.codes(sorted(county_ids), day=asked.as_of)
    return {
        county_id: items_in_force(scope_items(), codes.get(county_id, ""), asked.as_of)
        for county_id in county_ids
    }


def _bills(
    asked: Horizon,
    legs: Sequence[SpentLeg],
    catalogues: Mapping[int, Mapping[str, ScopeItem]],
) -> dict[int, list[BillItem]]:
    """Return what each project's bills come to, item by item; items of no catalogue are left out."""
    county_of = {leg.project_id: leg.county_id for leg in legs}
    of_community: defaultdict[int, list[scheme.ItemSum]] = defaultdict(list)
    for row in scheme.current_items(last_seq=asked.last_seq, on_day=asked.as_of):
        of_community[row.community_id].append(row)
    sums: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for project_id, community_id in _communities(asked, county_of):
        for row in of_community[community_id]:
            sums[project_id][row.item] += row.amount_fen
    return {
        project_id: [
            BillItem(code, catalogues[county_of[project_id]][code].scope_class, fen)
            for code, fen in sorted(items.items())
            if code in catalogues[county_of[project_id]]
        ]
        for project_id, items in sums.items()
    }


def _communities(asked: Horizon, projects: Iterable[int]) -> set[tuple[int, int]]:
    wanted = set(projects)
    return {
        (site.project_id, site.community_id)
        for site in programme.sites(last_seq=asked.last_seq)
        if site.project_id in wanted
    }
