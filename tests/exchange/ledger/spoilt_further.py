"""A second round of spoilt ledgers, thought out after the first was read without a fault."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from jiugai.domain.registry.ledger import Column
from tests.exchange.ledger.workbench import (
    HEAD,
    KEYS,
    ROWS,
    Expected,
    Mutilation,
    Rows,
    grid,
    put,
    xlsx,
)

HOUSEHOLDS, AREA, MONEY, YEAR = (
    Column.HOUSEHOLDS,
    Column.FLOOR_AREA,
    Column.INVESTMENT,
    Column.BUILT_YEAR,
)
BUILDINGS = Column.BUILDINGS


def _case(
    name: str,
    rows: Rows,
    expected: Expected | None = None,
    finish: Callable[[Worksheet], None] | None = None,
) -> Mutilation:
    return Mutilation(name, lambda: xlsx(rows, finish), expected or Expected())


def _said(*findings: tuple[str, str]) -> Expected:
    return Expected(findings=set(findings))


def _renamed(
    new: str, *said: tuple[str, str], repaired: bool = False, refused: bool = False
) -> Expected:
    expected = Expected(findings=set(said), repairs={"B2"} if repaired else set())
    expected.records[new] = expected.records.pop("天阳楼小区")
    expected.refused |= {new} if refused else set()
    return expected


def _merges(*areas: str) -> Callable[[Worksheet], None]:
    def merge(sheet: Worksheet) -> None:
        for area in areas:
            sheet.merge_cells(area)

    return merge


def heads() -> Iterator[Mutilation]:
    """Heads that say plan and fact, units alone, English, nothing."""
    units = [
        ["序号", "小区名称", "建成年份", "规模", None, None, "投资"],
        [None, None, None, "栋", "户", "㎡", "万元"],
    ]
    rows = [[r[0], r[1], r[3], r[4], r[5], r[6], r[7]] for r in ROWS]
    yield _case(
        "units for heads below 规模",
        [*units, *rows],
        finish=_merges("A1:A2", "B1:B2", "C1:C2", "D1:F1"),
    )
    plan = [["小区名称", "户数", None, "开工日期", None], [None, "计划", "完成", "计划", "实际"]]
    done = [[r[1], r[5], r[5] - 5, date(2020, 3, 1), date(2020, 4, 1)] for r in ROWS]
    planned = Expected(records={r[1]: {HOUSEHOLDS: r[5]} for r in ROWS})
    yield _case(
        "planned and actual below one head",
        [*plan, *done],
        planned,
        _merges("A1:A2", "B1:C1", "D1:E1"),
    )
    nested = [
        ["序号", "小区名称", "投资（万元）", None, None, None],
        [None, None, "总投资", "财政资金", None, "居民出资"],
        [None, None, None, "中央", "地方", None],
    ]
    money = Expected(
        records={r[1]: {MONEY: Decimal(str(r[7])) * 10_000} for r in ROWS},
        findings={("ledger.column_unknown", "E3")},
    )
    yield _case(
        "money in three levels",
        [*nested, *([r[0], r[1], r[7], 1, 2, 3] for r in ROWS)],
        money,
        _merges("A1:A3", "B1:B3", "C1:F1", "C2:C3", "D2:E2", "F2:F3"),
    )
    english = [
        "No.",
        "Name",
        "Street",
        "Year",
        "Buildings",
        "Households",
        "Area (m2)",
        "Investment",
    ]
    yield _case(
        "a second head in English",
        [HEAD, english, *grid()[1:]],
        _said(
            ("ledger.no_rows", "A1"), ("ledger.second_table", "A2"), ("ledger.unit_inferred", "H2")
        ),
    )
    yield _case("the head twice", [HEAD, *grid()])
    yield _case("a head left blank over figures with units", [[*HEAD[:5], None, *HEAD[6:]], *([*r[:5], f"{r[5]}户", *r[6:]] for r in ROWS)], Expected(
        findings={("ledger.column_by_content", "F1")}, repairs={f"F{n}" for n in range(2, 12)}))  # fmt: skip
    blank = Expected(findings={("ledger.column_unknown", "F1")})
    for record in blank.records.values():
        del record[HOUSEHOLDS]
    yield _case(
        "a head left blank over bare figures", [[*HEAD[:5], None, *HEAD[6:]], *grid()[1:]], blank
    )
    yield _case(
        "a name under a head that nobody knows",
        [["序号", "院落情况", *HEAD[2:]], *grid()[1:]],
        _said(("ledger.column_by_content", "B1")),
    )
    yield _case(
        "a year under a head that nobody knows",
        [[*HEAD[:3], "哪年盖的", *HEAD[4:]], *grid()[1:]],
        _said(("ledger.column_by_content", "D1")),
    )
    yield _case(
        "a head without rows", [HEAD], Expected(records={}, findings={("ledger.no_rows", "A1")})
    )
    yield _case(
        "a head that says 户数 twice, otherwise",
        [[*HEAD, "户 数"], *([*r, r[5] - 1] for r in ROWS)],
        _clash("I1"),
    )
    yield _case(
        "改造户数 beside 户数",
        [[*HEAD, "改造户数"], *([*r, r[5] - 1] for r in ROWS)],
        _said(("ledger.column_clash", "I1")),
    )
    note = [
        ["单位：户、万平方米、万元"],
        [*HEAD[:6], "建筑面积", "投资"],
        *([*r[:6], r[6] / 10_000, r[7]] for r in ROWS),
    ]
    yield _case("a note that gives 万平方米", note)


def _clash(cell: str) -> Expected:
    expected = Expected(findings={("ledger.column_clash", cell)})
    for record in expected.records.values():
        record[HOUSEHOLDS] = None
    return expected


def rows_between() -> Iterator[Mutilation]:
    """Rows that are worked out from others, lone names, samples."""
    worked = [
        *grid(),
        ["平均", None, None, None, 2.6, 77, 7475.05, 240.46],
        [None, "其中：房改房", None, None, 3, 100, 9000, 300],
    ]
    yield _case(
        "an average and a part",
        worked,
        _said(("ledger.derived_row", "A12"), ("ledger.derived_row", "B13")),
    )
    lone = [
        ["小区名称", "楼栋数", "户数"],
        ["老城街道"],
        *([r[1], r[4], r[5]] for r in ROWS[:5]),
        ["后来小区"],
        *([r[1], r[4], r[5]] for r in ROWS[5:]),
    ]
    alone = Expected(
        records={r[1]: {BUILDINGS: r[4], HOUSEHOLDS: r[5]} for r in ROWS},
        findings={("ledger.section", "A2"), ("ledger.only_name", "A8")},
    )
    alone.records["后来小区"] = {BUILDINGS: None, HOUSEHOLDS: None}
    yield _case("lone names in the first column", lone, alone)
    late = Expected(findings={("ledger.footer", "A12")})
    late.records["后来小区"] = dict(
        zip(KEYS, (1990, 2, 60, Decimal(5000), Decimal(1600000)), strict=True)
    )
    yield _case(
        "a record behind the footer",
        [*grid(), ["填报人：某"], [11, "后来小区", "老城街道", 1990, 2, 60, 5000, 160]],
        late,
    )
    yield _case(
        "a telephone number in the footer",
        [*grid(), ["填报人：某", None, "联系电话：", 13900000000]],
        _said(("ledger.footer", "A12")),
    )
    yield _case(
        "a total that was never calculated",
        [*grid(), ["合计", None, None, None, *(f"=SUM({c}2:{c}11)" for c in "EFGH")]],
        _said(*(("ledger.total_unread", f"{c}12") for c in "EFGH")),
    )
    remarks = [[*HEAD, "备注"], *([*r, "合计：含在建3栋"] for r in ROWS)]
    yield _case("the word 合计 among the remarks", remarks)
    shifted = grid()
    shifted[3] = [3, None, *ROWS[2][1:]]
    shifted[0].append("备注")
    moved = Expected(refused={""})
    moved.records.pop("缫丝厂家属区")
    moved.records[""] = {
        YEAR: None,
        BUILDINGS: 1985,
        HOUSEHOLDS: 3,
        AREA: Decimal(100),
        MONEY: Decimal(100_000_000),
    }
    moved.findings = {
        ("ledger.name_missing", "B4"),
        ("ledger.not_a_year", "D4"),
        *(("ledger.implausible", f"{c}4") for c in "EFGH"),
    }
    yield _case("a row moved one column to the right", shifted, moved)


def words() -> Iterator[Mutilation]:
    """Names and streets that are none, or stand in each other's place."""
    unreadable = "ledger.name_unreadable"
    for text in ("同上", "〃", "……", "***", "？？？", "、"):
        expected = _renamed("", (unreadable, "B2"), refused=True)
        yield _case(f"{text} for a name", put("B2", text), expected)
    for text in ("例：某某小区", "XX小区", "小区", "备注", "注：甲小区"):
        yield _case(
            f"{text} for a name", put("B2", text), _renamed(text, ("ledger.name_in_doubt", "B2"))
        )
    for text in ("、天阳楼小区", "天阳楼小区。", "天阳楼⼩区"):
        yield _case(f"a name such as {text}", put("B2", text), Expected(repairs={"B2"}))
    for text in (
        "甲小区+乙小区",
        "甲小区 & 乙小区",
        "甲小区 乙小区",
        "甲小区;乙小区;",
        "甲小区、乙小区等3个小区",
    ):
        yield _case(
            f"a list such as {text}",
            put("B2", text),
            _renamed("", ("ledger.names_joined", "B2"), refused=True),
        )
    for text in ("同上", "〃"):
        yield _case(f"{text} for a street", put("C2", text), _said(("ledger.ditto", "C2")))
    yield _case("a space within a street", put("C2", "老城 街道"), Expected(repairs={"C2"}))
    rows = grid()
    rows[1][1], rows[1][2] = rows[1][2], rows[1][1]
    swapped = _renamed(
        "",
        ("ledger.columns_swapped", "B2"),
        ("ledger.columns_swapped", "C2"),
        ("ledger.name_in_doubt", "B2"),
        refused=True,
    )
    yield _case("a name and its street swapped", rows, swapped)
    yield _case(
        "a street for a name",
        put("B2", "老城街道"),
        _renamed("老城街道", ("ledger.name_in_doubt", "B2")),
    )


