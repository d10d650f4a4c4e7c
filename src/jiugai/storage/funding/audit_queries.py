"""Reads of the book for the audit desk at (day, stamp) (审计台查账): what was posted, and what moved.

A posting and its reversal, if both happened by the day, are as if they had never been.
"""

from dataclasses import dataclass
from datetime import date, datetime

from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.storage.audit.as_of import rows
from jiugai.storage.funding.book_queries import ContractRow

_K = AccountKind
QUOTA = (_K.UNALLOTTED,)
HELD = (_K.UNALLOTTED, _K.BUDGET, _K.COMMITMENT)
PLEDGED = (*HELD, _K.RETENTION, _K.SPENT)


@dataclass(frozen=True, slots=True)
class PostedRow:
    """A posting that counts, with the words of its voucher (记账)."""

    id: int
    voucher_id: int
    step: str
    earmark_id: int
    county_id: int
    giver_id: int | None
    project_id: int | None
    contract_id: int | None
    amount_fen: int
    value_on: date
    paper: str
    memo: str
    seq: int
    recorded_at: datetime
    post: str


@dataclass(frozen=True, slots=True)
class MovedRow:
    """What one posting moved within an earmark in a county (收付), in 分, by groups of accounts.

    What only passes between accounts of one group does not show in it.
    """

    posting_id: int
    earmark_id: int
    county_id: int
    value_on: date
    quota: int
    held: int
    pledged: int
    cash: int
    paid: int


_COUNTED = """
    known AS (
      SELECT p.*, s.seq, s.recorded_at FROM funding_posting p
      JOIN audit_stamp s ON s.act_id = p.act_id AND s.seq <= %(seq)s
      WHERE p.value_on <= %(day)s),
    counted AS (
      SELECT * FROM known k WHERE k.reverses_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM known r WHERE r.reverses_id = k.id))
"""


def posted(*, last_seq: int, on_day: date) -> tuple[PostedRow, ...]:
    """Return every posting within reach that counts, by day."""
    found = rows(
        f"""
        WITH {_COUNTED}
        SELECT p.id, p.voucher_id, p.step, p.earmark_id, p.county_id, v.giver_id, v.project_id,
               v.contract_id, v.amount_fen, p.value_on, v.paper, v.memo, p.seq, p.recorded_at,
               coalesce(o.name || ' ' || t.title, '系统') AS post
        FROM counted p JOIN funding_voucher v ON v.id = p.voucher_id
        JOIN audit_act a ON a.id = v.act_id
        LEFT JOIN accounts_post t ON t.id = a.post_id
        LEFT JOIN accounts_organisation o ON o.id = t.organisation_id
        ORDER BY p.value_on, p.id
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(PostedRow(**row) for row in found)


def moved(*, last_seq: int, on_day: date) -> tuple[MovedRow, ...]:
    """Return what each posting moved in each county, by day."""
    found = rows(
        f"""
        WITH {_COUNTED}, sums AS (
          SELECT p.id AS posting_id, a.earmark_id, a.county_id, p.value_on,
                 {_sum("quota", QUOTA)}, {_sum("held", HELD)}, {_sum("pledged", PLEDGED)},
                 {_sum("cash", (_K.BANK,))}, {_sum("paid", (_K.PAYEE,))}
          FROM counted p JOIN funding_leg l ON l.posting_id = p.id
          JOIN funding_account a ON a.id = l.account_id
          GROUP BY p.id, a.earmark_id, a.county_id, p.value_on)
        SELECT * FROM sums ORDER BY value_on, posting_id, county_id
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(MovedRow(**row) for row in found)


def _sum(name: str, kinds: tuple[AccountKind, ...]) -> str:
    wanted = ", ".join(str(int(kind)) for kind in kinds)
    return f"coalesce(sum(l.amount_fen) FILTER (WHERE a.kind IN ({wanted})), 0)::bigint AS {name}"


def contracts(*, last_seq: int, on_day: date) -> tuple[ContractRow, ...]:
    """Return the contracts within reach that were signed and entered by then."""
    found = rows(
        """
        SELECT c.id, c.project_id, c.number, c.payee, c.amount_fen, c.signed_on
        FROM funding_contract c JOIN audit_stamp s ON s.act_id = c.act_id AND s.seq <= %(seq)s
        WHERE c.signed_on <= %(day)s ORDER BY c.project_id, c.number
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(ContractRow(**row) for row in found)
