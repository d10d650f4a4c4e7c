"""A community's scheme against the two upper mouths (财政、发改两个口): what each may pay, what each gave."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from jiugai.domain.funding.batches import Mouth
from jiugai.domain.funding.source_rules import may_pay
from jiugai.domain.funding.sources import Source
from jiugai.domain.funding.two_mouths import (
    CommunityWon,
    ItemGap,
    TwoMouths,
    WonAt,
    two_mouths,
)
from jiugai.domain.quantities import yuan
from jiugai.exchange import register_export
from jiugai.exchange.funding.source_rules import source_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.batches.reading import as_mouth_line, asked_at_mouths, within
from jiugai.services.funding.book.names import Names
from jiugai.services.registry.register import records
from jiugai.services.scheme.bills import SchemePage, scheme_of
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.funding import batch_queries
from jiugai.storage.funding.batch_queries import BatchRow, LineRow
from jiugai.storage.registry.queries import Card
from jiugai.storage.scheme import queries as scheme

__all__ = ["MouthsList", "MouthsPage", "MouthsRow", "mouths_list", "mouths_of", "mouths_workbook"]

HEADINGS = (
    "县区",
    "小区",
    "要花（元）",
    "向发改申请（元）",
    "发改批准（元）",
    "向财政申请（元）",
    "财政批准（元）",
    "两个口都没有付（元）",
    "结果",
)


@dataclass(frozen=True, slots=True)
class MouthsPage:
    """A community's scheme with what each mouth may pay of it, and what each gave (两口对照页).

    Attributes:
      found: None while there is no bill.
      asked: every line that was filed for it, with its batch.
      gaps: each item beside both mouths.
    """

    scheme: SchemePage
    found: TwoMouths | None
    won: CommunityWon = field(default_factory=lambda: CommunityWon((), None))
    asked: tuple[tuple[BatchRow, LineRow], ...] = ()
    gaps: tuple[ItemGap, ...] = ()


@dataclass(frozen=True, slots=True)
class MouthsRow:
    """A community with what it asked and won at both mouths (两口名单行)."""

    card: Card
    county: str
    won: CommunityWon


@dataclass(frozen=True, slots=True)
class MouthsList:
    """Everybody who asked in a year, with what each mouth gave (两口名单).

    Attributes:
      rows: those of the county asked about, wherever they won.
    """

    year: int
    years: tuple[int, ...]
    counties: Mapping[int, str]
    rows: tuple[MouthsRow, ...]

    def at(self, won_at: WonAt | None) -> tuple[MouthsRow, ...]:
        """Return those who won money there and only there, or everybody."""
        return tuple(one for one in self.rows if won_at in (None, one.won.won_at))


def mouths_of(public_id: str, asked: Horizon, *, actor: Actor) -> MouthsPage:
    """Return a community's current bill against the rules of the two mouths on the day asked about.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchCommunity: if there is none in the actor's scope at that horizon.
    """
    page = scheme_of(public_id, asked, actor=actor)
    lines = asked_at_mouths(asked).get(page.card.id, ())
    costs = _costs(page)
    cost = sum(costs.values()) if page.current else page.card.investment_fen
    won = CommunityWon(tuple(as_mouth_line(row, line) for row, line in lines), cost)
    return MouthsPage(page, _rules_told(page, asked), won, lines, won.by_item(costs))


def _costs(page: SchemePage) -> dict[str, int]:
    costs: dict[str, int] = defaultdict(int)
    for line in page.current.lines if page.current else ():
        costs[line.item] += line.amount_fen
    return costs


def _rules_told(page: SchemePage, asked: Horizon) -> TwoMouths | None:
    if page.current is None:
        return None
    county = divisions.codes([page.card.county_id], day=asked.as_of).get(page.card.county_id, "")
    rules = source_rules()
    pairs = []
    for line in page.current.lines:
        item = page.catalogue.get(line.item)
        if item is None:
            continue
        treasury, planners = (
            may_pay(fund, item, rules, code=county, on=asked.as_of, reach=line.reach)
            for fund in (Source.CENTRAL_SUBSIDY, Source.CENTRAL_BUDGET_INVESTMENT)
        )
        pairs.append((line, treasury, planners))
    return two_mouths(pairs)


def mouths_list(
    asked: Horizon, year: int | None, county_id: int | None, *, actor: Actor
) -> MouthsList:
    """Return everybody within reach for whom money was asked in a year, by what each mouth gave.

    :param year: None for the newest in which anything was filed.
    :param county_id: None for all counties.
    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    last, day = asked.last_seq, asked.as_of
    filed = batch_queries.filed(last_seq=last, on_day=day)
    years = tuple(sorted({row.year for row in filed}, reverse=True))
    shown = year if year is not None else next(iter(years), day.year)
    cards = within(records(asked), actor.scope)
    totals = scheme.current_totals(last_seq=last, on_day=day)
    names = Names(day)
    rows = [
        MouthsRow(
            card,
            names.county(card.county_id),
            CommunityWon(
                tuple(as_mouth_line(row, line) for row, line in own),
                totals.get(card.id, card.investment_fen),
            ),
        )
        for community, own in asked_at_mouths(asked, year=shown).items()
        if (card := cards.get(community)) is not None
    ]
    counties = dict(sorted({one.card.county_id: one.county for one in rows}.items()))
    chosen = [one for one in rows if county_id in (None, one.card.county_id)]
    chosen.sort(key=lambda one: (one.card.county_id, one.card.name))
    return MouthsList(shown, years, counties, tuple(chosen))


def mouths_workbook(found: MouthsList, won_at: WonAt | None) -> bytes:
    """Return a list as a workbook, a community a row, in 元."""
    title = f"{found.year}年两个口争取情况：{won_at.word if won_at else '全部'}"
    rows = (
        (
            one.county,
            one.card.name,
            None if one.won.cost_fen is None else yuan(one.won.cost_fen),
            *(
                yuan(part)
                for mouth in (Mouth.PLANNERS, Mouth.TREASURY)
                for part in (one.won.asked_fen(mouth), one.won.won_fen(mouth))
            ),
            None if one.won.gap_fen is None else yuan(one.won.gap_fen),
            one.won.won_at.word,
        )
        for one in found.at(won_at)
    )
    return register_export.write_rows(title, HEADINGS, rows, sheet="两口名单")
