"""Paying for one community (单个小区的资金安排): exact, in 分, within every limit; or what is short.

Sources and kinds are a small network: money runs from a source to a kind that it may pay, and may
be pushed round when a kind can be paid by fewer sources than another. Sources that match others pay
first and those that are matched last, so that the match holds whenever it can.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.programme.choice.plan import Payments
from jiugai.domain.programme.choice.rules import MatchRule
from jiugai.domain.programme.choice.statement import (
    CandidateWork,
    ChoiceProblem,
    PoolCommunity,
    demand,
)


class HeldBy(Enum):
    """What keeps a source from giving more (封顶原因)."""

    POT = "pot"
    NO_POT = "no_pot"
    HOUSEHOLD = "household"
    PROMISE = "promise"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Held:
    """A source that could pay what is short, and what holds it (受限来源).

    Attributes:
      fen: the most that it gives here, in 分.
    """

    source: str
    limit: HeldBy
    fen: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """What is short (缺口).

    Attributes:
      fen: the least that is missing, in 分.
      kinds: what it would have paid; empty where a match is short.
      held: the sources that may pay it, any of which would help.
      match: the rule of matching that it fails, if it is that.
    """

    fen: int
    kinds: tuple[str, ...]
    held: tuple[Held, ...]
    match: MatchRule | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """How a community is paid (资金安排): whole, if nothing is short."""

    paid: Payments
    shortages: tuple[Shortage, ...]

    @property
    def is_whole(self) -> bool:
        return not self.shortages


def pay(
    problem: ChoiceProblem,
    community: PoolCommunity,
    works: Iterable[CandidateWork],
    left: Sequence[int],
    start: Mapping[tuple[str, str], int] | None = None,
) -> Funding:
    """Pay for works out of what is left in the pots.

    :param left: of each pot, in 分.
    :param start: payments by kind and source to begin with; kept as far as the limits allow.
    """
    return _Network(problem, community, demand(works), left).solve(start or {})


class _Network:
    def __init__(
        self,
        problem: ChoiceProblem,
        community: PoolCommunity,
        needs: dict[str, int],
        left: Sequence[int],
    ) -> None:
        self._problem, self._community = problem, community
        self._needs = needs
        self._least: dict[tuple[str, str], int] = {}
        self._most: dict[tuple[str, str], int] = {}
        for kind, fen in needs.items():
            for source, rule in problem.permits.get(kind, {}).items():
                self._least[kind, source] = _up(rule.least * fen)
                self._most[kind, source] = int(rule.most * fen)
        self._room = {
            source: self._bound(source, left) for source in dict.fromkeys(s for _, s in self._most)
        }
        self._paid = dict.fromkeys(self._most, 0)
        self._short = dict(needs)
        payers = {payer for rule in problem.matches for payer in rule.payers}
        matched = {code for rule in problem.matches for code in rule.of}
        self._order = sorted(
            self._room, key=lambda code: (code in matched, code not in payers, code)
        )

    def solve(self, start: Mapping[tuple[str, str], int]) -> Funding:
        for (kind, source), fen in self._least.items():
            self._give(kind, source, min(fen, self._room[source], self._short[kind]))
        for cell, fen in start.items():
            if cell in self._paid:
                most = min(self._most[cell], fen) - self._paid[cell]
                self._give(*cell, max(0, min(most, self._room[cell[1]], self._short[cell[0]])))
        for source in self._order:
            while self._push(source):
                pass
        shortages = (*self._below_least(), *self._unpaid())
        if not shortages:
            shortages = (*self._unmatched(),)
            if shortages and start:  # what it began with stands in the way
                return self._again()
        paid = {cell: fen for cell, fen in sorted(self._paid.items()) if fen}
        return Funding(paid, shortages)

    def _again(self) -> Funding:
        """Pay anew from nothing, with the room that was there at the beginning."""
        for (_, source), fen in self._paid.items():
            self._room[source] += fen
        self._paid = dict.fromkeys(self._most, 0)
        self._short = dict(self._needs)
        return self.solve({})

    def _bound(self, source: str, left: Sequence[int]) -> int:
        problem, community = self._problem, self._community
        pots = problem.pots_of[source, community.county]
        most = problem.most_from(community, problem.source_of[source])
        bounds = [max(0, left[n]) for n in pots] + ([most] if most is not None else [])
        return min(bounds, default=sum(self._needs.values()))

    def _give(self, kind: str, source: str, fen: int) -> None:
        self._paid[kind, source] += fen
        self._room[source] -= fen
        self._short[kind] -= fen

    def _push(self, source: str) -> bool:
        """Let a source pay what is short, directly or by pushing others round; False if it cannot."""
        if not self._room[source]:
            return False
        payer_of: dict[str, str] = {}  # kind: the source that would pay it
        freed_at: dict[str, str] = {}  # source: the kind where it would be freed
        queue = deque([source])
        while queue:
            payer = queue.popleft()
            for kind in self._needs:
                cell = (kind, payer)
                if kind in payer_of or self._paid.get(cell, 0) >= self._most.get(cell, 0):
                    continue
                payer_of[kind] = payer
                if self._short[kind]:
                    self._shift(source, kind, payer_of, freed_at)
                    return True
                for other in self._order:
                    free = self._paid.get((kind, other), 0) > self._least.get((kind, other), 0)
                    if free and other != source and other not in freed_at:
                        freed_at[other] = kind
                        queue.append(other)
        return False

    def _shift(
        self, source: str, kind: str, payer_of: Mapping[str, str], freed_at: Mapping[str, str]
    ) -> None:
        more, less = [(kind, payer_of[kind])], []
        while (payer := more[-1][1]) != source:
            less.append((freed_at[payer], payer))
            more.append((freed_at[payer], payer_of[freed_at[payer]]))
        fen = min(
            self._short[kind],
            self._room[source],
            *(self._most[cell] - self._paid[cell] for cell in more),
            *(self._paid[cell] - self._least[cell] for cell in less),
        )
        for cell in more:
            self._paid[cell] += fen
        for cell in less:
            self._paid[cell] -= fen
        self._room[source] -= fen
        self._short[kind] -= fen

    def _below_least(self) -> list[Shortage]:
        found = []
        for (kind, source), least in self._least.items():
            short = least - self._paid[kind, source]
            if short > 0:
                found.append(Shortage(short, (kind,), (self._held(source),)))
        return found

    def _unpaid(self) -> list[Shortage]:
        """Gather what is short with the sources that could pay it, were they not held."""
        kinds = [kind for kind, fen in self._short.items() if fen]
        if not kinds:
            return []
        reach, queue = list(kinds), deque(kinds)
        held: dict[str, Held] = {}
        while queue:
            kind = queue.popleft()
            for source in self._order:
                if (kind, source) not in self._paid or source in held:
                    continue
                if self._paid[kind, source] >= self._most[kind, source]:
                    held[source] = Held(source, HeldBy.SHARE, self._most[kind, source])
                    continue
                held[source] = self._held(source)
                for other in self._needs:  # what it pays elsewhere could be paid by another
                    cell = (other, source)
                    if other not in reach and self._paid.get(cell, 0) > self._least.get(cell, 0):
                        reach.append(other)
                        queue.append(other)
        fen = sum(self._short[kind] for kind in kinds)
        return [Shortage(fen, tuple(kinds), tuple(held.values()))]

    def _unmatched(self) -> list[Shortage]:
        found = []
        for rule in self._problem.matches:
            payers = sum(f for (_, source), f in self._paid.items() if source in rule.payers)
            matched = sum(f for (_, source), f in self._paid.items() if source in rule.of)
            short = rule.share * matched - payers
            if short > 0:  # a 分 more of the payers is a 分 less to be matched
                fen = _up(short / (1 + rule.share))
                held = tuple(self._held(code) for code in rule.payers if code in self._room)
                found.append(Shortage(fen, (), held, rule))
        return found

    def _held(self, source: str) -> Held:
        given = sum(fen for (_, payer), fen in self._paid.items() if payer == source)
        problem, community = self._problem, self._community
        rule = problem.source_of[source]
        if rule.is_promised:
            return Held(source, HeldBy.PROMISE, given)
        if not problem.pots_of[source, community.county]:
            return Held(source, HeldBy.NO_POT, 0)
        cap = rule.fen_per_household
        is_cap = cap is not None and given + self._room[source] >= cap * community.households
        return Held(source, HeldBy.HOUSEHOLD if is_cap else HeldBy.POT, given)


def _up(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
