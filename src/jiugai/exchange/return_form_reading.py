"""Reads a return's workbook when it comes back (读回月报表样): what was changed, and why."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from jiugai.domain.findings import Finding, Place
from jiugai.domain.registry.characters import fold, quoted
from jiugai.domain.reporting.submission.cells import TypedReason
from jiugai.exchange.published_sheets import SIGNIFICANT, cell_name
from jiugai.exchange.return_form import (
    FORM_SHEET,
    FORMAT_VERSION,
    MARKS_SHEET,
    MOST_REASONS,
    WHY_SHEET,
    FormMark,
    FormRead,
)

READER = "jiugai.exchange.return_form_reading:read_form"
_NOTHING = "本次没有读取，也没有报送。"
_GRADES = {reason.grade: reason for reason in TypedReason}
_MOST_MARKS = 2_000


class _Unreadable(Exception):
    """The file is no form of ours, or its hidden sheet was changed."""


def read_form(content: bytes, document: str) -> FormRead | Finding:
    """Read a form; a Finding, with its place, for the first thing that makes no sense.

    To be run behind ``exchange.reading_process``.
    """
    import openpyxl  # half a second, which no command should wait for that reads no workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of drawings and extensions that are not read here
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except Exception:  # a broken workbook: zipfile, XML and openpyxl each have their own
        return _finding("broken", document, "", "工作簿已损坏，读不出单元格；请重新下载表样再填")
    missing = [name for name in (FORM_SHEET, MARKS_SHEET) if name not in book.sheetnames]
    if missing:
        return _finding(
            "no_form",
            document,
            "",
            f"没有工作表“{missing[0]}”，不是从月报页下载的表样，或删过工作表；请重新下载再填",
        )
    try:
        head, marks, labels = _marks(book[MARKS_SHEET])
        read = _changed(book[FORM_SHEET], marks, document)
        if isinstance(read, Finding):
            return read
        reasons = _reasons(book[WHY_SHEET], labels) if WHY_SHEET in book.sheetnames else {}
    except _Unreadable:
        return _finding(
            "marks", document, MARKS_SHEET, "表样里的标记被改动，认不出各格；请重新下载表样再填"
        )
    return replace(read, code=head[0], month=head[1], reasons=reasons)


def _finding(code: str, document: str, sheet: str, said: str, cell: str = "") -> Finding:
    return Finding(f"return_form.{code}", f"{said}。{_NOTHING}", place=Place(document, sheet, cell))


def _marks(
    sheet: Any,
) -> tuple[tuple[str, str], list[FormMark], dict[str, tuple[int, str]]]:
    """Return whose form it is, where its cells stand, and what each is called."""
    rows = list(sheet.iter_rows(max_row=_MOST_MARKS, values_only=True))
    if not rows or rows[0][0] != FORMAT_VERSION:
        raise _Unreadable
    try:
        marks = [
            FormMark(int(r[0]), int(r[1]), int(r[2]), str(r[3]), int(r[4]), int(r[5]))
            for r in rows[1:]
            if r[0] is not None
        ]
        head = (str(rows[0][1]), str(rows[0][2]))
    except (TypeError, ValueError, IndexError) as error:
        raise _Unreadable from error
    if any(mark.per_shown < 1 or mark.row < 0 or mark.column < 0 for mark in marks):
        raise _Unreadable
    typed = [mark for mark in marks if not mark.name.startswith("planned_")]
    labels = [str(r[7]) for r in rows if len(r) > 7 and r[7] is not None]
    if len(labels) != len(typed):
        raise _Unreadable
    return (
        head,
        marks,
        {label: (mark.list_id, mark.name) for label, mark in zip(labels, typed, strict=True)},
    )


def _changed(sheet: Any, marks: list[FormMark], document: str) -> FormRead | Finding:
    changed = {}
    for mark in marks:
        read = _number(sheet.cell(mark.row + 1, mark.column + 1).value)
        cell = cell_name(mark.row, mark.column)
        counted = Decimal(mark.counted) / mark.per_shown
        if read is None:
            return _finding(
                "not_a_number",
                document,
                FORM_SHEET,
                f"读到“{_shown(sheet, mark)}”，这里应为一个数，例如 {counted:f}；没有的请填 0",
                cell,
            )
        stored = read * mark.per_shown
        if stored != stored.to_integral_value():
            return _finding(
                "too_fine",
                document,
                FORM_SHEET,
                f"读到“{_shown(sheet, mark)}”，小数位太多；户、栋、个填整数，面积两位，万元六位小数",
                cell,
            )
        if int(stored) != mark.counted:
            changed[mark.list_id, mark.name] = int(stored)
    return FormRead(changed=changed)


def _shown(sheet: Any, mark: FormMark) -> str:
    value = sheet.cell(mark.row + 1, mark.column + 1).value
    return "空白" if value is None else quoted(str(value))


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float | int):
        text = format(value, SIGNIFICANT) if isinstance(value, float) else str(value)
    else:
        text = fold(str(value)).replace(",", "")
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and found.adjusted() < 15 else None


def _reasons(
    sheet: Any, labels: dict[str, tuple[int, str]]
) -> dict[tuple[int, str], tuple[TypedReason, str]]:
    return dict(_told(sheet, labels))


def _told(
    sheet: Any, labels: dict[str, tuple[int, str]]
) -> Iterator[tuple[tuple[int, str], tuple[TypedReason, str]]]:
    for row in sheet.iter_rows(min_row=2, max_row=MOST_REASONS + 1, max_col=3, values_only=True):
        said = [fold(str(value)) if value is not None else "" for value in (*row, None, None)[:3]]
        grade = _GRADES.get(said[1][:1])
        if said[0] in labels and grade is not None:
            yield labels[said[0]], (grade, said[2])
