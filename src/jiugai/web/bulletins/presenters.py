"""The bulletin in the words of the screen (通报页的写法)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from jiugai.domain.bulletins.document import (
    Appendix,
    Bulletin,
    FigureRun,
    Level,
    Run,
    Template,
    Text,
    imprint_lines,
    text_of,
)
from jiugai.domain.bulletins.figures import FigureSet, Kind
from jiugai.domain.bulletins.lint_report import LintReport
from jiugai.domain.calendar import Month, in_prose
from jiugai.domain.findings import Weight
from jiugai.services.bulletins.writing import Paper
from jiugai.services.reporting.closing import CloseRow
from jiugai.storage.bulletins.queries import IssueRow
from jiugai.web.bulletins import desk_text
from jiugai.web.bulletins.figure_links import IDLE_TABLE, link_of

FORMS = {Template.RED_HEAD: "红头通报", Template.SERIAL: "期刊式通报"}
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


def month_told(as_of: date) -> Month:
    """Return the month whose bulletin is due on a day: the last one that was over by then."""
    month = Month.of(as_of)
    return month if as_of == month.last_day else month.previous


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
        "source": desk_text.shown(found.source, bulletin.figures),
        "findings": [_finding(finding, bulletin.figures) for finding in found.findings],
        "figures": _figures(bulletin, found.row, counties),
        "bound": _count(bulletin),
        "heard_sentence": _heard_sentence(found),
        "heard_status": _heard_status(found),
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


def _heard_sentence(found: Paper) -> str:
    """Say how it stands with the ranking that the bulletin bears."""
    out, told = found.issue, found.told
    if out is not None and out.waived_because:
        return f"排名没有发布即签发。理由：{out.waived_because}"
    if told is not None:
        return (
            f"排名公示到{told.until:%Y-%m-%d}，收到异议 {told.raised} 件，成立 {told.upheld} 件，"
            f"{told.released_on:%Y-%m-%d}发布。"
        )
    return f"{found.waits_for}。起草、导出不受影响。" if found.waits_for else ""


def _heard_status(found: Paper) -> tuple[str, str]:
    if found.told is not None:
        return "ok", "已发布"
    return ("run", "还没有发布") if found.issue is None else ("warn", "未经公示")


def issue_dialog(found: Paper, *, key: UUID) -> dict[str, Any]:
    """Return the question before a bulletin goes out for good."""
    form = FORMS[found.bulletin.imprint.template]
    return {
        "id": "issue-dialog",
        "title": f"发出 {found.row.month.in_prose}{form}",
        "text": "发出以后不能再改，更正要另发一期；正文和文件摘要从此留存。",
        "action": f"/bulletins/{found.row.month}/{found.bulletin.imprint.template.value}/issue/",
        "verb": "发出通报",
        "hidden": [{"name": "key", "value": key}],
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
                "id": IDLE_TABLE[1:] if _tells_of_idle(appendix) else "",
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


def _tells_of_idle(appendix: Appendix) -> bool:
    return any(isinstance(run, Text) and "未拨付" in run.words for run in appendix.title)


def _words(
    runs: Iterable[Run], bulletin: Bulletin, row: CloseRow, counties: Mapping[str, int]
) -> SafeString:
    """Return runs as page text, each bound figure a link to the facts behind it."""
    parts: list[SafeString] = []
    for run in runs:
        if isinstance(run, Text):
            parts.append(escape(run.words))
            continue
        figure = bulletin.figures[run.figure_id]
        label = "，".join(filter(None, (figure.label, figure.sum)))
        parts.append(_bound(link_of(figure, row, counties), label, figure.text(run.bare)))
    return mark_safe("".join(parts))


def _bound(url: str, label: str, shown: str) -> SafeString:
    """Return a bound figure on the page; a trace opens in the drawer and leaves the page as it is."""
    if not url:
        return format_html('<span class="bound" title="{}">{}</span>', label, shown)
    if not url.startswith("/trace/"):
        return format_html('<a class="bound" href="{}" title="{}">{}</a>', url, label, shown)
    return format_html(
        '<a class="bound" href="{}" hx-get="{}" hx-target="#drawer" title="{}">{}</a>',
        url,
        url,
        label,
        shown,
    )


def _finding(finding: Any, figures: FigureSet) -> dict[str, Any]:
    return {
        "kind": "refused" if finding.weight is Weight.BLOCKS else "warns",
        "title": finding.place.cell or finding.place.sheet or "正文",
        "message": desk_text.shown(finding.message, figures),
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
                "url": link_of(figure, row, counties),
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
