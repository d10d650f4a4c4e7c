"""Writes of drafts, issues, papers of orders and meetings (通报、督办公文、会议)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from jiugai.storage.audit.models import Act
from jiugai.storage.bulletins.models import (
    Draft,
    Issue,
    Meeting,
    Minutes,
    MinutesIssue,
    OrderPaper,
)


def keep_draft(*, close_id: int, template: str, source: str, user_id: int, at: datetime) -> None:
    """Keep a draft as its clerk left it."""
    Draft.objects.update_or_create(
        close_id=close_id,
        template=template,
        defaults={"source": source, "user_id": user_id, "edited_at": at},
    )


def drop_draft(*, close_id: int, template: str) -> None:
    """Throw a draft away, so that the composed text stands again."""
    Draft.objects.filter(close_id=close_id, template=template).delete()


def issue(
    act: Act,
    *,
    close_id: int,
    template: str,
    year: int,
    number: int,
    issued_on: date,
    source: str,
    sm3: bytes,
    heard: str = "",
    waived_because: str = "",
) -> None:
    """Enter that a bulletin was issued, with its text and its file's digest."""
    Issue.objects.create(
        act=act,
        close_id=close_id,
        template=template,
        year=year,
        number=number,
        issued_on=issued_on,
        source=source,
        sm3=sm3,
        heard=heard,
        waived_because=waived_because,
    )


@dataclass(frozen=True, slots=True)
class NewOrderPaper:
    """A paper of an order to be entered, as ``OrderPaper`` keeps it."""

    order_id: int
    kind: str
    issued_on: date
    version: int
    last_seq: int
    due_on: date | None = None
    at: str = ""
    place: str = ""
    who: str = ""
    more: str = ""


_NUMBERS = (6109, 32)
"""The advisory lock under which a paper takes its number, so that numbers run without a gap."""


def next_paper_number(kind: str, year: int) -> int:
    """Take a kind's next number of a year; until the transaction ends nobody else takes one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _NUMBERS)
        cursor.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM bulletins_order_paper"
            " WHERE kind = %s AND year = %s",
            [kind, year],
        )
        (number,) = cursor.fetchone()
    return int(number)


def order_paper(act: Act, new: NewOrderPaper, *, number: int, sm3: bytes) -> None:
    """Enter that a paper of an order was issued, with its number and its file's digest."""
    OrderPaper.objects.create(
        act=act,
        order_id=new.order_id,
        kind=new.kind,
        year=new.issued_on.year,
        number=number,
        issued_on=new.issued_on,
        version=new.version,
        last_seq=new.last_seq,
        due_on=new.due_on,
        at=new.at,
        place=new.place,
        who=new.who,
        more=new.more,
        sm3=sm3,
    )


class KeptMeanwhile(Exception):
    """Somebody else entered the same meeting, kept or issued its minutes; nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "这次会议刚刚被别人办理过，您看到的已不是最新情况。没有写入任何数据，请刷新后再办。"
        )


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting to be entered, as ``Meeting`` keeps it."""

    public_id: str
    kind: str
    held_on: date
    last_seq: int
    place: str = ""
    chair: str = ""


@dataclass(frozen=True, slots=True)
class NewMinutes:
    """Minutes to be kept, as ``Minutes`` keeps them."""

    meeting_id: int
    version: int
    text: str
    present: str
    document: str
    last_seq: int


def meeting(act: Act, new: NewMeeting) -> None:
    """Enter a meeting.

    :raises KeptMeanwhile: if one of its kind was entered for that day meanwhile.
    """
    try:
        with transaction.atomic():
            Meeting.objects.create(
                act=act,
                public_id=new.public_id,
                kind=new.kind,
                held_on=new.held_on,
                last_seq=new.last_seq,
                place=new.place,
                chair=new.chair,
            )
    except IntegrityError as refused:
        if "bulletins_meeting_once_a_day" in str(refused):
            raise KeptMeanwhile from refused
        raise


def minutes(act: Act, new: NewMinutes) -> None:
    """Keep minutes as the meeting's ``version``-th.

    :raises KeptMeanwhile: if that version was taken meanwhile.
    """
    try:
        with transaction.atomic():
            Minutes.objects.create(
                act=act,
                meeting_id=new.meeting_id,
                version=new.version,
                text=new.text,
                present=new.present,
                document=new.document,
                last_seq=new.last_seq,
            )
    except IntegrityError as refused:
        if "bulletins_minutes_in_turn" in str(refused):
            raise KeptMeanwhile from refused
        raise


_MINUTES_NUMBERS = (6109, 33)
"""The advisory lock under which minutes take their number, so that numbers run without a gap."""


def next_minutes_number(year: int) -> int:
    """Take the next number of minutes of a year; until the transaction ends nobody takes one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _MINUTES_NUMBERS)
        cursor.execute(
            "SELECT coalesce(max(number), 0) + 1 FROM bulletins_minutes_issue WHERE year = %s",
            [year],
        )
        (number,) = cursor.fetchone()
    return int(number)


def minutes_issue(
    act: Act, *, meeting_id: int, minutes_id: int, number: int, issued_on: date, sm3: bytes
) -> None:
    """Enter that minutes were issued.

    :raises KeptMeanwhile: if those of the meeting were issued meanwhile.
    """
    try:
        with transaction.atomic():
            MinutesIssue.objects.create(
                act=act,
                meeting_id=meeting_id,
                minutes_id=minutes_id,
                year=issued_on.year,
                number=number,
                issued_on=issued_on,
                sm3=sm3,
            )
    except IntegrityError as refused:
        if "meeting_id" in str(refused):
            raise KeptMeanwhile from refused
        raise
