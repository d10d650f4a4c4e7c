"""What can happen to money (资金环节), and which accounts each step moves it between (分录)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from jiugai.domain.funding.book.accounts import AccountKey, AccountKind


class MoneyStep(StrEnum):
    """A step of money (资金环节); the value is stored."""

    GRANT = "grant"
    ASSIGN = "assign"
    ALLOT = "allot"
    COMMIT = "commit"
    RELEASE = "release"
    RETAIN = "retain"
    FUND = "fund"
    PAY = "pay"
    PAY_RETENTION = "pay_retention"
    REFUND = "refund"
    WITHDRAW = "withdraw"
    HAND_BACK = "hand_back"
    UNKNOWN_IN = "unknown_in"
    IDENTIFY = "identify"
    REVERSE = "reverse"

    @property
    def word(self) -> str:
        """Return the step's name on the screen."""
        return _WORDS[self]


_WORDS = {
    MoneyStep.GRANT: "收到指标",
    MoneyStep.ASSIGN: "分配到县区",
    MoneyStep.ALLOT: "下达到项目",
    MoneyStep.COMMIT: "合同占用",
    MoneyStep.RELEASE: "解除占用",
    MoneyStep.RETAIN: "扣留质保金",
    MoneyStep.FUND: "拨付到专户",
    MoneyStep.PAY: "支付",
    MoneyStep.PAY_RETENTION: "支付质保金",
    MoneyStep.REFUND: "收款单位退款",
    MoneyStep.WITHDRAW: "收回指标",
    MoneyStep.HAND_BACK: "资金缴回国库",
    MoneyStep.UNKNOWN_IN: "不明来款",
    MoneyStep.IDENTIFY: "来款查明",
    MoneyStep.REVERSE: "冲销",
}
_K = AccountKind
MOVES: dict[MoneyStep, tuple[tuple[AccountKind, AccountKind], ...]] = {
    MoneyStep.GRANT: ((_K.GRANTED, _K.UNALLOTTED),),
    MoneyStep.ASSIGN: ((_K.UNALLOTTED, _K.UNALLOTTED),),
    MoneyStep.ALLOT: ((_K.UNALLOTTED, _K.BUDGET),),
    MoneyStep.COMMIT: ((_K.BUDGET, _K.COMMITMENT),),
    MoneyStep.RELEASE: ((_K.COMMITMENT, _K.BUDGET),),
    MoneyStep.RETAIN: ((_K.COMMITMENT, _K.RETENTION),),
    MoneyStep.FUND: ((_K.TREASURY, _K.BANK),),
    MoneyStep.PAY: ((_K.COMMITMENT, _K.SPENT), (_K.BANK, _K.PAYEE)),
    MoneyStep.PAY_RETENTION: ((_K.RETENTION, _K.SPENT), (_K.BANK, _K.PAYEE)),
    MoneyStep.REFUND: ((_K.SPENT, _K.COMMITMENT), (_K.PAYEE, _K.BANK)),
    MoneyStep.WITHDRAW: ((_K.BUDGET, _K.RECOVERED),),
    MoneyStep.HAND_BACK: ((_K.BANK, _K.TREASURY),),
    MoneyStep.UNKNOWN_IN: ((_K.TREASURY, _K.SUSPENSE),),
    MoneyStep.IDENTIFY: ((_K.SUSPENSE, _K.BANK),),
    MoneyStep.REVERSE: (),
}
"""From which account to which each step moves the amount; a reversal mirrors what it reverses."""

OF_PROJECT = frozenset({_K.BUDGET, _K.RECOVERED})
OF_CONTRACT = frozenset({_K.COMMITMENT, _K.RETENTION, _K.SPENT, _K.PAYEE})


@dataclass(frozen=True, slots=True)
class Leg:
    """An amount into an account, negative out of it (分录), in 分."""

    account: AccountKey
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Parties:
    """Between whom money moves (当事方).

    Attributes:
      county: whose book it is.
      project: the project it is for, None where the step knows none yet.
      contract: the contract it is for, None likewise.
      giver: the county that an assignment comes from; None except there.
    """

    county: int
    project: int | None = None
    contract: int | None = None
    giver: int | None = None


def needs_project(step: MoneyStep) -> bool:
    """Say whether a step is about a project."""
    kinds = {kind for move in MOVES[step] for kind in move}
    return bool(kinds & (OF_PROJECT | OF_CONTRACT))


def needs_contract(step: MoneyStep) -> bool:
    """Say whether a step is about a contract."""
    return bool({kind for move in MOVES[step] for kind in move} & OF_CONTRACT)


def legs_of(step: MoneyStep, amount_fen: int, parties: Parties) -> tuple[Leg, ...]:
    """Return the legs of a step: each side sums to zero.

    :raises ValueError: for a reversal, whose legs are those of what it reverses.
    """
    if step is MoneyStep.REVERSE:
        raise ValueError("a reversal mirrors a posting; see mirrored()")
    legs = []
    for source, target in MOVES[step]:
        giver = parties.giver if step is MoneyStep.ASSIGN and parties.giver else parties.county
        legs.append(Leg(_account(source, giver, parties), -amount_fen))
        legs.append(Leg(_account(target, parties.county, parties), amount_fen))
    return tuple(legs)


def mirrored(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """Return the legs that undo others to the 分."""
    return tuple(Leg(leg.account, -leg.amount_fen) for leg in legs)


def _account(kind: AccountKind, county: int, parties: Parties) -> AccountKey:
    of_project = kind in OF_PROJECT or kind in OF_CONTRACT
    return AccountKey(
        kind,
        county,
        parties.project if of_project else None,
        parties.contract if kind in OF_CONTRACT else None,
    )
