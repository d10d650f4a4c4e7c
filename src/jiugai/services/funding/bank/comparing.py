"""Holding bank and book against each other (对账): what is proposed, confirmed, taken back, still open."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.calendar import Month
from jiugai.domain.funding.book.reconciling import (
    OpenLine,
    Proposal,
    Reconciliation,
    propose,
    reconcile,
)
from jiugai.domain.law import NATION, rule_in_force
from jiugai.exchange.policy_files import matching_rules
from jiugai.exchange.register_export import write_rows
from jiugai.services.actor import Actor, Power, require
from jiugai.services.funding.bank.refusals import BankRefusal, NoSuchAccount
from jiugai.services.funding.bank.sheet_rows import HEADINGS, sheet_rows
from jiugai.services.funding.bank.taking import BankDone
from jiugai.services.funding.book.names import Names
from jiugai.storage.funding import bank, bank_queries
from jiugai.storage.funding.bank_queries import BankAccountRow, ItemRow, LineRow, StatementRow
from jiugai.storage.unit_of_work import unit_of_work

__all__ = ["BankAccountRow", "ItemRow", "LineRow", "StatementRow"]


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A special account with how far it is compared (专户)."""

    row: BankAccountRow
    county: str
    last: LineRow | None
    unmatched_lines: int
    unmatched_items: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A special account with both its sides (专户对账).

    Attributes:
      lines, items: what the bank and the book say, by identity.
      days_apart: how many days a pair may lie apart, as policy has it.
      proposal: what of it, not yet confirmed, is the same.
    """

    row: BankAccountRow
    county: str
    statements: tuple[StatementRow, ...]
    lines: Mapping[int, LineRow]
    items: Mapping[int, ItemRow]
    days_apart: int
    proposal: Proposal
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """How bank and book stand at the end of a month (余额调节表)."""

    row: BankAccountRow
    county: str
    month: Month
    found: Reconciliation
    lines: Mapping[int, LineRow]
    items: Mapping[int, ItemRow]


def special_accounts(*, actor: Actor, today: date) -> tuple[AccountLine, ...]:
    """Return the special accounts within the officer's reach.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    names = Names(today)
    return tuple(
        _line(row, names) for row in bank_queries.accounts() if actor.scope.covers(row.county_id)
    )


def _line(row: BankAccountRow, names: Names) -> AccountLine:
    lines, items = bank_queries.lines(row.id), bank_queries.items(row.county_id)
    since = lines[0].on if lines else date.max
    return AccountLine(
        row,
        names.county(row.county_id),
        lines[-1] if lines else None,
        sum(line.posting_id is None for line in lines),
        sum(item.line_id is None and item.on >= since for item in items),
    )


def comparison(account_id: int, *, actor: Actor, today: date) -> Comparison:
    """Return an account with what the bank and the book say of it.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchAccount: if there is no such account within reach.
    """
    require(actor, Power.SEE)
    row = _account(account_id, actor)
    lines, items = bank_queries.lines(row.id), bank_queries.items(row.county_id)
    days_apart = _days_apart(today)
    months = sorted({Month.of(line.on) for line in lines}, reverse=True)
    return Comparison(
        row=row,
        county=Names(today).county(row.county_id),
        statements=bank_queries.statements(row.id),
        lines={line.id: line for line in lines},
        items={item.id: item for item in items},
        days_apart=days_apart,
        proposal=propose(
            [_compared(line) for line in lines if line.posting_id is None],
            [item.compared for item in items if item.line_id is None],
            days_apart=days_apart,
        ),
        months=tuple(months),
    )


def _days_apart(on: date) -> int:
    """Return how many days bank and book may lie apart; none where no rule speaks."""
    rule = rule_in_force(matching_rules(), NATION, on)
    return rule.days if rule else 0


