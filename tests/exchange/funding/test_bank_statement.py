"""A bank statement is read for certain or not at all: units are told, every fault has its place."""

from datetime import date

import pytest

from jiugai.exchange.funding.bank_statement import StatementRead, statement_of
from jiugai.exchange.plain_csv import PlainTable, read_plain

HEADS = "交易日期,金额（元）,方向,对方户名,摘要,余额（元）,流水号"
ROW = '2020-10-09,"120,000.50",付,安康建工,工程款,880000.00,0001'


def read(*rows: str, heads: str = HEADS) -> StatementRead:
    table = read_plain("\n".join([heads, *rows]).encode(), "对账单.csv")
    assert isinstance(table, PlainTable), table
    return statement_of(table)


class TestStatement:
    def test_is_read_to_the_fen(self):
        (line,) = read(ROW).lines
        assert (line.on, line.amount_fen, line.balance_fen) == (
            date(2020, 10, 9), -12_000_050, 88_000_000,
        )  # fmt: skip
        assert (line.counterparty, line.summary, line.serial) == ("安康建工", "工程款", "0001")

    @pytest.mark.parametrize(
        ("word", "sign"), [("收", 1), ("贷", 1), ("转入", 1), ("付", -1), ("借", -1), ("支出", -1)]
    )
    def test_knows_which_way_money_went(self, word: str, sign: int):
        (line,) = read(ROW.replace("付", word, 1)).lines
        assert line.amount_fen == sign * 12_000_050

    @pytest.mark.parametrize("day", ["2020-10-09", "20201009", "2020/10/09", "2020年10月09日"])
    def test_reads_days_as_banks_write_them(self, day: str):
        assert read(ROW.replace("2020-10-09", day)).lines[0].on == date(2020, 10, 9)

    def test_takes_the_unit_from_the_heading(self):
        heads = HEADS.replace("金额（元）", "金额（万元）")
        (line,) = read(ROW.replace('"120,000.50"', "12.5"), heads=heads).lines
        assert line.amount_fen == -12_500_000

    @pytest.mark.parametrize("column", ["金额", "金额（美元）"])
    def test_guesses_no_unit(self, column: str):
        found = read(ROW, heads=HEADS.replace("金额（元）", column))
        assert [one.code for one in found.findings] == ["bank_file.no_unit"]
        assert found.lines == ()

    @pytest.mark.parametrize("column", ["交易日期", "方向", "流水号"])
    def test_says_which_column_is_missing(self, column: str):
        found = read(ROW, heads=HEADS.replace(column, "别的"))
        assert [one.code for one in found.findings] == ["bank_file.no_column"]
        assert column.removeprefix("交易") in found.findings[0].message

    @pytest.mark.parametrize(
        ("old", "new", "cell"),
        [
            ("2020-10-09", "2020-13-09", "A2"),
            ("2020-10-09", "昨天", "A2"),
            ('"120,000.50"', "1e5", "B2"),
            ('"120,000.50"', "0.001", "B2"),
            ('"120,000.50"', "0", "B2"),
            ('"120,000.50"', "-5", "B2"),
            ("付", "", "C2"),
            ("880000.00", "很多", "F2"),
            ("0001", "", "G2"),
        ],
    )
    def test_places_every_fault(self, old: str, new: str, cell: str):
        found = read(ROW.replace(old, new, 1))
        assert found.lines == ()
        assert {one.place.cell for one in found.findings} == {cell}
        assert all(one.message.endswith("没有导入任何一行。") for one in found.findings)

    def test_refuses_a_serial_given_twice(self):
        found = read(ROW, ROW)
        assert [one.code for one in found.findings] == ["bank_file.serial_twice"]
