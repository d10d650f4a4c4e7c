"""Reads of divisions as they stood on a day (区划)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.divisions import Level
from jiugai.storage.audit.as_of import rows

_COLUMNS = "v.division_id AS id, v.code, v.name, d.level, v.parent_id, v.effective_on"


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A division as it was called on the day asked about."""

    id: int
    code: str
    name: str
    level: Level
    parent_id: int | None
    effective_on: date


class NoSuchDivision(LookupError):
    """No division bears this code on that day."""


def by_code(code: str, *, day: date) -> DivisionRow:
    """Return the division that bears a code on a day, or that bore or will bear it on another.

    Codes are never used twice, so a file of 2020 that says 610928 and one of 2022 that says
    610981 mean the same county.

    :raises NoSuchDivision: if no division ever bore it.
    """
    found = rows(
        """
        SELECT division_id FROM divisions_version WHERE code = %(code)s AND NOT withdrawn ORDER BY id
        """,
        {"code": code},
    )
    if not found:
        raise NoSuchDivision(code)
    return by_id(found[0]["division_id"], day=day)


_KNOWN = "EXISTS (SELECT 1 FROM audit_stamp k WHERE k.act_id = v.act_id AND k.seq <= %(seq)s)"


def by_id(division_id: int, *, day: date, last_seq: int | None = None) -> DivisionRow:
    """Return a division as it stood on a day, as far as was known by a stamp.

    :raises NoSuchDivision: if it did not stand on that day.
    """
    found = _standing("%(id)s", {"id": division_id, "day": day, "seq": last_seq})
    if found is None:
        raise NoSuchDivision(str(division_id))
    return found


def named_by(query: str, *, day: date) -> DivisionRow | None:
    """Return the division whose identity a query gives, as it stood on a day; None for none.

    :param query: gives one identity or none, in the same statement.
    """
    return _standing(f"({query})", {"day": day, "seq": None})


def _standing(identity: str, asked: Mapping[str, object]) -> DivisionRow | None:
    found = rows(
        f"""
        SELECT {_COLUMNS} FROM divisions_version v
        JOIN divisions_division d ON d.id = v.division_id
        WHERE v.division_id = {identity} AND NOT v.withdrawn AND v.effective_on <= %(day)s
          AND NOT EXISTS (SELECT 1 FROM divisions_version g WHERE g.replaces = v.id)
          AND (%(seq)s::bigint IS NULL OR {_KNOWN})
        ORDER BY v.effective_on DESC, v.id DESC LIMIT 1
        """,
        dict(asked),
    )
    return DivisionRow(**found[0] | {"level": Level(found[0]["level"])}) if found else None


def children(parent_id: int, *, day: date, last_seq: int | None = None) -> tuple[DivisionRow, ...]:
    """Return the divisions directly below one, as they stood on a day, by code.

    :param last_seq: only what was known by this stamp; None for all that is known.
    """
    found = rows(
        f"""
        SELECT * FROM (
          SELECT DISTINCT ON (v.division_id) {_COLUMNS}, v.abolished FROM divisions_version v
          JOIN divisions_division d ON d.id = v.division_id
          WHERE v.division_id IN (
              SELECT division_id FROM divisions_version WHERE parent_id = %(parent)s)
            AND NOT v.withdrawn AND v.effective_on <= %(day)s
            AND NOT EXISTS (SELECT 1 FROM divisions_version g WHERE g.replaces = v.id)
            AND (%(seq)s::bigint IS NULL OR {_KNOWN})
          ORDER BY v.division_id, v.effective_on DESC, v.id DESC
        ) v WHERE v.parent_id = %(parent)s AND NOT v.abolished ORDER BY v.code
        """,
        {"parent": parent_id, "day": day, "seq": last_seq},
    )
    for row in found:
        del row["abolished"]
    return tuple(DivisionRow(**row | {"level": Level(row["level"])}) for row in found)