def balance_sheet(account_id: int, month: Month, *, actor: Actor, today: date) -> BalanceSheet:
    """Return how bank and book stand at the end of a month, and what lies between.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchAccount: if there is no such account within reach, or no statement of it yet.
    """
    require(actor, Power.SEE)
    row = _account(account_id, actor)
    lines, items = bank_queries.lines(row.id), bank_queries.items(row.county_id)
    if not lines or month < Month.of(lines[0].on):
        raise NoSuchAccount
    found = reconcile(
        [(_compared(line), line.posting_id) for line in lines],
        [(item.compared, item.line_id) for item in items],
        opening_fen=lines[0].balance_fen - lines[0].amount_fen,
        since=lines[0].on,
        until=min(month.last_day, today),
        days_apart=_days_apart(today),
    )
    return BalanceSheet(
        row=row,
        county=Names(today).county(row.county_id),
        month=month,
        found=found,
        lines={line.id: line for line in lines},
        items={item.id: item for item in items},
    )


def balance_workbook(found: BalanceSheet, *, actor: Actor) -> bytes:
    """Return a reconciliation as .xlsx (余额调节表), in 元 to the 分.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    title = f"{found.county}专户 {found.row.number} 余额调节表，{found.month.in_prose}"
    rows = sheet_rows(found.found, found.lines, found.items)
    return write_rows(title, HEADINGS, rows, sheet="余额调节表")


def confirm(
    account_id: int,
    pairs: tuple[tuple[int, int], ...],
    *,
    actor: Actor,
    key: uuid.UUID | None = None,
) -> BankDone:
    """Confirm that lines of the bank and postings are the same: all of them, or none.

    :param pairs: lines and postings by their identities.
    :raises NotAllowed: if the actor may not check the book.
    :raises NoSuchAccount: if there is no such account within reach.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.CHECK_BOOK)
    row = _account(account_id, actor)
    if not pairs:
        return BankDone(0, (BankRefusal.no_pair(),))
    known = {line.id for line in bank_queries.lines(row.id)}
    posted = {item.id for item in bank_queries.items(row.county_id)}
    if not all(line in known and posting in posted for line, posting in pairs):
        return BankDone(0, (BankRefusal.matched_meanwhile(),))
    try:
        with unit_of_work(
            verb="funding.match_lines",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{row.bank} 对上 {len(pairs)} 笔"[:128],
            key=key,
        ) as act:
            count = bank.matches(act, pairs, county_id=row.county_id, user_id=actor.user_id)
    except bank.MatchedMeanwhile:
        return BankDone(0, (BankRefusal.matched_meanwhile(),))
    except bank.OwnVoucher:
        return BankDone(0, (BankRefusal.own_voucher(),))
    except bank.NotTheSame:
        return BankDone(0, (BankRefusal.not_the_same(),))
    return BankDone(count)


def take_back(
    account_id: int,
    match_id: int,
    words: str,
    *,
    actor: Actor,
    key: uuid.UUID | None = None,
) -> BankDone:
    """Take back that a line and a posting are the same, with the reason.

    :raises NotAllowed: if the actor may not check the book.
    :raises NoSuchAccount: if there is no such account within reach.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.CHECK_BOOK)
    row = _account(account_id, actor)
    if not words.strip():
        return BankDone(0, (BankRefusal.no_reason(),))
    if match_id not in {line.match_id for line in bank_queries.lines(row.id)}:
        return BankDone(0, (BankRefusal.matched_meanwhile(),))
    try:
        with unit_of_work(
            verb="funding.undo_match",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{row.bank} 取消第 {match_id} 对"[:128],
            key=key,
        ) as act:
            bank.undo(
                act,
                match_id=match_id,
                county_id=row.county_id,
                words=words.strip(),
                user_id=actor.user_id,
            )
    except bank.MatchedMeanwhile:
        return BankDone(0, (BankRefusal.matched_meanwhile(),))
    return BankDone(1)


def _compared(line: LineRow) -> OpenLine:
    return OpenLine(line.id, line.on, line.amount_fen, line.serial, line.counterparty)


def _account(account_id: int, actor: Actor) -> BankAccountRow:
    found = bank_queries.account(account_id)
    if found is None or not actor.scope.covers(found.county_id):
        raise NoSuchAccount
    return found
