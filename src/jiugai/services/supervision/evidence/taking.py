"""Codes for photos on site (现场口令): for which site, to whom, until when."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from jiugai.domain.divisions import Scope
from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.capture import CaptureRule, code_of
from jiugai.exchange.supervision_policy import capture_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.reporting.board import Board, SiteStanding, board
from jiugai.storage.registry.entries import public_id
from jiugai.storage.supervision import photo_entries as entries
from jiugai.storage.supervision import photo_queries as queries
from jiugai.storage.supervision.photo_queries import ChallengeRow, NoSuchPhoto, PhotoRow
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyDone",
    "ChallengeRow",
    "CodePage",
    "NoSuchPhoto",
    "SiteChoice",
    "code_page",
    "give_code",
    "own_codes",
    "sites_to_photograph",
]

_SHOWN = 40
_NOISE = 64


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A site to be photographed, as the phone lists it (待拍改造点)."""

    site_id: int
    public_id: str
    name: str
    project: str
    county: str
    street: str
    stage: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """The sites that were asked for, and how many there are in all."""

    shown: tuple[SiteChoice, ...]
    found: int


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code with the site it is for, and the photos that came under it (现场口令)."""

    challenge: ChallengeRow
    site: SiteChoice
    rule: CaptureRule
    photos: tuple[PhotoRow, ...]

    @property
    def fresh_until(self) -> datetime:
        """Return until when a photo counts as sent on the spot."""
        return self.challenge.given_at + timedelta(minutes=self.rule.code_minutes)

    @property
    def taken_until(self) -> datetime:
        """Return until when photos are taken in at all."""
        return self.challenge.given_at + timedelta(hours=self.rule.late_hours)


def capture_rule(on: date) -> CaptureRule:
    """Return how long codes serve that are given on a day."""
    rule = rule_in_force(capture_rules(), NATION, on)
    assert rule is not None, "policy/national/photo_capture.toml has no rule"
    return rule


def sites_to_photograph(asked: Horizon, *, actor: Actor, words: str = "") -> Choices:
    """Return the sites within the officer's scope, those under works first.

    :param words: what the community's, the project's or the street's name contains.
    :raises NotAllowed: if the actor may send no photos.
    """
    require(actor, Power.TAKE_PHOTO)
    city = board(asked)
    mine = [site for site in city.sites.values() if covers(actor.scope, city, site)]
    choices = [choice_of(city, site) for site in sorted(mine, key=_most_likely)]
    found = [c for c in choices if words in c.name or words in c.project or words in c.street]
    return Choices(tuple(found[:_SHOWN]), len(found))


def covers(scope: Scope, city: Board, site: SiteStanding) -> bool:
    """Say whether a site lies within a scope, to the street; a firm's own are named one by one."""
    if scope.sites is not None:
        return site.site.id in scope.sites
    card = city.records.get(site.site.community_id)
    return scope.covers(site.site.county_id, card.division_id if card else None)


def choice_of(city: Board, site: SiteStanding) -> SiteChoice:
    """Return a site as lists show it."""
    card = city.records.get(site.site.community_id)
    name, number = city.name_of(site)
    return SiteChoice(
        site_id=site.site.id,
        public_id=number,
        name=name,
        project=site.site.project_name,
        county=city.county_name(site.site.county_id),
        street=card.street if card else "",
        stage=site.stage.word,
        years=site.years,
    )


def _most_likely(site: SiteStanding) -> tuple[bool, int, int]:
    """Sort what is under works before the rest, the newest cohort first."""
    started, finished = Step.START in site.steps, Step.COMPLETION in site.steps
    return not (started and not finished), -max(site.years, default=0), site.site.id


def give_code(
    site_id: int, *, actor: Actor, asked: Horizon, at: datetime, key: UUID | None = None
) -> str:
    """Give a code for a site; return its public number.

    :raises NotAllowed: if the actor may send no photos.
    :raises NoSuchPhoto: if there is no such site within the officer's scope.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.TAKE_PHOTO)
    city = board(asked)
    site = city.sites.get(site_id)
    if site is None or not covers(actor.scope, city, site):
        raise NoSuchPhoto(site_id)
    number = public_id()
    with unit_of_work(
        verb="supervision.give_code",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{city.name_of(site)[0]} 现场口令"[:128],
        key=key,
    ) as act:
        entries.challenge(
            act,
            public_id=number,
            code=code_of(secrets.token_bytes(_NOISE)),
            site_id=site_id,
            county_id=site.site.county_id,
            user_id=actor.user_id,
            given_at=at,
        )
    return number


def code_page(number: str, *, actor: Actor, asked: Horizon) -> CodePage:
    """Return a code that the officer was given.

    :raises NotAllowed: if the actor may send no photos.
    :raises NoSuchPhoto: if the officer was given none such, or the site is no longer his.
    """
    require(actor, Power.TAKE_PHOTO)
    found = queries.challenge(number, user_id=actor.user_id)
    city = board(asked)
    site = city.sites.get(found.site_id)
    if site is None or not covers(actor.scope, city, site):
        raise NoSuchPhoto(number)
    came = () if found.set_id is None else queries.photos(set_id=found.set_id)
    rule = capture_rule(found.given_at.date())
    return CodePage(found, choice_of(city, site), rule, came)


def own_codes(*, actor: Actor, asked: Horizon) -> tuple[tuple[ChallengeRow, SiteChoice], ...]:
    """Return the codes that the officer was last given, with their sites.

    :raises NotAllowed: if the actor may send no photos.
    """
    require(actor, Power.TAKE_PHOTO)
    city = board(asked)
    given = queries.challenges(user_id=actor.user_id, limit=10)
    return tuple(
        (row, choice_of(city, city.sites[row.site_id]))
        for row in given
        if row.site_id in city.sites
    )
