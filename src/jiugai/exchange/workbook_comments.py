"""Puts comments into cells of an .xlsx and touches nothing else (批注).

Only the parts that hold comments are written; a sheet that has none yet gets one element,
``legacyDrawing``, that points to them. Every other part keeps its bytes. Layout: ECMA-376, part 1,
18.7 (comments), and VML for the boxes in which they are shown.
"""

import math
import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from jiugai.exchange.archive_edit import Archive, NotEditable
from jiugai.exchange.sheet_extent import column_number, letters
from jiugai.exchange.upload_limits import upload_limits
from jiugai.exchange.xml_edit import Element, Insertions, elements

AUTHOR = "旧改通"
LONGEST_COMMENT = 30_000
"""Characters; Excel holds 32,767."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_VML_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_AFTER_DRAWING = {
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst", "AlternateContent",
}  # fmt: skip
_SHEET_DATA_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\s*/>")
_SHEET_ROOT = re.compile(rb"<(?:[\w.-]+:)?worksheet\b[^>]*>")
_SHAPE = re.compile(rb"_x0000_s(\d{1,9})")
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_SHAPES_OF_A_BLOCK = 1024
_BOX_COLUMNS, _LINE_CHARACTERS = 3, 15


@dataclass(slots=True)
class _Sheet:
    """What of a sheet's part matters here."""

    part: str
    text: bytes
    prefix: str
    drawing: str
    insert_at: int
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def add_comments(content: bytes, comments: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the workbook with comments added, by sheet and cell; those that were there stay.

    :raises NotEditable: if the workbook is built in a way that is not changed in place.
    :raises Refused: if the archive is damaged.
    """
    archive = Archive(content, upload_limits())
    parts = _sheet_parts(archive)
    for sheet, cells in comments.items():
        if not cells:
            continue
        if sheet not in parts:
            raise NotEditable(f"no sheet {sheet}")
        _comment_sheet(archive, parts[sheet], cells)
    return archive.write()


# --- Where the sheets are ----------------------------------------------------------


def _sheet_parts(archive: Archive) -> dict[str, str]:
    workbook = archive.find("xl/workbook.xml")
    if workbook is None:
        raise NotEditable("no workbook")
    targets = {rid: target for rid, (_, target) in _relations(archive, workbook).items()}
    found = {}
    for element in elements(archive.read(workbook)):
        target = targets.get(element.attribute("id"), "")
        if element.local == "sheet" and target:
            found[element.attribute("name")] = target
    return found


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return a part's relations: by id, the type and the name of the part that is meant."""
    name = archive.find(_relations_part(part))
    if name is None:
        return {}
    found = {}
    for element in elements(archive.read(name)):
        if element.local == "Relationship" and element.attribute("TargetMode") != "External":
            target = element.attribute("Target")
            whole = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))
            spelled = archive.find(whole.lstrip("/")) or whole.lstrip("/")
            found[element.attribute("Id")] = (element.attribute("Type"), spelled)
    return found


def _relate(archive: Archive, part: str, kind: str, target: str) -> str:
    """Add a relation; return its id."""
    name = archive.find(_relations_part(part))
    taken = _relations(archive, part)
    number = next(n for n in range(1, len(taken) + 2) if f"rIdJG{n}" not in taken)
    if name is None:
        name = _relations_part(part)
        archive.put(name, f'{_XML}<Relationships xmlns="{_PACKAGE_RELATIONS}"/>'.encode())
    text = archive.read(name)
    root = elements(text)[0]
    relative = posixpath.relpath(target, posixpath.dirname(part))
    edit = Insertions(text)
    edit.into(
        root,
        f'<{root.prefix}Relationship Id="rIdJG{number}" Type="{_RELATIONS}/{kind}"'
        f" Target={quoteattr(relative)}/>",
    )
    archive.put(name, edit.done())
    return f"rIdJG{number}"


