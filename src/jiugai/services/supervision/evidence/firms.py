"""Sites given to firms (派给施工单位): what a firm's desk on site may see and photograph."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.divisions import Scope
from jiugai.domain.findings import Finding
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon
from jiugai.services.organisations import OrganisationKind
from jiugai.services.reporting.board import Board, SiteStanding, board
from jiugai.services.supervision.evidence.taking import covers
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.accounts.queries import OrganisationRow
from jiugai.storage.supervision import firms as entries
from jiugai.storage.supervision.firms import AssignmentRow, EndedMeanwhile
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyDone",
    "AssignmentDraft",
    "AssignmentRow",
    "EndedMeanwhile",
    "NoSuchSite",
    "assignments",
    "end",
    "firms",
    "give",
    "may_give",
]

_NOTHING = "没有写入任何数据。"


class NoSuchSite(LookupError):
    """No such site or firm in the officer's sight."""


@dataclass(frozen=True, slots=True)
class AssignmentDraft:
    """A site as it is given to a firm (派给施工单位); ``until`` is its first day no longer."""

    site_id: int
    firm_id: int
    since: date
    until: date | None
    said: str


def may_give(powers: frozenset[Power], scope: Scope) -> bool:
    """Say whether a post gives sites to firms: one of a county or the city that records facts."""
    return Power.RECORD_FACT in powers and scope.divisions is None


def firms(*, on: date) -> tuple[OrganisationRow, ...]:
    """Return the firms that have a desk here."""
    firm = OrganisationKind.FIRM.value
    return tuple(row for row in accounts.organisations(day=on) if row.kind == firm)


def assignments(site_ids: list[int], asked: Horizon, *, actor: Actor) -> tuple[AssignmentRow, ...]:
    """Return to which firms some sites stand given, from when to when.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    return entries.assignments(site_ids, last_seq=asked.last_seq, on_day=asked.as_of)


def give(
    draft: AssignmentDraft, *, actor: Actor, today: date, key: UUID | None = None
) -> tuple[Finding, ...]:
    """Give a site to a firm, whose desk then sees and photographs it; return why not, if not.

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchSite: if there is no such site within the officer's scope, or no such firm.
    :raises AlreadyDone: if this very request was carried out before.
    """
    city, site, firm = _found(draft.site_id, draft.firm_id, actor, today)
    findings = tuple(_check(draft, actor, today))
    if findings:
        return findings
    with unit_of_work(
        verb="supervision.give_site",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{city.name_of(site)[0]} 派给{firm.name}"[:128],
        key=key,
    ) as act:
        entries.give(
            act,
            site_id=draft.site_id,
            firm_id=draft.firm_id,
            since=draft.since,
            until=draft.until,
            said=draft.said.strip()[:160],
        )
    return ()


def end(
    site_id: int,
    firm_id: int,
    *,
    said: str,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> tuple[Finding, ...]:
    """End that a site is a firm's, from today on; what was photographed stays.

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchSite: if the site is not given to the firm, or not within the officer's scope.
    :raises EndedMeanwhile: if somebody ended it since the officer saw it.
    :raises AlreadyDone: if this very request was carried out before.
    """
    city, site, firm = _found(site_id, firm_id, actor, today)
    asked = horizon(today)
    standing = entries.assignments([site_id], last_seq=asked.last_seq, on_day=today)
    mine = [row for row in standing if row.firm_id == firm_id]
    if not mine:
        raise NoSuchSite(site_id)
    findings = tuple(_check_hand(actor, said))
    if findings:
        return findings
    with unit_of_work(
        verb="supervision.end_site",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{city.name_of(site)[0]} 不再派给{firm.name}"[:128],
        key=key,
    ) as act:
        for row in mine:
            entries.end(act, row, on=max(row.since, today), said=said.strip()[:160])
    return ()


def _found(
    site_id: int, firm_id: int, actor: Actor, today: date
) -> tuple[Board, SiteStanding, OrganisationRow]:
    require(actor, Power.RECORD_FACT)
    city = board(horizon(today))
    site = city.sites.get(site_id)
    firm = next((row for row in firms(on=today) if row.id == firm_id), None)
    if site is None or firm is None or not covers(actor.scope, city, site):
        raise NoSuchSite(site_id)
    return city, site, firm


def _check(draft: AssignmentDraft, actor: Actor, today: date) -> Iterator[Finding]:
    yield from _check_hand(actor, draft.said)
    if draft.until is not None and draft.until <= draft.since:
        message = (
            f"到{draft.until:%Y-%m-%d}为止，不晚于从{draft.since:%Y-%m-%d}起，一天也没有。"
            f"不知道到哪天为止的，空着。{_NOTHING}"
        )
        yield Finding("assignment.no_day", message)
    asked = horizon(today)
    for row in entries.assignments([draft.site_id], last_seq=asked.last_seq, on_day=draft.since):
        starts_before_its_end = draft.until is None or row.since < draft.until
        if row.firm_id == draft.firm_id and starts_before_its_end:
            message = (
                f"这个小区从{row.since:%Y-%m-%d}起已经派给{row.firm}；要改日期，先收回再派。"
                f"{_NOTHING}"
            )
            yield Finding("assignment.stands_already", message)


def _check_hand(actor: Actor, said: str) -> Iterator[Finding]:
    if not may_give(actor.powers, actor.scope):
        message = f"由市改造办综合岗或县区填报岗派给和收回施工单位。{_NOTHING}"
        yield Finding("assignment.not_yours_to_give", message)
    if not said.strip():
        message = f"没有写依据，例如“施工合同 石住建合〔2020〕8号”“合同终止”。{_NOTHING}"
        yield Finding("assignment.no_ground", message)
