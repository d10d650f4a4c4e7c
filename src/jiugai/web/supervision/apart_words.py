"""A text taken apart, in the words of the screen (讲话分解的写法)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from jiugai.domain.supervision.decomposition.organisations import DutyPart
from jiugai.domain.supervision.decomposition.proposals import WHY as PROPOSED
from jiugai.domain.supervision.decomposition.tasks import CheckedFigure, Task
from jiugai.services.supervision.decomposing import DecomposedPaper
from jiugai.storage.accounts.queries import OrganisationRow

_NONE = "原文未写"


def apart_context(
    paper: DecomposedPaper, owners: Sequence[OrganisationRow], source: str
) -> dict[str, Any]:
    """Return the text with its tasks marked, and the tasks beside it."""
    found = paper.found
    proposed = paper.proposals.tasks if paper.proposals else ()
    every = (*found.tasks, *proposed)
    told = [_task(n, task, owners, source) for n, task in enumerate(every, start=1)]
    return {
        "paragraphs": _paragraphs(found.text, every),
        "tasks": told[: len(found.tasks)],
        "asked_model": paper.proposals is not None,
        "proposed": told[len(found.tasks) :],
        "figures": [_figure(figure) for figure in found.figures if figure.agrees is not None],
        "appeals": len(found.appeals),
        "dated": sum(task.due_on is not None for task in found.tasks),
    }


def _task(
    number: int, task: Task, owners: Sequence[OrganisationRow], source: str
) -> dict[str, Any]:
    leads = [owner.name for owner in task.owners if owner.part is not DutyPart.ASSISTS]
    helps = [owner.name for owner in task.owners if owner.part is DutyPart.ASSISTS]
    deadline = task.deadline
    known = next((row for row in owners if row.name in leads), None)
    source = f"{source}（{task.why}）" if task.why == PROPOSED else source
    return {
        "number": number,
        "text": task.text,
        "owners": "、".join(leads) or _NONE,
        "deadline": deadline.text if deadline else (task.urgent or _NONE),
        "due_on": task.due_on,
        "rule": deadline.rule if deadline else "",
        "indicator": _indicator(task),
        "strength": task.strength.word,
        "draft": {
            "demand": task.text,
            "owner": "" if known is None else known.id,
            "owner_name": "" if known else "、".join(leads)[:64],
            "partners": "、".join(helps)[:400],
            "deadline": (deadline.text if deadline else task.urgent)[:64],
            "due_on": task.due_on.isoformat() if task.due_on else "",
            "strength": task.strength.value,
            "sentence": task.sentence[:2000],
            "source": source,
        },
    }


def _indicator(task: Task) -> str:
    number = task.amount.number if task.amount else None
    parts = [f"{task.cohort}年批次" if task.cohort else "", task.indicator]
    if number is not None and task.amount is not None:
        shown = int(number) if number.denominator == 1 else float(number)
        parts.append(f"{shown:g}{task.amount.unit}")
    return " ".join(part for part in parts if part)


def _figure(figure: CheckedFigure) -> dict[str, Any]:
    return {
        "agrees": figure.agrees,
        "name": figure.name,
        "formula": figure.formula,
        "recomputed": figure.recomputed,
        "unit": figure.figure.unit,
    }


def _paragraphs(text: str, tasks: Sequence[Task]) -> list[SafeString]:
    """Return the text's paragraphs, the sentences of tasks marked with their numbers."""
    marks: dict[tuple[int, int], list[int]] = {}
    for number, task in enumerate(tasks, start=1):
        marks.setdefault((task.start, task.end), []).append(number)
    spans = _apart(marks)
    paragraphs, begin = [], 0
    for line in text.split("\n"):
        end = begin + len(line)
        inside = [span for span in spans if span[0] < end and span[1] > begin]
        if line.strip():
            paragraphs.append(_marked(text, begin, end, inside, marks))
        begin = end + 1
    return paragraphs


def _apart(marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans that do not overlap; of those that do, the first stands."""
    kept: list[tuple[int, int]] = []
    for span in sorted(marks):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _marked(
    text: str,
    begin: int,
    end: int,
    spans: Iterable[tuple[int, int]],
    marks: dict[tuple[int, int], list[int]],
) -> SafeString:
    pieces: list[SafeString] = []
    at = begin
    for span in spans:
        first, last = max(span[0], begin), min(span[1], end)
        numbers = marks[span]
        pieces.append(format_html("{}", text[at:first]))
        links = format_html_join("", '<a href="#task-{}">{}</a>', ((n, n) for n in numbers))
        anchor = numbers[0] if first == span[0] else ""
        pieces.append(
            format_html(
                "<mark{}>{}<sup>{}</sup></mark>",
                format_html(' id="said-{}"', anchor) if anchor else "",
                text[first:last],
                links if last == span[1] else "",
            )
        )
        at = last
    pieces.append(format_html("{}", text[at:end]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))
