"""How rows are read to be sealed (封存表样): which tables, by which columns, by which way to their act.

A table of facts is known by its lock (the trigger ``append_only``), so that none is forgotten; once
sealed it stays in the layout, lock or no lock. A row's image is PostgreSQL's own text of the row under
fixed settings. A column added later makes a new layout; what was sealed before is read by its own.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from django.db import connection

from jiugai.domain.sealing.events import RowsDigest, canonical
from jiugai.domain.sealing.sm3 import sm3
from jiugai.storage import reach
from jiugai.storage.audit.models import Layout as LayoutRow

Buffer: TypeAlias = bytes | bytearray | memoryview

CHILDREN = {
    "audit_evidence_item": ("evidence_id", "audit_evidence"),
    "funding_batch_answer_line": ("answer_id", "funding_batch_answer"),
    "funding_leg": ("posting_id", "funding_posting"),
    "funding_statement_line": ("statement_id", "funding_statement"),
    "programme_filing_line": ("filing_id", "programme_filing"),
    "programme_plan_budget": ("setting_id", "programme_plan_setting"),
    "programme_plan_pin": ("setting_id", "programme_plan_setting"),
    "reporting_figure": ("close_id", "reporting_close"),
}
"""Tables of facts without an act of their own: the column that leads to the row that has one."""

SEALS = frozenset({"audit_leaf", "audit_salt", "audit_checkpoint", "audit_layout"})
"""What the seals themselves consist of; the tree holds these."""

CHANGING = (
    "accounts_organisation",
    "accounts_post",
    "accounts_appointment",
    "accounts_user",
)
"""Tables that may change but must not change unseen: who may do what."""

_SETTINGS = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
_LOCKED = """
SELECT c.relname FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND t.tgname = 'append_only'
"""
_COLUMNS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attname COLLATE "C")
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s)
  AND a.attnum > 0 AND NOT a.attisdropped
GROUP BY c.relname
"""


class NoWayToAct(LookupError):
    """A table of facts has neither an act nor a place in ``CHILDREN``."""


@dataclass(frozen=True, slots=True)
class SealedTable:
    """How one table is read: its columns in order, and the way from its row to an act."""

    columns: tuple[str, ...]
    way: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """All tables of facts as they are read (表样); ``changing`` are those of rights, by columns."""

    tables: dict[str, SealedTable]
    changing: dict[str, tuple[str, ...]]

    def text(self) -> str:
        """Return the layout as it is kept."""
        return canonical(
            {
                "tables": {
                    name: {"columns": list(table.columns), "way": list(table.way)}
                    for name, table in self.tables.items()
                },
                "changing": {name: list(columns) for name, columns in self.changing.items()},
            }
        ).decode()

    @property
    def digest(self) -> bytes:
        """Return the digest by which events name it."""
        return sm3(self.text().encode())

    @classmethod
    def parse(cls, text: str) -> "Layout":
        """Read a layout that was kept."""
        told = json.loads(text)
        return cls(
            {
                name: SealedTable(tuple(table["columns"]), tuple(table["way"]))
                for name, table in told["tables"].items()
            },
            {name: tuple(columns) for name, columns in told["changing"].items()},
        )


