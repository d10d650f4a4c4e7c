"""What false filers do with honest lines, each kind at three strengths."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.honest_world import (
    Life,
    ReturnLine,
    calendar_month,
    line_of,
    poisson,
)


@dataclass(frozen=True, slots=True)
class Case:
    """A project, the lines that an honest filer would send, and how strongly it is falsified."""

    dice: random.Random
    life: Life
    lines: list[ReturnLine]
    strength: int


def _shown(life: Life, line: ReturnLine, month: int, progress: int) -> ReturnLine:
    """Return a line that tells another progress; money paid, photos, complaints stay true."""
    key = (line.county, line.project)
    new = line_of(key, life, month, progress, round(life.budget * progress / 1_000_000) * 10_000)
    return replace(new, stopped=line.stopped)


def _later_true(lines: list[ReturnLine]) -> list[ReturnLine]:
    """Keep what is cumulative from falling where a lie ends, as a careful liar does."""
    kept = lines[:1]
    for line in lines[1:]:
        low = kept[-1]
        kept.append(
            replace(
                line,
                started=max(line.started, low.started),
                completed=max(line.completed, low.completed),
                households_done=max(line.households_done, low.households_done),
                progress_pct=max(line.progress_pct, low.progress_pct),
                investment_yuan=max(line.investment_yuan, low.investment_yuan),
            )
        )
    return kept


def _over_report(case: Case) -> list[ReturnLine]:
    points = (10, 20, 40)[case.strength - 1]
    first = case.life.start + case.dice.randint(1, 3)
    false = list(case.lines)
    for month in range(first, len(case.lines)):
        if 0 < case.lines[month].progress_pct < 100:
            told = min(99, case.lines[month].progress_pct + points)
            false[month] = _shown(case.life, case.lines[month], month, told)
    return _later_true(false)


def _false_start(case: Case) -> list[ReturnLine]:
    early = 2 + case.strength
    first = max(0, case.life.start - early)
    false, told = list(case.lines), 0
    for month in range(first, min(case.life.start, len(case.lines))):
        told = min(14, told + case.dice.randint(1, 3))
        key = (case.lines[month].county, case.lines[month].project)
        cost = round(case.life.budget * told / 1_000_000) * 10_000
        false[month] = replace(line_of(key, case.life, month, told, cost), photos=0, paid_yuan=0)
    return _later_true(false)


def _false_finish(case: Case) -> list[ReturnLine]:
    least = (90, 80, 65)[case.strength - 1]
    false = list(case.lines)
    for month, line in enumerate(case.lines):
        if line.progress_pct >= least and line.progress_pct < 100:
            false[month] = _shown(case.life, line, month, 100)
    return _later_true(false)


def _copy_forward(case: Case) -> list[ReturnLine]:
    length = 2 + case.strength
    running = [m for m, line in enumerate(case.lines) if 5 < line.progress_pct < 90]
    if not running:
        return case.lines
    first = case.dice.choice(running) + 1
    false = list(case.lines)
    for month in range(first, min(first + length, len(case.lines))):
        false[month] = replace(
            false[month - 1], month=case.lines[month].month, complaints=case.lines[month].complaints
        )
    return _later_true(false)


def _equal_steps(case: Case) -> list[ReturnLine]:
    step = case.dice.choice((6, 8, 9, 11, 12))
    false, told = list(case.lines), 0
    for month in range(case.life.start, len(case.lines)):
        told = min(100, told + step)
        false[month] = replace(
            _shown(case.life, case.lines[month], month, told),
            photos=poisson(case.dice, 3 - case.strength),
        )
    return _later_true(false)


def _year_end(case: Case) -> list[ReturnLine]:
    false = list(case.lines)
    least = (70, 50, 30)[case.strength - 1]
    for month, line in enumerate(case.lines):
        december = calendar_month(month) == 12
        if december and 5 <= line.progress_pct < least:
            for later in range(month, len(case.lines)):
                told = max(case.lines[later].progress_pct, case.dice.choice((95, 98, 100)))
                false[later] = _shown(case.life, case.lines[later], later, told)
            break
    return _later_true(false)


def _smaller_plan(case: Case) -> list[ReturnLine]:
    first = min(len(case.lines) - 1, case.life.start + case.dice.randint(2, 5))
    left = round(case.life.households * (0.95, 0.85, 0.7)[case.strength - 1])
    return [
        replace(line, planned_households=left, households_done=min(line.households_done, left))
        if month >= first
        else line
        for month, line in enumerate(case.lines)
    ]


def _hidden_complaints(case: Case) -> list[ReturnLine]:
    return [replace(line, complaints=0) for line in case.lines]


def _paid_ahead(case: Case) -> list[ReturnLine]:
    ahead = (0.25, 0.4, 0.6)[case.strength - 1]
    first = case.life.start + case.dice.randint(1, 3)
    false = list(case.lines)
    for month in range(first, len(case.lines)):
        drawn = min(1.0, case.lines[month].progress_pct / 100 + 0.3 + ahead) * case.life.budget
        paid = max(case.lines[month].paid_yuan, round(drawn / 10_000) * 10_000)
        false[month] = replace(case.lines[month], paid_yuan=paid)
    return false


FRAUDS: dict[str, Callable[[Case], list[ReturnLine]]] = {
    "over_report": _over_report,
    "false_start": _false_start,
    "false_finish": _false_finish,
    "copy_forward": _copy_forward,
    "equal_steps": _equal_steps,
    "year_end": _year_end,
    "smaller_plan": _smaller_plan,
    "hidden_complaints": _hidden_complaints,
    "paid_ahead": _paid_ahead,
}
