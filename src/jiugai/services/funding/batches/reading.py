"""Batches as they stand at a horizon (申报批次): what was asked, what was answered, by community and mouth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jiugai.domain.divisions import Scope
from jiugai.domain.funding.batches import (
    BatchState,
    CommunityState,
    LineState,
    batch_state,
    community_state,
    line_state,
)
from jiugai.domain.funding.two_mouths import MouthLineAsked
from jiugai.domain.scheme.catalogue import ScopeItem
from jiugai.exchange.funding.batch_workbook import SheetLine, batch_workbook
from jiugai.exchange.policy_files import scope_items
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.batches.refusals import NoSuchBatch
from jiugai.services.funding.book.names import Names
from jiugai.services.registry.register import records
from jiugai.storage.funding import batch_queries
from jiugai.storage.funding.batch_queries import AnswerRow, BatchRow, LineRow
from jiugai.storage.registry.queries import Card

CITY_OFFICE = "市改造办"


@dataclass(frozen=True, slots=True)
class BatchView:
    """A version of a batch with its lines within reach (批次)."""

    row: BatchRow
    owner: str
    lines: tuple[LineRow, ...]

    @property
    def state(self) -> BatchState:
        """Return where it stands."""
        return batch_state(self.row.confirmed, map(state_of, self.lines))

    @property
    def communities(self) -> int:
        """Return how many communities it is for."""
        return len({line.community_id for line in self.lines})

    @property
    def asked_fen(self) -> int:
        """Return what it asks for."""
        return sum(line.asked_fen for line in self.lines)

    @property
    def won_fen(self) -> int:
        """Return what it brought."""
        return sum(line.answer.won_fen for line in self.lines if line.answer)


def state_of(line: LineRow) -> LineState:
    """Return what became of a line."""
    return line_state(line.asked_fen, line.answer)


@dataclass(frozen=True, slots=True)
class CommunityAsked:
    """A community with all that was asked for it in a year (申报小区), line by line."""

    card: Card
    county: str
    lines: tuple[tuple[BatchView, LineRow], ...]

    @property
    def state(self) -> CommunityState:
        """Return what it came away with."""
        return community_state(state_of(line) for _, line in self.lines)

    @property
    def because(self) -> str:
        """Return why money was refused or cut, each reason once."""
        told = [line.answer.because for _, line in self.lines if line.answer]
        return "；".join(dict.fromkeys(one for one in told if one))


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A year's applications within an officer's reach (申报与批复).

    Attributes:
      years: those in which anything was asked, the newest first.
      communities: those of batches that were filed; drafts do not count.
    """

    year: int
    years: tuple[int, ...]
    batches: tuple[BatchView, ...]
    communities: tuple[CommunityAsked, ...]

    def of(self, state: CommunityState | None) -> tuple[CommunityAsked, ...]:
        """Return the communities in a state, or all."""
        return tuple(one for one in self.communities if state in (None, one.state))


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch with its versions and the papers that answered it (批次页)."""

    view: BatchView
    versions: tuple[BatchRow, ...]
    answers: tuple[AnswerRow, ...]
    cards: Mapping[int, Card]
    counties: Mapping[int, str]
    items: Mapping[str, ScopeItem]

    def item_word(self, code: str) -> str:
        """Return what an item is called; what was asked for all of a community has none."""
        return self.items[code].word if code in self.items else code or "未分项"


def pipeline(asked: Horizon, year: int | None, *, actor: Actor) -> Pipeline:
    """Return the batches of a year, and what each community came away with.

    :param year: None for the newest in which anything was asked.
    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    last, day = asked.last_seq, asked.as_of
    newest = batch_queries.batches(last_seq=last, on_day=day)
    years = tuple(sorted({row.year for row in newest}, reverse=True))
    shown = year if year is not None else next(iter(years), day.year)
    of_year = [row for row in newest if row.year == shown]
    filed = [row for row in batch_queries.filed(last_seq=last, on_day=day) if row.year == shown]
    cards = within(records(asked), actor.scope)
    views = _views([*of_year, *filed], asked, cards, Names(day))
    return Pipeline(
        shown,
        years,
        tuple(views[row.version_id] for row in of_year),
        _communities((views[row.version_id] for row in filed), cards, Names(day)),
    )


