"""Which money may pay for what (资金来源与改造内容相配): denied wherever no rule speaks.

The giver of money lays down what it is for, and who stands below may narrow that, never widen it.
So each level of government is asked, the nation first: wherever one speaks of a source and an
item, its latest paper must allow it. Where none speaks, the answer is no, until an office shows a
paper that says otherwise for one source and one item (a waiver).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from jiugai.domain.funding.sources import Source
from jiugai.domain.law import Rule, rules_in_force
from jiugai.domain.quantities import percent
from jiugai.domain.scheme.catalogue import Reach, ScopeClass, ScopeItem


class Permission(Enum):
    """What a rule says of a source and an item (可否)."""

    ALLOW = "allow"
    BAR = "bar"

    @property
    def word(self) -> str:
        return {"allow": "可以用于", "bar": "不得用于"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRule(Rule):
    """A rule on what some money may pay for (资金用途规定).

    Attributes:
      fund: the source that it speaks of.
      classes: classes of items that it speaks of.
      items: single items that it speaks of, by code, beside those of ``classes``.
      reach: where the item must take effect; nothing if it does not matter.
      most_share: what part of an item's cost the source may bear; None if all of it.
      papers: what must be at hand before the money is used.
    """

    fund: Source
    answer: Permission
    classes: tuple[ScopeClass, ...] = ()
    items: tuple[str, ...] = ()
    reach: tuple[Reach, ...] = ()
    most_share: Fraction | None = None
    papers: tuple[str, ...] = ()

    def speaks_of(self, fund: Source, item: ScopeItem, reach: Reach | None) -> bool:
        """Say whether the rule is about this money and this item at this place.

        A place that is not told is none that a rule of one place speaks of.
        """
        meant = item.clause in self.items or item.scope_class in self.classes
        return self.fund is fund and meant and (not self.reach or reach in self.reach)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A paper that lets one source pay for one item although no rule does (例外批准)."""

    fund: Source
    item: str
    paper: str


@dataclass(frozen=True, slots=True)
class MayPay:
    """Whether a source may pay for an item, and why (可否及依据).

    Attributes:
      deciding: the latest rule of each level that speaks, the nearest level first.
      waiver: the paper that opened what no rule allows.
    """

    fund: Source
    item: ScopeItem
    allowed: bool
    deciding: tuple[SourceRule, ...] = ()
    waiver: Waiver | None = None

    @property
    def most_share(self) -> Fraction:
        """Return what part of the item's cost the source may bear at most."""
        if not self.allowed:
            return Fraction(0)
        return min((one.most_share for one in self.deciding if one.most_share), default=Fraction(1))

    @property
    def papers(self) -> tuple[str, ...]:
        """Return what must be at hand, each once."""
        return tuple(dict.fromkeys(paper for one in self.deciding for paper in one.papers))

    @property
    def is_unspoken(self) -> bool:
        """Say whether no rule speaks at all."""
        return not self.deciding

    @property
    def verified(self) -> bool:
        """Say whether every deciding rule was seen in its own words."""
        return all(one.verified for one in self.deciding)

    @property
    def because(self) -> str:
        """Return why, in one sentence."""
        pair = f"{self.fund.word}{{}}{self.item.word}（{self.item.clause}）"
        if self.waiver:
            return f"{pair.format('经批准可以用于')}，批准文件{self.waiver.paper}。"
        if self.is_unspoken:
            return f"没有规定说{pair.format('可以用于')}，按不可以办；确有文件的，凭文件例外。"
        if not self.allowed:
            bar = next(one for one in self.deciding if one.answer is Permission.BAR)
            return f"{pair.format('不得用于')}，依据{bar.citation}。"
        cited = "；".join(one.citation for one in self.deciding)
        most = self.most_share
        cap = f"，不超过该项费用的{percent(most, 0)}" if most < 1 else ""
        papers = f"，须有{'、'.join(self.papers)}" if self.papers else ""
        return f"{pair.format('可以用于')}{cap}{papers}，依据{cited}。"


def may_pay(
    fund: Source,
    item: ScopeItem,
    rules: Iterable[SourceRule],
    *,
    code: str,
    on: date,
    reach: Reach | None = None,
    waivers: Iterable[Waiver] = (),
) -> MayPay:
    """Say whether a source may pay for an item at a place on a day.

    A waiver opens what no rule speaks of. What a rule bars, no waiver opens: the bar is the giver's.

    :param code: the division where the money is spent.
    :param reach: where the item takes effect; None if that is not known.
    """
    spoken = [rule for rule in rules_in_force(rules, code, on) if rule.speaks_of(fund, item, reach)]
    deciding = tuple(_latest_of_each_level(spoken))
    if deciding:
        allowed = all(rule.answer is Permission.ALLOW for rule in deciding)
        return MayPay(fund, item, allowed, deciding)
    waiver = next((one for one in waivers if (one.fund, one.item) == (fund, item.clause)), None)
    return MayPay(fund, item, waiver is not None, (), waiver)


def _latest_of_each_level(spoken: Iterable[SourceRule]) -> Iterator[SourceRule]:
    """Yield of each region the rule that decides: the newest, and of one day's the bar."""
    decided: dict[str, SourceRule] = {}
    for rule in spoken:  # the newest of a region comes first
        held = decided.setdefault(rule.region, rule)
        same_day = held.in_force_from == rule.in_force_from
        if same_day and (rule.answer, held.answer) == (Permission.BAR, Permission.ALLOW):
            decided[rule.region] = rule
    yield from decided.values()


def faults_of(rules: Iterable[SourceRule], catalogue: Iterable[str]) -> tuple[str, ...]:
    """Return what is wrong with rules taken together: items that no catalogue has, empty rules."""
    known = set(catalogue)
    faults = []
    for rule in rules:
        if not rule.items and not rule.classes:
            faults.append(f"{rule.clause} 没有写 items，也没有写 classes，不知道说的是哪些内容。")
        for code in rule.items:
            if code not in known:
                faults.append(f"{rule.clause} 的 items 写了“{code}”，改造内容目录里没有这一项。")
        if rule.answer is Permission.BAR and rule.most_share is not None:
            faults.append(f"{rule.clause} 写的是不得使用，又写了 most_share，请只留一个。")
    return tuple(faults)
