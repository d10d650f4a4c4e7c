"""Money that lies idle (资金沉淀): from how many days on it is named."""

from dataclasses import dataclass
from datetime import date

from jiugai.domain.law import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleRule(Rule):
    """After how many days money that arrived for works not begun is named as idle (资金沉淀)."""

    days: int

    def names(self, arrived_on: date, today: date) -> bool:
        """Say whether money that arrived on a day has lain long enough to be named."""
        return (today - arrived_on).days >= self.days
