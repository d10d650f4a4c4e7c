"""Entering what vouchers rest on (登记专款、登记合同): the paper that grants, the contract that is paid."""

import uuid
from dataclasses import dataclass
from datetime import date

from jiugai.domain.findings import Finding
from jiugai.domain.funding.sources import Source
from jiugai.domain.sealing.events import canonical
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, Power, require
from jiugai.services.funding.book.red_line import refuses_contract, refuses_source
from jiugai.services.funding.book.refusals import BookRefusal
from jiugai.services.funding.book.writing import BookDone
from jiugai.storage.funding import book, book_queries
from jiugai.storage.programme import queries as programme
from jiugai.storage.unit_of_work import unit_of_work


@dataclass(frozen=True, slots=True)
class NewContract:
    """A contract as somebody enters it (待登记合同); ``project`` is an identity, the price in 分."""

    project: int
    number: str
    payee: str
    amount_fen: int
    signed_on: date


class CrossesRedLine(Exception):
    """A source or its paper crosses the debt red line; nothing is written."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("".join(one.message for one in findings))
        self.findings = findings


def earmark_for(source: Source, paper: str, year: int, *, actor: Actor, today: date) -> int:
    """Return the earmark of a source, a paper and a year, entering it if it is not there yet.

    :raises NotAllowed: if the actor may not keep the book.
    :raises CrossesRedLine: if it is borrowed money that a rule bars, or names a platform company.
    """
    require(actor, Power.KEEP_BOOK)
    found = book_queries.earmark_of(source, paper, year)
    if found:
        return found.id
    crossed = refuses_source(source, paper, today)
    if crossed:
        raise CrossesRedLine(crossed)
    try:
        with unit_of_work(
            verb="funding.open_earmark",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{source.word} {paper}"[:128],
        ) as act:
            return book.earmark(act, source=source, paper=paper, year=year, name=source.word)
    except book.KnownAlready:  # somebody else entered it meanwhile
        entered = book_queries.earmark_of(source, paper, year)
        if entered is None:
            raise
        return entered.id


def open_contract(
    told: NewContract, *, actor: Actor, today: date, key: uuid.UUID | None = None
) -> BookDone:
    """Enter a contract of a project, so that its payee can be paid.

    :raises NotAllowed: if the actor may not keep the book.
    :raises AlreadyDone: if this very request was carried out before.
    :raises KeyReused: if its number came with another content before.
    """
    require(actor, Power.KEEP_BOOK)
    home = programme.counties_of_projects().get(told.project)
    if home is None or not actor.scope.covers(home):
        return BookDone(None, (BookRefusal.out_of_reach(actor.label),))
    if told.amount_fen <= 0:
        return BookDone(None, (BookRefusal.no_price(),))
    crossed = refuses_contract(told.payee, today)
    if crossed:
        return BookDone(None, crossed)
    if told.signed_on > today:
        return BookDone(None, (BookRefusal.signed_in_future(told.signed_on, today),))
    try:
        with unit_of_work(
            verb="funding.open_contract",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{told.number} {told.payee}"[:128],
            key=key,
            body_digest=_digest(told),
        ) as act:
            contract_id = book.contract(
                act,
                project_id=told.project,
                number=told.number,
                payee=told.payee,
                amount_fen=told.amount_fen,
                signed_on=told.signed_on,
            )
    except book.KnownAlready:
        return BookDone(None, (BookRefusal.contract_known(told.number),))
    return BookDone(contract_id)


def _digest(told: NewContract) -> bytes:
    return sm3(
        canonical(
            [told.project, told.number, told.payee, told.amount_fen, told.signed_on.isoformat()]
        )
    )
