"""Taking in what firms offer (登记意向): read from a table, matched to rows of a list, corrected.

The contact is never kept: a commitment to it is, so that what a firm says later can be held against it.
"""

import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.interest import check_names, check_offer, check_paper
from jiugai.domain.sealing.events import commitment
from jiugai.exchange.funding.interest_table import InterestTable, ToldOffer, offers_of
from jiugai.exchange.plain_csv import PlainTable
from jiugai.exchange.reading_process import run_reader
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.batches.drafting import KINDS, READER
from jiugai.services.funding.batches.matching import Matcher, Meant
from jiugai.services.funding.interest.publishing import InterestDone
from jiugai.services.funding.interest.reading import InterestPage
from jiugai.services.funding.interest.refusals import InterestRefusal
from jiugai.storage.funding import debt, interest_entries
from jiugai.storage.funding.interest_entries import InterestMeanwhile, NewOffer
from jiugai.storage.funding.interest_queries import PlacedRow
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused, unit_of_work

__all__ = ["AlreadyDone", "KeyReused", "OffersSent", "take_in", "take_in_told"]
_SALT = 32
_CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class OffersSent:
    """A table of offers as somebody sends it, with the paper that they came by (送来的意向登记表).

    Attributes:
      reason: why it corrects what was taken in before; empty if it corrects nothing.
    """

    content: bytes
    document: str
    paper: str
    on: date
    reason: str = ""


def take_in(
    page: InterestPage,
    sent: OffersSent,
    asked: Horizon,
    *,
    actor: Actor,
    today: date,
    key: uuid.UUID | None = None,
) -> InterestDone:
    """Take in what firms offer for rows of a list (登记意向).

    :raises NotAllowed: if the actor may not take offers in.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.TAKE_INTEREST)
    read = _read(sent)
    if blocking(read.findings):
        return InterestDone(None, findings=read.findings)
    return take_in_told(page, read.rows, sent, asked, actor=actor, today=today, key=key)


def _read(sent: OffersSent) -> InterestTable:
    table = run_reader(
        READER, sent.content, {"document": sent.document}, expect=PlainTable,
        name=sent.document, kinds=KINDS,
    )  # fmt: skip
    if isinstance(table, Finding):
        return InterestTable(sent.document, (), (table,))
    return offers_of(table)


def take_in_told(
    page: InterestPage,
    told: Sequence[ToldOffer],
    sent: OffersSent,
    asked: Horizon,
    *,
    actor: Actor,
    today: date,
    key: uuid.UUID | None = None,
) -> InterestDone:
    """Take in rows that were read; refusals as in ``take_in``."""
    require(actor, Power.TAKE_INTEREST)
    intake = _Intake(page, asked, actor, today, corrects=bool(sent.reason.strip()))
    for one in told:
        intake.add(one)
    findings = [*check_paper(sent.paper, sent.on, today), *intake.findings]
    findings += check_names([one.offer for one in told])
    if not told:
        findings.append(InterestRefusal.empty())
    if findings:
        return InterestDone(None, findings=tuple(findings))
    try:
        with unit_of_work(
            verb="funding.take_in_offers",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{page.view.row.title} {sent.paper.strip()}"[:128],
            key=key,
        ) as act:
            interest_entries.offers(
                act,
                intake.new,
                paper=sent.paper.strip(),
                on=sent.on,
                reason=sent.reason.strip(),
                user_id=actor.user_id,
            )
    except InterestMeanwhile:
        return InterestDone(None, findings=(InterestRefusal.done_meanwhile(),))
    return InterestDone(page.view.row.id, len(intake.new))


class _Intake:
    """Matches rows to the list one by one; gathers what is wrong with them."""

    def __init__(
        self, page: InterestPage, asked: Horizon, actor: Actor, today: date, *, corrects: bool
    ) -> None:
        self._page, self._corrects = page, corrects
        self._matcher = Matcher(asked, actor)
        self._kinds = {kind.word: clause for clause, kind in page.kinds.items()}
        self._rows = {(row.community_id, row.kind): row for row in page.view.rows}
        companies = debt.companies(on_day=today)
        self._listed: Mapping[str, str] = {one.company.name: one.company.paper for one in companies}
        self._seen: set[tuple[int, str]] = set()
        self.new: list[NewOffer] = []
        self.findings: list[Finding] = []

    def add(self, told: ToldOffer) -> None:
        """Take up a row of the table."""
        listed_by = self._listed.get(told.offer.firm, "")
        found = check_offer(told.offer, listed_by)
        self.findings += [replace(one, place=told.place) for one in found]
        row = self._row(told)
        if isinstance(row, Finding):
            self.findings.append(row)
            return
        name, offer = self._page.cards[row.community_id].name, told.offer
        kind = self._page.kind_word(row.kind)
        if (row.id, offer.code) in self._seen:
            self.findings.append(InterestRefusal.firm_twice(offer.firm, name, kind, told.place))
        self._seen.add((row.id, offer.code))
        before = next((one.number for one in row.offers if one.offer.code == offer.code), 0)
        if before and not self._corrects:
            self.findings.append(
                InterestRefusal.offered_already(offer.firm, name, kind, told.place)
            )
        salt = secrets.token_bytes(_SALT)
        kept = commitment(salt, _CONTACT, told.contact)
        self.new.append(
            NewOffer(row.id, row.county_id, before + 1, offer, salt.hex(), kept, listed_by)
        )

    def _row(self, told: ToldOffer) -> PlacedRow | Finding:
        kind = self._kinds.get(told.kind)
        if kind is None:
            return InterestRefusal.no_kind(told.kind, "、".join(self._kinds), told.place)
        meant = self._matcher.meant(told.where)
        if not isinstance(meant, Meant):
            return meant
        row = self._rows.get((meant.card.id, kind))
        if row is None:
            return InterestRefusal.not_sought(meant.card.name, told.kind, told.place)
        if row.withdrawn:
            return InterestRefusal.row_withdrawn(meant.card.name, told.kind, told.place)
        return row
