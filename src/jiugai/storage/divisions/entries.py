"""Writes of divisions (区划)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
from psycopg import sql

from jiugai.storage.audit.models import Act
from jiugai.storage.divisions.models import Division, Version

Line = tuple[str, str, int, str]
"""code, name, level, parent's code (empty for none)"""
Dated = tuple[str, str, str, date]
"""the listed code, the code and name it bore, from which day on"""


def load_tree(
    connection: psycopg.Connection[tuple[object, ...]],
    *,
    lines: Iterable[Line],
    listed_since: date,
    begins: dict[str, date],
    earlier: Iterable[Dated],
) -> int:
    """Load a whole tree in one act, as the owner of the tables; return how many divisions.

    :param begins: listed codes whose listed name holds only from that day.
    :param earlier: what those, and others, bore before.
    """
    with connection.transaction(), connection.cursor() as cursor, _checked_at_once(cursor):
        cursor.execute(
            "CREATE TEMP TABLE tree (n bigint, code text, name text, level smallint, parent text) ON COMMIT DROP"
        )
        count = 0
        with cursor.copy("COPY tree FROM STDIN") as copy:
            for count, line in enumerate(lines, start=1):
                copy.write_row((count, *line))
        cursor.execute("CREATE TEMP TABLE begins (code text, day date) ON COMMIT DROP")
        cursor.executemany("INSERT INTO begins VALUES (%s, %s)", list(begins.items()))
        cursor.execute(
            "CREATE TEMP TABLE earlier (listed text, code text, name text, day date) ON COMMIT DROP"
        )
        cursor.executemany("INSERT INTO earlier VALUES (%s, %s, %s, %s)", list(earlier))
        cursor.execute(_LOAD, {"since": listed_since})
        cursor.execute(_NEXT_ID)
        # Without statistics the planner walks the whole table for one code.
        cursor.execute("ANALYZE divisions_division, divisions_version")
    return count


@contextmanager
def _checked_at_once(cursor: psycopg.Cursor[tuple[object, ...]]) -> Iterator[None]:
    """Check foreign keys by one join after a load, instead of row by row: seconds, not half a minute."""
    held = cursor.execute(_FOREIGN_KEYS).fetchall()
    for table, name, _ in held:
        cursor.execute(_ALTER.format(_id(table), sql.SQL("DROP CONSTRAINT {}").format(_id(name))))
    yield
    for table, name, definition in held:
        hung = sql.SQL("ADD CONSTRAINT {} ").format(_id(name)) + sql.SQL(str(definition))
        cursor.execute(_ALTER.format(_id(table), hung))


def _id(name: object) -> sql.Identifier:
    return sql.Identifier(str(name))


_ALTER = sql.SQL("ALTER TABLE {} {}")
_FOREIGN_KEYS = """
SELECT c.relname, f.conname, pg_get_constraintdef(f.oid)
FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
WHERE f.contype = 'f' AND c.relnamespace = 'public'::regnamespace
  AND c.relname IN ('divisions_division', 'divisions_version')
ORDER BY f.conname
"""


_LOAD = """
WITH act AS (
  INSERT INTO audit_act (key, verb, user_id, post_id, subject)
  VALUES (gen_random_uuid(), 'divisions.load', 0, 0, '全国区划') RETURNING id
), base AS (SELECT coalesce(max(id), 0) AS id FROM divisions_division),
placed AS (SELECT b.id + t.n AS id, t.* FROM tree t, base b),
made AS (
  INSERT INTO divisions_division (id, act_id, level) OVERRIDING SYSTEM VALUE
  SELECT p.id, a.id, p.level FROM placed p, act a RETURNING id
), lines AS (
  SELECT p.id, coalesce(b.day, %(since)s) AS day, p.code, p.name, u.id AS parent
  FROM placed p LEFT JOIN placed u ON u.code = p.parent LEFT JOIN begins b ON b.code = p.code
  UNION ALL
  SELECT p.id, e.day, e.code, e.name, u.id
  FROM earlier e JOIN placed p ON p.code = e.listed LEFT JOIN placed u ON u.code = p.parent
)
INSERT INTO divisions_version (act_id, effective_on, division_id, code, name, parent_id, abolished)
SELECT a.id, l.day, l.id, l.code, l.name, l.parent, false FROM lines l, act a, (SELECT count(*) FROM made) m
"""

_NEXT_ID = """
SELECT setval(pg_get_serial_sequence('divisions_division', 'id'), max(id)) FROM divisions_division
"""


def add_unit(
    act: Act, *, code: str, name: str, level: int, parent_id: int | None, since: date
) -> int:
    """Enter one division; return its identity."""
    division = Division.objects.create(act=act, level=level)
    Version.objects.create(
        act=act,
        effective_on=since,
        division=division,
        code=code,
        name=name,
        parent_id=parent_id,
    )
    return division.pk


def rename(
    act: Act, *, division_id: int, code: str, name: str, parent_id: int | None, since: date
) -> None:
    """Enter a division's new name or code from a day on."""
    Version.objects.create(
        act=act,
        effective_on=since,
        division_id=division_id,
        code=code,
        name=name,
        parent_id=parent_id,
    )
