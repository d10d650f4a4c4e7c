"""The lights of verification (核实灯): how far found and declared may differ, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from jiugai.domain.law import Rule, rule_in_force


class Light(Enum):
    """What a county's verified figures are worth (核实灯); a word beside every colour."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {"green": "绿灯", "amber": "黄灯", "red": "红灯"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class LightRule(Rule):
    """What earns a light, and how much is verified next (核实灯规定).

    Attributes:
      deviation_at_most: the share of what was declared by which found may differ; None for the
        last light, which takes all that is worse.
      factor: what a county's risk is multiplied by in the next draw.
      random: how many projects the next month draws at random where the city has this light;
        ``by_risk``: how many by their risk.
    """

    light: Light
    factor: int
    random: int
    by_risk: int
    deviation_at_most: Fraction | None = None


LightRules = dict[Light, LightRule]
"""The rule of each light at one place on one day."""


def lights_in_force(rules: Sequence[LightRule], code: str, on: date) -> LightRules:
    """Return the rule of each light for a division on a day."""
    found = {
        light: rule_in_force([rule for rule in rules if rule.light is light], code, on)
        for light in Light
    }
    return {light: rule for light, rule in found.items() if rule is not None}


def light_of(deviation: Fraction, rules: LightRules) -> Light:
    """Return the light of a deviation; a bound itself still earns the better light."""
    for light in (Light.GREEN, Light.AMBER):
        bound = rules[light].deviation_at_most
        if bound is not None and deviation <= bound:
            return light
    return Light.RED
