"""Taking a bank statement in (导入对账单): read in a process of its own, whole or not at all, once."""

import uuid
from dataclasses import dataclass
from datetime import date

from jiugai.domain.findings import Finding
from jiugai.domain.funding.book.reconciling import BankLine, in_order, runs_on
from jiugai.exchange.digests import sm3
from jiugai.exchange.file_kind import Kind
from jiugai.exchange.funding.bank_statement import statement_of
from jiugai.exchange.plain_csv import PlainTable
from jiugai.exchange.reading_process import run_reader
from jiugai.exchange.upload_guard import safe_name
from jiugai.exchange.upload_limits import in_mib, upload_limits
from jiugai.services.actor import Actor, Power, require
from jiugai.services.funding.bank.refusals import BankRefusal, NoSuchAccount
from jiugai.storage.funding import bank, bank_queries
from jiugai.storage.funding.bank_queries import BankAccountRow, LineRow
from jiugai.storage.unit_of_work import unit_of_work

KINDS = frozenset({Kind.XLSX, Kind.CSV})
# Named, not imported: only the process that reads needs the libraries for workbooks.
READER = "jiugai.exchange.plain_sheet:read_plain_sheet"


@dataclass(frozen=True, slots=True)
class BankDone:
    """What became of a step of the bank's side (办理结果): how many rows, unless a finding stands."""

    count: int
    findings: tuple[Finding, ...] = ()


def largest_statement() -> tuple[int, str]:
    """Return the most bytes that a statement may have, and how that is said."""
    most = upload_limits().file_bytes
    return most, in_mib(most)


def open_account(
    county_id: int, bank_name: str, number: str, *, actor: Actor, key: uuid.UUID | None = None
) -> BankDone:
    """Enter a county's special account.

    :raises NotAllowed: if the actor may not keep the book.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.KEEP_BOOK)
    if not actor.scope.covers(county_id):
        return BankDone(0, (BankRefusal.out_of_reach(actor.label),))
    if not bank_name.strip() or not number.strip():
        return BankDone(0, (BankRefusal.account_incomplete(),))
    try:
        with unit_of_work(
            verb="funding.open_bank_account",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{bank_name} {number}"[:128],
            key=key,
        ) as act:
            bank.account(act, county_id=county_id, bank=bank_name.strip(), number=number.strip())
    except bank.KnownToTheBank:
        return BankDone(0, (BankRefusal.account_known(),))
    return BankDone(1)


def take_statement(
    account_id: int, content: bytes, *, document: str, actor: Actor, today: date
) -> BankDone:
    """Take a statement in: its lines that are new, or none with all that is wrong.

    :raises NotAllowed: if the actor may not keep the book.
    :raises NoSuchAccount: if there is no such account within reach.
    """
    require(actor, Power.KEEP_BOOK)
    account = _account(account_id, actor)
    digest = sm3(content)
    known = next((one for one in bank_queries.statements(account_id) if one.digest == digest), None)
    if known is not None:
        return BankDone(0, (BankRefusal.statement_known(known.recorded_at.date()),))
    table = run_reader(
        READER, content, {"document": document}, expect=PlainTable, name=document, kinds=KINDS
    )
    if isinstance(table, Finding):
        return BankDone(0, (table,))
    read = statement_of(table)
    if read.findings:
        return BankDone(0, read.findings)
    return _taken_in(account, read.lines, digest, document, actor, today)


def _taken_in(
    account: BankAccountRow,
    told: tuple[BankLine, ...],
    digest: bytes,
    document: str,
    actor: Actor,
    today: date,
) -> BankDone:
    lines = in_order(told)
    if isinstance(lines, Finding):
        return BankDone(0, (lines,))
    if lines[-1].on > today:
        return BankDone(0, (BankRefusal.in_future(lines[-1].on, today),))
    fresh = _fresh(lines, bank_queries.lines(account.id))
    if isinstance(fresh, Finding):
        return BankDone(0, (fresh,))
    gap = runs_on(bank_queries.last_line(account.id), fresh[0])
    if gap is not None:
        return BankDone(0, (gap,))
    try:
        with unit_of_work(
            verb="funding.import_statement",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{account.bank} {lines[0].on} 至 {lines[-1].on}"[:128],
        ) as act:
            bank.statement(
                act,
                account_id=account.id,
                county_id=account.county_id,
                document=safe_name(document)[:160],
                digest=digest,
                lines=lines,
                fresh=fresh,
                user_id=actor.user_id,
            )
    except bank.KnownToTheBank:
        return BankDone(0, (BankRefusal.statement_known(),))
    return BankDone(len(fresh))


def _fresh(
    lines: tuple[BankLine, ...], entered: tuple[LineRow, ...]
) -> tuple[BankLine, ...] | Finding:
    """Return the lines that are not there yet; a finding if one is there otherwise, or all are."""
    known = {one.serial: (one.on, one.amount_fen, one.balance_fen) for one in entered}
    fresh = []
    for line in lines:
        before = known.get(line.serial)
        if before is None:
            fresh.append(line)
        elif before != (line.on, line.amount_fen, line.balance_fen):
            return BankRefusal.serial_changed(line.serial)
    return tuple(fresh) or BankRefusal.nothing_new()


def _account(account_id: int, actor: Actor) -> BankAccountRow:
    found = bank_queries.account(account_id)
    if found is None or not actor.scope.covers(found.county_id):
        raise NoSuchAccount
    return found
