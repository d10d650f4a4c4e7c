"""For whom and when duties are looked for (今日的问法)."""

from dataclasses import dataclass
from datetime import date, datetime

from jiugai.services.actor import Actor, Power
from jiugai.services.facts import Horizon
from jiugai.services.reporting.closing import CloseRow


@dataclass(frozen=True, slots=True)
class Asked:
    """The officer at the desk, and the day (今日的问法).

    Attributes:
      horizon: everything that is known by now of what was true by today.
      closes: the closed months that were over by then, oldest first.
    """

    actor: Actor
    today: date
    now: datetime
    horizon: Horizon
    closes: tuple[CloseRow, ...]

    def may(self, power: Power) -> bool:
        """Say whether the officer's post carries a power."""
        return power in self.actor.powers