def _unused(archive: Archive, pattern: str) -> str:
    number = 1
    while archive.find(pattern.format(number)):
        number += 1
    return pattern.format(number)


def _declare_type(archive: Archive, part: str, kind: str) -> None:
    """Say in the list of content types what a new part is."""
    name = archive.find("[Content_Types].xml")
    if name is None:
        raise NotEditable("no content types")
    text = archive.read(name)
    root, *entries = elements(text)
    edit = Insertions(text)
    if kind == _VML_TYPE:
        if any(entry.attribute("Extension").lower() == "vml" for entry in entries):
            return
        edit.into(root, f'<{root.prefix}Default Extension="vml" ContentType="{kind}"/>')
    else:
        edit.into(root, f'<{root.prefix}Override PartName="/{part}" ContentType="{kind}"/>')
    archive.put(name, edit.done())


# --- One sheet ---------------------------------------------------------------------


def _comment_sheet(archive: Archive, part: str, cells: Mapping[str, str]) -> None:
    sheet = _read_sheet(archive, part)
    placed = _placed(cells, sheet.merges)
    relations = _relations(archive, part)
    comments = next((t for kind, t in relations.values() if kind.endswith("/comments")), "")
    fresh = _append_comments(archive, part, comments, placed)
    if sheet.drawing:
        drawing = relations.get(sheet.drawing, ("", ""))[1]
        archive.put(drawing, _with_boxes(archive.read(drawing), fresh))
        return
    block = 1 + sum(name.lower().endswith(".vml") for name in archive.names())
    drawing = _unused(archive, "xl/drawings/vmlDrawing{}.vml")
    archive.put(drawing, _with_boxes(_new_drawing(block), fresh, block * _SHAPES_OF_A_BLOCK))
    _declare_type(archive, drawing, _VML_TYPE)
    rid = _relate(archive, part, "vmlDrawing", drawing)
    edit = Insertions(sheet.text)
    edit.at(
        sheet.insert_at,
        f'<{sheet.prefix}legacyDrawing xmlns:r="{_RELATIONS}" r:id="{rid}"/>',
    )
    archive.put(part, edit.done())


def _read_sheet(archive: Archive, part: str) -> _Sheet:
    """Look at what follows the rows of a sheet; the rows themselves are not gone through."""
    text = archive.read(part)
    root = _SHEET_ROOT.search(text)
    ends = [match.end() for match in _SHEET_DATA_END.finditer(text)]
    if root is None or not ends or _MAIN.encode() not in root[0]:
        raise NotEditable("not a usual sheet")
    shift = ends[-1] - len(root[0])
    top, *below = elements(root[0] + text[ends[-1] :])
    sheet = _Sheet(part, text, top.prefix, "", top.end + shift)
    for element in below:
        if element.local == "mergeCell":
            sheet.merges.append(_range(element.attribute("ref")))
        if element.depth != 1:
            continue
        if element.local == "legacyDrawing":
            sheet.drawing = element.attribute("id")
        if element.local in _AFTER_DRAWING:
            sheet.insert_at = min(sheet.insert_at, element.start + shift)
    return sheet


