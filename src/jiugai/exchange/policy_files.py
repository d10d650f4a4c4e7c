"""Policy files to domain types (政策参数): the law as it stands in ``policy/``, past and present.

Each function reads one file on its three levels. The files of the package are read once; a
``root`` of one's own, with the same three folders, reads a city's own papers instead.
"""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType

from jiugai.domain.eligibility.rules import (
    CutoffRule,
    EligibilityRules,
    Exclusion,
    ExclusionRule,
    ExtensionRule,
    MixedAgeRule,
    TownRule,
    Treatment,
)
from jiugai.domain.findings import Weight
from jiugai.domain.funding.book.ageing import StayRule
from jiugai.domain.funding.book.reconciling import MatchingRule
from jiugai.domain.funding.idle import IdleRule
from jiugai.domain.programme.order import ExitRule, PipelineRules, StepRule
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.standards import Standard
from jiugai.domain.programme.targets import RiskRule
from jiugai.domain.scheme.areas import AreaRule
from jiugai.domain.scheme.catalogue import Reach, ScopeClass, ScopeItem
from jiugai.domain.scheme.changes import OverrunRule
from jiugai.domain.scheme.classification import RenewalThresholds
from jiugai.domain.works import Definitions, Indicator, IndicatorDefinition
from jiugai.exchange.policy_tables import (
    Table,
    choice,
    choices,
    flag,
    read_tables,
    rule_table,
    share,
    text,
    whole,
    words,
)

ON_FILE = resources.files("jiugai.policy")

_YEAR = whole(1900, 2100)

ELIGIBILITY = (
    rule_table("cutoff", {"built_by": _YEAR}),
    rule_table(
        "extension",
        {
            "built_by": _YEAR,
            "treatment": choice(Treatment),
            "conditions": words().or_else(()),
            "cap": share().or_else(None),
        },
    ),
    rule_table("exclusion", {"kind": choice(Exclusion), "word": text()}, identity=("kind",)),
    rule_table("mixed_age", {"share": share(), "strict": flag()}),
    rule_table("town", {}),
)
PIPELINE = (
    rule_table(
        "step",
        {
            "step": choice(Step),
            "definition": text(),
            "evidence": words().or_else(()),
            "requires": choices(Step).or_else(()),
            "expects": choices(Step).or_else(()),
            "never_before": choices(Step).or_else(()),
            "wants_document": flag().or_else(False),
        },
        identity=("step",),
    ),
    rule_table(
        "exit",
        {
            "step": choice(Step),
            "definition": text(),
            "doubtful_from": choice(Step),
            "refused_from": choice(Step),
            "wants_document": flag(),
        },
        identity=("step",),
    ),
)
STANDARDS = (
    rule_table(
        "standard",
        {
            "group": text(),
            "text": text(),
            "needs": text(),
            "gate": choice(Step).or_else(None),
            "weight": choice(Weight).or_else(Weight.WARNS),
        },
        identity=("clause",),
    ),
)
RISK = (rule_table("risk", {"weeks": whole(1, 52), "behind_below": share()}),)
IDLE_FUNDS = (
    rule_table("idle", {"days": whole(1, 3_650)}),
    rule_table("stay", {"amber_days": whole(1, 3_650), "red_days": whole(1, 3_650)}),
)
BANK_MATCHING = (rule_table("apart", {"days": whole(0, 31)}),)
RENEWAL_TYPES = (
    rule_table(
        "type",
        {
            "built_early_by": _YEAR,
            "small_households": whole(1, 10_000),
            "incomplete_below": share(),
            "complete_from": share(),
        },
    ),
    rule_table(
        "area",
        {
            "metres": whole(1, 10_000),
            "door_numbers": whole(0, 1_000),
            "most_households": whole(1, 1_000_000),
        },
    ),
)
SCOPE = (
    rule_table(
        "item",
        {
            "word": text(),
            "scope_class": choice(ScopeClass),
            "reach": choices(Reach),
            "is_substance": flag(),
            "units": words(),
        },
        identity=("clause",),
    ),
)
COST_OVERRUN = (rule_table("overrun", {"item_over": share()}),)
INDICATORS = (
    Table(
        "indicator",
        {
            "indicator": choice(Indicator),
            "word": text(),
            "stored_unit": text(),
            "shown_unit": text(),
            "stored_per_shown": whole(1, 1_000_000_000),
            "decimals": whole(0, 4),
            "source": text(),
            "verified": flag().or_else(True),
        },
        identity=("indicator",),
    ),
)