def layout_now(before: Layout | None = None) -> Layout:
    """Return the layout of the tables as they are, those of an earlier layout included.

    :raises NoWayToAct: if a table of facts leads to no act.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED)
        locked = {str(name) for (name,) in cursor.fetchall()} - SEALS
        wanted = sorted(locked | set(before.tables if before else ()))
        cursor.execute(_COLUMNS, [[*wanted, *CHANGING]])
        columns = {str(name): tuple(found) for name, found in cursor.fetchall()}
    return Layout(
        {
            name: SealedTable(columns[name], _way(name, columns[name]))
            for name in wanted
            if name in columns
        },
        {name: columns[name] for name in CHANGING if name in columns},
    )


def _way(name: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    if name == "audit_act":
        return ("id",)
    if "act_id" in columns:
        return ("act_id",)
    if name in CHILDREN:
        return CHILDREN[name]
    raise NoWayToAct(f"{name}: add it to CHILDREN")


def last_layout() -> Layout | None:
    """Return the layout by which was sealed last, or None before the first."""
    found = LayoutRow.objects.order_by("-since").first()
    return Layout.parse(found.content) if found else None


def kept(digests: Iterable[bytes]) -> dict[bytes, Layout]:
    """Return layouts that were kept, by their digest."""
    layouts = {}
    for row in LayoutRow.objects.filter(digest__in=list(digests)):
        try:
            layouts[bytes(row.digest)] = Layout.parse(row.content)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # somebody wrote into it; whoever needs it finds it missing
    return layouts


def written_by(layout: Layout, act_ids: list[int]) -> dict[int, dict[str, RowsDigest]]:
    """Return what some acts wrote, by act and table: as digests, for it may be a million rows.

    A row's image is its line as COPY writes it; rows stand in the order of their images.

    :raises psycopg.errors.UndefinedColumn: if a column of the layout is no longer there.
    """
    found: dict[int, dict[str, RowsDigest]] = defaultdict(dict)
    if not act_ids:
        return found
    fix_settings()
    acts = f"ARRAY[{','.join(map(str, act_ids))}]::bigint[]"
    parts = " UNION ALL ".join(_select(name, table, acts) for name, table in layout.tables.items())
    raw = connection.connection
    reach.tell_raw(raw)
    with raw.cursor() as cursor, cursor.copy(_copy(parts)) as copy:
        for line in lines_of(copy):
            act, name, image = line.split(b"\t", 2)
            digests = found[int(act)]
            table = name.decode()
            if table not in digests:
                digests[table] = RowsDigest()
            digests[table].add(image)
    return found


def _copy(parts: str) -> bytes:
    return f"""COPY (SELECT * FROM ({parts}) rows (act, name, image)
               ORDER BY act, name, image COLLATE "C") TO STDOUT""".encode()


def lines_of(copy: Iterable[Buffer]) -> Iterator[bytes]:
    """Yield the lines of what COPY sends, however it is cut into pieces."""
    rest = b""
    for piece in copy:
        *whole, rest = (rest + bytes(piece)).split(b"\n")
        yield from whole


def _select(name: str, table: SealedTable, acts: str) -> str:
    row = _row(table.columns)
    if len(table.way) == 1:
        act = f't."{table.way[0]}"'
        return f"""SELECT {act}, '{name}', {row} FROM "{name}" t WHERE {act} = ANY({acts})"""
    column, parent = table.way
    return f"""SELECT p.act_id, '{name}', {row} FROM "{name}" t
               JOIN "{parent}" p ON p.id = t."{column}" WHERE p.act_id = ANY({acts})"""


def _row(columns: Iterable[str]) -> str:
    listed = ", ".join(f't."{column}"' for column in columns)
    return f"ROW({listed})::text"


def counts(layout: Layout) -> dict[str, int]:
    """Return how many rows each table has, whosever they say they are."""
    parts = [f"""SELECT '{name}', count(*) FROM "{name}\"""" for name in layout.tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {name: int(many) for name, many in cursor.fetchall()}


def changing_images(
    changing: dict[str, tuple[str, ...]],
) -> tuple[int, dict[str, dict[str, bytes]]]:
    """Return every row of the tables that may change, by table and row, and the last stamp then.

    Both in one statement, hence of one moment: whatever act changed a row seen here has a stamp
    not above that one.
    """
    fix_settings()
    parts = ["SELECT '', coalesce(max(seq), 0), '' FROM audit_stamp"]
    parts += [
        f"""SELECT '{name}', t.id, {_row(columns)} FROM "{name}" t"""
        for name, columns in changing.items()
    ]
    found: dict[str, dict[str, bytes]] = {name: {} for name in changing}
    last = 0
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        for name, number, image in cursor.fetchall():
            if name:
                found[name][str(number)] = image.encode()
            else:
                last = int(number)
    return last, found


def fix_settings() -> None:
    """Fix for this transaction how PostgreSQL writes values as text."""
    with connection.cursor() as cursor:
        for name, value in _SETTINGS.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
