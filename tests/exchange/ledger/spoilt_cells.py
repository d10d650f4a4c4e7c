"""Ledgers with one spoilt cell: what it holds, and what must be made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiugai.domain.registry.ledger import Column
from tests.exchange.ledger.workbench import ROWS, Expected, Mutilation, place, put, xlsx

YEAR, BUILDINGS, HOUSEHOLDS = Column.BUILT_YEAR, Column.BUILDINGS, Column.HOUSEHOLDS
AREA, MONEY = Column.FLOOR_AREA, Column.INVESTMENT
_LETTERS = {"D": YEAR, "E": BUILDINGS, "F": HOUSEHOLDS, "G": AREA, "H": MONEY}

TWO, ABOUT, NOT, WHOLE = (
    "ledger.two_readings",
    "ledger.approximate",
    "ledger.not_a_number",
    "ledger.not_whole",
)
NEGATIVE, UNIT, SLIP = "ledger.negative", "ledger.unit_mismatch", "ledger.unit_slip"
DECADE, RANGE, NOT_YEAR, DOUBT = (
    "ledger.decade",
    "ledger.year_out_of_range",
    "ledger.not_a_year",
    "ledger.year_in_doubt",
)
REMARK, ERROR = "ledger.remark_in_cell", "ledger.error_value"


@dataclass(frozen=True)
class Spoilt:
    """One cell.

    Attributes:
      cell: its place in the plain ledger; row 2 is 天阳楼小区, 105 households on 13,000 ㎡.
      holds: what was put there.
      value: what it must be read as; None if it is missing or refused.
      repaired: whether a repair must be listed.
      said: the code of the finding that there must be; empty if there may be none.
    """

    cell: str
    holds: Any
    value: Any
    repaired: bool = False
    said: str = ""

    @property
    def refused(self) -> bool:
        return bool(self.said) and self.value is None


def literal(cell: str, holds: Any, value: Any) -> Spoilt:
    """A cell that says plainly what it says."""
    return Spoilt(cell, holds, value)


def fixed(cell: str, holds: Any, value: Any) -> Spoilt:
    """A cell that has one reading, which is not the literal one."""
    return Spoilt(cell, holds, value, repaired=True)


def asked(cell: str, holds: Any, value: Any, said: str) -> Spoilt:
    """A cell that is read and asked about."""
    return Spoilt(cell, holds, value, repaired=True, said=said)


def bad(cell: str, holds: Any, said: str) -> Spoilt:
    """A cell that must be refused."""
    return Spoilt(cell, holds, None, said=said)


SPOILT = [
    # --- Nothing there: null, never 0
    *(
        literal("F2", mark, None)
        for mark in (
            "-",
            "/",
            "无",
            "—",
            "——",
            "\\",
            "暂无",
            "未统计",
            "不详",
            "N/A",
            "　",
            "－",
            "――",
            "待定",
            "null",
        )
    ),
    *(literal("D3", mark, None) for mark in ("-", "/", "无", "不详")),
    *(literal("H3", mark, None) for mark in ("-", "/", "无", None)),
    # --- Counts
    literal("F2", "105", 105),
    literal("F2", " 105 ", 105),
    literal("F2", "105\n", 105),
    literal("F2", "\u00a0105\u3000", 105),
    literal("F2", 105.0, 105),
    literal("F2", 105.000000001, 105),
    fixed("F2", "１０５", 105),
    fixed("E2", "１２栋", 12),
    fixed("F2", "105户", 105),
    fixed("F2", "105 户", 105),
    fixed("F2", "共105户", 105),
    fixed("F2", "105戶", 105),
    fixed("F2", "'105", 105),
    fixed("F2", "10\u200b5", 105),
    literal("F2", "105.0", 105),
    fixed("F2", "0105", 105),
    fixed("F11", "3,726", 3726),
    fixed("F11", "３，７２６", 3726),
    fixed("F11", "3，726户", 3726),
    fixed("E2", "3栋", 3),
    fixed("E2", "3幢", 3),
    fixed("E2", "3座", 3),
    fixed("E2", "三栋", 3),
    fixed("E2", "三", 3),
    fixed("E2", "两栋", 2),
    fixed("F2", "一百零五户", 105),
    fixed("E11", "十二栋", 12),
    fixed("E11", "二十", 20),
    fixed("F11", "0.02万户", 200),
    asked("F2", "约105", 105, ABOUT),
    asked("F2", "约500", 500, ABOUT),
    asked("F2", "500余户", 500, ABOUT),
    asked("F2", "500左右", 500, ABOUT),
    asked("F2", "近500", 500, ABOUT),
    asked("F2", "超500户", 500, ABOUT),
    asked("F2", "500多户", 500, ABOUT),
    asked("F2", "500户以上", 500, ABOUT),
    asked("F2", ">500", 500, ABOUT),
    asked("F2", "≈105", 105, ABOUT),
    asked("F2", "500+", 500, ABOUT),
    asked("F2", "105户（含商铺）", 105, REMARK),
    asked("E2", "3栋（在建）", 3, REMARK),
    *(
        bad("F2", text, TWO)
        for text in (
            "440/447",
            "300-320",
            "300~320",
            "300～320",
            "300—320",
            "300至320",
            "13,00",
            "1,05",
            "105户/110户",
            "105、110",
            "105 110",
            "105\n110",
            "100+5",
            "105户（另页110户）",
            "1.234,5",
            "1,2345",
            "一",
            "一百二",
            "三五十",
            "十几户",
            "五星",
            "1O5",
            "105户35人",
            "80户；25户",
            "1 05",
        )
    ),
    *(
        bad("F2", text, NOT)
        for text in (
            "1e5",
            "NaN",
            "①",
            "几十户",
            "若干",
            "?",
            "？",
            "同上",
            "〃",
            "105%",
            "半",
            "*",
            "约",
            "O",
        )
    ),
    bad("F2", True, NOT),
    bad("E2", date(2020, 3, 5), NOT),
    bad("F2", "1_000", TWO),
    bad("F2", "105人", UNIT),
    bad("F2", "105平方米", UNIT),
    bad("E2", "3户", UNIT),
    bad("E2", "3号楼", UNIT),
    bad("E2", "3层", UNIT),
    bad("E2", "3.5栋", WHOLE),
    bad("E2", 3.5, WHOLE),
    bad("F2", 0.95, WHOLE),
    bad("F2", "105.5", WHOLE),
    bad("F2", -105, NEGATIVE),
    bad("F2", "-105", NEGATIVE),
    bad("F2", "－105", NEGATIVE),
    bad("F2", "(105)", NEGATIVE),
    bad("F2", "负5户", NEGATIVE),
    bad("F2", "#REF!", ERROR),
    bad("F2", "#N/A", ERROR),
    # --- Area
    literal("G2", "13000", Decimal(13000)),
    literal("G2", "13000.5", Decimal("13000.5")),
    literal("G2", 13000.250000000002, Decimal("13000.25")),
    fixed("G2", "13,000", Decimal(13000)),
    fixed("G2", "13000平方米", Decimal(13000)),
    fixed("G2", "13000㎡", Decimal(13000)),
    fixed("G2", "13000m2", Decimal(13000)),
    fixed("G2", "13000M²", Decimal(13000)),
    fixed("G2", "13000平", Decimal(13000)),
    fixed("G2", "1.3万㎡", Decimal(13000)),
    fixed("G2", "1.3万平方米", Decimal(13000)),
    fixed("G2", "1.3万m2", Decimal(13000)),
    fixed("G2", "1.3万平米", Decimal(13000)),
    fixed("G2", "1.3万", Decimal(13000)),
    fixed("G2", 13000.456, Decimal("13000.46")),
    asked("G2", "约1.3万平方米", Decimal(13000), ABOUT),
    asked("G2", "1.3万余平方米", Decimal(13000), ABOUT),
    bad("G2", "76470万平方米", SLIP),
    bad("G2", "76470万", SLIP),
    bad("G2", "13000万", SLIP),
    bad("G2", "19.5亩", UNIT),
    bad("G2", "1.3公顷", UNIT),
    bad("G2", "13000元", UNIT),
    bad("G2", "13000平方米(占地8000平方米)", TWO),
    bad("G2", "12000-13000", TWO),
    bad("G2", 1.3, SLIP),
    bad("G2", 130000000, SLIP),
    # --- Money
    literal("H2", "418", Decimal(4180000)),
    literal("H2", 418.00000000000006, Decimal(4180000)),
    literal("H3", 251.6, Decimal(2516000)),
    fixed("H2", "418万元", Decimal(4180000)),
    fixed("H2", "418万", Decimal(4180000)),
    fixed("H2", "4180000元", Decimal(4180000)),
    fixed("H2", "￥418", Decimal(4180000)),
    fixed("H2", "0.0418亿元", Decimal(4180000)),
    fixed("H11", "0.05亿元", Decimal(5000000)),
    fixed("H2", "4,180,000元", Decimal(4180000)),
    fixed("H2", "四百一十八万元", Decimal(4180000)),
    asked("H2", "约418万元", Decimal(4180000), ABOUT),
    asked("H2", "418万元左右", Decimal(4180000), ABOUT),
    bad("H2", "400-420", TWO),
    bad("H2", "418万美元", UNIT),
    asked("H2", "0.0418亿", Decimal(4180000), "ledger.unit_in_doubt"),
    bad("H2", 4180000, SLIP),
    bad("H2", "418元", SLIP),
    bad("H2", 0.0418, SLIP),
    # --- Years
    literal("D2", "1994", 1994),
    literal("D2", 1994.0, 1994),
    fixed("D2", "1994年", 1994),
    fixed("D2", "1994 年", 1994),
    fixed("D2", "１９９４", 1994),
    fixed("D2", "1994.0", 1994),
    fixed("D2", "1994年5月", 1994),
    fixed("D2", "1994-05", 1994),
    fixed("D2", "1994.5", 1994),
    fixed("D2", 1994.05, 1994),
    fixed("D2", "1994/5/1", 1994),
    fixed("D2", "1994年底", 1994),
    fixed("D2", "1994年建成", 1994),
    fixed("D2", "建于1994年", 1994),
    fixed("D2", "199405", 1994),
    fixed("D2", 19940501, 1994),
    fixed("D2", date(1994, 5, 1), 1994),
    fixed("D2", "一九九四年", 1994),
    asked("D2", "九四年", 1994, DOUBT),
    asked("D2", "94年", 1994, DOUBT),
    asked("D2", 34455, 1994, DOUBT),
    asked("D2", "34455", 1994, DOUBT),
    asked("D2", "1994年左右", 1994, ABOUT),
    asked("D2", "约1994年", 1994, ABOUT),
    *(
        bad("D2", text, DECADE)
        for text in (
            "上世纪80年代",
            "九十年代末",
            "80年代",
            "八十年代",
            "20世纪90年代",
            "1980年代",
            "90年代初",
            "上世纪末",
            "80后",
        )
    ),
    *(
        bad("D2", text, TWO)
        for text in (
            "1998-2002",
            "1998/1999",
            "1998、2001",
            "1998~1999",
            "1998至2000年",
            "1998年、2001年",
            "1998-99",
            "20年",
            "15年",
            "1998 2001",
        )
    ),
    *(
        bad("D2", text, NOT_YEAR)
        for text in (
            "民国38年",
            "解放前",
            "2000年以前",
            "2000年前",
            "老楼",
            "198",
            "19998",
            98,
            105,
            19998,
            "建国后",
        )
    ),
    *(bad("D2", year, RANGE) for year in (2021, "2098", 2035, "1850年", 1899)),
    bad("D2", date(1905, 6, 17), TWO),  # the number 1994 in a cell that is formatted as a date
]


def spoilt_cells() -> Iterator[Mutilation]:
    """Yield one workbook for each spoilt cell."""
    for spoilt in SPOILT:
        row, _ = place(spoilt.cell)
        name = ROWS[row - 1][1]
        expected = Expected().change(name, _LETTERS[spoilt.cell[0]], spoilt.value)
        if spoilt.repaired:
            expected.repairs.add(spoilt.cell)
        if spoilt.said:
            expected.findings.add((spoilt.said, spoilt.cell))
        if spoilt.refused:
            expected.refused.add(name)
        yield Mutilation(
            f"{spoilt.cell} holds {spoilt.holds!r}",
            lambda spoilt=spoilt: xlsx(put(spoilt.cell, spoilt.holds)),
            expected,
        )
