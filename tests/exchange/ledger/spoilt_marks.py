"""Ledgers spoilt by what is not in the cells: merges, hidden rows, formulas, number formats."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from jiugai.domain.registry.ledger import Column
from tests.exchange.ledger.workbench import (
    Expected,
    Mutilation,
    Rows,
    grid,
    ods,
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
MERGED, ERROR, UNCALCULATED = (
    "ledger.merged_figures",
    "ledger.error_value",
    "ledger.formula_uncalculated",
)


def _refused(name: str, column: Column, code: str, cell: str) -> Expected:
    return Expected(refused={name}, findings={(code, cell)}).change(name, column, None)


def _case(
    name: str, rows: Rows, finish: Callable[[Worksheet], None], expected: Expected
) -> Mutilation:
    return Mutilation(name, lambda: xlsx(rows, finish), expected)


def merges() -> Iterator[Mutilation]:
    """Merged cells among the records."""
    rows = grid()
    for number in (3, 4):
        rows[number - 1][2] = None
    filled = Expected(repairs={"C3", "C4"})
    yield _case("a street merged over three rows", rows, lambda s: s.merge_cells("C2:C4"), filled)
    years = grid()
    years[2][3] = None
    same = Expected(repairs={"D3"}).change("城东商贸城小区", YEAR, 1994)
    yield _case("a year merged over two rows", years, lambda s: s.merge_cells("D2:D3"), same)
    shared = put("F3", None)
    both = Expected(
        refused={"天阳楼小区", "城东商贸城小区"}, findings={(MERGED, "F2"), (MERGED, "F3")}
    )
    both.change("天阳楼小区", HOUSEHOLDS, None).change("城东商贸城小区", HOUSEHOLDS, None)
    yield _case(
        "households merged over two communities", shared, lambda s: s.merge_cells("F2:F3"), both
    )
    across = put("G2", None)
    yield _case(
        "one figure merged over two columns",
        across,
        lambda s: s.merge_cells("F2:G2"),
        _refused("天阳楼小区", HOUSEHOLDS, MERGED, "F2").change("天阳楼小区", AREA, None),
    )

    def two_lines(sheet: Worksheet) -> None:
        for letter in "ABCDEFGH":
            sheet.merge_cells(f"{letter}2:{letter}3")

    lines = [grid()[0], grid()[1], [None] * 8, *grid()[2:]]
    yield _case("a record merged over two rows", lines, two_lines, Expected())
    yield Mutilation(
        "a street merged in .xls", lambda: xls(rows, lambda s: s.merge(1, 3, 2, 2)), filled
    )
    yield Mutilation("a street merged in .ods", lambda: ods(rows, spans={(1, 2): 3}), filled)


def hidden() -> Iterator[Mutilation]:
    """Hidden rows and columns: read, and spoken of."""
    row = Expected(findings={("ledger.hidden_row", "B4")})

    def hide_row(sheet: Worksheet) -> None:
        sheet.row_dimensions[4].hidden = True

    def hide_column(sheet: Worksheet) -> None:
        sheet.column_dimensions["F"].hidden = True

    yield _case("a hidden row", grid(), hide_row, row)
    yield _case(
        "a hidden column", grid(), hide_column, Expected(findings={("ledger.hidden_column", "F1")})
    )
    yield Mutilation("a hidden row in .ods", lambda: ods(grid(), hidden=[3]), row)

    def hide_xls(sheet: Any) -> None:
        sheet.row(3).hidden = True

    yield Mutilation("a hidden row in .xls", lambda: xls(grid(), hide_xls), row)

    def hide_xls_column(sheet: Any) -> None:
        sheet.col(5).hidden = True

    yield Mutilation(
        "a hidden column in .xls",
        lambda: xls(grid(), hide_xls_column),
        Expected(findings={("ledger.hidden_column", "F1")}),
    )


def formulas() -> Iterator[Mutilation]:
    """Formulas: with a result, without one, failed."""

    def calculated(failed: str = "", empty: bool = False) -> bytes:
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out)
        sheet = book.add_worksheet("台账")
        for number, row in enumerate(grid()):
            sheet.write_row(number, 0, row)
        sheet.write_formula("F2", "=100+5", value=failed or ("" if empty else 105))
        book.close()
        return out.getvalue()

    yield Mutilation("a formula with its result", calculated, Expected())
    for error in ("#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"):
        yield Mutilation(
            f"a formula that gave {error}",
            lambda error=error: calculated(error),
            _refused("天阳楼小区", HOUSEHOLDS, ERROR, "F2"),
        )
    yield Mutilation(
        "a formula that was never calculated",
        lambda: xlsx(put("F2", "=100+5")),
        _refused("天阳楼小区", HOUSEHOLDS, UNCALCULATED, "F2"),
    )
    yield Mutilation(
        "a formula with an empty result",
        lambda: calculated(empty=True),
        _refused("天阳楼小区", HOUSEHOLDS, UNCALCULATED, "F2"),
    )

    def unfinished() -> bytes:
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out)
        sheet = book.add_worksheet("台账")
        for number, row in enumerate(grid()):
            sheet.write_row(number, 0, row)
        sheet.write_formula("F2", "=100+5")  # the writer puts 0 for the result
        book.close()
        return out.getvalue()

    yield Mutilation(
        "a formula that waits with a nought",
        unfinished,
        _refused("天阳楼小区", HOUSEHOLDS, UNCALCULATED, "F2"),
    )
    import xlwt

    yield Mutilation(
        "a formula without a result in .xls",
        lambda: xls(put("F2", None), lambda s: s.write(1, 5, xlwt.Formula("100+5"))),
        _refused("天阳楼小区", HOUSEHOLDS, UNCALCULATED, "F2"),
    )


def formats() -> Iterator[Mutilation]:
    """Number formats that show more or other than the cell holds."""

    def formatted(cell: str, code: str, value: Any = None) -> bytes:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "台账"
        for row in grid():
            sheet.append(row)
        if value is not None:
            sheet[cell] = value
        sheet[cell].number_format = code
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    for code in ("#,##0", "0.00", "0_);[Red](0)", "General", "@", "#,##0.00_ ", "0;-0;;@"):
        yield Mutilation(
            f"a figure shown as {code}", lambda code=code: formatted("F2", code), Expected()
        )
    yield Mutilation(
        "a figure shown with 户", lambda: formatted("F2", '0"户"'), Expected(repairs={"F2"})
    )
    yield Mutilation("a year shown with 年", lambda: formatted("D2", '0"年"'), Expected())
    yield Mutilation(
        "an area shown with 万㎡",
        lambda: formatted("G2", '0.0"万㎡"', 1.3),
        Expected(repairs={"G2"}),
    )
    yield Mutilation(
        "households shown with 人",
        lambda: formatted("F2", '0"人"'),
        _refused("天阳楼小区", HOUSEHOLDS, "ledger.unit_mismatch", "F2"),
    )
    for code in ('0!.0,"万"', "#,##0,", "0%"):
        yield Mutilation(
            f"money shown otherwise by {code}",
            lambda code=code: formatted("H2", code),
            _refused("天阳楼小区", MONEY, "ledger.shown_otherwise", "H2"),
        )


def spoilt_marks() -> Iterator[Mutilation]:
    """Yield all of them."""
    for kind in (merges, hidden, formulas, formats):
        yield from kind()
