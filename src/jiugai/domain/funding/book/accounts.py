"""What the book's accounts are (科目): two sides, each of which only moves money between its accounts.

Quota (指标) says how much may be spent on what; cash (资金) says what lies in the special bank
account (专户). A payment moves both at once, so that neither can run ahead of the other unseen.
"""

from dataclasses import dataclass
from enum import IntEnum


class Side(IntEnum):
    """Which of the two books an account belongs to (账别); its tens digit in ``AccountKind``."""

    QUOTA = 1
    CASH = 2


class AccountKind(IntEnum):
    """What an account holds (科目); the numbers are stored and never reused."""

    GRANTED = 10
    UNALLOTTED = 11
    BUDGET = 12
    COMMITMENT = 13
    RETENTION = 14
    SPENT = 15
    RECOVERED = 16
    TREASURY = 20
    BANK = 21
    SUSPENSE = 22
    PAYEE = 23

    @property
    def word(self) -> str:
        """Return the account's name on the screen."""
        return _WORDS[self]

    @property
    def side(self) -> Side:
        """Return the book that it belongs to."""
        return Side(self // 10)

    @property
    def may_fall_below_zero(self) -> bool:
        """Say whether money enters the book here, so that its balance is what has come in."""
        return self in (AccountKind.GRANTED, AccountKind.TREASURY)

    @property
    def lies_idle(self) -> bool:
        """Say whether money that stays here waits for somebody."""
        return self in HOLDERS


_WORDS = {
    AccountKind.GRANTED: "指标来源",
    AccountKind.UNALLOTTED: "待下达指标",
    AccountKind.BUDGET: "已下达指标",
    AccountKind.COMMITMENT: "合同占用",
    AccountKind.RETENTION: "质保金",
    AccountKind.SPENT: "已支出",
    AccountKind.RECOVERED: "已收回指标",
    AccountKind.TREASURY: "国库",
    AccountKind.BANK: "专户",
    AccountKind.SUSPENSE: "待查款",
    AccountKind.PAYEE: "已付收款单位",
}

HOLDERS = {
    AccountKind.UNALLOTTED: "财政局",
    AccountKind.BUDGET: "住建局",
    AccountKind.COMMITMENT: "住建局",
    AccountKind.BANK: "财政局",
    AccountKind.SUSPENSE: "财政局",
}
"""Whose turn it is while money lies in an account (经管单位)."""


@dataclass(frozen=True, slots=True)
class AccountKey:
    """Which account of an earmark (账户): of a county, a project, a contract, as its kind asks.

    ``county``, ``project`` and ``contract`` are identities; the last two None where the kind has none.
    """

    kind: AccountKind
    county: int
    project: int | None = None
    contract: int | None = None
