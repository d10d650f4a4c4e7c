"""The figures of an earmark in a county (专款数字): each a sum of legs, so that each opens to them.

What is left of the quota is what came, less what was paid and withdrawn, plus what was paid back;
what is left in the bank likewise. A reversal counts as what it undoes, with the other sign.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.domain.funding.book.steps import MoneyStep


class BookFigure(StrEnum):
    """A figure of an earmark in a county (专款数字); the value stands in addresses."""

    RECEIVED = "received"
    ALLOTTED = "allotted"
    COMMITTED = "committed"
    FUNDED = "funded"
    PAID = "paid"
    REFUNDED = "refunded"
    WITHDRAWN = "withdrawn"
    QUOTA_LEFT = "quota-left"
    CASH_LEFT = "cash-left"

    @property
    def word(self) -> str:
        """Return the head of its column."""
        return _WORDS[self]

    @property
    def meaning(self) -> str:
        """Say what is counted, in a sentence."""
        return _MEANINGS[self]

    @property
    def kinds(self) -> frozenset[AccountKind]:
        """Return the accounts whose legs it counts."""
        return _COUNTED[self][0]

    @property
    def steps(self) -> frozenset[MoneyStep]:
        """Return the steps whose legs it counts; empty for every step."""
        return _COUNTED[self][1]

    @property
    def sign(self) -> int:
        """Return -1 where money that leaves the accounts is what is counted, else 1."""
        return -1 if self is BookFigure.REFUNDED else 1

    @property
    def holder(self) -> AccountKind | None:
        """Return the account where the money of this hop waits for the next; None for none."""
        return _HOLDERS.get(self)


_WORDS = {
    BookFigure.RECEIVED: "指标",
    BookFigure.ALLOTTED: "下达",
    BookFigure.COMMITTED: "占用",
    BookFigure.FUNDED: "拨付",
    BookFigure.PAID: "支付",
    BookFigure.REFUNDED: "退回",
    BookFigure.WITHDRAWN: "收回",
    BookFigure.QUOTA_LEFT: "指标结余",
    BookFigure.CASH_LEFT: "专户结余",
}
_MEANINGS = {
    BookFigure.RECEIVED: "收到和分来的指标，减去分给别处的",
    BookFigure.ALLOTTED: "下达到项目的指标",
    BookFigure.COMMITTED: "合同占用的指标，减去解除占用的",
    BookFigure.FUNDED: "拨进专户的资金，加上查明的来款，减去缴回国库的",
    BookFigure.PAID: "付给收款单位的，含质保金",
    BookFigure.REFUNDED: "收款单位退回专户的",
    BookFigure.WITHDRAWN: "从项目收回的指标",
    BookFigure.QUOTA_LEFT: "指标－支付＋退回－收回，是还没有花的指标",
    BookFigure.CASH_LEFT: "拨付－支付＋退回，是专户里还有的钱",
}
_K, _S = AccountKind, MoneyStep
_COUNTED: dict[BookFigure, tuple[frozenset[AccountKind], frozenset[MoneyStep]]] = {
    BookFigure.RECEIVED: (frozenset({_K.UNALLOTTED}), frozenset({_S.GRANT, _S.ASSIGN})),
    BookFigure.ALLOTTED: (frozenset({_K.BUDGET}), frozenset({_S.ALLOT})),
    BookFigure.COMMITTED: (frozenset({_K.COMMITMENT}), frozenset({_S.COMMIT, _S.RELEASE})),
    BookFigure.FUNDED: (frozenset({_K.BANK}), frozenset({_S.FUND, _S.IDENTIFY, _S.HAND_BACK})),
    BookFigure.PAID: (frozenset({_K.PAYEE}), frozenset({_S.PAY, _S.PAY_RETENTION})),
    BookFigure.REFUNDED: (frozenset({_K.PAYEE}), frozenset({_S.REFUND})),
    BookFigure.WITHDRAWN: (frozenset({_K.RECOVERED}), frozenset({_S.WITHDRAW})),
    BookFigure.QUOTA_LEFT: (
        frozenset({_K.UNALLOTTED, _K.BUDGET, _K.COMMITMENT, _K.RETENTION}),
        frozenset(),
    ),
    BookFigure.CASH_LEFT: (frozenset({_K.BANK}), frozenset()),
}
_HOLDERS = {
    BookFigure.RECEIVED: AccountKind.UNALLOTTED,
    BookFigure.ALLOTTED: AccountKind.BUDGET,
    BookFigure.COMMITTED: AccountKind.COMMITMENT,
    BookFigure.CASH_LEFT: AccountKind.BANK,
}


@dataclass(frozen=True, slots=True)
class StepSum:
    """What a step moved into accounts of a kind (分环节发生额), negative out of them, in 分."""

    kind: AccountKind
    step: MoneyStep
    amount_fen: int


def figures_of(sums: Iterable[StepSum]) -> dict[BookFigure, int]:
    """Return every figure, in 分."""
    told = tuple(sums)
    return {
        figure: figure.sign * sum(one.amount_fen for one in told if counts(figure, one))
        for figure in BookFigure
    }


def counts(figure: BookFigure, one: StepSum) -> bool:
    """Say whether a figure counts what a step moved into accounts of a kind."""
    return one.kind in figure.kinds and (not figure.steps or one.step in figure.steps)
