"""What was built against the scheme: item by item, unit by unit, promise by promise."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.scheme.accepted import (
    AcceptedItem,
    BuiltOutcome,
    acceptance_findings,
    built_items,
    check_accepted,
    final_findings,
    plain,
)
from jiugai.domain.scheme.bill import BillStage
from jiugai.domain.scheme.needs import Need, NeedKind
from tests.domain.scheme.test_bill import CATALOGUE, ROOF, TREES

STARTED, TODAY = date(2020, 8, 1), date(2020, 11, 3)
DONE = AcceptedItem("B14", "㎡", Fraction("1200.5"), date(2020, 10, 28), "石旧改验〔2020〕3号")
LEAK = Need(NeedKind.PROMISED, "B14", "屋面不再漏水")


def outcome(*accepted: AcceptedItem) -> list[tuple[str, BuiltOutcome]]:
    return [(one.item, one.outcome) for one in built_items([ROOF], accepted)]


def codes(*accepted: AcceptedItem, needs: tuple[Need, ...] = ()) -> list[str]:
    built = built_items([ROOF], accepted)
    return [one.code for one in acceptance_findings(built, needs, {}, CATALOGUE)]


class TestBuilt:
    @pytest.mark.parametrize(
        ("quantity", "found"),
        [
            ("1200.5", BuiltOutcome.WHOLE),
            ("1200.499", BuiltOutcome.SHORT),
            ("1200.501", BuiltOutcome.OVER),
            ("0", BuiltOutcome.LEFT_OUT),
        ],
    )
    def test_is_held_to_the_quantity_of_the_scheme(
        self, quantity: str, found: BuiltOutcome
    ) -> None:
        assert outcome(replace(DONE, quantity=Fraction(quantity))) == [("B14", found)]

    def test_is_summed_where_parts_are_accepted_apart(self) -> None:
        half = replace(DONE, quantity=Fraction("600.25"))

        assert outcome(half, half) == [("B14", BuiltOutcome.WHOLE)]

    def test_knows_one_unit_in_several_spellings(self) -> None:
        assert outcome(replace(DONE, unit="平方米")) == [("B14", BuiltOutcome.WHOLE)]

    def test_of_another_unit_is_not_converted(self) -> None:
        found = codes(replace(DONE, unit="m"))

        assert found == ["scheme.accepted_other_unit", "scheme.built_unplanned"] or found == [
            "scheme.built_unplanned",
            "scheme.accepted_other_unit",
        ]

    def test_outside_the_scheme_is_named(self) -> None:
        assert outcome(DONE, replace(DONE, item="W02", unit="株"))[1] == (
            "W02",
            BuiltOutcome.UNPLANNED,
        )

    def test_that_nobody_accepted_is_not_yet(self) -> None:
        assert outcome() == [("B14", BuiltOutcome.NOT_YET)]

    @given(st.lists(st.integers(0, 5_000), max_size=5))
    def test_adds_up_whatever_the_parts(self, parts: list[int]) -> None:
        told = [replace(DONE, quantity=Fraction(n, 2)) for n in parts]
        (found,) = built_items([ROOF], told)

        assert found.accepted == (Fraction(sum(parts), 2) if parts else None)
        assert found.planned == ROOF.quantity


class TestFindings:
    def test_of_whole_works_are_none(self) -> None:
        assert codes(DONE, needs=(LEAK,)) == []

    @pytest.mark.parametrize(
        ("accepted", "code"),
        [
            ((), "scheme.not_accepted"),
            ((replace(DONE, quantity=Fraction(0)),), "scheme.not_built"),
            ((replace(DONE, quantity=Fraction(9)),), "scheme.built_differs"),
            ((DONE, replace(DONE, item="W02", unit="株")), "scheme.built_unplanned"),
        ],
    )
    def test_name_what_differs(self, accepted: tuple[AcceptedItem, ...], code: str) -> None:
        assert codes(*accepted) == [code]

    def test_name_a_promise_that_was_not_built(self) -> None:
        found = codes(replace(DONE, quantity=Fraction(0)), needs=(LEAK,))

        assert found == ["scheme.not_built", "scheme.need_not_built"]

    def test_spare_a_promise_that_is_waived(self) -> None:
        built = built_items([TREES], [replace(DONE, item="W02", unit="株", quantity=Fraction(3))])

        assert acceptance_findings(built, (LEAK,), {"B14": "2019年已修"}, CATALOGUE) == ()


class TestFinalBill:
    def test_is_held_to_the_bill_before_it(self) -> None:
        found = final_findings(BillStage.FINAL, [TREES], (BillStage.BUDGET, [ROOF]), CATALOGUE)

        assert [one.code for one in found] == ["scheme.final_left_out", "scheme.final_unplanned"]

    def test_alone_or_of_another_stage_is_held_to_none(self) -> None:
        assert final_findings(BillStage.FINAL, [TREES], None, CATALOGUE) == ()
        before = (BillStage.ESTIMATE, [ROOF])
        assert final_findings(BillStage.BUDGET, [TREES], before, CATALOGUE) == ()


class TestCheck:
    @pytest.mark.parametrize(
        ("told", "started", "code"),
        [
            (replace(DONE, item="B99"), STARTED, "scheme.accepted_unknown_item"),
            (replace(DONE, on=date(2020, 11, 4)), STARTED, "scheme.accepted_in_future"),
            (replace(DONE, on=date(2020, 7, 31)), STARTED, "scheme.accepted_before_start"),
            (DONE, None, "scheme.accepted_not_started"),
            (replace(DONE, paper=" "), STARTED, "scheme.accepted_no_paper"),
        ],
    )
    def test_refuses(self, told: AcceptedItem, started: date | None, code: str) -> None:
        assert [one.code for one in check_accepted(told, CATALOGUE, started, TODAY)] == [code]

    def test_takes_a_whole_one(self) -> None:
        assert check_accepted(DONE, CATALOGUE, STARTED, TODAY) == ()


def test_a_quantity_is_said_without_idle_noughts() -> None:
    assert [plain(Fraction(n)) for n in ("1200.5", "1000", "0")] == ["1,200.5", "1,000", "0"]
