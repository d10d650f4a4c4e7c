"""Reads an edited bulletin back (读回): its lines as they will print, and the bindings left in them.

Tracked deletions, hidden text, field codes and fallbacks are not part of what prints; tracked
insertions, text boxes and notes are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from jiugai.domain.bulletins.document import Place
from jiugai.domain.bulletins.record import BulletinRecord, Mark, ReadLine
from jiugai.exchange.bulletin.ooxml import figure_id_of
from jiugai.exchange.bulletin.package_reading import Archive, Refused, TooLong, local
from jiugai.exchange.bulletin.record_file import NAMESPACE, RecordDamaged, record_from_json

MAIN = "word/document.xml"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
MOST_LINES = 2_000
MOST_CHARACTERS = 120_000
LONGEST_RECORD = 8 * 1024 * 1024
_UNPRINTED = {
    "del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "rPrChange",
    "pPrChange", "tblPrChange", "sectPrChange", "rt",
}  # fmt: skip
_OFF = ("0", "false", "off")
_SECTION = re.compile(r"[一二三四五六七八九十]+、[^。]{1,40}$")


@dataclass(slots=True)
class _Buffer:
    """Text being gathered, with the marks over it by the number of their bookmark."""

    text: str = ""
    marks: dict[str, Mark] = field(default_factory=dict)

    def add(self, words: str, open_marks: dict[str, str]) -> None:
        end = len(self.text) + len(words)
        for number, figure_id in open_marks.items():
            begun = self.marks.get(number)
            start = begun.start if begun else len(self.text)
            self.marks[number] = Mark(figure_id, start, end)
        self.text += words


class _Reader:
    """Follows the events of one part and gathers its lines."""

    def __init__(self) -> None:
        self.lines: list[ReadLine] = []
        self.characters = 0
        self._paragraphs: list[_Buffer] = []
        self._rows: list[list[_Buffer]] = []
        self._path: list[str] = []
        self._open: dict[str, str] = {}
        self._skipping = 0
        self._hidden = False

    def start(self, name: str, element: Element) -> None:
        self._path.append(name)
        if self._skipping or name in _UNPRINTED:
            self._skipping += 1
            return
        if name == "p":
            self._paragraphs.append(_Buffer())
        elif name == "tr":
            self._rows.append([])
        elif name == "tc" and self._rows:
            self._rows[-1].append(_Buffer())
        elif name == "r":
            self._hidden = False
        elif name == "bookmarkStart":
            figure_id = figure_id_of(_attribute(element, "name"))
            if figure_id is not None:
                self._open[_attribute(element, "id")] = figure_id
        elif name == "bookmarkEnd":
            self._open.pop(_attribute(element, "id"), None)
        elif name == "vanish" and _attribute(element, "val") not in _OFF:
            self._hidden = "r" in self._path

    def end(self, name: str, element: Element) -> None:
        self._path.pop()
        if self._skipping:
            self._skipping -= 1
        elif name == "t":
            self._add(element.text or "")
        elif name == "tab" and self._path[-1:] == ["r"]:
            self._add("\t")
        elif name == "noBreakHyphen":
            self._add("-")
        elif name == "p" and self._paragraphs:
            self._close_paragraph(self._paragraphs.pop())
        elif name == "tr" and self._rows:
            self._close_row(self._rows.pop())

    def _add(self, words: str) -> None:
        if self._paragraphs and not self._hidden:
            self.characters += len(words)
            self._paragraphs[-1].add(words, self._open)

    def _close_paragraph(self, paragraph: _Buffer) -> None:
        # A binding never runs on into the next paragraph, whatever an editor made of it.
        self._open.clear()
        self._hidden = False
        if self._rows and self._rows[-1] and "txbxContent" not in self._path[self._cell_at() :]:
            _append(self._rows[-1][-1], paragraph)
        else:
            self._emit(paragraph, Place.BODY)

    def _cell_at(self) -> int:
        return len(self._path) - 1 - self._path[::-1].index("tc") if "tc" in self._path else 0

    def _close_row(self, cells: list[_Buffer]) -> None:
        row = _Buffer()
        for number, cell in enumerate(cells):
            if number:
                row.text += "\t"
            _append(row, cell)
        if self._rows and self._rows[-1]:
            _append(self._rows[-1][-1], row)
        else:
            self._emit(row, Place.TABLE)

    def _emit(self, buffer: _Buffer, place: Place) -> None:
        if buffer.text.strip():
            marks = tuple(sorted(buffer.marks.values(), key=lambda mark: mark.start))
            self.lines.append(ReadLine(0, buffer.text, marks, place))


def _append(whole: _Buffer, part: _Buffer) -> None:
    at = len(whole.text)
    for number, mark in part.marks.items():
        moved = replace(mark, start=mark.start + at, end=mark.end + at)
        whole.marks[f"{number}@{at}"] = moved
    whole.text += part.text


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def read_lines(archive: Archive) -> tuple[ReadLine, ...]:
    """Return the lines of a document, numbered as a person counts them, notes last.

    :raises Refused: if there is no document inside, or far more of it than a bulletin has.
    """
    if MAIN not in archive:
        raise Refused("文件里没有正文，不像一份文字文件。请选择通报的.docx文件。")
    lines: list[ReadLine] = []
    for part in (MAIN, *(name for name in NOTES if name in archive)):
        reader = _Reader()
        for event, element in archive.events(part):
            (reader.start if event == "start" else reader.end)(local(element.tag), element)
            if len(reader.lines) > MOST_LINES or reader.characters > MOST_CHARACTERS:
                raise TooLong("文件的文字远远超出一份通报，没有校对。请只提交通报本身。")
        lines += reader.lines
    return tuple(_numbered(lines))


def _numbered(lines: list[ReadLine]) -> Iterator[ReadLine]:
    section = ""
    for number, line in enumerate(lines, start=1):
        heading = _SECTION.match(line.text.strip())
        section = heading[0] if heading else section
        yield replace(line, number=number, section=section)


def embedded_record(archive: Archive) -> BulletinRecord | None:
    """Return the record that travels inside a bulletin, or None if a program has dropped it.

    :raises RecordDamaged: if it is there but not as it was written.
    """
    for name in archive.custom_items():
        content = archive.read(name)
        if NAMESPACE.encode() not in content or len(content) > LONGEST_RECORD:
            continue
        text, digest = "", ""
        for event, element in archive.events(name):
            if event == "end" and element.tag == f"{{{NAMESPACE}}}bulletin":
                text, digest = element.text or "", element.get("sm3", "")
        if not text:
            raise RecordDamaged("empty")
        return record_from_json(text, digest)
    return None