def within(found: Iterable[Card], scope: Scope) -> dict[int, Card]:
    """Return the cards that an officer answers for, by identity."""
    return {card.id: card for card in found if scope.covers(card.county_id, card.division_id)}


def _views(
    found: list[BatchRow], asked: Horizon, cards: Mapping[int, Card], names: Names
) -> dict[int, BatchView]:
    lines = batch_queries.lines(
        [row.version_id for row in found], last_seq=asked.last_seq, on_day=asked.as_of
    )
    return {
        row.version_id: BatchView(
            row,
            CITY_OFFICE if row.county_id is None else names.county(row.county_id),
            tuple(one for one in lines.get(row.version_id, ()) if one.community_id in cards),
        )
        for row in found
    }


def _communities(
    filed: Iterable[BatchView], cards: Mapping[int, Card], names: Names
) -> tuple[CommunityAsked, ...]:
    by_community: dict[int, list[tuple[BatchView, LineRow]]] = defaultdict(list)
    for view in filed:
        for line in view.lines:
            by_community[line.community_id].append((view, line))
    found = [
        CommunityAsked(cards[community], names.county(cards[community].county_id), tuple(lines))
        for community, lines in by_community.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.card.county_id, one.card.name)))


def batch_of(batch_id: int, asked: Horizon, *, actor: Actor) -> BatchPage:
    """Return a batch as it was drawn up last.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchBatch: if there is none within reach at that horizon.
    """
    require(actor, Power.SEE)
    last, day = asked.last_seq, asked.as_of
    versions = batch_queries.versions(batch_id, last_seq=last, on_day=day)
    cards = within(records(asked), actor.scope)
    names = Names(day)
    view = next(iter(_views(list(versions[:1]), asked, cards, names).values()), None)
    if view is None or not (view.lines or actor.scope.covers(view.row.county_id or 0)):
        raise NoSuchBatch(batch_id)
    return BatchPage(
        view,
        versions,
        batch_queries.answers(batch_id, last_seq=last, on_day=day),
        cards,
        names.counties,
        {item.clause: item for item in scope_items()},
    )


def batch_file(page: BatchPage, *, actor: Actor) -> bytes:
    """Return a batch as a workbook: to be sent up, and read back once it is answered.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    row = page.view.row
    title = f"{row.year}年{row.mouth.word}申报表 {row.paper}"
    return batch_workbook(title, (_sheet_line(page, line) for line in page.view.lines))


def blank_batch(*, actor: Actor) -> bytes:
    """Return the empty form of a batch as a workbook.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    return batch_workbook("申报表（空表）", ())


def _sheet_line(page: BatchPage, line: LineRow) -> SheetLine:
    card, answer = page.cards[line.community_id], line.answer
    return SheetLine(
        county=page.counties.get(card.county_id, ""),
        street=card.street,
        number=card.public_id,
        name=card.name,
        item=line.item,
        item_word=page.item_word(line.item),
        asked_fen=line.asked_fen,
        won_fen=answer.won_fen if answer else None,
        because=answer.because if answer else "",
    )


def asked_at_mouths(
    asked: Horizon, *, year: int | None = None
) -> dict[int, tuple[tuple[BatchRow, LineRow], ...]]:
    """Return what was asked for each community within reach in batches that were filed."""
    last, day = asked.last_seq, asked.as_of
    filed = [
        row
        for row in batch_queries.filed(last_seq=last, on_day=day)
        if year is None or row.year == year
    ]
    lines = batch_queries.lines([row.version_id for row in filed], last_seq=last, on_day=day)
    found: dict[int, list[tuple[BatchRow, LineRow]]] = defaultdict(list)
    for row in filed:
        for line in lines.get(row.version_id, ()):
            found[line.community_id].append((row, line))
    return {community: tuple(own) for community, own in found.items()}


def as_mouth_line(row: BatchRow, line: LineRow) -> MouthLineAsked:
    """Return a line as the two mouths are compared."""
    return MouthLineAsked(row.mouth, line.item, line.asked_fen, line.answer)
