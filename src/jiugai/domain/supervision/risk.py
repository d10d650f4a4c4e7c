"""How much a project weighs in a draw (风险分): points for signs that anybody can count again.

A sign is no accusation: it makes a visit more likely, and nothing else follows from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from jiugai.domain.law import Rule, rule_in_force


class RiskSign(Enum):
    """What makes a project weigh more (风险迹象)."""

    BASE = "base"
    NEW_CLAIM = "new_claim"
    UNPAID = "unpaid"
    NEVER_DRAWN = "never_drawn"

    @property
    def word(self) -> str:
        """Return the office's words."""
        return {
            "base": "每个项目",
            "new_claim": "本月新报开工或完工",
            "unpaid": "报了开工，没有一笔支付",
            "never_drawn": "从未抽到过",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskSignRule(Rule):
    """How many points a sign is worth (风险分规定)."""

    sign: RiskSign
    points: int


SignPoints = dict[RiskSign, int]
"""The points of each sign at one place on one day."""


@dataclass(frozen=True, slots=True)
class ClaimedProject:
    """What of a declared project bears on its risk (上报项目).

    Attributes:
      claimed: a start or a completion happened within the month verified.
      started: some community of it is declared as started; paid_fen: money paid, in 分.
      drawn: it stood on an earlier list.
    """

    claimed: bool
    started: bool
    paid_fen: int
    drawn: bool


def points_in_force(rules: Sequence[RiskSignRule], code: str, on: date) -> SignPoints:
    """Return the points of each sign for a division on a day; a sign without a rule has none."""
    found: SignPoints = {}
    for sign in RiskSign:
        rule = rule_in_force([rule for rule in rules if rule.sign is sign], code, on)
        found[sign] = rule.points if rule else 0
    return found


def signs_of(project: ClaimedProject) -> tuple[RiskSign, ...]:
    """Return the signs that a project shows, in the order in which pages name them."""
    return tuple(_signs(project))


def risk_of(project: ClaimedProject, points: SignPoints) -> int:
    """Return a project's risk before its county's light."""
    return sum(points[sign] for sign in _signs(project))


def _signs(project: ClaimedProject) -> Iterator[RiskSign]:
    yield RiskSign.BASE
    if project.claimed:
        yield RiskSign.NEW_CLAIM
    if project.started and not project.paid_fen:
        yield RiskSign.UNPAID
    if not project.drawn:
        yield RiskSign.NEVER_DRAWN
