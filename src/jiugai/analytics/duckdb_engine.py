"""The analytic engine in the process (分析引擎): a city's facts in memory, its measures in one run.

For month series, what-if and many cities; a page of one city is answered by PostgreSQL.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import psycopg
import pyarrow as pa

from jiugai.analytics import sync
from jiugai.analytics.measures import compiled
from jiugai.analytics.tables import HORIZON
from jiugai.domain.facts import Horizon
from jiugai.domain.reporting.indicators import COLUMNS, Counts


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the ``horizon`` table (问题): whose figures, at which horizon, under which label."""

    label: int
    city: int
    horizon: Horizon


class BehindTheRegister(Exception):
    """A question reaches beyond the stamps that the copy holds; refresh first."""


class Engine:
    """DuckDB with the facts of one city or several; safe to share between threads.

    Only the ``horizon`` table changes between questions; the SQL is compiled once a process.
    """

    def __init__(self, *, threads: int = 2, database: str = ":memory:") -> None:
        # Loading DuckDB begins a native thread. The web server loads the site once and then forks;
        # in a process forked after that, the thread is missing and its end is an abort.
        import duckdb

        self._lock = Lock()
        self._high: dict[int, int] = {}
        config: dict[str, str | bool | int | float | list[str]] = {"threads": threads}
        self.connection = duckdb.connect(database, config=config)
        self.connection.execute("SET enable_progress_bar = false")
        sync.create_tables(self.connection)
        columns = ", ".join(f"{name} {sync.DUCKDB[kind]}" for name, kind in HORIZON.items())
        self.connection.execute(f"CREATE TABLE IF NOT EXISTS horizon ({columns})")

    def last_seq(self, city: int) -> int:
        """Return the highest stamp that the copy of a city holds; 0 before the first refresh."""
        return self._high.get(city, 0)

    def refresh(self, postgres: psycopg.Connection, *, city: int) -> int:
        """Carry over what is new of a city; return the highest stamp now held.

        :raises sync.CopyDiffers: if a full load does not agree with PostgreSQL; nothing is kept.
        """
        with self._lock:
            low = self.last_seq(city)
            high = sync.refresh(postgres, self.connection, city=city, low=low)
            self._high[city] = high
        return high

    def admit(self, tables: Mapping[str, pa.Table], *, city: int, high: int) -> None:
        """Append a city's rows from elsewhere than PostgreSQL, such as its snapshots.

        :param tables: rows by the names and columns of ``TABLES``, stamped after ``last_seq`` and
          up to ``high``.
        """
        with self._lock, sync.transaction(self.connection):
            for name, rows in tables.items():
                sync.append(self.connection, name, rows, city)
            self._high[city] = high

    def counts(self, questions: Sequence[Question]) -> dict[int, list[Counts]]:
        """Return the counts of each question by its label, sorted by list and county.

        Cities asked under one label are in one list, each with its own stamps and identities; give
        each its own label where they must be told apart.

        :raises BehindTheRegister: if a horizon reaches beyond what was carried over.
        """
        asked = [
            [question.label for question in questions],
            [question.city for question in questions],
            [question.horizon.last_seq for question in questions],
            [question.horizon.on_day for question in questions],
        ]
        if not questions:
            return {}
        for question in questions:
            if question.horizon.last_seq > self.last_seq(question.city):
                raise BehindTheRegister(f"city {question.city}: {question.horizon}")
        with self._lock:
            with sync.transaction(self.connection):
                self.connection.execute("DELETE FROM horizon")
                self.connection.execute(
                    "INSERT INTO horizon SELECT unnest(?), unnest(?), unnest(?), unnest(?)", asked
                )
            found = self.connection.execute(compiled("duckdb")).fetchall()
        return by_label(found, [question.label for question in questions])

    def series(self, city: int, horizons: Sequence[Horizon]) -> list[list[Counts]]:
        """Return the counts of one city at each of many horizons, such as 36 month ends."""
        asked = [Question(label, city, horizon) for label, horizon in enumerate(horizons)]
        counts = self.counts(asked)
        return [counts[label] for label in range(len(horizons))]

    def close(self) -> None:
        self.connection.close()


def by_label(rows: Iterable[tuple[int, ...]], labels: Iterable[int]) -> dict[int, list[Counts]]:
    """Return an engine's rows (label, city, list, county, then the counts) as domain terms."""
    found: dict[int, list[Counts]] = {label: [] for label in labels}
    for label, _city, list_id, county_id, *amounts in sorted(rows):
        named = {name: int(n) for name, n in zip(COLUMNS, amounts, strict=True)}
        found[label].append(Counts(list_id, county_id, named))
    return found
