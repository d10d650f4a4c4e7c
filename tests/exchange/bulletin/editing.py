"""Edits a bulletin as clerks do: inside a bound run, or by typing a paragraph anew."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

DOCUMENT = "word/document.xml"
RECORD = "customXml/item1.xml"


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield every paragraph, those of tables too, in order."""
    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document._body)


def saved(document: Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def in_place(content: bytes, around: str, old: str, new: str) -> bytes:
    """Replace words in the first run that holds them, of the first paragraph that reads ``around``."""
    document = docx.Document(io.BytesIO(content))
    for paragraph in paragraphs(document):
        if around not in paragraph.text:
            continue
        for run in paragraph.runs:
            if old in run.text:
                run.text = run.text.replace(old, new, 1)
                return saved(document)
    raise AssertionError(f"no run holds {old!r} near {around!r}")


def retyped(content: bytes, around: str, old: str, new: str) -> bytes:
    """Type the paragraph anew with the words replaced: one run, no binding left."""
    document = docx.Document(io.BytesIO(content))
    for paragraph in paragraphs(document):
        if around in paragraph.text and old in paragraph.text:
            text = paragraph.text.replace(old, new, 1)
            for child in list(paragraph._p):
                if child.tag != qn("w:pPr"):
                    paragraph._p.remove(child)
            paragraph.add_run(text)
            return saved(document)
    raise AssertionError(f"no paragraph holds {old!r} near {around!r}")


def cell_in_row(content: bytes, county: str, column: int, new: str) -> bytes:
    """Write a cell of a county's row in the appendix."""
    document = docx.Document(io.BytesIO(content))
    for table in document.tables:
        for row in table.rows:
            if row.cells[1].text == county or row.cells[0].text == county:
                row.cells[column].paragraphs[0].runs[0].text = new
                return saved(document)
    raise AssertionError(county)


def rewritten(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return the package with each part as ``change`` gives it back; None leaves a part out."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                archive.writestr(name, part)
    return target.getvalue()


def with_xml(content: bytes, old: str, new: str) -> bytes:
    """Replace markup of the document."""

    def change(name: str, part: bytes) -> bytes:
        if name != DOCUMENT:
            return part
        assert old.encode() in part, old
        return part.replace(old.encode(), new.encode(), 1)

    return rewritten(content, change)


def plain_copy(content: bytes) -> bytes:
    """Return the file as a program leaves it that keeps neither custom XML nor bookmarks."""
    document = docx.Document(io.BytesIO(content))
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        for element in list(document.element.body.iter(qn(tag))):
            element.getparent().remove(element)
    return rewritten(
        saved(document), lambda name, part: None if name.startswith("customXml/item") else part
    )


def part(content: bytes, name: str) -> str:
    """Return a part of the package as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def write(folder: Path, name: str, content: bytes) -> Path:
    """Write a file for another program."""
    file = folder / name
    file.write_bytes(content)
    return file
