"""A made world of monthly returns with frauds whose truth is known, for the checks' evaluation.

Written from the audit findings (Renshou, Chuxiong: works declared before they began, targets met
on paper in December, plans that shrink, money drawn before its works), apart from the checks and
from their thresholds. Three levels of noise make the honest world ruder: late entries, rounding
habits, undeclared stops, advance payments, payments that lag.
"""

import csv
import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from bench.frauds import FRAUDS, Case
from bench.honest_world import ReturnLine, filed_honestly, honest_habits, true_life


@dataclass(frozen=True, slots=True)
class Fraud:
    """What is false about a project: the kind, its strength 1 to 3, the months it falsifies."""

    kind: str
    strength: int
    months: frozenset[str]


@dataclass(frozen=True, slots=True)
class World:
    """The lines as filed, and the truth by county and project."""

    lines: tuple[ReturnLine, ...]
    frauds: dict[tuple[str, str], Fraud]


def fraud_world(
    seed: int,
    *,
    noise: float = 1.0,
    prevalence: float = 0.1,
    counties: int = 12,
    projects: int = 10,
    months: int = 18,
    kinds: Sequence[str] | None = None,
) -> World:
    """Return a world of one seed; ``prevalence`` is the share of projects that are falsified."""
    dice = random.Random(seed)
    chosen = tuple(kinds or FRAUDS)
    lines: list[ReturnLine] = []
    frauds = {}
    for county in range(1, counties + 1):
        habits = honest_habits(dice, noise)
        for number in range(1, projects + 1):
            key = (f"县区{county:02d}", f"改造项目{county:02d}{number:02d}")
            life = true_life(dice, habits, noise, months)
            own = filed_honestly(dice, key, life, habits, noise)
            if dice.random() < prevalence:
                kind, strength = dice.choice(chosen), dice.randint(1, 3)
                false = FRAUDS[kind](Case(dice, life, own, strength))
                told = frozenset(b.month for a, b in zip(own, false, strict=True) if a != b)
                if told:
                    own, frauds[key] = false, Fraud(kind, strength, told)
            lines += own
    return World(tuple(lines), frauds)


def write_lines(path: Path, lines: Sequence[ReturnLine]) -> None:
    """Write the lines as the CSV that people send."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(ReturnLine)])
        writer.writeheader()
        writer.writerows(asdict(line) for line in lines)
