from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.duplicates import Claim, examine
from jiugai.domain.reporting.checks.verdicts import Outcome

CLAIM = Claim("合同", "HT-2020-017", "某某建设有限公司", 125_000_000, "河滨小区", 2020)


class TestDuplicates:
    @pytest.mark.parametrize(
        "again",
        [
            replace(CLAIM, project="东风小区"),
            replace(CLAIM, year=2021),
            replace(
                CLAIM, project="东风小区", number="ｈｔ－２０２０ 017", payee="某某建设（有限公司）"
            ),
        ],
    )
    def test_refuses_one_paper_in_two_projects_or_years_however_it_is_typed(self, again: Claim):
        verdict = examine(CLAIM, [CLAIM, again])

        assert verdict.failed
        assert f"在{again.year} 年“{again.project}”已经申报过" in verdict.message
        assert "1,250,000.00 元" in verdict.message

    @pytest.mark.parametrize(
        "other",
        [
            CLAIM,
            replace(CLAIM, project="东风小区", number="HT-2020-018"),
            replace(CLAIM, project="东风小区", amount_fen=1),
            replace(CLAIM, project="东风小区", payee="另一家"),
            replace(CLAIM, project="东风小区", kind="发票"),
        ],
    )
    def test_passes_another_paper_and_the_same_one_once_more(self, other: Claim):
        assert examine(CLAIM, [other]).outcome is Outcome.PASSED

    def test_is_not_asked_of_a_paper_without_a_number(self):
        nameless = replace(CLAIM, number=" — ")

        assert examine(nameless, [CLAIM]).outcome is Outcome.NOT_APPLICABLE

    @given(st.lists(st.sampled_from(["河滨小区", "东风小区", "建国小区"]), max_size=5))
    def test_finds_the_same_from_either_side(self, projects: list[str]):
        claims = [replace(CLAIM, project=name) for name in projects]
        failed = [examine(claim, claims).failed for claim in claims]

        assert all(failed) if len(set(projects)) > 1 else not any(failed)
