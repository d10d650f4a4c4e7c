"""Duties about the months (月报待办): returns, closing, corrections."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from jiugai.domain.calendar import Month, months_between
from jiugai.domain.reporting.submission.stages import MoveKind, Stage
from jiugai.domain.today import Duty
from jiugai.services.actor import Power
from jiugai.services.reporting import acts
from jiugai.services.reporting.board import board
from jiugai.services.reporting.submission import desk
from jiugai.services.reporting.submission.desk import CountyReturn
from jiugai.services.today.asked import Asked

_MONTHS_BACK = 3
_NAMED = 4
_WAITS = {
    MoveKind.SUBMIT: (Stage.DRAFT, "还没有报送"),
    MoveKind.VERIFY: (Stage.SUBMITTED, "等您审核"),
    MoveKind.ACCEPT: (Stage.VERIFIED, "等您接收"),
}
"""The moves for which somebody waits, with the stage that each ends; corrections are free."""
_MOVES = (Power.SUBMIT_RETURN, Power.VERIFY_RETURN, Power.ACCEPT_RETURN)
_CORRECTIONS = ("programme.correct_step", "programme.withdraw_step", "reporting.correct_return")


def returns_to_move(asked: Asked) -> Iterator[Duty]:
    """Yield the returns of the last month that is over, and of a few open ones before it."""
    if not any(asked.may(power) for power in _MOVES):
        return
    closed = frozenset(row.month for row in asked.closes)
    for found in desk.month_boards(
        _months(asked), closed=closed, asked=asked.horizon, actor=asked.actor, now=asked.now
    ):
        waiting: dict[MoveKind, list[CountyReturn]] = defaultdict(list)
        for county in found.counties:
            for kind in _WAITS.keys() & set(county.mine):
                waiting[kind].append(county)
        for kind, counties in waiting.items():
            yield _returns(found.month, kind, counties)


def _months(asked: Asked) -> Iterable[Month]:
    last = Month.of(asked.today).previous
    first = asked.closes[-1].month.next if asked.closes else last
    return months_between(min(first, last), last)[-_MONTHS_BACK:]


def _returns(month: Month, kind: MoveKind, counties: list[CountyReturn]) -> Duty:
    stage, words = _WAITS[kind]
    due_on = min((_due(county, stage) for county in counties), default=None)
    told = f"{month.in_prose}月报"
    if len(counties) > 1:
        names = "、".join(county.county for county in counties[:_NAMED])
        more = f"{names}等" if len(counties) > _NAMED else names
        return Duty(
            f"{len(counties)} 个县区的{told}{words}。",
            "reporting:month",
            {"month": month},
            due_on=due_on,
            more=more,
        )
    (one,) = counties
    why = one.standing.why_back
    sentence = f"{told}被退回，请改好再报。" if why else f"{one.county}{told}{words}。"
    return Duty(
        sentence,
        "reporting:return",
        {"month": month, "county_id": one.county_id},
        due_on=due_on,
        more=f"退回理由：{why}" if why else "",
    )


def _due(county: CountyReturn, stage: Stage) -> date:
    return next((t.due_on for t in county.timings if t.stage is stage), date.max)


def month_to_close(asked: Asked) -> Iterator[Duty]:
    """Yield the earliest month that is over and open, once there is anything to count."""
    if not asked.may(Power.CLOSE_MONTH) or not board(asked.horizon).lists:
        return
    last = Month.of(asked.today).previous
    first = asked.closes[-1].month.next if asked.closes else last
    if first > last:
        return
    count = len(months_between(first, last))
    told = first.in_prose if count == 1 else f"{first.in_prose}起的 {count} 个月"
    yield Duty(f"{told}已经过完，还没有封账。", "bulletins:months")


def corrections_to_look_at(asked: Asked) -> Iterator[Duty]:
    """Yield how many corrections were entered since the last month was closed."""
    if not asked.may(Power.READ_TRACE) or not asked.closes:
        return
    last = asked.closes[-1]
    count = acts.count_since(last.last_seq, _CORRECTIONS, actor=asked.actor)
    if count:
        yield Duty(
            f"{last.month.in_prose}封账以后有 {count} 次更正，可以查阅是谁、凭什么改的。",
            "reporting:acts",
        )
