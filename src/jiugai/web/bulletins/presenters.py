"""The bulletin in the words of the screen (通报页的写法)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from jiugai.domain.bulletins.document import (
    Bulletin,
    FigureRun,
    Level,
    Run,
    Template,
    Text,
    imprint_lines,
    text_of,
)
from jiugai.domain.bulletins.figures import BoundFigure, Kind
from jiugai.domain.bulletins.lint_report import LintReport
from jiugai.domain.calendar import Month, in_prose
from jiugai.domain.findings import Weight
from jiugai.services.bulletins.writing import Paper
from jiugai.services.reporting.closing import CloseRow
from jiugai.storage.bulletins.queries import IssueRow

FORMS = {Template.RED_HEAD: "红头通报", Template.SERIAL: "期刊式通报"}
_RATE_OF = {
    "planned": "start_rate",
    "started": "start_rate",
    "unstarted": "start_rate",
    "zero_counties": "start_rate",
    "zero_planned": "start_rate",
    "completed": "completion_rate",
    "uncompleted": "completion_rate",
    "full_counties": "completion_rate",
    "accepted": "acceptance_rate",
    "unaccepted": "acceptance_rate",
    "planned_investment": "investment_rate",
    "invested": "investment_rate",
    "funded": "funding_rate",
    "idle": "payment_rate",
    "paid": "payment_rate",
}
"""The rate in whose trace a count is found."""
_TRACED = {*_RATE_OF.values()}
_HEADINGS = {Level.FIRST: "heading-1", Level.SECOND: "heading-2"}


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month in the list: closed or not, with what was issued from it."""

    month: Month
    row: CloseRow | None
    issued: tuple[IssueRow, ...]
    can_close: bool


def month_lines(
    months: Iterable[Month],
    closes: Iterable[CloseRow],
    issues: Sequence[IssueRow],
    *,
    may_close: bool,
    over: Month,
) -> list[MonthLine]:
    """Return the months, newest first; the earliest open one that is over may be closed."""
    rows = {row.month: row for row in closes}
    newest = max(rows, default=None)
    lines = []
    for month in sorted(months, reverse=True):
        row = rows.get(month)
        issued = tuple(i for i in issues if row and i.close_id == row.id)
        next_up = newest is None or month > newest
        can_close = may_close and row is None and next_up and month <= over
        lines.append(MonthLine(month, row, issued, can_close))
    return lines


def studio(found: Paper, counties: Mapping[str, int]) -> dict[str, Any]:
    """Return the context of the studio."""
    bulletin = found.bulletin
    return {
        "paper": found,
        "month": found.row.month,
        "template": bulletin.imprint.template.value,
        "form": FORMS[bulletin.imprint.template],
        "digest": found.row.digest,
        "digest_short": f"{found.row.digest[:4]} {found.row.digest[4:8]} … {found.row.digest[-4:]}",
        "page": _page(found, counties),
        "findings": [_finding(finding) for finding in found.findings],
        "figures": _figures(bulletin, found.row, counties),
        "bound": _count(bulletin),
        "form_switch": {
            "label": "版式",
            "options": [
                {
                    "url": f"/bulletins/{found.row.month}/{form.value}/",
                    "label": words,
                    "current": form is bulletin.imprint.template,
                }
                for form, words in FORMS.items()
            ],
        },
    }


