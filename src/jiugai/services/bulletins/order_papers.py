"""The papers of an order (督办公文): drafted from its deeds, issued under a number, made again."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date
from uuid import UUID

from jiugai.domain.bulletins.document import Bulletin, Imprint, SnapshotId, Template
from jiugai.domain.bulletins.order_paper_figures import OrderOnPaper, PaperWords, printable
from jiugai.domain.bulletins.order_papers import (
    PaperKind,
    check_paper,
    compose_paper,
    number_of,
    offered,
)
from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, blocking
from jiugai.domain.supervision.orders.chain import standing
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.exchange.bulletin.document import write_docx
from jiugai.exchange.digests import sm3
from jiugai.services.accounts import city_served
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon, horizon_at
from jiugai.services.supervision.orders.desk import (
    NoSuchOrder,
    OrderCard,
    OrderPage,
    arrival,
    page,
)
from jiugai.storage.bulletins import entries, queries
from jiugai.storage.bulletins.queries import OrderPaperRow
from jiugai.storage.supervision.entries import ActedMeanwhile
from jiugai.storage.supervision.queries import OrderRow
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "ActedMeanwhile",
    "AlreadyDone",
    "Drafted",
    "IssuedPaper",
    "NoSuchOrder",
    "NoSuchPaper",
    "OrderPaperRow",
    "OrderPapers",
    "PaperChanged",
    "draft",
    "draft_file",
    "issue",
    "paper_file",
    "papers",
]


class NoSuchPaper(LookupError):
    """The order has no paper of that kind and number."""


class PaperChanged(Exception):
    """A paper made again is not the file that was issued; it is not handed out."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"{number}重新生成的文件与签发时的摘要不一致，没有给出文件。"
            "请以当时印发的纸质件为准，并请系统管理员核对留痕。"
        )


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper of an order with its number as it bears it (已签发公文)."""

    row: OrderPaperRow
    kind: PaperKind
    label: str


@dataclass(frozen=True, slots=True)
class OrderPapers:
    """An order with its papers (督办事项的公文).

    Attributes:
      offered: the papers that may be drafted now, by the officer at the desk.
    """

    page: OrderPage
    issued: tuple[IssuedPaper, ...]
    offered: tuple[PaperKind, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """What became of a draft: a paper without a number, or findings."""

    bulletin: Bulletin | None
    findings: tuple[Finding, ...] = ()


def papers(found: OrderPage, *, actor: Actor, today: date) -> OrderPapers:
    """Return the papers of an order that the actor has open.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    row, office = found.card.row, _office(today)[1]
    may = Power.ISSUE_ORDER in actor.powers
    return OrderPapers(
        page=found,
        issued=tuple(_issued(one, office) for one in queries.order_papers(row.id)),
        offered=offered(_told(row, len(row.deeds), today), found.card.proposed) if may else (),
    )


def draft(
    public_id: str, kind: PaperKind, words: PaperWords, *, actor: Actor, today: date
) -> Drafted:
    """Draft a paper of an order: nothing is kept, and it bears no number.

    :raises NotAllowed: if the actor lays no orders.
    :raises NoSuchOrder: if there is none in the actor's sight.
    """
    require(actor, Power.ISSUE_ORDER)
    card = page(public_id, actor=actor, today=today).card
    findings = _check(card, kind, words, today)
    if blocking(findings):
        return Drafted(None, findings)
    return Drafted(_composed(card.row, _blank(card, kind, words, today), number=0), findings)


def draft_file(found: Drafted) -> bytes:
    """Return a draft as .docx.

    :raises ValueError: if nothing was drafted.
    """
    if found.bulletin is None:
        raise ValueError("nothing was drafted")
    return write_docx(found.bulletin)


