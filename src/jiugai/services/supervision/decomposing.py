"""Take a speech or plan apart into tasks (任务拆解); no database.

It reads and computes, and writes nothing: a person confirms each task before an order is made of it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.supervision.decomposition.decomposition import decompose
from jiugai.domain.supervision.decomposition.numbers import Quantity
from jiugai.domain.supervision.decomposition.organisations import DutyPart
from jiugai.domain.supervision.decomposition.proposals import Proposals
from jiugai.domain.supervision.decomposition.tasks import CheckedFigure, Decomposition, Task
from jiugai.exchange.decomposition_words import words
from jiugai.exchange.division_files import DivisionsMissing
from jiugai.exchange.documents.reader import read_official_text
from jiugai.exchange.place_names import place_names

__all__ = ["DecomposedPaper", "decompose_paper", "decompose_text", "to_json"]


@dataclass(frozen=True, slots=True)
class DecomposedPaper:
    """A paper taken apart (拆解稿).

    Attributes:
      day: the paper's own day, from which 年底前 and 下周五前 count.
      findings: why the file was refused, or what could not be read of it.
      proposals: what a language model proposes besides; None if none was asked.
    """

    document: str
    day: date
    found: Decomposition
    findings: tuple[Finding, ...] = ()
    proposals: Proposals | None = None

    @property
    def refused(self) -> bool:
        return any(finding.weight is Weight.BLOCKS for finding in self.findings)


def decompose_paper(
    content: bytes, *, document: str, day: date, city: str = "", divisions: Path | None = None
) -> DecomposedPaper:
    """Read a .txt, .docx or .pdf and take it apart; never raises for what is in it.

    :param document: the file's name, for the findings.
    :param city: six digits; its counties and streets are then known as bodies.
    :param divisions: where the country's divisions lie; needed only with a city.
    """
    paper = read_official_text(content, document=document)
    findings = list(paper.findings)
    if any(finding.weight is Weight.BLOCKS for finding in findings):
        return DecomposedPaper(paper.document, day, Decomposition(""), tuple(findings))
    places, missing = _places(city, divisions, paper.document)
    findings += [missing] if missing else []
    found = decompose(paper.text, words(places), day)
    return DecomposedPaper(paper.document, day, found, tuple(findings))


def decompose_text(
    text: str, *, day: date, city: str = "", divisions: Path | None = None
) -> Decomposition:
    """Take a text apart that was pasted instead of sent as a file."""
    places, _ = _places(city, divisions, "")
    return decompose(text, words(places), day)


def _places(
    city: str, divisions: Path | None, document: str
) -> tuple[tuple[str, ...], Finding | None]:
    if not city or divisions is None:
        return (), None
    try:
        names = place_names(city, divisions)
    except DivisionsMissing as fault:
        said = f"{fault}没有按本市的县区和街道认单位，其余照常拆解。"
        return (), Finding("decompose.no_divisions", said, Weight.WARNS, Place(document))
    if names:
        return names, None
    said = (
        f"区划代码表里没有城市“{city}”，应为六位代码，例如 610900（安康市）。"
        "没有按本市的县区和街道认单位，其余照常拆解。"
    )
    return (), Finding("decompose.no_such_city", said, Weight.WARNS, Place(document))


# --- For machines -----------------------------------------------------------------


def to_json(paper: DecomposedPaper) -> dict[str, Any]:
    """Return a paper as one JSON document; amounts and figures in the unit in which they are written."""
    return {
        "file": paper.document,
        "date": paper.day,
        "tasks": [_task(task) for task in paper.found.tasks],
        "figures": [_figure(figure) for figure in paper.found.figures],
        "appeals": [
            {"sentence": appeal.sentence, "start": appeal.start, "end": appeal.end}
            for appeal in paper.found.appeals
        ],
        "findings": [
            {"code": found.code, "message": found.message, "weight": found.weight.value}
            for found in paper.findings
        ],
    }


def _task(task: Task) -> dict[str, Any]:
    deadline = task.deadline
    return {
        "text": task.text,
        "sentence": task.sentence,
        "owners": [owner.name for owner in task.owners],
        "assisting": [owner.name for owner in task.owners if owner.part is DutyPart.ASSISTS],
        "deadline_text": deadline.text if deadline else None,
        "deadline": task.due_on,
        "deadline_rule": deadline.rule if deadline else None,
        "indicator": task.indicator or None,
        "value": _number(task.amount),
        "unit": task.amount.unit if task.amount else None,
        "cohort": task.cohort,
        "strength": task.strength.word,
        "urgent": task.urgent or None,
        "why": task.why,
        "start": task.start,
        "end": task.end,
        "repeats": [list(place) for place in task.repeats],
    }


def _figure(figure: CheckedFigure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "value": _number(figure.figure),
        "unit": figure.figure.unit,
        "recomputed": figure.recomputed,
        "formula": figure.formula or None,
        "agrees": figure.agrees,
        "sentence": figure.sentence,
        "start": figure.start,
        "end": figure.end,
    }


def _number(amount: Quantity | None) -> int | Decimal | None:
    number = amount.number if amount else None
    if number is None:
        return None
    if number.denominator == 1:
        return int(number)
    return _decimal(number)


def _decimal(number: Fraction) -> Decimal:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal("0.0001")).normalize()
