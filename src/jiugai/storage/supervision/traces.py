"""Traces of works and complaints: entered, withdrawn, and as they stand (痕迹、投诉)."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jiugai.storage.audit.as_of import rows, standing
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision.trace_models import Trace


class NoSuchTrace(LookupError):
    """No such trace stands within reach."""


class AlreadyWithdrawn(Exception):
    """The trace was withdrawn meanwhile; nothing is written."""

    def __init__(self) -> None:
        super().__init__("这一条刚刚已经撤销过，没有重复写入。请刷新后再看。")


@dataclass(frozen=True, slots=True)
class TraceRow:
    """A trace that stands, with the post that entered it."""

    id: int
    site_id: int
    claim: int
    kind: str
    said: str
    effective_on: date
    post_id: int
    post: str
    seq: int


def enter(act: Act, *, site_id: int, claim: int, kind: str, on: date, said: str) -> int:
    """Enter a trace; return its id."""
    return Trace.objects.create(
        act=act, site_id=site_id, claim=claim, kind=kind, said=said, effective_on=on
    ).pk


def withdraw(act: Act, row: TraceRow, *, reason: str) -> None:
    """Withdraw a trace.

    :raises AlreadyWithdrawn: if somebody did so meanwhile.
    """
    try:
        with transaction.atomic():
            Trace.objects.create(
                act=act,
                site_id=row.site_id,
                claim=row.claim,
                kind=row.kind,
                said=row.said,
                effective_on=row.effective_on,
                replaces_id=row.id,
                reason=reason,
                withdrawn=True,
            )
    except IntegrityError as refused:
        if "replaced_once" in str(refused):
            raise AlreadyWithdrawn from refused
        raise


def traces(
    *, last_seq: int, on_day: date, site_ids: list[int] | None = None
) -> tuple[TraceRow, ...]:
    """Return the traces that stand at a day and a stamp, by site and day."""
    found = rows(
        f"""
        SELECT f.id, f.site_id, f.claim, f.kind, f.said, f.effective_on, a.post_id,
               coalesce(o.name || ' ' || p.title, '系统') AS post, f.seq
        FROM ({standing("supervision_trace")}) f
        JOIN audit_act a ON a.id = f.act_id
        LEFT JOIN accounts_post p ON p.id = a.post_id
        LEFT JOIN accounts_organisation o ON o.id = p.organisation_id
        WHERE %(sites)s::bigint[] IS NULL OR f.site_id = ANY (%(sites)s)
        ORDER BY f.site_id, f.effective_on, f.id
        """,
        {"seq": last_seq, "day": on_day, "sites": site_ids},
    )
    return tuple(TraceRow(**row) for row in found)


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A project's first payment that stands, with the post that entered it."""

    project_id: int
    effective_on: date
    amount_fen: int
    post_id: int
    post: str


_PAID = 3


def first_payments(*, last_seq: int, on_day: date) -> tuple[PaymentRow, ...]:
    """Return the first payment of each project, at a day and a stamp."""
    found = rows(
        f"""
        SELECT DISTINCT ON (f.project_id) f.project_id, f.effective_on, f.amount_fen, a.post_id,
               coalesce(o.name || ' ' || p.title, '系统') AS post
        FROM ({standing("funding_flow")}) f
        JOIN audit_act a ON a.id = f.act_id
        LEFT JOIN accounts_post p ON p.id = a.post_id
        LEFT JOIN accounts_organisation o ON o.id = p.organisation_id
        WHERE f.kind = %(paid)s AND f.amount_fen > 0
        ORDER BY f.project_id, f.effective_on, f.seq
        """,
        {"seq": last_seq, "day": on_day, "paid": _PAID},
    )
    return tuple(PaymentRow(**row) for row in found)


@dataclass(frozen=True, slots=True)
class PhotoTally:
    """So many photos of a site that count, of one day and one thing shown."""

    site_id: int
    shows: str
    on: date
    many: int


def photo_tallies(*, last_seq: int, on_day: date) -> tuple[PhotoTally, ...]:
    """Return how many photos of each site came on which day; those used before do not count.

    One that looks like another counts once a person has found that it is not the same.
    """
    found = rows(
        f"""
        SELECT f.site_id, f.shows, (f.received_at AT TIME ZONE 'Asia/Shanghai')::date AS "on",
               count(*) AS many
        FROM supervision_photo f
        JOIN audit_stamp s ON s.act_id = f.act_id AND s.seq <= %(seq)s
        WHERE (f.answer IN ('', 'sort') OR f.answer = 'look' AND f.id IN (
                SELECT l.photo_id FROM ({standing("supervision_look")}) l
                WHERE l.verdict = 'different'))
          AND (f.received_at AT TIME ZONE 'Asia/Shanghai')::date <= %(day)s
        GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(PhotoTally(**row) for row in found)
