"""What a deadline asks of a cohort, and the pace that is kept (期限与进度)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.targets import Pace, RiskRule, pace, recent_pace
from jiugai.exchange.policy_files import risk_rules
from jiugai.services.facts import Horizon, remembered
from jiugai.services.reporting.board import SiteStanding
from jiugai.services.reporting.measures import Rate
from jiugai.storage.programme import queries as programme
from jiugai.storage.programme.queries import TargetRow

INDICATOR_OF = {
    Step.APPLICATION: "application",
    Step.START: "start",
    Step.COMPLETION: "completion",
    Step.ACCEPTANCE: "acceptance",
}
"""What a target calls the step that meets it."""


@dataclass(frozen=True, slots=True)
class Due:
    """A rate before its deadline (期限).

    Attributes:
      pace: what the deadline still asks for.
      lately: how many reached the step in the last weeks; None where no rule says in how many.
    """

    target: TargetRow
    step: Step
    pace: Pace
    lately: int | None
    weeks: int


@remembered
def targets(asked: Horizon) -> tuple[TargetRow, ...]:
    """Return the headline targets known at a horizon."""
    return programme.targets(last_seq=asked.last_seq, on_day=asked.as_of)


def target_of(year: int, step: Step | None, asked: Horizon) -> TargetRow | None:
    """Return the target of a cohort that a step meets, if one was set."""
    wanted = INDICATOR_OF.get(step) if step else None
    for row in targets(asked):
        if wanted is not None and (row.year, row.indicator) == (year, wanted):
            return row
    return None


def risk_rule(asked: Horizon) -> RiskRule | None:
    """Return the rule that says over how many weeks a pace is taken."""
    return rule_in_force(risk_rules(), NATION, asked.as_of)


def recent(
    sites: Iterable[SiteStanding], step: Step | None, asked: Horizon, rule: RiskRule | None
) -> Fraction | None:
    """Return how many sites a week reached a step of late; None without a step or a rule."""
    if step is None or rule is None:
        return None
    days = [row.effective_on for site in sites if (row := site.steps.get(int(step))) is not None]
    return recent_pace(days, asked.as_of, rule.weeks)


def due(
    year: int, step: Step | None, rate: Rate, sites: Iterable[SiteStanding], asked: Horizon
) -> Due | None:
    """Return what a deadline asks of a rate that counts sites; None where no target was set."""
    target = target_of(year, step, asked)
    if target is None or step is None:
        return None
    rule = risk_rule(asked)
    kept = recent(sites, step, asked, rule)
    return Due(
        target=target,
        step=step,
        pace=pace(rate.denominator, rate.numerator, target.due_on, asked.as_of),
        lately=None if kept is None or rule is None else int(kept * rule.weeks),
        weeks=rule.weeks if rule else 0,
    )