@cache
def eligibility_rules(root: Traversable = ON_FILE) -> EligibilityRules:
    """Return the rules by which communities are eligible.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "eligibility", ELIGIBILITY)
    return EligibilityRules(
        cutoffs=tuple(CutoffRule(**entry) for entry in tables["cutoff"]),
        extensions=tuple(ExtensionRule(**entry) for entry in tables["extension"]),
        exclusions=tuple(ExclusionRule(**entry) for entry in tables["exclusion"]),
        mixed_age=tuple(MixedAgeRule(**entry) for entry in tables["mixed_age"]),
        towns=tuple(TownRule(**entry) for entry in tables["town"]),
    )


@cache
def pipeline_rules(root: Traversable = ON_FILE) -> PipelineRules:
    """Return what each step means and what must stand before it.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "pipeline", PIPELINE)
    return PipelineRules(
        steps=tuple(StepRule(**entry) for entry in tables["step"]),
        exits=tuple(ExitRule(**entry) for entry in tables["exit"]),
    )


@cache
def standards(root: Traversable = ON_FILE) -> tuple[Standard, ...]:
    """Return the twenty standards, two of them gates.

    :raises BadPolicy: if a file on any level is not whole.
    """
    return tuple(
        Standard(**entry) for entry in read_tables(root, "standards_20", STANDARDS)["standard"]
    )


@cache
def risk_rules(root: Traversable = ON_FILE) -> tuple[RiskRule, ...]:
    """Return from where on a pace is called at risk or behind.

    :raises BadPolicy: if a file on any level is not whole.
    """
    return tuple(RiskRule(**entry) for entry in read_tables(root, "progress_risk", RISK)["risk"])


@cache
def idle_rules(root: Traversable = ON_FILE) -> tuple[IdleRule, ...]:
    """Return after how many days money that was not paid on is named as idle.

    :raises BadPolicy: if a file on any level is not whole.
    """
    return tuple(IdleRule(**entry) for entry in read_tables(root, "idle_funds", IDLE_FUNDS)["idle"])


@cache
def stay_rules(root: Traversable = ON_FILE) -> tuple[StayRule, ...]:
    """Return after how many days money that does not move is named, and named red.

    :raises BadPolicy: if a file on any level is not whole.
    """
    return tuple(StayRule(**entry) for entry in read_tables(root, "idle_funds", IDLE_FUNDS)["stay"])


@cache
def matching_rules(root: Traversable = ON_FILE) -> tuple[MatchingRule, ...]:
    """Return how many days bank and book may lie apart in a proposed pair.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "bank_matching", BANK_MATCHING)
    return tuple(MatchingRule(**entry) for entry in tables["apart"])


@cache
def renewal_thresholds(root: Traversable = ON_FILE) -> tuple[RenewalThresholds, ...]:
    """Return the numbers by which the four renewal types are told apart.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "renewal_types", RENEWAL_TYPES)
    return tuple(RenewalThresholds(**entry) for entry in tables["type"])


@cache
def area_rules(root: Traversable = ON_FILE) -> tuple[AreaRule, ...]:
    """Return how near counts as adjoining.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "renewal_types", RENEWAL_TYPES)
    return tuple(AreaRule(**entry) for entry in tables["area"])


@cache
def scope_items(root: Traversable = ON_FILE) -> tuple[ScopeItem, ...]:
    """Return the items that a scheme may hold.

    :raises BadPolicy: if a file on any level is not whole.
    """
    return tuple(ScopeItem(**entry) for entry in read_tables(root, "scope", SCOPE)["item"])


@cache
def overrun_rules(root: Traversable = ON_FILE) -> tuple[OverrunRule, ...]:
    """Return how far costs may run over what was set before.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "cost_overrun", COST_OVERRUN)
    return tuple(OverrunRule(**entry) for entry in tables["overrun"])


@cache
def indicator_definitions(root: Traversable = ON_FILE) -> Definitions:
    """Return the word and the units of each indicator.

    :raises BadPolicy: if the file is not whole.
    """
    entries = read_tables(root, "indicators", INDICATORS)["indicator"]
    definitions = [IndicatorDefinition(**entry) for entry in entries]
    return MappingProxyType({definition.indicator: definition for definition in definitions})
