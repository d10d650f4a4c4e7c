"""Why a community is not in the plan (落选原因): what keeps it out, and what would have to change.

Each community is paid anew, exactly: once with the whole year's money, to see whether it could ever
be paid alone, and once with what the plan leaves over, to see what it lacks now. What it lacks is a
count, not an estimate; what a 万元 would bring is the price of the relaxed problem, and said as such.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.programme.choice.outcome import PotPrice
from jiugai.domain.programme.choice.paying import Held, HeldBy, Shortage, pay
from jiugai.domain.programme.choice.plan import ChoicePlan, left_in_pots
from jiugai.domain.programme.choice.statement import ChoiceProblem, PoolCommunity
from jiugai.domain.programme.choice.worth import AimRank
from jiugai.domain.quantities import FEN_PER_WAN_YUAN, percent, round_half_up, wan_yuan


class LeftOutBy(Enum):
    """What keeps a community out (落选类别)."""

    PINNED_OUT = "pinned_out"
    NOT_RIPE = "not_ripe"
    UNPAYABLE = "unpayable"  # not even with the whole year's money
    EXTENSION_CAP = "extension_cap"
    MONEY = "money"
    ITS_WORTH = "its_worth"  # it could be paid, but brings nothing by the aims


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A community that is not in the plan (落选小区).

    Attributes:
      because: one sentence on what keeps it out.
      needs: one sentence on what would have to change.
      missing_fen: the least that is missing, in 分; None where money is not the cause.
      points: what it would add to the objective.
    """

    key: str
    by: LeftOutBy
    because: str
    needs: str
    missing_fen: int | None
    points: Fraction


def why_not(
    problem: ChoiceProblem,
    plan: ChoicePlan,
    rank: AimRank,
    prices: tuple[PotPrice, ...] = (),
) -> tuple[LeftOut, ...]:
    """Say of every community left out why, in the order of the pool."""
    return _WhyNot(problem, plan, rank, prices).all()


