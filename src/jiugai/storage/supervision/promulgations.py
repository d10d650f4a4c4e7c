"""Policy documents issued and days set for them: entered, withdrawn, and as they stand (配套文件)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction

from jiugai.storage.audit.as_of import latest, rows
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision.promulgation_models import Promulgation

ISSUE, DUE = "issue", "due"
_DOCUMENTS = 6120


class ChangedMeanwhile(Exception):
    """Somebody entered or withdrew something of the document meanwhile; nothing is written."""

    def __init__(self) -> None:
        super().__init__("这份文件刚刚被别人办理过，没有重复写入。请看最新情况后再办。")


@dataclass(frozen=True, slots=True)
class PromulgationRow:
    """What stands last of a document and a kind, with the post that entered it."""

    id: int
    clause: str
    division_id: int
    kind: str
    effective_on: date
    due_on: date | None
    number: str
    title: str
    paper: str
    changes: str
    post: str
    seq: int


def lock(clause: str) -> None:
    """Let one deed at a time be done about a document, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_DOCUMENTS, clause])


def enter_issue(
    act: Act,
    *,
    clause: str,
    division_id: int,
    on: date,
    number: str,
    title: str,
    paper: str,
    changes: Collection[str],
) -> None:
    """Enter that a document was issued."""
    Promulgation.objects.create(
        act=act,
        clause=clause,
        division_id=division_id,
        kind=ISSUE,
        effective_on=on,
        number=number,
        title=title,
        paper=paper,
        changes=",".join(changes),
    )


def enter_due(
    act: Act, *, clause: str, division_id: int, on: date, due_on: date, paper: str
) -> None:
    """Enter by which day a document is owed; the last day set holds."""
    Promulgation.objects.create(
        act=act,
        clause=clause,
        division_id=division_id,
        kind=DUE,
        effective_on=on,
        due_on=due_on,
        paper=paper,
    )


def withdraw(act: Act, row: PromulgationRow, *, reason: str) -> None:
    """Withdraw what was entered; what stood before it stands again.

    :raises ChangedMeanwhile: if somebody did so meanwhile.
    """
    try:
        with transaction.atomic():
            Promulgation.objects.create(
                act=act,
                clause=row.clause,
                division_id=row.division_id,
                kind=row.kind,
                effective_on=row.effective_on,
                due_on=row.due_on,
                number=row.number,
                title=row.title,
                paper=row.paper,
                changes=row.changes,
                replaces_id=row.id,
                reason=reason,
                withdrawn=True,
            )
    except IntegrityError as refused:
        if "replaced_once" in str(refused):
            raise ChangedMeanwhile from refused
        raise


def standing_last(*, last_seq: int, on_day: date) -> tuple[PromulgationRow, ...]:
    """Return what stands last of each document and kind, at a day and a stamp."""
    found = rows(
        f"""
        SELECT f.id, f.clause, f.division_id, f.kind, f.effective_on, f.due_on, f.number, f.title,
               f.paper, f.changes, coalesce(o.name || ' ' || p.title, '系统') AS post, f.seq
        FROM ({latest("supervision_promulgation", "clause", "division_id", "kind")}) f
        JOIN audit_act a ON a.id = f.act_id
        LEFT JOIN accounts_post p ON p.id = a.post_id
        LEFT JOIN accounts_organisation o ON o.id = p.organisation_id
        ORDER BY f.clause, f.division_id, f.kind
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(PromulgationRow(**row) for row in found)
