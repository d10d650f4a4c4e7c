"""Reads of the baseline register as it stood at (day, stamp) (摸底台账)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiugai.domain.divisions import Scope
from jiugai.storage.audit.as_of import latest, rows, standing
from jiugai.storage.registry.models import Community


@dataclass(frozen=True, slots=True)
class Card:
    """A community as its card stood at a horizon (小区卡片); sizes in 户, 栋, dm², 分."""

    id: int
    public_id: str
    version_id: int
    seq: int
    effective_on: date
    county_id: int
    division_id: int
    name: str
    name_key: str
    street: str
    neighborhood: str
    address: str
    built_year: int | None
    buildings: int | None
    entrances: int | None
    households: int | None
    area_dm2: int | None
    investment_fen: int | None
    structure: str
    storeys: str
    tenure: str
    property_management: str
    exclusion: str


class NoSuchCommunity(LookupError):
    """No such community within the reader's scope; absent and forbidden look the same."""


_CARD = """
    c.id, c.public_id, v.id AS version_id, v.seq, v.effective_on, v.county_id, v.division_id,
    v.name, v.name_key, v.street, v.neighborhood, v.address, v.built_year, v.buildings, v.entrances, v.households,
    v.area_dm2, v.investment_fen, v.structure, v.storeys, v.tenure, v.property_management,
    v.exclusion
"""


def register(*, last_seq: int, on_day: date, county_id: int | None = None) -> tuple[Card, ...]:
    """Return every community's card at a horizon, by county and name."""
    found = rows(
        f"""
        SELECT {_CARD} FROM ({latest("registry_community_version", "community_id")}) v
        JOIN registry_community c ON c.id = v.community_id
        WHERE (%(county)s::bigint IS NULL OR v.county_id = %(county)s)
        ORDER BY v.county_id, v.name, c.id
        """,
        {"seq": last_seq, "day": on_day, "county": county_id},
    )
    return tuple(Card(**row) for row in found)


def elsewhere(
    *,
    last_seq: int,
    on_day: date,
    county_id: int,
    names: Iterable[str],
    areas: Iterable[tuple[int, int]],
    figures: Iterable[tuple[int, int, int]],
) -> tuple[Card, ...]:
    """Return the cards of other counties that share a spelling or figures with those sought.

    :param areas: households and dm².
    :param figures: households, buildings and years built.
    """
    homes, sizes = _columns(areas, 2)
    dwellings, towers, years = _columns(figures, 3)
    found = rows(
        f"""
        SELECT {_CARD} FROM ({latest("registry_community_version", "community_id")}) v
        JOIN registry_community c ON c.id = v.community_id
        WHERE v.county_id <> %(county)s AND (
          v.name_key = ANY(%(names)s)
          OR (v.households, v.area_dm2)
             IN (SELECT * FROM unnest(%(homes)s::bigint[], %(sizes)s::bigint[]))
          OR (v.households, v.buildings, v.built_year)
             IN (SELECT * FROM unnest(
                   %(dwellings)s::bigint[], %(towers)s::bigint[], %(years)s::bigint[])))
        ORDER BY v.county_id, v.name, c.id
        """,
        {"seq": last_seq, "day": on_day, "county": county_id, "names": list(names)}
        | {"homes": homes, "sizes": sizes}
        | {"dwellings": dwellings, "towers": towers, "years": years},
    )
    return tuple(Card(**row) for row in found)


def _columns(tuples: Iterable[tuple[int, ...]], many: int) -> list[list[int]]:
    """Return tuples column by column, as arrays are handed to the database."""
    return [list(column) for column in zip(*tuples, strict=True)] or [[] for _ in range(many)]


def first_cards_after(day: date, *, last_seq: int, county_id: int) -> tuple[Card, ...]:
    """Return the first card of each community of a county of which none is known up to a day."""
    found = rows(
        f"""
        SELECT {_CARD} FROM (
          SELECT DISTINCT ON (community_id) * FROM ({standing("registry_community_version")}) s
          ORDER BY community_id, effective_on, seq) v
        JOIN registry_community c ON c.id = v.community_id
        WHERE v.effective_on > %(after)s AND v.county_id = %(county)s
        ORDER BY v.name, c.id
        """,
        {"seq": last_seq, "day": date.max, "after": day, "county": county_id},
    )
    return tuple(Card(**row) for row in found)


def community_id(public_id: str, *, scope: Scope) -> int:
    """Return a community's identity by what its URL shows.

    :raises NoSuchCommunity: if there is none within ``scope``.
    """
    found = Community.objects.filter(public_id=public_id).first()
    if found is None:
        raise NoSuchCommunity(public_id)
    last = found.versions.order_by("-effective_on", "-pk").first()
    if last is None or not scope.covers(last.county_id, last.division_id):
        raise NoSuchCommunity(public_id)
    return found.pk