class _WhyNot:
    def __init__(
        self,
        problem: ChoiceProblem,
        plan: ChoicePlan,
        rank: AimRank,
        prices: tuple[PotPrice, ...],
    ) -> None:
        self._problem, self._plan, self._rank = problem, plan, rank
        self._left = left_in_pots(problem, plan.chosen)
        self._whole = [pot.fen for pot in problem.pots]
        self._price: Mapping[tuple[str, str], Fraction] = {
            (one.pot.source, one.pot.county): one.points for one in prices
        }
        chosen = [problem.by_key[key] for key in plan.keys]
        self._extended = sum(c.households for c in chosen if c.is_extension)
        self._standing = _standing(problem, plan, rank)

    def all(self) -> tuple[LeftOut, ...]:
        keys = self._plan.keys
        return tuple(self._one(c) for c in self._problem.pool if c.key not in keys)

    def _one(self, community: PoolCommunity) -> LeftOut:
        problem = self._problem
        if community.key in problem.pins_out:
            return self._told(
                community, LeftOutBy.PINNED_OUT, "指定不入选。", "取消“不入选”的指定后重新比选。"
            )
        if not problem.may_enter(community):
            ripe = community.ripe_from
            because = f"{ripe} 年起才能动工，不能列入 {problem.year} 年。"
            return self._told(community, LeftOutBy.NOT_RIPE, because, f"到 {ripe} 年再参加比选。")
        alone = pay(problem, community, community.owed, self._whole)
        if not alone.is_whole:
            short, left = _largest(alone.shortages), self._whole
            because = f"即使全年资金都给它也付不齐：{self._short(community, short, left)}。"
            needs = f"{self._remedy(community, short, left)}。"
            return self._told(community, LeftOutBy.UNPAYABLE, because, needs, short.fen)
        return self._over_cap(community) or self._by_money(community)

    def _over_cap(self, community: PoolCommunity) -> LeftOut | None:
        cap = self._problem.extension_cap
        if cap is None or not community.is_extension:
            return None
        over = self._extended + community.households - cap.households
        if over <= 0:
            return None
        because = (
            f"延伸纳入上限 {cap.households:,} 户，方案已用 {self._extended:,} 户，"
            f"放不下本小区 {community.households:,} 户。"
        )
        needs = f"已入选的延伸小区让出 {over:,} 户，或列入以后年度。"
        if community.households > cap.households:
            needs = "本小区一个就超过上限：由有权的机关调整上限，或列入以后年度。"
        return self._told(community, LeftOutBy.EXTENSION_CAP, because, needs)

    def _by_money(self, community: PoolCommunity) -> LeftOut:
        now = pay(self._problem, community, community.owed, self._left)
        if now.is_whole:
            because = "剩余资金付得起，但按现有目标它不增加得分。"
            needs = "户数、隐患或同意率的数据有误的请更正；确要纳入的，请指定入选。"
            return self._told(community, LeftOutBy.ITS_WORTH, because, needs, 0)
        short, left = _largest(now.shortages), self._left
        because = f"{self._short(community, short, left)}{self._beside(community)}。"
        needs = f"{self._remedy(community, short, left)}{self._one_more(community, short)}。"
        return self._told(community, LeftOutBy.MONEY, because, needs, short.fen)

    def _told(
        self,
        community: PoolCommunity,
        by: LeftOutBy,
        because: str,
        needs: str,
        missing: int | None = None,
    ) -> LeftOut:
        points = self._rank.of_community(community)
        return LeftOut(community.key, by, because, needs, missing, points)

    def _short(self, community: PoolCommunity, short: Shortage, left: Sequence[int]) -> str:
        if short.match is not None:
            held = "、".join(self._held(community, one, left) for one in short.held)
            return f"配套不足 {percent(short.match.share, 0)}，差 {_wan(short.fen)} 万元（{held}）"
        kinds = "、".join(self._problem.kind_of[kind].word for kind in short.kinds)
        if not short.held:
            return f"{kinds}差 {_wan(short.fen)} 万元，没有规定允许任何来源付这一类"
        held = "，".join(self._held(community, one, left) for one in short.held)
        return f"{kinds}差 {_wan(short.fen)} 万元：{held}"

    def _held(self, community: PoolCommunity, held: Held, left: Sequence[int]) -> str:
        word = self._problem.source_of[held.source].word
        given = _wan(held.fen)
        return {
            HeldBy.POT: f"{word}（{self._place(community, held.source, left)}）只余 {given} 万元",
            HeldBy.NO_POT: f"{word}没有预算",
            HeldBy.HOUSEHOLD: f"{word}按户封顶 {given} 万元",
            HeldBy.PROMISE: f"{word}只承诺 {given} 万元",
            HeldBy.SHARE: f"{word}按比例至多 {given} 万元",
        }[held.limit]

    def _place(self, community: PoolCommunity, source: str, left: Sequence[int]) -> str:
        pots = self._problem.pots_of[source, community.county]
        tightest = min(pots, key=lambda n: left[n], default=None)
        county = "" if tightest is None else self._problem.pots[tightest].county
        return county or "全市"

    def _remedy(self, community: PoolCommunity, short: Shortage, left: Sequence[int]) -> str:
        pots, promises = [], []
        for one in short.held:
            word = self._problem.source_of[one.source].word
            if one.limit is HeldBy.PROMISE:
                promises.append(word)
            elif one.limit in (HeldBy.POT, HeldBy.NO_POT):
                pots.append(f"{word}（{self._place(community, one.source, left)}）")
        ways = [f"{'或'.join(pots)}增加预算"] if pots else []
        ways += [f"{'或'.join(promises)}增加承诺"] if promises else []
        if not ways:
            return "减少这一类的造价，或由有权的机关调整比例、封顶"
        return f"{'，或'.join(ways)} {_wan(short.fen)} 万元"

    def _one_more(self, community: PoolCommunity, short: Shortage) -> str:
        """Say what a 万元 more in the pots that hold it would bring, by the price."""
        told = []
        for one in short.held:
            if one.limit is not HeldBy.POT:
                continue
            places = self._problem.pots_of[one.source, community.county]
            pots = (self._problem.pots[n] for n in places)
            prices = (self._price.get((pot.source, pot.county), Fraction(0)) for pot in pots)
            points = sum(prices, Fraction(0))
            if points > 0:
                word = self._problem.source_of[one.source].word
                told.append(f"{word}每多 1 万元约值 {round_half_up(points, 2)} 分")
        return f"（{'，'.join(told)}）" if told else ""

    def _beside(self, community: PoolCommunity) -> str:
        """Set its points for a 万元 beside the weakest of its county that is in, where they are fewer."""
        weakest = self._standing.get(community.county)
        own = _density(self._rank, community)
        if weakest is None or own is None or own >= weakest[0]:
            return ""
        density, name = weakest
        return (
            f"；每万元应改造价得 {round_half_up(own, 2)} 分，"
            f"低于同县入选中最低的“{name}”{round_half_up(density, 2)} 分"
        )


def _largest(shortages: Sequence[Shortage]) -> Shortage:
    return max(shortages, key=lambda one: one.fen)


def _standing(
    problem: ChoiceProblem, plan: ChoicePlan, rank: AimRank
) -> dict[str, tuple[Fraction, str]]:
    """Return by county the weakest community that is in of its worth, with its points for a 万元."""
    found: dict[str, tuple[Fraction, str]] = {}
    for key in sorted(plan.keys):
        community = problem.by_key[key]
        density = _density(rank, community)
        if density is None or problem.must_enter(community) or community.is_carried_over:
            continue
        here = found.get(community.county)
        if here is None or density < here[0]:
            found[community.county] = (density, community.name)
    return found


def _density(rank: AimRank, community: PoolCommunity) -> Fraction | None:
    fen = sum(work.cost_fen for work in community.owed)
    return rank.of_community(community) * FEN_PER_WAN_YUAN / fen if fen else None


def _wan(fen: int) -> str:
    """Return what is missing in 万元; less than a hundredth is not shown as nothing."""
    shown = wan_yuan(fen, 2)
    return f"{shown:,}" if shown or not fen else "不到 0.01"
