"""The red and the black list of a released ranking (红黑榜), and the cheapest way off the latter.

Everything is counted from the two numbers that the ranking itself prints. A county with few sites
has its rank with what one site more or less would make of it: such a rank says little by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.law import Rule
from jiugai.domain.supervision.lights import Light
from jiugai.domain.supervision.ranking import Contender, Method, Ranked, Ties, rank
from jiugai.domain.supervision.shares import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class HonoursRule(Rule):
    """How long the lists are and how far behind is how bad (红黑榜规定).

    Attributes:
      red, black: how many stand on either list, more where several are level.
      amber_gap: so far behind the city's rate a county still has green; ``red_gap``: still amber.
      small: a county with so many sites or fewer has its rank with an interval.
    """

    red: int
    black: int
    amber_gap: Fraction
    red_gap: Fraction
    small: int


@dataclass(frozen=True, slots=True)
class Entrant:
    """A county as the released ranking has it (上榜单位): so many of so many."""

    county: str
    done: int
    planned: int

    @property
    def rate(self) -> Fraction | None:
        """Return its rate; None where nothing was planned."""
        return Fraction(self.done, self.planned) if self.planned else None


@dataclass(frozen=True, slots=True)
class Placed:
    """A county on the board (红黑榜行).

    Attributes:
      gap: how far its rate is behind the city's; below nought where it is ahead.
      to_better_light: how many sites more would change its light; 0 where it is green already.
      better_light: the light that it would then have.
      to_average: how many sites more would reach the rate that the city now has; 0 where nothing
        is lacking.
      best, worst: its rank with one site more and one less; None unless it is small.
    """

    entrant: Entrant
    rank: int | None
    light: Light | None
    gap: Fraction | None
    is_red: bool
    is_black: bool
    to_better_light: int
    better_light: Light | None
    to_average: int
    best: int | None
    worst: int | None

    @property
    def left(self) -> int:
        """Return how many of its planned sites are still to be done."""
        return max(self.entrant.planned - self.entrant.done, 0)


@dataclass(frozen=True, slots=True)
class Honours:
    """A released ranking as a board (红黑榜): its rows in the order of their ranks."""

    rate: Fraction | None
    rows: tuple[Placed, ...]

    @property
    def red(self) -> tuple[Placed, ...]:
        """Return the red list."""
        return tuple(row for row in self.rows if row.is_red)

    @property
    def black(self) -> tuple[Placed, ...]:
        """Return the black list, the last first."""
        return tuple(row for row in reversed(self.rows) if row.is_black)


def honours(entrants: Sequence[Entrant], rule: HonoursRule) -> Honours:
    """Make the board of a ranking.

    Nobody stands on both lists, and where all are level nobody stands on either.
    """
    planned = sum(e.planned for e in entrants)
    city = Fraction(sum(e.done for e in entrants), planned) if planned else None
    known = {e.county: e for e in entrants}
    contenders = [Contender(e.county, Share.of(e.done, e.planned)) for e in entrants]
    ranking = rank(contenders, Method("released", "communities", ties=Ties.SHARED))
    red = {row.contender.region for row in ranking.leading(rule.red)}
    black = {row.contender.region for row in ranking.trailing(rule.black)}
    rows = []
    for row in ranking.rows:
        entrant = known[row.contender.region]
        rows.append(_placed(row, entrant, entrants, city, rule, red, black))
    return Honours(city, tuple(rows))


def _placed(
    row: Ranked,
    entrant: Entrant,
    entrants: Sequence[Entrant],
    city: Fraction | None,
    rule: HonoursRule,
    red: set[str],
    black: set[str],
) -> Placed:
    if entrant.rate is None or city is None:
        return Placed(entrant, None, None, None, False, False, 0, None, 0, None, None)
    light = light_of(city - entrant.rate, rule)
    more = _to_better_light(entrant, light, city, rule)
    better = light_of(city - Fraction(entrant.done + more, entrant.planned), rule)
    small = entrant.planned <= rule.small
    return Placed(
        entrant=entrant,
        rank=row.rank,
        light=light,
        gap=city - entrant.rate,
        is_red=entrant.county in red,
        is_black=entrant.county in black,
        to_better_light=more,
        better_light=better if more else None,
        to_average=more_to(entrant, city),
        best=_rank_with(entrant, 1, entrants) if small else None,
        worst=_rank_with(entrant, -1, entrants) if small else None,
    )


def _to_better_light(entrant: Entrant, light: Light, city: Fraction, rule: HonoursRule) -> int:
    bound = {Light.RED: city - rule.red_gap, Light.AMBER: city - rule.amber_gap}.get(light)
    return 0 if bound is None else more_to(entrant, bound)


def light_of(gap: Fraction, rule: HonoursRule) -> Light:
    """Return the light of a gap; a bound itself still earns the better light."""
    if gap <= rule.amber_gap:
        return Light.GREEN
    return Light.AMBER if gap <= rule.red_gap else Light.RED


def more_to(entrant: Entrant, rate: Fraction) -> int:
    """Return the fewest sites more with which a county reaches a rate."""
    return max((rate * entrant.planned).__ceil__() - entrant.done, 0)


def _rank_with(entrant: Entrant, more: int, entrants: Sequence[Entrant]) -> int:
    """Return the rank that a county would have with a site more or less, all others as they are."""
    most = max(entrant.done, entrant.planned)
    rate = Fraction(min(max(entrant.done + more, 0), most), entrant.planned)
    others = (other.rate for other in entrants if other is not entrant)
    return 1 + sum(other is not None and other > rate for other in others)
