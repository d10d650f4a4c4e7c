"""Every standard: kept, not kept, not applicable, undefined, as far as its facts can tell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.eligibility.verdict import Outcome
from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.scheme.checklists import Mark
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.catalogue import CHECKS
from jiugai.domain.supervision.standards.check import StandardOutcome
from tests.domain.supervision.standards.examples import (
    ACCEPTED,
    APPLIED,
    APPROVED,
    COMPLETED,
    DAY,
    HANDED,
    STARTED,
    STEPS,
    a_case,
    ask,
    line,
    mark,
    need,
    scheme,
)

KEPT, BROKEN, BESIDE, UNDEFINED = StandardOutcome
ALL = ("3", "5", "6", "7")
VISITED = {
    pair: one for item in ALL for pair, one in mark(item, APPLIED, checklist="QD-02").items()
}
DONE = {**STEPS, Step.COMPLETION: COMPLETED}
PASSED = {**DONE, Step.ACCEPTANCE: ACCEPTED}
OLD = {**STEPS, Step.COMPLETION: date(2022, 1, 1)}
EARLY, LATE = date(2022, 2, 1), date(2022, 5, 20)
NO_STEPS: dict[Step, date] = {}
NO_PLAN = {"years": (), "steps": NO_STEPS}
PAINT = scheme(line("B15"))
PARKING = {"scheme": scheme(line("W06")), "sources": {Source.CITY}}

CASES: tuple[tuple[str, StandardOutcome, dict[str, object]], ...] = (
    ("N50-01", KEPT, {"marks": mark("1", EARLY, checklist="QD-01")}),
    ("N50-01", UNDEFINED, {}),
    ("N50-02", KEPT, {}),
    ("N50-02", BROKEN, {"steps": {**STEPS, Step.APPLICATION: STARTED}}),
    ("N50-02", BESIDE, NO_PLAN),
    ("N50-02", UNDEFINED, {"steps": {Step.APPROVAL: APPROVED}}),
    ("N50-03", KEPT, {}),
    ("N50-03", BROKEN, {"outcome": Outcome.EXCLUDED}),
    ("N50-03", BROKEN, {"outcome": Outcome.RESERVE}),
    ("N50-03", BESIDE, {"outcome": Outcome.EXCLUDED, "years": ()}),
    ("N50-03", UNDEFINED, {"outcome": Outcome.UNKNOWN}),
    ("N50-03", UNDEFINED, {"outcome": None}),
    ("N50-04", KEPT, {}),
    ("N50-04", BROKEN, {"scheme": scheme(line("W02", "古树移栽"))}),
    ("N50-04", UNDEFINED, {"scheme": None}),
    ("N50-05", KEPT, {}),
    ("N50-05", BROKEN, {"steps": {**STEPS, Step.APPLICATION: STARTED}}),
    ("N50-05", BESIDE, NO_PLAN),
    ("N50-05", UNDEFINED, {"sources": {Source.POLICY_BANK_LOAN}}),
    ("N50-05", UNDEFINED, {"sources": None}),
    ("N50-06", KEPT, {"marks": mark("N50-06", STARTED)}),
    ("N50-06", BROKEN, {"marks": mark("N50-06", LATE)}),
    ("N50-06", BESIDE, {"scheme": PAINT}),
    ("N50-06", BESIDE, {"steps": NO_STEPS}),
    ("N50-06", UNDEFINED, {}),
    ("N50-07", KEPT, {}),
    ("N50-07", BROKEN, {"needs": (need("B02", STARTED),)}),
    ("N50-07", BROKEN, {"needs": (need("B02", APPLIED, covered=False),)}),
    ("N50-07", UNDEFINED, {"scheme": None}),
    ("N50-07", UNDEFINED, {"needs": ()}),
    ("N50-08", KEPT, {"marks": VISITED}),
    ("N50-08", BROKEN, {"marks": mark("3", APPLIED, checklist="QD-02")}),
    ("N50-08", BROKEN, {"marks": VISITED, "steps": PASSED}),
    ("N50-08", BESIDE, NO_PLAN),
    ("N50-08", UNDEFINED, {}),
    ("N50-09", KEPT, {"marks": mark("N50-09", APPROVED)}),
    ("N50-09", BROKEN, {"marks": mark("N50-09", STARTED)}),
    ("N50-09", BESIDE, NO_PLAN),
    ("N50-09", UNDEFINED, {}),
    ("N50-10", KEPT, {"marks": mark("N50-10", STARTED)}),
    ("N50-10", BROKEN, {"marks": mark("N50-10", LATE)}),
    ("N50-10", BESIDE, NO_PLAN),
    ("N50-10", UNDEFINED, {}),
    ("N50-11", BROKEN, {"steps": OLD}),
    ("N50-11", BESIDE, {}),
    ("N50-11", BESIDE, {"steps": DONE}),
    ("N50-11", UNDEFINED, {"steps": PASSED}),
    ("N50-12", KEPT, {}),
    ("N50-12", KEPT, {"scheme": scheme(line("B02"), waived={"W06": "没有场地"})}),
    ("N50-12", BROKEN, {"needs": (need("T07", APPLIED, covered=False),)}),
    ("N50-12", UNDEFINED, {"scheme": PAINT}),
    ("N50-12", UNDEFINED, {"scheme": None}),
    ("N50-13", KEPT, {}),
    ("N50-13", BROKEN, {"together": ()}),
    ("N50-13", BESIDE, {"partners": ()}),
    ("N50-13", BESIDE, {"years": ()}),
    ("N50-13", UNDEFINED, {"partners": None}),
    ("N50-14", KEPT, {}),
    ("N50-14", BROKEN, {"scheme": PAINT}),
    ("N50-14", BESIDE, {"storeys": 3}),
    ("N50-14", BROKEN, {"storeys": 4, "scheme": PAINT}),
    ("N50-14", UNDEFINED, {"storeys": None}),
    ("N50-14", UNDEFINED, {"scheme": None}),
    ("N50-15", KEPT, {}),
    ("N50-15", BROKEN, {"scheme": scheme(line("W14"), line("W04"))}),
    ("N50-15", UNDEFINED, {"scheme": None}),
    ("N50-16", KEPT, {"sources": {Source.PRIVATE_CAPITAL}}),
    ("N50-16", BROKEN, PARKING),
    ("N50-16", BESIDE, {"scheme": PAINT}),
    ("N50-16", UNDEFINED, {"sources": None}),
    ("N50-16", UNDEFINED, {"scheme": None}),
    ("N50-17", KEPT, {}),
    ("N50-17", BROKEN, {"sources": {Source.CITY, Source.COUNTY}}),
    ("N50-17", BESIDE, NO_PLAN),
    ("N50-17", UNDEFINED, {"sources": None}),
    ("N50-18", BESIDE, {}),
    ("N50-18", BESIDE, {"scheme": PAINT, "steps": PASSED}),
    ("N50-18", UNDEFINED, {"steps": PASSED}),
    ("N50-18", UNDEFINED, {"steps": {**PASSED, Step.HANDOVER: HANDED}}),
    ("N50-19", BESIDE, NO_PLAN),
    ("N50-19", UNDEFINED, {}),
    ("N50-20", BESIDE, {}),
    ("N50-20", UNDEFINED, {"steps": PASSED}),
)  # fmt: skip


class TestEachStandard:
    @pytest.mark.parametrize(("code", "outcome", "changed"), CASES)
    def test_answers_by_its_facts(
        self, code: str, outcome: StandardOutcome, changed: dict[str, object]
    ) -> None:
        answer = ask(code, a_case(**changed))

        assert answer.outcome is outcome, answer.words
        assert bool(answer.recorder) is (outcome is UNDEFINED)
        assert bool(answer.bases) or outcome not in {KEPT, BROKEN}

    def test_is_among_the_cases_with_a_missing_fact(self) -> None:
        undefined = {code for code, outcome, _ in CASES if outcome is UNDEFINED}
        assert undefined == {check.code for check in CHECKS}

    @given(
        day=st.dates(date(2015, 1, 1), date(2030, 1, 1)),
        steps=st.dictionaries(st.sampled_from(list(Step)), st.dates(date(2015, 1, 1), DAY)),
        storeys=st.none() | st.integers(1, 40),
        planned=st.booleans(),
    )
    def test_answers_whatever_is_missing(
        self, day: date, steps: dict[Step, date], storeys: int | None, planned: bool
    ) -> None:
        bare = StandardCase(day=day, steps=steps, storeys=storeys, years=(2022,) if planned else ())

        for check in CHECKS:
            answer = ask(check.code, bare)
            # Nothing is kept or broken by a fact that nobody recorded.
            assert answer.words
            assert not answer.words.endswith("。")
            if answer.outcome in {KEPT, BROKEN}:
                assert answer.bases


def test_a_mark_is_read_as_it_was_recorded() -> None:
    found = a_case(marks=mark("N50-09", EARLY)).met("N50", "N50-09")

    assert isinstance(found, Mark)
    assert found.on == EARLY
