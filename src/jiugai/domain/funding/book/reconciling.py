"""Holding the bank's statement and the book against each other (银行对账): what is the same, what is not yet.

Nothing is matched by guess: a pair is proposed where amount and days leave no other, and a person
confirms it; where several fit somebody is asked; what fits nothing stays open, on either side.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from jiugai.domain.findings import Finding
from jiugai.domain.law import Rule
from jiugai.domain.quantities import yuan

_NOTHING = "没有导入任何一行。"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingRule(Rule):
    """How many ``days`` bank and book may lie apart in a proposed pair (对账日期界线)."""

    days: int


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line of a bank statement (对账单行).

    Attributes:
      number: its row in the file, from 1.
      amount_fen: into the account, negative out of it.
      balance_fen: what lay in the account after it.
      serial: the bank's own number, never given twice in an account.
    """

    number: int
    on: date
    amount_fen: int
    counterparty: str
    summary: str
    balance_fen: int
    serial: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line of the bank as it is compared (银行方), by its identity."""

    id: int
    on: date
    amount_fen: int
    serial: str
    counterparty: str = ""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What a posting moved in the special account (账面方), by the posting; ``paper`` its slip."""

    id: int
    on: date
    amount_fen: int
    paper: str
    payee: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What of bank and book is the same (对账建议); identities of lines and postings.

    Attributes:
      pairs: each line with the one posting that fits it, and which fits no other.
      asked: each line that several postings fit, or whose posting fits several lines.
      lines, items: what fits nothing on the other side.
    """

    pairs: tuple[tuple[int, int], ...]
    asked: Mapping[int, tuple[int, ...]]
    lines: tuple[int, ...]
    items: tuple[int, ...]


def propose(lines: Sequence[OpenLine], items: Sequence[OpenItem], *, days_apart: int) -> Proposal:
    """Return which open lines and postings are the same.

    The amount must be exact. A slip that names the bank's serial goes before the days, and of those
    near in days the ones to the same firm before the others.
    """
    fits = {line.id: _fitting(line, items, days_apart) for line in lines}
    wanted: dict[int, int] = {}
    for found in fits.values():
        for item in found:
            wanted[item] = wanted.get(item, 0) + 1
    pairs = tuple(
        (line, found[0])
        for line, found in fits.items()
        if len(found) == 1 and wanted[found[0]] == 1
    )
    sure = {line for line, _ in pairs}
    return Proposal(
        pairs=pairs,
        asked={line: found for line, found in fits.items() if found and line not in sure},
        lines=tuple(line for line, found in fits.items() if not found),
        items=tuple(item.id for item in items if item.id not in wanted),
    )


def _fitting(line: OpenLine, items: Iterable[OpenItem], days_apart: int) -> tuple[int, ...]:
    same = [item for item in items if item.amount_fen == line.amount_fen]
    named = [item.id for item in same if line.serial and line.serial in item.paper]
    days = [item for item in same if abs((item.on - line.on).days) <= days_apart]
    near = [item.id for item in _to_the_same(line, days)]
    return tuple(named or near)


def _to_the_same(line: OpenLine, items: Sequence[OpenItem]) -> Sequence[OpenItem]:
    """Return the postings to whom the bank says that it paid; all of them if it names nobody else."""
    same = [item for item in items if item.payee and item.payee == line.counterparty]
    return same or items


def in_order(lines: Sequence[BankLine]) -> tuple[BankLine, ...] | Finding:
    """Return a statement's lines from the first to the last, or where its balance does not run on.

    Banks print either the oldest or the newest first.
    """
    broken = _break(lines)
    if broken is None:
        return tuple(lines)
    if _break(tuple(reversed(lines))) is None:
        return tuple(reversed(lines))
    before, line = broken
    expected = before.balance_fen + line.amount_fen
    return Finding(
        "bank.balance_broken",
        f"第 {line.number} 行（流水号 {line.serial}）余额写的是 {yuan(line.balance_fen):,} 元，"
        f"照上一行应为 {yuan(expected):,} 元；多半是少了行、改了数，请向银行重新下载。{_NOTHING}",
    )


def _break(lines: Sequence[BankLine]) -> tuple[BankLine, BankLine] | None:
    for before, line in pairwise(lines):
        if before.on > line.on or before.balance_fen + line.amount_fen != line.balance_fen:
            return before, line
    return None


def runs_on(last: BankLine | None, first: BankLine) -> Finding | None:
    """Say what is missing between what was imported and what comes now; None if nothing is."""
    if last is None or last.balance_fen + first.amount_fen == first.balance_fen:
        return None
    opening = first.balance_fen - first.amount_fen
    return Finding(
        "bank.gap",
        f"上一份对账单到 {last.on} 余额 {yuan(last.balance_fen):,} 元，"
        f"这份从 {first.on} 余额 {yuan(opening):,} 元开始，接不上；"
        f"请先导入中间那一段。{_NOTHING}",
    )


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What stands in bank and book at the end of a month, and why they differ (余额调节表), in 分.

    Attributes:
      bank_fen, book_fen: the balance that each shows.
      opening_fen: what the bank had before its first statement that the book did not.
      lines: what the bank has and the book not yet; ``items`` what the book has and the bank not.
      undecided: how many of ``lines`` may be the same as a posting, and nobody has said so.
    """

    bank_fen: int
    book_fen: int
    opening_fen: int
    lines: tuple[OpenLine, ...]
    items: tuple[OpenItem, ...]
    undecided: int

    @property
    def adjusted_bank_fen(self) -> int:
        """Return the bank's balance with what is under way in the book."""
        return self.bank_fen + sum(item.amount_fen for item in self.items)

    @property
    def adjusted_book_fen(self) -> int:
        """Return the book's balance with what the bank has already."""
        return self.book_fen + sum(line.amount_fen for line in self.lines)

    @property
    def difference_fen(self) -> int:
        """Return what nothing explains; nought if bank and book agree."""
        return self.adjusted_bank_fen - self.adjusted_book_fen


def reconcile(
    lines: Sequence[tuple[OpenLine, int | None]],
    items: Sequence[tuple[OpenItem, int | None]],
    *,
    opening_fen: int,
    since: date,
    until: date,
    days_apart: int,
) -> Reconciliation:
    """Return how bank and book stand on a day.

    :param lines: every line of the bank with the posting that is the same, if one was confirmed.
    :param items: every posting in the special account with its line likewise.
    :param opening_fen: the bank's balance before its first statement.
    :param since: the first day of that statement: what the book has of before and no line was
      matched to counts as part of the opening.
    :param days_apart: as for ``propose``.
    """
    lines_by, items_by = {line.id: line for line, _ in lines}, {item.id: item for item, _ in items}
    known = [(line, match) for line, match in lines if line.on <= until]
    posted = [(item, match) for item, match in items if item.on <= until]
    before = [item for item, match in posted if match is None and item.on < since]
    open_lines = tuple(line for line, match in known if match is None or items_by[match].on > until)
    open_items = tuple(
        item
        for item, match in posted
        if (match is None and item.on >= since)
        or (match is not None and lines_by[match].on > until)
    )
    likely = propose(open_lines, open_items, days_apart=days_apart)
    return Reconciliation(
        bank_fen=opening_fen + sum(line.amount_fen for line, _ in known),
        book_fen=sum(item.amount_fen for item, _ in posted),
        opening_fen=opening_fen - sum(item.amount_fen for item in before),
        lines=open_lines,
        items=open_items,
        undecided=len(likely.pairs) + len(likely.asked),
    )
