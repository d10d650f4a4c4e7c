"""A rule by which a community is granted money (小区补助办法) as data.

A rule may grant by area and by what the residents pay, by household, and once for something set up;
what it grants is the sum of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.law import Rule
from jiugai.domain.scheme.catalogue import ScopeClass


class SetUp(Enum):
    """What a community sets up to run itself afterwards (自治机制)."""

    COMMITTEE = "committee"
    COVENANT = "covenant"
    SERVICE = "service"

    @property
    def word(self) -> str:
        words = {
            "committee": "业委会或自治组织",
            "covenant": "自治公约",
            "service": "物业服务机制",
        }
        return words[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGrant:
    """A grant of so much a ㎡ by a ratio that moves with what the residents pay (按面积补助).

    Attributes:
      cap_yuan_per_m2: the most that a ㎡ counts for; less where it really costs less.
      floors: what part of each class's investment the residents owe.
      each: how far above or below the floor one step is, as a share of the investment.
      up: what each step above adds to the ratio, ``up_most`` in all.
      down: what each step below takes off it; the ratio never falls below nought.
      rounds_up_above: whether a step begun counts as one, above and below.
    """

    word: str
    cap_yuan_per_m2: Fraction
    floors: Mapping[ScopeClass, Fraction]
    each: Fraction
    up: Fraction
    up_most: Fraction
    down: Fraction
    rounds_up_above: bool
    rounds_up_below: bool
    source: str
    verified: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdGrant:
    """A grant of so much a household (按户补助).

    Attributes:
      places: the districts for which it is; empty for all that no other entry names.
    """

    word: str
    yuan: Fraction
    places: tuple[str, ...]
    source: str
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OnceGrant:
    """A grant paid once, when all that it asks for is first set up (一次性补助)."""

    word: str
    yuan: Fraction
    conditions: tuple[SetUp, ...]
    source: str
    verified: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRule(Rule):
    """A whole rule (小区补助办法)."""

    title: str
    areas: tuple[AreaGrant, ...] = ()
    households: tuple[HouseholdGrant, ...] = ()
    once: tuple[OnceGrant, ...] = ()

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return what of the rule is only recalled or read so here, each as a phrase."""
        parts: tuple[AreaGrant | HouseholdGrant | OnceGrant, ...]
        parts = (*self.areas, *self.households, *self.once)
        whole = () if self.verified else (f"《{self.title}》的文号和起始日",)
        notes = {area.word: area.note for area in self.areas}
        return (*whole, *(notes.get(p.word) or p.word for p in parts if not p.verified))

    @property
    def places(self) -> tuple[str, ...]:
        """Return the districts that it names."""
        return tuple(place for part in self.households for place in part.places)
