"""By when, in the ways in which official texts say it, and amid days that only state facts."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from jiugai.domain.supervision.decomposition.decomposition import decompose
from jiugai.domain.supervision.decomposition.tasks import Task
from jiugai.exchange.decomposition_words import words
from tests.domain.supervision.decomposition.made_orders import (
    Made,
    MadeBlock,
    MadePair,
    made_blocks,
    made_loose_ends,
    made_orders,
    made_pairs,
)
from tests.domain.supervision.decomposition.made_records import (
    made_done_records,
    made_flat_tables,
    made_months,
    made_records,
)
from tests.domain.supervision.decomposition.made_tables import MadeTable, made_cell_tables

DAY = date(2023, 5, 10)  # a Wednesday
SENTENCES: dict[str, dict[str, list[Any]]] = tomllib.loads(
    Path(__file__).with_name("by_when.toml").read_text("utf-8")
)


def tasks_of(text: str, today: date = DAY) -> tuple[Task, ...]:
    return decompose(text, words(()), today).tasks


def only(task: Task) -> date | str:
    return task.due_on or "open"


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "due"),
        [(text, due) for listed in SENTENCES.values() for text, due in listed.items()],
    )
    def test_gives_each_task_the_day_that_the_text_says(
        self, text: str, due: list[date | str]
    ) -> None:
        assert [only(task) for task in tasks_of(text)] == due

    @pytest.mark.parametrize("text", list(SENTENCES["left_open"]))
    def test_keeps_the_words_of_a_deadline_that_it_leaves_open(self, text: str) -> None:
        (task,) = tasks_of(text)

        assert task.deadline is None or task.deadline.text in text


class TestMadeOrders:
    @given(made_orders())
    def test_invents_no_day_and_misses_none(self, made: Made) -> None:
        found = {task.due_on for task in tasks_of(made.text, made.today)}

        assert found <= {made.due, None}
        assert made.due in found

    @given(made_pairs())
    def test_gives_each_of_two_bodies_its_own_day(self, made: MadePair) -> None:
        found = tasks_of(made.text, made.today)
        days = {
            body: {task.due_on for task in found if body in [owner.name for owner in task.owners]}
            for body in made.due
        }

        assert days == {body: {day} for body, day in made.due.items()}
        assert {task.due_on for task in found} <= {None, *made.due.values()}

    @given(made_blocks())
    def test_gives_what_stands_under_a_day_that_day(self, made: MadeBlock) -> None:
        found = tasks_of(made.text, made.today)
        days = {
            body: {task.due_on for task in found if body in [owner.name for owner in task.owners]}
            for body in made.due
        }

        assert days == {body: {day} for body, day in made.due.items()}

    @given(made_loose_ends())
    def test_hands_no_day_on_to_what_is_timed_in_other_words(self, made: Made) -> None:
        found = tasks_of(made.text, made.today)
        later = [task for task in found if made.how in task.text]

        assert made.due in {task.due_on for task in found}
        assert {task.due_on for task in later} <= {None}


def days_by_body(made: MadeBlock) -> dict[str, set[date | None]]:
    """Return the days that each owner was found to have, and none for the bodies without a task."""
    found: dict[str, set[date | None]] = {body: set() for body in made.due}
    for task in tasks_of(made.text, made.today):
        for owner in task.owners:
            found.setdefault(owner.name, set()).add(task.due_on)
    return found


class TestMadeRecords:
    @given(made_records())
    def test_keeps_each_record_to_its_own_body_and_day(self, made: MadeBlock) -> None:
        assert days_by_body(made) == {body: {day} for body, day in made.due.items()}

    @given(made_done_records())
    def test_takes_nothing_from_a_record_that_is_done(self, made: MadeBlock) -> None:
        assert days_by_body(made) == {body: {day} for body, day in made.due.items()}

    @given(made_flat_tables())
    def test_sets_up_again_a_table_that_was_flattened(self, made: MadeBlock) -> None:
        assert days_by_body(made) == {body: {day} for body, day in made.due.items()}

    @given(made_months())
    def test_gives_what_stands_under_ten_days_of_a_month_their_last(self, made: MadeBlock) -> None:
        assert days_by_body(made) == {body: {day} for body, day in made.due.items()}


class TestMadeTables:
    @given(made_cell_tables())
    def test_gives_no_row_the_day_or_the_body_of_another(self, made: MadeTable) -> None:
        for task in tasks_of(made.text, made.today):
            said = [act for act in made.due if act in task.text or task.text in act]
            for act in said:
                assert task.due_on in {made.due[act], None}
                assert all(owner.name in made.who[act] for owner in task.owners)
            assert task.due_on is None or said or "联络员" in task.text

    @given(made_cell_tables().filter(lambda made: made.is_plain))
    def test_finds_each_row_of_a_plain_table_with_its_day(self, made: MadeTable) -> None:
        found = tasks_of(made.text, made.today)

        for act, day in made.due.items():
            days = {task.due_on for task in found if act in task.text or task.text in act}
            assert days == {day} or (day is None and not days)
