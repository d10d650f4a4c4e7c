"""Between a ranking made and a ranking released (核对公示): counties look, object and are answered.

A ranking is shown until a day. While it is shown a county may object, and somebody other than who
made the ranking answers. What was upheld leads to another ranking, shown anew. It is released after
the day, once nothing is open; then it never changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from jiugai.domain.findings import Finding
from jiugai.domain.law import Rule

_NOTHING = "没有写入任何数据。"


class HearingState(Enum):
    """Where a month's ranking stands (公示状态)."""

    MADE = "made"
    SHOWN = "shown"
    RELEASED = "released"

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {"made": "待公示", "shown": "公示中", "released": "已发布"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRule(Rule):
    """For how many days a ranking is shown at least (公示天数规定)."""

    least_days: int


@dataclass(frozen=True, slots=True)
class Showing:
    """A ranking shown to the counties (公示).

    Attributes:
      made_by: who made the ranking that is shown; he answers no objection to it.
      until: the last day on which a county may object.
    """

    made_by: int
    on: date
    until: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What the city said to an objection (异议答复), upheld or not, with the reason."""

    upheld: bool
    user_id: int
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Objection:
    """A county's objection to a ranking that is shown (异议).

    Attributes:
      showing: which showing it objects to, counted from 1.
      what: which figure; ``why`` it is wrong, and what shows it.
    """

    number: int
    county_id: int
    showing: int
    user_id: int
    on: date
    what: str
    why: str
    answer: Answer | None = None

    @property
    def is_open(self) -> bool:
        """Say whether nobody has answered it."""
        return self.answer is None


@dataclass(frozen=True, slots=True)
class Hearing:
    """A month's ranking on its way out (排名公示), as it stands.

    Attributes:
      made_by: who made the first ranking.
    """

    made_by: int
    showings: tuple[Showing, ...] = ()
    objections: tuple[Objection, ...] = ()
    released_on: date | None = None

    @property
    def state(self) -> HearingState:
        """Return where it stands."""
        if self.released_on is not None:
            return HearingState.RELEASED
        return HearingState.SHOWN if self.showings else HearingState.MADE

    @property
    def last(self) -> Showing | None:
        """Return the showing that counts."""
        return self.showings[-1] if self.showings else None

    @property
    def open(self) -> tuple[Objection, ...]:
        """Return the objections that nobody has answered."""
        return tuple(objection for objection in self.objections if objection.is_open)

    @property
    def upheld(self) -> tuple[Objection, ...]:
        """Return the objections that were upheld."""
        return tuple(o for o in self.objections if o.answer is not None and o.answer.upheld)

    @property
    def must_rank_anew(self) -> bool:
        """Say whether what was upheld is not in the ranking that is shown."""
        return any(o.showing == len(self.showings) for o in self.upheld)


def shown(hearing: Hearing, showing: Showing) -> Hearing:
    """Return the hearing with one more showing."""
    return replace(hearing, showings=(*hearing.showings, showing))


def objected(hearing: Hearing, objection: Objection) -> Hearing:
    """Return the hearing with one more objection."""
    return replace(hearing, objections=(*hearing.objections, objection))


def answered(hearing: Hearing, number: int, answer: Answer) -> Hearing:
    """Return the hearing with an objection answered."""
    found = tuple(
        replace(o, answer=answer) if o.number == number else o for o in hearing.objections
    )
    return replace(hearing, objections=found)


def released(hearing: Hearing, on: date) -> Hearing:
    """Return the hearing with its ranking out."""
    return replace(hearing, released_on=on)


def check_showing(
    hearing: Hearing, showing: Showing, rule: HearingRule | None
) -> tuple[Finding, ...]:
    """Return what forbids to show a ranking, all at once; empty if it may be shown."""
    return tuple(_showing(hearing, showing, rule))


def _showing(hearing: Hearing, showing: Showing, rule: HearingRule | None) -> Iterator[Finding]:
    yield from _not_released(hearing, "再公示")
    if hearing.state is HearingState.SHOWN:
        yield from _nothing_open(hearing, "重新排名")
        if not hearing.open and not hearing.must_rank_anew:
            yield Finding(
                "hearing.nothing_upheld",
                f"没有成立的异议，现在公示的就是这一份，不必重排。{_NOTHING}",
            )
    least = rule.least_days if rule else 1
    earliest = showing.on + timedelta(days=least)
    if showing.until < earliest:
        yield Finding(
            "hearing.too_short",
            f"截止日写的是{showing.until:%Y-%m-%d}，公示不少于 {least} 天，"
            f"最早写{earliest:%Y-%m-%d}。{_NOTHING}",
        )


def check_objection(hearing: Hearing, objection: Objection) -> tuple[Finding, ...]:
    """Return what forbids an objection, all at once; empty if it may be entered."""
    return tuple(_objection(hearing, objection))


def _objection(hearing: Hearing, objection: Objection) -> Iterator[Finding]:
    yield from _not_released(hearing, "提异议")
    last = hearing.last
    if last is None:
        yield Finding("hearing.not_shown", f"排名还没有公示，公示以后再提异议。{_NOTHING}")
    elif objection.on > last.until:
        yield Finding(
            "hearing.too_late",
            f"公示{last.until:%Y-%m-%d}已截止，不再收异议；数有错的请照常更正，下月计入。{_NOTHING}",
        )
    if not objection.what.strip():
        yield Finding(
            "hearing.no_what", f"没有写对哪个数有异议，例如“开工小区应为 3 个”。{_NOTHING}"
        )
    if not objection.why.strip():
        yield Finding(
            "hearing.no_why",
            f"没有写理由和依据，例如“北苑小区10月28日开工，开工令已于10月29日录入”。{_NOTHING}",
        )


def check_answer(hearing: Hearing, number: int, answer: Answer) -> tuple[Finding, ...]:
    """Return what forbids an answer, all at once; empty if it may be entered.

    :raises KeyError: if there is no such objection.
    """
    found = {objection.number: objection for objection in hearing.objections}
    return tuple(_answer(hearing, found[number], answer))


def _answer(hearing: Hearing, objection: Objection, answer: Answer) -> Iterator[Finding]:
    yield from _not_released(hearing, "答复")
    if not objection.is_open:
        yield Finding("hearing.answered", f"这件异议已经答复过，答复不能改。{_NOTHING}")
    if answer.user_id == hearing.showings[objection.showing - 1].made_by:
        yield Finding(
            "hearing.own_ranking",
            f"这份排名是您做的，对它的异议须由另一人答复。{_NOTHING}",
        )
    if answer.user_id == objection.user_id:
        yield Finding("hearing.own_objection", f"异议是您提的，须由另一人答复。{_NOTHING}")
    if not answer.words.strip():
        yield Finding(
            "hearing.no_words",
            f"没有写答复的理由，例如“开工令日期在封账之后，下月计入”。{_NOTHING}",
        )


def check_release(hearing: Hearing, today: date) -> tuple[Finding, ...]:
    """Return what forbids to release a ranking, all at once; empty if it may go out."""
    return tuple(_release(hearing, today))


def _release(hearing: Hearing, today: date) -> Iterator[Finding]:
    yield from _not_released(hearing, "再发布")
    if hearing.last is None:
        yield Finding("hearing.not_shown", f"排名还没有公示，不能发布。{_NOTHING}")
        return
    if today <= hearing.last.until:
        yield Finding(
            "hearing.still_shown",
            f"公示到{hearing.last.until:%Y-%m-%d}为止，次日起才能发布。{_NOTHING}",
        )
    yield from _nothing_open(hearing, "发布")
    if not hearing.open and hearing.must_rank_anew:
        yield Finding(
            "hearing.must_rank_anew",
            f"有成立的异议还没有计入，请重新排名并再公示，然后发布。{_NOTHING}",
        )


def _not_released(hearing: Hearing, what: str) -> Iterator[Finding]:
    if hearing.released_on is not None:
        yield Finding(
            "hearing.released",
            f"排名已于{hearing.released_on:%Y-%m-%d}发布，不再改动，不能{what}。{_NOTHING}",
        )


def _nothing_open(hearing: Hearing, what: str) -> Iterator[Finding]:
    if hearing.open:
        yield Finding(
            "hearing.open_objections",
            f"还有 {len(hearing.open)} 件异议没有答复，答复完才能{what}。{_NOTHING}",
        )


def counted(objections: Iterable[Objection]) -> tuple[int, int]:
    """Return how many objections were raised, and how many upheld."""
    found: Sequence[Objection] = list(objections)
    return len(found), sum(o.answer is not None and o.answer.upheld for o in found)
