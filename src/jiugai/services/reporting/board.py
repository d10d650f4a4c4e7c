"""The whole city as it stood at a horizon (全局现状), counted once for every page that asks.

Lists, rankings, cards and drill-downs are all read off this one board, so that no two pages can
disagree about the same moment.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.divisions import Scope
from jiugai.domain.programme.cohorts import Stage, stage_of
from jiugai.domain.programme.pipeline import Standing, Step, StepEvent, standing
from jiugai.domain.programme.plans import Authority, Sizes
from jiugai.services.facts import Horizon, remembered
from jiugai.services.registry.register import cards, records, stood_for
from jiugai.services.registry.register import counties as register_counties
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.funding import queries as funding
from jiugai.storage.programme import queries as programme
from jiugai.storage.programme.queries import EntryRow, ListRow, SiteRow, StepRow
from jiugai.storage.registry.queries import Card
from jiugai.storage.works import queries as works
from jiugai.storage.works.queries import ReadingRow

RECEIVED, PAID = 2, 3


@dataclass(frozen=True, slots=True)
class SiteStanding:
    """Where a site stands, with the facts that say so (改造点现状).

    Attributes:
      entries: its scope in each task list that it stands in, by list.
      filed: its line in each list's plan as last filed, by list.
      steps: the standing step of each kind, the first where one was wrongly entered twice.
      received_fen, paid_fen: of its whole project, whose money it is.
      received_on: the day on which its project's first money arrived.
    """

    site: SiteRow
    entries: Mapping[int, Sizes]
    filed: Mapping[int, Sizes]
    years: tuple[int, ...]
    steps: Mapping[int, StepRow]
    standing: Standing
    stage: Stage
    readings: Mapping[int, ReadingRow]
    received_fen: int
    paid_fen: int
    received_on: date | None

    @property
    def sizes(self) -> Sizes:
        """Return the scope by which a page describes the site: as carried out, or else as filed."""
        for found in (*self.entries.values(), *self.filed.values()):
            return found
        return Sizes()

    def reading(self, indicator: int) -> int:
        """Return the latest cumulative value of an indicator, 0 where nothing was reported."""
        found = self.readings.get(indicator)
        return found.value if found else 0


@dataclass(frozen=True, slots=True)
class Board:
    """The city at a horizon (全局现状).

    Attributes:
      cards: every community once: what is counted.
      records: every card on file, those of records that stand down for another as well.
      stood_for: which records stand down, and for which (重名核对).
      by_community: the sites of each community, those of the records that stand down for it too.
    """

    horizon: Horizon
    cards: Mapping[int, Card]
    records: Mapping[int, Card]
    stood_for: Mapping[int, int]
    counties: Mapping[int, DivisionRow]
    lists: Mapping[int, ListRow]
    sites: Mapping[int, SiteStanding]
    by_community: Mapping[int, tuple[SiteStanding, ...]]

    def county_name(self, county_id: int) -> str:
        """Return what a county was called on the day asked about."""
        found = self.counties.get(county_id)
        return found.name if found else "未知县区"

    def name_of(self, site: SiteStanding) -> tuple[str, str]:
        """Return what a site's community is called, and its public id.

        Where a list is older than the card, the project's name stands for it, without an id.
        """
        card = self.records.get(site.site.community_id)
        return (card.name, card.public_id) if card else (site.site.project_name, "")

    def cohort(self, year: int, scope: Scope) -> tuple[SiteStanding, ...]:
        """Return the sites of a year's cohort within a scope."""
        return tuple(
            site
            for site in self.sites.values()
            if year in site.years and scope.covers(site.site.county_id)
        )

    def list_of(self, year: int, authority: Authority) -> ListRow | None:
        """Return the task list of a year and an authority, if there is one."""
        for row in self.lists.values():
            if row.year == year and row.authority == authority.value:
                return row
        return None

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years of which there are cohorts."""
        return tuple(sorted({row.year for row in self.lists.values()}))


@remembered
def board(horizon: Horizon) -> Board:
    """Count the city at a horizon."""
    found_cards = {card.id: card for card in cards(horizon)}
    down = stood_for(horizon)
    lists = {row.id: row for row in programme.lists(last_seq=horizon.last_seq)}
    sites = _sites(horizon, lists)
    by_community: dict[int, list[SiteStanding]] = defaultdict(list)
    for site in sites.values():
        id_ = site.site.community_id
        by_community[down.get(id_, id_)].append(site)
    return Board(
        horizon=horizon,
        cards=found_cards,
        records={card.id: card for card in records(horizon)},
        stood_for=down,
        counties=_counties(horizon, lists, found_cards),
        lists=lists,
        sites=sites,
        by_community={id_: tuple(found) for id_, found in by_community.items()},
    )


def _sites(horizon: Horizon, lists: Mapping[int, ListRow]) -> dict[int, SiteStanding]:
    last_seq, on_day = horizon.last_seq, horizon.as_of
    entries = _by_site(programme.entries(last_seq=last_seq, on_day=on_day))
    filed = _by_site(programme.filed(last_seq=last_seq, on_day=on_day))
    steps: dict[int, dict[int, StepRow]] = defaultdict(dict)
    for step in programme.steps(last_seq=last_seq, on_day=on_day):
        steps[step.site_id].setdefault(step.step, step)
    readings: dict[int, dict[int, ReadingRow]] = defaultdict(dict)
    for reading in works.readings(last_seq=last_seq, on_day=on_day):
        readings[reading.site_id][reading.indicator] = reading
    sums = {(s.project_id, s.kind): s for s in funding.sums(last_seq=last_seq, on_day=on_day)}
    found = {}
    for site in programme.sites(last_seq=horizon.last_seq):
        mine = steps.get(site.id, {})
        stands = standing(
            (StepEvent(Step(row.step), row.effective_on) for row in mine.values()), horizon.as_of
        )
        received, paid = (sums.get((site.project_id, kind)) for kind in (RECEIVED, PAID))
        in_lists = {*entries.get(site.id, {}), *filed.get(site.id, {})}
        found[site.id] = SiteStanding(
            site=site,
            entries=entries.get(site.id, {}),
            filed=filed.get(site.id, {}),
            years=tuple(sorted({lists[list_id].year for list_id in in_lists})),
            steps=mine,
            standing=stands,
            stage=stage_of(stands),
            readings=readings.get(site.id, {}),
            received_fen=received.amount_fen if received else 0,
            paid_fen=paid.amount_fen if paid else 0,
            received_on=received.first_on if received else None,
        )
    return found


def _by_site(rows: tuple[EntryRow, ...]) -> dict[int, dict[int, Sizes]]:
    found: dict[int, dict[int, Sizes]] = defaultdict(dict)
    for row in rows:
        found[row.site_id][row.list_id] = Sizes(
            row.households, row.buildings, row.area_dm2, row.investment_fen
        )
    return found


def _counties(
    horizon: Horizon, lists: Mapping[int, ListRow], found_cards: Mapping[int, Card]
) -> dict[int, DivisionRow]:
    city_ids = {row.division_id for row in lists.values()}
    counties = dict(register_counties(horizon))
    for city_id in city_ids - {county.parent_id for county in counties.values()}:
        below = divisions.children(city_id, day=horizon.as_of, last_seq=horizon.last_seq)
        counties |= {county.id: county for county in below}
    for county_id in {card.county_id for card in found_cards.values()} - counties.keys():
        counties[county_id] = divisions.by_id(
            county_id, day=horizon.as_of, last_seq=horizon.last_seq
        )
    return counties
