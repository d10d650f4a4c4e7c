"""The as-of rule in SQL (时点规则): which facts stand at (day, stamp).

First what was recorded by then, then what is replaced by what was recorded by then, and only
then the day: a correction that moves a fact to a later day still removes the fact it corrects.
"""

from typing import Any

from django.db import connection


def standing(table: str) -> str:
    """Return the query of a table's standing facts with their ``seq``.

    Parameters of the query: ``seq``, the last stamp known, and ``day``, the day asked about.
    """
    return f"""
        SELECT f.*, s.seq FROM {table} f
        JOIN audit_stamp s ON s.act_id = f.act_id AND s.seq <= %(seq)s
        WHERE NOT f.withdrawn AND f.effective_on <= %(day)s
          AND NOT EXISTS (
            SELECT 1 FROM {table} g JOIN audit_stamp t ON t.act_id = g.act_id
            WHERE g.replaces = f.id AND t.seq <= %(seq)s)
    """


def latest(table: str, *subject: str) -> str:
    """Return the query of the last standing fact of each subject: by day, then by stamp."""
    columns = ", ".join(subject)
    return f"""
        SELECT DISTINCT ON ({columns}) * FROM ({standing(table)}) standing
        ORDER BY {columns}, effective_on DESC, seq DESC
    """


def rows(query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a query and return its rows by column name."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
