from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.calendar import Month
from jiugai.domain.funding.book.amounts import MoneyUnit, NotAnAmount, fen_of
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.book.vouchers import MOST_FEN, Voucher, check_voucher, period_of

TODAY = date(2020, 11, 3)
PAYMENT = Voucher(
    step=MoneyStep.PAY,
    earmark=1,
    county=7,
    amount_fen=100,
    on=date(2020, 10, 9),
    paper="回单 20201009-1",
    project=70,
    contract=700,
)


class TestCheckVoucher:
    def test_finds_nothing_wrong_with_a_payment(self):
        assert check_voucher(PAYMENT, granted_in=2020, today=TODAY) == ()

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"amount_fen": 0}, "amount_not_positive"),
            ({"amount_fen": -1}, "amount_not_positive"),
            ({"amount_fen": MOST_FEN + 1}, "amount_too_large"),
            ({"on": date(2020, 11, 4)}, "day_in_future"),
            ({"on": date(2018, 12, 31)}, "day_before_grant"),
            ({"project": None}, "project_missing"),
            ({"contract": None}, "contract_missing"),
            ({"paper": " "}, "paper_missing"),
            ({"step": MoneyStep.ASSIGN}, "giver_missing"),
            ({"step": MoneyStep.ASSIGN, "giver": 7}, "giver_missing"),
        ],
    )
    def test_says_what_is_wrong_and_that_nothing_was_posted(self, change, code: str):
        (found,) = check_voucher(replace(PAYMENT, **change), granted_in=2020, today=TODAY)

        assert found.code == f"voucher.{code}"
        assert found.message.endswith("本笔没有记账。")

    def test_says_all_at_once(self):
        wrong = replace(PAYMENT, amount_fen=0, project=None, contract=None, paper="")

        assert len(check_voucher(wrong, granted_in=2020, today=TODAY)) == 4


class TestPeriod:
    @pytest.mark.parametrize(
        ("last_closed", "period"),
        [
            (None, Month(2020, 10)),
            (Month(2020, 9), Month(2020, 10)),
            (Month(2020, 10), Month(2020, 11)),
        ],
    )
    def test_is_the_days_own_month_until_that_is_closed(self, last_closed, period: Month):
        assert period_of(date(2020, 10, 9), last_closed, TODAY) == period


class TestAmounts:
    @pytest.mark.parametrize(
        ("text", "unit", "fen"),
        [
            ("0", MoneyUnit.YUAN, 0),
            ("120000.00", MoneyUnit.YUAN, 12_000_000),
            ("-3.5", MoneyUnit.YUAN, -350),
            ("￥1,234,567.89", MoneyUnit.YUAN, 123_456_789),
            ("1，234", MoneyUnit.YUAN, 123_400),
            ("12.000001", MoneyUnit.WAN_YUAN, 12_000_001),
            ("1.5800000", MoneyUnit.YI_YUAN, 15_800_000_000),
        ],
    )
    def test_are_read_to_the_fen(self, text: str, unit: MoneyUnit, fen: int):
        assert fen_of(text, unit) == fen

    @pytest.mark.parametrize(
        "text",
        ["", "1_000", "１２３", "1E5", "NaN", "Infinity", "1.", ".5", "+1", "1 000", "12,34", "0x1",
         "1.001", "99999999999999", "一百"],
    )  # fmt: skip
    def test_are_refused_when_not_written_plainly(self, text: str):
        with pytest.raises(NotAnAmount, match="金额读到"):
            fen_of(text, MoneyUnit.YUAN)

    @given(st.integers(-(10**15) + 1, 10**15 - 1))
    def test_come_back_as_written(self, fen: int):
        text = f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"

        assert fen_of(text, MoneyUnit.YUAN) == fen
