"""What is to be paid and what there is to pay it with (统筹题目).

A way is a source that may pay an item: the rules say so, and the money is free to go there. Money
that belongs to one project goes to others only within its package (跨片区组合), and what residents
and former owners gave for their own homes not even there. What the rules bar is no way at all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiugai.domain.funding.source_rules import MayPay, SourceRule, Waiver, may_pay
from jiugai.domain.funding.sources import Source
from jiugai.domain.law import Rule
from jiugai.domain.scheme.catalogue import Reach, ScopeItem


@dataclass(frozen=True, slots=True)
class PoolItem:
    """An item of a project that is to be paid (待付内容).

    Attributes:
      package: the projects that pay for each other; empty if the project stands alone.
      reach: where it takes effect; None if the table does not say.
      cost_fen: above nought.
    """

    number: int
    project: str
    county: str
    package: str
    item: ScopeItem
    reach: Reach | None
    cost_fen: int


@dataclass(frozen=True, slots=True)
class PoolSource:
    """An amount of money (可用资金).

    Attributes:
      code: its own name, such as the number of the paper that grants it.
      project: the one project that it belongs to; empty if it may go to any.
      county: the one county where it may be spent; empty if anywhere.
      until: the last day on which it may be used; None if it does not lapse.
    """

    code: str
    fund: Source
    amount_fen: int
    project: str = ""
    county: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRule(Rule):
    """Money that must stand beside other money in each project (配套规定).

    Attributes:
      fund: the source that is matched.
      by: the sources that match it, together.
      least: of what ``fund`` pays in a project, the share that ``by`` must pay at least.
    """

    fund: Source
    by: tuple[Source, ...]
    least: Fraction


@dataclass(frozen=True, slots=True)
class Way:
    """A source that may pay an item, and how much of it at most (付款通道); places in the problem."""

    source: int
    item: int
    most_fen: int
    crosses: bool


@dataclass(frozen=True, slots=True)
class DeniedPair:
    """A source that may not pay an item (不相配)."""

    source: int
    item: int
    found: MayPay


@dataclass(frozen=True, slots=True)
class PoolProblem:
    """The whole statement (统筹题目).

    Attributes:
      refused: the pairs that the rules deny though the money is free to go there.
    """

    items: tuple[PoolItem, ...]
    sources: tuple[PoolSource, ...]
    ways: tuple[Way, ...]
    refused: tuple[DeniedPair, ...]
    matches: tuple[MatchRule, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """The rules under which the money goes (适用规定), at a place on a day."""

    rules: Sequence[SourceRule]
    waivers: Sequence[Waiver]
    matches: Sequence[MatchRule]
    code: str
    on: date


def state(items: Sequence[PoolItem], sources: Sequence[PoolSource], law: Law) -> PoolProblem:
    """Find the ways and the refused pairs."""
    packages = {one.project: one.package for one in items}
    known: dict[tuple[Source, str, Reach | None], MayPay] = {}
    ways, refused = [], []
    for s, source in enumerate(sources):
        for i, item in enumerate(items):
            if not _is_free(source, item, packages, law.on):
                continue
            key = (source.fund, item.item.clause, item.reach)
            if key not in known:
                known[key] = _asked(source.fund, item, law)
            found = known[key]
            if not found.allowed:
                refused.append(DeniedPair(s, i, found))
                continue
            most = int(found.most_share * item.cost_fen)
            crosses = bool(source.project) and source.project != item.project
            ways.append(Way(s, i, min(most, source.amount_fen), crosses))
    matches = tuple(one for one in law.matches if one.holds(law.code, law.on))
    return PoolProblem(tuple(items), tuple(sources), tuple(ways), tuple(refused), matches)


def _asked(fund: Source, item: PoolItem, law: Law) -> MayPay:
    return may_pay(
        fund,
        item.item,
        law.rules,
        code=law.code,
        on=law.on,
        reach=item.reach,
        waivers=law.waivers,
    )


def _is_free(source: PoolSource, item: PoolItem, packages: Mapping[str, str], on: date) -> bool:
    """Say whether the money may go to the item, whatever the rules say of the pair."""
    if source.until is not None and source.until < on:
        return False
    if source.county and source.county != item.county:
        return False
    if not source.project or source.project == item.project:
        return True
    if source.fund.is_givers_own or not item.package:
        return False
    return packages.get(source.project) == item.package


def projects_of(items: Iterable[PoolItem]) -> Iterator[str]:
    """Yield each project once, in the order of the table."""
    yield from dict.fromkeys(one.project for one in items)
