"""Leaders who answer by name (领导包抓): for what, from when to when, and how often they must go there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from jiugai.domain.findings import Finding
from jiugai.domain.law import Rule

_NOTHING = "没有写入任何数据。"


class LeaderLevel(Enum):
    """At which level a leader holds office (领导层级)."""

    CITY = "city"
    COUNTY = "county"

    @property
    def word(self) -> str:
        return {"city": "市级", "county": "县级"}[self.value]


class ChargeKind(Enum):
    """What a leader answers for (包抓对象)."""

    COUNTY = "county"
    PROJECT = "project"
    COMMUNITY = "community"

    @property
    def word(self) -> str:
        return {"county": "县区", "project": "项目", "community": "小区"}[self.value]


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when a leader answers for something; both days are included (包抓期限).

    Attributes:
      until: the last day; None while none is set.
    """

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether the leader answers for it on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, other: "Term") -> bool:
        """Say whether there is a day that lies in both."""
        return self.since <= (other.until or date.max) and other.since <= (self.until or date.max)


class VisitState(Enum):
    """How a leader stands with going there (走访情况), the worst first."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    NOT_ASKED = "not_asked"

    @property
    def word(self) -> str:
        return _STATE_WORDS[self]

    @property
    def is_due(self) -> bool:
        return self in {VisitState.RED, VisitState.AMBER}


_STATE_WORDS = {
    VisitState.RED: "久未走访",
    VisitState.AMBER: "该走访了",
    VisitState.GREEN: "按时走访",
    VisitState.NOT_ASKED: "不要求走访",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRule(Rule):
    """How often a leader must go to what he answers for while works are under way (走访规定).

    Attributes:
      every_days: after so many days without a visit one is due.
      red_days: after so many days it is told in red.
    """

    kind: ChargeKind
    every_days: int
    red_days: int


@dataclass(frozen=True, slots=True)
class VisitStanding:
    """How a leader stands with visits to one thing on a day (走访现状).

    Attributes:
      last_on: the last visit; None if there was none.
      waiting: days since then, or since works and charge had both begun; None where none is asked.
      due_on: the last day in time for the next one; None where none is asked for.
    """

    state: VisitState
    last_on: date | None
    waiting: int | None
    due_on: date | None


def visit_standing(
    term: Term, *, begun_on: date | None, last_on: date | None, rule: VisitRule | None, today: date
) -> VisitStanding:
    """Return how a leader stands with visits to one thing.

    :param begun_on: since when works have been under way there; None while none are.
    :param last_on: his last visit there.
    """
    if begun_on is None or rule is None or not term.holds(today):
        return VisitStanding(VisitState.NOT_ASKED, last_on, None, None)
    counted_from = max(term.since, begun_on, last_on or date.min)
    days = (today - counted_from).days
    state = VisitState.GREEN
    if days > rule.every_days:
        state = VisitState.RED if days > rule.red_days else VisitState.AMBER
    return VisitStanding(state, last_on, days, counted_from + timedelta(days=rule.every_days))


def worst(states: Iterable[VisitState]) -> VisitState:
    """Return the worst of some states; none asked for if there are none."""
    order = list(VisitState)
    return min(states, key=order.index, default=VisitState.NOT_ASKED)


@dataclass(frozen=True, slots=True)
class NewCharge:
    """That a leader answers for something, as it is written down (指定包抓领导).

    Attributes:
      office: such as 副市长; number: of the paper it rests on, if it has one.
      ground: the paper or the meeting that says so.
    """

    name: str
    office: str
    level: LeaderLevel
    term: Term
    ground: str
    number: str = ""


def check_charge(new: NewCharge, before: Iterable[Term]) -> tuple[Finding, ...]:
    """Return what is wrong with a charge as it is written down, all at once.

    :param before: the terms in which the same leader answers for the same thing already.
    """
    return tuple(_wrong_charge(new, before))


def _wrong_charge(new: NewCharge, before: Iterable[Term]) -> Iterator[Finding]:
    if not new.name.strip() or not new.office.strip():
        message = f"没有写领导的姓名或职务，例如“王志远”“副市长”。{_NOTHING}"
        yield Finding("charge.no_name", message)
    if not new.ground.strip():
        message = f"没有写依据，例如“市政府常务会议纪要”；依据是谁定的、在哪里写着。{_NOTHING}"
        yield Finding("charge.no_ground", message)
    term = new.term
    if term.until is not None and term.until < term.since:
        message = (
            f"到{term.until:%Y-%m-%d}为止，早于从{term.since:%Y-%m-%d}起，一天也没有。"
            f"不知道到哪天为止的，空着。{_NOTHING}"
        )
        yield Finding("charge.no_day", message)
        return
    for known in before:
        if known.meets(term):
            message = (
                f"{new.name}{told(known)}已经包抓这里，与新写的日期重叠；"
                f"要改日期，先结束原来的再指定。{_NOTHING}"
            )
            yield Finding("charge.overlaps", message)
            return


def told(term: Term) -> str:
    """Return a term as a sentence tells it."""
    until = f"到{term.until:%Y-%m-%d}" if term.until else "起"
    return f"从{term.since:%Y-%m-%d}{until}"


def check_end(term: Term, last_day: date, reason: str, visited: date | None) -> tuple[Finding, ...]:
    """Return why a charge cannot end on a day, all at once.

    :param visited: the leader's last visit under it.
    """
    return tuple(_wrong_end(term, last_day, reason, visited))


def _wrong_end(term: Term, last_day: date, reason: str, visited: date | None) -> Iterator[Finding]:
    if not reason.strip():
        message = f"没有写理由，例如“职务调整，不再分管”。{_NOTHING}"
        yield Finding("charge.no_reason", message)
    if last_day < term.since:
        message = (
            f"最后一天{last_day:%Y-%m-%d}早于开始包抓的{term.since:%Y-%m-%d}。"
            f"最早写{term.since:%Y-%m-%d}。{_NOTHING}"
        )
        yield Finding("charge.ends_before_it_began", message)
    elif term.until is not None and last_day > term.until:
        message = (
            f"原定到{term.until:%Y-%m-%d}为止，结束不能写得更晚；要延长，从次日起再指定一次。"
            f"{_NOTHING}"
        )
        yield Finding("charge.ended_already", message)
    if visited is not None and visited > last_day:
        message = (
            f"{visited:%Y-%m-%d}还有一次走访，在最后一天{last_day:%Y-%m-%d}以后；"
            f"请核对日期，走访记错的先更正走访。{_NOTHING}"
        )
        yield Finding("charge.visited_later", message)


def check_visit(on: date, found: str, terms: Iterable[Term], today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a visit as it is written down, all at once.

    :param terms: the terms in which the leader answers for the place visited.
    """
    return tuple(_wrong_visit(on, found, tuple(terms), today))


def _wrong_visit(on: date, found: str, terms: tuple[Term, ...], today: date) -> Iterator[Finding]:
    if on > today:
        message = f"走访日期{on:%Y-%m-%d}在{today:%Y-%m-%d}以后，还没有去的不能登记。{_NOTHING}"
        yield Finding("visit.in_future", message)
    elif not any(term.holds(on) for term in terms):
        when = "、".join(told(term) for term in terms) or "没有包抓这里"
        message = (
            f"走访日期{on:%Y-%m-%d}不在包抓的日子里（{when}）；请核对日期，或先补指定。{_NOTHING}"
        )
        yield Finding("visit.outside_term", message)
    if not found.strip():
        message = f"没有写看到了什么，例如“外墙保温已完成两栋，管网未动”。{_NOTHING}"
        yield Finding("visit.nothing_found", message)
