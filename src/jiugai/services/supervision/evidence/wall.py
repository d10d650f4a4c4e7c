"""The wall of evidence (证据墙): the photos of each site over time, beside what they are worth."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from jiugai.domain.calendar import Month
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.capture import CaptureRule, Shows
from jiugai.domain.supervision.grades import LETTERS, Grade, Graded
from jiugai.domain.supervision.photos import Reuse, Verdict, settled
from jiugai.domain.supervision.scenes import ScenePair, SceneShot, pairs
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.reporting.board import SiteStanding, board
from jiugai.services.supervision.evidence.grading import grades_at
from jiugai.services.supervision.evidence.taking import (
    SiteChoice,
    capture_rule,
    choice_of,
    covers,
)
from jiugai.storage.registry import queries as registry
from jiugai.storage.registry.queries import NoSuchCommunity
from jiugai.storage.supervision import photo_queries as queries
from jiugai.storage.supervision.photo_queries import PhotoRow

__all__ = [
    "CommunityWall",
    "Narrowed",
    "NoSuchCommunity",
    "Wall",
    "WallSite",
    "community_wall",
    "wall",
]

PAGE = 24
_FEW = 4
_CITY = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a wall is narrowed to (筛选条件).

    Attributes:
      claim: what was claimed; the grade is then that claim's, else that of what was claimed last.
    """

    county_id: int | None = None
    month: Month | None = None
    grade: Grade | None = None
    claim: Step | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class WallSite:
    """A site on the wall (证据墙上的改造点).

    Attributes:
      photos: the last few; ``many`` how many there are, ``warned`` how many are like another.
    """

    site: SiteChoice
    grades: tuple[Graded, ...]
    photos: tuple[PhotoRow, ...]
    many: int
    warned: int

    @property
    def headline(self) -> Graded | None:
        """Return the grade of what was claimed last: the finish, or else the start."""
        return self.grades[-1] if self.grades else None


@dataclass(frozen=True, slots=True)
class Wall:
    """A page of the wall, and what was found in all (证据墙)."""

    sites: tuple[WallSite, ...]
    found: int
    pages: int
    page: int
    rule: CaptureRule
    by_grade: Mapping[Grade | None, int]


@dataclass(frozen=True, slots=True)
class CommunityWall:
    """All evidence of one community (小区证据)."""

    public_id: str
    name: str
    county: str
    sites: tuple[WallSite, ...]
    photos: tuple[PhotoRow, ...]
    pairs: tuple[ScenePair, ...]
    rule: CaptureRule


