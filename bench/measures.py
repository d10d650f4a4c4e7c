"""Measures at city size: PostgreSQL for the pages, DuckDB for the series, plain Python beside them.

``python -m bench.measures`` starts a server of its own, lays a made city into it and prints one
table. Ratios are of one run on one machine.
"""

import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from tests import throwaway_server
from tests.analytics.histories import load
from tests.analytics.test_engines_agree import asked, by_postgres

from bench.made_city import made_city
from jiugai.analytics.duckdb_engine import Engine
from jiugai.analytics.measures import compiled
from jiugai.domain.facts import Horizon
from jiugai.domain.reporting.history import History
from jiugai.domain.reporting.indicators import Counts, count
from jiugai.storage.reporting.measure_sql import measures_sql, sites_sql

CITY = 610900
TIMES = 60
RENUMBER = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"


@contextmanager
def city_database(history: History, seqs: int) -> Iterator[psycopg.Connection]:
    """Serve a migrated database that holds the city; it goes when the block ends."""
    import django

    django.setup()
    guard = throwaway_server.open_run()
    try:
        with (
            throwaway_server.clone() as own,
            psycopg.connect(own.conninfo(), autocommit=True) as owner,
        ):
            load(owner, [history], range(1, seqs + 1))
            for table in ("audit_act", "works_reading"):
                owner.execute(RENUMBER.format(table=table).encode())
            owner.execute("VACUUM ANALYZE")
            owner.execute("SET jit = off")
            yield owner
    finally:
        throwaway_server.close_run(guard)


def timed(run: Callable[[], object], times: int = TIMES) -> list[float]:
    """Return the sorted durations of some runs, in ms, after one that is not counted."""
    run()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append((time.perf_counter() - began) * 1e3)
    return sorted(taken)


def line(name: str, taken: list[float], goal: str = "") -> None:
    p95 = taken[min(len(taken) - 1, int(len(taken) * 0.95))]
    print(f"{name:<58}{statistics.median(taken):>9.1f}{p95:>9.1f}   {goal}", flush=True)


def pages(postgres: psycopg.Connection, closes: list[Horizon]) -> None:
    now, then = closes[-1], closes[-8]
    given = [
        ("all lists and counties, now", measures_sql(), asked(now)),
        ("all lists and counties, seven months ago", measures_sql(), asked(then)),
        ("one list, all counties, all measures", measures_sql(), asked(now, 2)),
        ("one list, all counties: ranking by starts", measures_sql(money=False), asked(now, 2)),
        ("one list, one county", measures_sql(), asked(now, 2, 5)),
        ("the sites behind one county's figure", sites_sql(), asked(now, 2, 5)),
    ]
    cursor = psycopg.ClientCursor(postgres)  # as Django asks: each time planned for its values
    for name, sql, values in given:
        text = sql.encode()
        taken = timed(lambda t=text, v=values: cursor.execute(t, v).fetchall())
        line(
            f"PostgreSQL: {name}", taken, "≤ 20 p95" if values["list_id"] else "remembered by stamp"
        )


def synced(postgres: psycopg.Connection) -> Engine:
    full = timed(lambda: Engine().refresh(postgres, city=CITY), 5)
    line("sync: full load with control sums", full, "≤ 1000")
    engine = Engine()
    engine.refresh(postgres, city=CITY)
    line("sync: nothing new", timed(lambda: engine.refresh(postgres, city=CITY)), "≤ 5")
    taken = []
    for _ in range(10):
        for _ in range(100):
            report(postgres)
        began = time.perf_counter()
        engine.refresh(postgres, city=CITY)
        taken.append((time.perf_counter() - began) * 1e3)
    line(
        "sync: 100 acts, 500 facts",
        sorted(taken),
        f"≤ {0.05 * statistics.median(full):.0f} (0.05 × full)",
    )
    return engine


def report(postgres: psycopg.Connection) -> None:
    with postgres.transaction():
        row = postgres.execute(
            "INSERT INTO audit_act (key, verb, user_id, post_id, subject)"
            " VALUES (%s, 'works.report', 1, 1, '') RETURNING id",
            [uuid.uuid4()],
        ).fetchone()
        assert row
        postgres.execute(
            "INSERT INTO works_reading (act_id, effective_on, site_id, indicator, value)"
            " SELECT %s, '2021-12-31', 1, n, 5 FROM generate_series(1, 5) n",
            row,
        )


def main() -> None:
    history, closes = made_city()
    facts = sum(map(len, (history.entries, history.steps, history.readings, history.flows)))
    print(
        f"made city: {len(history.sites)} communities, 36 months, {facts} facts, {closes[-1].last_seq} acts"
    )
    print(f"{'ms':<58}{'median':>9}{'p95':>9}   goal")
    with city_database(history, closes[-1].last_seq) as postgres:
        pages(postgres, closes)
        engine = synced(postgres)
        compare(postgres, engine, history, closes)


def compare(
    postgres: psycopg.Connection, engine: Engine, history: History, closes: list[Horizon]
) -> None:
    compiled.cache_clear()
    began = time.perf_counter()
    compiled("duckdb")
    line("Ibis: build and compile, once a process", [(time.perf_counter() - began) * 1e3])
    one = timed(lambda: engine.series(CITY, closes[-1:]), 15)
    line("DuckDB: one date", one)
    series = timed(lambda: engine.series(CITY, closes), 15)
    line("DuckDB: series of 36 month ends, all measures", series)
    plain: list[list[Counts]] = []
    python = timed_once(lambda: plain.extend(count(history, close) for close in closes))
    ratio = python / statistics.median(series)
    line(
        "plain Python: the same series, rows in memory",
        [python],
        f"{ratio:.1f} × DuckDB, goal ≥ 10",
    )
    agree = engine.series(CITY, closes) == plain
    same = all(
        by_postgres(postgres, close) == told
        for close, told in zip(closes[::7], plain[::7], strict=True)
    )
    print(f"DuckDB equals the reference: {agree}; PostgreSQL on every seventh month: {same}")


def timed_once(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1e3


if __name__ == "__main__":
    main()
