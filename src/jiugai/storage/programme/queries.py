"""Reads of lists, sites, plans, targets and steps at (day, stamp) (年度计划)."""

from dataclasses import dataclass
from datetime import date, datetime

from jiugai.storage.audit.as_of import latest, rows, standing
from jiugai.storage.audit.life import LifeFact, life


@dataclass(frozen=True, slots=True)
class ListRow:
    """A task list (任务清单)."""

    id: int
    year: int
    authority: str
    division_id: int


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site with its project (改造点)."""

    id: int
    project_id: int
    project_public_id: str
    project_name: str
    community_id: int
    county_id: int


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A site in a list with its scope: as carried out, or as filed (清单条目、计划行)."""

    list_id: int
    site_id: int
    households: int
    buildings: int
    area_dm2: int
    investment_fen: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that stands at a horizon, with who entered it and on what ground (进度节点)."""

    id: int
    site_id: int
    step: int
    effective_on: date
    seq: int
    recorded_at: datetime
    post_id: int
    evidence_id: int | None
    origin: str
    replaces: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A headline figure (目标任务)."""

    division_id: int
    year: int
    indicator: str
    due_on: date | None
    value: int
    strength: str
    wording: str


def lists(*, last_seq: int) -> tuple[ListRow, ...]:
    """Return every task list known by a stamp, by year and authority."""
    found = rows(
        """
        SELECT l.id, l.year, l.authority, l.division_id FROM programme_list l
        JOIN audit_stamp s ON s.act_id = l.act_id AND s.seq <= %(seq)s
        ORDER BY l.year, l.authority, l.id
        """,
        {"seq": last_seq},
    )
    return tuple(ListRow(**row) for row in found)


def sites(*, last_seq: int) -> tuple[SiteRow, ...]:
    """Return every site known by a stamp."""
    found = rows(
        """
        SELECT t.id, t.project_id, p.public_id AS project_public_id, p.name AS project_name,
               t.community_id, p.county_id
        FROM programme_site t JOIN programme_project p ON p.id = t.project_id
        JOIN audit_stamp s ON s.act_id = t.act_id AND s.seq <= %(seq)s ORDER BY t.id
        """,
        {"seq": last_seq},
    )
    return tuple(SiteRow(**row) for row in found)


def entries(*, last_seq: int, on_day: date) -> tuple[EntryRow, ...]:
    """Return which sites stand in which lists, with their scope as carried out."""
    found = rows(
        f"""
        SELECT list_id, site_id, households, buildings, area_dm2, investment_fen
        FROM ({latest("programme_entry", "list_id", "site_id")}) e WHERE is_in
        ORDER BY list_id, site_id
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(EntryRow(**row) for row in found)


def filed(*, last_seq: int, on_day: date) -> tuple[EntryRow, ...]:
    """Return the lines of each list's plan as last filed: the denominators."""
    found = rows(
        f"""
        SELECT f.list_id, l.site_id, l.households, l.buildings, l.area_dm2, l.investment_fen
        FROM ({latest("programme_filing", "list_id")}) f
        JOIN programme_filing_line l ON l.filing_id = f.id ORDER BY f.list_id, l.site_id
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(EntryRow(**row) for row in found)


def steps(*, last_seq: int, on_day: date, site_ids: list[int] | None = None) -> tuple[StepRow, ...]:
    """Return the steps that stand at a horizon, of some sites or of all, by site and day."""
    found = rows(
        f"""
        SELECT f.id, f.site_id, f.step, f.effective_on, f.seq, s.recorded_at, a.post_id,
               f.evidence_id, f.origin, f.replaces, f.reason
        FROM ({standing("programme_step")}) f
        JOIN audit_stamp s ON s.seq = f.seq JOIN audit_act a ON a.id = f.act_id
        WHERE %(sites)s::bigint[] IS NULL OR f.site_id = ANY(%(sites)s)
        ORDER BY f.site_id, f.effective_on, f.step, f.id
        """,
        {"seq": last_seq, "day": on_day, "sites": site_ids},
    )
    return tuple(StepRow(**row) for row in found)


def targets(*, last_seq: int, on_day: date) -> tuple[TargetRow, ...]:
    """Return the headline figures that stand at a horizon."""
    found = rows(
        f"""
        SELECT division_id, year, indicator, due_on, value, strength, wording
        FROM ({latest("programme_target", "division_id", "year", "indicator")}) t
        ORDER BY year, indicator
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(TargetRow(**row) for row in found)


def history(ids: list[int], *, last_seq: int) -> tuple[LifeFact, ...]:
    """Return every step of some sites recorded up to a stamp, standing or not, newest first."""
    return life(
        "programme_step",
        subject="site_id",
        what="step",
        value="NULL::bigint",
        ids=ids,
        last_seq=last_seq,
    )


def filings(list_id: int, *, last_seq: int) -> tuple[LifeFact, ...]:
    """Return every filing of a list's plan recorded up to a stamp, standing or not, newest first."""
    return life(
        "programme_filing",
        subject="list_id",
        what="list_id",
        value="NULL::bigint",
        ids=[list_id],
        last_seq=last_seq,
    )


def project_names() -> dict[int, str]:
    """Return the names of the projects within reach, by their identity."""
    return {row["id"]: row["name"] for row in rows("SELECT id, name FROM programme_project", {})}


def counties_of_projects() -> dict[int, int]:
    """Return the counties of the projects within reach, by the project's identity."""
    found = rows("SELECT id, county_id FROM programme_project", {})
    return {row["id"]: row["county_id"] for row in found}


def projects_by_number() -> dict[str, int]:
    """Return the projects within reach, by their public number."""
    found = rows("SELECT id, public_id FROM programme_project", {})
    return {row["public_id"]: row["id"] for row in found}
