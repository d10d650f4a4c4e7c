"""A round of drawn verification (抽查核实): what was found on site, and what the round then says.

Three things are counted on site, each by itself. The round has the worst of their lights, for a
figure that holds does not make up for one that does not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction

from jiugai.domain.findings import Finding
from jiugai.domain.supervision.lights import Light, LightRules
from jiugai.domain.supervision.verification import Recount, Verified, most_wrong, verify

_NOTHING = "没有写入任何数据。"
_WORSE = (Light.GREEN, Light.AMBER, Light.RED)


class Tally(Enum):
    """What is counted on site and compared with what was declared (核实指标)."""

    STARTED = "started"
    COMPLETED = "completed"
    HOUSEHOLDS = "households"

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {"started": "开工小区", "completed": "完工小区", "households": "完成户数"}[
            self.value
        ]

    @property
    def unit(self) -> str:
        """Return in what it is counted."""
        return "户" if self is Tally.HOUSEHOLDS else "个"


@dataclass(frozen=True, slots=True)
class Tallies:
    """A project's figures, as declared or as found (核实数): communities, and households."""

    started: int
    completed: int
    households: int

    def of(self, tally: Tally) -> int:
        """Return one of them."""
        return {
            Tally.STARTED: self.started,
            Tally.COMPLETED: self.completed,
            Tally.HOUSEHOLDS: self.households,
        }[tally]


@dataclass(frozen=True, slots=True)
class Visit:
    """What a verifier writes down of a project (现场核实).

    Attributes:
      on: the day on which he stood there.
      note: what he saw, in words.
      reason: why an earlier version is corrected; empty for the first.
    """

    on: date
    found: Tallies
    note: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One drawn project in one tally (抽中项目的核实).

    Attributes:
      by_chance: it came onto the list at random, and so speaks for all that did not.
      chance: how probable it was to be drawn at all.
    """

    project: str
    by_chance: bool
    chance: Fraction
    declared: Fraction
    found: Fraction


@dataclass(frozen=True, slots=True)
class RoundVerdict:
    """What a whole round says (一轮核实结论): each tally by itself, and the worst light of them."""

    by_tally: Mapping[Tally, Verified]
    light: Light | None


def check_visit(
    visit: Visit, *, sites: int, drawn_on: date, today: date, before: Visit | None
) -> tuple[Finding, ...]:
    """Return what forbids a record, all at once; empty if it may be entered.

    :param sites: how many communities the project has.
    :param drawn_on: the day of the draw; nobody could have verified the list before.
    :param before: the record that this one would correct; None for the first.
    """
    return (*_figures(visit.found, sites), *_words(visit, before), *_day(visit, drawn_on, today))


def _figures(found: Tallies, sites: int) -> Iterator[Finding]:
    for tally in Tally:
        if found.of(tally) < 0:
            yield Finding(
                "recount.below_nought",
                f"核实的{tally.word}读到 {found.of(tally)}，应不小于 0，例如 2。{_NOTHING}",
            )
    if found.started > sites:
        yield Finding(
            "recount.more_than_sites",
            f"核实的开工小区读到 {found.started} 个，这个项目只有 {sites} 个小区，请核对。{_NOTHING}",
        )
    if found.completed > found.started:
        yield Finding(
            "recount.completed_not_started",
            f"核实的完工小区 {found.completed} 个多于开工小区 {found.started} 个；"
            f"完工的也算开工，请核对两个数。{_NOTHING}",
        )


def _words(visit: Visit, before: Visit | None) -> Iterator[Finding]:
    if not visit.note.strip():
        yield Finding(
            "recount.no_note",
            f"没有写现场情况，例如“2号楼外墙未施工，其余属实”。{_NOTHING}",
        )
    if before is None:
        return
    if not visit.reason.strip():
        yield Finding(
            "recount.no_reason",
            "这个项目已有核实记录，更正须写明理由，例如“漏数了3号楼”。" + _NOTHING,
        )
    if (visit.on, visit.found, visit.note) == (before.on, before.found, before.note):
        yield Finding(
            "recount.nothing_changed",
            f"与现在的核实记录一样，没有什么要更正。{_NOTHING}",
        )


def _day(visit: Visit, drawn_on: date, today: date) -> Iterator[Finding]:
    if visit.on < drawn_on:
        yield Finding(
            "recount.before_the_draw",
            f"核实日期{visit.on:%Y-%m-%d}早于抽取名单的{drawn_on:%Y-%m-%d}，那时还没有名单，请改写日期。{_NOTHING}",
        )
    if visit.on > today:
        yield Finding(
            "recount.in_the_future",
            f"核实日期{visit.on:%Y-%m-%d}还没有到，请在去过现场以后再记。{_NOTHING}",
        )


def weigh(outcomes: Sequence[Outcome], *, projects: int | None, lights: LightRules) -> Verified:
    """Weigh one tally of a whole list.

    What was drawn by risk is known; only the random part speaks for the rest, so that the bound
    on what may be wrong is one for sure: the wrong ones known and the most that the rest allows.

    :param projects: how many there were to draw from; None for a part of the list, such as a
      county's, which says nothing of the rest.
    :raises ValueError: if a chance is not above nought and at most 1.
    """
    recounts = [Recount(o.project, o.declared, o.found, o.chance) for o in outcomes]
    found = verify(recounts, lights)
    if projects is None:
        return found
    by_chance = [r for o, r in zip(outcomes, recounts, strict=True) if o.by_chance]
    by_risk = len(outcomes) - len(by_chance)
    wrong_by_chance = sum(r.is_wrong for r in by_chance)
    rest = most_wrong(projects - by_risk, len(by_chance), wrong_by_chance)
    return replace(found, most_wrong=found.wrong - wrong_by_chance + rest)


def conclude(
    outcomes: Mapping[Tally, Sequence[Outcome]], *, projects: int | None, lights: LightRules
) -> RoundVerdict:
    """Conclude a round, or a county's part of it, all of whose projects were recounted.

    :param projects: as for ``weigh``.
    """
    found = {
        tally: weigh(rows, projects=projects, lights=lights) for tally, rows in outcomes.items()
    }
    known = [verified.light for verified in found.values() if verified.light is not None]
    return RoundVerdict(found, max(known, key=_WORSE.index, default=None))
