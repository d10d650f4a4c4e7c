"""How values are written into cells (单元格写法): never as a formula, a link or a guess."""

import re
from collections.abc import Set
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

CELL_CHARACTERS = 32_767
"""As many characters as a cell holds."""

SHEET_NAME_CHARACTERS = 31

EXACT_DIGITS = 15
"""A spreadsheet keeps that many digits of a number; a longer one is written as text."""

_EXECUTES = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def options(*, row_by_row: bool = False) -> dict[str, Any]:
    """Return how every workbook is opened for writing: a text stays a text, letters are Chinese.

    :param row_by_row: whether rows leave memory as they are written; they must come in their order.
    """
    return {
        "in_memory": not row_by_row,
        "constant_memory": row_by_row,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
        "default_format_properties": {"font_name": "宋体", "font_size": 11},
    }


def may_execute(text: str) -> bool:
    """Say whether a spreadsheet might take a text for a formula when it is typed or pasted."""
    return _EXECUTES.match(text) is not None


def disarmed(text: str) -> str:
    """Return a text for a .csv such that no spreadsheet takes it for a formula.

    >>> disarmed("=1+1"), disarmed("河滨小区")
    ("'=1+1", '河滨小区')
    """
    return f"'{text}" if may_execute(text) else text


def stamp(workbook: Any, title: str = "") -> None:
    """Date a workbook by a fixed day, so that the same values give the same bytes."""
    fixed = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    workbook.set_properties({"title": title, "author": "旧改通", "created": fixed})


def sheet_name(wanted: str, taken: Set[str]) -> str:
    """Return a name that a sheet may bear, unlike those taken (in lower case)."""
    plain = _NOT_IN_A_SHEET_NAME.sub("_", wanted).strip("'")[:SHEET_NAME_CHARACTERS] or "Sheet1"
    name, number = plain, 2
    while name.lower() in taken:
        ending = f"（{number}）"
        name, number = plain[: SHEET_NAME_CHARACTERS - len(ending)] + ending, number + 1
    return name


def is_exact(number: Decimal | int) -> bool:
    """Say whether a spreadsheet keeps a number to its last digit."""
    value = Decimal(number)
    return value.is_finite() and len(value.normalize().as_tuple().digits) <= EXACT_DIGITS
