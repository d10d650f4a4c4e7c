"""Rewards and cuts for next year's plan and money (奖惩), out of a released ranking.

Rules on file say what is proposed for whom; a person decides each proposal, with the paper in which
the decision is written. Nothing follows from a rank by itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from jiugai.domain.findings import Finding
from jiugai.domain.law import Rule, rule_in_force
from jiugai.domain.programme.adjustments import change_of
from jiugai.domain.quantities import percent, points
from jiugai.domain.supervision.honours import Honours, Placed
from jiugai.domain.supervision.lights import Light
from jiugai.domain.supervision.scoring_scheme import Effect, plain

_NOTHING = "没有写入任何数据。"


class Roll(Enum):
    """Which list of a released ranking (榜别)."""

    RED = "red"
    BLACK = "black"

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {"red": "红榜", "black": "黑榜"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardRule(Rule):
    """What is proposed for a county on a list (奖惩规定).

    Attributes:
      measure: of which ranking, such as ``start_rate``.
      cohort_back: of which cohort: 0 for the ranking's own year, 1 for the year before.
      lights: with which lights alone; empty for any.
      plan, money: by what share next year's change; the effect says whether up or down.
    """

    effect: Effect
    roll: Roll
    measure: str
    cohort_back: int
    lights: tuple[Light, ...] = ()
    plan: Fraction | None = None
    money: Fraction | None = None


@dataclass(frozen=True, slots=True)
class NextYearBasis:
    """What of a county's next year is known (下年基数), in 分; None where nothing is.

    Attributes:
      plan_fen: planned investment of next year's cohort; ``money_fen``: money allotted to it.
    """

    plan_fen: int | None = None
    money_fen: int | None = None


@dataclass(frozen=True, slots=True)
class RewardGround:
    """The facts of a released ranking that a proposal rests on (奖惩事实)."""

    measure: str
    cohort: int
    roll: Roll
    rank: int
    light: Light
    done: int
    planned: int
    city_done: int
    city_planned: int

    @property
    def sentence(self) -> str:
        """Return the numbers in one sentence, without the name of the measure."""
        own, city = Fraction(self.done, self.planned), Fraction(self.city_done, self.city_planned)
        gap = points(own - city)
        beside = "与全市持平" if gap == "持平" else f"比全市 {gap} 个百分点"
        return (
            f"{self.done}/{self.planned} = {percent(own)}，排第 {self.rank} 名，"
            f"全市 {percent(city)}，{beside}，{self.light.word}，列入{self.roll.word}"
        )


@dataclass(frozen=True, slots=True)
class RewardProposal:
    """What is proposed for a county's next year (奖惩建议).

    Attributes:
      county: its code in the released ranking.
      year: the year whose plan and money would change.
      clause, source: the rule, as it stood when the proposal was drawn up.
      user_id: who drew it up; 0 while nobody has.
      on: when; None while nobody has.
    """

    county: str
    year: int
    effect: Effect
    clause: str
    source: str
    verified: bool
    plan: Fraction | None
    money: Fraction | None
    basis: NextYearBasis
    ground: RewardGround
    user_id: int = 0
    on: date | None = None

    @property
    def plan_change_fen(self) -> int | None:
        """Return the change of the plan in 分; None where it does not change or is not known."""
        return signed_fen(self.effect, self.basis.plan_fen, self.plan)

    @property
    def money_change_fen(self) -> int | None:
        """Return the change of the money in 分; None where it does not change or is not known."""
        return signed_fen(self.effect, self.basis.money_fen, self.money)

    @property
    def change(self) -> str:
        """Return the change in words, such as ``计划减10%，资金减10%``."""
        return change_words(self.effect, self.plan, self.money)


class RewardRuling(Enum):
    """What was decided on a proposal (奖惩结论)."""

    ADOPTED = "adopted"
    CHANGED = "changed"
    REFUSED = "refused"

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {"adopted": "采纳", "changed": "调整后采纳", "refused": "不采纳"}[self.value]


@dataclass(frozen=True, slots=True)
class RewardDecision:
    """A decision on a proposal, once, by another than who drew it up (奖惩决定).

    Attributes:
      plan, money: as decided; None where nothing changes.
      paper: where the decision is written.
    """

    ruling: RewardRuling
    plan: Fraction | None
    money: Fraction | None
    paper: str
    words: str
    user_id: int
    on: date


def signed(effect: Effect, share: Fraction | None) -> Fraction:
    """Return a share with its sign: up for a reward, down for a cut; 0 where there is none."""
    return (share or Fraction(0)) * (-1 if effect is Effect.CUT else 1)


def signed_fen(effect: Effect, basis_fen: int | None, share: Fraction | None) -> int | None:
    """Return what a share of a basis is in 分, with its sign."""
    return None if share is None else change_of(basis_fen, signed(effect, share))


def change_words(effect: Effect, plan: Fraction | None, money: Fraction | None) -> str:
    """Return a change in words, such as ``计划减10%，资金减10%``."""
    sign = "减" if effect is Effect.CUT else "增"
    parts = (("计划", plan), ("资金", money))
    return "，".join(f"{word}{sign}{plain(share * 100)}%" for word, share in parts if share)


def rewards_in_force(rules: Iterable[RewardRule], code: str, on: date) -> tuple[RewardRule, ...]:
    """Return the rules that speak at a place on a day: the nearest for each list of each ranking."""
    found: dict[tuple[Effect, Roll, str, int], list[RewardRule]] = {}
    for rule in rules:
        asked = (rule.effect, rule.roll, rule.measure, rule.cohort_back)
        found.setdefault(asked, []).append(rule)
    nearest = (rule_in_force(group, code, on) for group in found.values())
    return tuple(rule for rule in nearest if rule is not None)


def propose(
    boards: Mapping[tuple[str, int], Honours],
    rules: Sequence[RewardRule],
    ranked_year: int,
    bases: Mapping[str, NextYearBasis],
) -> tuple[RewardProposal, ...]:
    """Return what the rules propose after a released ranking, rewards first.

    :param boards: the released boards, by measure and cohort.
    :param ranked_year: the year of the ranking's month; the next one's plan and money change.
    :param bases: what is known of next year, by the code of the county.
    """
    found = [
        _proposal(row, rule, boards[rule.measure, cohort], cohort, ranked_year + 1, bases)
        for rule in rules
        for cohort in (ranked_year - rule.cohort_back,)
        if (rule.measure, cohort) in boards
        for row in _named(boards[rule.measure, cohort], rule)
    ]
    return tuple(sorted(found, key=_order))


def _order(one: RewardProposal) -> tuple[bool, str, int, int]:
    return one.effect is Effect.CUT, one.ground.measure, -one.ground.cohort, one.ground.rank


def _named(board: Honours, rule: RewardRule) -> Iterator[Placed]:
    listed = board.red if rule.roll is Roll.RED else board.black
    for row in listed:
        if row.rank is not None and (not rule.lights or row.light in rule.lights):
            yield row


def _proposal(
    row: Placed,
    rule: RewardRule,
    board: Honours,
    cohort: int,
    year: int,
    bases: Mapping[str, NextYearBasis],
) -> RewardProposal:
    assert row.rank is not None
    assert row.light is not None
    entrants = [other.entrant for other in board.rows]
    ground = RewardGround(
        rule.measure,
        cohort,
        rule.roll,
        row.rank,
        row.light,
        row.entrant.done,
        row.entrant.planned,
        sum(entrant.done for entrant in entrants),
        sum(entrant.planned for entrant in entrants),
    )
    county = row.entrant.county
    return RewardProposal(
        county=county,
        year=year,
        effect=rule.effect,
        clause=rule.clause,
        source=rule.source,
        verified=rule.verified,
        plan=rule.plan,
        money=rule.money,
        basis=bases.get(county, NextYearBasis()),
        ground=ground,
    )


def check_decision(
    proposal: RewardProposal, decision: RewardDecision, *, decided: bool
) -> tuple[Finding, ...]:
    """Return what forbids a decision, all at once; empty if it may be entered.

    :param decided: somebody has decided the proposal already.
    """
    return tuple(_decision(proposal, decision, decided))


def _decision(
    proposal: RewardProposal, decision: RewardDecision, decided: bool
) -> Iterator[Finding]:
    if decided:
        yield Finding("reward.decided", f"这条建议已经决定过，决定不能改。{_NOTHING}")
    if decision.user_id == proposal.user_id:
        yield Finding("reward.own_proposal", f"这条建议是您拟的，须由另一人决定。{_NOTHING}")
    if not decision.paper.strip():
        yield Finding(
            "reward.no_paper",
            f"没有写决定见于哪份文件或哪次会议，例如“市政府专题会议纪要〔2020〕15号”。{_NOTHING}",
        )
    if decision.ruling is not RewardRuling.ADOPTED and not decision.words.strip():
        yield Finding(
            "reward.no_words",
            f"“{decision.ruling.word}”要写理由，例如“汛期停工两个月，已核实”。{_NOTHING}",
        )
    if decision.ruling is RewardRuling.CHANGED:
        yield from _changed(proposal, decision)


def _changed(proposal: RewardProposal, decision: RewardDecision) -> Iterator[Finding]:
    shares = (("计划", decision.plan), ("资金", decision.money))
    for word, share in shares:
        if share is not None and not 0 < share <= 1:
            yield Finding(
                "reward.share",
                f"{word}增减读到 {plain(share * 100)}%，应大于 0%、不超过 100%，例如 5；"
                f"不增减的请空着。{_NOTHING}",
            )
    if decision.plan is None and decision.money is None:
        yield Finding(
            "reward.no_change",
            f"调整后采纳要写计划或资金增减百分之几，例如 5；都不增减的请选“不采纳”。{_NOTHING}",
        )
    elif (decision.plan, decision.money) == (proposal.plan, proposal.money):
        yield Finding("reward.same", f"写的增减与建议相同，请选“采纳”，或改写增减。{_NOTHING}")
