"""Reads of the book at (day, stamp) (资金账): vouchers, postings, balances, and what moved when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiugai.domain.calendar import Month
from jiugai.domain.funding.book.accounts import AccountKey, AccountKind
from jiugai.domain.funding.book.ageing import Movement
from jiugai.domain.funding.book.steps import Leg
from jiugai.storage.audit.as_of import rows
from jiugai.storage.funding.book_models import (
    Contract,
    Earmark,
    PostingLeg,
)


@dataclass(frozen=True, slots=True)
class EarmarkRow:
    """An earmark (专款)."""

    id: int
    source: int
    paper: str
    year: int
    name: str


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract of a project (合同), its price in 分."""

    id: int
    project_id: int
    number: str
    payee: str
    amount_fen: int
    signed_on: date


@dataclass(frozen=True, slots=True)
class VoucherInHand:
    """A voucher with what became of it (凭证): posted, refused, or waiting for another's hand."""

    id: int
    earmark_id: int
    county_id: int
    step: str
    amount_fen: int
    value_on: date
    paper: str
    memo: str
    project_id: int | None
    contract_id: int | None
    giver_id: int | None
    reverses_id: int | None
    user_id: int
    made_at: datetime
    posting_id: int | None
    refused_because: str | None
    last_closed: Month | None


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """What came into an account and went out of it up to a day (余额), in 分."""

    id: int
    earmark_id: int
    key: AccountKey
    came_fen: int
    went_fen: int

    @property
    def balance_fen(self) -> int:
        """Return what is left."""
        return self.came_fen - self.went_fen


def earmarks() -> tuple[EarmarkRow, ...]:
    """Return every earmark, the newest year first."""
    return tuple(
        EarmarkRow(one.pk, one.source, one.paper, one.year, one.name)
        for one in Earmark.objects.order_by("-year", "source", "paper")
    )


def earmark_of(source: int, paper: str, year: int) -> EarmarkRow | None:
    """Return the earmark of a source, a paper and a year."""
    one = Earmark.objects.filter(source=source, paper=paper, year=year).first()
    return EarmarkRow(one.pk, one.source, one.paper, one.year, one.name) if one else None


def contracts(project_ids: Iterable[int] | None = None) -> tuple[ContractRow, ...]:
    """Return contracts within reach, or those of some projects."""
    found = Contract.objects.order_by("project_id", "number")
    if project_ids is not None:
        found = found.filter(project_id__in=list(project_ids))
    return tuple(
        ContractRow(c.pk, c.project_id, c.number, c.payee, c.amount_fen, c.signed_on) for c in found
    )


_VOUCHER = """
    SELECT v.id, v.earmark_id, v.county_id, v.step, v.amount_fen, v.value_on, v.paper, v.memo,
           v.project_id, v.contract_id, v.giver_id, v.reverses_id, v.user_id,
           s.recorded_at AS made_at, p.id AS posting_id, r.words AS refused_because,
           (SELECT max(c.month) FROM funding_period_close c) AS last_closed
    FROM funding_voucher v
    JOIN audit_stamp s ON s.act_id = v.act_id
    LEFT JOIN funding_posting p ON p.voucher_id = v.id
    LEFT JOIN funding_voucher_refusal r ON r.voucher_id = v.id
"""


def voucher(voucher_id: int) -> VoucherInHand | None:
    """Return one voucher within reach."""
    found = rows(f"{_VOUCHER} WHERE v.id = %(id)s", {"id": voucher_id})
    return _in_hand(found[0]) if found else None


def waiting() -> tuple[VoucherInHand, ...]:
    """Return the vouchers within reach that nobody has posted or refused, the oldest first."""
    found = rows(f"{_VOUCHER} WHERE p.id IS NULL AND r.id IS NULL ORDER BY v.id", {})
    return tuple(_in_hand(row) for row in found)


def _in_hand(row: dict[str, Any]) -> VoucherInHand:
    closed = row["last_closed"]
    return VoucherInHand(**row | {"last_closed": Month.of(closed) if closed else None})


