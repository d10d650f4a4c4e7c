"""What the standards read of a community on a day (核对对象)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from jiugai.domain.eligibility.verdict import Outcome
from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.scheme.bill import BillLine
from jiugai.domain.scheme.checklists import Mark, MarkState
from jiugai.domain.scheme.needs import Answered

STANDARDS = "N50"
"""The checklist that holds what was recorded by hand of the standards."""
METHOD, VISITS = "QD-01", "QD-02"
"""The checklists 五个一 and 两清两访四公开, whose records show some of the standards."""


@dataclass(frozen=True, slots=True)
class SchemeFacts:
    """The bill that stands (现行方案): its items and lines, and what it leaves out with a reason."""

    title: str
    on: date
    lines: tuple[BillLine, ...]
    waived: Mapping[str, str] = field(default_factory=dict)

    @property
    def items(self) -> frozenset[str]:
        """Return the codes of what it holds."""
        return frozenset(line.item for line in self.lines)

    def says_of(self, item: str) -> bool:
        """Say whether an item is in it, or is left out with a reason."""
        return item in self.items or bool(self.waived.get(item, "").strip())


@dataclass(frozen=True, slots=True)
class NeedFact:
    """A need with the day on which it was found, and what became of it (需求现状)."""

    found_on: date
    answered: Answered


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardCase:
    """A community on a day, as its facts tell (核对对象). None always means: not known.

    Attributes:
      outcome: what was decided of it by the rules on who may be renovated; ``decided_on`` when.
      years: the cohorts that it stands in; empty if in none.
      steps: when it reached each step, in the newest cohort.
      storeys: of its highest building.
      needs: what it lacks or was promised, in the order of the days.
      scheme: the bill that stands.
      sources: where money came from by name; empty if all of it came without one.
      partners: communities that adjoin it and could be renovated as one; empty if there are
        none.
      together: those of them that stand in the same cohort.
      marks: the last word that somebody recorded, by checklist and item.
      names: what the items of the catalogue are called, by code.
    """

    day: date
    outcome: Outcome | None = None
    decided_on: date | None = None
    years: tuple[int, ...] = ()
    steps: Mapping[Step, date] = field(default_factory=dict)
    storeys: int | None = None
    needs: tuple[NeedFact, ...] = ()
    scheme: SchemeFacts | None = None
    sources: Collection[Source] | None = None
    partners: tuple[str, ...] | None = None
    together: tuple[str, ...] = ()
    marks: Mapping[tuple[str, str], Mark] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def called(self, item: str) -> str:
        """Return what an item is called, with its code."""
        return f"{self.names[item]}（{item}）" if item in self.names else item

    def on(self, step: Step) -> date | None:
        """Return when it reached a step."""
        return self.steps.get(step)

    def met(self, checklist: str, item: str) -> Mark | None:
        """Return the record that an item is done, if that is the last word on it."""
        mark = self.marks.get((checklist, item))
        return mark if mark and mark.state is MarkState.MET else None