def revisions(community_id: int, *, last_seq: int) -> tuple[dict[str, Any], ...]:
    """Return every version of a community's card up to a stamp, oldest first, with who and when."""
    return tuple(
        rows(
            """
            SELECT v.*, s.seq, s.recorded_at, a.verb, a.user_id, a.post_id,
                   EXISTS (SELECT 1 FROM registry_community_version g
                           JOIN audit_stamp t ON t.act_id = g.act_id
                           WHERE g.replaces = v.id AND t.seq <= %(seq)s) AS replaced
            FROM registry_community_version v
            JOIN audit_stamp s ON s.act_id = v.act_id JOIN audit_act a ON a.id = v.act_id
            WHERE v.community_id = %(id)s AND s.seq <= %(seq)s ORDER BY s.seq, v.id
            """,
            {"id": community_id, "seq": last_seq},
        )
    )


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building and its entrances as they stood at a horizon (楼栋)."""

    id: int
    name: str
    built_year: int | None
    storeys: int | None
    households: int | None
    area_dm2: int | None
    entrances: tuple[str, ...]


def buildings(community_id: int, *, last_seq: int, on_day: date) -> tuple[BuildingRow, ...]:
    """Return the buildings of a community, by name."""
    parameters = {"seq": last_seq, "day": on_day, "id": community_id}
    entrances: dict[int, list[str]] = {}
    for row in rows(
        f"""
        SELECT e.building_id, v.name FROM ({latest("registry_entrance_version", "entrance_id")}) v
        JOIN registry_entrance e ON e.id = v.entrance_id
        JOIN registry_building b ON b.id = e.building_id AND b.community_id = %(id)s
        ORDER BY v.name
        """,
        parameters,
    ):
        entrances.setdefault(row["building_id"], []).append(row["name"])
    found = rows(
        f"""
        SELECT b.id, v.name, v.built_year, v.storeys, v.households, v.area_dm2
        FROM ({latest("registry_building_version", "building_id")}) v
        JOIN registry_building b ON b.id = v.building_id AND b.community_id = %(id)s
        ORDER BY v.name, b.id
        """,
        parameters,
    )
    return tuple(BuildingRow(**row, entrances=tuple(entrances.get(row["id"], ()))) for row in found)


def changed_since(county_id: int, last_seq: int) -> bool:
    """Say whether any card of a county was revised after a stamp."""
    return bool(
        rows(
            """
            SELECT 1 AS one FROM audit_stamp s
            JOIN registry_community_version v ON v.act_id = s.act_id
            WHERE s.seq > %(seq)s AND v.county_id = %(county)s LIMIT 1
            """,
            {"seq": last_seq, "county": county_id},
        )
    )


def column_profile(county_id: int) -> dict[str, str]:
    """Return how a county's headers are to be read, as the clerk last corrected it."""
    found = rows(
        """
        SELECT DISTINCT ON (header) header, "column" FROM registry_column_profile
        WHERE county_id = %(county)s AND NOT withdrawn ORDER BY header, id DESC
        """,
        {"county": county_id},
    )
    return {row["header"]: row["column"] for row in found}


def imported(sm3: bytes, *, county_id: int | None) -> datetime | None:
    """Return when a file of this digest was imported for a county, or None."""
    found = rows(
        """
        SELECT s.recorded_at FROM registry_imported_file i
        JOIN audit_document d ON d.id = i.document_id JOIN audit_stamp s ON s.act_id = i.act_id
        WHERE d.sm3 = %(sm3)s AND i.county_id IS NOT DISTINCT FROM %(county)s
        ORDER BY s.seq LIMIT 1
        """,
        {"sm3": sm3, "county": county_id},
    )
    return found[0]["recorded_at"] if found else None


def counties_filed(kind: str, *, since: date, until: date, last_seq: int) -> frozenset[int]:
    """Return the counties that filed a kind of file with a day within a span, by a stamp."""
    found = rows(
        """
        SELECT DISTINCT i.county_id FROM registry_imported_file i
        JOIN audit_document d ON d.id = i.document_id AND d.kind = %(kind)s
        JOIN audit_stamp s ON s.act_id = i.act_id AND s.seq <= %(seq)s
        WHERE i.effective_on BETWEEN %(since)s AND %(until)s AND i.county_id IS NOT NULL
        """,
        {"kind": kind, "since": since, "until": until, "seq": last_seq},
    )
    return frozenset(row["county_id"] for row in found)
