"""Local heads beside national codes; units that are not the item's."""

from dataclasses import replace
from datetime import date

import pytest

from jiugai.domain.findings import Weight
from jiugai.domain.scheme.bill import BillLine, check_bill
from jiugai.domain.scheme.local_catalogue import by_head, check_heads, head_of
from jiugai.domain.scheme.units import is_unit_of, unit_key
from jiugai.exchange.policy_files import scope_items
from jiugai.exchange.scheme.local_catalogues import local_heads
from tests.domain.scheme.test_bill import CATALOGUE, ROOF, TREES

JINSHA = tuple(head for head in local_heads() if head.catalogue == "jinsha")
REPAIR = replace(ROOF, head="房屋公共区域修缮")
OWN = replace(TREES, head="口袋公园")


def codes(*lines: BillLine, heads: bool = True) -> list[tuple[str, Weight]]:
    found = check_heads(lines, JINSHA if heads else (), CATALOGUE, "清单.xlsx")
    return [(one.code, one.weight) for one in found]


class TestHeads:
    def test_are_six_in_jinsha_and_four_in_chengdu(self) -> None:
        assert len(JINSHA) == 6
        assert [one.word for one in local_heads() if one.catalogue == "chengdu"] == [
            "安全类", "基础类", "完善类", "提升类",
        ]  # fmt: skip
        assert not any(one.verified for one in local_heads())

    def test_of_jinsha_hold_every_national_item_once(self) -> None:
        held = sorted(code for head in JINSHA for code in head.items)

        assert held == sorted({item.clause for item in scope_items()})
        assert JINSHA[0].in_force_from == date(2021, 11, 19)

    def test_are_known_by_word_or_clause(self) -> None:
        assert head_of(REPAIR, JINSHA) is JINSHA[2]
        assert head_of(replace(ROOF, head="JS-03"), JINSHA) is JINSHA[2]
        assert head_of(OWN, JINSHA) is None

    def test_that_fit_are_not_doubted(self) -> None:
        assert codes(REPAIR, TREES) == []

    def test_that_no_catalogue_has_stay_as_they_were_written(self) -> None:
        assert codes(OWN) == [("scheme.head_own", Weight.NOTES)]
        assert codes(OWN, heads=False) == [("scheme.head_no_catalogue", Weight.NOTES)]

    def test_that_do_not_hold_the_item_are_doubted(self) -> None:
        wrong = replace(ROOF, head="小区安全系统")

        assert codes(wrong) == [("scheme.head_item", Weight.WARNS)]

    def test_are_summed_with_the_places_own_last(self) -> None:
        sums = by_head([REPAIR, OWN, TREES], JINSHA)

        assert list(sums)[:6] == [one.word for one in JINSHA]
        assert sums["房屋公共区域修缮"] == ROOF.amount_fen
        assert (sums["口袋公园"], sums[""]) == (OWN.amount_fen, TREES.amount_fen)
        assert sum(sums.values()) == ROOF.amount_fen + 2 * TREES.amount_fen


class TestUnits:
    @pytest.mark.parametrize("text", ["㎡", "m²", "m2", "平方米", " 平米 "])
    def test_are_one_in_several_spellings(self, text: str) -> None:
        assert unit_key(text) == "平方米"
        assert is_unit_of(text, ["㎡"])

    @pytest.mark.parametrize("text", ["m", "米", "㎥", "项", "亩"])
    def test_are_not_converted(self, text: str) -> None:
        assert not is_unit_of(text, ["㎡"])

    def test_of_another_kind_are_told_with_what_was_expected(self) -> None:
        (found,) = check_bill([replace(ROOF, unit="项")], CATALOGUE, "清单.xlsx")

        assert (found.code, found.weight) == ("scheme.bill_unit", Weight.WARNS)
        assert "写的是“项”，目录里应是：㎡、m；没有替您换算" in found.message

    def test_are_given_for_every_item(self) -> None:
        assert all(item.units for item in scope_items())
