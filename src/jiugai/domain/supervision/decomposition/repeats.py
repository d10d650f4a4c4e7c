"""Finds a duty that a text states more than once (重复表述): it becomes one task, all places kept.

Two tasks are the same duty if they ask for the same step of the same number of the same things, and
neither names another day, year or body than the other.
"""

from collections.abc import Sequence
from dataclasses import replace

from jiugai.domain.supervision.decomposition.tasks import Task

_STEPS = ("开工", "完工", "竣工验收", "招标", "签约")


def without_repeats(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Return the tasks in order, a duty once, with the places where it is stated again."""
    kept: list[Task] = []
    for task in tasks:
        for number, other in enumerate(kept):
            if _is_same(other, task):
                kept[number] = _both(other, task)
                break
        else:
            kept.append(task)
    return tuple(kept)


def _is_same(one: Task, other: Task) -> bool:
    if one.text == other.text and one.due_on == other.due_on:
        return {owner.name for owner in one.owners} == {owner.name for owner in other.owners}
    if one.indicator != other.indicator or one.indicator not in _STEPS:
        return False
    if not one.amount or not other.amount or one.amount.value is None or one.amount.is_rate:
        return False
    is_like = one.amount.value == other.amount.value and one.amount.unit == other.amount.unit
    days = {task.due_on for task in (one, other) if task.deadline}
    years = {task.cohort for task in (one, other) if task.cohort}
    named = {frozenset(owner.name for owner in task.owners) for task in (one, other) if task.owners}
    return is_like and max(len(days), len(years), len(named)) <= 1


def _both(one: Task, other: Task) -> Task:
    return replace(
        one,
        owners=one.owners or other.owners,
        deadline=one.deadline or other.deadline,
        cohort=one.cohort or other.cohort,
        repeats=(*one.repeats, (other.start, other.end)),
    )
