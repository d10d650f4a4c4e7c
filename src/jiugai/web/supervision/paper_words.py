"""The papers of an order in the words of the screen (督办公文的写法)."""

from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiugai.domain.bulletins.document import Bulletin, Place, Text, printed_lines
from jiugai.domain.bulletins.order_papers import PaperKind
from jiugai.services.bulletins.order_papers import IssuedPaper, OrderPapers
from jiugai.services.supervision.orders.desk import OrderPage
from jiugai.web.supervision.paper_forms import PaperForm
from jiugai.web.templatetags.formats import moment

_CLASSES = {
    Place.HEAD: "mark",
    Place.TITLE: "title",
    Place.ADDRESSEE: "to",
    Place.SIGNATURE: "signed",
    Place.IMPRINT: "imprint",
}


def url(public_id: str, kind: PaperKind) -> str:
    """Return the address at which a paper is drafted."""
    return f"/orders/{public_id}/papers/{kind.value}/"


def draft_url(found: OrderPage, kind: PaperKind, form: PaperForm) -> str:
    """Return the address of a draft's file, with what was typed."""
    typed = {name: form[name].value() or "" for name in form.fields}
    address = f"{url(found.card.row.public_id, kind)}draft.docx"
    return f"{address}?{urlencode(typed)}" if typed else address


def lines(bulletin: Bulletin) -> list[dict[str, Any]]:
    """Return a paper line by line as it will be read, its bound figures marked."""
    found = []
    for line in printed_lines(bulletin):
        runs = [
            format_html("{}", run.words)
            if isinstance(run, Text)
            else format_html(
                '<b title="{}">{}</b>',
                bulletin.figures[run.figure_id].label,
                bulletin.figures[run.figure_id].text(run.bare),
            )
            for run in line.runs
        ]
        found.append({"place": _CLASSES.get(line.place, ""), "words": _joined(runs)})
    return found


def _joined(runs: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((run,) for run in runs))


def card(found: OrderPapers) -> dict[str, Any]:
    """Return what the order's page shows of its papers."""
    row = found.page.card.row
    return {
        "offered": [{"word": kind.word, "url": url(row.public_id, kind)} for kind in found.offered],
        "table": {
            "caption": "公文",
            "stacked": True,
            "columns": [
                {"label": "文号"},
                {"label": "成文日期"},
                {"label": "文种"},
                {"label": "签发"},
                {"label": "文件摘要（SM3）"},
            ],
            "rows": [{"cells": _cells(row.public_id, one)} for one in found.issued],
        },
    }


def _cells(public_id: str, paper: IssuedPaper) -> list[dict[str, Any]]:
    row = paper.row
    file = f"{url(public_id, paper.kind)}{row.year}-{row.number}.docx"
    return [
        {"value": paper.label, "url": file},
        {"value": f"{row.issued_on:%Y-%m-%d}"},
        {"value": paper.kind.word},
        {"value": row.label, "note": format_html("录入 {}", moment(row.recorded_at))},
        {"value": f"{row.sm3[:8]}…"},
    ]
