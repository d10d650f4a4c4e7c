"""A month's ranking on its way out (排名公示): shown, objected to, answered, released."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, blocking
from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.supervision.hearing import (
    Answer,
    Hearing,
    HearingRule,
    HearingState,
    Objection,
    Showing,
    check_answer,
    check_objection,
    check_release,
    check_showing,
)
from jiugai.exchange.supervision_policy import hearing_rules
from jiugai.services.actor import Actor, Power, require, why_another_hand
from jiugai.services.facts import Horizon, horizon, horizon_at
from jiugai.services.reporting import closing
from jiugai.services.reporting.closing import CloseRow
from jiugai.services.supervision.ranking_runs import (
    inputs_digest,
    leagues_at,
    method_name,
    rank_close,
    result_of,
    runs_of,
)
from jiugai.storage.supervision import hearings as queries
from jiugai.storage.supervision.hearings import (
    ActedMeanwhile,
    HearingRow,
    ObjectionRow,
    StepRow,
    Table,
)
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "ActedMeanwhile",
    "AlreadyDone",
    "Done",
    "HearingCard",
    "HearingPage",
    "NoSuchHearing",
    "ObjectionRow",
    "StepRow",
    "Table",
    "answer",
    "hearing_of",
    "hearings",
    "object_to",
    "ranked_anew_at",
    "release",
    "show",
    "standing_of",
]


class NoSuchHearing(LookupError):
    """The month is not closed, or has no objection of that number within sight."""


@dataclass(frozen=True, slots=True)
class HearingCard:
    """A closed month with where its ranking stands (排名进展)."""

    month: Month
    row: HearingRow


@dataclass(frozen=True, slots=True)
class HearingPage:
    """A month's ranking on its way out (排名公示页).

    Attributes:
      tables: as they are shown; the city also sees what was made and not shown yet.
      may_*: what the officer at the desk may do now.
      not_his: why he is not to answer an objection though his post may, by the objection's id.
    """

    month: Month
    row: HearingRow
    tables: tuple[Table, ...]
    rule: HearingRule | None
    may_show: bool
    may_object: bool
    may_answer: bool
    may_release: bool
    not_his: Mapping[int, str] = field(default_factory=dict)

    @property
    def state(self) -> HearingState:
        return self.row.hearing.state


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a step: entered unless a finding blocks."""

    entered: bool
    findings: tuple[Finding, ...] = ()


class _Blocked(Exception):
    """The step may not be taken; the transaction writes nothing."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("没有写入")
        self.findings = findings


def hearings(*, actor: Actor, today: date) -> tuple[HearingCard, ...]:
    """Return the closed months with where their rankings stand, the newest first.

    :param today: months that end later are left out, where a screen looks at an earlier day.
    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    past = [row for row in closing.closes(actor=actor) if row.on_day <= today]
    return tuple(HearingCard(row.month, _hearing(row)) for row in reversed(past[-24:]))


def hearing_of(month: Month, *, actor: Actor) -> HearingPage:
    """Return a month's ranking on its way out.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchHearing: if the month is not closed.
    """
    require(actor, Power.SEE)
    close = _close_of(month)
    row = _hearing(close)
    known, city = row.hearing, actor.scope.counties is None
    ranks = Power.RELEASE_RANKING in actor.powers and city
    shown = row.hearing.state is HearingState.SHOWN
    return HearingPage(
        month=month,
        row=row,
        tables=_tables(close, row, with_made=city),
        rule=_rule(close.on_day),
        may_show=ranks
        and (
            known.state is HearingState.MADE or (shown and known.must_rank_anew and not known.open)
        ),
        may_object=Power.OBJECT_TO_RANKING in actor.powers and shown,
        may_answer=ranks and bool(known.open),
        may_release=ranks and shown,
        not_his=_not_his(row, actor) if ranks else {},
    )


def _not_his(row: HearingRow, actor: Actor) -> dict[int, str]:
    found = {}
    for one in row.objections:
        said = one.objection
        made_by = row.hearing.showings[said.showing - 1].made_by
        by = f"有“{Power.RELEASE_RANKING.title}”职权、没有做这份排名的另一人"
        why_not = why_another_hand(actor, (said.user_id, made_by), by=by)
        if said.is_open and why_not:
            found[one.id] = why_not
    return found


def standing_of(close: CloseRow) -> Hearing:
    """Return where the ranking of a close stands, with the objections within reach."""
    return _hearing(close).hearing


def ranked_anew_at(close: CloseRow) -> Horizon | None:
    """Return the stamp up to which facts count in a ranking shown anew; None if it is the close's."""
    row = _hearing(close)
    if len(row.hearing.showings) < 2:
        return None
    return horizon_at(close.on_day, _last_show(row).last_seq)


