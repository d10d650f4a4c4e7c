"""The measures counted by PostgreSQL (指标计数): one statement for the pages, hand-written.

The same columns as ``domain.reporting.indicators.COLUMNS``, from the same facts; a spec test
holds this text, the plain-Python reference and the analytic engine to each other. Text only: the
caller runs it on its own connection, with these parameters:

* ``last_seq``, ``on_day``: the horizon, both included;
* ``list_id``, ``county_id``: one of them alone, or None for all.
"""

PARAMETERS = ("last_seq", "on_day", "list_id", "county_id")

_SIZES = {
    "communities": "1",
    "buildings": "buildings",
    "households": "households",
    "area": "area_dm2",
}
_STEPS = {"started": 60, "completed": 70, "accepted": 80}


def _standing(table: str) -> str:
    """Return the as-of rule for a fact ``f`` whose stamp is joined as ``s``.

    For few facts, or for those of one site: each asks for its own stamp and its own correction.
    The test for a correction asks what was recorded, never the day: see ``domain.facts``.
    """
    return f"""s.seq <= %(last_seq)s AND f.effective_on <= %(on_day)s AND NOT f.withdrawn
      AND NOT EXISTS (SELECT 1 FROM {table} g JOIN audit_stamp t ON t.act_id = g.act_id
                      WHERE g.replaces = f.id AND t.seq <= %(last_seq)s)"""


def _standing_of_many(table: str) -> str:
    """Return the same rule for all facts of a table at once: five times as fast for 20,000.

    What is *not* known by a late stamp is little, and so are corrections: both are hashed. An act
    that has no stamp yet is that of the transaction which asks, and is not known either.
    """
    return f"""f.effective_on <= %(on_day)s AND NOT f.withdrawn
      AND NOT EXISTS (SELECT 1 FROM unknown u WHERE u.act_id = f.act_id)
      AND NOT EXISTS (SELECT 1 FROM gone_{table} g WHERE g.replaces = f.id)"""


def _gone(table: str) -> str:
    """Return the facts of a table that something known replaces."""
    return f"""gone_{table} AS MATERIALIZED (
  SELECT g.replaces FROM {table} g WHERE g.replaces IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM unknown u WHERE u.act_id = g.act_id)
)"""


_MEMBERS = f"""
filing AS (
  SELECT DISTINCT ON (f.list_id) f.list_id, f.id
  FROM programme_filing f JOIN audit_stamp s ON s.act_id = f.act_id
  WHERE {_standing("programme_filing")}
    AND (%(list_id)s::bigint IS NULL OR f.list_id = %(list_id)s::bigint)
  ORDER BY f.list_id, f.effective_on DESC, s.seq DESC, f.id DESC
),
entry AS (
  SELECT DISTINCT ON (f.list_id, f.site_id) f.*
  FROM programme_entry f JOIN audit_stamp s ON s.act_id = f.act_id
  WHERE {_standing("programme_entry")}
    AND (%(list_id)s::bigint IS NULL OR f.list_id = %(list_id)s::bigint)
  ORDER BY f.list_id, f.site_id, f.effective_on DESC, s.seq DESC, f.id DESC
),
member AS (
  SELECT coalesce(l.list_id, e.list_id) AS list_id, coalesce(l.site_id, e.site_id) AS site_id,
         l.site_id IS NOT NULL AS is_filed, e.site_id IS NOT NULL AS is_in,
         l.filing_id, l.buildings AS planned_buildings, l.households AS planned_households,
         l.area_dm2 AS planned_area, l.investment_fen AS planned_fen,
         e.id AS entry_id, e.buildings, e.households, e.area_dm2
  FROM (SELECT filing.list_id, line.* FROM filing
        JOIN programme_filing_line line ON line.filing_id = filing.id) l
  FULL JOIN (SELECT * FROM entry WHERE is_in) e ON e.list_id = l.list_id AND e.site_id = l.site_id
)"""

_MANY = f"""
unknown AS MATERIALIZED (
  SELECT act_id FROM audit_stamp WHERE seq > %(last_seq)s
  UNION ALL
  SELECT a.id FROM audit_act a
  WHERE pg_current_xact_id_if_assigned() IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM audit_stamp t WHERE t.act_id = a.id)
),
{_gone("programme_step")},
{_gone("funding_flow")},
reached AS (
  SELECT f.site_id,
         {", ".join(f"min(f.id) FILTER (WHERE f.step = {step}) AS {name}" for name, step in _STEPS.items())}
  FROM programme_step f
  WHERE f.step IN ({", ".join(map(str, _STEPS.values()))}) AND {_standing_of_many("programme_step")}
  GROUP BY f.site_id
)"""

