"""Reads of the bank's side (银行对账): accounts, statements, lines, what the book moved in the account."""

from dataclasses import dataclass
from datetime import date, datetime

from jiugai.domain.funding.book.reconciling import BankLine, OpenItem
from jiugai.storage.audit.as_of import rows


@dataclass(frozen=True, slots=True)
class BankAccountRow:
    """A county's special account (专户)."""

    id: int
    county_id: int
    bank: str
    number: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement that was imported (对账单), in 分."""

    id: int
    document: str
    digest: bytes
    first_on: date
    last_on: date
    opening_fen: int
    closing_fen: int
    new_lines: int
    recorded_at: datetime
    importer: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the bank (银行流水), with the posting that is the same, if one was confirmed."""

    id: int
    on: date
    amount_fen: int
    counterparty: str
    summary: str
    balance_fen: int
    serial: str
    match_id: int | None
    posting_id: int | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What a posting moved in the special account (账面收付), with the line that is the same."""

    id: int
    voucher_id: int
    step: str
    on: date
    amount_fen: int
    paper: str
    payee: str
    match_id: int | None
    line_id: int | None

    @property
    def compared(self) -> OpenItem:
        """Return it as it is compared."""
        return OpenItem(self.id, self.on, self.amount_fen, self.paper, self.payee)


def accounts() -> tuple[BankAccountRow, ...]:
    """Return the special accounts within reach."""
    found = rows("SELECT id, county_id, bank, number FROM funding_bank_account ORDER BY id", {})
    return tuple(BankAccountRow(**row) for row in found)


def account(account_id: int) -> BankAccountRow | None:
    """Return one special account within reach."""
    return next((one for one in accounts() if one.id == account_id), None)


def statements(account_id: int) -> tuple[StatementRow, ...]:
    """Return the statements of an account, the last imported first."""
    found = rows(
        """
        SELECT f.id, f.document, f.digest, f.first_on, f.last_on, f.opening_fen, f.closing_fen,
               f.new_lines, s.recorded_at, coalesce(o.name || ' ' || p.title, '系统') AS importer
        FROM funding_statement f
        JOIN audit_stamp s ON s.act_id = f.act_id
        JOIN audit_act a ON a.id = f.act_id
        LEFT JOIN accounts_post p ON p.id = a.post_id
        LEFT JOIN accounts_organisation o ON o.id = p.organisation_id
        WHERE f.account_id = %(account)s ORDER BY f.id DESC
        """,
        {"account": account_id},
    )
    return tuple(StatementRow(**row | {"digest": bytes(row["digest"])}) for row in found)


_STANDING = """
    (SELECT m.id, m.line_id, m.posting_id FROM funding_match m
     WHERE NOT EXISTS (SELECT FROM funding_match_undone u WHERE u.match_id = m.id))
"""


def lines(account_id: int) -> tuple[LineRow, ...]:
    """Return the lines of an account in the order in which the bank wrote them."""
    found = rows(
        f"""
        SELECT l.id, l.on, l.amount_fen, l.counterparty, l.summary, l.balance_fen, l.serial,
               m.id AS match_id, m.posting_id
        FROM funding_statement_line l LEFT JOIN {_STANDING} m ON m.line_id = l.id
        WHERE l.account_id = %(account)s ORDER BY l.statement_id, l.number
        """,
        {"account": account_id},
    )
    return tuple(LineRow(**row) for row in found)


def last_line(account_id: int) -> BankLine | None:
    """Return the last line that was imported of an account; None before any was."""
    found = lines(account_id)
    if not found:
        return None
    last = found[-1]
    return BankLine(
        0, last.on, last.amount_fen, last.counterparty, last.summary, last.balance_fen, last.serial
    )


def items(county_id: int) -> tuple[ItemRow, ...]:
    """Return what postings moved in a county's special account, by day.

    What was reversed before any line was matched to it is as if it had never been, and so is its
    reversal.
    """
    found = rows(
        f"""
        WITH moved AS (
          SELECT p.id, p.act_id, p.voucher_id, p.step, p.value_on AS on, p.reverses_id,
                 sum(l.amount_fen)::bigint AS amount_fen
          FROM funding_posting p JOIN funding_leg l ON l.posting_id = p.id
          JOIN funding_account a ON a.id = l.account_id
          WHERE a.county_id = %(county)s AND a.kind IN (21, 22)
          GROUP BY p.id HAVING sum(l.amount_fen) <> 0)
        SELECT q.id, q.voucher_id, q.step, q.on, q.amount_fen, v.paper,
               coalesce(c.payee, '') AS payee, m.id AS match_id, m.line_id
        FROM moved q JOIN funding_voucher v ON v.id = q.voucher_id
        LEFT JOIN funding_contract c ON c.id = v.contract_id
        LEFT JOIN {_STANDING} m ON m.posting_id = q.id
        LEFT JOIN moved undoes ON undoes.reverses_id = q.id
        LEFT JOIN {_STANDING} n ON n.posting_id = coalesce(q.reverses_id, undoes.id)
        WHERE NOT (m.id IS NULL AND n.id IS NULL
                   AND (q.reverses_id IS NOT NULL OR undoes.id IS NOT NULL))
        ORDER BY q.on, q.id
        """,
        {"county": county_id},
    )
    return tuple(ItemRow(**row) for row in found)
