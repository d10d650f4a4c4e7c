"""Recording one fact by hand, correcting one, withdrawing one (记一条事实、更正、撤销)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.programme.order import check_step
from jiugai.domain.programme.pipeline import Step, StepEvent
from jiugai.exchange.policy_files import pipeline_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.services.reporting.board import SiteStanding, board
from jiugai.storage.programme import entries
from jiugai.storage.programme.entries import AlreadyCorrected
from jiugai.storage.programme.queries import StepRow
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyCorrected",
    "AlreadyDone",
    "NoSuchFact",
    "Recorded",
    "correct_step",
    "record_step",
    "withdraw_step",
]


class NoSuchFact(LookupError):
    """No such standing fact within the officer's scope; absent and forbidden look the same."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a fact: written unless a finding blocks."""

    written: bool
    findings: tuple[Finding, ...]


_UNREASONED = Recorded(
    False,
    (
        Finding(
            "fact.no_reason",
            "没有写理由；更正和撤销都要写明理由，例如“照片是另一小区”。没有写入。",
        ),
    ),
)


def _site(site_id: int, actor: Actor, today: date) -> SiteStanding:
    city = board(horizon(today))
    found = city.sites.get(site_id)
    if found is None:
        raise NoSuchFact(site_id)
    card = city.records.get(found.site.community_id)
    if not actor.scope.covers(found.site.county_id, card.division_id if card else None):
        raise NoSuchFact(site_id)
    return found


class _Blocked(Exception):
    """The facts that stand contradict the new one; the transaction writes nothing."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("没有写入")
        self.findings = findings


def record_step(
    *,
    site_id: int,
    step: Step,
    on: date,
    document: str,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> Recorded:
    """Record that a site reached a step, unless the known steps contradict it.

    :param document: the number or the name of the paper that moved it.
    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchFact: if there is no such site in the actor's scope.
    :raises AlreadyDone: if this very request was carried out before.
    """
    new = entries.NewStep(site_id, int(step), on, origin=document[:160])
    return _enter(new, verb="programme.record_step", actor=actor, today=today, key=key)


def correct_step(
    *,
    site_id: int,
    fact_id: int,
    on: date,
    reason: str,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> Recorded:
    """Correct the day of a step: a later fact that names the one it replaces and says why.

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchFact: if no such step stands at a site in the actor's scope.
    :raises AlreadyCorrected: if the fact was corrected before.
    :raises AlreadyDone: if this very request was carried out before.
    """
    old = _standing_step(site_id, fact_id, actor, today)
    if not reason.strip():
        return _UNREASONED
    new = entries.NewStep(site_id, old.step, on, old.origin, replaces=fact_id, reason=reason)
    return _enter(new, verb="programme.correct_step", actor=actor, today=today, key=key)


def withdraw_step(
    *,
    site_id: int,
    fact_id: int,
    reason: str,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> Recorded:
    """Withdraw a step: it did not happen. The fact stays on file, with who withdrew it and why.

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchFact: if no such step stands at a site in the actor's scope.
    :raises AlreadyCorrected: if the fact was corrected before.
    :raises AlreadyDone: if this very request was carried out before.
    """
    old = _standing_step(site_id, fact_id, actor, today)
    if not reason.strip():
        return _UNREASONED
    new = entries.NewStep(
        site_id, old.step, old.effective_on, old.origin, fact_id, reason, withdrawn=True
    )
    return _enter(new, verb="programme.withdraw_step", actor=actor, today=today, key=key)


def _standing_step(site_id: int, fact_id: int, actor: Actor, today: date) -> StepRow:
    require(actor, Power.RECORD_FACT)
    for row in _site(site_id, actor, today).steps.values():
        if row.id == fact_id:
            return row
    raise NoSuchFact(fact_id)


def _enter(
    new: entries.NewStep, *, verb: str, actor: Actor, today: date, key: UUID | None
) -> Recorded:
    require(actor, Power.RECORD_FACT)
    _site(new.site_id, actor, today)
    step = Step(new.step)
    try:
        with unit_of_work(
            verb=verb,
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"改造点 {new.site_id} {step.word}",
            key=key,
        ) as act:
            entries.lock_sites([new.site_id])
            findings = () if new.withdrawn else _passed(_check(new, actor, today))
            entries.steps(act, [new])
    except _Blocked as blocked:
        return Recorded(False, blocked.findings)
    return Recorded(True, findings)


def _passed(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings that let the fact through; stop the transaction at one that does not."""
    if blocking(findings):
        raise _Blocked(findings)
    return findings


def _check(new: entries.NewStep, actor: Actor, today: date) -> tuple[Finding, ...]:
    """Hold a step against those that stand, under the site's lock."""
    site = _site(new.site_id, actor, today)
    known = [
        StepEvent(Step(row.step), row.effective_on, row.origin)
        for row in site.steps.values()
        if row.id != new.replaces
    ]
    code = board(horizon(today)).counties[site.site.county_id].code
    event = StepEvent(Step(new.step), new.effective_on, new.origin)
    return check_step(event, known, pipeline_rules(), code=code, today=today)
