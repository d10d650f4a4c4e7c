"""Ledgers whose cells are well written and say what cannot be: names, doubles, swaps, slips, dates."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from jiugai.domain.registry.ledger import Column
from tests.exchange.ledger.workbench import (
    HEAD,
    KEYS,
    ROWS,
    Expected,
    Mutilation,
    Rows,
    delimited,
    grid,
    put,
    xls,
    xlsx,
)

HOUSEHOLDS, AREA, MONEY, YEAR = (
    Column.HOUSEHOLDS,
    Column.FLOOR_AREA,
    Column.INVESTMENT,
    Column.BUILT_YEAR,
)
BUILDINGS = Column.BUILDINGS
JOINED, SAME, NEAR = "ledger.names_joined", "ledger.same_name", "ledger.near_duplicate"
SWAPPED, SLIP, ODD = "ledger.columns_swapped", "ledger.unit_slip", "ledger.implausible"


def _case(name: str, rows: Rows, expected: Expected) -> Mutilation:
    return Mutilation(name, lambda: xlsx(rows), expected)


def _renamed(
    new: str | None, *said: tuple[str, str], repaired: bool = False, refused: bool = False
) -> Expected:
    """Return the plain ledger with 天阳楼小区 under another name."""
    expected = Expected(findings=set(said), repairs={"B2"} if repaired else set())
    record = expected.records.pop("天阳楼小区")
    expected.records[new or ""] = record
    if refused:
        expected.refused.add(new or "")
    return expected


def names() -> Iterator[Mutilation]:
    """Names: joined lists, numbering, spaces, numbers where a name should be."""
    for text in (
        "操兵巷21、23号院",
        "市委北门1-6排",
        "建设路5号、7号院",
        "中山路12、14、16号楼",
        "和平小区",
        "和谐家园",
        "统计局家属院",
        "合兴小区",
        "总工会家属院",
        "幸福小区（含东苑、西苑）",
        "三里屯小区",
        "106团家属院",
        "3517厂宿舍",
        "计生委家属院",
        "注塑厂宿舍",
        "水电三局一处家属院",
        "一中家属院",
        "六一小区",
        "东关小区A区",
        "日报社家属院",
        "审计局宿舍",
        "附小家属院",
        "说明书印刷厂家属院",
    ):
        yield _case(f"a name such as {text}", put("B2", text), _renamed(text))
    yield _case("a name in spaces", put("B2", " 天阳楼小区\u3000"), Expected())
    for text in (
        "天阳楼 小区",
        "天阳楼\n小区",
        "1、天阳楼小区",
        "（1）天阳楼小区",
        "2.天阳楼小区",
        "天阳楼\u200b小区",
    ):
        yield _case(f"a name such as {text!r}", put("B2", text), Expected(repairs={"B2"}))
    for text in (
        "甲小区、乙小区",
        "甲小区，乙小区、丙家属院",
        "甲小区；乙小区",
        "甲小区\n乙小区",
        "东风小区和红旗小区",
        "甲小区/乙小区",
    ):
        yield _case(
            f"a list such as {text!r}",
            put("B2", text),
            _renamed(None, (JOINED, "B2"), refused=True),
        )
    for text in ("戊字街、己字街合院", "金马、茂源、曙光小区"):
        yield _case(f"perhaps a list: {text}", put("B2", text), _renamed(text, (JOINED, "B2")))
    for value in (12, "12", date(2020, 3, 5)):
        yield _case(
            f"{value!r} for a name",
            put("B2", value),
            _renamed(None, ("ledger.name_unreadable", "B2"), refused=True),
        )
    bare = [["小区名称"], *([row[1]] for row in ROWS)]
    only = Expected(records={row[1]: {} for row in ROWS})
    yield _case("names alone", bare, only)
    several = [["序号", "小区名称"], *([row[0], row[1]] for row in ROWS), [11, "甲小区、乙小区"]]
    listed = Expected(
        records={**{row[1]: {} for row in ROWS}, "甲小区、乙小区": {}}, findings={(JOINED, "B12")}
    )
    yield _case("a list of names without figures", several, listed)


def doubles() -> Iterator[Mutilation]:
    """Two communities of one name, or nearly."""

    def added(name: str, *said: tuple[str, str], like: int | None = None) -> tuple[Rows, Expected]:
        row = list(
            ROWS[like] if like is not None else [0, "", "建民街道", 1993, 5, 150, 12000, 380]
        )
        row[0], row[1] = 11, name
        expected = Expected(findings=set(said))
        expected.records[name] = dict(
            zip(
                KEYS,
                (row[3], row[4], row[5], Decimal(str(row[6])), Decimal(str(row[7])) * 10_000),
                strict=True,
            )
        )
        return [*grid(), row], expected

    for name in ("丁字路捌号院", "丁字路八号院", "丁字路８号院"):
        yield _case(f"丁字路8号院 again as {name}", *added(name, (SAME, "B12")))
    yield _case("中天1号楼 again as 中天1栋", *added("中天1栋", (SAME, "B12")))
    yield _case("中天1号楼 again as 中天一幢", *added("中天一幢", (SAME, "B12")))
    yield _case("缫丝厂家属区 again as 缫丝厂宿舍", *added("缫丝厂宿舍", (NEAR, "B12"), like=2))
    yield _case("广厦花园小区 again as 广厦花园", *added("广厦花园", (NEAR, "B12"), like=6))
    yield _case(
        "五建小区 again as 伍建小区 with the same figures",
        *added("伍建小区", (SAME, "B12"), like=4),
    )
    yield _case(
        "城东商贸城小区 again with one character changed",
        *added("城东商茂城小区", (NEAR, "B12"), like=1),
    )
    for name in (
        "中天2号楼",
        "石梁路43号楼",
        "五建东小区",
        "操兵巷3、20号",
        "丁字路9号院",
        "人民银行三处家属区",
    ):
        yield _case(f"{name} is another community", *added(name))


def figures() -> Iterator[Mutilation]:
    """Figures in each other's place, slips of ten thousand, noughts."""
    rows = put("E2", 105)
    rows[1][5] = 3
    both = Expected(refused={"天阳楼小区"}, findings={(SWAPPED, "E2"), (SWAPPED, "F2")})
    both.change("天阳楼小区", BUILDINGS, None).change("天阳楼小区", HOUSEHOLDS, None)
    yield _case("households and buildings swapped in one row", rows, both)
    heads = [[*HEAD[:4], "户数", "楼栋数", *HEAD[6:]], *grid()[1:]]
    whole = Expected(refused={row[1] for row in ROWS})
    for number, row in enumerate(ROWS, start=2):
        whole.records[row[1]] |= {BUILDINGS: None, HOUSEHOLDS: None}
        whole.findings |= {(SWAPPED, f"E{number}"), (SWAPPED, f"F{number}")}
    whole.findings.add((SWAPPED, "E1"))
    yield _case("households and buildings swapped in the head", heads, whole)
    year = put("D2", 105)
    year[1][5] = 1994
    shifted = Expected(refused={"天阳楼小区"}, findings={("ledger.not_a_year", "D2")})
    shifted.change("天阳楼小区", YEAR, None).change("天阳楼小区", HOUSEHOLDS, 1994)
    yield _case("year and households swapped in one row", year, shifted)
    area = put("F2", 13000)
    area[1][6] = 105
    swapped = Expected(refused={"天阳楼小区"}, findings={(SWAPPED, "F2"), (SWAPPED, "G2")})
    swapped.change("天阳楼小区", HOUSEHOLDS, None).change("天阳楼小区", AREA, None)
    yield _case("households and area swapped in one row", area, swapped)
    money = put("G2", 418)
    money[1][7] = 13000
    paid = Expected(refused={"天阳楼小区"}, findings={(SWAPPED, "G2"), (SWAPPED, "H2")})
    paid.change("天阳楼小区", AREA, None).change("天阳楼小区", MONEY, None)
    yield _case("area and money swapped in one row", money, paid)
    alone = [["小区名称", "建筑面积（平方米）"], *([row[1], row[6]] for row in ROWS)]
    alone[5][1] = 9000 * 10000
    one = Expected(
        records={row[1]: {AREA: Decimal(str(row[6]))} for row in ROWS},
        refused={"五建小区"},
        findings={(SLIP, "B6")},
    )
    one.change("五建小区", AREA, None)
    yield _case("a slip in a table of areas alone", alone, one)
    few = [["小区名称", "户数（万户）", "楼栋数"], *([row[1], row[5], row[4]] for row in ROWS)]
    slipped = Expected(
        records={row[1]: {HOUSEHOLDS: None, BUILDINGS: row[4]} for row in ROWS},
        refused={row[1] for row in ROWS},
    )
    slipped.findings = {(SLIP, f"B{number}") for number in range(2, 12)}
    yield _case("households under a head in 万户", few, slipped)
    for cell, column in (("F2", HOUSEHOLDS), ("E2", BUILDINGS), ("G2", AREA)):
        zero = Expected(findings={("ledger.zero", cell)}).change(
            "天阳楼小区", column, Decimal(0) if column is AREA else 0
        )
        yield _case(f"nought in {cell}", put(cell, 0), zero)
    large = [11, "城南片区", "老城街道", 1990, 120, 4800, 410000, 13200]
    big = Expected()
    big.records["城南片区"] = dict(
        zip(KEYS, (1990, 120, 4800, Decimal(410000), Decimal(132000000)), strict=True)
    )
    yield _case("a very large community is plain", [*grid(), large], big)
    small = [11, "小南门单元楼", "老城街道", 1979, 1, 6, 420, 9.8]
    tiny = Expected()
    tiny.records["小南门单元楼"] = dict(
        zip(KEYS, (1979, 1, 6, Decimal(420), Decimal(98000)), strict=True)
    )
    yield _case("a very small community is plain", [*grid(), small], tiny)
    clash = [[*HEAD, "总户数"], *([*row, row[5] + 1] for row in ROWS)]
    refused = Expected(findings={("ledger.column_clash", "I1")})
    for record in refused.records.values():
        record[HOUSEHOLDS] = None
    yield _case("two columns of households that differ", clash, refused)
    double = [[*HEAD, "涉及居民"], *([*row, row[5]] for row in ROWS)]
    yield _case(
        "two columns of households that agree",
        double,
        Expected(findings={("ledger.column_clash", "I1")}),
    )


