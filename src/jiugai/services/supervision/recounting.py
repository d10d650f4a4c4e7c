"""Recording what was found of a drawn project on site (现场核实), by who did not declare it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, blocking
from jiugai.domain.supervision.rounds import Visit, check_visit
from jiugai.services.actor import Actor, Power, require, why_another_hand
from jiugai.services.supervision.rounds import DrawRow, RoundLine, round_of
from jiugai.storage.supervision import draws as queries
from jiugai.storage.supervision.draws import OwnReport, RecordedMeanwhile
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyDone",
    "DrawnProject",
    "NoSuchProject",
    "OwnReport",
    "Recorded",
    "RecordedMeanwhile",
    "drawn_project",
    "record",
]


class NoSuchProject(LookupError):
    """No such project on the month's list within the actor's sight."""


@dataclass(frozen=True, slots=True)
class DrawnProject:
    """A project of a list (抽中项目页).

    Attributes:
      may_record: whether the actor may write down what he found; ``why_not`` says why
        not, where he had a hand in what was declared.
    """

    draw: DrawRow
    line: RoundLine
    may_record: bool
    why_not: str

    @property
    def version(self) -> int:
        return len(self.line.recounts)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a record: entered unless a finding blocks."""

    entered: bool
    findings: tuple[Finding, ...] = ()


def drawn_project(month: Month, number: str, *, actor: Actor) -> DrawnProject:
    """Return one project of a month's list.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchRound: if no list was drawn.
    :raises NoSuchProject: if the list does not hold it.
    """
    require(actor, Power.SEE)
    page = round_of(month, actor=actor)
    line = next((line for line in page.lines if line.row.line.number == number), None)
    if line is None or not actor.scope.covers(line.row.line.county_id):
        raise NoSuchProject(number)
    able = Power.VERIFY_ON_SITE in actor.powers
    by = f"没有经手上报数、有“{Power.VERIFY_ON_SITE.title}”职权的另一人"
    why_not = why_another_hand(actor, _reporters(page.draw, line), by=by) if able else ""
    return DrawnProject(page.draw, line, able and not why_not, why_not)


def record(
    month: Month,
    number: str,
    visit: Visit,
    *,
    seen: int,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> Recorded:
    """Write down what was found of a drawn project; another time is a later version, with a reason.

    :param seen: how many versions the officer saw when writing.
    :raises NotAllowed: if the actor may not verify.
    :raises NoSuchRound: if no list was drawn.
    :raises NoSuchProject: if the list does not hold it.
    :raises OwnReport: if the actor had a hand in what was declared.
    :raises RecordedMeanwhile: if another version came between.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.VERIFY_ON_SITE)
    found = drawn_project(month, number, actor=actor)
    if found.why_not:
        raise OwnReport
    findings = _check(visit, found, today)
    if blocking(findings):
        return Recorded(False, findings)
    with unit_of_work(
        verb="supervision.recount",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{month} {number} 第 {seen + 1} 版",
        key=key,
    ) as act:
        if found.version != seen:
            raise RecordedMeanwhile
        queries.enter_recount(
            act,
            candidate=found.line.row,
            version=seen + 1,
            visit=visit,
            user_id=actor.user_id,
            reported_by=_reporters(found.draw, found.line),
        )
    return Recorded(True, findings)


def _check(visit: Visit, found: DrawnProject, today: date) -> tuple[Finding, ...]:
    last = found.line.last
    return check_visit(
        visit,
        sites=found.line.row.line.sites,
        drawn_on=found.draw.on_day,
        today=today,
        before=last.visit if last else None,
    )


def _reporters(known: DrawRow, line: RoundLine) -> frozenset[int]:
    return queries.reporters(line.row.line.project_id, month=known.month, last_seq=known.seq)
