"""Rounds in which communities are judged (观摩评比): entered, and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from jiugai.domain.supervision.contest import (
    Contest,
    ContestEntrant,
    Juror,
    ModelDecision,
    Sheet,
    SheetLine,
)
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Act
from jiugai.storage.registry.entries import public_id
from jiugai.storage.supervision import contest_models as models

_CONTESTS = 6131
"""The advisory lock of a round: one deed at a time."""


class NoSuchContest(LookupError):
    """No round of that number, or nothing of that number in it."""


class JudgedMeanwhile(Exception):
    """Somebody handed in the sheet, closed or named meanwhile; nothing is written."""

    def __init__(self) -> None:
        super().__init__("刚刚有人办理过，没有重复写入。请刷新后看最新情况再办。")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A sheet in one of its versions, with who wrote it (评分表一稿)."""

    sheet: Sheet
    version: int
    reason: str
    label: str
    on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ModelRow:
    """A model named in a round, with by whom (示范小区命名)."""

    entrant: int
    decision: ModelDecision
    label: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A round with all that was entered of it and lies within reach (一轮观摩评比).

    Attributes:
      numbers: entrants' communities' public numbers, by the entrant's number.
      versions: every version of every sheet within reach, in their order.
    """

    id: int
    public_id: str
    contest: Contest
    opened_label: str
    recorded_at: datetime
    numbers: Mapping[int, str]
    versions: tuple[SheetRow, ...]
    closed_on: date | None
    closed_label: str
    models: Mapping[int, ModelRow]
    entrant_ids: Mapping[int, int] = field(default_factory=dict)
    juror_ids: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None

    @property
    def standing(self) -> dict[tuple[int, int], SheetRow]:
        """Return the sheets that stand, the last version of each, by juror and entrant."""
        return {(row.sheet.juror, row.sheet.entrant): row for row in self.versions}


@dataclass(frozen=True, slots=True)
class ContestLine:
    """A round in short, as the list of rounds has it; ``models`` are the models' names."""

    public_id: str
    title: str
    on_day: date
    entrants: int
    jurors: int
    closed_on: date | None
    models: Sequence[str]


def lock(contest_id: int) -> None:
    """Let one deed at a time be done upon a round, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_CONTESTS, contest_id % 2**31])


def enter_contest(act: Act, contest: Contest, *, communities: Sequence[int]) -> str:
    """Enter a round with its entrants and jurors; return its public number.

    :param communities: the entrants' communities, in the order of the entrants.
    """
    entered = models.Contest.objects.create(
        act=act,
        public_id=public_id(),
        title=contest.title,
        on_day=contest.on,
        titles=[line.title for line in contest.criteria],
        fulls=[line.full for line in contest.criteria],
        least_sheets=contest.least_sheets,
        trim_from=contest.trim_from,
        user_id=contest.opened_by,
    )
    models.ContestEntrant.objects.bulk_create(
        models.ContestEntrant(
            act=act,
            contest=entered,
            number=one.number,
            community_id=community,
            county_id=one.county_id,
            name=one.name,
        )
        for one, community in zip(contest.entrants, communities, strict=True)
    )
    models.ContestJuror.objects.bulk_create(
        models.ContestJuror(
            act=act,
            contest=entered,
            number=one.number,
            name=one.name,
            office=one.office,
            county_id=one.county_id,
            user_id=one.user_id,
        )
        for one in contest.jurors
    )
    return entered.public_id


def enter_sheet(
    act: Act, row: ContestRow, sheet: Sheet, *, version: int, reason: str, user_id: int, on: date
) -> None:
    """Enter a sheet, or its next version.

    :raises JudgedMeanwhile: if that version was entered meanwhile.
    """
    try:
        with transaction.atomic():
            models.ContestSheet.objects.create(
                act=act,
                juror_id=row.juror_ids[sheet.juror],
                entrant_id=row.entrant_ids[sheet.entrant],
                version=version,
                marks=list(sheet.marks),
                reason=reason,
                user_id=user_id,
                on_day=on,
            )
    except IntegrityError as refused:
        if "supervision_sheet_in_turn" in str(refused):
            raise JudgedMeanwhile from refused
        raise


def enter_closing(act: Act, row: ContestRow, *, user_id: int, on: date) -> None:
    """Enter that a round is closed; call under ``lock``."""
    models.ContestClosing.objects.create(
        act=act,
        contest_id=row.id,
        user_id=user_id,
        opened_by=row.contest.opened_by,
        on_day=on,
    )


def enter_model(act: Act, row: ContestRow, entrant: int, decision: ModelDecision) -> None:
    """Enter that an entrant is a model community; call under ``lock``."""
    models.ContestModel.objects.create(
        act=act,
        entrant_id=row.entrant_ids[entrant],
        user_id=decision.user_id,
        opened_by=row.contest.opened_by,
        on_day=decision.on,
        paper=decision.paper,
    )


def contests() -> tuple[ContestLine, ...]:
    """Return all rounds in short, the newest first."""
    return tuple(ContestLine(**found) for found in rows(_LINES, {}))


def contest(number: str) -> ContestRow:
    """Return a round by its public number.

    :raises NoSuchContest: if there is none.
    """
    found = rows(f"{_CONTEST} WHERE c.public_id = %(number)s", {"number": number})
    if not found:
        raise NoSuchContest(number)
    return _row(found[0])


_LINES = """
    SELECT c.public_id, c.title, c.on_day, n.on_day AS closed_on,
           (SELECT count(*) FROM supervision_contest_entrant e WHERE e.contest_id = c.id) AS entrants,
           (SELECT count(*) FROM supervision_contest_juror j WHERE j.contest_id = c.id) AS jurors,
           ARRAY(SELECT e.name FROM supervision_contest_entrant e
                 JOIN supervision_contest_model m ON m.entrant_id = e.id
                 WHERE e.contest_id = c.id ORDER BY e.number) AS models
    FROM supervision_contest c LEFT JOIN supervision_contest_closing n ON n.contest_id = c.id
    ORDER BY c.on_day DESC, c.id DESC