PROGRESS = ["小区名称", "批次", "开工日期", "完工日期", "累计完成投资（万元）"]


def progress() -> Iterator[Mutilation]:
    """Monthly returns: days and cumulative money."""

    def returned(value: Any, column: int = 2) -> Rows:
        rows = [
            PROGRESS,
            ["天阳楼小区", 2020, date(2020, 4, 1), None, 120],
            ["五建小区", "2020年", "2020-05-06", "—", 80.5],
        ]
        rows[1][column] = value
        return rows

    def outcome(*said: tuple[str, str], repaired: str = "", refused: bool = False) -> Expected:
        expected = Expected(
            records={"天阳楼小区": {}, "五建小区": {}}, findings=set(said), repairs={"B3"}
        )
        if repaired:
            expected.repairs.add(repaired)
        if refused:
            expected.refused.add("天阳楼小区")
        return expected

    for plain in (
        date(2020, 10, 28),
        "2020-10-28",
        "2020/10/28",
        "2020年10月28日",
        "2020-1-5",
        "—",
        "未开工",
        "尚未开工",
        None,
    ):
        yield _case(f"started {plain}", returned(plain), outcome())
    for fixed in (
        "2020.10.28",
        "20201028",
        20201028,
        44132,
        "44132",
        "２０２０-10-28",
        "2020年10月28日开工",
    ):
        yield _case(f"started {fixed!r}", returned(fixed), outcome(repaired="C2"))
    for text, code in {
        "2020年10月": "day_missing", "2020.10": "day_missing", "10月28日": "day_missing", "2020": "day_missing", "10.28": "day_missing", "2020年10月底": "day_missing",
        "2020-02-30": "no_such_day", "20201301": "no_such_day", "2020.13.1": "no_such_day",
        "26/11/1": "two_readings", "11/12/2020": "two_readings", "20.10.28": "two_readings", "2020-10-01至2020-10-28": "two_readings", "2020-10-28、2020-11-01": "two_readings",
        "是": "not_a_date", "已开工": "not_a_date", "√": "not_a_date", "预计2020年12月31日": "not_a_date", "2020年12月31日前": "not_a_date", "十月": "not_a_date",
        "1998-05-06": "date_out_of_range",
    }.items():  # fmt: skip
        yield _case(
            f"started {text}", returned(text), outcome((f"ledger.{code}", "C2"), refused=True)
        )
    for number, code in (
        (2020.1, "day_missing"),
        (2020, "day_missing"),
        (105, "not_a_date"),
        (True, "not_a_date"),
        (date(1905, 7, 12), "date_out_of_range"),
    ):
        yield _case(
            f"started {number!r} as a number",
            returned(number),
            outcome((f"ledger.{code}", "C2"), refused=True),
        )
    yield _case(
        "started after the ledger's year",
        returned(date(2021, 3, 1)),
        outcome(("ledger.date_out_of_range", "C2")),
    )
    yield _case(
        "finished before it started",
        returned(date(2020, 3, 1), 3),
        outcome(("ledger.dates_out_of_order", "D2")),
    )
    base = [
        PROGRESS,
        ["天阳楼小区", 2020, date(2020, 4, 1), None, 120],
        ["五建小区", "2020年", date(2020, 5, 6), None, 80.5],
    ]
    yield Mutilation(
        "days on the base of 1904 in .xls", lambda: xls(base, base_1904=True), outcome()
    )
    yield Mutilation("a return in .csv", lambda: delimited(returned("2020-04-01")), outcome())


def spoilt_meaning() -> Iterator[Mutilation]:
    """Yield all of them."""
    for kind in (names, doubles, figures, progress):
        yield from kind()