def issue(
    public_id: str,
    kind: PaperKind,
    words: PaperWords,
    *,
    seen: int,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> tuple[IssuedPaper | None, tuple[Finding, ...]]:
    """Issue a paper: it takes the year's next number, and its digest is kept for good.

    :param seen: how many deeds of the order the officer saw.
    :raises NotAllowed: if the actor may issue no papers.
    :raises NoSuchOrder: if there is none in the actor's sight.
    :raises ActedMeanwhile: if a deed came between seeing and issuing.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ISSUE_PAPER)
    card = page(public_id, actor=actor, today=today).card
    findings = _check(card, kind, words, today)
    if blocking(findings):
        return None, findings
    blank = _blank(card, kind, words, today)
    with unit_of_work(
        verb="bulletins.issue_paper",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{card.label} {kind.word}",
        key=key,
    ) as act:
        if len(card.row.deeds) != seen:
            raise ActedMeanwhile
        number = entries.next_paper_number(kind.value, today.year)
        content = write_docx(_composed(card.row, blank, number=number))
        entries.order_paper(act, _new(card.row, blank), number=number, sm3=sm3(content))
    (newest, *_) = queries.order_papers(card.row.id)
    return _issued(newest, _office(today)[1]), findings


def paper_file(
    public_id: str, kind: PaperKind, year: int, number: int, *, actor: Actor, today: date
) -> tuple[IssuedPaper, bytes]:
    """Return a paper that was issued, made again: byte for byte the file of its issue.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchOrder: if there is none in the actor's sight.
    :raises NoSuchPaper: if the order has no such paper.
    :raises PaperChanged: if what is made now is not what was issued.
    """
    found = page(public_id, actor=actor, today=today).card.row
    asked = (kind.value, year, number)
    for row in queries.order_papers(found.id):
        if (row.kind, row.year, row.number) == asked:
            paper = _issued(row, _office(row.issued_on)[1])
            content = write_docx(_composed(found, row, number=row.number))
            if sm3(content).hex() != row.sm3:
                raise PaperChanged(paper.label)
            return paper, content
    raise NoSuchPaper(f"{public_id} {asked}")


def _issued(row: OrderPaperRow, office: str) -> IssuedPaper:
    kind = PaperKind(row.kind)
    return IssuedPaper(row, kind, number_of(office, kind, row.year, row.number))


def _check(card: OrderCard, kind: PaperKind, words: PaperWords, today: date) -> tuple[Finding, ...]:
    told = _told(card.row, len(card.row.deeds), today)
    return check_paper(kind, words, told, card.proposed, today)


# --- What a paper is made of ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Blank:
    """What decides a paper beside its order: the same as is kept of an issued one."""

    kind: str
    issued_on: date
    version: int
    last_seq: int
    due_on: date | None
    at: str
    place: str
    who: str
    more: str


def _blank(card: OrderCard, kind: PaperKind, words: PaperWords, today: date) -> _Blank:
    return _Blank(
        kind=kind.value,
        issued_on=today,
        version=len(card.row.deeds),
        last_seq=horizon(today).last_seq,
        due_on=None if kind is PaperKind.SUPERVISE else words.due_on,
        at=words.at.strip(),
        place=words.place.strip(),
        who=words.who.strip(),
        more=words.more.strip(),
    )


def _new(order: OrderRow, blank: _Blank) -> entries.NewOrderPaper:
    return entries.NewOrderPaper(
        order_id=order.id,
        kind=blank.kind,
        issued_on=blank.issued_on,
        version=blank.version,
        last_seq=blank.last_seq,
        due_on=blank.due_on,
        at=blank.at,
        place=blank.place,
        who=blank.who,
        more=blank.more,
    )


def _composed(order: OrderRow, of: _Blank | OrderPaperRow, *, number: int) -> Bulletin:
    """Compose a paper from its order and from what was kept of it; ``number`` is 0 in a draft."""
    kind = PaperKind(of.kind)
    told = _told(order, of.version, of.issued_on)
    if order.wait is not None:
        asked = horizon_at(of.issued_on, of.last_seq)
        told = replace(told, arrival=arrival(order.wait, asked))
    city, office = _office(of.issued_on)
    issuer = f"{city}老旧小区改造工作领导小组办公室"
    imprint = Imprint(
        template=Template.RED_HEAD,
        mark=f"{issuer}文件",
        issuer=issuer,
        issued_on=of.issued_on,
        addressees=printable(order.owner_name),
        copies=(printable(order.partners),) if order.partners.strip() else (),
        number=number_of(office, kind, of.issued_on.year, number) if number else "",
    )
    stands = SnapshotId(
        city, Month.of(of.issued_on), of.issued_on, of.last_seq, _digest(order, of.version)
    )
    words = PaperWords(of.due_on, of.at, of.place, of.who, of.more)
    return compose_paper(kind, told, words, imprint, stands)


def _office(day: date) -> tuple[str, str]:
    """Return the city's name on a day and the characters that begin its office's numbers."""
    city = city_served(day=day)
    name = city.name if city else "全市"
    return name, f"{name[:1]}旧改"


def _told(order: OrderRow, version: int, day: date) -> OrderOnPaper:
    """Return an order as its first deeds leave it, as of a day."""
    deeds = order.done[:version]
    known = standing(deeds)
    returns = [deed.words for deed in deeds if deed.kind is DeedKind.RETURN]
    return OrderOnPaper(
        label=f"督〔{order.year}〕{order.number}号",
        owner=order.owner_name,
        demand=order.demand,
        standing=known,
        days_late=known.days_late(day),
        partners=order.partners,
        deadline=order.deadline,
        source=order.source,
        sentence=order.sentence,
        because=returns[-1] if returns else "",
    )


def _digest(order: OrderRow, version: int) -> str:
    """Return the SM3 of the deeds that a paper speaks of, as anyone may compute it again."""
    told = {
        "order": [order.year, order.number, order.owner_name, order.demand],
        "deeds": [
            [
                row.deed.kind.value,
                row.deed.on.isoformat(),
                row.deed.due_on.isoformat() if row.deed.due_on else "",
                row.deed.words,
                row.deed.paper,
                row.recorded_at.astimezone(UTC).isoformat(),
            ]
            for row in order.deeds[:version]
        ],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3(text.encode("utf-8")).hex()
