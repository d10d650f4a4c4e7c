"""Whoever guesses public numbers, one after the other, finds nothing (拖库)."""

from itertools import islice

from django.db import connection
from django.test import Client

from jiugai.storage.registry import entries
from jiugai.storage.registry.models import Community
from tests.officers import browser_of
from tests.services.conftest import little
from tests.services.little_city import LittleCity

__all__ = ["little"]


SIGNS = "23456789BCDFGHJKLMNPQRSTVWXZ"
GUESSED, ASKED = 100_000, 100


def after(number: str) -> str:
    """Return the next number, counted in the signs of which public numbers are made."""
    head, last = number[:-1], SIGNS.find(number[-1]) + 1
    return head + SIGNS[last] if last < len(SIGNS) else after(head) + SIGNS[0]


def on_file() -> set[str]:
    """Return every public number of every table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE column_name = 'public_id' AND table_schema = 'public'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute(" UNION ".join(f"SELECT public_id FROM {name}" for name in tables))
        return {number for (number,) in cursor.fetchall()}


class TestGuessing:
    def test_finds_nothing_in_a_hundred_thousand_numbers(self, little: LittleCity) -> None:
        known = on_file()
        assert len(known) >= 6
        number = min(known)
        guesses = []
        for _ in range(GUESSED):
            number = after(number)
            guesses.append(number)

        assert known.isdisjoint(guesses)

        browser: Client = browser_of(little.clerk)
        pages = {browser.get(f"/communities/{one}/").status_code for one in islice(guesses, ASKED)}
        assert pages == {404}

    def test_would_find_what_there_is(self, little: LittleCity) -> None:
        (known, *_) = Community.objects.values_list("public_id", flat=True)
        assert browser_of(little.clerk).get(f"/communities/{known}/").status_code == 200

    def test_learns_nothing_from_two_numbers_made_one_after_the_other(self) -> None:
        made = [entries.public_id() for _ in range(2_000)]
        assert len(set(made)) == len(made)
        assert all(set(number) <= set(SIGNS) for number in made)
        # In each place every sign turns up: none is a counter, a date or a constant.
        assert all({number[place] for number in made} == set(SIGNS) for place in range(10))
