"""Carry new facts from PostgreSQL into DuckDB (同步), by stamp and by nothing else.

One REPEATABLE READ transaction fixes the highest stamp; every act up to it is visible, because
stamps follow commits. So nothing is missed, and asking again when nothing is new costs one query.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pyarrow as pa
import pyarrow.csv as pacsv
from psycopg.pq import TransactionStatus

from jiugai.analytics.tables import TABLES, AnalyticTable, Type

if TYPE_CHECKING:
    import duckdb

ARROW: dict[Type, pa.DataType] = {
    "int64": pa.int64(),
    "int16": pa.int16(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}
DUCKDB: dict[Type, str] = {
    "int64": "BIGINT",
    "int16": "SMALLINT",
    "date": "DATE",
    "boolean": "BOOLEAN",
}


class CopyDiffers(Exception):
    """A full load does not hold what PostgreSQL holds; the copy may not be used."""


@contextmanager
def frozen(postgres: psycopg.Connection) -> Iterator[int]:
    """Hold one unmoving view of the database and give its highest stamp; 0 for an empty register.

    :raises ValueError: if the connection is already within a transaction, whose view may be older
      than its stamps.
    """
    if postgres.info.transaction_status is not TransactionStatus.IDLE:
        raise ValueError("give a connection that is not within a transaction")
    with postgres.transaction():
        postgres.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        postgres.execute("SET LOCAL DateStyle = ISO")
        row = postgres.execute("SELECT coalesce(max(seq), 0) FROM audit_stamp").fetchone()
        assert row is not None
        yield row[0]


def create_tables(duck: "duckdb.DuckDBPyConnection") -> None:
    """Make the engine's tables if they are not there.

    Never within the transaction that fills them: DuckDB 2.0.0 lost the rows of a large insert into
    a table made in the same transaction.
    """
    for name, table in TABLES.items():
        columns = ", ".join(f"{column} {DUCKDB[kind]}" for column, kind in table.stored.items())
        duck.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")


def refresh(
    postgres: psycopg.Connection, duck: "duckdb.DuckDBPyConnection", *, city: int, low: int
) -> int:
    """Append what was stamped after ``low`` and return the new highest stamp.

    All or nothing: if it raises, the copy is as it was. A full load (``low`` 0) is compared with
    PostgreSQL row for row in number and column for column in sum.

    :param city: the number that this city's rows bear in the engine.
    :raises CopyDiffers: if a full load does not agree.
    """
    with frozen(postgres) as high:
        if high == low:
            return low
        fresh = {name: _fetch(postgres, table, low, high) for name, table in TABLES.items()}
        expected = _expected(postgres, high) if low == 0 else {}
    create_tables(duck)
    with transaction(duck):
        for name, rows in fresh.items():
            append(duck, name, rows, city)
        for name, sums in expected.items():
            found = _control_sums(TABLES[name], name, f"WHERE city = {int(city)}")
            if duck.execute(found).fetchall()[0] != sums:
                raise CopyDiffers(f"{name}: {sums} in PostgreSQL")
    return high


def append(duck: "duckdb.DuckDBPyConnection", name: str, rows: pa.Table, city: int) -> None:
    """Append rows to one table and mark the facts that they replace."""
    if not rows.num_rows:
        return
    with _registered(duck, rows):
        duck.execute(f"INSERT INTO {name} BY NAME SELECT {int(city)}::BIGINT AS city, * FROM fresh")
        if TABLES[name].is_fact:
            duck.execute(
                f"UPDATE {name} SET gone_seq = later.seq FROM"
                " (SELECT replaces, seq FROM fresh WHERE replaces IS NOT NULL) later"
                f" WHERE later.replaces = {name}.id AND {name}.city = {int(city)}"
            )


@contextmanager
def _registered(duck: "duckdb.DuckDBPyConnection", rows: pa.Table) -> Iterator[None]:
    duck.register("fresh", rows)
    try:
        yield
    finally:
        duck.unregister("fresh")


@contextmanager
def transaction(duck: "duckdb.DuckDBPyConnection") -> Iterator[None]:
    """Commit what happens within, or nothing of it."""
    duck.execute("BEGIN")
    try:
        yield
    except BaseException:
        duck.execute("ROLLBACK")
        raise
    duck.execute("COMMIT")


def _fetch(postgres: psycopg.Connection, table: AnalyticTable, low: int, high: int) -> pa.Table:
    query = f"{table.select(low, high)} ORDER BY {table.order}"
    types = {name: ARROW[kind] for name, kind in table.columns.items()}
    return parse(copy_out(postgres, query), types)


def copy_out(postgres: psycopg.Connection, query: str) -> bytes:
    """Return a query's rows in PostgreSQL's COPY text form."""
    text = io.BytesIO()
    with postgres.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT".encode()) as blocks:
        for block in blocks:
            text.write(block)
    return text.getvalue()


def parse(text: bytes, types: dict[str, pa.DataType]) -> pa.Table:
    """Return COPY text as an Arrow table; strings keep COPY's escapes.

    :raises pyarrow.ArrowInvalid: if a field is not of its column's type.
    """
    if not text:
        return pa.schema(types.items()).empty_table()
    return pacsv.read_csv(
        io.BytesIO(text),
        pacsv.ReadOptions(column_names=list(types)),
        pacsv.ParseOptions(delimiter="\t", quote_char=False, ignore_empty_lines=False),
        pacsv.ConvertOptions(
            column_types=types,
            null_values=["\\N"],
            strings_can_be_null=True,
            true_values=["t"],
            false_values=["f"],
        ),
    )


def _expected(postgres: psycopg.Connection, high: int) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for name, table in TABLES.items():
        names = ", ".join(table.columns)
        query = _control_sums(table, f"({table.select(0, high)}) rows ({names})", "")
        row = postgres.execute(query.encode()).fetchone()
        assert row is not None
        found[name] = tuple(int(value) for value in row)
    return found


def _control_sums(table: AnalyticTable, source: str, where: str) -> str:
    """Return the query of what both sides must agree on: rows, and the sum of every number."""
    numbers = [name for name, kind in table.columns.items() if kind in ("int64", "int16")]
    sums = ", ".join(f"coalesce(sum({name}), 0)" for name in numbers)
    return f"SELECT count(*), {sums} FROM {source} {where}"
