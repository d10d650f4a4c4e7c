"""Policy on file is whole: each number is dated and cited, and in force from the first day."""

import tomllib
from collections.abc import Iterator
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable

import pytest

from jiugai.domain.eligibility.rules import Exclusion
from jiugai.domain.law import Rule, rule_in_force
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.submission.lateness import LEAVES
from jiugai.domain.supervision.orders.ladder import Rung
from jiugai.exchange import policy_files, reporting_policy, supervision_policy

FIRST_DAY = date(2019, 1, 1)
"""The first cohort of the programme is that of 2019."""
PLACES = ("610902", "610900-L01", "610981", "510104", "411702", "532326", "520523", "370102")
POLICY = resources.files("jiugai.policy")
LEVELS = ("national", "provincial", "municipal")
RULES = policy_files.eligibility_rules()
PIPELINE = policy_files.pipeline_rules()

RULE_SETS: dict[str, tuple[Rule, ...]] = {
    "cutoffs": RULES.cutoffs,
    "mixed_age": RULES.mixed_age,
    "towns": RULES.towns,
    "risk": policy_files.risk_rules(),
    "idle funds": policy_files.idle_rules(),
    "renewal types": policy_files.renewal_thresholds(),
    "areas": policy_files.area_rules(),
    "codes on site": supervision_policy.capture_rules(),
    **{
        stage.value: tuple(r for r in reporting_policy.deadline_rules() if r.stage is stage)
        for stage in LEAVES
    },
    "hearing of doubts": reporting_policy.hearing_rules(),
    **{
        rung.word: tuple(r for r in supervision_policy.rung_rules() if r.rung is rung)
        for rung in Rung
    },
    **{kind.value: tuple(r for r in RULES.exclusions if r.kind is kind) for kind in Exclusion},
    **{
        step.word: tuple(r for r in PIPELINE.steps if r.step is step)
        for step in Step
        if not step.is_exit
    },
    **{
        step.word: tuple(r for r in PIPELINE.exits if r.step is step)
        for step in Step
        if step.is_exit
    },
}
ALL_RULES: tuple[Rule, ...] = (
    *(rule for rules in RULE_SETS.values() for rule in rules),
    *RULES.extensions,
    *policy_files.standards(),
    *policy_files.scope_items(),
)


def files() -> Iterator[Traversable]:
    for level in LEVELS:
        yield from (
            file for file in POLICY.joinpath(level).iterdir() if file.name.endswith(".toml")
        )


def python_files(folder: Traversable) -> Iterator[Traversable]:
    for file in folder.iterdir():
        if file.is_dir():
            yield from python_files(file)
        elif file.name.endswith(".py"):
            yield file


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", RULE_SETS)
def test_a_rule_is_in_force_from_the_first_day_at_every_place(name: str, place: str):
    assert rule_in_force(RULE_SETS[name], place, FIRST_DAY)
    assert rule_in_force(RULE_SETS[name], place, date(2026, 12, 31))


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: f"{rule.clause}@{rule.region}")
def test_every_rule_names_a_paper_and_fits_the_columns_it_is_kept_in(rule: Rule):
    assert len(rule.source) >= 4
    assert len(rule.clause) <= 64
    assert not rule.url or rule.url.startswith(("http://", "https://"))


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: f"{rule.clause}@{rule.region}")
def test_what_this_platform_made_up_itself_is_never_called_verified(rule: Rule):
    assert not (rule.verified and ("默认" in rule.source or "本平台" in rule.source))


def test_every_file_is_read_by_somebody():
    source = resources.files("jiugai")
    code = "".join(
        file.read_text("utf-8")
        for floor in ("exchange", "services", "config")
        for file in python_files(source.joinpath(floor))
    )

    assert not [file.name for file in files() if file.name.removesuffix(".toml") not in code]


def test_every_entry_on_every_level_bears_a_source():
    for file in files():
        for name, entries in tomllib.loads(file.read_text("utf-8")).items():
            for entry in entries if isinstance(entries, list) else []:
                assert entry.get("source"), f"{file.name}: [[{name}]] without a source"


def test_what_a_step_asks_for_comes_before_it_in_the_pipeline():
    for rule in PIPELINE.steps:
        assert all(step < rule.step for step in (*rule.requires, *rule.expects, *rule.never_before))
        assert not set(rule.requires) & set(rule.expects)
