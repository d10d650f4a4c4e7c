"""The meetings of the cadence (会议): entered, prepared by the facts, minuted, their minutes issued."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.bulletins.agenda import Agenda, MeetingKind
from jiugai.domain.bulletins.agenda_paper import compose_agenda, compose_minutes
from jiugai.domain.bulletins.document import Bulletin, Imprint, SnapshotId, Template
from jiugai.domain.bulletins.minutes import check_meeting, check_minutes
from jiugai.domain.bulletins.order_paper_figures import lines_of, printable
from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, blocking
from jiugai.exchange.bulletin.document import write_docx
from jiugai.exchange.digests import sm3
from jiugai.exchange.documents.reader import read_official_text
from jiugai.services.accounts import city_served
from jiugai.services.actor import Actor, Power, require
from jiugai.services.bulletins.agenda import agenda_of
from jiugai.services.bulletins.order_papers import PaperChanged
from jiugai.services.facts import horizon
from jiugai.services.supervision.orders import desk
from jiugai.services.supervision.orders.desk import OrderCard
from jiugai.services.supervision.orders.from_paper import DecomposedPaper, text_apart
from jiugai.storage.bulletins import entries, meeting_queries
from jiugai.storage.bulletins.entries import KeptMeanwhile
from jiugai.storage.bulletins.meeting_queries import MeetingRow, MinutesRow
from jiugai.storage.registry.entries import public_id as new_public_id
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyDone",
    "Convened",
    "KeptMeanwhile",
    "MeetingPage",
    "MinutesTaken",
    "NoSuchMeeting",
    "PaperChanged",
    "agenda_file",
    "apart",
    "convene",
    "issue_minutes",
    "keep_minutes",
    "meetings",
    "minutes_file",
    "page",
    "read_minutes",
    "source_of_orders",
]


class NoSuchMeeting(LookupError):
    """There is no such meeting, or it has no such paper."""


@dataclass(frozen=True, slots=True)
class Convened:
    """What became of a meeting to be entered: its public id, or findings."""

    public_id: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesTaken:
    """Minutes as typed or read from a file (纪要稿)."""

    text: str
    present: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with what it has before it and what came of it (会议页).

    Attributes:
      minutes: the version that stands, if any were kept.
      orders: the orders that were made of its minutes.
    """

    row: MeetingRow
    kind: MeetingKind
    agenda: Agenda
    minutes: MinutesRow | None
    orders: tuple[OrderCard, ...]

    @property
    def version(self) -> int:
        return len(self.row.minutes)


def meetings(*, actor: Actor) -> tuple[MeetingRow, ...]:
    """Return the meetings entered, the newest first.

    :raises NotAllowed: if the actor lays no orders.
    """
    require(actor, Power.ISSUE_ORDER)
    return meeting_queries.meetings()


