"""Checklists: what is done, what does not apply, and what nobody may say without showing it."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.scheme.checklists import (
    Checklist,
    ChecklistItem,
    EvidenceKind,
    Mark,
    MarkState,
    ToldBy,
    check_items,
    check_mark,
    completeness,
)
from jiugai.exchange.scheme.checklist_rules import checklist_rules

DAY = date(2020, 11, 3)
GROUP = ChecklistItem("1", "一个工作专班", EvidenceKind.PAPER, 2)
SCHEME = ChecklistItem("2", "一个改造实施方案", EvidenceKind.PAPER, 1, ToldBy.SCHEME)
FILES = ChecklistItem("3", "一套完整档案资料", EvidenceKind.RECORD)
FIVE = Checklist("五", "五个一", "通报", (GROUP, SCHEME, FILES))
DONE = Mark("1", MarkState.MET, DAY, paper="〔2020〕3号")


class TestCompleteness:
    def test_counts_nothing_that_nobody_said(self) -> None:
        found = completeness(FIVE, [], {})

        assert (found.met, found.owed, found.score, found.most) == (0, 3, 0, 4)
        assert found.share == 0

    def test_counts_what_was_said_and_what_the_register_tells(self) -> None:
        found = completeness(FIVE, [DONE], {ToldBy.SCHEME: True})

        assert (found.met, found.score) == (2, 3)
        assert found.share == Fraction(2, 3)

    def test_leaves_out_what_does_not_apply(self) -> None:
        waived = Mark("3", MarkState.NOT_APPLICABLE, DAY, "没有")
        found = completeness(FIVE, [DONE, waived], {ToldBy.SCHEME: True})

        assert (found.met, found.owed, found.share) == (2, 2, 1)

    def test_lets_the_last_word_hold(self) -> None:
        undone = replace(DONE, state=MarkState.UNMET, on=DAY + timedelta(1))

        assert completeness(FIVE, [DONE, undone], {}).met == 0

    def test_is_undefined_where_nothing_applies(self) -> None:
        assert completeness(replace(FIVE, items=()), [], {}).share is None

    def test_believes_the_register_before_a_person(self) -> None:
        no = Mark("2", MarkState.UNMET, DAY)

        assert completeness(FIVE, [no], {ToldBy.SCHEME: True}).met == 1


class TestCheckMark:
    @pytest.mark.parametrize(
        ("mark", "code"),
        [
            (replace(DONE, item="9"), "scheme.mark_unknown_item"),
            (replace(DONE, paper=" "), "scheme.mark_no_evidence"),
            (replace(DONE, on=DAY + timedelta(1)), "scheme.mark_in_future"),
            (Mark("1", MarkState.NOT_APPLICABLE, DAY, " "), "scheme.mark_no_reason"),
        ],
    )
    def test_refuses(self, mark: Mark, code: str) -> None:
        assert [one.code for one in check_mark(FIVE, mark, DAY)] == [code]

    @pytest.mark.parametrize("mark", [DONE, Mark("1", MarkState.UNMET, DAY)])
    def test_takes(self, mark: Mark) -> None:
        assert check_mark(FIVE, mark, DAY) == ()


class TestCheckItems:
    @pytest.mark.parametrize(
        ("items", "code"),
        [
            ([GROUP, GROUP], "scheme.checklist_twice"),
            ([replace(GROUP, score=101)], "scheme.checklist_score"),
            (
                [replace(GROUP, code=str(n)) for n in range(61)],
                "scheme.checklist_too_long",
            ),
        ],
    )
    def test_refuses(self, items: list[ChecklistItem], code: str) -> None:
        assert [one.code for one in check_items(items)] == [code]

    def test_takes_an_empty_form(self) -> None:
        assert check_items([]) == ()


class TestTheFilesOnFile:
    def test_hold_what_was_found_and_leave_the_rest_empty(self) -> None:
        found = {rule.title: rule.checklist for rule in checklist_rules()}

        assert len(found["五个一"].items) == 5
        assert len(found["两清两访四公开"].items) == 8
        empty = {title for title, one in found.items() if not one.items}
        assert "物业管理“1125”" in empty
        assert all(not found[title].verified for title in empty)

    def test_fit_together(self) -> None:
        assert [fault for rule in checklist_rules() for fault in rule.faults] == []
        broken = replace(checklist_rules()[0], items=("一项", "两项", "三项"))
        assert broken.faults


@given(
    st.lists(
        st.builds(
            Mark,
            st.sampled_from("1239"),
            st.sampled_from(MarkState),
            st.just(DAY),
        ),
        max_size=8,
    ),
    st.booleans(),
)
def test_what_is_done_and_scored_never_exceeds_what_applies(marks: list[Mark], told: bool) -> None:
    found = completeness(FIVE, marks, {ToldBy.SCHEME: told})

    assert 0 <= found.met <= found.owed <= len(FIVE.items)
    assert 0 <= found.score <= found.most
    assert found.share is None or 0 <= found.share <= 1
