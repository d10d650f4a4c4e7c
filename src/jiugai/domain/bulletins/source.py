"""The body as text that a clerk edits in the browser (编辑稿), and back again.

One paragraph a line; a figure is a token such as ``{fig:c2020.startrate.projects}``, so that the
words around it can be rewritten and the number cannot.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiugai.domain.bulletins import context as contexts
from jiugai.domain.bulletins.agreement import agrees
from jiugai.domain.bulletins.document import (
    TOKEN,
    Bulletin,
    FigureRun,
    Level,
    Paragraph,
    Text,
    runs_of,
    source_of,
    text_of,
    token,
)
from jiugai.domain.bulletins.figures import BoundFigure, FigureSet, Kind
from jiugai.domain.bulletins.mentions import Mention, mentions
from jiugai.domain.bulletins.rank_words import rank_findings
from jiugai.domain.bulletins.record import ReadLine
from jiugai.domain.findings import Finding, Weight

LONGEST_HEADING = 40
_NUMERALS = "[一二三四五六七八九十]+"
_LEVELS = (
    (Level.FIRST, re.compile(rf"{_NUMERALS}、")),
    (Level.SECOND, re.compile(rf"（{_NUMERALS}）")),
    (Level.THIRD, re.compile(r"\d{1,2}[.．]")),
    (Level.FOURTH, re.compile(r"（\d{1,2}）")),
)
_TOKEN_LIKE = re.compile(r"\{[^{}\n]{0,60}\}?")


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What a clerk's text says once read (编辑稿读取结果).

    The paragraphs hold only figures that exist; a token that is wrong stays as plain text and is
    told of, so that nothing of the clerk's work is lost.
    """

    paragraphs: tuple[Paragraph, ...]
    findings: tuple[Finding, ...]


def to_source(bulletin: Bulletin) -> str:
    """Return the body as text to edit."""
    return "\n".join(source_of(paragraph.runs) for paragraph in bulletin.body)


def from_source(text: str, figures: FigureSet, this_year: int) -> SourceReading:
    """Read an edited body; the inverse of ``to_source`` for a text that was not touched.

    :param this_year: the year that 今年 means: that of the snapshot's day.
    """
    paragraphs: list[Paragraph] = []
    findings: list[Finding] = []
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    for number, line in enumerate((line for line in lines if line), start=1):
        kept = TOKEN.sub(lambda found: found[0] if found[1] in figures else _shown(found[0]), line)
        runs = tuple(
            Text(run.words.replace("\ue000", "{")) if isinstance(run, Text) else run
            for run in runs_of(kept)
        )
        paragraphs.append(Paragraph(runs, _level(line)))
        findings += _bad_tokens(number, line, figures)
        findings += _unbound(number, kept, figures, this_year)
        findings += _ranks(number, text_of(runs, figures), figures)
    return SourceReading(tuple(paragraphs), tuple(findings))


def _shown(bad_token: str) -> str:
    """Return a wrong token as text that is no longer read as one."""
    return "\ue000" + bad_token[1:]


def _level(line: str) -> Level:
    """Return the level that a line's number gives it; a whole sentence is no heading."""
    if "。" in line or len(TOKEN.sub("数", line)) > LONGEST_HEADING:
        return Level.BODY
    return next((level for level, number in _LEVELS if number.match(line)), Level.BODY)


def _bad_tokens(number: int, line: str, figures: FigureSet) -> Iterator[Finding]:
    for found in _TOKEN_LIKE.finditer(line):
        whole = TOKEN.fullmatch(found[0])
        if whole and whole[1] in figures:
            continue
        yield Finding(
            "bulletin.unknown_figure",
            f"第{number}段：读到“{found[0]}”，快照里没有这个数。应为左侧数据表中的记号，"
            f"例如“{_example(figures)}”。请从数据表重新插入，或删去；原文已保留，没有替您改动。",
        )


def _example(figures: FigureSet) -> str:
    return next((token(figure.id) for figure in figures if figure.kind is Kind.RATE), "{fig:…}")


def _unbound(number: int, line: str, figures: FigureSet, this_year: int) -> Iterator[Finding]:
    """Yield a finding for each number that is typed and not bound."""
    text, spans = "", []
    for run in runs_of(line):
        words = run.words if isinstance(run, Text) else figures[run.figure_id].text(run.bare)
        if isinstance(run, FigureRun):
            spans.append((len(text), len(text) + len(words)))
        text += words
    for mention in mentions(text):
        year = mention.kind is Kind.DATE and isinstance(mention.value, int)
        bound = any(start <= mention.start and mention.end <= end for start, end in spans)
        if not (bound or year or mention.is_mark or _in_token(text, mention)):
            yield _typed(number, mention, _meant(text, mention, figures, this_year))


def _ranks(number: int, text: str, figures: FigureSet) -> Iterator[Finding]:
    """Yield a finding for each rank that names no measure, or that the city did not count."""
    counties = {figure.county for figure in figures if figure.county}
    for found in rank_findings(ReadLine(number, text), counties):
        yield Finding(found.code, f"第{number}段：{found.message}", found.weight)


def _in_token(text: str, mention: Mention) -> bool:
    """Say whether a number is part of a token that was not understood, which is told of already."""
    opened = max(text.rfind("\ue000", 0, mention.start), text.rfind("{", 0, mention.start))
    return opened >= 0 and "}" not in text[opened : mention.start]


def _meant(
    text: str, mention: Mention, figures: FigureSet, this_year: int
) -> Sequence[BoundFigure]:
    around = contexts.context_of(text, mention, figures, this_year)
    of = contexts.candidates(around, mention, figures)
    return [figure for figure in of if agrees(mention, figure)]


def _typed(number: int, mention: Mention, meant: Sequence[BoundFigure]) -> Finding:
    if meant:
        return Finding(
            "bulletin.unbound_number",
            f"第{number}段：“{mention.text}”是手工写入的，与快照的{meant[0].label}相同。"
            f"请换成“{token(meant[0].id)}”，以后随快照核对。",
            Weight.WARNS,
        )
    return Finding(
        "bulletin.no_source",
        f"第{number}段：“{mention.text}”是手工写入的，快照里没有这个数。"
        "请从数据表插入，或写明来源文号，或删去。",
    )
