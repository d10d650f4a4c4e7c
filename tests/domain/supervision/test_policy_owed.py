"""A policy document that a body owes: owed, overdue, issued; a day that nobody gave is no day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.supervision.policy_owed import (
    DocumentState,
    OwedDocument,
    Promulgation,
    check_due_day,
    check_promulgation,
    document_standing,
)

TODAY = date(2020, 11, 20)
DUE = date(2020, 11, 10)
OWED = OwedDocument(
    clause="ZC-06",
    source="讲话",
    in_force_from=date(2020, 11, 3),
    body="市财政局",
    document="资金筹措办法",
    about="重点就财政资金配套出台",
)


def issued(on: date) -> Promulgation:
    return Promulgation("安财发〔2020〕9号", "安康市老旧小区改造资金筹措办法", on)


class TestTheStanding:
    @pytest.mark.parametrize(
        ("due_set", "issued_on", "state", "late"),
        [
            (None, None, DocumentState.OWED, 0),
            (TODAY, None, DocumentState.OWED, 0),
            (DUE, None, DocumentState.OVERDUE, 10),
            (DUE, DUE, DocumentState.ISSUED, 0),
            (DUE, DUE + timedelta(days=3), DocumentState.ISSUED, 3),
            (None, DUE, DocumentState.ISSUED, 0),
            (DUE, TODAY + timedelta(days=1), DocumentState.OVERDUE, 10),
        ],
    )
    def test_follows_from_two_days(self, due_set, issued_on, state, late) -> None:
        entered = issued(issued_on) if issued_on else None
        found = document_standing(OWED, due_set=due_set, issued=entered, today=TODAY)

        assert (found.state, found.days_late) == (state, late)

    def test_takes_the_papers_own_day_until_the_city_sets_another(self) -> None:
        dated = OwedDocument(
            clause="ZC-06",
            source="讲话",
            in_force_from=date(2020, 11, 3),
            body="市财政局",
            document="资金筹措办法",
            about="出台",
            due_on=DUE,
        )

        own = document_standing(dated, due_set=None, issued=None, today=TODAY)
        later = document_standing(dated, due_set=TODAY, issued=None, today=TODAY)
        assert (own.due_on, later.due_on) == (DUE, TODAY)
        assert (own.state, later.state) == (DocumentState.OVERDUE, DocumentState.OWED)

    @given(st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1)))
    def test_is_never_late_by_a_day_that_nobody_gave(self, today: date) -> None:
        found = document_standing(OWED, due_set=None, issued=None, today=today)

        assert (found.state, found.due_on, found.days_late) == (DocumentState.OWED, None, 0)


class TestEntering:
    def test_wants_number_title_and_a_day_that_has_come(self) -> None:
        found = check_promulgation(Promulgation(" ", "", TODAY + timedelta(days=1)), TODAY)

        assert [one.code for one in found] == [
            "document.no_number",
            "document.no_title",
            "document.in_future",
        ]
        assert check_promulgation(issued(TODAY), TODAY) == ()

    def test_sets_no_day_backwards_and_none_without_a_ground(self) -> None:
        found = check_due_day(TODAY - timedelta(days=1), "", TODAY)

        assert [one.code for one in found] == ["document.due_in_past", "document.no_ground"]
        assert check_due_day(TODAY, "11月10日专题会议纪要", TODAY) == ()
