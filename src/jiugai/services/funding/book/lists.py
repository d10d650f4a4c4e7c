"""The book's lists as workbooks (资金账、闲置资金导出), in 元 to the 分."""

from collections.abc import Iterator

from jiugai.domain.funding.book.figures import BookFigure
from jiugai.domain.funding.sources import Source
from jiugai.domain.quantities import yuan
from jiugai.exchange.register_export import write_rows
from jiugai.services.funding.book.overview import BookSheet
from jiugai.services.funding.book.reading import IdlePage

_HEADINGS = ("县区", "资金来源", "下达文号", "预算年度")
_STAYS = ("停留最久的环节", "经管单位", "停留天数（天）", "程度")
_IDLE = ("县区", "经管单位", "环节", "资金来源", "下达文号", "预算年度", "项目", "合同",
         "金额（元）", "从哪天起", "停留天数（天）", "加权天数（天）", "程度")  # fmt: skip


def sheet_workbook(found: BookSheet) -> bytes:
    """Return the book at a glance as .xlsx."""
    title = f"资金账，截至 {found.asked.as_of}"
    figures = tuple(f"{figure.word}（元）" for figure in BookFigure)
    return write_rows(title, (*_HEADINGS, *figures, *_STAYS), _book(found), sheet="资金账")


def _book(found: BookSheet) -> Iterator[tuple[object, ...]]:
    for line in found.lines:
        earmark, longest = line.earmark, next(iter(line.idle), None)
        yield (
            line.county,
            Source(earmark.source).word,
            earmark.paper,
            earmark.year,
            *(yuan(line.figures[figure]) for figure in BookFigure),
            longest.kind.word if longest else None,
            longest.holder if longest else None,
            longest.stay.days if longest else None,
            longest.level.word if longest and longest.level else None,
        )


def idle_workbook(found: IdlePage) -> bytes:
    """Return what lies idle as .xlsx, the longest first."""
    return write_rows(f"闲置资金，截至 {found.asked.as_of}", _IDLE, _idle(found), sheet="闲置资金")


def _idle(found: IdlePage) -> Iterator[tuple[object, ...]]:
    for line in found.lines:
        yield (
            line.county,
            line.holder,
            line.kind.word,
            Source(line.earmark.source).word,
            line.earmark.paper,
            line.earmark.year,
            line.project or None,
            line.contract or None,
            yuan(line.stay.balance_fen),
            line.stay.since,
            line.stay.days,
            round(float(line.stay.weighted_days), 1),
            line.level.word if line.level else None,
        )
