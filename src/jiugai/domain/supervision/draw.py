"""The drawn verification (抽查): a list that nobody can steer and anybody can draw again.

The seed is the SM3 of the register's root, which stands in the last bulletin, and the month. Every
project gets two tickets from the seed and its number; nothing else decides, neither a clock nor the
order of the file. ``docs/manual/6-抽查名单怎样重抽.md`` tells it to a stranger, step by step.

By risk: projects in the order of their risk tickets lie on a line, each as long as its weight, and a
comb with equal teeth is laid on it, begun where the seed says (systematic sampling). A project is
drawn with exactly n × weight ÷ all weights; one for which that would be 1 or more is drawn for
certain and leaves the line. At random: of the rest, those with the smallest tickets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.calendar import Month
from jiugai.domain.sealing.sm3 import sm3
from jiugai.domain.supervision.lights import Light, LightRules

ALGORITHM = 1
"""Raised whenever the same root, month and list would give another draw."""

_COMB_DIGITS = 8
"""How many hexadecimal digits decide where the comb begins: few enough for a pocket calculator."""


class Way(Enum):
    """By which part of the draw a project came onto the list (抽取方式)."""

    CERTAIN = "certain"  # 必查: so heavy that every draw takes it
    RISK = "risk"
    RANDOM = "random"

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {"certain": "必查", "risk": "按风险", "random": "随机"}[self.value]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project that may be drawn (待抽项目).

    Attributes:
      project: its number or name, as published; no two alike.
      risk: how much it weighs before its county's light; 0 is never drawn by risk.
      light: the county's light at the last verification; None before the first.
    """

    project: str
    county: str = ""
    risk: Fraction = Fraction(1)
    light: Light | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """How probable it was to be drawn (入选概率): by risk, and at all."""

    by_risk: Fraction
    overall: Fraction


@dataclass(frozen=True, slots=True)
class Pick:
    """A project on the list (抽中项目), with the ticket or the tooth that took it."""

    candidate: Candidate
    way: Way
    ticket: bytes
    chance: Chance


@dataclass(frozen=True, slots=True)
class Drawn:
    """A list as it was drawn (抽查名单): those by risk first, each part in the order of its draw."""

    seed: bytes
    frame: bytes
    picks: tuple[Pick, ...]


def seed_of(root: bytes, month: Month) -> bytes:
    """Return the seed: SM3 of the 32 bytes of the root followed by ``2020-10`` in ASCII.

    :raises ValueError: if the root has another length.
    """
    if len(root) != 32:
        raise ValueError("a root has 32 bytes")
    return sm3(root + str(month).encode("ascii"))


def ticket(seed: bytes, part: str, project: str) -> bytes:
    """Return a project's ticket in one part of the draw, ``risk`` or ``random``."""
    return sm3(seed + f"{part}:{project}".encode())


def frame_digest(candidates: Sequence[Candidate]) -> bytes:
    """Return the digest of the list that is drawn from, whatever the order of its file."""
    lines = sorted(
        f"{c.project}\t{c.county}\t{c.risk}\t{c.light.value if c.light else ''}\n".encode()
        for c in candidates
    )
    return sm3(b"".join(lines))


def draw(candidates: Sequence[Candidate], lights: LightRules, city: Light, seed: bytes) -> Drawn:
    """Draw the list of a month.

    :param city: the city's light, which says how many are drawn.
    :raises ValueError: if two candidates bear the same number or a risk is negative.
    """
    if len({c.project for c in candidates}) < len(candidates):
        raise ValueError("two candidates bear the same number")
    if any(c.risk < 0 for c in candidates):
        raise ValueError("a risk is negative")
    rule = lights[city]
    weights = {c: weight(c, lights) for c in candidates}
    certain, line, teeth = _certain(weights, rule.by_risk)
    combed = _combed({c: weights[c] for c in line}, teeth, seed)
    taken = {*certain, *combed}
    rest = sorted(
        (c for c in candidates if c not in taken), key=lambda c: ticket(seed, "random", c.project)
    )
    at_random = rest[: rule.random + rule.by_risk - len(taken)]
    odds = chances(candidates, lights, city)
    picks = (
        *(Pick(c, Way.CERTAIN, ticket(seed, "risk", c.project), odds[c.project]) for c in certain),
        *(Pick(c, Way.RISK, ticket(seed, "risk", c.project), odds[c.project]) for c in combed),
        *(
            Pick(c, Way.RANDOM, ticket(seed, "random", c.project), odds[c.project])
            for c in at_random
        ),
    )
    return Drawn(seed, frame_digest(candidates), picks)


def weight(candidate: Candidate, lights: LightRules) -> Fraction:
    """Return a project's weight: its risk by its county's light; unverified counts as amber."""
    return candidate.risk * lights[candidate.light or Light.AMBER].factor


def chances(candidates: Sequence[Candidate], lights: LightRules, city: Light) -> dict[str, Chance]:
    """Return how probable each project is to be drawn, before anything is drawn; exact.

    The random part is a simple one of whatever the risk part leaves, however that fell.
    """
    rule = lights[city]
    weights = {c: weight(c, lights) for c in candidates}
    certain, line, teeth = _certain(weights, rule.by_risk)
    length = sum((weights[c] for c in line), Fraction(0))
    left = len(candidates) - len(certain) - teeth
    more = min(rule.random + rule.by_risk - len(certain) - teeth, left)
    then = Fraction(more, left) if left else Fraction(0)
    sure, on_line = set(certain), set(line)
    found = {}
    for c in candidates:
        first = Fraction(1) if c in sure else Fraction(0)
        if c in on_line and length:
            first = weights[c] * teeth / length
        found[c.project] = Chance(first, first + (1 - first) * then)
    return found


def _certain(
    weights: dict[Candidate, Fraction], many: int
) -> tuple[list[Candidate], list[Candidate], int]:
    """Return who is drawn for certain, heaviest first, who lies on the line, and its teeth.

    Taking one away shortens the line and so may make another certain. With fewer weighty projects
    than places all of them are certain, and what is left over goes to the random part.
    """
    line = sorted(
        (c for c in weights if weights[c] > 0),
        key=lambda c: (-weights[c], c.project.encode()),
    )
    certain: list[Candidate] = []
    length = sum((weights[c] for c in line), Fraction(0))
    while line and len(certain) < many and weights[line[0]] * (many - len(certain)) >= length:
        length -= weights[line[0]]
        certain.append(line.pop(0))
    return certain, line, min(many - len(certain), len(line))


def _combed(weights: dict[Candidate, Fraction], teeth: int, seed: bytes) -> list[Candidate]:
    """Return whom the teeth hit: tooth k stands at (k + start) × length ÷ teeth, from k = 0."""
    if not teeth:
        return []
    digits = sm3(seed + b"start").hex()[:_COMB_DIGITS]
    start = Fraction(int(digits, 16), 16**_COMB_DIGITS)
    step = sum(weights.values(), Fraction(0)) / teeth
    hit: list[Candidate] = []
    end = Fraction(0)
    for c in sorted(weights, key=lambda c: ticket(seed, "risk", c.project)):
        end += weights[c]
        if len(hit) < teeth and (len(hit) + start) * step < end:
            hit.append(c)
    return hit
