"""The tests' own database stands as the city's would."""

import threading

import psycopg
import pytest
from django.db import DatabaseError, connection

from jiugai.storage.audit.models import Act, Stamp
from jiugai.storage.unit_of_work import unit_of_work


def _write_an_act() -> None:
    with unit_of_work(verb="tests.write", user_id=0, post_id=0):
        pass


@pytest.mark.usefixtures("db")
class TestRolledBackDatabase:
    def test_connects_as_the_application(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("jiugai_app",)

    @pytest.mark.parametrize("_round", [1, 2])
    def test_forgets_what_the_test_before_wrote(self, _round: int):
        assert not Act.objects.exists()

        _write_an_act()

        assert Stamp.objects.count() == 1

    def test_refuses_to_alter_history(self):
        _write_an_act()

        with pytest.raises(DatabaseError, match="permission denied"):
            Act.objects.update(verb="tests.forge")


@pytest.mark.usefixtures("fresh_database")
class TestFreshDatabase:
    @pytest.mark.parametrize("_round", [1, 2])
    def test_commits_and_starts_empty_again(self, _round: int):
        assert not Act.objects.exists()

        thread = threading.Thread(target=lambda: (_write_an_act(), connection.close()))
        thread.start()
        thread.join()

        assert Stamp.objects.count() == 1

    def test_shows_the_owner_what_was_committed(self, owner: psycopg.Connection):
        _write_an_act()

        assert owner.execute("SELECT verb FROM audit_act").fetchall() == [("tests.write",)]

    def test_guards_history_even_from_the_owner(self, owner: psycopg.Connection):
        _write_an_act()

        with pytest.raises(psycopg.errors.RestrictViolation, match="never changed"):
            owner.execute("DELETE FROM audit_act")


def test_a_city_knows_its_counties(city, clerk, filer):
    assert len(set(city.counties)) == 4
    assert clerk.scope.covers(city.hanbin)
    assert not filer.scope.covers(city.hanbin)
