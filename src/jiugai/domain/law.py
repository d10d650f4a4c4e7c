"""The law in force (现行规定): which rule speaks at a place on a day, and what paper says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

NATION = "CN"
"""The region of a rule that holds in the whole country; GB/T 2260 has no code for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A statement of the law with the place and the days for which it holds (规定).

    Attributes:
      clause: the rule's own short code, such as ``EL-02``; shown beside every verdict.
      source: the paper, with its number and clause where known.
      in_force_from: the first day on which it holds.
      in_force_until: the last day, or None while it stands.
      region: ``CN``, or the code of a province, a city, a county or a local unit.
      url: where the text was seen; empty if it was not.
      verified: False if the number or its day is only recalled; the screen then says 待核实.
      note: what a reader should know of it, in Chinese.
    """

    clause: str
    source: str
    in_force_from: date
    in_force_until: date | None = None
    region: str = NATION
    url: str = ""
    verified: bool = True
    note: str = ""

    def holds(self, code: str, on: date) -> bool:
        """Say whether the rule speaks for a division on a day; both ends of its time included."""
        begun = self.in_force_from <= on
        ended = self.in_force_until is not None and self.in_force_until < on
        return begun and not ended and covers(self.region, code)

    @property
    def citation(self) -> str:
        """Return the source as a sentence quotes it, with the doubt if there is one."""
        return self.source if self.verified else f"{self.source}，待核实"


AnyRule = TypeVar("AnyRule", bound=Rule)


def covers(region: str, code: str) -> bool:
    """Say whether a division lies in a region, by their codes.

    ``610000`` covers ``610902``, ``610902001`` and the local unit ``610900-L01``.
    """
    return region == NATION or code.startswith(_stem(region))


def rules_in_force(rules: Iterable[AnyRule], code: str, on: date) -> tuple[AnyRule, ...]:
    """Return all rules that speak for a division on a day, the nearest and newest first."""
    holding = [rule for rule in rules if rule.holds(code, on)]
    return tuple(sorted(holding, key=_precedence, reverse=True))


def rule_in_force(rules: Iterable[AnyRule], code: str, on: date) -> AnyRule | None:
    """Return the one rule that decides for a division on a day, or None if there is none.

    The rule of the smallest region goes before that of a larger one, however old it is: a
    province's paper carries the nation's out. Within one region the latest goes before the older.
    """
    holding = rules_in_force(rules, code, on)
    return holding[0] if holding else None


def _precedence(rule: Rule) -> tuple[int, date]:
    depth = 0 if rule.region == NATION else len(_stem(rule.region))
    return depth, rule.in_force_from


def _stem(region: str) -> str:
    """Return the part of a code that the divisions below share: 610000 → 61, 610900 → 6109."""
    return region.removesuffix("00").removesuffix("00") if len(region) == 6 else region
