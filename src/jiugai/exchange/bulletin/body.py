"""The body of both forms (主体): title, addressees, paragraphs, list of appendices, signature."""

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from jiugai.domain.bulletins.document import (
    Bulletin,
    Imprint,
    Level,
    Run,
    Template,
    attachment_lines,
    runs_of,
    text_of,
    token,
)
from jiugai.domain.bulletins.title import broken, width
from jiugai.exchange.bulletin import styles
from jiugai.exchange.bulletin.geometry import TWIPS_PER_PT, Geometry
from jiugai.exchange.bulletin.ooxml import Binder, el, words
from jiugai.exchange.bulletin.page import empty_line

_STYLES = {
    Level.BODY: styles.TEXT,
    Level.FIRST: styles.HEADINGS[0],
    Level.SECOND: styles.HEADINGS[1],
    Level.THIRD: styles.HEADINGS[2],
    Level.FOURTH: styles.HEADINGS[3],
}
SEAL_LINES = 2
"""Empty lines above a signature that will be sealed: a seal of 42 mm reaches up to the text."""


def body(bulletin: Bulletin, page: Geometry, binder: Binder) -> Iterator[BaseOxmlElement]:
    """Yield the paragraphs from the title to the signature."""
    for _ in range(page.lines_above_title):
        yield empty_line()
    yield title(bulletin, bulletin.title, page, binder)
    if bulletin.imprint.template is Template.SERIAL:
        held_on = runs_of(f"（{token('imprint.heldon')}）")
        yield _paragraph(styles.SUBTITLE, *binder.runs(held_on))
    for _ in range(page.lines_below_title):
        yield empty_line()
    if bulletin.imprint.template is Template.RED_HEAD:
        yield _paragraph(styles.BODY, words(f"{bulletin.imprint.addressees}："))
    signed = bulletin.imprint.template is Template.RED_HEAD
    last = len(bulletin.body) - 1
    for number, paragraph in enumerate(bulletin.body):
        runs = binder.runs(paragraph.runs)
        yield _paragraph(_STYLES[paragraph.level], *runs, keep=signed and number == last)
    attachments = attachment_lines(bulletin)
    if attachments:
        yield empty_line(*([el("keepNext")] if signed else []))
    for runs_ in attachments:
        yield _paragraph(styles.TEXT, *binder.runs(runs_), keep=signed)
    if signed:
        yield from _signature(bulletin, page, binder)


def title(
    bulletin: Bulletin, pieces: tuple[tuple[Run, ...], ...], page: Geometry, binder: Binder
) -> BaseOxmlElement:
    """Return a title, broken by its sense where it needs more than one line."""
    texts = [text_of(piece, bulletin.figures) for piece in pieces]
    most = page.area_width / (page.title_pt * TWIPS_PER_PT)
    runs: list[BaseOxmlElement] = []
    for number, line in enumerate(broken(texts, most)):
        if number:
            runs.append(words("\n"))
        for index in line:
            runs += binder.runs(pieces[index])
    return _paragraph(styles.TITLE, *runs)


def _paragraph(style: str, *children: BaseOxmlElement, keep: bool = False) -> BaseOxmlElement:
    """Return a paragraph; ``keep`` holds it on the page of the next: no signature stands alone."""
    properties = el("pPr", el("pStyle", val=style))
    if keep:
        properties.append(el("keepNext"))
    return el("p", properties, *children)


def _signature(bulletin: Bulletin, page: Geometry, binder: Binder) -> Iterator[BaseOxmlElement]:
    """Yield 署名 and 成文日期, placed for a seal or without one, never parted by a page."""
    imprint = bulletin.imprint
    date = text_of(runs_of(token("imprint.issuedon")), bulletin.figures)
    name_right, date_right = signature_indents(imprint, date, page)
    for _ in range(SEAL_LINES if imprint.sealed else 1):
        yield empty_line(el("keepNext"))
    yield _right(page, name_right, words(imprint.issuer), keep=True)
    yield _right(page, date_right, *binder.runs(runs_of(token("imprint.issuedon"))), keep=False)
    if imprint.remark:
        yield _paragraph(styles.TEXT, words(f"（{imprint.remark}）"))


def signature_indents(imprint: Imprint, date: str, page: Geometry) -> tuple[float, float]:
    """Return how many characters name and date stand from the right edge.

    With a seal the date stands four characters in and the name is centred on it; a name too long
    for that takes the whole room and moves the date in. Without one the name stands two in, and
    the date begins two characters after the name does.
    """
    name_wide, date_wide = width(imprint.issuer), width(date)
    if imprint.sealed:
        date_right = float(page.sealed_date_right)
        name_right = date_right + (date_wide - name_wide) / 2
        short = min(name_right, 0.0)
        return name_right - short, date_right - short
    name_right = float(page.unsealed_name_right)
    date_right = name_right + name_wide - page.unsealed_date_shift - date_wide
    if date_right < page.unsealed_name_right:
        short = page.unsealed_name_right - date_right
        return name_right + short, float(page.unsealed_name_right)
    return name_right, date_right


def _right(
    page: Geometry, indent: float, *children: BaseOxmlElement, keep: bool
) -> BaseOxmlElement:
    properties = el("pPr", el("pStyle", val=styles.BODY))
    if keep:
        properties.append(el("keepNext"))
    properties.append(el("ind", rightChars=round(indent * 100), right=page.characters_wide(indent)))
    properties.append(el("jc", val="right"))
    return el("p", properties, *children)
