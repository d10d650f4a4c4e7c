"""What travels with a bulletin so that it can be checked anywhere (随文数据)."""

from dataclasses import dataclass

from jiugai.domain.bulletins.document import (
    Bulletin,
    FigureRun,
    Line,
    Place,
    SnapshotId,
    printed_lines,
)
from jiugai.domain.bulletins.figures import FigureSet


@dataclass(frozen=True, slots=True)
class BulletinRecord:
    """A bulletin as it was issued: its snapshot, its figures, and every line it printed.

    Figures that the text does not use are kept too: the clerk may write them in by hand.
    """

    snapshot: SnapshotId
    figures: FigureSet
    lines: tuple[Line, ...]


def record_of(bulletin: Bulletin) -> BulletinRecord:
    """Return what must travel with a bulletin."""
    return BulletinRecord(bulletin.snapshot, bulletin.figures, printed_lines(bulletin))


def with_figures(record: BulletinRecord, figures: FigureSet) -> BulletinRecord:
    """Return the record with the figures as their keeper states them, not as the file does.

    Marks of the paper (文号, 期号, dates of issue) are known to the file alone and stay. A line
    whose figures the keeper does not know is left out: it could not be checked.
    """
    paper = {figure.id: figure for figure in record.figures if figure.id.startswith("imprint.")}
    known = FigureSet({**figures.by_id, **paper}, figures.names)
    lines = tuple(
        line
        for line in record.lines
        if all(run.figure_id in known for run in line.runs if isinstance(run, FigureRun))
    )
    return BulletinRecord(record.snapshot, known, lines)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a read line that still bears its binding (书签): figure id, start, end."""

    figure_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A paragraph or table row of a file that came back (读回的一行).

    Attributes:
      number: which paragraph it is, counted as a person counts: from 1, empty ones not.
      place: 附表 for a row of a table; other places are not told apart in an edited file.
      section: the numbered heading above it; empty before the first.
    """

    number: int
    text: str
    marks: tuple[Mark, ...] = ()
    place: Place = Place.BODY
    section: str = ""
