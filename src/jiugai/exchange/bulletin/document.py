"""Writes a bulletin as .docx in the form of GB/T 9704-2012 (通报成文)."""

import docx

from jiugai.domain.bulletins.document import Bulletin
from jiugai.domain.bulletins.record import record_of
from jiugai.exchange.bulletin import package, styles
from jiugai.exchange.bulletin.back_matter import appendices, imprint
from jiugai.exchange.bulletin.body import body
from jiugai.exchange.bulletin.geometry import geometry
from jiugai.exchange.bulletin.masthead import masthead
from jiugai.exchange.bulletin.ooxml import Binder
from jiugai.exchange.bulletin.page import number_pages, set_page
from jiugai.exchange.bulletin.record_file import item_id, record_file, record_xml


def write_docx(bulletin: Bulletin) -> bytes:
    """Return a bulletin as .docx; the same bulletin gives the same bytes.

    Its figures travel inside: each is bound by a bookmark, and custom XML holds all that the
    snapshot offered, so that an edited file can be checked without a database.
    """
    page = geometry()
    document = docx.Document()
    package.strip(document)
    styles.fill_styles(document.styles.element, page)
    styles.fill_settings(document.settings.element)
    package.replace_part(document, "/word/fontTable.xml", styles.font_table(page))
    content = document.element.body
    for child in list(content):
        if child is not document.sections[0]._sectPr:
            content.remove(child)
    binder = Binder(bulletin.figures)
    blocks = [
        *masthead(bulletin.imprint, page, binder),
        *body(bulletin, page, binder),
        *appendices(bulletin, page, binder),
        *imprint(bulletin, page, binder),
    ]
    section = document.sections[0]
    for block in blocks:
        section._sectPr.addprevious(block)
    set_page(section, page)
    number_pages(section, page)
    package.describe(document, bulletin)
    record = record_of(bulletin)
    package.attach(document, record_xml(record), item_id(record))
    return package.packed(document)


def write_record(bulletin: Bulletin) -> bytes:
    """Return the figures file to lie beside the bulletin, for programs that drop custom XML."""
    return record_file(record_of(bulletin))