"""
_CONTEST = """
    SELECT c.id, c.public_id, c.title, c.on_day, c.titles, c.fulls, c.least_sheets, c.trim_from,
           c.user_id, coalesce(u.label, '') AS label, s.recorded_at,
           n.on_day AS closed_on, coalesce(v.label, '') AS closed_label
    FROM supervision_contest c JOIN audit_stamp s ON s.act_id = c.act_id
    LEFT JOIN accounts_user u ON u.id = c.user_id
    LEFT JOIN supervision_contest_closing n ON n.contest_id = c.id
    LEFT JOIN accounts_user v ON v.id = n.user_id
"""
_ENTRANTS = """
    SELECT e.id, e.number, e.name, e.county_id, e.community_id, k.public_id,
           m.user_id, m.on_day, m.paper, coalesce(u.label, '') AS label, s.recorded_at
    FROM supervision_contest_entrant e
    LEFT JOIN registry_community k ON k.id = e.community_id
    LEFT JOIN supervision_contest_model m ON m.entrant_id = e.id
    LEFT JOIN audit_stamp s ON s.act_id = m.act_id LEFT JOIN accounts_user u ON u.id = m.user_id
    WHERE e.contest_id = %(contest)s ORDER BY e.number
"""
_JURORS = """
    SELECT id, number, name, office, county_id, user_id FROM supervision_contest_juror
    WHERE contest_id = %(contest)s ORDER BY number
"""
_SHEETS = """
    SELECT j.number AS juror, e.number AS entrant, t.version, t.marks, t.reason, t.on_day,
           coalesce(u.label, '') AS label, s.recorded_at
    FROM supervision_contest_sheet t
    JOIN supervision_contest_juror j ON j.id = t.juror_id
    JOIN supervision_contest_entrant e ON e.id = t.entrant_id
    JOIN audit_stamp s ON s.act_id = t.act_id LEFT JOIN accounts_user u ON u.id = t.user_id
    WHERE j.contest_id = %(contest)s ORDER BY e.number, j.number, t.version
"""


def _row(found: Mapping[str, Any]) -> ContestRow:
    which = {"contest": found["id"]}
    entrants, jurors = rows(_ENTRANTS, which), rows(_JURORS, which)
    known = Contest(
        title=found["title"],
        opened_by=found["user_id"],
        on=found["on_day"],
        criteria=tuple(
            SheetLine(title, full)
            for title, full in zip(found["titles"], found["fulls"], strict=True)
        ),
        entrants=tuple(ContestEntrant(e["number"], e["name"], e["county_id"]) for e in entrants),
        jurors=tuple(
            Juror(j["number"], j["name"], j["office"], j["county_id"], j["user_id"]) for j in jurors
        ),
        least_sheets=found["least_sheets"],
        trim_from=found["trim_from"],
    )
    return ContestRow(
        id=found["id"],
        public_id=found["public_id"],
        contest=known,
        opened_label=found["label"],
        recorded_at=found["recorded_at"],
        numbers={e["number"]: e["public_id"] or "" for e in entrants},
        versions=tuple(_sheet(row) for row in rows(_SHEETS, which)),
        closed_on=found["closed_on"],
        closed_label=found["closed_label"],
        models={e["number"]: _model(e) for e in entrants if e["paper"] is not None},
        entrant_ids={e["number"]: e["id"] for e in entrants},
        juror_ids={j["number"]: j["id"] for j in jurors},
    )


def _sheet(row: Mapping[str, Any]) -> SheetRow:
    return SheetRow(
        Sheet(row["juror"], row["entrant"], tuple(row["marks"])),
        row["version"],
        row["reason"],
        row["label"],
        row["on_day"],
        row["recorded_at"],
    )


def _model(row: Mapping[str, Any]) -> ModelRow:
    decision = ModelDecision(row["user_id"], row["on_day"], row["paper"])
    return ModelRow(row["number"], decision, row["label"], row["recorded_at"])
