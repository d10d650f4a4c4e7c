"""Published lists as they stand at a horizon (公开名单): who offers what, what nobody wants, firms by kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jiugai.domain.funding.interest import (
    InterestTotals,
    SoughtKind,
    SoughtRow,
    interest_totals,
    wanted,
)
from jiugai.domain.law import rules_in_force
from jiugai.exchange.funding.interest_workbook import OfferLine, TotalLine, interest_workbook
from jiugai.exchange.funding.sought_kinds import sought_kinds
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.batches.reading import within
from jiugai.services.funding.book.names import Names
from jiugai.services.funding.interest.refusals import NoSuchList
from jiugai.services.registry.register import records
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.funding import debt, interest_queries
from jiugai.storage.funding.interest_queries import ListRow, OfferRow, PlacedRow
from jiugai.storage.registry.queries import Card


@dataclass(frozen=True, slots=True)
class ListView:
    """A list with its rows within reach (公开名单)."""

    row: ListRow
    rows: tuple[PlacedRow, ...]

    @property
    def totals(self) -> InterestTotals:
        """Return what its rows add up to."""
        return interest_totals(map(as_sought, self.rows))


@dataclass(frozen=True, slots=True)
class InterestPage:
    """A list with its communities by identity, its kinds by clause, and who is a platform company.

    Attributes:
      listed: by the name of a firm, the paper by which it stands on a list on that day (名单页).
    """

    view: ListView
    cards: Mapping[int, Card]
    counties: Mapping[int, str]
    kinds: Mapping[str, SoughtKind]
    listed: Mapping[str, str]

    def of_kind(self, clause: str) -> tuple[PlacedRow, ...]:
        """Return the rows of one kind, or all."""
        return tuple(row for row in self.view.rows if clause in ("", row.kind))

    def kind_word(self, clause: str) -> str:
        """Return what a kind is called."""
        return self.kinds[clause].word if clause in self.kinds else clause

    def listed_by(self, offer: OfferRow) -> str:
        """Return by which paper a firm is a platform company, then or now; empty if it is none."""
        return offer.listed_by or self.listed.get(offer.offer.firm, "")


def as_sought(row: PlacedRow) -> SoughtRow:
    """Return a row as it is matched."""
    offers = tuple(one.offer for one in row.offers)
    return SoughtRow(row.community_id, row.kind, row.withdrawn, offers)


def lists_of(asked: Horizon, *, actor: Actor) -> tuple[ListView, ...]:
    """Return the published lists, each with its rows within reach, the newest first.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    found = interest_queries.lists(last_seq=asked.last_seq, on_day=asked.as_of)
    return _views(found, within(records(asked), actor.scope), asked)


def _views(
    found: Iterable[ListRow], cards: Mapping[int, Card], asked: Horizon
) -> tuple[ListView, ...]:
    kept = list(found)
    placed = interest_queries.placed(
        [row.id for row in kept], last_seq=asked.last_seq, on_day=asked.as_of
    )
    return tuple(
        ListView(row, tuple(one for one in placed.get(row.id, ()) if one.community_id in cards))
        for row in kept
    )


def list_of(list_id: int, asked: Horizon, *, actor: Actor) -> InterestPage:
    """Return a list with what firms offer.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchList: if none was published by then.
    """
    require(actor, Power.SEE)
    last, day = asked.last_seq, asked.as_of
    found = [row for row in interest_queries.lists(last_seq=last, on_day=day) if row.id == list_id]
    cards = within(records(asked), actor.scope)
    view = next(iter(_views(found, cards, asked)), None)
    if view is None:
        raise NoSuchList(list_id)
    companies = debt.companies(on_day=day, last_seq=last)
    return InterestPage(
        view,
        cards,
        Names(day).counties,
        {one.clause: one for one in sought_kinds()},
        {one.company.name: one.company.paper for one in companies},
    )


def kinds_in_force(asked: Horizon) -> tuple[SoughtKind, ...]:
    """Return what the city may seek firms for on a day."""
    city = accounts.city_id()
    code = divisions.codes([city], day=asked.as_of).get(city, "") if city is not None else ""
    found = rules_in_force(sought_kinds(), code, asked.as_of)
    return tuple(sorted(found, key=lambda one: one.clause))


def blank_interest(*, actor: Actor) -> bytes:
    """Return the empty form of offers as a workbook.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    return interest_workbook("意向登记表（空表）", ())


def interest_file(page: InterestPage, *, actor: Actor) -> bytes:
    """Return a list with its offers and its totals as a workbook.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    lines = (line for row in page.view.rows for line in _lines(page, row))
    used = sorted({row.kind for row in page.view.rows})
    totals = [_total(page.kind_word(one), page.of_kind(one)) for one in used]
    return interest_workbook(page.view.row.title, lines, [*totals, _total("合计", page.view.rows)])


def _lines(page: InterestPage, row: PlacedRow) -> Iterable[OfferLine]:
    card = page.cards[row.community_id]
    county = page.counties.get(card.county_id, "")
    who = (county, card.street, card.public_id, card.name, page.kind_word(row.kind))
    state = wanted(as_sought(row)).word
    if row.withdrawn:
        state = f"{state}：{row.withdrawn}"
    if not row.offers:
        yield OfferLine((*who, "", "", "", "", ""), state, None)
    for one in row.offers:
        said = one.offer
        money = said.money.word if said.money else ""
        mark = "平台公司" if page.listed_by(one) else ""
        told = "；".join(text for text in (state if row.withdrawn else "", mark) if text)
        yield OfferLine((*who, said.firm, said.code, said.trade, "", money), told, said.amount_fen)


def _total(word: str, rows: Iterable[PlacedRow]) -> TotalLine:
    found = interest_totals(map(as_sought, rows))
    counts = (found.rows, found.rows_unwanted, found.firms, found.offers)
    return TotalLine(word, counts, found.amount_fen)
