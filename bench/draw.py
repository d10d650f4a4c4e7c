"""Does the draw take projects as often as it says? 10,000 draws against theory, by χ²."""

import random
import time
from collections import Counter
from datetime import date
from fractions import Fraction

from bench.table import print_table, verdict
from jiugai.domain.calendar import Month
from jiugai.domain.supervision.draw import Candidate, Way, chances, draw, seed_of
from jiugai.domain.supervision.lights import Light, LightRules, lights_in_force
from jiugai.exchange.supervision_policy import light_rules

DRAWS, PROJECTS, MONTH = 10_000, 45, Month(2020, 10)
_Z = 3.0902  # the normal's 99.9 % point


def main() -> bool:
    """Print observed against expected; say whether a goal was missed."""
    lights = lights_in_force(light_rules(), "610900", date(2020, 10, 31))
    rng = random.Random(610900)
    lists = {
        "all alike": [Candidate(f"P{n:03d}", "某县") for n in range(PROJECTS)],
        "risks 0–9, lights mixed, one certain": [
            Candidate(
                f"P{n:03d}",
                "某县",
                Fraction(400 if n == 0 else rng.randrange(10)),
                rng.choice([*Light, None]),
            )
            for n in range(PROJECTS)
        ],
    }
    rows, missed = [], False
    for name, projects in lists.items():
        began = time.perf_counter()
        for part, found, freedom in _observed(projects, lights):
            bound = _chi_square_bound(freedom)
            missed |= found > bound
            rows.append(
                [
                    name,
                    part,
                    f"{found:.1f}",
                    f"≤ {bound:.1f} (99.9 %, {freedom})",
                    verdict(found <= bound),
                ]
            )
        rows.append(
            [name, "a draw", f"{(time.perf_counter() - began) / DRAWS * 1e3:.2f} ms", "", ""]
        )
    print_table(["list of 45 projects", "10,000 draws", "χ²", "goal", ""], rows)
    return missed


def _observed(projects: list[Candidate], lights: LightRules) -> list[tuple[str, float, int]]:
    odds = chances(projects, lights, Light.GREEN)
    overall: Counter[str] = Counter()
    by_risk: Counter[str] = Counter()
    for n in range(DRAWS):
        found = draw(projects, lights, Light.GREEN, seed_of(n.to_bytes(32, "big"), MONTH))
        overall.update(pick.candidate.project for pick in found.picks)
        by_risk.update(p.candidate.project for p in found.picks if p.way is not Way.RANDOM)
    parts = (("by risk", by_risk, "by_risk"), ("at all", overall, "overall"))
    return [
        (part, *_chi_square(counted, {p: float(getattr(c, name)) for p, c in odds.items()}))
        for part, counted, name in parts
    ]


def _chi_square(counted: Counter[str], expected: dict[str, float]) -> tuple[float, int]:
    """Return the statistic of counts of draws without replacement, and its degrees of freedom.

    A draw of fixed size takes one degree away; each count varies by p (1 − p), not by p.
    """
    open_to_chance = {name: p for name, p in expected.items() if 0 < p < 1}
    for name, p in expected.items():
        if name not in open_to_chance and counted[name] != DRAWS * p:
            return float("inf"), len(open_to_chance) - 1
    many = len(open_to_chance)
    total = sum(
        (counted[name] - DRAWS * p) ** 2 / (DRAWS * p * (1 - p))
        for name, p in open_to_chance.items()
    )
    return total * (many - 1) / many, many - 1


def _chi_square_bound(freedom: int) -> float:
    """Return the 99.9 % point of χ² (Wilson and Hilferty)."""
    part = 2 / (9 * freedom)
    return float(freedom * (1 - part + _Z * part**0.5) ** 3)


if __name__ == "__main__":
    main()
