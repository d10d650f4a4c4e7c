"""Reads for the months of projects (项目逐月数): what the other rooms' queries do not tell."""

from collections import defaultdict
from datetime import date

from jiugai.domain.calendar import Month
from jiugai.storage.audit.as_of import rows, standing

PAID = 3


def paid_by_month(*, last_seq: int, on_day: date) -> dict[int, list[tuple[date, int]]]:
    """Return what each project paid, in 分, by the first day of the month."""
    found = rows(
        f"""
        SELECT project_id, date_trunc('month', effective_on)::date AS month,
               sum(amount_fen)::bigint AS fen
        FROM ({standing("funding_flow")}) f WHERE kind = %(kind)s
        GROUP BY project_id, month ORDER BY project_id, month
        """,
        {"seq": last_seq, "day": on_day, "kind": PAID},
    )
    paid: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for row in found:
        paid[row["project_id"]].append((row["month"], row["fen"]))
    return paid


def readings(
    indicators: list[int], *, last_seq: int, on_day: date
) -> list[tuple[int, int, date, int]]:
    """Return every standing reading as (site, indicator, day, value), in the order of its record."""
    found = rows(
        f"""
        SELECT site_id, indicator, effective_on, value FROM ({standing("works_reading")}) f
        WHERE indicator = ANY (%(indicators)s) ORDER BY effective_on, seq
        """,
        {"seq": last_seq, "day": on_day, "indicators": indicators},
    )
    return [(r["site_id"], r["indicator"], r["effective_on"], r["value"]) for r in found]


def months_told(*, last_seq: int) -> dict[int, frozenset[Month]]:
    """Return the months in which each county told anything: a file, a return, a fact typed in."""
    found = rows(
        """
        WITH told AS (
          SELECT f.county_id, f.effective_on AS day, f.act_id FROM registry_imported_file f
          UNION ALL
          SELECT m.county_id, m.month, m.act_id FROM reporting_submission_move m
          UNION ALL
          SELECT p.county_id, r.effective_on, r.act_id FROM works_reading r
          JOIN programme_site t ON t.id = r.site_id JOIN programme_project p ON p.id = t.project_id
        )
        SELECT DISTINCT county_id, date_trunc('month', day)::date AS month FROM told
        JOIN audit_stamp s ON s.act_id = told.act_id AND s.seq <= %(seq)s
        WHERE county_id IS NOT NULL
        """,
        {"seq": last_seq},
    )
    months: dict[int, set[Month]] = defaultdict(set)
    for row in found:
        months[row["county_id"]].add(Month.of(row["month"]))
    return {county_id: frozenset(told) for county_id, told in months.items()}
