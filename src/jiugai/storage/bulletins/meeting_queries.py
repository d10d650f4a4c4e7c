"""Reads of meetings and their minutes (会议、纪要)."""

from dataclasses import dataclass
from datetime import date, datetime

from jiugai.storage.audit.as_of import rows


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """A version of a meeting's minutes, when the register took it, and at whose post."""

    id: int
    meeting_id: int
    version: int
    text: str
    present: str
    document: str
    last_seq: int
    recorded_at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class IssuedMinutesRow:
    """Which version of a meeting's minutes was issued, when and as which number."""

    meeting_id: int
    minutes_id: int
    year: int
    number: int
    issued_on: date
    sm3: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting with its minutes, the first version first."""

    id: int
    public_id: str
    kind: str
    held_on: date
    last_seq: int
    place: str
    chair: str
    minutes: tuple[MinutesRow, ...] = ()
    issue: IssuedMinutesRow | None = None

    @property
    def stood_at(self) -> int | None:
        """Return up to which stamp its papers count; None while they still move."""
        return self.minutes[0].last_seq if self.minutes else None


_MINUTES = """
    SELECT m.id, m.meeting_id, m.version, m.text, m.present, m.document, m.last_seq, s.recorded_at,
           coalesce(u.label, '') AS label
    FROM bulletins_minutes m
    JOIN audit_stamp s ON s.act_id = m.act_id
    JOIN audit_act a ON a.id = m.act_id
    LEFT JOIN accounts_user u ON u.id = a.user_id
    ORDER BY m.meeting_id, m.version
"""
_ISSUES = """
    SELECT i.meeting_id, i.minutes_id, i.year, i.number, i.issued_on, encode(i.sm3, 'hex') AS sm3
    FROM bulletins_minutes_issue i
"""
_MEETINGS = """
    SELECT t.id, t.public_id, t.kind, t.held_on, t.last_seq, t.place, t.chair
    FROM bulletins_meeting t ORDER BY t.held_on DESC, t.id DESC
"""


def meetings() -> tuple[MeetingRow, ...]:
    """Return all meetings, the newest first, each with its minutes."""
    kept: dict[int, list[MinutesRow]] = {}
    for row in rows(_MINUTES, {}):
        kept.setdefault(row["meeting_id"], []).append(MinutesRow(**row))
    issues = {row["meeting_id"]: IssuedMinutesRow(**row) for row in rows(_ISSUES, {})}
    return tuple(
        MeetingRow(**row, minutes=tuple(kept.get(row["id"], ())), issue=issues.get(row["id"]))
        for row in rows(_MEETINGS, {})
    )


@dataclass(frozen=True, slots=True)
class WaitingMinutes:
    """A meeting whose minutes are not issued; ``is_kept`` says that some were entered."""

    public_id: str
    kind: str
    held_on: date
    is_kept: bool


def without_issue(*, until: date) -> tuple[WaitingMinutes, ...]:
    """Return the meetings held by a day whose minutes were not issued, the oldest first."""
    found = rows(
        """
        SELECT t.public_id, t.kind, t.held_on,
               EXISTS (SELECT FROM bulletins_minutes m WHERE m.meeting_id = t.id) AS is_kept
        FROM bulletins_meeting t
        WHERE t.held_on <= %(until)s
          AND NOT EXISTS (SELECT FROM bulletins_minutes_issue i WHERE i.meeting_id = t.id)
        ORDER BY t.held_on, t.id
        """,
        {"until": until},
    )
    return tuple(WaitingMinutes(**row) for row in found)
