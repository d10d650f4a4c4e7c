"""A small body of law to decide by, and candidates to decide on."""

from datetime import date
from fractions import Fraction
from typing import Any

from jiugai.domain.eligibility.candidate import BuildingAge, Candidate
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

BEGUN = date(2020, 7, 10)
ON = date(2024, 6, 30)

NATIONAL = CutoffRule(clause="国", source="国文", in_force_from=BEGUN, built_by=2000)
HALF = MixedAgeRule(
    clause="混",
    source="默认",
    in_force_from=BEGUN,
    share=Fraction(1, 2),
    strict=True,
    verified=False,
)
TOWN = TownRule(clause="城", source="国文", in_force_from=BEGUN)
BARS = tuple(
    ExclusionRule(
        clause=f"禁-{kind.value}",
        source="禁文",
        in_force_from=BEGUN,
        kind=kind,
        word=f"属{kind.value}",
    )
    for kind in Exclusion
)


def extension(
    treatment: Treatment = Treatment.ADMIT,
    *,
    built_by: int = 2005,
    cap: Fraction | None = None,
    conditions: tuple[str, ...] = (),
) -> ExtensionRule:
    return ExtensionRule(
        clause="延",
        source="延文",
        in_force_from=BEGUN,
        built_by=built_by,
        treatment=treatment,
        cap=cap,
        conditions=conditions,
    )


def law(*extensions: ExtensionRule, mixed: MixedAgeRule | None = HALF) -> EligibilityRules:
    return EligibilityRules(
        cutoffs=(NATIONAL,),
        extensions=extensions,
        exclusions=BARS,
        mixed_age=(mixed,) if mixed else (),
        towns=(TOWN,),
    )


def candidate(built_year: int | None = 1995, key: str = "a", **rest: Any) -> Candidate:
    """A community about which everything is known and nothing speaks against it."""
    plain: dict[str, Any] = {
        "key": key,
        "name": f"{key}小区",
        "division_code": "610902",
        "built_year": built_year,
        "households": 100,
        "area_dm2": 800_000,
        "in_town": True,
        "exclusions": frozenset(),
    }
    return Candidate(**(plain | rest))


def mixed(*buildings: tuple[int | None, int | None], built_year: int | None = None) -> Candidate:
    ages = tuple(BuildingAge(year, area) for year, area in buildings)
    return candidate(built_year, buildings=ages)
