"""A bulletin as it would be read back from paper, for the tests of the lint."""

from dataclasses import replace

from jiugai.domain.bulletins.document import Bulletin, FigureRun, Place, printed_lines, text_of
from jiugai.domain.bulletins.lint_report import LintReport
from jiugai.domain.bulletins.proofreading import proofread
from jiugai.domain.bulletins.record import Mark, ReadLine, record_of


def text_lines(bulletin: Bulletin) -> list[str]:
    """Return what a bulletin says, line by line."""
    return [text_of(line.runs, bulletin.figures) for line in printed_lines(bulletin)]


def body_text(bulletin: Bulletin) -> str:
    """Return the body as one text."""
    return "\n".join(text_of(paragraph.runs, bulletin.figures) for paragraph in bulletin.body)


def read_back(bulletin: Bulletin, *, bound: bool) -> list[ReadLine]:
    """Return the lines of an unedited print, with their bindings or without."""
    lines = []
    for number, line in enumerate(printed_lines(bulletin), start=1):
        text, marks = "", []
        for run in line.runs:
            words = text_of((run,), bulletin.figures)
            if bound and isinstance(run, FigureRun):
                marks.append(Mark(run.figure_id, len(text), len(text) + len(words)))
            text += words
        place = Place.TABLE if line.place is Place.TABLE else Place.BODY
        lines.append(ReadLine(number, text, tuple(marks), place))
    return lines


def figure_spans(bulletin: Bulletin) -> list[tuple[int, int, int, FigureRun]]:
    """Return line, start, end and run of every bound figure that is printed."""
    spans = []
    for index, line in enumerate(printed_lines(bulletin)):
        at = 0
        for run in line.runs:
            words = text_of((run,), bulletin.figures)
            if isinstance(run, FigureRun):
                spans.append((index, at, at + len(words), run))
            at += len(words)
    return spans


def edited_line(lines: list[ReadLine], index: int, text: str) -> list[ReadLine]:
    """Return the lines with one rewritten, its bindings gone."""
    return [
        replace(line, text=text, marks=()) if at == index else line for at, line in enumerate(lines)
    ]


def linted(bulletin: Bulletin, old: str, new: str) -> LintReport:
    """Lint a plain copy in which some words, found once or more, were replaced where they stand first."""
    lines = read_back(bulletin, bound=False)
    index = next(at for at, line in enumerate(lines) if old in line.text)
    text = lines[index].text.replace(old, new, 1)
    return proofread(record_of(bulletin), edited_line(lines, index, text))
