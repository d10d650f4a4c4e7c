"""Where money flows (资金流向): from a source through a class and an item to a county.

The book knows source, project and county of every leg. What it pays for is told by its memo where
that names one item of the catalogue; else by the project's bills, over whose items it is shared out
by what they come to, to the 分. Money of which neither speaks keeps an empty class and item.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from jiugai.domain.funding.book.figures import BookFigure
from jiugai.domain.funding.sources import Source
from jiugai.domain.quantities import split_by_largest_remainder
from jiugai.domain.scheme.catalogue import ScopeClass


class Flowing(StrEnum):
    """Which money is followed (看哪一步的钱); the value stands in addresses."""

    ALLOTTED = "allotted"
    PAID = "paid"

    @property
    def word(self) -> str:
        """Return what people call it."""
        return {"allotted": "下达到项目", "paid": "支付（减退回）"}[self.value]

    @property
    def figures(self) -> tuple[BookFigure, ...]:
        """Return the book's figures whose legs it counts, each with its own sign."""
        return _FIGURES[self]


_FIGURES = {
    Flowing.ALLOTTED: (BookFigure.ALLOTTED,),
    Flowing.PAID: (BookFigure.PAID, BookFigure.REFUNDED),
}


_ITEM = re.compile(r"(?<![A-Za-z0-9])[BWT][0-9]{2}(?![0-9])")


def items_named(memo: str) -> tuple[str, ...]:
    """Return the items that a memo names: by the code of the catalogue, such as B01, never by a word."""
    return tuple(dict.fromkeys(_ITEM.findall(memo)))


class ToldBy(StrEnum):
    """What says which item money pays for (内容依据)."""

    MEMO = "memo"
    BILL = "bill"
    NOBODY = "nobody"

    @property
    def word(self) -> str:
        """Return what people call it."""
        return {"memo": "凭证摘要写明", "bill": "按方案清单分", "nobody": "没有写明，没有清单"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class SpentLeg:
    """A leg of the book that is followed (所看分录), in 分, negative where money came back.

    Attributes:
      posting_id: of which posting; ``voucher_id`` the voucher that it posted.
      named: the one item of the catalogue that its memo names; empty if it names none, or several.
      named_class: of which class it is; None without one.
    """

    posting_id: int
    voucher_id: int
    source: Source
    county_id: int
    project_id: int
    amount_fen: int
    named: str = ""
    named_class: ScopeClass | None = None


@dataclass(frozen=True, slots=True)
class BillItem:
    """What an item of a project's bills comes to (清单项), in 分."""

    item: str
    scope_class: ScopeClass
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Stream:
    """A part of a leg with what it pays for (资金流), in 分.

    Attributes:
      scope_class, item: None and empty where nobody says.
    """

    leg: SpentLeg
    scope_class: ScopeClass | None
    item: str
    amount_fen: int
    told_by: ToldBy


@dataclass(frozen=True, slots=True)
class Band:
    """The streams of one source, class, item and county together (一路资金), in 分."""

    source: Source
    scope_class: ScopeClass | None
    item: str
    county_id: int


def streams(
    legs: Iterable[SpentLeg], bills: Mapping[int, Sequence[BillItem]]
) -> tuple[Stream, ...]:
    """Return each leg shared out over the items of its project's bills; the sum is kept to the 分.

    :param bills: the items of each project; a project with none, or with nothing on them, is absent
      or comes to nought.
    """
    return tuple(one for leg in legs for one in _shared(leg, bills.get(leg.project_id, ())))


def _shared(leg: SpentLeg, items: Sequence[BillItem]) -> list[Stream]:
    if leg.named:
        return [Stream(leg, leg.named_class, leg.named, leg.amount_fen, ToldBy.MEMO)]
    weights = [item.amount_fen for item in items]
    if not any(weights):
        return [Stream(leg, None, "", leg.amount_fen, ToldBy.NOBODY)]
    sign = -1 if leg.amount_fen < 0 else 1
    parts = split_by_largest_remainder(abs(leg.amount_fen), weights)
    return [
        Stream(leg, item.scope_class, item.item, sign * part, ToldBy.BILL)
        for item, part in zip(items, parts, strict=True)
        if part
    ]


def banded(found: Iterable[Stream]) -> Counter[Band]:
    """Return what each source brings to each item of each county, in 分."""
    sums: Counter[Band] = Counter()
    for one in found:
        sums[Band(one.leg.source, one.scope_class, one.item, one.leg.county_id)] += one.amount_fen
    return sums
