"""The scope catalogue: what a scheme leaves out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Weight
from jiugai.domain.scheme.catalogue import (
    Reach,
    ScopeClass,
    check_scope,
    items_in_force,
)
from jiugai.exchange.policy_files import scope_items

DAY = date(2022, 6, 1)
CATALOGUE = items_in_force(scope_items(), "610902", DAY)
BASIC = [code for code, item in CATALOGUE.items() if item.scope_class is ScopeClass.BASIC]


class TestItemsInForce:
    def test_holds_the_states_items_and_what_the_province_adds(self):
        assert (len(BASIC), len(CATALOGUE)) == (17, 43)
        assert "B17" in CATALOGUE
        assert "B17" not in items_in_force(scope_items(), "340102", DAY)

    def test_is_empty_before_the_paper(self):
        assert items_in_force(scope_items(), "610902", date(2020, 7, 9)) == {}

    def test_is_ordered_by_code(self):
        assert list(CATALOGUE) == sorted(CATALOGUE)


class TestCheckScope:
    def test_has_nothing_to_say_where_all_basic_items_are_chosen(self):
        assert check_scope(BASIC, {}, CATALOGUE) == ()

    def test_accepts_a_reason_instead_of_an_item(self):
        assert check_scope(BASIC[1:], {BASIC[0]: "已于2018年改造"}, CATALOGUE) == ()

    @pytest.mark.parametrize("waived", [{}, {"B02": "  "}])
    def test_names_a_basic_item_left_out_without_a_reason(self, waived: dict[str, str]):
        (finding,) = check_scope([code for code in BASIC if code != "B02"], waived, CATALOGUE)

        assert (finding.code, finding.weight) == ("scheme.basic_items_missing", Weight.WARNS)
        assert (
            "有 1 项没有列入方案，也没有写明不改的理由：排水（含雨污分流）（B02）；"
            in finding.message
        )

    def test_refuses_an_item_that_is_both_chosen_and_waived(self):
        (finding,) = check_scope(BASIC, {"B01": "不需要"}, CATALOGUE)

        assert finding.code == "scheme.item_chosen_and_waived"

    def test_refuses_what_the_catalogue_lacks(self):
        codes = [each.message for each in check_scope([*BASIC, "B99"], {"X1": "无"}, CATALOGUE)]

        assert [message[:11] for message in codes] == ["改造内容“B99”不在", "改造内容“X1”不在目"]

    @given(chosen=st.sets(st.sampled_from(sorted(CATALOGUE))))
    def test_names_exactly_the_basic_items_that_were_not_chosen(self, chosen: set[str]):
        said = "".join(one.message for one in check_scope(chosen, {}, CATALOGUE))

        assert {code for code in CATALOGUE if f"（{code}）" in said} == set(BASIC) - chosen


def test_classes_and_reaches_bear_their_words():
    assert [each.word for each in ScopeClass] == ["基础类", "完善类", "提升类"]
    assert [each.word for each in Reach] == ["小区内部", "与小区联系", "小区周边"]
