"""A made country of 280,000 communities, from one seed (造的全国): sizes as in the field, figures invented.

Each community has six ways: basic, with improvement, or full, each by one of two mixes of central
money. 1,365 pots: 2 of the nation, 31 of provinces, 4 of each of 333 cities. Money in thousand yuan.
"""

import numpy as np

from jiugai.solvers.national import Floats, NationalProblem, Whole

CITIES, PROVINCES, WAYS = 333, 31, 6
# Of basic money: central subsidy, central investment, province, city, bond, operators.
_MIXES = np.array([[0.45, 0, 0.15, 0.20, 0, 0.15], [0, 0.45, 0.15, 0.20, 0, 0.15]])
_IMPROVEMENT = np.array([0.10, 0.05, 0.10, 0.25, 0.15, 0.05])
_UPGRADE = np.array([0, 0, 0, 0.05, 0.55, 0])


def made_nation(size: int = 280_000, seed: int = 5) -> NationalProblem:
    """Return a country; the same for the same size and seed."""
    dice = np.random.default_rng(seed)
    shares = dice.dirichlet(np.full(CITIES, 1.2))
    city = np.sort(dice.choice(CITIES, size, p=shares))
    province = dice.integers(0, PROVINCES, CITIES)[city]
    households = dice.lognormal(np.log(75), 0.7, size).clip(8, 800)
    worth = households * (0.6 * dice.beta(2, 2, size) + 0.4 * dice.beta(4, 2, size))
    basic = households * 9 * dice.uniform(0.6, 1.5, size)
    improvement = households * 5 * dice.uniform(0.5, 1.5, size)
    upgrade = households * 4 * dice.uniform(0.3, 1.6, size)
    gain = np.empty((WAYS, size))
    use = np.empty((6, WAYS, size), dtype=np.int64)
    for way in range(WAYS):
        level = way // 2
        gain[way] = worth * (1 + 0.25 * (level >= 1) + 0.18 * (level >= 2))
        gain[way] *= dice.uniform(0.97, 1.03, size)
        money = np.outer(_MIXES[way % 2], basic * dice.uniform(0.9, 1.1, size))
        money += np.outer(_IMPROVEMENT, improvement) * (level >= 1)
        money += np.outer(_UPGRADE, upgrade) * (level >= 2)
        use[:, way] = np.ceil(money)
    pot = _pots(city, province)
    return NationalProblem(gain, use, pot, _budget(dice, use, pot))


def _pots(city: Whole, province: Whole) -> Whole:
    own = 2 + PROVINCES + 4 * city
    return np.stack(
        [np.zeros_like(city), np.ones_like(city), 2 + province, own, own + 1, own + 3]
    ).astype(np.int64)


def _budget(dice: np.random.Generator, use: Whole, pot: Whole) -> Whole:
    number = 2 + PROVINCES + 4 * CITIES
    wanted: Floats = np.zeros(number)
    for pots, drawn in zip(pot, use.max(axis=1), strict=True):
        wanted += np.bincount(pots, drawn, minlength=number)
    spread = [np.ones(2), dice.uniform(0.7, 1.3, PROVINCES), dice.uniform(0.6, 1.4, 4 * CITIES)]
    return (wanted * 0.22 * np.concatenate(spread)).astype(np.int64)