_READING = f"""
LEFT JOIN LATERAL (
  SELECT f.id, f.value
  FROM works_reading f JOIN audit_stamp s ON s.act_id = f.act_id
  WHERE f.site_id = site.id AND f.indicator = 1 AND {_standing("works_reading")}
  ORDER BY f.effective_on DESC, s.seq DESC, f.id DESC LIMIT 1
) reading ON m.is_in"""

_MONEY = f"""
flow AS (
  SELECT f.project_id, sum(f.amount_fen) FILTER (WHERE f.kind = 2) AS received,
         sum(f.amount_fen) FILTER (WHERE f.kind = 3) AS paid
  FROM funding_flow f
  WHERE f.project_id IN (SELECT project_id FROM site WHERE is_in) AND f.kind IN (2, 3)
    AND {_standing_of_many("funding_flow")}
  GROUP BY f.project_id
),
money AS (
  SELECT list_id, county_id, coalesce(sum(received), 0)::bigint AS received_fen,
         coalesce(sum(paid), 0)::bigint AS paid_fen
  FROM (SELECT DISTINCT list_id, county_id, project_id FROM site WHERE is_in) project
  LEFT JOIN flow USING (project_id)
  GROUP BY list_id, county_id
)"""


def _sites(*, money: bool) -> str:
    invested = ", coalesce(reading.value, 0) AS invested, reading.id AS invested_id"
    return f"""
SELECT m.*, p.county_id, site.project_id, site.community_id,
       reached.started, reached.completed, reached.accepted{invested if money else ""}
FROM member m
JOIN programme_site site ON site.id = m.site_id
JOIN programme_project p ON p.id = site.project_id
  AND (%(county_id)s::bigint IS NULL OR p.county_id = %(county_id)s::bigint)
LEFT JOIN reached ON reached.site_id = m.site_id AND m.is_in{_READING if money else ""}"""


def sites_sql() -> str:
    """Return the query of the sites behind the figures: one row for each site of each list.

    Columns: list_id, site_id, county_id, project_id, community_id; is_filed with the filing_id and
    the planned sizes; is_in with the entry_id and its sizes; started, completed, accepted, which
    hold the id of the step's fact or null; invested in 分 with the invested_id of its reading.
    Summed by list and county, these rows are the figures of ``measures_sql``.
    """
    return f"WITH {_MEMBERS},{_MANY}{_sites(money=True)}"


def _amounts(*, money: bool) -> str:
    columns = ["count(*) FILTER (WHERE is_filed) AS planned_communities"]
    columns += [
        f"coalesce(sum(planned_{basis}), 0)::bigint AS planned_{basis}"
        for basis in ("buildings", "households", "area", "fen")
    ]
    columns += [
        f"coalesce(sum({size}) FILTER (WHERE {name} IS NOT NULL), 0)::bigint AS {name}_{basis}"
        for name in _STEPS
        for basis, size in _SIZES.items()
    ]
    if money:
        columns.append("coalesce(sum(invested), 0)::bigint AS invested_fen")
    return ",\n       ".join(columns)


def measures_sql(*, money: bool = True) -> str:
    """Return the query of the counts: list_id, county_id, then the columns of the reference.

    Rows are sorted by list and county. A project's money counts once for each list and county,
    however many of its communities stand there.

    :param money: without it the last three columns (invested, received, paid) are left out, and
      the query takes half the time: enough for a ranking by starts.
    """
    counted = f"""SELECT list_id, county_id,
       {_amounts(money=money)}
FROM site GROUP BY list_id, county_id"""
    head = f"WITH {_MEMBERS},{_MANY},\nsite AS MATERIALIZED ({_sites(money=money)})"
    if not money:
        return f"{head}\n{counted}\nORDER BY list_id, county_id"
    return f"""{head},{_MONEY}
SELECT counted.*, coalesce(money.received_fen, 0) AS received_fen,
       coalesce(money.paid_fen, 0) AS paid_fen
FROM ({counted}) counted LEFT JOIN money USING (list_id, county_id)
ORDER BY list_id, county_id"""
