"""D10: bunching (踩线堆积): too many results just over the line that counts, too few just under it."""

from collections.abc import Sequence
from fractions import Fraction
from math import comb

from jiugai.domain.reporting.checks.check import Check, Limits
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)


def examine(results: Sequence[Fraction], line: Fraction, limits: Limits) -> Verdict:
    """Hold the results just over a line against those just under it.

    :param results: rates in per cent, such as the satisfaction of each community.
    :param line: the rate that a paper asks for, in per cent.
    """
    width = limits["width"]
    over = sum(line <= result < line + width for result in results)
    under = sum(line - width <= result < line for result in results)
    near = over + under
    if near < limits["fewest"]:
        return not_applicable("离考核线近的结果太少")
    chance = sum(comb(near, more) for more in range(over, near + 1)) / 2**near
    if chance >= limits["chance"]:
        return PASSED
    return failed(
        f"考核线 {decimal(line)}% 以上 {decimal(width)} 个百分点内有 {over} 个，"
        f"以下同样宽处只有 {under} 个，左右相当时这样偏只有万分之 {decimal(chance * 10_000, 1)} 的机会",
        line_pct=decimal(line),
        over=over,
        under=under,
        chance=decimal(chance, 6),
    )


CHECK = Check(
    code="bunching",
    number="D10",
    title="踩线堆积",
    answer=Answer.LOOK,
    formula="考核线上方与下方同样宽处的个数，按各占一半的二项分布，偏向上方的机会 < 界限",
    reads="各小区满意度等比率，及考核线",
    base_rate="如实的约 0.1%—0.2% 会被列入；样本少、只挪动三成时，五次里只看得出一次",
    limits={
        "width": "上下各看多少个百分点",
        "fewest": "线两边至少共有几个结果",
        "chance": "出现的机会小于多少",
    },
)
