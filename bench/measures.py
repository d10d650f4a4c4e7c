"""Measures at city size: PostgreSQL for the pages, DuckDB for the series, plain Python beside them.

``python -m bench measures`` starts a server of its own, lays a made city into it and prints one
table; ratios are of one run on one machine.
"""

import os
import shutil
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.made_city import made_city, month_end
from bench.table import percentile, print_table, verdict
from jiugai.analytics import snapshot
from jiugai.analytics.duckdb_engine import Engine
from jiugai.analytics.measures import compiled
from jiugai.domain.calendar import Month
from jiugai.domain.facts import Horizon
from jiugai.domain.reporting.history import History
from jiugai.domain.reporting.indicators import Counts, count
from jiugai.exchange.digests import sm3
from jiugai.storage.reporting.measure_sql import measures_sql, sites_sql

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiugai.config.settings")

from tests import throwaway_server
from tests.analytics.histories import load
from tests.analytics.test_engines_agree import asked, by_postgres

CITY = 610900
TIMES = 60
RENUMBER = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"

Row = tuple[str, str, str, str, str]


class Report:
    """The lines of the table; knows whether a goal was missed."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.missed = False

    def ms(self, name: str, taken: list[float], *, p95: float = 0, median: float = 0) -> None:
        """Add durations in ms, with the most that their p95 or their median may be."""
        middle, high = statistics.median(taken), percentile(taken, 0.95)
        goal = f"p95 ≤ {p95:g}" if p95 else f"median ≤ {median:.0f}" if median else ""
        met = high <= p95 if p95 else middle <= median if median else True
        self._add(name, f"{middle:.1f}", f"{high:.1f}", goal, met)

    def value(self, name: str, shown: str, goal: str, met: bool) -> None:
        self._add(name, shown, "", goal, met)

    def _add(self, name: str, middle: str, high: str, goal: str, met: bool) -> None:
        self.missed |= not met
        self.rows.append((name, middle, high, goal, verdict(met) if goal else ""))


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


def pages(report: Report, postgres: psycopg.Connection, closes: list[Horizon]) -> None:
    now, then = closes[-1], closes[-8]
    given = [
        ("all lists and counties, now (once a stamp and day)", measures_sql(), asked(now), 0),
        ("the same, seven months ago", measures_sql(), asked(then), 0),
        ("one list, all counties, all measures", measures_sql(), asked(now, 2), 20),
        ("one list, all counties, ranking by starts", measures_sql(money=False), asked(now, 2), 20),
        ("one list, one county", measures_sql(), asked(now, 2, 5), 20),
        ("the sites behind one county's figure", sites_sql(), asked(now, 2, 5), 20),
    ]
    cursor = psycopg.ClientCursor(postgres)  # as Django asks: each time planned for its values
    for name, sql, values, goal in given:
        text = sql.encode()
        taken = timed(lambda t=text, v=values: cursor.execute(t, v).fetchall())
        report.ms(f"PostgreSQL: {name}", taken, p95=goal)


def synced(report: Report, postgres: psycopg.Connection) -> Engine:
    full = timed(lambda: Engine().refresh(postgres, city=CITY), 5)
    report.ms("sync: full load with control sums", full, p95=1000)
    engine = Engine()
    engine.refresh(postgres, city=CITY)
    nothing = timed(lambda: engine.refresh(postgres, city=CITY))
    report.ms("sync: nothing new", nothing, p95=5)
    taken = []
    for _ in range(10):
        for _ in range(100):
            send_return(postgres)
        taken.append(timed_once(lambda: engine.refresh(postgres, city=CITY)))
    goal = max(0.05 * statistics.median(full), 1)
    report.ms("sync: 100 acts, 500 facts (0.05 × full load)", taken, median=goal)
    return engine


def send_return(postgres: psycopg.Connection) -> None:
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


def compare(
    report: Report,
    postgres: psycopg.Connection,
    engine: Engine,
    history: History,
    closes: list[Horizon],
) -> None:
    compiled.cache_clear()
    report.ms("Ibis: build and compile, once a process", [timed_once(lambda: compiled("duckdb"))])
    report.ms("DuckDB: one date", timed(lambda: engine.series(CITY, closes[-1:]), 15))
    series = timed(lambda: engine.series(CITY, closes), 15)
    report.ms("DuckDB: series of 36 month ends, all measures", series)
    plain: list[list[Counts]] = []
    python = timed_once(lambda: plain.extend(count(history, close) for close in closes))
    report.ms("plain Python: the same series, rows in memory", [python])
    ratio = python / statistics.median(series)
    report.value("plain Python ÷ DuckDB", f"{ratio:.1f}", "≥ 10", ratio >= 10)
    same = engine.series(CITY, closes) == plain and all(
        by_postgres(postgres, close) == told
        for close, told in zip(closes[::7], plain[::7], strict=True)
    )
    report.value("reference = DuckDB = PostgreSQL", "yes" if same else "no", "yes", same)


def snapshots(
    report: Report, postgres: psycopg.Connection, closes: list[Horizon], facts: int
) -> None:
    root = Path(tempfile.mkdtemp(prefix="jiugai-bench-"))
    try:
        taken: list[float] = []
        folders: list[Path] = []
        digest, first = "", 1
        for number, close in enumerate(closes):
            month = Month.of(month_end(number))
            delta = snapshot.Delta(str(CITY), month, first, close.last_seq, digest)
            began = time.perf_counter()
            digest = snapshot.write(postgres, root, delta, sm3=sm3)
            taken.append((time.perf_counter() - began) * 1e3)
            folders.append(snapshot.folder_of(root, str(CITY), month))
            first = close.last_seq + 1
        report.ms("snapshot: one month's close", taken, p95=500)
        size = sum(file.stat().st_size for file in root.rglob("*.parquet")) / facts
        report.value("snapshot: bytes a fact", f"{size:.1f}", "≤ 15", size <= 15)
        proof = timed_once(lambda: snapshot.verify_chain(folders, sm3=sm3))
        report.ms("snapshot: 36 months proved from the files", [proof])
    finally:
        shutil.rmtree(root)


def timed_once(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return (time.perf_counter() - began) * 1e3


def main() -> int:
    """Print the table; 1 if a goal was missed."""
    history, closes = made_city()
    facts = sum(map(len, (history.entries, history.steps, history.readings, history.flows)))
    acts = closes[-1].last_seq
    print(
        f"A made city: {len(history.sites)} communities, 36 months, {facts} facts, {acts} acts.\n"
    )
    report = Report()
    with city_database(history, acts) as postgres:
        pages(report, postgres, closes)
        snapshots(report, postgres, closes, facts)
        engine = synced(report, postgres)
        compare(report, postgres, engine, history, closes)
    print_table(("ms, or as named", "median", "p95", "goal", ""), report.rows)
    return 1 if report.missed else 0
