"""A third round of spoilt ledgers, made by somebody who had not seen the reader."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from jiugai.domain.registry.ledger import Column
from tests.exchange.ledger.workbench import (
    HEAD,
    ROWS,
    Expected,
    Mutilation,
    Rows,
    delimited,
    grid,
    xlsx,
    xlsx_book,
)

HOUSEHOLDS, AREA = Column.HOUSEHOLDS, Column.FLOOR_AREA
BARE = [*HEAD[:6], "建筑面积", "计划投资"]


def _case(
    name: str,
    rows: Rows,
    *said: tuple[str, str],
    totals: list[tuple[str, bool]] | None = None,
    finish: Callable[[Worksheet], None] | None = None,
) -> Mutilation:
    expected = Expected(findings=set(said), totals=totals or [])
    return Mutilation(name, lambda: xlsx(rows, finish), expected)


def under_the_head() -> Iterator[Mutilation]:
    """Rows that belong to the head though no head says so."""
    for name, line in (
        ("circles", list("①②③④⑤⑥⑦⑧")),
        ("letters", list("ABCDEFGH")),
        ("甲 乙 1 2", ["甲", "乙", 1, 2, 3, 4, 5, 6]),
        ("栏次", ["栏次", None, 1, 2, 3, 4, 5, 6]),
    ):
        yield _case(f"columns numbered in {name}", [HEAD, line, *ROWS])
    units = ["—", "—", "/", "年", "栋", "户", "平方米", "万元"]
    yield _case("a row of units with dashes", [BARE, units, *ROWS])
    bracketed = [None, None, None, *(f"（{unit}）" for unit in units[3:])]
    yield _case("a row of units in brackets", [BARE, bracketed, *ROWS])
    marked = [
        "*序号",
        "*小区名称（必填）",
        "街道①",
        "建成年份②",
        "楼栋数*",
        "户数(必填)",
        "建筑面积（㎡）※",
        "计划投资(万元)²",
    ]
    yield _case("a head with the marks of footnotes", [marked, *ROWS])
    rules = [[f"{n}.第{n}条填报要求：应当如实填写。"] for n in range(1, 150)]
    yield _case("a head below 149 rules", [*rules, *grid()])
    groups = ["序号", "小区名称", "街道", "改造前基本情况", None, None, None, "改造投资情况"]
    lower = [None, None, None, *HEAD[3:]]
    yield _case("groups that no list of groups holds", [groups, lower, *ROWS], finish=lambda sheet: [
        sheet.merge_cells(area) for area in ("A1:A2", "B1:B2", "C1:C2", "D1:G1")])  # fmt: skip
    few = [
        ["序号", "小区名称", "同意户数", "商户数", "未改造户数"],
        *([r[0], r[1], 90, 3, 10] for r in ROWS),
    ]
    expected = Expected(
        records={row[1]: {} for row in ROWS}, findings={("ledger.column_unknown", "C1")}
    )
    yield Mutilation("a name beside figures that are none of ours", lambda: xlsx(few), expected)


def claims() -> Iterator[Mutilation]:
    """Heads that could be taken for one another."""
    clash = "ledger.column_clash"
    for head in ("改造面积（平方米）", "住宅面积（平方米）"):
        rows = [[*HEAD, head], *([*row, row[6] - 100] for row in ROWS)]
        yield _case(f"{head} beside 建筑面积", rows, (clash, "I1"))
    parts = [
        [*HEAD[:6], "建筑面积（平方米）", None, None, HEAD[7]],
        [None] * 6 + ["合计", "住宅", "非住宅", None],
    ]
    rows = [*parts, *([*row[:7], row[6] - 300, 300, row[7]] for row in ROWS)]
    merges = ["G1:I1", "J1:J2", *(f"{letter}1:{letter}2" for letter in "ABCDEF")]
    yield _case("the whole and its parts under one head", rows, ("ledger.column_unknown", "H2"),
        finish=lambda sheet: [sheet.merge_cells(area) for area in merges])  # fmt: skip
    built = [[*HEAD[:3], "竣工时间", *HEAD[4:]], *([*r[:3], f"{r[3]}.6", *r[4:]] for r in ROWS)]
    old = Expected(
        findings={("ledger.column_by_content", "D1")}, repairs={f"D{n}" for n in range(2, 12)}
    )
    yield Mutilation("竣工时间 over years before the programme", lambda: xlsx(built), old)
    planned = [
        "计划开工日期",
        "拟竣工时间",
        "计划加装电梯数",
        "现有停车位",
        "投资（%）",
        "户均面积（㎡）",
    ]
    rows = [[*HEAD, *planned], *([*row, "2020.6.1", "2020.12.1", 2, 30, 40, 80] for row in ROWS)]
    yield _case("plans, shares and averages", rows, ("ledger.column_unknown", "J1"))
    place = [["序号", "小区名称", "所属镇", *HEAD[3:]], *ROWS]
    yield _case("所属镇 for the street", place)


def between_the_rows() -> Iterator[Mutilation]:
    """Rows between the records that are none."""
    for head in ("住宅小区名称", "楼院名称", "改造小区"):
        named = [HEAD[0], head, *HEAD[2:]]
        rows = [named, *ROWS[:5], named, *ROWS[5:]]
        yield _case(f"page heading repeated, with {head}", rows, ("ledger.repeated_head", "A7"))
    for text, code in (
        ("以下为新增小区", "ledger.loose_text"),
        ("2020年度新增部分", "ledger.section"),
    ):
        rows = [*grid()[:6], [None, text], *grid()[6:]]
        yield _case(f"“{text}” alone in the column of names", rows, (code, "B7"))
    sample: list[Any] = ["示例", "阳光小区", "某某街道", 1995, 3, 100, 8000, 240]
    yield _case("an example above the rows", [HEAD, sample, *ROWS], ("ledger.example_row", "A2"))


def sums() -> Iterator[Mutilation]:
    """Sums that bear a place's name and no word for a sum."""
    first, second = ROWS[:4], ROWS[4:]
    said = ("ledger.unlabelled_total", "A2"), ("ledger.unlabelled_total", "A7")
    agree = [(c, True) for c in ("buildings", "households", "floor_area_m2", "investment_yuan")]
    for words in ("", "（共%d个）"):
        rows = [
            HEAD,
            _sum("老城街道", words, first),
            *first,
            _sum("新城街道", words, second),
            *second,
        ]
        yield _case(f"streets above their rows{words}", rows, *said, totals=agree * 2)
    below = [
        HEAD,
        *first,
        _sum("老城街道", "", first),
        *second,
        _sum("新城街道", "", second),
        ["合计", None, *_sum("", "", ROWS)[2:]],
    ]
    yield _case("streets below their rows, and a total", below,
        ("ledger.unlabelled_total", "A6"), ("ledger.unlabelled_total", "A13"), totals=agree * 3)  # fmt: skip
    wrong = [
        HEAD,
        _sum("老城街道", "", ROWS[:2]),
        *ROWS[:2],
        _sum("新城街道", "", ROWS[2:5]),
        *ROWS[2:5],
        _sum("江北镇", "", ROWS[5:]),
        *ROWS[5:],
    ]
    wrong[4][5] += 10
    verdicts = [*agree, *((name, name != "households") for name, _ in agree), *agree]
    yield _case("a street's sum that is wrong", wrong,
        *(("ledger.unlabelled_total", cell) for cell in ("A2", "A5", "A9")), ("ledger.total_differs", "F5"),
        totals=verdicts)  # fmt: skip
    summary = [
        ["序号", "街道", "小区数", "户数"],
        [1, "老城街道", 4, 327],
        [2, "新城街道", 6, 443],
        ["合计", None, 10, 770],
    ]
    yield Mutilation("a summary by street before the list",
        lambda: xlsx_book({"汇总表": summary, "明细": grid()}),
        Expected(findings={("ledger.summary_left", "A2")}, totals=[("households", True)]))  # fmt: skip


