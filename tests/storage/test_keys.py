"""Keys between tables are looked at by the statement that writes them, before anybody must wait."""

import psycopg
import pytest
from django.db import IntegrityError, transaction

from jiugai.storage.audit.keys import check_at_once
from jiugai.storage.programme.models import TaskList
from jiugai.storage.unit_of_work import unit_of_work

NOBODY = 2**40


class TestKeys:
    def test_are_none_of_them_left_to_the_commit(self, owner: psycopg.Connection) -> None:
        late = owner.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND condeferred"
        ).fetchall()

        assert late == []

    def test_are_refused_by_the_statement_that_breaks_them(self, database: None) -> None:
        with (
            unit_of_work(verb="tests.write", user_id=0, post_id=0) as act,
            pytest.raises(IntegrityError, match="division"),
            transaction.atomic(),
        ):
            TaskList.objects.create(act=act, year=2020, authority="provincial", division_id=NOBODY)

    def test_stay_such_as_a_migration_can_drop(self, owner: psycopg.Connection) -> None:
        check_at_once(owner)  # a second time changes nothing
        kept = owner.execute(
            "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND condeferrable"
        ).fetchone()

        assert kept is not None
        assert kept[0] > 50