def places() -> Iterator[Mutilation]:
    """Sums under a place's name among the communities, and units that only a footnote states."""
    for text in ("汉滨区", "石泉县", "恒口镇", "老城街道办事处"):
        yield _case(
            f"a record called {text}",
            put("B2", text),
            _renamed(text, ("ledger.name_in_doubt", "B2")),
        )
    for text in (
        "电厂二区",
        "东区",
        "明月古镇",
        "家乐超市",
        "铁路新区",
        "北苑A区",
        "教工住宅区",
        "机床厂家属区",
    ):
        yield _case(f"a community called {text}", put("B2", text), _renamed(text))
    yield _case("a name with a footnote's mark", put("B2", "天阳楼小区*"), Expected(repairs={"B2"}))
    rows = [[*HEAD[:6], "建筑面积", "计划投资"], *([*r[:6], r[6] / 10_000, r[7]] for r in ROWS)]
    note = ["注：建筑面积单位为万平方米，投资单位为万元。"]
    yield _case("units that only a footnote states", [*rows, note], _said(("ledger.footer", "A12")))


def figures() -> Iterator[Mutilation]:
    """Figures with their units in brackets, footnotes, scripts, scales."""
    doubt = "ledger.unit_in_doubt"
    yield _case(
        "money with its unit in brackets", put("H2", "418（万元）"), Expected(repairs={"H2"})
    )
    yield _case(
        "an area with its unit in brackets", put("G2", "1.3(万平方米)"), Expected(repairs={"G2"})
    )
    yield _case(
        "money in 亿 under 万元",
        put("H2", "0.0418亿"),
        Expected(repairs={"H2"}, findings={(doubt, "H2")}),
    )
    for cell, text, code, column in (
        ("F2", "105*", "unit_mismatch", HOUSEHOLDS), ("F2", "105①", "unit_mismatch", HOUSEHOLDS), ("F2", "٣", "not_a_number", HOUSEHOLDS),
        ("F2", "3栋4个单元", "two_readings", HOUSEHOLDS), ("F2", "105户(含5户商铺)", "two_readings", HOUSEHOLDS), ("F2", "百余户", "two_readings", HOUSEHOLDS),
        ("F2", "9" * 400, "not_a_number", HOUSEHOLDS), ("G2", "13000平方米/栋", "unit_mismatch", AREA), ("G2", "13000（其中地下2000）", "two_readings", AREA),
        ("H2", "418万（中央200万）", "two_readings", MONEY), ("H2", "$418", "not_a_number", MONEY), ("H2", "￥4,180,000.00", "unit_slip", MONEY),
        ("H2", "以批复为准", "not_a_number", MONEY), ("D2", "1998.13", "not_a_year", YEAR), ("D2", "199?", "not_a_year", YEAR), ("D2", "80-90年代", "decade", YEAR),
    ):  # fmt: skip
        expected = Expected(refused={"天阳楼小区"}, findings={(f"ledger.{code}", cell)}).change(
            "天阳楼小区", column, None
        )
        yield _case(f"{cell} holds {text[:20]}", put(cell, text), expected)
    for code in (
        "¥#,##0.00",
        '"¥"#,##0',
        "[$¥-804]#,##0.00",
        '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
        "0.00_);[红色]\\(0.00\\)",
        "0.00E+00",
        "000000",
    ):
        yield Mutilation(
            f"money shown as {code}", lambda code=code: _formatted("H2", code), Expected()
        )
    for code in ('0"."00', '0.0"亿元"'):
        said = (
            "ledger.shown_otherwise" if "." in code[:4] and "亿" not in code else "ledger.unit_slip"
        )
        expected = Expected(refused={"天阳楼小区"}, findings={(said, "H2")}).change(
            "天阳楼小区", MONEY, None
        )
        yield Mutilation(
            f"money shown as {code}", lambda code=code: _formatted("H2", code), expected
        )
    shared = grid()
    shared[2][7] = shared[3][7] = None
    merged = Expected(refused={"天阳楼小区", "城东商贸城小区", "缫丝厂家属区"})
    for number, name in enumerate(("天阳楼小区", "城东商贸城小区", "缫丝厂家属区"), start=2):
        merged.change(name, MONEY, None).findings.add(("ledger.merged_figures", f"H{number}"))
    yield _case("one sum of money merged over three", shared, merged, _merges("H2:H4"))


def _formatted(cell: str, code: str) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    for row in grid():
        sheet.append(row)
    sheet[cell].number_format = code
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def spoilt_further() -> Iterator[Mutilation]:
    """Yield all of them."""
    for kind in (heads, rows_between, words, places, figures):
        yield from kind()
