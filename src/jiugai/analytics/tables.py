"""The tables of the analytic engine (分析表): what is carried over, and from where.

Every row bears ``city``, since identities of different cities collide; every fact bears
``gone_seq``, the stamp of the fact that replaced it, which the sync derives. Columns are whole
numbers, days and booleans only: no engine can round them, and none has another opinion of them.
"""

from dataclasses import dataclass
from typing import Literal

Type = Literal["int64", "int16", "date", "boolean"]

FACT: dict[str, Type] = {
    "id": "int64",
    "seq": "int64",
    "effective_on": "date",
    "replaces": "int64",
    "withdrawn": "boolean",
}
SIZES: dict[str, Type] = {
    "households": "int64",
    "buildings": "int64",
    "area_dm2": "int64",
    "investment_fen": "int64",
}


@dataclass(frozen=True, slots=True)
class AnalyticTable:
    """One table of the engine and the query that fills it.

    Attributes:
      columns: names and types, without ``city`` and ``gone_seq``.
      source: FROM clause; it joins ``audit_stamp s`` and the rows' own act.
      shown: the SQL of each column, in the order of ``columns``.
      order: ORDER BY clause, total, so that a load is repeatable.
    """

    columns: dict[str, Type]
    source: str
    shown: tuple[str, ...]
    order: str

    @property
    def is_fact(self) -> bool:
        return "replaces" in self.columns

    @property
    def stored(self) -> dict[str, Type]:
        """Return all columns as they lie in the engine."""
        gone: dict[str, Type] = {"gone_seq": "int64"} if self.is_fact else {}
        return {"city": "int64", **self.columns, **gone}

    def select(self, low: int, high: int) -> str:
        """Return the query of the rows stamped after ``low`` and up to ``high``."""
        return (
            f"SELECT {', '.join(self.shown)} FROM audit_stamp s JOIN {self.source}"
            f" WHERE s.seq > {int(low)} AND s.seq <= {int(high)}"
        )


def _facts(
    table: str, subject: dict[str, Type], sizes: dict[str, Type] | None = None
) -> AnalyticTable:
    columns = FACT | subject | (sizes or {})
    shown = tuple("s.seq" if name == "seq" else f"f.{name}" for name in columns)
    return AnalyticTable(columns, f"{table} f ON f.act_id = s.act_id", shown, "s.seq, f.id")


TABLES: dict[str, AnalyticTable] = {
    "site": AnalyticTable(
        {"site_id": "int64", "project_id": "int64", "county_id": "int64"},
        "programme_site f ON f.act_id = s.act_id JOIN programme_project p ON p.id = f.project_id",
        ("f.id", "f.project_id", "p.county_id"),
        "f.id",
    ),
    "entry": _facts(
        "programme_entry", {"list_id": "int64", "site_id": "int64", "is_in": "boolean"}, SIZES
    ),
    "filing": _facts("programme_filing", {"list_id": "int64"}),
    "line": AnalyticTable(
        {"filing_id": "int64", "site_id": "int64", **SIZES},
        "programme_filing f ON f.act_id = s.act_id"
        " JOIN programme_filing_line l ON l.filing_id = f.id",
        ("l.filing_id", "l.site_id", *(f"l.{name}" for name in SIZES)),
        "l.filing_id, l.site_id",
    ),
    "step": _facts("programme_step", {"site_id": "int64", "step": "int16"}),
    "reading": _facts(
        "works_reading", {"site_id": "int64", "indicator": "int16", "value": "int64"}
    ),
    "flow": _facts(
        "funding_flow",
        {"project_id": "int64", "source": "int16", "kind": "int16", "amount_fen": "int64"},
    ),
}

HORIZON: dict[str, Type] = {
    "label": "int64",
    "city": "int64",
    "last_seq": "int64",
    "on_day": "date",
}
"""One row for each question: a date, a month of a series, a city of a nation."""
