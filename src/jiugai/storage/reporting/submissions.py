"""Moves of monthly returns and their extensions (报送记录、延期): entered, and read back."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.reporting.indicators import Basis, Quantity
from jiugai.domain.reporting.submission.cells import Cell, Typed, TypedReason
from jiugai.domain.reporting.submission.lateness import Extension
from jiugai.domain.reporting.submission.stages import Move, MoveKind, SubmissionStanding
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.models import Act
from jiugai.storage.reporting import models


class MovedMeanwhile(Exception):
    """Somebody else moved the return between reading and writing; nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "这份月报刚刚被别人办理过，您看到的已不是最新情况。没有写入任何数据，请刷新后再办。"
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent: the cells, the stamp up to which they were counted, and their digest."""

    cells: tuple[Cell, ...]
    last_seq: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move, whose it was in words, and when the register took it."""

    county_id: int
    move: Move
    label: str
    recorded_at: datetime
    last_seq: int | None = None
    digest: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """An extension, and when it was granted and by whom."""

    county_id: int | None
    extension: Extension
    label: str
    recorded_at: datetime


_MONTHS = 6117
"""The advisory lock of a month: shared by what is sent into it, alone for its closing."""


def hold_open(month: Month) -> None:
    """Keep a month from being closed until the transaction ends."""
    _lock("pg_advisory_xact_lock_shared", month)


def shut(month: Month) -> None:
    """Wait for all that is being sent into a month, and keep out what comes, until the end."""
    _lock("pg_advisory_xact_lock", month)


def _lock(function: str, month: Month) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_MONTHS, month.year * 12 + month.month])


def enter_move(
    act: Act,
    *,
    county_id: int,
    month: Month,
    number: int,
    move: Move,
    known: SubmissionStanding,
    sent: Sent | None = None,
) -> None:
    """Enter a move as the return's ``number``-th.

    :param known: how the return stood before it.
    :raises MovedMeanwhile: if that number was taken meanwhile.
    """
    try:
        with transaction.atomic():
            models.SubmissionMove.objects.create(
                act=act,
                county_id=county_id,
                month=month.first_day,
                number=number,
                kind=move.kind.value,
                user_id=move.user_id,
                on_day=move.on,
                words=move.words,
                last_seq=None if sent is None else sent.last_seq,
                cells=None if sent is None else [_packed(cell) for cell in sent.cells],
                digest=None if sent is None else sent.digest,
                sent_by=known.sent_by,
                verified_by=known.verified_by,
            )
    except IntegrityError as refused:
        if "reporting_submission_in_turn" in str(refused):
            raise MovedMeanwhile from refused
        raise


def enter_extension(act: Act, *, month: Month, county_id: int | None, extension: Extension) -> None:
    """Enter days more for a month, for one county or all."""
    models.DeadlineExtension.objects.create(
        act=act,
        month=month.first_day,
        county_id=county_id,
        days=extension.days,
        reason=extension.reason,
    )


def moves(month: Month, *, county_ids: Iterable[int] | None = None) -> tuple[MoveRow, ...]:
    """Return the moves of a month's returns, county by county, each in its order.

    :param county_ids: None for every county.
    """
    found = rows(
        """
        SELECT m.county_id, m.kind, m.user_id, m.on_day, m.words, m.last_seq, m.cells, m.digest,
               coalesce(u.label, '') AS label, s.recorded_at
        FROM reporting_submission_move m
        JOIN audit_stamp s ON s.act_id = m.act_id
        LEFT JOIN accounts_user u ON u.id = m.user_id
        WHERE m.month = %(month)s
          AND (%(counties)s::bigint[] IS NULL OR m.county_id = ANY (%(counties)s))
        ORDER BY m.county_id, m.number
        """,
        {
            "month": month.first_day,
            "counties": None if county_ids is None else list(county_ids),
        },
    )
    return tuple(_move(row) for row in found)


