"""Comparing the rows with their seals (表与封存核对): what was changed behind the system's back.

Everything is read at one moment. Findings are made by whoever asks; here only the differences.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from psycopg.errors import UndefinedColumn, UndefinedTable

from jiugai.domain.sealing.events import PERSONAL, RowsDigest
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.guards import REFUSE_BODY, STAMP_BODY
from jiugai.storage.audit.layout import (
    CHANGING,
    SEALS,
    Layout,
    changing_images,
    counts,
    kept,
    last_layout,
    written_by,
)
from jiugai.storage.audit.seal_queries import (
    LeafRow,
    acts_after,
    acts_named,
    changing_as_sealed,
    last_checkpoint,
    leaves,
)
from jiugai.storage.audit.seals import event_of, is_as_sealed

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class ActDifference:
    """An act that is not as it was sealed (经办与封存不符).

    Attributes:
      what: the fields and tables that differ; ``act`` alone if the act itself is gone.
      sealed: how many rows were sealed of each of these tables; ``found``: how many there are.
    """

    seq: int
    verb: str
    what: tuple[str, ...]
    sealed: dict[str, int]
    found: dict[str, int]


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A row of rights that is not as it was sealed (权限行与封存不符), or that nobody may have changed."""

    table: str
    row: str
    how: str  # changed, added, removed


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all that is read within be of one moment, unless a transaction is under way already."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def differing_acts(layouts: dict[str, Layout]) -> Iterator[ActDifference]:
    """Yield every sealed act that is no longer as it was sealed.

    Passed over are acts whose salt has been deleted (``unsalted`` counts them), and those sealed by
    another layout than these.
    """
    batch: list[LeafRow] = []
    for leaf in leaves():
        if leaf.seq is None:
            continue
        batch.append(leaf)
        if len(batch) == _BATCH:
            yield from _differing(batch, layouts)
            batch = []
    if batch:
        yield from _differing(batch, layouts)


def is_act_as_sealed(leaf: LeafRow) -> bool | None:
    """Say whether one act and all that it wrote are as they were sealed.

    None if nobody can tell: its salt has been deleted, or columns that were sealed are gone.
    """
    name = str(json.loads(leaf.body)["layout"])
    layout = kept([bytes.fromhex(name)]).get(bytes.fromhex(name))
    if layout is None or layout.digest.hex() != name:
        return False
    if leaf.salt is None:
        return None
    try:
        with transaction.atomic():
            return not any(_differing([leaf], {name: layout}))
    except (UndefinedColumn, UndefinedTable):
        return None


def _differing(batch: list[LeafRow], layouts: dict[str, Layout]) -> Iterator[ActDifference]:
    first, last = batch[0].seq or 0, batch[-1].seq or 0
    acts = {act.seq: act for act in acts_after(first - 1, until=last, most=last - first + 1)}
    by_layout: dict[str, list[int]] = defaultdict(list)
    told = {leaf.number: json.loads(leaf.body) for leaf in batch}
    for leaf in batch:
        if leaf.seq in acts:
            by_layout[str(told[leaf.number]["layout"])].append(acts[leaf.seq].id)
    written: dict[int, dict[str, RowsDigest]] = {}
    for name in set(by_layout) & set(layouts):
        written |= written_by(layouts[name], by_layout[name])
    for leaf in batch:
        sealed = told[leaf.number]
        act = acts.get(leaf.seq or 0)
        if act is None:
            yield ActDifference(leaf.seq or 0, str(sealed.get("verb", "")), ("act",), {}, {})
        elif leaf.salt is not None and sealed["layout"] in layouts:
            body = event_of(
                act, written.get(act.id, {}), bytes.fromhex(sealed["layout"]), leaf.salt
            )
            if body != leaf.body.encode():
                yield _difference(leaf.seq or 0, sealed, json.loads(body))


def _difference(seq: int, sealed: dict[str, Any], found: dict[str, Any]) -> ActDifference:
    before, now = sealed["rows"], found["rows"]
    tables = [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]
    fields = [name for name in sealed if name != "rows" and sealed[name] != found.get(name)]
    return ActDifference(
        seq,
        str(sealed["verb"]),
        (*fields, *tables),
        {name: before[name]["n"] if name in before else 0 for name in tables},
        {name: now[name]["n"] if name in now else 0 for name in tables},
    )


def layouts_used() -> dict[str, Layout | None]:
    """Return the layouts that events name, by their digest; None for one that is not there."""
    found = rows(
        "SELECT DISTINCT body::jsonb->>'layout' AS name FROM audit_leaf WHERE seq IS NOT NULL", {}
    )
    names = [str(row["name"]) for row in found]
    known = kept(bytes.fromhex(name) for name in names)
    return {
        name: layout if layout and layout.digest.hex() == name else None
        for name in names
        for layout in [known.get(bytes.fromhex(name))]
    }