def convene(
    kind: MeetingKind,
    held_on: date,
    *,
    place: str = "",
    chair: str = "",
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> Convened:
    """Enter a meeting; its papers are counted by the system.

    :raises NotAllowed: if the actor lays no orders.
    :raises KeptMeanwhile: if the same was entered meanwhile.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ISSUE_ORDER)
    own = [row for row in meeting_queries.meetings() if row.kind == kind.value]
    findings = check_meeting(kind, held_on, frozenset(row.held_on for row in own), today)
    if blocking(findings):
        return Convened("", findings)
    new = entries.NewMeeting(
        public_id=new_public_id(),
        kind=kind.value,
        held_on=held_on,
        last_seq=horizon(held_on).last_seq,
        place=place.strip()[:80],
        chair=chair.strip()[:64],
    )
    with unit_of_work(
        verb="bulletins.convene",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{held_on:%Y-%m-%d} {kind.word}",
        key=key,
    ) as act:
        entries.meeting(act, new)
    return Convened(new.public_id, findings)


def page(public_id: str, *, actor: Actor, today: date) -> MeetingPage:
    """Return a meeting with its agenda and papers.

    :raises NotAllowed: if the actor lays no orders.
    :raises NoSuchMeeting: if there is none.
    """
    require(actor, Power.ISSUE_ORDER)
    row, earlier = _found(public_id)
    made = source_of_orders(row)
    cards = desk.orders(actor=actor, today=today).cards
    return MeetingPage(
        row=row,
        kind=MeetingKind(row.kind),
        agenda=agenda_of(row, earlier, actor=actor),
        minutes=row.minutes[-1] if row.minutes else None,
        orders=tuple(card for card in cards if card.row.source == made),
    )


def source_of_orders(row: MeetingRow) -> str:
    """Return by which source an order made of a meeting's minutes is known."""
    return f"{row.held_on:%Y-%m-%d}{MeetingKind(row.kind).word}会议纪要"


def _found(public_id: str) -> tuple[MeetingRow, MeetingRow | None]:
    """Return a meeting, and the last one of its kind before it."""
    every = meeting_queries.meetings()
    row = next((one for one in every if one.public_id == public_id), None)
    if row is None:
        raise NoSuchMeeting(public_id)
    before = [one for one in every if one.kind == row.kind and one.held_on < row.held_on]
    return row, before[0] if before else None


# --- Minutes ----------------------------------------------------------------------------


def read_minutes(content: bytes, *, document: str, actor: Actor) -> tuple[str, tuple[Finding, ...]]:
    """Read minutes from a .docx, .pdf or .txt; without text and with findings if that fails.

    :raises NotAllowed: if the actor lays no orders.
    """
    require(actor, Power.ISSUE_ORDER)
    found = read_official_text(content, document=document)
    return found.text, tuple(found.findings)


def keep_minutes(
    public_id: str,
    taken: MinutesTaken,
    *,
    seen: int,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> tuple[Finding, ...]:
    """Keep minutes as the next version; from the first one on the meeting's papers stand still.

    :param seen: how many versions the officer saw.
    :raises NotAllowed: if the actor lays no orders.
    :raises NoSuchMeeting: if there is none.
    :raises KeptMeanwhile: if another version came meanwhile, or they are issued.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ISSUE_ORDER)
    row, _ = _found(public_id)
    findings = check_minutes(taken.text, taken.present, row.held_on, today)
    if blocking(findings):
        return findings
    with unit_of_work(
        verb="bulletins.keep_minutes",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=source_of_orders(row),
        key=key,
    ) as act:
        if len(row.minutes) != seen or row.issue is not None:
            raise KeptMeanwhile
        new = entries.NewMinutes(
            meeting_id=row.id,
            version=seen + 1,
            text=taken.text.strip(),
            present=taken.present.strip(),
            document=taken.document[:160],
            last_seq=horizon(row.held_on).last_seq,
        )
        entries.minutes(act, new)
    return findings


def apart(public_id: str, *, actor: Actor) -> tuple[MeetingRow, DecomposedPaper]:
    """Take the minutes that stand apart into tasks; a person confirms each before it is an order.

    :raises NotAllowed: if the actor lays no orders.
    :raises NoSuchMeeting: if there is none, or it has no minutes.
    """
    require(actor, Power.ISSUE_ORDER)
    row, _ = _found(public_id)
    if not row.minutes:
        raise NoSuchMeeting(public_id)
    return row, text_apart(row.minutes[-1].text, day=row.held_on, actor=actor)


def issue_minutes(
    public_id: str, *, seen: int, actor: Actor, today: date, key: UUID | None = None
) -> MeetingRow:
    """Issue the minutes that stand, under the year's next number.

    :param seen: how many versions the officer saw.
    :raises NotAllowed: if the actor may issue no papers.
    :raises NoSuchMeeting: if there is none, or it has no minutes.
    :raises KeptMeanwhile: if another version came meanwhile, or they are issued already.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ISSUE_PAPER)
    row, _ = _found(public_id)
    if not row.minutes:
        raise NoSuchMeeting(public_id)
    with unit_of_work(
        verb="bulletins.issue_minutes",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=source_of_orders(row),
        key=key,
    ) as act:
        if len(row.minutes) != seen or row.issue is not None:
            raise KeptMeanwhile
        number = entries.next_minutes_number(today.year)
        content = write_docx(_minutes_paper(row, row.minutes[-1], number, today))
        entries.minutes_issue(
            act,
            meeting_id=row.id,
            minutes_id=row.minutes[-1].id,
            number=number,
            issued_on=today,
            sm3=sm3(content),
        )
    return _found(public_id)[0]


# --- Papers -----------------------------------------------------------------------------


def agenda_file(public_id: str, *, actor: Actor) -> tuple[MeetingRow, bytes]:
    """Return the agenda and papers of a meeting as .docx.

    :raises NotAllowed: if the actor lays no orders.
    :raises NoSuchMeeting: if there is none.
    """
    require(actor, Power.ISSUE_ORDER)
    row, earlier = _found(public_id)
    agenda = agenda_of(row, earlier, actor=actor)
    stands = _stands(row, agenda.seq, sm3(repr(agenda).encode("utf-8")).hex())
    imprint = _imprint(row, "会议", row.held_on, 0)
    return row, write_docx(compose_agenda(agenda, imprint, stands))


def minutes_file(public_id: str, *, actor: Actor, today: date) -> tuple[MeetingRow, bytes]:
    """Return the minutes as .docx: as issued, byte for byte; or a draft without a number.

    :raises NotAllowed: if the actor lays no orders.
    :raises NoSuchMeeting: if there is none, or it has no minutes.
    :raises PaperChanged: if what is made now is not what was issued.
    """
    require(actor, Power.ISSUE_ORDER)
    row, _ = _found(public_id)
    if not row.minutes:
        raise NoSuchMeeting(public_id)
    out = row.issue
    if out is None:
        return row, write_docx(_minutes_paper(row, row.minutes[-1], 0, today))
    version = next(one for one in row.minutes if one.id == out.minutes_id)
    content = write_docx(_minutes_paper(row, version, out.number, out.issued_on))
    if sm3(content).hex() != out.sm3:
        raise PaperChanged(source_of_orders(row))
    return row, content


def _minutes_paper(row: MeetingRow, of: MinutesRow, number: int, issued_on: date) -> Bulletin:
    digest = sm3(f"{of.version}\n{of.text}\n{of.present}".encode()).hex()
    stands = _stands(row, of.last_seq, digest)
    imprint = _imprint(row, "纪要", issued_on, number, present=of.present)
    return compose_minutes(MeetingKind(row.kind).word, of.text, of.present, imprint, stands)


def _stands(row: MeetingRow, seq: int, digest: str) -> SnapshotId:
    city = city_served(day=row.held_on)
    name = city.name if city else "全市"
    return SnapshotId(name, Month.of(row.held_on), row.held_on, seq, digest)


def _imprint(
    row: MeetingRow, what: str, issued_on: date, number: int, *, present: str = ""
) -> Imprint:
    city = city_served(day=issued_on)
    name = city.name if city else "全市"
    bodies = "，".join(printable(line) for line in lines_of(present))
    return Imprint(
        template=Template.SERIAL,
        mark=f"{name.removesuffix('市')}旧改{what}",
        issuer=f"{name}老旧小区改造工作领导小组办公室",
        issued_on=issued_on,
        addressees=bodies or "各县（市、区）人民政府，市政府有关部门",
        issue=number,
        held_on=row.held_on,
    )