def with_siblings(
    division_ids: Iterable[int], *, day: date, last_seq: int
) -> tuple[DivisionRow, ...]:
    """Return divisions and all that lie beside them, as they stood on a day, by code."""
    found = rows(
        f"""
        WITH above AS (
          SELECT parent_id AS id FROM divisions_version WHERE division_id = ANY(%(ids)s))
        SELECT * FROM (
          SELECT DISTINCT ON (v.division_id) {_COLUMNS}, v.abolished FROM divisions_version v
          JOIN divisions_division d ON d.id = v.division_id
          WHERE v.division_id IN (
              SELECT division_id FROM divisions_version WHERE parent_id IN (SELECT id FROM above))
            AND NOT v.withdrawn AND v.effective_on <= %(day)s
            AND NOT EXISTS (SELECT 1 FROM divisions_version g WHERE g.replaces = v.id)
            AND {_KNOWN}
          ORDER BY v.division_id, v.effective_on DESC, v.id DESC
        ) v
        WHERE v.id = ANY(%(ids)s)
           OR (v.parent_id IN (SELECT id FROM above) AND NOT v.abolished)
        ORDER BY v.code
        """,
        {"ids": sorted(set(division_ids)), "day": day, "seq": last_seq},
    )
    for row in found:
        del row["abolished"]
    return tuple(DivisionRow(**row | {"level": Level(row["level"])}) for row in found)


def below(parent_id: int, *, day: date, to: Level = Level.NEIGHBORHOOD) -> tuple[DivisionRow, ...]:
    """Return a division's whole tree below it, each followed by its own, by code.

    :param to: the lowest level to return.
    """
    found = rows(
        f"""
        WITH RECURSIVE tree AS (
          SELECT %(parent)s::bigint AS id, ''::varchar AS code, ''::varchar AS name,
                 0::smallint AS level, NULL::bigint AS parent_id, NULL::date AS effective_on,
                 ARRAY[]::varchar[] AS path
          UNION ALL
          SELECT c.id, c.code, c.name, c.level, c.parent_id, c.effective_on, t.path || c.code
          FROM tree t CROSS JOIN LATERAL (
            SELECT DISTINCT ON (v.division_id) {_COLUMNS}, v.abolished FROM divisions_version v
            JOIN divisions_division d ON d.id = v.division_id
            WHERE v.division_id IN (
                SELECT division_id FROM divisions_version WHERE parent_id = t.id)
              AND d.level <= %(to)s AND NOT v.withdrawn AND v.effective_on <= %(day)s
              AND NOT EXISTS (SELECT 1 FROM divisions_version g WHERE g.replaces = v.id)
            ORDER BY v.division_id, v.effective_on DESC, v.id DESC
          ) c WHERE c.parent_id = t.id AND NOT c.abolished
        )
        SELECT id, code, name, level, parent_id, effective_on FROM tree
        WHERE level > 0 ORDER BY path
        """,
        {"parent": parent_id, "day": day, "to": int(to)},
    )
    return tuple(DivisionRow(**row | {"level": Level(row["level"])}) for row in found)


def any_on_file() -> bool:
    """Say whether the tree has been loaded."""
    return bool(rows("SELECT 1 AS one FROM divisions_division LIMIT 1", {}))


def codes(division_ids: Iterable[int], *, day: date) -> dict[int, str]:
    """Return the codes that some divisions bore on a day, all at once; without those that did not stand."""
    found = rows(
        """
        SELECT DISTINCT ON (v.division_id) v.division_id, v.code FROM divisions_version v
        WHERE v.division_id = ANY(%(ids)s) AND NOT v.withdrawn AND v.effective_on <= %(day)s
          AND NOT EXISTS (SELECT 1 FROM divisions_version g WHERE g.replaces = v.id)
        ORDER BY v.division_id, v.effective_on DESC, v.id DESC
        """,
        {"ids": sorted(set(division_ids)), "day": day},
    )
    return {row["division_id"]: row["code"] for row in found}
