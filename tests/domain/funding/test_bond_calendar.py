"""The calendar of special bonds: when they end, when they pay, and what nobody can tell."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.bond_calendar import TITLES, check_calendar, unchecked
from jiugai.domain.funding.bond_form import BondCheck, BondField, BondForm, Printed

F = BondField


def day(text: str) -> Printed:
    return Printed(text, day=date.fromisoformat(text)) if text else Printed()


def number(text: str) -> Printed:
    return Printed(text, Fraction(text)) if text else Printed()


def checks(**said: str) -> dict[str, BondCheck]:
    plain = {
        "begun": "2024-05-06", "days": "11月6日 5月6日(节假日顺延)", "next": "2024-11-06", "reminder": "",
        "matures": "2054-05-06", "years": "30", "form_years": "30", "operation": "2025—2054",
        "address": "",
    }  # fmt: skip
    said = plain | said
    form = BondForm(
        "S",
        {
            F.TERM_YEARS: number(said["form_years"]),
            F.OPERATION: Printed(said["operation"]),
            F.ADDRESS: Printed(said["address"]),
        },
    )
    payment = BondForm(
        "S",
        {
            F.VALUE_ON: day(said["begun"]), F.PAYMENT_DAYS: Printed(said["days"]),
            F.NEXT_PAYMENT: day(said["next"]), F.REMINDER_DAYS: number(said["reminder"]),
            F.MATURES_ON: day(said["matures"]), F.TERM_YEARS: number(said["years"]),
        },
    )  # fmt: skip
    return {one.code: one for one in check_calendar(form, payment)}


@pytest.mark.parametrize(
    ("code", "said", "computed", "agrees"),
    [
        ("term", {}, "2054-05-06", True),
        ("term", {"matures": "2054-05-07"}, "2054-05-06", False),
        ("term", {"matures": ""}, "2054-05-06", None),
        ("term", {"begun": ""}, None, None),
        ("term", {"years": "", "form_years": "0.5"}, None, None),
        ("term", {"begun": "2024-02-29", "years": "15", "matures": "2039-02-28"}, "2039-02-28", True),
        ("term_years", {}, "30", True),
        ("term_years", {"years": "20"}, "20", False),
        ("term_years", {"form_years": ""}, "30", None),
        ("payment_days", {}, "5月6日、11月6日", True),
        ("payment_days", {"days": "11月7日 5月6日"}, "5月6日、11月6日", False),
        ("payment_days", {"days": "5月6日"}, "5月6日", True),
        ("payment_days", {"days": "2月29日、8月31日", "begun": "2024-08-31"}, "2月28日、8月31日", True),
        ("payment_days", {"days": "每半年"}, None, None),
        ("payment_days", {"days": "1月1日2月1日3月1日4月1日5月1日"}, None, None),
        ("payment_frequency", {}, "半年一次", None),
        ("payment_frequency", {"days": "一年一次：11月6日、5月6日"}, "半年一次", False),
        ("payment_frequency", {"days": "每半年，11月6日、5月6日"}, "半年一次", True),
        ("payment_frequency", {"days": "一年两次，11月6日、5月6日"}, "半年一次", True),
        ("next_payment", {}, "2024-11-06", True),
        ("next_payment", {"next": "2031-05-06"}, "2031-05-06", True),
        ("next_payment", {"next": "2024-11-08"}, "2024-11-06", None),
        ("next_payment", {"next": "2024-12-06"}, "2024-11-06", False),
        ("next_payment", {"next": "2024-05-06"}, "2024-11-06", False),
        ("next_payment", {"next": "2054-11-06"}, "2054-11-06", False),
        ("next_payment", {"next": ""}, "2024-11-06", None),
        ("next_payment", {"days": ""}, None, None),
        ("reminder_days", {"reminder": "181"}, None, None),
        ("reminder_days", {"reminder": "184"}, "184", True),
        ("reminder_days", {"reminder": "181", "address": "https://x/20240509_4.html"}, "181", True),
        ("reminder_days", {"reminder": "181", "address": "https://x/20241399_4.html"}, None, None),
        ("reminder_days", {}, None, None),
        ("operation_covers_term", {}, "2054-05-06", True),
        ("operation_covers_term", {"operation": "2025—2053"}, "2054-05-06", False),
        ("operation_covers_term", {"operation": "/"}, "2054-05-06", None),
        ("operation_covers_term", {"matures": ""}, "2054-05-06", True),
    ],
)  # fmt: skip
def test_each_check_tells_true_false_or_why_neither(code, said, computed, agrees):
    found = checks(**said)[code]

    assert found.agrees is agrees
    assert computed is None or agrees is None or found.computed == computed
    assert found.because.endswith("。")


def test_a_project_without_payments_has_the_same_checks_unknown():
    found = unchecked("付息日表里没有 S01。")

    assert [one.code for one in found] == [*checks()] == [*TITLES]
    assert {one.agrees for one in found} == {None}


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 100))
def test_what_follows_from_the_beginning_agrees_with_itself(begun, years):
    found = checks(begun=str(begun), days="1月1日7月1日", years=str(years))
    days, matures = found["payment_days"].computed, found["term"].computed
    again = checks(begun=str(begun), days=days, years=str(years), matures=matures, next=matures)

    assert again["payment_days"].agrees is True
    assert again["term"].agrees is True
    assert again["next_payment"].agrees is True
