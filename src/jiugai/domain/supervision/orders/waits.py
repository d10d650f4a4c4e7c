"""The fact that an order waits for (销号条件): when it arrives, the order asks to be closed.

It only asks. A person still checks, and another closes.
"""

from dataclasses import dataclass

from jiugai.domain.programme.pipeline import Step


@dataclass(frozen=True, slots=True)
class Wait:
    """So many sites of a cohort shall have reached a step (等待的事实).

    Attributes:
      year: the cohort.
      county_id: None for the whole city.
      least: how many sites at least; None for every site in the plan.
    """

    step: Step
    year: int
    county_id: int | None = None
    least: int | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """How far the fact has come, counted (等待的进展)."""

    wait: Wait
    reached: int
    planned: int

    @property
    def needed(self) -> int:
        return self.planned if self.wait.least is None else self.wait.least

    @property
    def arrived(self) -> bool:
        """Say whether it is there; a cohort without a plan never is."""
        return self.needed > 0 and self.reached >= self.needed

    @property
    def sentence(self) -> str:
        told = (
            f"{self.wait.year}年度批次应有{self.needed}个小区{self.wait.step.word}，"
            f"按已登记的事实现有{self.reached}个"
        )
        return told + ("，条件已满足，请核查后销号。" if self.arrived else "。")