def _range(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    top, left = _place(first)
    bottom, right = _place(last or first)
    return top, left, bottom, right


def _place(cell: str) -> tuple[int, int]:
    """Return a cell's row and column, counted from 1."""
    found = _CELL.fullmatch(cell.replace("$", "").upper())
    if found is None:
        raise NotEditable(f"no cell {cell}")
    return int(found[2]), column_number(found[1])


def _placed(cells: Mapping[str, str], merges: list[tuple[int, int, int, int]]) -> dict[str, str]:
    """Return comments by the cell that can show them: of a merged range that is its first cell."""
    wanted = sorted((*_place(cell), cell) for cell in cells)
    rows = [row for row, _, _ in wanted]
    covered: dict[str, str] = {}
    for top, left, bottom, right in merges:
        for _, column, cell in wanted[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            if left <= column <= right:
                covered[cell] = f"{letters(left)}{top}"
    placed: dict[str, str] = {}
    for cell, text in cells.items():
        at = covered.get(cell, cell)
        said = text if at == cell else f"{cell}：{text}"
        placed[at] = f"{placed[at]}\n{said}" if at in placed else said
    return {cell: text[:LONGEST_COMMENT] for cell, text in placed.items()}


# --- Comments and their boxes ------------------------------------------------------


def _append_comments(
    archive: Archive, part: str, comments: str, placed: Mapping[str, str]
) -> dict[str, str]:
    """Write the comments; return those of cells that had none, and so need a box."""
    if not comments:
        comments = _unused(archive, "xl/comments{}.xml")
        empty = f'<comments xmlns="{_MAIN}"><authors/><commentList/></comments>'
        archive.put(comments, f"{_XML}{empty}".encode())
        _declare_type(archive, comments, _COMMENTS_TYPE)
        _relate(archive, part, "comments", comments)
    text = archive.read(comments)
    found = elements(text)
    authors = _only(found, "authors")
    listed = _only(found, "commentList")
    texts = {
        e.parent.attribute("ref"): e
        for e in found
        if e.local == "text" and e.parent and e.parent.local == "comment"
    }
    number = sum(element.local == "author" for element in found)
    prefix = found[0].prefix
    edit = Insertions(text)
    edit.into(authors, f"<{prefix}author>{AUTHOR}</{prefix}author>")
    new = []
    fresh = {}
    for cell, said in placed.items():
        if cell in texts:
            edit.into(texts[cell], _run(f"\n{AUTHOR}：{said}", prefix))
            continue
        fresh[cell] = said
        run = _run(said, prefix)
        new.append(
            f'<{prefix}comment ref="{cell}" authorId="{number}"><{prefix}text>{run}'
            f"</{prefix}text></{prefix}comment>"
        )
    edit.into(listed, "".join(new))
    archive.put(comments, edit.done())
    return fresh


def _only(found: list[Element], local: str) -> Element:
    for element in found:
        if element.local == local and element.depth == 1:
            return element
    raise NotEditable(f"no {local}")


def _run(text: str, prefix: str) -> str:
    """Return one run of text, with what XML cannot hold taken out."""
    clean = re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    return f'<{prefix}r><{prefix}t xml:space="preserve">{escape(clean)}</{prefix}t></{prefix}r>'


def _new_drawing(block: int) -> bytes:
    """Return an empty drawing whose shapes have a block of numbers of their own."""
    return (
        f'<xml {_VML_NAMES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/>'
        "</o:shapelayout></xml>"
    ).encode()


def _with_boxes(drawing: bytes, comments: Mapping[str, str], first: int = 1024) -> bytes:
    """Return a drawing with a box for each comment; ``first`` is the least number for a shape."""
    end = drawing.rfind(b"</xml>")
    if end < 0:
        raise NotEditable("not a usual drawing")
    used = max((int(found) for found in _SHAPE.findall(drawing)), default=first)
    boxes = [_BOX_TYPE if b'"_x0000_t202"' not in drawing else ""]
    boxes += [_box(used + n, cell, text) for n, (cell, text) in enumerate(comments.items(), 1)]
    return drawing[:end] + "".join(boxes).encode("utf-8") + drawing[end:]


_BOX_TYPE = (
    f'<v:shapetype {_VML_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def _box(number: int, cell: str, text: str) -> str:
    row, column = (n - 1 for n in _place(cell))
    lines = sum(max(1, math.ceil(len(line) / _LINE_CHARACTERS)) for line in text.split("\n"))
    top = max(row - 1, 0)
    anchor = f"{column + 1}, 15, {top}, 10, {column + 1 + _BOX_COLUMNS}, 15, {top + min(lines, 30) + 1}, 4"
    return (
        f'<v:shape {_VML_NAMES} id="_x0000_s{number}" type="#_x0000_t202"'
        ' style="position:absolute;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
