"""Leaders who answer by name: entered, ended, and as they stand; their visits (领导包抓)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Act
from jiugai.storage.registry.entries import public_id
from jiugai.storage.supervision.lead_models import Charge, Leader, LeaderVisit

_LEADERS = 6121
"""The advisory lock under which one deed at a time is done about leaders of one name."""


class LedMeanwhile(Exception):
    """Somebody ended the charge or corrected the visit meanwhile; nothing is written."""

    def __init__(self) -> None:
        super().__init__("刚刚有人办理过，没有重复写入。请刷新后看最新情况再办。")


@dataclass(frozen=True, slots=True)
class LeaderRow:
    """A leader in an office (包抓领导); ``county_id`` None for one of the city."""

    id: int
    public_id: str
    name: str
    office: str
    level: str
    county_id: int | None


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """A charge as it was entered, with who entered it (包抓责任).

    Attributes:
      replaced_by: the entry that ended it, if one did; such a row stands no longer.
    """

    id: int
    leader_id: int
    kind: str
    thing_id: int
    county_id: int
    project_id: int | None
    community_id: int | None
    since: date
    until: date | None
    number: str
    ground: str
    post_id: int | None
    reason: str | None
    replaces: int | None
    replaced_by: int | None
    entered_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as it was written down (包抓走访); ``replaced_by`` is its correction, if it has one."""

    id: int
    public_id: str
    leader_id: int
    county_id: int
    community_id: int
    on: date
    found: str
    asked: str
    own_hand: bool
    reason: str | None
    replaces: int | None
    replaced_by: int | None
    entered_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class NewChargeRow:
    """A charge to be entered, as ``Charge`` keeps it."""

    leader_id: int
    kind: str
    thing_id: int
    county_id: int
    project_id: int | None
    community_id: int | None
    since: date
    until: date | None
    number: str
    ground: str
    post_id: int | None


@dataclass(frozen=True, slots=True)
class NewVisitRow:
    """A visit to be entered, as ``LeaderVisit`` keeps it."""

    leader_id: int
    county_id: int
    community_id: int
    on: date
    found: str
    asked: str
    own_hand: bool


def lock(name: str) -> None:
    """Let one deed at a time be done about leaders of a name, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LEADERS, name])


def leader(act: Act, *, name: str, office: str, level: str, county_id: int | None) -> int:
    """Return the leader of a name in an office, entered if need be; call under ``lock``."""
    found = Leader.objects.filter(name=name, office=office, level=level, county_id=county_id)
    known = found.values_list("id", flat=True).first()
    if known is not None:
        return known
    new = Leader.objects.create(
        act=act, public_id=public_id(), name=name, office=office, level=level, county_id=county_id
    )
    return new.pk


def charge(act: Act, new: NewChargeRow) -> None:
    """Enter that a leader answers for something."""
    Charge.objects.create(act=act, effective_on=new.since, **_charged(new))


def end(act: Act, row: ChargeRow, *, last_day: date, reason: str) -> None:
    """Enter a charge anew with its last day, and why it ends.

    :raises LedMeanwhile: if somebody did so meanwhile.
    """
    try:
        with transaction.atomic():
            Charge.objects.create(
                act=act,
                effective_on=row.since,
                replaces_id=row.id,
                reason=reason,
                **(_charged(row) | {"until": last_day}),
            )
    except IntegrityError as refused:
        if "replaced_once" in str(refused):
            raise LedMeanwhile from refused
        raise


def _charged(row: ChargeRow | NewChargeRow) -> dict[str, object]:
    return {
        "leader_id": row.leader_id,
        "kind": row.kind,
        "thing_id": row.thing_id,
        "county_id": row.county_id,
        "project_id": row.project_id,
        "community_id": row.community_id,
        "until": row.until,
        "number": row.number,
        "ground": row.ground,
        "post_id": row.post_id,
    }


def visit(act: Act, new: NewVisitRow, *, corrects: VisitRow | None = None, reason: str = "") -> str:
    """Enter a visit, or the correction of one; return its number, which a correction keeps.

    :raises LedMeanwhile: if somebody corrected it meanwhile.
    """
    try:
        with transaction.atomic():
            found = LeaderVisit.objects.create(
                act=act,
                public_id=corrects.public_id if corrects else public_id(),
                leader_id=new.leader_id,
                county_id=new.county_id,
                community_id=new.community_id,
                effective_on=new.on,
                found=new.found,
                asked=new.asked,
                own_hand=new.own_hand,
                replaces_id=corrects.id if corrects else None,
                reason=reason if corrects else None,
            )
    except IntegrityError as refused:
        if "replaced_once" in str(refused):
            raise LedMeanwhile from refused
        raise
    return found.public_id


def leaders(*, last_seq: int) -> tuple[LeaderRow, ...]:
    """Return every leader known by a stamp: the city's first, then by county and office."""
    found = rows(
        """
        SELECT l.id, l.public_id, l.name, l.office, l.level, l.county_id
        FROM supervision_leader l
        JOIN audit_stamp s ON s.act_id = l.act_id AND s.seq <= %(seq)s
        ORDER BY l.level, l.county_id NULLS FIRST, l.id
        """,
        {"seq": last_seq},
    )
    return tuple(LeaderRow(**row) for row in found)


_WHO = """
    JOIN audit_stamp s ON s.act_id = f.act_id AND s.seq <= %(seq)s
    JOIN audit_act a ON a.id = f.act_id
    LEFT JOIN accounts_post p ON p.id = a.post_id
    LEFT JOIN accounts_organisation o ON o.id = p.organisation_id
"""


def _replaced_by(table: str) -> str:
    return f"""(
        SELECT g.id FROM {table} g JOIN audit_stamp t ON t.act_id = g.act_id
        WHERE g.replaces = f.id AND t.seq <= %(seq)s)"""


def charges(*, last_seq: int) -> tuple[ChargeRow, ...]:
    """Return every charge entered by a stamp, standing or replaced, the newest first."""
    found = rows(
        f"""
        SELECT f.id, f.leader_id, f.kind, f.thing_id, f.county_id, f.project_id, f.community_id,
               f.effective_on AS since, f.until, f.number, f.ground, f.post_id, f.reason,
               f.replaces, {_replaced_by("supervision_charge")} AS replaced_by,
               coalesce(o.name || ' ' || p.title, '系统') AS entered_by, s.recorded_at
        FROM supervision_charge f {_WHO}
        ORDER BY f.effective_on DESC, s.seq DESC, f.id DESC
        """,
        {"seq": last_seq},
    )
    return tuple(ChargeRow(**row) for row in found)


def visits(*, last_seq: int, on_day: date) -> tuple[VisitRow, ...]:
    """Return every visit of a day or before, standing or corrected, the newest first."""
    found = rows(
        f"""
        SELECT f.id, f.public_id, f.leader_id, f.county_id, f.community_id, f.effective_on AS "on", f.found,
               f.asked, f.own_hand, f.reason, f.replaces,
               {_replaced_by("supervision_leader_visit")} AS replaced_by,
               coalesce(o.name || ' ' || p.title, '系统') AS entered_by, s.recorded_at
        FROM supervision_leader_visit f {_WHO}
        WHERE f.effective_on <= %(day)s
        ORDER BY f.effective_on DESC, s.seq DESC, f.id DESC
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(VisitRow(**row) for row in found)
