"""D11: last digits (尾数): a county-year score against its peers; it orders a list and flags nobody."""

from collections import Counter
from collections.abc import Sequence
from math import erfc, exp, gamma, sqrt

from jiugai.domain.reporting.checks.check import Check, Limits
from jiugai.domain.reporting.checks.verdicts import (
    Outcome,
    Verdict,
    decimal,
    not_applicable,
)

_DIGITS = 10


def score(own: Sequence[int], peers: Sequence[int], limits: Limits) -> Verdict:
    """Return how likely a county's last digits are, were they drawn as its peers' are.

    Never against equal shares of all digits: honest offices round, and each in its own way.

    :param own, peers: figures of a year, whole numbers as they were filled in.
    :returns: never a failure; ``chance`` among the numbers, small where digits are unusual.
    """
    if min(len(own), len(peers)) < limits["fewest"]:
        return not_applicable("一年的数太少，比不出尾数")
    mine = Counter(abs(figure) % _DIGITS for figure in own)
    theirs = Counter(abs(figure) % _DIGITS for figure in peers)
    seen = [digit for digit in range(_DIGITS) if mine[digit] + theirs[digit]]
    ratio = sqrt(len(peers) / len(own))
    statistic = sum(
        (mine[digit] * ratio - theirs[digit] / ratio) ** 2 / (mine[digit] + theirs[digit])
        for digit in seen
    )
    chance = upper_tail(statistic, len(seen) - 1) if len(seen) > 1 else 1.0
    return Verdict(Outcome.PASSED, numbers={"chance": decimal(chance, 6), "figures": len(own)})


def upper_tail(statistic: float, freedom: int) -> float:
    """Return the upper tail of the χ² distribution, by its recurrence over two degrees of freedom."""
    half = statistic / 2
    order, tail = (0.5, erfc(sqrt(half))) if freedom % 2 else (1.0, exp(-half))
    while order < freedom / 2:
        tail += half**order * exp(-half) / gamma(order + 1)
        order += 1
    return min(1.0, tail)


CHECK = Check(
    code="last_digit",
    number="D11",
    title="尾数",
    answer=None,
    formula="本县区一年各数的末位数字与其他县区的末位数字作两样本 χ² 检验，只用来排先看哪一个县区",
    reads="一个县区一年所填的各数，及其他县区的",
    base_rate="各地取整习惯不同，与均匀分布比会误伤七成以上如实的县区，所以只与同类比、只排序、不提示",
    limits={"fewest": "至少多少个数才比"},
)
