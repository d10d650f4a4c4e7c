"""Checks the totals that a sheet states against the sums of its rows (合计核对)."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from jiugai.domain.findings import Place, blocking
from jiugai.domain.registry.characters import fold
from jiugai.domain.registry.ledger import Column, LedgerRow, StatedTotal
from jiugai.domain.registry.measures import Unit
from jiugai.domain.registry.quantity_cells import plain
from jiugai.domain.registry.row_labels import TotalKind
from jiugai.domain.registry.values import in_column
from jiugai.exchange.ledger.pages import Page

Amount = Decimal | int
_COUNT = re.compile(r"(\d+)\s*个")
_HALF_CENT = Decimal("0.005")


@dataclass(slots=True)
class Segment:
    """The rows between two totals: how many, their sums, and how many cells could not be read."""

    rows: int = 0
    sums: dict[Column, Amount] = field(default_factory=dict)
    unread: Counter[Column] = field(default_factory=Counter)

    def add(self, other: "Segment") -> None:
        """Take in another segment."""
        self.rows += other.rows
        for column, amount in other.sums.items():
            self.sums[column] = self.sums.get(column, 0) + amount
        self.unread += other.unread


def segment_of(rows: Sequence[LedgerRow], columns: Sequence[Column]) -> Segment:
    """Sum up rows."""
    whole = Segment(len(rows))
    for column in columns:
        amount: Amount = 0
        for value in in_column(rows, column):
            if isinstance(value, (int, Decimal)):
                amount += value
        whole.sums[column] = amount
    for row in rows:
        if row.findings:
            refused = {finding.place.cell for finding in blocking(row.findings)}
            whole.unread.update(c for c in columns if refused and row.cells[c] in refused)
    return whole


@dataclass(frozen=True, slots=True)
class Stated:
    """What a total says of one column, in base units; ``unit`` is the column's own, for showing."""

    amount: Amount
    place: Place
    header: str
    unit: Unit | None = None

    def shown(self, amount: Amount) -> str:
        """Return an amount in the column's own unit, with thousands signs."""
        if self.unit is None:
            return f"{Decimal(amount):,f}"
        return f"{plain(Decimal(amount) / self.unit.factor):,f}{self.unit.word}"


@dataclass(slots=True)
class TotalRow:
    """A row that states totals: after which segment it stands, and what it says.

    ``border`` is how many records stand before it.
    """

    after: int
    border: int
    kind: TotalKind
    label: str
    label_place: Place
    stated: dict[Column, Stated]


def check_totals(
    totals: Sequence[TotalRow],
    rows: Sequence[LedgerRow],
    columns: Sequence[Column],
    rounded: Mapping[Column, int],
    page: Page,
) -> list[StatedTotal]:
    """Return each stated total beside its sum; what differs is told with both numbers.

    :param rounded: how many figures of each column were rounded to two decimals.
    """
    borders = [0, *(total.border for total in totals), len(rows)]
    parts = Parts([segment_of(rows[a:b], columns) for a, b in pairwise(borders)])
    wholes = [total.after for total in totals if total.kind is TotalKind.WHOLE]
    slack = {column: _HALF_CENT * (count + 1) for column, count in rounded.items() if count}
    found: list[StatedTotal] = []
    for total in totals:
        segment = _best(total, _candidates(total, wholes, parts), slack)
        found += _compare(total, segment, slack, page)
        _compare_count(total, segment, page)
    return found


class Parts:
    """The segments between the totals, with running sums so that any range is summed at once."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.count = len(segments)
        self.heads_blocks = bool(
            len(segments) > 1 and not segments[0].rows and segments[1].rows
        )  # the sums stand above their rows
        self._running = [Segment()]
        for segment in segments:
            running = Segment(self._running[-1].rows, dict(self._running[-1].sums))
            running.unread = self._running[-1].unread.copy()
            running.add(segment)
            self._running.append(running)

    def between(self, first: int, end: int) -> Segment:
        """Return the sum of the segments from ``first`` up to, without, ``end``."""
        before, after = self._running[max(first, 0)], self._running[min(end, self.count)]
        sums = {
            column: amount - before.sums.get(column, 0) for column, amount in after.sums.items()
        }
        return Segment(after.rows - before.rows, sums, after.unread - before.unread)


def _candidates(total: TotalRow, wholes: Sequence[int], parts: Parts) -> list[Segment]:
    """Return what a total may sum up, the most natural first."""
    at = total.after
    if total.kind is TotalKind.BLOCK:
        above, below = parts.between(at, at + 1), parts.between(at + 1, at + 2)
        found = [below, above] if parts.heads_blocks else [above, below]
    else:
        place = bisect_left(wholes, at)
        since = wholes[place - 1] + 1 if place else 0
        until = wholes[place + 1] + 1 if place + 1 < len(wholes) else parts.count
        everything = parts.between(0, parts.count)
        found = [everything, parts.between(since, at + 1), parts.between(0, at + 1)]
        if parts.heads_blocks:
            found += [parts.between(at + 1, until), parts.between(at + 1, parts.count)]
    return [segment for segment in found if segment.rows] or [Segment()]


def _best(total: TotalRow, candidates: list[Segment], slack: Mapping[Column, Decimal]) -> Segment:
    """Return the range with which the most columns agree; of several the most natural."""

    def agreeing(place: int) -> tuple[int, int]:
        segment = candidates[place]
        agree = sum(
            _agrees(stated.amount, segment, column, slack)
            for column, stated in total.stated.items()
        )
        return agree, -place

    return candidates[max(range(len(candidates)), key=agreeing)]


def _agrees(
    stated: Amount, segment: Segment, column: Column, slack: Mapping[Column, Decimal]
) -> bool:
    """Say whether a total is the sum, but for what rounding each figure to cents may have moved."""
    return abs(Decimal(stated) - segment.sums.get(column, 0)) <= slack.get(column, 0)


def _compare(
    total: TotalRow, segment: Segment, slack: Mapping[Column, Decimal], page: Page
) -> list[StatedTotal]:
    found = []
    for column, stated in total.stated.items():
        summed, amount = segment.sums.get(column, 0), Decimal(stated.amount)
        if _agrees(amount, segment, column, slack):
            found.append(StatedTotal(column, amount, amount, stated.place))
            continue
        found.append(StatedTotal(column, amount, Decimal(summed), stated.place))
        unread = segment.unread.get(column, 0)
        aside = f"（另有 {unread} 格没有读出，未计入）" if unread else ""
        page.tell(
            "ledger.total_differs",
            f"“{total.label}”行“{stated.header}”列写的是 {stated.shown(amount)}，"
            f"逐行相加为 {stated.shown(summed)}{aside}，差 {stated.shown(abs(amount - summed))}。"
            "合计不写入，请核对。",
            stated.place,
        )
    return found


def _compare_count(total: TotalRow, segment: Segment, page: Page) -> None:
    """Check a number of communities that the label itself states: ``共 8 个小区``."""
    count = _COUNT.search(fold(total.label))
    if count and int(count[1]) != segment.rows:
        page.tell(
            "ledger.total_differs",
            f"“{total.label}”写的是 {count[1]} 个，逐行数为 {segment.rows} 个，请核对。",
            total.label_place,
        )