def _page(found: Paper, counties: Mapping[str, int]) -> dict[str, Any]:
    bulletin, imprint = found.bulletin, found.bulletin.imprint

    def words(runs: Iterable[Run]) -> SafeString:
        return _words(runs, bulletin, found.row, counties)

    return {
        "mark": imprint.mark,
        "mark_size": min(150, 1560 // max(1, len(imprint.mark))),
        "number": imprint.number,
        "issue": imprint.issue,
        "issuer": imprint.issuer,
        "issued_on": in_prose(imprint.issued_on),
        "addressees": imprint.addressees,
        "is_serial": imprint.template is Template.SERIAL,
        "title": [text_of(part, bulletin.figures) for part in bulletin.title],
        "body": [
            {"kind": _HEADINGS.get(paragraph.level, ""), "words": words(paragraph.runs)}
            for paragraph in bulletin.body
        ],
        "appendices": [
            {
                "title": words(appendix.title),
                "caption": words(appendix.caption),
                "head": [
                    [{"words": words(cell.runs), "columns": cell.columns} for cell in row]
                    for row in appendix.table.heads
                ],
                "rows": [
                    [{"words": words(cell.runs), "columns": cell.columns} for cell in row]
                    for row in appendix.table.rows
                ],
                "notes": [words(note) for note in appendix.notes],
            }
            for appendix in bulletin.appendices
        ],
        "colophon": [text_of(line, bulletin.figures) for line in imprint_lines(bulletin)],
    }


def _words(
    runs: Iterable[Run], bulletin: Bulletin, row: CloseRow, counties: Mapping[str, int]
) -> SafeString:
    """Return runs as page text, each bound figure a link to the facts behind it."""
    parts: list[SafeString] = []
    for run in runs:
        if isinstance(run, Text):
            parts.append(format_html("{}", run.words))
            continue
        figure = bulletin.figures[run.figure_id]
        url = trace_url(figure, row, counties)
        shown = figure.text(run.bare)
        label = f"{figure.label}{f'，{figure.sum}' if figure.sum else ''}"
        if url:
            parts.append(
                format_html('<a class="bound" href="{}" title="{}">{}</a>', url, label, shown)
            )
        else:
            parts.append(format_html('<span class="bound" title="{}">{}</span>', label, shown))
    return mark_safe("".join(parts))


def trace_url(figure: BoundFigure, row: CloseRow, counties: Mapping[str, int]) -> str:
    """Return where a figure opens to its facts, at the close's own horizon; empty if it is no count."""
    measure = _RATE_OF.get(figure.measure, figure.measure)
    if figure.cohort is None or measure not in _TRACED or figure.kind in {Kind.NAME, Kind.DATE}:
        return ""
    asked: dict[str, object] = {
        "measure": measure,
        "basis": figure.basis.value if figure.basis else "fen",
        "year": figure.cohort,
        "as_of": row.on_day.isoformat(),
        "recorded_by": row.recorded_at.isoformat(),
    }
    if figure.county in counties:
        asked["county"] = counties[figure.county]
    return f"/trace/?{urlencode(asked)}"


def _finding(finding: Any) -> dict[str, Any]:
    return {
        "kind": "refused" if finding.weight is Weight.BLOCKS else "warns",
        "title": finding.place.cell or finding.place.sheet or "正文",
        "message": finding.message,
    }


def _figures(
    bulletin: Bulletin, row: CloseRow, counties: Mapping[str, int]
) -> list[dict[str, Any]]:
    used = [
        run.figure_id
        for paragraph in bulletin.body
        for run in paragraph.runs
        if isinstance(run, FigureRun)
    ]
    shown = []
    for figure_id in dict.fromkeys(used):
        figure = bulletin.figures[figure_id]
        if figure.kind in {Kind.NAME, Kind.TEXT}:
            continue
        shown.append(
            {
                "id": figure.id,
                "label": figure.label,
                "shown": figure.shown,
                "sum": figure.sum,
                "times": used.count(figure_id),
                "url": trace_url(figure, row, counties),
            }
        )
    return shown


def _count(bulletin: Bulletin) -> int:
    return sum(isinstance(run, FigureRun) for paragraph in bulletin.body for run in paragraph.runs)


def lint(report: LintReport) -> dict[str, Any]:
    """Return what checking an edited file found."""
    return {
        "checked": report.checked,
        "agree": report.agree,
        "findings": [
            {
                "kind": "refused" if finding.weight is Weight.BLOCKS else "warns",
                "title": f"{finding.where} {finding.verdict.value}",
                "message": finding.message,
            }
            for finding in report.findings
        ],
    }