def uncounted(unreadable: Collection[str] = ()) -> dict[str, int]:
    """Return by table how many rows there are beyond those of sealed acts and of acts to be sealed.

    A number below nought means rows that are gone; either way rows were moved by somebody else.

    :param unreadable: tables that cannot be read by the layout, and are passed over.
    """
    last = last_layout()
    if last is None:
        return {}
    layout = Layout({n: t for n, t in last.tables.items() if n not in unreadable}, last.changing)
    sealed = rows(
        """
        SELECT r.key AS name, sum((r.value->>'n')::bigint) AS many
        FROM audit_leaf l, jsonb_each(l.body::jsonb->'rows') r WHERE l.seq IS NOT NULL
        GROUP BY r.key
        """,
        {},
    )
    expected: dict[str, int] = {row["name"]: int(row["many"]) for row in sealed}
    pending = [act.id for act in acts_after(last_checkpoint().last_seq, most=1_000_000)]
    for tables in written_by(layout, pending).values():
        for table, digest in tables.items():
            expected[table] = expected.get(table, 0) + digest.many
    return {
        table: many - expected.get(table, 0)
        for table, many in counts(layout).items()
        if many != expected.get(table, 0)
    }


def unsalted() -> int:
    """Return how many acts can no longer be compared, their salt being deleted."""
    found = rows(
        """
        SELECT count(*) AS many FROM audit_leaf l
        WHERE NOT EXISTS (SELECT FROM audit_salt s WHERE s.number = l.number)
        """,
        {},
    )
    return int(found[0]["many"])


def differing_rights() -> tuple[RowDifference, ...]:
    """Return the rows of rights that are not as they were sealed, with no act since to account for it."""
    layout = last_layout()
    if layout is None:
        return ()
    until, now = changing_images(layout.changing)
    looked, sealed = changing_as_sealed()
    if looked is None or acts_named(PERSONAL, after=looked, until=until):
        return ()  # the next seal will look at it
    found = []
    for table in layout.changing:
        known, rows_now = sealed.get(table, {}), now.get(table, {})
        for row in sorted({*known, *rows_now}, key=int):
            if row not in known:
                found.append(RowDifference(table, row, "added"))
            elif row not in rows_now:
                found.append(RowDifference(table, row, "removed"))
            elif not is_as_sealed(known[row].salt, rows_now[row], known[row].digest):
                found.append(RowDifference(table, row, "changed"))
    return tuple(found)


def unaccounted_rights() -> tuple[RowDifference, ...]:
    """Return the changes of rights that were sealed although no act had made them.

    The first look at them is where the record begins, and accounts for itself. An act accounts for
    what was changed since the look before, not for anything later.
    """
    told = rows("SELECT body FROM audit_leaf WHERE seq IS NULL ORDER BY number", {})
    events = [json.loads(row["body"]) for row in told]
    return tuple(
        RowDifference(table, row, "removed" if digest is None else "changed")
        for before, event in pairwise(events)
        if not any(act > before["until"] for act in event["acts"])
        for table, changed in event["changed"].items()
        for row, digest in changed.items()
    )


def guards_down() -> tuple[str, ...]:
    """Return the locks that are not as the release makes them, each by table and name."""
    layout = last_layout()
    tables = {*(layout.tables if layout else ()), *SEALS}
    found = rows(
        """
        SELECT c.relname AS name, t.tgname AS trigger, t.tgenabled::text AS enabled, p.proname AS function
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
        WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
        """,
        {},
    )
    standing = {
        (row["name"], row["trigger"], row["function"]) for row in found if row["enabled"] in "OA"
    }
    wanted = {
        (table, trigger, "audit_refuse")
        for table in tables
        for trigger in ("append_only", "no_truncate")
    }
    wanted.add(("audit_act", "act_is_stamped", "audit_stamp_act"))
    missing = [f"{table} 的 {trigger}" for table, trigger, _ in sorted(wanted - standing)]
    return (*missing, *_changed_functions())


def _changed_functions() -> Iterator[str]:
    found = rows(
        "SELECT proname AS name, prosrc AS body FROM pg_proc WHERE proname = ANY(%(names)s)",
        {"names": ["audit_refuse", "audit_stamp_act"]},
    )
    bodies = {row["name"]: row["body"] for row in found}
    for name, body in (("audit_refuse", REFUSE_BODY), ("audit_stamp_act", STAMP_BODY)):
        if bodies.get(name, "").split() != body.split():
            yield f"函数 {name}"


def unreadable(layouts: dict[str, Layout]) -> tuple[str, ...]:
    """Return the tables of these layouts that can no longer be read by them, a column being gone."""
    gone = []
    for layout in layouts.values():
        for name, table in layout.tables.items():
            single = Layout({name: table}, {})
            try:
                with transaction.atomic():
                    written_by(single, [0])
            except (UndefinedColumn, UndefinedTable):
                gone.append(name)
    return tuple(sorted(set(gone)))


__all__ = [
    "CHANGING",
    "ActDifference",
    "RowDifference",
    "differing_acts",
    "differing_rights",
    "guards_down",
    "is_act_as_sealed",
    "layouts_used",
    "one_moment",
    "unaccounted_rights",
    "uncounted",
    "unreadable",
    "unsalted",
]
