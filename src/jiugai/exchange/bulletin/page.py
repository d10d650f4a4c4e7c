"""The page itself (页面): paper, margins, grid, page numbers, and rules drawn as paragraphs."""

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.text.paragraph import Paragraph

from jiugai.exchange.bulletin import styles
from jiugai.exchange.bulletin.geometry import TWIPS_PER_PT, Geometry
from jiugai.exchange.bulletin.ooxml import el, words

FOOTER_LINE = 400
"""Pitch of the page number's line, as its style has it."""
DASH_DOWN = 241
"""From the top of that line down to the dash beside the number: measured at 14 pt of 宋体, where a
program sets the baseline at four fifths of an exact line."""


def set_page(section: Section, page: Geometry) -> None:
    """Set paper, margins and the grid of 22 lines and 28 characters."""
    properties = section._sectPr
    for child in list(properties):
        if child.tag in (qn("w:pgSz"), qn("w:pgMar"), qn("w:cols"), qn("w:docGrid")):
            properties.remove(child)
    # The dash lies 7 mm below the type area; Word is told where the footer's line ends.
    line_top = page.page_number_below - DASH_DOWN
    footer = page.bottom - line_top - FOOTER_LINE
    for child in (
        el("pgSz", w=page.page_width, h=page.page_height),
        el(
            "pgMar", top=page.top, right=page.right, bottom=page.bottom, left=page.left,
            header=851, footer=footer, gutter=0,
        ),
        el("cols", space=425),
        el(
            "docGrid", type="linesAndChars", linePitch=page.line_pitch, charSpace=page.char_space
        ),
    ):  # fmt: skip
        properties.append(child)


def number_pages(section: Section, page: Geometry) -> None:
    """Number the pages at the outer edge: odd ones at the right, even ones at the left."""
    indent = page.page_number_indent * page.page_number_pt * TWIPS_PER_PT
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        _clear(paragraph)
        paragraph._p.append(
            el(
                "pPr",
                el("pStyle", val=styles.FOOTER),
                el("ind", **{side: indent}),
                el("jc", val=side),
            )
        )
        number = el("fldSimple", words("1"), instr="PAGE")
        for child in (words("— "), number, words(" —")):
            paragraph._p.append(child)


def _clear(paragraph: Paragraph) -> None:
    for child in list(paragraph._p):
        paragraph._p.remove(child)


def rule(height: int, colour: str, *before: BaseOxmlElement, space: int = 0) -> BaseOxmlElement:
    """Return a rule as wide as its column: an empty paragraph, exactly so high, filled.

    A paragraph's border would do, but its distance from the text is the program's to choose, and
    inside a frame LibreOffice loses it.
    """
    properties = el(
        "pPr",
        el("pStyle", val=styles.RULE),
        *before,
        el("shd", val="clear", color="auto", fill=colour),
        el("spacing", before=space, after=0, line=height, lineRule="exact"),
    )
    return el("p", properties)


def empty_line(*before: BaseOxmlElement) -> BaseOxmlElement:
    """Return an empty line of the body's pitch (空一行)."""
    return el("p", el("pPr", el("pStyle", val=styles.BODY), *before))