def _sum(name: str, words: str, rows: list[list[Any]]) -> list[Any]:
    label = name + (words % len(rows) if words else "")
    figures = [sum(row[n] for row in rows) for n in range(4, 8)]
    return [None, label, None, None, *(round(f, 2) for f in figures)]


def writers() -> Iterator[Mutilation]:
    """What other programs and older machines write."""
    yield Mutilation(".csv with carriage returns", lambda: delimited(grid(), "gb18030", end="\r"), Expected())  # fmt: skip
    yield Mutilation(".csv with full-width commas", lambda: delimited(grid(), delimiter="，"), Expected())  # fmt: skip

    def hide(sheet: Worksheet) -> None:
        sheet.column_dimensions["F"].hidden = True

    # LibreOffice writes the last column of a range before the first.
    turned = rb'<col hidden="true" max="6" min="6" width="13"/>'
    yield Mutilation("a hidden column with its range turned round",
        lambda: _edited(xlsx(grid(), hide), rb"<col [^>]*/>", turned),
        Expected(findings={("ledger.hidden_column", "F1")}))  # fmt: skip
    serial = [["小区名称", "户数"], *([row[1], row[5]] for row in ROWS)]
    serial[3][1] = 44012
    expected = Expected(records={row[1]: {HOUSEHOLDS: row[5]} for row in ROWS})
    expected.change(ROWS[2][1], HOUSEHOLDS, 44012).findings = {("ledger.implausible", "B4")}
    yield Mutilation("a day's number among households", lambda: xlsx(serial), expected)


def _edited(content: bytes, pattern: bytes, new: bytes) -> bytes:
    """Return a workbook with something in its first sheet written otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            data = whole.read(name)
            edit = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, re.sub(pattern, new, data) if edit else data)
    return out.getvalue()


def spoilt_strange() -> Iterator[Mutilation]:
    """Yield all of them."""
    yield from under_the_head()
    yield from claims()
    yield from between_the_rows()
    yield from sums()
    yield from writers()
