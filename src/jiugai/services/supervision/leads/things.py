"""What a leader answers for, as the register has it: a county, a project, a community (包抓对象)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.divisions import Scope
from jiugai.domain.programme.cohorts import Stage
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.leads import ChargeKind
from jiugai.services.actor import Actor
from jiugai.services.reporting.board import Board, SiteStanding
from jiugai.services.supervision.evidence.taking import covers


@dataclass(frozen=True, slots=True)
class Thing:
    """A county, a project or a community, with what it is called (包抓对象)."""

    kind: ChargeKind
    id: int
    county_id: int
    name: str

    @property
    def key(self) -> str:
        """Return how a form names it: ``project-17``."""
        return f"{self.kind.value}-{self.id}"

    @property
    def project_id(self) -> int | None:
        return self.id if self.kind is ChargeKind.PROJECT else None

    @property
    def community_id(self) -> int | None:
        return self.id if self.kind is ChargeKind.COMMUNITY else None


def running_year(years: Collection[int], today: date) -> int | None:
    """Return the running year's cohort, or the last one before it that there is."""
    past = [year for year in years if year <= today.year]
    return max(past) if past else min(years, default=None)


@dataclass(frozen=True, slots=True)
class Places:
    """The sites that an officer may see, by what a leader may answer for (包抓范围).

    Attributes:
      sites: by county and by project, those that stand in any list.
    """

    city: Board
    scope: Scope
    sites: Mapping[tuple[ChargeKind, int], tuple[SiteStanding, ...]]

    def thing(self, kind: ChargeKind, id_: int) -> Thing | None:
        """Return a thing as it is called at the board's horizon; None outside the scope."""
        if kind is ChargeKind.COUNTY:
            known = self._covers_county(id_)
            return Thing(kind, id_, id_, self.city.county_name(id_)) if known else None
        if kind is ChargeKind.COMMUNITY and id_ in self.city.records:
            card = self.city.records[id_]
            seen = self.scope.covers(card.county_id, card.division_id)
            return Thing(kind, id_, card.county_id, card.name) if seen else None
        sites = self.of(kind, id_)
        return self.of_site(kind, sites[0]) if sites else None

    def _covers_county(self, id_: int) -> bool:
        """Say whether a county is the officer's; who leads it, leads a street's communities too."""
        if self.scope.divisions is not None:
            return id_ in (self.scope.counties or frozenset())
        return id_ in self.city.counties and self.scope.covers(id_)

    def of_site(self, kind: ChargeKind, site: SiteStanding) -> Thing:
        """Return the project of a site, or its community."""
        row = site.site
        if kind is ChargeKind.PROJECT:
            return Thing(kind, row.project_id, row.county_id, row.project_name)
        return Thing(kind, row.community_id, row.county_id, self.city.name_of(site)[0])

    def named(self, key: str) -> Thing | None:
        """Return the thing that a form names, if it lies in the scope."""
        kind, _, number = key.partition("-")
        known = kind in {one.value for one in ChargeKind}
        if not known or not (number.isascii() and number.isdigit()):
            return None
        return self.thing(ChargeKind(kind), int(number[:18]))

    def of(self, kind: ChargeKind, id_: int, year: int | None = None) -> tuple[SiteStanding, ...]:
        """Return the sites of a thing, of one cohort or of all."""
        id_ = self.city.stood_for.get(id_, id_) if kind is ChargeKind.COMMUNITY else id_
        found = self.sites.get((kind, id_), ())
        return tuple(site for site in found if year is None or year in site.years)


def places(city: Board, actor: Actor) -> Places:
    """Sort the sites that an officer may see by county, project and community."""
    found: dict[tuple[ChargeKind, int], list[SiteStanding]] = defaultdict(list)
    for site in city.sites.values():
        if not site.years or not covers(actor.scope, city, site):
            continue
        row = site.site
        community = city.stood_for.get(row.community_id, row.community_id)
        found[ChargeKind.COUNTY, row.county_id].append(site)
        found[ChargeKind.PROJECT, row.project_id].append(site)
        found[ChargeKind.COMMUNITY, community].append(site)
    return Places(city, actor.scope, {key: tuple(sites) for key, sites in found.items()})


def begun_on(sites: Iterable[SiteStanding]) -> date | None:
    """Return since when works have been under way at some sites; None while none are."""
    days = (
        site.steps[int(Step.START)].effective_on
        for site in sites
        if site.stage is Stage.UNDER_WORKS and int(Step.START) in site.steps
    )
    return min(days, default=None)