def histories(
    months: Collection[Month], *, county_id: int
) -> tuple[tuple[Month, tuple[MoveRow, ...], tuple[ExtensionRow, ...]], ...]:
    """Return the moves of one county's returns of some months, each with the month's extensions.

    Two statements, however many months; a month without a move is absent.
    """
    asked = [month.first_day for month in months]
    made: dict[Month, list[MoveRow]] = defaultdict(list)
    for row in rows(
        """
        SELECT m.month, m.county_id, m.kind, m.user_id, m.on_day, m.words, NULL AS last_seq,
               NULL AS cells, NULL AS digest, coalesce(u.label, '') AS label, s.recorded_at
        FROM reporting_submission_move m
        JOIN audit_stamp s ON s.act_id = m.act_id
        LEFT JOIN accounts_user u ON u.id = m.user_id
        WHERE m.month = ANY (%(months)s) AND m.county_id = %(county)s
        ORDER BY m.month, m.number
        """,
        {"months": asked, "county": county_id},
    ):
        made[Month.of(row["month"])].append(_move(row))
    granted = _granted({"months": asked})
    return tuple(
        (month, tuple(found), tuple(granted[month])) for month, found in sorted(made.items())
    )


@dataclass(frozen=True, slots=True)
class MonthRows:
    """The moves of a month's returns, county by county in their order, with its extensions."""

    moves: tuple[MoveRow, ...]
    extensions: tuple[ExtensionRow, ...]


def of_months(
    months: Collection[Month], *, county_ids: Collection[int]
) -> Mapping[Month, MonthRows]:
    """Return what was done about some counties' returns of some months; two statements for all."""
    asked = {"months": [month.first_day for month in months], "counties": list(county_ids)}
    made: dict[Month, list[MoveRow]] = defaultdict(list)
    for row in rows(
        """
        SELECT m.month, m.county_id, m.kind, m.user_id, m.on_day, m.words, m.last_seq, m.cells,
               m.digest, coalesce(u.label, '') AS label, s.recorded_at
        FROM reporting_submission_move m
        JOIN audit_stamp s ON s.act_id = m.act_id
        LEFT JOIN accounts_user u ON u.id = m.user_id
        WHERE m.month = ANY (%(months)s) AND m.county_id = ANY (%(counties)s)
        ORDER BY m.month, m.county_id, m.number
        """,
        asked,
    ):
        made[Month.of(row["month"])].append(_move(row))
    granted = _granted(asked)
    return {month: MonthRows(tuple(made[month]), tuple(granted[month])) for month in months}


def _granted(asked: dict[str, Any]) -> dict[Month, list[ExtensionRow]]:
    granted: dict[Month, list[ExtensionRow]] = defaultdict(list)
    for row in rows(f"{_EXTENSIONS} WHERE e.month = ANY (%(months)s) ORDER BY s.seq", asked):
        granted[Month.of(row["month"])].append(_extension(row))
    return granted


_EXTENSIONS = """
    SELECT e.month, e.county_id, e.days, e.reason, coalesce(u.label, '') AS label, s.recorded_at
    FROM reporting_deadline_extension e
    JOIN audit_stamp s ON s.act_id = e.act_id
    JOIN audit_act a ON a.id = e.act_id
    LEFT JOIN accounts_user u ON u.id = a.user_id
"""


def extensions(month: Month) -> tuple[ExtensionRow, ...]:
    """Return the extensions of a month, in the order in which they were granted."""
    found = rows(
        f"{_EXTENSIONS} WHERE e.month = %(month)s ORDER BY s.seq", {"month": month.first_day}
    )
    return tuple(_extension(row) for row in found)


def _extension(row: Mapping[str, Any]) -> ExtensionRow:
    return ExtensionRow(
        row["county_id"],
        Extension(row["days"], row["reason"]),
        row["label"],
        row["recorded_at"],
    )


def _move(row: Mapping[str, Any]) -> MoveRow:
    on: date = row["on_day"]
    packed = json.loads(row["cells"]) if isinstance(row["cells"], str) else row["cells"]
    return MoveRow(
        county_id=row["county_id"],
        move=Move(MoveKind(row["kind"]), row["user_id"], on, row["words"]),
        label=row["label"],
        recorded_at=row["recorded_at"],
        last_seq=row["last_seq"],
        digest=bytes(row["digest"]).hex() if row["digest"] else "",
        cells=tuple(_unpacked(cell) for cell in packed or ()),
    )


def _packed(cell: Cell) -> list[Any]:
    head: list[Any] = [cell.list_id, cell.quantity.value, cell.basis.value, cell.counted]
    if cell.typed is None:
        return head
    return [*head, cell.typed.value, cell.typed.reason.value, cell.typed.words]


def _unpacked(packed: list[Any]) -> Cell:
    list_id, quantity, basis, counted, *over = packed
    typed = Typed(over[0], TypedReason(over[1]), over[2]) if over else None
    return Cell(list_id, Quantity(quantity), Basis(basis), counted, typed)
