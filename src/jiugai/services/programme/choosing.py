"""Choose a year's plan from tables (计划比选): for whoever has them; no database.

It reads and computes, and writes nothing; nobody's permission is needed for that.
"""

from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.programme.choice.consistency import check_statement
from jiugai.domain.programme.choice.outcome import ChoiceOutcome, ChoiceStatus
from jiugai.domain.programme.choice.statement import ChoiceProblem, PoolCommunity, Pot
from jiugai.domain.programme.choice.why_not import LeftOut, why_not
from jiugai.exchange.plan_choice.budgets_table import read_budgets
from jiugai.exchange.plan_choice.pool_table import read_pool
from jiugai.exchange.plan_choice.rules_folder import (
    PlanRules,
    folder_files,
    read_plan_rules,
    rules_on_file,
)
from jiugai.exchange.policy_tables import BadPolicy
from jiugai.solvers.plan_choice.choosing import ChoiceLimits, choose
from jiugai.solvers.plan_choice.search import ChoiceProgress, Tell

__all__ = [
    "BadPolicy",
    "ChoiceProgress",
    "Choosing",
    "TableFile",
    "choose_tables",
    "limits_of",
    "rules_in",
]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file as it was given: its bytes and its name."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Choosing:
    """What came of choosing from tables.

    Attributes:
      problem: None where a finding blocks.
      outcome: None where a finding blocks.
      left_out: why each community that is not in the plan is not; empty without a plan.
    """

    year: int
    rules: PlanRules
    problem: ChoiceProblem | None
    outcome: ChoiceOutcome | None
    left_out: tuple[LeftOut, ...]
    findings: tuple[Finding, ...]

    @property
    def has_plan(self) -> bool:
        return self.outcome is not None and self.outcome.plan is not None


def rules_in(folder: Traversable | None, year: int) -> PlanRules:
    """Return the rules of a folder, or those on file, that are in force on a year's first day.

    :raises BadPolicy: with every fault of every file.
    """
    contents = rules_on_file() if folder is None else folder_files(folder)
    return read_plan_rules(contents, date(year, 1, 1))


def choose_tables(
    pool: TableFile,
    budgets: TableFile,
    rules: PlanRules,
    *,
    year: int,
    pins_in: frozenset[str] = frozenset(),
    pins_out: frozenset[str] = frozenset(),
    limits: ChoiceLimits | None = None,
    tell: Tell | None = None,
) -> Choosing:
    """Choose the plan of a year.

    :returns: the plan with every finding; without a plan, and with a blocking finding, if a table
      cannot be read; without a plan, and with the relief, if the requirements cannot stand together.
    """
    read = read_pool(pool.content, pool.name, rules)
    counties = {community.county for community in read.communities} or None
    money = read_budgets(budgets.content, budgets.name, rules, year=year, counties=counties)
    findings = (*read.findings, *money.findings)
    if blocking(findings):
        return Choosing(year, rules, None, None, (), findings)
    problem = _problem(rules, year, read.communities, money.pots, pins_in, pins_out)
    findings += check_statement(problem)
    if blocking(findings):
        return Choosing(year, rules, None, None, (), findings)
    outcome = choose(problem, limits, tell)
    return Choosing(year, rules, problem, outcome, _left_out(problem, outcome), findings)


def limits_of(seconds: float) -> ChoiceLimits:
    """Return the limits of a choice that is given so much time."""
    return ChoiceLimits(seconds=seconds)


def _problem(
    rules: PlanRules,
    year: int,
    pool: tuple[PoolCommunity, ...],
    pots: tuple[Pot, ...],
    pins_in: frozenset[str],
    pins_out: frozenset[str],
) -> ChoiceProblem:
    return ChoiceProblem(
        year=year,
        pool=pool,
        pots=pots,
        kinds=rules.kinds,
        sources=rules.sources,
        payments=rules.payments,
        matches=rules.matches,
        floor=rules.floor,
        extension_cap=rules.extension_cap,
        aims=rules.aims,
        pins_in=pins_in,
        pins_out=pins_out,
    )


def _left_out(problem: ChoiceProblem, outcome: ChoiceOutcome) -> tuple[LeftOut, ...]:
    main = outcome.main
    if outcome.plan is None or main is None or outcome.status is ChoiceStatus.UNKNOWN:
        return ()
    return why_not(problem, outcome.plan, main.rank, outcome.prices)