def legs(posting_id: int) -> tuple[Leg, ...]:
    """Return a posting's legs within reach, in their order."""
    found = (
        PostingLeg.objects.filter(posting_id=posting_id)
        .order_by("number")
        .values_list(
            "account__kind",
            "account__county_id",
            "account__project_id",
            "account__contract_id",
            "amount_fen",
        )
    )
    return tuple(
        Leg(AccountKey(AccountKind(kind), county, project, contract), fen)
        for kind, county, project, contract, fen in found
    )


def voucher_of(posting_id: int) -> VoucherInHand | None:
    """Return the voucher that a posting within reach posted."""
    found = rows(f"{_VOUCHER} WHERE p.id = %(id)s", {"id": posting_id})
    return _in_hand(found[0]) if found else None


def voucher_by_act(act_id: int) -> int | None:
    """Return the voucher that an act wrote, within reach."""
    found = rows("SELECT id FROM funding_voucher WHERE act_id = %(act)s", {"act": act_id})
    return found[0]["id"] if found else None


_STANDING = """
    SELECT l.account_id, l.amount_fen, p.value_on, p.id AS posting_id
    FROM funding_posting p JOIN audit_stamp s ON s.act_id = p.act_id AND s.seq <= %(seq)s
    JOIN funding_leg l ON l.posting_id = p.id
    WHERE p.value_on <= %(day)s
"""


