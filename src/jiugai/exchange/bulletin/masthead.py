"""The head of both forms (版头): the mark in red, the number or the issue, the red line."""

from collections.abc import Iterator
from copy import deepcopy

from docx.oxml.xmlchemy import BaseOxmlElement

from jiugai.domain.bulletins.document import Imprint, Template, runs_of, token
from jiugai.domain.bulletins.title import width
from jiugai.exchange.bulletin import styles
from jiugai.exchange.bulletin.geometry import TWIPS_PER_PT, Geometry
from jiugai.exchange.bulletin.ooxml import Binder, el, words
from jiugai.exchange.bulletin.page import empty_line, rule

NARROWEST = 66
"""Per cent to which the glyphs of a long mark are narrowed before they are made smaller."""
WIDEST_SPREAD = 0.7
"""A short mark is spread over this share of the type area."""
INK_BELOW_LINE_TOP = 0.14
"""How far a glyph's upper edge lies below the top of its line, in ems, at a pitch of 1.25 em."""
LINE_PER_EM = 1.25
INK_TO_LINE_END = 55
"""From the lower edge of the number's ink to the end of its line, in twips."""


def masthead(imprint: Imprint, page: Geometry, binder: Binder) -> Iterator[BaseOxmlElement]:
    """Yield the paragraphs of the head, down to the red line."""
    yield _mark(imprint.mark, page)
    if imprint.template is Template.SERIAL:
        yield empty_line()
        issue = runs_of(token("imprint.issue") if imprint.issue else "")
        yield _paragraph(styles.NUMBER, *binder.runs(issue))
        line = f"{imprint.issuer}\t{token('imprint.issuedon')}"
        yield empty_line()
        yield _paragraph(styles.HEAD_LINE, *binder.runs(runs_of(line)))
    else:
        for _ in range(page.lines_above_number):
            yield empty_line()
        number = runs_of(token("imprint.number") if imprint.number else "")
        yield _paragraph(styles.NUMBER, *binder.runs(number))
    gap = page.red_line_below_number - INK_TO_LINE_END
    yield rule(page.red_line, page.mark_colour, space=gap)


def _paragraph(style: str, *runs: BaseOxmlElement) -> BaseOxmlElement:
    return el("p", el("pPr", el("pStyle", val=style)), *runs)


def _mark(mark: str, page: Geometry) -> BaseOxmlElement:
    """Return the mark: as large as it may be in one line, its ink 35 mm below the type area's top."""
    pt, narrowed, spread = mark_size(mark, page)
    line = round(pt * LINE_PER_EM * TWIPS_PER_PT)
    before = page.mark_below_top - round(pt * INK_BELOW_LINE_TOP * TWIPS_PER_PT)
    properties = el(
        "pPr",
        el("pStyle", val=styles.MARK),
        el("spacing", before=before, after=0, line=line, lineRule="exact"),
    )
    shape = [el("w", val=narrowed), *styles.size(pt)]
    # Space behind the last character would push a centred line to the left.
    spaced = words(mark[:-1], el("spacing", val=spread), *deepcopy(shape))
    return el("p", properties, spaced, words(mark[-1:], el("spacing", val=0), *shape))


def mark_size(mark: str, page: Geometry) -> tuple[int, int, int]:
    """Return type size in pt, width of the glyphs in per cent, and spread in twips."""
    ems, area_pt = width(mark), page.area_width / TWIPS_PER_PT
    pt = page.mark_most_pt
    narrowed = min(100, int(100 * area_pt / (ems * pt)))
    if narrowed < NARROWEST:
        narrowed = NARROWEST
        pt = int(area_pt * 100 / (ems * narrowed))
    spare = area_pt * WIDEST_SPREAD - ems * pt * narrowed / 100
    spread = max(0, round(spare / max(len(mark) - 1, 1) * TWIPS_PER_PT))
    return pt, narrowed, spread
