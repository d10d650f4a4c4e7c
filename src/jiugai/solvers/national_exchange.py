"""Pairs of changes within a city (市内成对调整): one frees money, the other uses it for more.

Communities of a city draw on the same pots, so what is left over can be traded among them. Each
change is from the way that a community has to another, or to none; the changes that lose the least
at the prices are tried two by two, and the pair that gains most and fits is made.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_LEAST_GAIN = 1e-6
_MOST_CHANGES = 60


class Exchange:
    """Improves a choice city by city; pots are never overdrawn, the value never falls.

    :param gain: by way and community.
    :param use: by pot of the way, way and community.
    :param pot: by pot of the way and community.
    :param reduced: gain beyond the price of the money, by way and community.
    :param reach: how many changes of a city are tried in pairs.
    """

    def __init__(self, gain: Floats, use: Whole, pot: Whole, reduced: Floats, reach: int) -> None:
        self._reach = reach
        none = np.zeros((1, gain.shape[1]))
        self._gain = np.vstack([none, gain])
        self._reduced = np.vstack([none, reduced])
        self._use = np.concatenate([np.zeros_like(use[:, :1]), use], axis=1)
        order = np.lexsort(pot)
        sorted_pots = pot[:, order]
        is_new = np.r_[True, (sorted_pots[:, 1:] != sorted_pots[:, :-1]).any(axis=0)]
        self._cities = np.split(order, np.flatnonzero(is_new)[1:])
        self._pots = [pot[:, city[0]] for city in self._cities]

    def improve(self, way: Whole, left: Whole) -> None:
        """Change ways, and what is left in the pots with them."""
        for city, pots in zip(self._cities, self._pots, strict=True):
            now = way[city] + 1
            here = _City(
                self._gain[:, city], self._use[:, :, city], self._reduced[:, city], now, left[pots]
            )
            for _ in range(_MOST_CHANGES):
                if not here.change(self._reach):
                    break
            way[city], left[pots] = here.now - 1, here.left


class _City:
    def __init__(self, gain: Floats, use: Whole, reduced: Floats, now: Whole, left: Whole) -> None:
        self._gain, self._use, self._reduced = gain, use, reduced
        self.now, self.left = now, left
        self._everybody = np.arange(len(now))

    def change(self, reach: int) -> bool:
        """Make the best single change or pair of changes; False if there is none."""
        ways, who = self._near(reach)
        gained = self._gain[ways, who] - self._gain[self.now[who], who]
        used = self._use[:, ways, who] - self._use[:, self.now[who], who]
        alone = np.where((used <= self.left[:, None]).all(axis=0), gained, 0.0)
        one = int(alone.argmax())
        both = gained[:, None] + gained[None, :]
        fits = (both > _LEAST_GAIN) & (who[:, None] != who[None, :])
        for extra, rest in zip(used, self.left, strict=True):
            fits &= extra[:, None] + extra[None, :] <= rest
        both = np.where(fits, both, 0.0)
        pair = int(both.argmax())
        best = max(alone[one], both.flat[pair])
        if best <= _LEAST_GAIN:
            return False
        made = [one] if alone[one] >= best else list(divmod(pair, len(who)))
        for n in made:
            self.left = self.left - used[:, n]
            self.now[who[n]] = ways[n]
        return True

    def _near(self, reach: int) -> tuple[Whole, Whole]:
        """Return the changes that lose the least at the prices: the way and the community of each."""
        lost = self._reduced[self.now, self._everybody] - self._reduced
        lost[self.now, self._everybody] = np.inf
        reach = min(reach, lost.size - len(self.now))
        nearest = np.sort(np.argpartition(lost, reach - 1, axis=None)[:reach])
        ways, who = np.unravel_index(nearest, lost.shape)
        return ways.astype(np.int64), who.astype(np.int64)
