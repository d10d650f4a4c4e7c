"""A2b: a silent county (全县无投诉): works on many sites and nobody complains, unlike everywhere else."""

from collections.abc import Sequence
from math import exp, lgamma, log, log1p
from statistics import median

from jiugai.domain.reporting.checks.check import CountyCase, CountyCheck
from jiugai.domain.reporting.checks.peers import Place, norm_of
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Verdict,
    decimal,
    failed,
    not_applicable,
)


def examine(case: CountyCase) -> Verdict:
    """Hold a county's complaints of the last months against those to be expected elsewhere."""
    months = int(case.limit("months"))
    places = case.peers.of_county(case.county, case.month, months)
    heard, exposed = _heard(places)
    if exposed < case.limit("project_months"):
        return not_applicable("近几个月在建的项目太少")
    rates = case.peers.others("complaint rate", _rate, case.county, case.month, months)
    usual = median(rates) if rates else 0.0
    if not usual:
        return not_applicable("其他县区也没有投诉，或可比的县区不足")
    expected = usual * exposed
    spread = norm_of(rates).below / usual
    chance = _chance(heard, expected, max(spread, case.limit("least_spread")) ** 2)
    if heard >= expected or chance >= case.limit("chance"):
        return PASSED
    return failed(
        f"近 {months} 个月在建 {exposed} 个项目月，投诉只有 {heard} 件，"
        f"按其他县区的频次约有 {decimal(expected)} 件，"
        f"这样少只有万分之 {decimal(chance * 10_000, 2)} 的机会",
        months=months,
        complaints=heard,
        expected_complaints=decimal(expected),
        chance=decimal(chance, 6),
    )


def _heard(places: Sequence[Place]) -> tuple[int, int]:
    """Return a county's complaints on projects under way, and how many project-months there were."""
    told = [
        found.complaints
        for series, at in places
        if (found := series.returns[at]).is_ongoing and found.complaints is not None
    ]
    return sum(told), len(told)


def _rate(places: Sequence[Place]) -> float | None:
    heard, exposed = _heard(places)
    return heard / exposed if exposed else None


def _chance(heard: int, expected: float, spread: float) -> float:
    """Return how likely so few are, where counties differ: the lower tail of a negative binomial.

    :param spread: squared relative spread of the counties' own rates.
    """
    size = 1 / spread
    total = 0.0
    for number in range(heard + 1):
        log_chance = lgamma(number + size) - lgamma(size) - lgamma(number + 1)
        log_chance += -size * log1p(expected / size)
        log_chance += number * (log(expected) - log(expected + size))
        total += exp(log_chance)
    return min(1.0, total)


CHECK = CountyCheck(
    code="silent_county",
    number="A2b",
    title="全县少有投诉",
    answer=Answer.LOOK,
    formula="近数月投诉件数，按其他县区每个在建项目月的中位频次和县间差异（负二项分布），"
    "出现这样少的机会 < 界限",
    base_rate="工作做得好的县也可能少有投诉；只瞒一部分的看不出来",
    limits={
        "months": "近几个月",
        "project_months": "在建至少多少个项目月",
        "least_spread": "县间差异至少按几成计",
        "chance": "出现的机会小于多少",
    },
    examine=examine,
)
