"""The copy in DuckDB holds what the register holds, whenever it was asked and whatever happened."""

from typing import Any

import psycopg
import pytest

from jiugai.analytics import sync
from jiugai.analytics.duckdb_engine import BehindTheRegister, Engine, Question
from jiugai.analytics.tables import TABLES
from jiugai.domain.facts import Horizon
from tests.analytics.histories import SEQS_A_CASE, Case, load

CITY = 610900
Rows = dict[str, list[tuple[Any, ...]]]


def held(engine: Engine) -> Rows:
    return {
        name: sorted(engine.connection.execute(f"SELECT * FROM {name}").fetchall(), key=str)
        for name in TABLES
    }


def seqs(first_case: int, last_case: int) -> range:
    return range(first_case * SEQS_A_CASE + 1, (last_case + 1) * SEQS_A_CASE + 1)


@pytest.fixture
def filled(spine: psycopg.Connection) -> psycopg.Connection:
    load(spine, [Case(number).history for number in range(5)], seqs(0, 4))
    return spine


class TestRefresh:
    def test_piece_by_piece_holds_the_same_as_all_at_once(self, spine: psycopg.Connection) -> None:
        cases = [Case(number).history for number in range(8)]
        by_pieces = Engine()
        for number, history in enumerate(cases):
            load(spine, [history], seqs(number, number))
            by_pieces.refresh(spine, city=CITY)
        at_once = Engine()
        at_once.refresh(spine, city=CITY)

        assert held(by_pieces) == held(at_once)
        assert by_pieces.last_seq(CITY) == at_once.last_seq(CITY) == 8 * SEQS_A_CASE

    def test_marks_an_old_fact_when_its_correction_comes_later(
        self, spine: psycopg.Connection
    ) -> None:
        load(spine, [Case(1).history], seqs(1, 1))
        engine = Engine()
        engine.refresh(spine, city=CITY)
        with spine.transaction():
            spine.execute("SET LOCAL session_replication_role = replica")
            spine.execute(
                "INSERT INTO audit_act (id, key, verb, user_id, post_id, subject)"
                " OVERRIDING SYSTEM VALUE VALUES (9000, gen_random_uuid(), 'works.correct', 1, 1, '')"
            )
            spine.execute(
                "INSERT INTO audit_stamp (seq, act_id, recorded_at) VALUES (9000, 9000, now())"
            )
            row = spine.execute(
                "INSERT INTO works_reading (id, act_id, effective_on, site_id, indicator, value,"
                "                           replaces, reason) OVERRIDING SYSTEM VALUE"
                " SELECT 900000, 9000, effective_on, site_id, indicator, 1, id, '填错'"
                " FROM works_reading f WHERE NOT EXISTS"
                " (SELECT 1 FROM works_reading g WHERE g.replaces = f.id) LIMIT 1 RETURNING replaces"
            ).fetchone()

        engine.refresh(spine, city=CITY)

        gone = "SELECT gone_seq FROM reading WHERE id = ?"
        assert row is not None
        assert engine.connection.execute(gone, row).fetchall() == [(9000,)]

    def test_asks_one_thing_when_nothing_is_new(self, filled: psycopg.Connection) -> None:
        engine = Engine()
        high = engine.refresh(filled, city=CITY)
        before = held(engine)

        assert engine.refresh(filled, city=CITY) == high
        assert held(engine) == before

    def test_of_an_empty_register_holds_nothing(self, spine: psycopg.Connection) -> None:
        spine.execute("SET session_replication_role = replica")
        engine = Engine()

        assert engine.refresh(spine, city=CITY) == 0
        assert engine.counts([]) == {}

    def test_keeps_nothing_of_a_load_that_does_not_agree(
        self, filled: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def lossy(duck: Any, name: str, rows: Any, city: int) -> None:
            whole(duck, name, rows.slice(1) if name == "reading" else rows, city)

        whole = sync.append
        monkeypatch.setattr(sync, "append", lossy)
        engine = Engine()

        with pytest.raises(sync.CopyDiffers, match="reading"):
            engine.refresh(filled, city=CITY)

        assert engine.last_seq(CITY) == 0
        assert all(rows == [] for rows in held(engine).values())

    def test_refuses_a_connection_whose_view_may_be_older_than_its_stamps(
        self, filled: psycopg.Connection
    ) -> None:
        with filled.transaction(), pytest.raises(ValueError, match="within a transaction"):
            Engine().refresh(filled, city=CITY)


class TestCounts:
    def test_refuses_to_answer_beyond_what_was_carried_over(
        self, filled: psycopg.Connection
    ) -> None:
        engine = Engine()
        high = engine.refresh(filled, city=CITY)
        day = Case(0).horizons[0].on_day

        assert engine.counts([Question(0, CITY, Horizon(day, high))])[0]
        with pytest.raises(BehindTheRegister):
            engine.counts([Question(0, CITY, Horizon(day, high + 1))])