def wall(asked: Horizon, narrowed: Narrowed, *, actor: Actor) -> Wall:
    """Return a page of the wall: sites with photos or a claim, the worst proved first.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    city, grades = board(asked), grades_at(asked)
    counts = _counts(asked, narrowed.month)
    mine = [
        site
        for site in city.sites.values()
        if covers(actor.scope, city, site)
        and narrowed.county_id in {None, site.site.county_id}
        and (narrowed.claim is None or int(narrowed.claim) in site.steps)
        and (site.site.id in counts or (narrowed.month is None and grades.get(site.site.id)))
    ]
    worth = {site.site.id: _worth(grades, site, narrowed.claim) for site in mine}
    by_grade = Counter(worth.values())
    if narrowed.grade is not None:
        mine = [site for site in mine if worth[site.site.id] is narrowed.grade]
    mine.sort(key=lambda site: _worst_first(worth, counts, site))
    pages = max(1, -(-len(mine) // PAGE))
    page = min(max(1, narrowed.page), pages)
    shown = mine[(page - 1) * PAGE : page * PAGE]
    photos = _photos([site.site.id for site in shown], asked, narrowed.month, actor)
    found = tuple(
        _wall_site(choice_of(city, site), grades.get(site.site.id, ()), photos[site.site.id])
        for site in shown
    )
    return Wall(found, len(mine), pages, page, capture_rule(asked.as_of), by_grade)


def _worth(
    grades: Mapping[int, tuple[Graded, ...]], site: SiteStanding, claim: Step | None
) -> Grade | None:
    """Return the grade of a claim, or of what was claimed last; None if nothing was."""
    found = [
        one for one in grades.get(site.site.id, ()) if claim is None or one.claim.step is claim
    ]
    return found[-1].grade if found else None


def _worst_first(
    worth: Mapping[int, Grade | None], counts: Mapping[int, int], site: SiteStanding
) -> tuple[int, int, int]:
    """Sort by grade from D to A, those without a claim last; within a grade the most photos first."""
    grade = worth[site.site.id]
    place = len(LETTERS) if grade is None else len(LETTERS) - 1 - LETTERS.index(grade)
    return place, -counts.get(site.site.id, 0), site.site.id


def _counts(asked: Horizon, month: Month | None) -> dict[int, int]:
    found: Counter[int] = Counter()
    for tally in queries.photo_days(last_seq=asked.last_seq, on_day=asked.as_of):
        if month is None or Month.of(tally.on) == month:
            found[tally.site_id] += tally.many
    return dict(found)


def _photos(
    site_ids: list[int], asked: Horizon, month: Month | None, actor: Actor
) -> dict[int, list[PhotoRow]]:
    found: dict[int, list[PhotoRow]] = defaultdict(list)
    for row in queries.photos(site_ids=site_ids, last_seq=asked.last_seq, on_day=asked.as_of):
        on = _day(row)
        if on <= asked.as_of and (month is None or Month.of(on) == month):
            found[row.site_id].append(_without_foreign(row, actor, asked))
    return found


def _without_foreign(row: PhotoRow, actor: Actor, asked: Horizon) -> PhotoRow:
    """Leave out which photo a photo is like, where the officer may not see that one."""
    city = board(asked)
    site = city.sites.get(row.alike_site_id or 0)
    if site is not None and covers(actor.scope, city, site):
        return row
    return replace(row, alike_public_id=None, alike_site_id=None)


def _day(row: PhotoRow) -> date:
    return row.received_at.astimezone(_CITY).date()


def _wall_site(site: SiteChoice, grades: tuple[Graded, ...], photos: list[PhotoRow]) -> WallSite:
    warned = sum(_holds(row) in {Reuse.REFUSE, Reuse.LOOK} for row in photos)
    return WallSite(site, grades, tuple(photos[-_FEW:]), len(photos), warned)


def _holds(row: PhotoRow) -> Reuse | None:
    """Return what holds of a photo: what the search said, or whoever has looked since."""
    answer = Reuse(row.answer) if row.answer else None
    return settled(answer, Verdict(row.verdict) if row.verdict else None)


def community_wall(public_id: str, asked: Horizon, *, actor: Actor) -> CommunityWall:
    """Return all evidence of one community.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchCommunity: if there is none within the officer's scope.
    """
    require(actor, Power.SEE)
    community_id = registry.community_id(public_id, scope=actor.scope)
    city, grades = board(asked), grades_at(asked)
    card = city.records.get(community_id)
    if card is None:
        raise NoSuchCommunity(public_id)
    mine = city.by_community.get(community_id, ())
    photos = _photos([site.site.id for site in mine], asked, None, actor)
    sites = tuple(
        _wall_site(choice_of(city, site), grades.get(site.site.id, ()), photos[site.site.id])
        for site in mine
    )
    every = sorted((row for rows in photos.values() for row in rows), key=lambda r: r.received_at)
    return CommunityWall(
        public_id=public_id,
        name=card.name,
        county=city.county_name(card.county_id),
        sites=tuple(replace(site, photos=()) for site in sites),
        photos=tuple(every),
        pairs=pairs(
            SceneShot(row.public_id, row.scene, Shows(row.shows), row.received_at)
            for row in every
            if _holds(row) in {None, Reuse.SORT}
        ),
        rule=capture_rule(asked.as_of),
    )
