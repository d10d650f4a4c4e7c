"""Ranking (排名): a versioned program from shares to ranks, which says what it cannot tell.

Rows are ordered by the unrounded share. Rows whose order cannot be told keep the order in which
they stand, unless a second key tells it. ``ALGORITHM`` is raised whenever the same input would
rank otherwise; with the digest of its inputs a run can be repeated and proved.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from jiugai.domain.supervision.shares import Share

ALGORITHM = 1


class Ties(StrEnum):
    """How rows are numbered that cannot be told apart (并列规则)."""

    RUNNING = "running"  # 序号连续: 1, 2, 3, 4
    SHARED = "shared"  # 并列: 1, 2, 2, 4


@dataclass(frozen=True, slots=True)
class Method:
    """How a ranking is made (排名方法): everything that decides it besides its rows.

    Attributes:
      measure: code of the measure, such as ``start_rate``; ``measure_version`` of its definition.
      basis: on which basis; a rank without its basis means nothing.
      decimals: of the per cent as shown; the order never depends on them.
      second_key: name of the share that parts rows equal in the first; empty for none.
      version: of the program.
    """

    measure: str
    basis: str
    decimals: int = 1
    ties: Ties = Ties.RUNNING
    second_key: str = ""
    measure_version: int = 1
    version: int = ALGORITHM


@dataclass(frozen=True, slots=True)
class Contender:
    """One row to be ranked (参排单位), in the order in which it stands.

    Attributes:
      region: its name, or another identity that the caller knows it by.
      share: None if it cannot be computed; the row then has no rank.
      second: the share that parts equals.
      before: the share a month earlier, for the change.
    """

    region: str
    share: Share | None
    second: Share | None = None
    before: Share | None = None


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row in its place (名次). ``is_tied``: its order to a neighbour is convention, not fact."""

    rank: int | None
    contender: Contender
    is_tied: bool
    shown: str

    @property
    def change(self) -> Fraction | None:
        """Return the change on last month, from the unrounded shares; 1 is 100 个百分点."""
        now, before = self.contender.share, self.contender.before
        if now is None or before is None or now.value is None or before.value is None:
            return None
        return now.value - before.value


@dataclass(frozen=True, slots=True)
class Ranking:
    """A ranking and the method that made it (排名结果); rows without a rank stand last."""

    method: Method
    rows: tuple[Ranked, ...]
    groups: tuple[tuple[Ranked, ...], ...]

    def leading(self, many: int = 3) -> tuple[Ranked, ...]:
        """Return the first rows with all who are level with the last of them.

        The last group never leads: where all are level, nobody does.
        """
        return self._from_end(self.groups, many)

    def trailing(self, many: int = 3) -> tuple[Ranked, ...]:
        """Return the last rows, with all who are level with the first of them, in ranking order.

        A row that leads does not trail: few regions may leave fewer than ``many``, or none.
        """
        leading = {id(row) for row in self.leading(many)}
        found = {id(row) for row in self._from_end(tuple(reversed(self.groups)), many)}
        return tuple(row for row in self.rows if id(row) in found - leading)

    def _from_end(self, groups: Sequence[tuple[Ranked, ...]], many: int) -> tuple[Ranked, ...]:
        found: list[Ranked] = []
        for group in groups[:-1]:
            if len(found) < many:
                found += group
        return tuple(found)


def rank(contenders: Sequence[Contender], method: Method) -> Ranking:
    """Rank rows by their share, and equals by their second key.

    A second key parts equals, so that only rows equal in both share a rank or keep their order.
    """
    able = [contender for contender in contenders if contender.share is not None]
    groups = [part for group in _grouped(able, _share) for part in _grouped(group, _second)]
    rows: list[Ranked] = []
    ranked: list[tuple[Ranked, ...]] = []
    for group in groups:
        first = len(rows) + 1
        shared = method.ties is Ties.SHARED
        members = tuple(
            Ranked(first if shared else first + n, row, len(group) > 1, _shown(row, method))
            for n, row in enumerate(group)
        )
        rows += members
        ranked.append(members)
    unable = [row for row in contenders if row.share is None]
    rows += [Ranked(None, row, is_tied=False, shown="") for row in unable]
    return Ranking(method, tuple(rows), tuple(ranked))


def inputs_text(contenders: Sequence[Contender], method: Method) -> bytes:
    """Return everything that decides a ranking as canonical text, for its digest.

    One line for the method, one for each row in its order; fields by tab, shares as fractions.
    """
    head = (
        f"ranking {method.version}",
        f"{method.measure} {method.measure_version}",
        method.basis,
        str(method.decimals),
        method.ties.value,
        method.second_key,
    )
    lines = ["\t".join(head)]
    for row in contenders:
        shares = (_text(share) for share in (row.share, row.second, row.before))
        lines.append("\t".join((_escaped(row.region), *shares)))
    return ("\n".join(lines) + "\n").encode()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def _text(share: Share | None) -> str:
    if share is None:
        return "\\N"
    if share.is_exact:
        return str(share.low)
    high = "" if share.high is None else str(share.high)
    return f"{share.low}..{high}"


def _shown(row: Contender, method: Method) -> str:
    return row.share.shown(method.decimals) if row.share else ""


def _share(contender: Contender) -> Share | None:
    return contender.share


def _second(contender: Contender) -> Share | None:
    return contender.second


def _grouped(
    rows: Sequence[Contender], key: Callable[[Contender], Share | None]
) -> list[list[Contender]]:
    """Return rows in order, largest first, in groups that the key cannot part; those without last.

    A group holds rows of which no two can be told apart.
    """
    having = [(share, row) for row in rows if (share := key(row)) is not None]
    groups: list[list[tuple[Share, Contender]]] = []
    for share, row in _ordered(having):
        if groups and all(share.may_equal(other) for other, _ in groups[-1]):
            groups[-1].append((share, row))
        else:
            groups.append([(share, row)])
    found = [[row for _, row in group] for group in groups]
    lacking = [row for row in rows if key(row) is None]
    return [*found, lacking] if lacking else found


def _ordered(rows: Sequence[tuple[Share, Contender]]) -> list[tuple[Share, Contender]]:
    """Return rows so that none stands before one that is surely above it; else as they stand.

    Of the rows that none of the rest is surely above, the one that stands first is taken next.
    “Surely above” is transitive, so this never fails; it takes n log n steps.
    """
    by_low = sorted(range(len(rows)), key=lambda place: -rows[place][0].low)
    waiting = sorted(range(len(rows)), key=lambda place: _top(rows[place][0]))
    free: list[int] = []
    taken: set[int] = set()
    order: list[tuple[Share, Contender]] = []
    first = 0
    while len(order) < len(rows):
        while by_low[first] in taken:
            first += 1
        bound = rows[by_low[first]][0]
        while waiting and not bound.surely_above(rows[waiting[-1]][0]):
            heapq.heappush(free, waiting.pop())
        place = heapq.heappop(free)
        taken.add(place)
        order.append(rows[place])
    return order


def _top(share: Share) -> tuple[int, Fraction, int]:
    """Return what sorts shares by their upper bound; an exact one is above what ends below it."""
    if share.high is None:
        return 1, Fraction(0), 0
    return 0, share.high, int(share.is_exact)
