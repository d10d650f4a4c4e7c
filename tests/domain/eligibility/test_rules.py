"""What a ledger's cell says of exclusions."""

import pytest

from jiugai.domain.eligibility.rules import Exclusion, exclusions_named


class TestExclusionsNamed:
    @pytest.mark.parametrize(
        ("cell", "named"),
        [
            ("棚改", {Exclusion.SHANTYTOWN}),
            ("已列入棚户区改造计划", {Exclusion.SHANTYTOWN}),
            ("城中村、自建房", {Exclusion.URBAN_VILLAGE, Exclusion.SELF_BUILT}),
            ("D级危房", {Exclusion.DANGEROUS}),
            ("拟拆除新建", {Exclusion.REBUILD}),
            ("2018年已改造", {Exclusion.FUNDED}),
            ("否", set()),
            (" 无 ", set()),
            ("不涉及", set()),
        ],
    )
    def test_reads_what_is_named_and_what_is_denied(self, cell: str, named: set[Exclusion]):
        assert exclusions_named(cell) == named

    @pytest.mark.parametrize(
        "cell", ["", "   ", "非棚改", "是", "不属于城中村", "待核", "是否危房"]
    )
    def test_does_not_guess_what_is_blank_unclear_or_half_denied(self, cell: str):
        assert exclusions_named(cell) is None
