"""Ledgers whose sheet is spoilt: heads, totals, footers, hidden and merged cells, second tables."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from jiugai.domain.registry.ledger import Column
from tests.exchange.ledger.workbench import (
    HEAD,
    ROWS,
    Expected,
    Mutilation,
    Rows,
    grid,
    put,
    xlsx,
    xlsx_book,
)

HOUSEHOLDS, AREA, MONEY, YEAR = (
    Column.HOUSEHOLDS,
    Column.FLOOR_AREA,
    Column.INVESTMENT,
    Column.BUILT_YEAR,
)
SUMS = [None, None, None, None, 26, 770, 74750.5, 2404.62]
AGREE = [
    ("buildings", True),
    ("households", True),
    ("floor_area_m2", True),
    ("investment_yuan", True),
]


def _case(
    name: str,
    rows: Rows,
    expected: Expected | None = None,
    finish: Callable[[Worksheet], None] | None = None,
) -> Mutilation:
    return Mutilation(name, lambda: xlsx(rows, finish), expected or Expected())


def _total(label: str, column: int = 1, **changed: Any) -> list[Any]:
    row = list(SUMS)
    row[column] = label
    for letter, value in changed.items():
        row["ABCDEFGH".index(letter)] = value
    return row


def _said(*findings: tuple[str, str]) -> Expected:
    return Expected(findings=set(findings))


def _with_head(head: list[Any]) -> Rows:
    return [head, *grid()[1:]]


def heads() -> Iterator[Mutilation]:
    """Heads in other words, on several rows, below titles and notes."""
    yield _case("plain", grid())
    title = ["天长市2020年老旧小区台账"]
    yield _case("title above", [title, *grid()], finish=lambda s: s.merge_cells("A1:H1"))
    bare = ["序号", "小区名称", "街道", "建成年份", "楼栋数", "户数", "建筑面积", "计划投资"]
    note = [
        "填报单位：样例",
        None,
        None,
        "单位：栋、户、平方米、万元",
        None,
        None,
        "注：含2000年底前建成",
    ]
    yield _case("title and note with units above", [title, note, *_with_head(bare)])
    yield _case(
        "unit of money in a note",
        [["单位：万元"], *_with_head([*bare[:6], "建筑面积(㎡)", "投资"])],
    )
    upper = ["序号", "小区名称", "街道", "建成年份", "规模", None, None, "计划投资（万元）"]
    lower = [None, None, None, None, "楼栋", "户数", "面积㎡", None]

    def merge(sheet: Worksheet) -> None:
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:G1", "H1:H2"):
            sheet.merge_cells(area)

    yield _case("merged head of two rows", [upper, lower, *grid()[1:]], finish=merge)
    yield _case("head of two rows without merges", [upper, lower, *grid()[1:]])
    top = ["台账", None, None, None, "小区基本情况", None, None, None]
    yield _case("head of three rows", [[None, *top[1:]], upper, lower, *grid()[1:]])
    yield _case(
        "title over a head of two rows",
        [title, upper, lower, *grid()[1:]],
        finish=lambda s: s.merge_cells("A1:H1"),
    )
    units = [None, None, None, "（年）", "（栋）", "（户）", "（平方米）", "（万元）"]
    yield _case("units on a row of their own", [bare, units, *grid()[1:]])
    yield _case(
        "bare units on a row of their own",
        [bare, [None, None, None, "年", "栋", "户", "㎡", "万元"], *grid()[1:]],
    )
    yield _case(
        "numbers of the columns below the head", [HEAD, [1, 2, 3, 4, 5, 6, 7, 8], *grid()[1:]]
    )
    yield _case(
        "ordinals of the columns below the head",
        [HEAD, ["甲", "乙", "丙", 1, 2, 3, 4, 5], *grid()[1:]],
    )
    split = ["序", "小区", "街道", "建成", "楼栋", "户", "建筑面积", "计划投资"]
    rest = ["号", "名称", None, "年份", "数", "数", "（平方米）", "（万元）"]
    yield _case("head words cut over two rows", [split, rest, *grid()[1:]])
    for name, head in {
        "line breaks and spaces": [
            "序\n号",
            "小 区\n名 称",
            " 街道 ",
            "建成\n年份",
            "楼栋数\n（栋）",
            "户数\n（户）",
            "建筑面积\n（㎡）",
            "计划投资\n（万元）",
        ],
        "asterisks and numbers": [
            "序号",
            "*小区名称",
            "2.街道",
            "3、建成年份",
            "（4）楼栋数",
            "※户数",
            "*建筑面积(m²)",
            "*计划投资（万元）",
        ],
        "other words": [
            "No.",
            "老旧小区名称",
            "镇（街道）",
            "建成年代",
            "楼宇",
            "涉及居民",
            "总建筑面积（㎡）",
            "估算总投资（万元）",
        ],
        "more words": [
            "编号",
            "改造小区名称",
            "所属街道",
            "建设年代（年）",
            "幢数",
            "惠及户数",
            "改造面积/平方米",
            "总投资：万元",
        ],
        "full width and old characters": [
            "序號",
            "小區名稱",
            "街道",
            "建成年份",
            "樓棟數",
            "戶數",
            "建築面積（平方米）",
            "計劃投資（萬元）",
        ],
        "units without brackets": [
            "序号",
            "小区",
            "街道办事处",
            "建成时间",
            "栋数",
            "总户数",
            "建筑面积㎡",
            "投资万元",
        ],
    }.items():
        yield _case(f"head in {name}", _with_head(head))
    yield _case("columns in another order", [list(reversed(row)) for row in grid()])
    yield _case(
        "empty columns between",
        [[cell for pair in zip(row, [None] * 8, strict=True) for cell in pair] for row in grid()],
    )
    yield _case(
        "table that begins at D5", [[], [], [], [], *([None, None, None, *row] for row in grid())]
    )
    group = [
        "序号",
        "小区名称",
        "街道",
        "建成年份",
        "楼栋数",
        "户数",
        "建筑面积（平方米）",
        "投资（万元）",
        None,
        None,
    ]
    parts = [None, None, None, None, None, None, None, "合计", "中央", "省级"]

    def merge_money(sheet: Worksheet) -> None:
        for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:F2", "G1:G2", "H1:J1"):
            sheet.merge_cells(area)

    money = [group, parts, *([*row, 100, 50] for row in grid()[1:])]
    yield _case("parts of the money beside the whole", money, finish=merge_money)
    yield _case(
        "columns that say a part",
        [
            [*HEAD, "已完成户数", "其中：低保户", "是否开工"],
            *([*row, 5, 3, "否"] for row in grid()[1:]),
        ],
        _said(("ledger.column_unknown", "J1")),
    )
    yield _case(
        "a column that nobody knows",
        [[*HEAD, "神秘列"], *([*row, "甲"] for row in grid()[1:])],
        _said(("ledger.column_unknown", "I1")),
    )
    yield _case(
        "a project's name for the community's",
        _with_head(["序号", "项目名称", *HEAD[2:]]),
        _said(("ledger.project_for_name", "B1")),
    )


def units() -> Iterator[Mutilation]:
    """Units in the head, missing, wrong."""

    def scaled(column: int, factor: float, head: str) -> Rows:
        rows = grid()
        rows[0][column] = head
        for row in rows[1:]:
            row[column] = round(row[column] * factor, 8)
        return rows

    yield _case("area in 万㎡", scaled(6, 1e-4, "建筑面积（万㎡）"))
    yield _case("area in 万平方米 without brackets", scaled(6, 1e-4, "建筑面积万平方米"))
    yield _case("money in 元", scaled(7, 1e4, "计划投资（元）"))
    yield _case("money in 亿元", scaled(7, 1e-4, "计划投资（亿元）"), Expected(repairs=set()))
    yield _case("money in 元, unit unsaid", scaled(7, 1e4, "计划投资"))
    yield _case(
        "money in 万元, unit unsaid",
        _with_head([*HEAD[:7], "计划投资"]),
        _said(("ledger.unit_inferred", "H1")),
    )
    yield _case(
        "area in 万㎡, unit unsaid",
        scaled(6, 1e-4, "建筑面积"),
        _said(("ledger.unit_inferred", "G1")),
    )
    wrong = Expected(findings={("ledger.unit_unclear", "G1")})
    for record in wrong.records.values():
        record[AREA] = None
    yield _case(
        "a unit that measures something else",
        _with_head([*HEAD[:6], "建筑面积（万元）", HEAD[7]]),
        wrong,
    )
    slip = Expected(refused={row[1] for row in ROWS})
    for number, row in enumerate(ROWS, start=2):
        slip.records[row[1]][AREA] = None
        slip.findings.add(("ledger.unit_slip", f"G{number}"))
    yield _case(
        "head says 万㎡, cells are ㎡", _with_head([*HEAD[:6], "建筑面积（万㎡）", HEAD[7]]), slip
    )
    one = Expected(refused={"五建小区"}, findings={("ledger.unit_slip", "G6")}).change(
        "五建小区", AREA, None
    )
    yield _case("one cell in 万㎡ under a head in ㎡", put("G6", 0.9), one)
    yield _case("cells with their units in a column that says none", [
        ["小区名称", "建成年份", "楼宇", "涉及居民", "面积", "投资"],
        *([r[1], r[3], f"{r[4]}栋", f"{r[5]}户", f"{r[6]}平方米", f"{r[7]}万元"] for r in ROWS),
    ], Expected(repairs={f"{c}{n}" for c in "CDEF" for n in range(2, 12)}))  # fmt: skip


def totals() -> Iterator[Mutilation]:
    """Totals, subtotals, and sums that nobody labelled."""
    good = Expected(totals=AGREE)
    for label in ("合计", "合  计", "总计：", "小计", "全县合计", "共计"):
        yield _case(
            f"total “{label}” at the foot", [*grid(), _total(label)], Expected(totals=AGREE)
        )
    yield _case("total labelled in the serial column", [*grid(), _total("合　计", 0)], good)
    yield _case(
        "total at the top",
        [grid()[0], _total("全市小计：", 0), *grid()[1:]],
        Expected(totals=AGREE),
    )
    yield _case(
        "total in merged cells",
        [*grid(), _total("合计", 0)],
        Expected(totals=AGREE),
        lambda s: s.merge_cells("A12:D12"),
    )
    yield _case(
        "total in words",
        [*grid(), _total("合计", F="770户", H="2,404.62万元")],
        Expected(totals=AGREE),
    )
    wrong = Expected(findings={("ledger.total_differs", "F12")})
    wrong.totals = [(name, name != "households") for name, _ in AGREE]
    yield _case("total that is not the sum", [*grid(), _total("合计", F=800)], wrong)
    unread = Expected(findings={("ledger.total_unread", "F12")})
    unread.totals = [pair for pair in AGREE if pair[0] != "households"]
    yield _case("total that is roughly said", [*grid(), _total("合计", F="约770户")], unread)
    partly = Expected(
        refused={"天阳楼小区"},
        findings={("ledger.two_readings", "F2"), ("ledger.total_differs", "F12")},
    )
    partly.change("天阳楼小区", HOUSEHOLDS, None)
    partly.totals = wrong.totals
    yield _case("total over a refused cell", [*put("F2", "105/110"), _total("合计")], partly)
    first = ["小计", None, None, None, 8, 285, 30800, 990.6]
    second = ["小计", None, None, None, 18, 485, 43950.5, 1414.02]
    rows = grid()
    blocks = [rows[0], *rows[1:4], first, *rows[4:], second, _total("总计", 0)]
    yield _case("subtotals and a total", blocks, Expected(totals=AGREE * 3))
    bad_block = [list(row) for row in blocks]
    bad_block[4][5] = 300
    told = Expected(
        findings={("ledger.total_differs", "F5")},
        totals=[*((n, n != "households") for n, _ in AGREE), *AGREE * 2],
    )
    yield _case("a subtotal that is not the sum", bad_block, told)
    heads_first = [
        rows[0],
        ["一", "老城片", None, None, *first[4:]],
        *rows[1:4],
        ["二", "其他片", None, None, *second[4:]],
        *rows[4:],
    ]
    yield _case("parts headed by 一 and 二 with their sums", heads_first, Expected(
        totals=AGREE * 2, findings={("ledger.section", "A2"), ("ledger.section", "A6")}))  # fmt: skip
    yield _case("a last row that sums up without saying so", [*grid(), [None, None, None, None, *SUMS[4:]]], Expected(
        totals=AGREE, findings={("ledger.unlabelled_total", "A12")}))  # fmt: skip
    yield _case("a first row that sums up under a place's name", [grid()[0], [None, "天长市", None, None, *SUMS[4:]], *grid()[1:]], Expected(
        totals=AGREE, findings={("ledger.unlabelled_total", "A2")}))  # fmt: skip
    count = Expected(totals=AGREE, findings={("ledger.total_differs", "A12")})
    yield _case(
        "a total that counts the communities wrongly", [*grid(), _total("合计：12个小区", 0)], count
    )


def rows_between() -> Iterator[Mutilation]:
    """Rows that are no records: headings, footers, sections, blanks."""
    rows = grid()
    yield _case(
        "page heading repeated", [*rows[:6], HEAD, *rows[6:]], _said(("ledger.repeated_head", "A7"))
    )
    yield _case(
        "title and heading repeated",
        [["台账"], *rows[:6], ["台账"], HEAD, *rows[6:]],
        _said(("ledger.repeated_head", "A8"), ("ledger.repeated_head", "A9")),
    )
    yield _case("blank rows between", [rows[0], [], *rows[1:4], [], [], *rows[4:], [], []])
    yield _case("rows of spaces between", [*rows[:3], [" ", "\u3000", None], *rows[3:]])
    feet = [
        ["填报人：某某", None, "审核人：某某", None, "填报日期：2020年10月28日"],
        ["备注：本表一式三份。"],
        ["说明：户数为常住户数"],
    ]
    yield _case(
        "footers", [*rows, [], *feet], _said(*(("ledger.footer", f"A{n}") for n in (13, 14, 15)))
    )
    yield _case(
        "sections between",
        [rows[0], ["一、老城街道"], *rows[1:5], ["新城街道"], *rows[5:]],
        _said(("ledger.section", "A2"), ("ledger.section", "A7")),
    )
    yield _case(
        "section in merged cells",
        [rows[0], ["（一）2019年项目"], *rows[1:]],
        _said(("ledger.section", "A2")),
        lambda s: s.merge_cells("A2:H2"),
    )
    yield _case(
        "numbers prepared for rows that never came",
        [*rows, *([n] for n in range(11, 31))],
        _said(("ledger.serial_only", "A12")),
    )
    nameless = Expected(refused={""}, findings={("ledger.name_missing", "B6")})
    nameless.records[""] = nameless.records.pop("五建小区")
    yield _case("a row without a name", put("B6", None), nameless)
    yield _case("a name that is a dash", put("B6", "—"), nameless)
    noted = [*rows[:4], [None, None, None, None, None, None, None, None, "以上为第一批"], *rows[4:]]
    yield _case(
        "words in the remarks of no row",
        [[*HEAD, "备注"], *noted[1:]],
        _said(("ledger.loose_text", "I5")),
    )
    data_above = [[99, "表头之上小区", "老城街道", 1990, 2, 60, 5000, 150], *rows]
    yield _case("a record above the head", data_above, _said(("ledger.above_head", "A1")))
    other = [
        ["小区名称", "户数", "建筑面积（平方米）"],
        ["后附小区", 60, 5000],
        ["后附家属院", 48, 4100],
    ]
    second = Expected(findings={("ledger.second_table", "A13"), ("ledger.near_duplicate", "A15")})
    second.findings.discard(("ledger.near_duplicate", "A15"))
    for name, households, area in (("后附小区", 60, 5000), ("后附家属院", 48, 4100)):
        second.records[name] = {HOUSEHOLDS: households, AREA: Decimal(area)}
    yield _case("a second table below", [*rows, [], *other], second)
    half = [
        [*HEAD, None, *HEAD],
        *([*a, None, *b] for a, b in zip(ROWS[:5], ROWS[5:], strict=True)),
    ]
    yield _case("two halves side by side", half, _said(("ledger.side_by_side", "J1")))
    no_head = Expected(
        findings={
            ("ledger.no_head", ""),
            ("ledger.column_by_content", "B1"),
            ("ledger.column_by_content", "D1"),
            ("ledger.column_by_content", "A1"),
        }
    )
    no_head.records = {row[1]: {YEAR: row[3]} for row in ROWS}
    yield _case("no head at all", rows[1:], no_head)


def sheets() -> Iterator[Mutilation]:
    """Several sheets, hidden sheets, sheets that are no ledger."""
    rows = grid()
    both = {"老城": [rows[0], *rows[1:5]], "新城": [rows[0], *rows[5:]]}
    yield Mutilation("two sheets", lambda: xlsx_book(both), Expected())
    yield Mutilation(
        "an empty sheet beside", lambda: xlsx_book({"台账": rows, "Sheet2": []}), Expected()
    )

    def hide(book: Any) -> None:
        book["旧表"].sheet_state = "hidden"

    yield Mutilation(
        "a hidden sheet",
        lambda: xlsx_book({"台账": rows, "旧表": rows}, whole=hide),
        _said(("ledger.hidden_sheet", "")),
    )

    def bury(book: Any) -> None:
        book["旧表"].sheet_state = "veryHidden"

    yield Mutilation(
        "a very hidden sheet",
        lambda: xlsx_book({"台账": rows, "旧表": rows}, whole=bury),
        _said(("ledger.hidden_sheet", "")),
    )
    notes = [["填表说明"], ["一、本表每月报送。"], ["二、不得漏报。"]]
    yield Mutilation(
        "a sheet of instructions",
        lambda: xlsx_book({"台账": rows, "说明": notes}),
        _said(("ledger.no_table", "")),
    )
    other = [["工程内容", "数量", "单位"], ["更换单元牌", 445, "个"]]
    yield Mutilation(
        "a sheet of another table",
        lambda: xlsx_book({"台账": rows, "工程量": other}),
        _said(("ledger.no_table", "")),
    )


def spoilt_sheets() -> Iterator[Mutilation]:
    """Yield all of them."""
    for kind in (heads, units, totals, rows_between, sheets):
        yield from kind()
