"""The ladder of an overdue order (逾期阶梯): remind, supervise, name, summon, hold to account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from jiugai.domain.law import Rule, rules_in_force
from jiugai.domain.supervision.orders.chain import OrderStanding


class Rung(Enum):
    """What an overdue order comes to (逾期措施), mildest first."""

    REMIND = "remind"
    SUPERVISE = "supervise"
    NAME = "name"
    SUMMON = "summon"
    ACCOUNT = "account"

    @property
    def word(self) -> str:
        return _RUNG_WORDS[self]


_RUNG_WORDS = {
    Rung.REMIND: "提醒",
    Rung.SUPERVISE: "督办",
    Rung.NAME: "通报",
    Rung.SUMMON: "约谈",
    Rung.ACCOUNT: "问责",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RungRule(Rule):
    """From how many days late a measure is proposed (逾期措施界线).

    Attributes:
      rung: the measure.
      days_late: from this many days after the due day on; negative for days before it.
      who: who decides upon it, in the words of the screen.
    """

    rung: Rung
    days_late: int
    who: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """The measure that an order has come to; a person decides upon it, never the system."""

    rule: RungRule
    days_late: int

    @property
    def why(self) -> str:
        """Return the sentence that explains it."""
        if self.days_late < 0:
            told = f"离期限还有{-self.days_late}天"
        elif self.days_late == 0:
            told = "今天到期"
        else:
            told = f"已逾期{self.days_late}天"
        kept = self.rule.days_late
        line = f"逾期满{kept}天" if kept > 0 else (f"到期前{-kept}天内" if kept else "到期当天")
        return f"{told}，{line}可以{self.rule.rung.word}，由{self.rule.who}决定。"


def proposed(
    standing: OrderStanding, rules: Iterable[RungRule], *, code: str, today: date
) -> Proposed | None:
    """Return the highest rung that an order has reached while its owner is to act, if any."""
    if standing.due_on is None or not standing.state.waits_for_owner:
        return None
    late = (today - standing.due_on).days
    nearest: dict[Rung, RungRule] = {}
    for rule in rules_in_force(rules, code, today):
        nearest.setdefault(rule.rung, rule)
    reached = [rule for rule in nearest.values() if late >= rule.days_late]
    if not reached:
        return None
    return Proposed(max(reached, key=lambda rule: rule.days_late), late)
