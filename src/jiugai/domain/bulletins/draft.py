"""A draft being written (起草): numbered headings and paragraphs of bound source text."""

from collections.abc import Sequence

from jiugai.domain.bulletins import wording
from jiugai.domain.bulletins.document import Level, Paragraph, runs_of, token
from jiugai.domain.bulletins.figures import FigureSet, SnapshotFigures
from jiugai.domain.bulletins.standing_figures import county_ids


class Draft:
    """Collects the body of a bulletin; headings number themselves."""

    def __init__(self, figures: SnapshotFigures, book: FigureSet) -> None:
        self.figures = figures
        self.book = book
        self.paragraphs: list[Paragraph] = []
        self._first = 0
        self._second = 0
        self._counties = county_ids(figures)

    def first(self, words: str) -> None:
        """Begin a section: ``一、总体进展情况``."""
        self._first += 1
        self._second = 0
        self._add(f"{wording.numeral(self._first)}、{words}", Level.FIRST)

    def second(self, words: str) -> None:
        """Begin a part of a section: ``（一）部分县区尚未开工``."""
        self._second += 1
        self._add(f"（{wording.numeral(self._second)}）{words}", Level.SECOND)

    def say(self, source: str) -> None:
        """Add a paragraph of source text."""
        self._add(source, Level.BODY)

    def has(self, *figure_ids: str) -> bool:
        """Say whether the snapshot has all these figures."""
        return all(figure_id in self.book for figure_id in figure_ids)

    def fig(self, figure_id: str) -> str:
        """Return the token of a figure.

        :raises KeyError: if the snapshot has no such figure; an unbound number is never written.
        """
        return token(self.book[figure_id].id)

    def county(self, name: str) -> str:
        """Return the token of a county's name."""
        return self.fig(self._counties[name])

    def counties(self, names: Sequence[str]) -> str:
        """Return the tokens of counties' names as a list."""
        return wording.listed([self.county(name) for name in names])

    def _add(self, source: str, level: Level) -> None:
        self.paragraphs.append(Paragraph(runs_of(source), level))