def balances(*, last_seq: int, on_day: date) -> tuple[AccountBalance, ...]:
    """Return what every account within reach holds, counted from its legs."""
    found = rows(
        f"""
        SELECT a.id, a.earmark_id, a.kind, a.county_id, a.project_id, a.contract_id,
               coalesce(sum(f.amount_fen) FILTER (WHERE f.amount_fen > 0), 0)::bigint AS came,
               coalesce(-sum(f.amount_fen) FILTER (WHERE f.amount_fen < 0), 0)::bigint AS went
        FROM funding_account a JOIN ({_STANDING}) f ON f.account_id = a.id
        GROUP BY a.id ORDER BY a.earmark_id, a.kind, a.county_id, a.project_id, a.contract_id, a.id
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(
        AccountBalance(
            row["id"],
            row["earmark_id"],
            AccountKey(
                AccountKind(row["kind"]), row["county_id"], row["project_id"], row["contract_id"]
            ),
            row["came"],
            row["went"],
        )
        for row in found
    )


def movements(*, last_seq: int, on_day: date) -> dict[int, list[Movement]]:
    """Return what moved in every account within reach, by account.

    A posting and its reversal, if both happened by the day, are as if they had never been.
    """
    found = rows(
        f"""
        WITH known AS ({_STANDING}), undone AS (
          SELECT p.id, p.reverses_id FROM funding_posting p
          WHERE p.reverses_id IS NOT NULL AND p.id IN (SELECT posting_id FROM known))
        SELECT account_id, value_on, amount_fen FROM known
        WHERE posting_id NOT IN (SELECT id FROM undone)
          AND posting_id NOT IN (SELECT reverses_id FROM undone)
        """,
        {"seq": last_seq, "day": on_day},
    )
    moved: dict[int, list[Movement]] = {}
    for row in found:
        moved.setdefault(row["account_id"], []).append(Movement(row["value_on"], row["amount_fen"]))
    return moved


@dataclass(frozen=True, slots=True)
class CloseRow:
    """A closed month (结账) with the digest of its trial balance and the stamp of its act."""

    month: Month
    digest: bytes
    seq: int
    recorded_at: datetime
    user_id: int


def closes() -> tuple[CloseRow, ...]:
    """Return the closed months, the earliest first."""
    found = rows(
        """
        SELECT c.month, c.digest, s.seq, s.recorded_at, c.user_id
        FROM funding_period_close c JOIN audit_stamp s ON s.act_id = c.act_id ORDER BY c.month
        """,
        {},
    )
    return tuple(
        CloseRow(**row | {"month": Month.of(row["month"]), "digest": bytes(row["digest"])})
        for row in found
    )


def trial_balance(month: Month, *, last_seq: int | None = None) -> tuple[tuple[int, int, int], ...]:
    """Return (account, what came, what went) of every account over the periods up to a month.

    :param last_seq: count what was recorded before this stamp; None for all that is there.
    """
    found = rows(
        """
        SELECT l.account_id AS account,
               coalesce(sum(l.amount_fen) FILTER (WHERE l.amount_fen > 0), 0)::bigint AS came,
               coalesce(-sum(l.amount_fen) FILTER (WHERE l.amount_fen < 0), 0)::bigint AS went
        FROM funding_posting p JOIN funding_leg l ON l.posting_id = p.id
        JOIN audit_stamp s ON s.act_id = p.act_id
        WHERE p.period <= %(month)s AND (%(seq)s::bigint IS NULL OR s.seq < %(seq)s)
        GROUP BY l.account_id ORDER BY l.account_id
        """,
        {"month": date(month.year, month.month, 1), "seq": last_seq},
    )
    return tuple((row["account"], row["came"], row["went"]) for row in found)


def sizes() -> tuple[int, int]:
    """Return how many postings and how many accounts the book has."""
    found = rows(
        """SELECT (SELECT count(*) FROM funding_posting) AS postings,
                  (SELECT count(*) FROM funding_account) AS accounts""",
        {},
    )[0]
    return found["postings"], found["accounts"]


def faults() -> tuple[dict[str, object], ...]:
    """Return what would be wrong with the book if its guards had been lifted, one row a fault."""
    return tuple(rows(_FAULTS, {}))


_FAULTS = """
    SELECT 'unbalanced' AS fault, l.posting_id AS id FROM funding_leg l
      JOIN funding_account a ON a.id = l.account_id
      GROUP BY l.posting_id, a.kind / 10 HAVING sum(l.amount_fen) <> 0
    UNION ALL SELECT 'no_legs', p.id FROM funding_posting p
      WHERE (SELECT count(*) FROM funding_leg l WHERE l.posting_id = p.id) < 2
    UNION ALL SELECT 'earmark_crossed', l.posting_id FROM funding_leg l
      JOIN funding_account a ON a.id = l.account_id
      JOIN funding_posting p ON p.id = l.posting_id
      WHERE a.earmark_id <> l.earmark_id OR p.earmark_id <> l.earmark_id
    UNION ALL SELECT 'below_zero', b.account_id FROM funding_balance b
      JOIN funding_account a ON a.id = b.account_id
      WHERE a.kind NOT IN (10, 20) AND b.came_fen < b.went_fen
    UNION ALL SELECT 'miscounted', a.id FROM funding_account a
      JOIN funding_balance b ON b.account_id = a.id
      LEFT JOIN funding_leg l ON l.account_id = a.id
      GROUP BY a.id, b.came_fen, b.went_fen
      HAVING b.came_fen <> coalesce(sum(l.amount_fen) FILTER (WHERE l.amount_fen > 0), 0)
          OR b.went_fen <> coalesce(-sum(l.amount_fen) FILTER (WHERE l.amount_fen < 0), 0)
    UNION ALL SELECT 'reversed_twice', p.reverses_id FROM funding_posting p
      WHERE p.reverses_id IS NOT NULL GROUP BY p.reverses_id HAVING count(*) > 1
    UNION ALL SELECT 'reversal_not_exact', p.id FROM funding_posting p
      WHERE p.reverses_id IS NOT NULL AND EXISTS (
        SELECT FROM (SELECT l.account_id, l.amount_fen FROM funding_leg l WHERE l.posting_id = p.id
                     UNION ALL SELECT l.account_id, l.amount_fen FROM funding_leg l
                     WHERE l.posting_id = p.reverses_id) both_sides
        GROUP BY account_id HAVING sum(amount_fen) <> 0)
    UNION ALL SELECT 'own_check', p.id FROM funding_posting p WHERE p.made_by = p.checked_by
    UNION ALL SELECT 'after_close', p.id FROM funding_posting p
      JOIN audit_stamp s ON s.act_id = p.act_id
      JOIN funding_period_close c ON c.month >= p.period
      JOIN audit_stamp t ON t.act_id = c.act_id WHERE s.seq > t.seq
    UNION ALL SELECT 'not_as_written', p.id FROM funding_posting p
      JOIN funding_voucher v ON v.id = p.voucher_id
      WHERE p.step <> v.step OR p.value_on <> v.value_on
         OR (SELECT max(abs(l.amount_fen)) FROM funding_leg l WHERE l.posting_id = p.id)
            <> v.amount_fen
    ORDER BY 1, 2
"""
"""Each fault that the guards keep out, asked for anew, so that lifting a guard is found."""