def show(
    month: Month, until: date, *, seen: int, actor: Actor, today: date, key: UUID | None = None
) -> Done:
    """Show a month's ranking to the counties until a day; after what was upheld, ranked anew.

    :param seen: how many steps the officer saw when deciding.
    :raises NotAllowed: if the actor may not.
    :raises NoSuchHearing: if the month is not closed.
    :raises ActedMeanwhile: if another step came between.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RELEASE_RANKING)
    close = _close_of(month)
    if not runs_of(close) and Power.CLOSE_MONTH in actor.powers:
        rank_close(close, actor=actor)
    row = _hearing(close)
    again = bool(row.hearing.showings)
    asked = horizon(close.on_day) if again else closing.horizon_of(close)
    showing = Showing(actor.user_id if again else row.hearing.made_by, today, until)
    findings = check_showing(row.hearing, showing, _rule(today))
    if blocking(findings):
        return Done(False, findings)
    tables = _ranked(asked, actor) if again else _tables(close, row, with_made=True)
    if not tables:
        return Done(False, (_nothing_ranked(month),))
    with unit_of_work(
        verb="supervision.show_ranking",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{month} 公示至 {until}",
        key=key,
    ) as act:
        _stand_still(close, seen)
        queries.enter_showing(
            act,
            close_id=close.id,
            number=seen + 1,
            user_id=actor.user_id,
            showing=showing,
            last_seq=asked.last_seq,
            tables=tables,
        )
    return Done(True, findings)


def object_to(
    month: Month, what: str, why: str, *, actor: Actor, today: date, key: UUID | None = None
) -> Done:
    """Object to the ranking that is shown, for one's county.

    :raises NotAllowed: if the actor may not.
    :raises NoSuchHearing: if the month is not closed.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.OBJECT_TO_RANKING)
    close = _close_of(month)
    county_id = next(iter(actor.scope.counties or (0,)))
    try:
        with unit_of_work(
            verb="supervision.object_to_ranking",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{month} 排名异议",
            key=key,
        ) as act:
            queries.lock(close.id)
            row = _hearing(close)
            known = row.hearing
            said = Objection(
                len(known.objections) + 1,
                county_id,
                len(known.showings),
                actor.user_id,
                today,
                what.strip(),
                why.strip(),
            )
            _stop(check_objection(known, said))
            queries.enter_objection(act, step_id=_last_show(row).id, objection=said)
    except _Blocked as blocked:
        return Done(False, blocked.findings)
    return Done(True)


def answer(
    month: Month,
    objection_id: int,
    *,
    upheld: bool,
    words: str,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> Done:
    """Answer an objection, once, with a reason.

    :raises NotAllowed: if the actor may not.
    :raises NoSuchHearing: if the month is not closed, or has no such objection.
    :raises ActedMeanwhile: if it was answered meanwhile.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RELEASE_RANKING)
    close = _close_of(month)
    said = Answer(upheld, actor.user_id, today, words.strip())
    try:
        with unit_of_work(
            verb="supervision.answer_objection",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{month} 排名异议 {'成立' if upheld else '不成立'}",
            key=key,
        ) as act:
            queries.lock(close.id)
            row = _hearing(close)
            found = next((o for o in row.objections if o.id == objection_id), None)
            if found is None:
                raise NoSuchHearing(f"{month} {objection_id}")
            _stop(check_answer(row.hearing, found.objection.number, said))
            made_by = row.hearing.showings[found.objection.showing - 1].made_by
            queries.enter_answer(act, row=found, made_by=made_by, answer=said)
    except _Blocked as blocked:
        return Done(False, blocked.findings)
    return Done(True)


def release(month: Month, *, seen: int, actor: Actor, today: date, key: UUID | None = None) -> Done:
    """Release the ranking that was shown; it never changes again.

    :param seen: how many steps the officer saw when deciding.
    :raises NotAllowed: if the actor may not.
    :raises NoSuchHearing: if the month is not closed.
    :raises ActedMeanwhile: if another step came between.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RELEASE_RANKING)
    close = _close_of(month)
    try:
        with unit_of_work(
            verb="supervision.release_ranking",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=str(month),
            key=key,
        ) as act:
            _stand_still(close, seen)
            row = _hearing(close)
            _stop(check_release(row.hearing, today))
            queries.enter_release(
                act,
                close_id=close.id,
                number=seen + 1,
                user_id=actor.user_id,
                last=_last_show(row),
                on=today,
            )
    except _Blocked as blocked:
        return Done(False, blocked.findings)
    return Done(True)


def _stop(findings: tuple[Finding, ...]) -> None:
    if blocking(findings):
        raise _Blocked(findings)


def _stand_still(close: CloseRow, seen: int) -> None:
    """Keep the hearing from moving until the transaction ends, and see that it has not moved."""
    queries.lock(close.id)
    if _hearing(close).version != seen:
        raise ActedMeanwhile


def _close_of(month: Month) -> CloseRow:
    found = closing.close_of(month)
    if found is None:
        raise NoSuchHearing(str(month))
    return found


def _hearing(close: CloseRow) -> HearingRow:
    return queries.hearing(close.id, made_by=queries.first_ranked_by(close.id) or 0)


def _last_show(row: HearingRow) -> StepRow:
    return [step for step in row.steps if step.kind == "show"][-1]


def _tables(close: CloseRow, row: HearingRow, *, with_made: bool) -> tuple[Table, ...]:
    """Return what is shown; before that, to those who may see it, what was made."""
    if row.hearing.showings:
        return queries.tables(_last_show(row).id)
    if not with_made:
        return ()
    return tuple(
        Table(run["method"], run["inputs_digest"], run["result"]) for run in runs_of(close)
    )


def _ranked(asked: Horizon, actor: Actor) -> Sequence[Table]:
    return [
        Table(method_name(table), inputs_digest(table), result_of(table))
        for table in leagues_at(asked, actor=actor)
    ]


def _rule(on: date) -> HearingRule | None:
    return rule_in_force(hearing_rules(), NATION, on)


def _nothing_ranked(month: Month) -> Finding:
    return Finding(
        "hearing.nothing_ranked",
        f"{month.in_prose}封账时没有排名可公示，请先由市改造办综合岗排名。没有写入任何数据。",
    )
