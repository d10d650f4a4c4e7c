"""Firms invited into communities (企业引进): what a published list seeks, what firms offer, who is wanted.

A row of a list is one community and one kind of what is sought. Whether anybody wants it is never
stored: it follows from the offers that stand.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from jiugai.domain.findings import Finding
from jiugai.domain.law import Rule

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def is_credit_code(text: str) -> bool:
    """Say whether a text is a 统一社会信用代码 by its own check digit (GB 32100).

    >>> is_credit_code("91110000600037341L"), is_credit_code("91110000600037341A")
    (True, False)
    """
    if len(text) != 18 or not set(text) <= set(_ALPHABET):
        return False
    values = [_ALPHABET.index(one) for one in text]
    total = sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=False))
    return values[17] == (31 - total % 31) % 31


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtKind(Rule):
    """A kind of what firms are sought for (征集类别)."""

    word: str


class OfferMoney(Enum):
    """Whose money a firm offers (出资来源)."""

    OWN = "own"
    BORROWED = "borrowed"

    @property
    def word(self) -> str:
        """Return the words of the screen and of the table."""
        return {"own": "自有资金", "borrowed": "借款"}[self.value]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a firm offers for a row (意向), in 分.

    Attributes:
      amount_fen: None if it names no sum; then it names no money either.
    """

    firm: str
    code: str
    trade: str
    amount_fen: int | None
    money: OfferMoney | None


@dataclass(frozen=True, slots=True)
class SoughtRow:
    """A community and a kind on a list (名单行), with what firms offer for it.

    Attributes:
      withdrawn: why it was taken from the list; empty while it stands.
    """

    community: int
    kind: str
    withdrawn: str
    offers: tuple[Offer, ...]


class Wanted(Enum):
    """Whether anybody wants a row (有没有企业愿意)."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        """Return the words of the screen."""
        return {"yes": "有意向", "no": "没有企业报", "withdrawn": "已撤下"}[self.value]


def wanted(row: SoughtRow) -> Wanted:
    """Say whether anybody wants a row."""
    if row.withdrawn:
        return Wanted.WITHDRAWN
    return Wanted.YES if row.offers else Wanted.NO


@dataclass(frozen=True, slots=True)
class InterestTotals:
    """What rows add up to (意向合计); rows that were withdrawn and their offers do not count.

    Attributes:
      communities, unwanted: how many stand, and for how many of them nobody offers anything.
      rows, rows_unwanted: as much, by community and kind.
    """

    communities: int
    unwanted: int
    rows: int
    rows_unwanted: int
    firms: int
    offers: int
    amount_fen: int


def interest_totals(rows: Iterable[SoughtRow]) -> InterestTotals:
    """Add up rows of one kind, or of all."""
    standing = [row for row in rows if not row.withdrawn]
    offers = [offer for row in standing for offer in row.offers]
    return InterestTotals(
        communities=len({row.community for row in standing}),
        unwanted=len(unwanted(standing)),
        rows=len(standing),
        rows_unwanted=sum(not row.offers for row in standing),
        firms=len({offer.code for offer in offers}),
        offers=len(offers),
        amount_fen=sum(offer.amount_fen or 0 for offer in offers),
    )


def unwanted(rows: Iterable[SoughtRow]) -> frozenset[int]:
    """Return the communities that stand on a list and that nobody wants for anything."""
    offers: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        if not row.withdrawn:
            offers[row.community] += len(row.offers)
    return frozenset(community for community, many in offers.items() if not many)


def check_list(
    title: str, paper: str, on: date, today: date, *, communities: int, kinds: int
) -> tuple[Finding, ...]:
    """Return what is wrong with a list that is to be published."""
    found = []
    if not title.strip():
        found.append(
            _wrong("no_title", "没有写名单名称，例如“2021年老旧小区改造企业征集名单”；请补上")
        )
    found += check_paper(paper, on, today)
    if not communities:
        found.append(
            _wrong("no_communities", "名单里没有小区；请选一批获批的申报，或逐行写小区编号")
        )
    if not kinds:
        found.append(_wrong("no_kinds", "没有选征集什么，例如“加装电梯”；请至少选一类"))
    return tuple(found)


def check_paper(paper: str, on: date, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with the paper behind a list, or behind what firms offer."""
    found = []
    if not paper.strip():
        found.append(_wrong("no_paper", "没有写文号或文件名，例如“安旧改办函〔2021〕3号”；请补上"))
    if on > today:
        found.append(_wrong("paper_in_future", f"文件日期写的是 {on}，晚于今天（{today}）；请核对"))
    return tuple(found)


def check_offer(offer: Offer, listed_by: str) -> tuple[Finding, ...]:
    """Return what is wrong with what a firm offers.

    :param listed_by: the paper by which the firm stands on a county's list of platform companies;
      empty if it does not.
    """
    if (offer.amount_fen is None) is not (offer.money is None):
        words = (
            "写了意向金额，没有写出资来源"
            if offer.money is None
            else "写了出资来源，没有写意向金额"
        )
        return (
            _wrong("half_a_sum", f"“{offer.firm}”{words}；两样一起写（自有资金或借款），或都空着"),
        )
    if listed_by and offer.money is OfferMoney.BORROWED:
        words = f"“{offer.firm}”在平台公司名录里（{listed_by}），不能拿借来的钱参与改造"
        return (_wrong("platform_borrows", f"{words}；只能报自有资金，或请企业撤回金额"),)
    return ()


def check_names(offers: Sequence[Offer]) -> tuple[Finding, ...]:
    """Refuse two names under one code."""
    names: dict[str, str] = {}
    found = []
    for one in offers:
        before = names.setdefault(one.code, one.firm)
        if before != one.firm:
            words = f"统一社会信用代码 {one.code} 下面写了“{before}”和“{one.firm}”两个名称"
            found.append(_wrong("two_names", f"{words}，一个代码只能是一家；请核对"))
    return tuple(dict.fromkeys(found))


def _wrong(code: str, message: str) -> Finding:
    return Finding(f"interest.{code}", f"{message}。没有写入任何数据。")
