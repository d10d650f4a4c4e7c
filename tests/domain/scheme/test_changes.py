"""A scheme changes formally: with a reason, a paper, and the residents where items come or go."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from jiugai.domain.law import rule_in_force
from jiugai.domain.scheme.bill import BillLine, BillStage
from jiugai.domain.scheme.changes import (
    ChangeKind,
    Grounds,
    changes,
    check_change,
    overruns,
)
from jiugai.exchange.policy_files import overrun_rules
from tests.domain.scheme.test_bill import ROOF, TREES

WHOLE = Grounds("基层破损", "石旧改办〔2020〕12号", "86户中71户同意")
DEARER = replace(ROOF, unit_price_fen=9_000)
RULE = rule_in_force(overrun_rules(), "610900", date(2020, 11, 3))


class TestChanges:
    @pytest.mark.parametrize(
        ("after", "kinds"),
        [
            ([ROOF, TREES], [ChangeKind.ADDED]),
            ([TREES], [ChangeKind.DROPPED, ChangeKind.ADDED]),
            ([DEARER], [ChangeKind.DEARER]),
            ([replace(ROOF, quantity=Fraction(1))], [ChangeKind.CHEAPER]),
            ([replace(ROOF, name="涂膜")], []),
        ],
    )
    def test_are_told_item_by_item(self, after: list[BillLine], kinds: list[ChangeKind]) -> None:
        assert [one.kind for one in changes([ROOF], after)] == kinds


class TestCheckChange:
    def codes(
        self, after: list[BillLine], grounds: Grounds, before: tuple[BillLine, ...] = (ROOF,)
    ) -> list[str]:
        return [one.code for one in check_change(before, after, grounds)]

    def test_asks_nothing_of_the_first_version(self) -> None:
        assert self.codes([ROOF], Grounds(), before=()) == []

    def test_asks_for_reason_paper_and_vote_at_once(self) -> None:
        assert self.codes([ROOF, TREES], Grounds()) == [
            "scheme.change_no_reason",
            "scheme.change_no_paper",
            "scheme.change_no_vote",
        ]

    def test_asks_for_no_vote_where_only_a_price_moves(self) -> None:
        assert self.codes([DEARER], replace(WHOLE, vote="")) == []

    def test_takes_blanks_for_nothing(self) -> None:
        assert self.codes([DEARER], Grounds(" ", "　")) == [
            "scheme.change_no_reason",
            "scheme.change_no_paper",
        ]

    def test_refuses_what_changes_nothing(self) -> None:
        assert self.codes([ROOF], WHOLE) == ["scheme.unchanged"]
        assert self.codes([replace(ROOF, name="涂膜")], WHOLE) == []


class TestOverruns:
    def codes(self, lines: list[BillLine], before: list[BillLine]) -> list[str]:
        found = overruns(BillStage.BUDGET, lines, (BillStage.ESTIMATE, before), RULE)
        return [one.code for one in found]

    def test_are_none_without_a_stage_before(self) -> None:
        assert overruns(BillStage.ESTIMATE, [ROOF], None, RULE) == ()

    def test_begin_above_what_was_set(self) -> None:
        assert self.codes([ROOF], [ROOF]) == []
        assert self.codes([replace(ROOF, unit_price_fen=8_651)], [ROOF]) == ["scheme.over_total"]

    def test_of_an_item_begin_above_a_tenth_more(self) -> None:
        plain = replace(ROOF, quantity=Fraction(1), unit_price_fen=1_000)
        rest = replace(TREES, unit_price_fen=10**6)
        less = replace(rest, unit_price_fen=10**6 - 1_000)

        assert self.codes([replace(plain, unit_price_fen=1_100), less], [plain, rest]) == []
        assert self.codes([replace(plain, unit_price_fen=1_101), less], [plain, rest]) == [
            "scheme.over_item"
        ]

    def test_name_an_item_that_was_never_set(self) -> None:
        assert self.codes([ROOF, TREES], [ROOF, replace(ROOF, number=2)]) == ["scheme.not_before"]

    def test_of_items_are_silent_without_a_rule(self) -> None:
        found = overruns(BillStage.FINAL, [ROOF, TREES], (BillStage.BUDGET, [ROOF]), None)

        assert [one.code for one in found] == ["scheme.over_total"]
        assert "决算" in found[0].message
        assert "超过预算" in found[0].message
