"""Small builders of WordprocessingML (文档标记), and the binding of figures in it.

A figure is bound by a bookmark around its run: invisible, kept by Word, WPS and LibreOffice while
the text inside is edited, and transparent to every program that reads runs.
"""

from collections.abc import Iterable
from copy import deepcopy

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from jiugai.domain.bulletins.document import FigureRun, Run, Text
from jiugai.domain.bulletins.figures import FigureSet

Attribute = str | int
BOOKMARK = "fig_"
LONGEST_BOOKMARK = 40
"""Word cuts longer names."""


def el(tag: str, *children: BaseOxmlElement, **attributes: Attribute) -> BaseOxmlElement:
    """Return an element of the main namespace: ``el("jc", val="both")`` is ``<w:jc w:val="both"/>``."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    for child in children:
        element.append(child)
    return element


def words(text: str, *properties: BaseOxmlElement) -> BaseOxmlElement:
    """Return a run of plain text; tabs and line breaks are marked up."""
    run = el("r")
    if properties:
        run.append(el("rPr", *properties))
    for line_number, line in enumerate(text.split("\n")):
        if line_number:
            run.append(el("br"))
        for cell_number, cell in enumerate(line.split("\t")):
            if cell_number:
                run.append(el("tab"))
            if cell:
                piece = el("t")
                piece.text = cell
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                run.append(piece)
    return run


def bookmark_name(figure_id: str, occurrence: int) -> str:
    """Return the bookmark that binds a figure's n-th appearance; dots become underscores."""
    return f"{BOOKMARK}{figure_id.replace('.', '_')}_{occurrence}"


def figure_id_of(bookmark: str) -> str | None:
    """Return the figure that a bookmark binds, or None if it binds none."""
    if not bookmark.startswith(BOOKMARK):
        return None
    figure, _, occurrence = bookmark.removeprefix(BOOKMARK).rpartition("_")
    return figure.replace("_", ".") if figure and occurrence.isdigit() else None


class Binder:
    """Marks up runs and numbers the bookmarks of one document."""

    def __init__(self, figures: FigureSet) -> None:
        self._figures = figures
        self._appearances: dict[str, int] = {}
        self._bookmarks = 0

    def runs(self, runs: Iterable[Run], *properties: BaseOxmlElement) -> list[BaseOxmlElement]:
        """Return runs as markup; bound figures stand between the ends of their bookmark."""
        elements: list[BaseOxmlElement] = []
        for run in runs:
            if isinstance(run, Text):
                elements.append(words(run.words, *_copies(properties)))
            else:
                elements += self._bound(run, properties)
        return elements

    def _bound(
        self, run: FigureRun, properties: Iterable[BaseOxmlElement]
    ) -> list[BaseOxmlElement]:
        occurrence = self._appearances.get(run.figure_id, 0) + 1
        self._appearances[run.figure_id] = occurrence
        name = bookmark_name(run.figure_id, occurrence)
        if len(name) > LONGEST_BOOKMARK:
            raise ValueError(f"bookmark name too long for Word: {name}")
        number, self._bookmarks = self._bookmarks, self._bookmarks + 1
        return [
            el("bookmarkStart", id=number, name=name),
            words(self._figures[run.figure_id].text(run.bare), *_copies(properties)),
            el("bookmarkEnd", id=number),
        ]


def _copies(elements: Iterable[BaseOxmlElement]) -> list[BaseOxmlElement]:
    """Return fresh copies: an element stands in one place only."""
    return [deepcopy(element) for element in elements]
