"""Works (工程): the indicators of progress, and what cumulative readings may and may not say.

A reading says "up to and including this day, so much in all"; it is a state, never a flow. Values
are whole numbers in the smallest unit, fixed by the indicator, so that no engine can round.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.programme.pipeline import Standing, Step
from jiugai.domain.programme.plans import Sizes
from jiugai.domain.quantities import DM2_PER_M2, FEN_PER_YUAN, percent, round_half_up
from jiugai.domain.registry.ledger import Column


class Indicator(IntEnum):
    """What a return counts cumulatively (指标); the numbers are stored and never reused."""

    INVESTMENT = 1
    HOUSEHOLDS = 2
    BUILDINGS = 3
    PIPES = 4
    AREA = 5
    LIFTS = 6
    ENERGY_AREA = 7
    PARKING = 8
    CAR_CHARGERS = 9
    BICYCLE_CHARGERS = 10
    SERVICES = 11
    SPORT_AREA = 12
    WATER_PIPES = 13
    DRAIN_PIPES = 14
    GAS_PIPES = 15
    HEAT_PIPES = 16
    POWER_LINES = 17
    TELECOM_LINES = 18
    CHARGERS = 19  # 充电桩, where a ledger does not say for what; never added to 9 or 10


PIPES_BY_KIND = (
    Indicator.WATER_PIPES,
    Indicator.DRAIN_PIPES,
    Indicator.GAS_PIPES,
    Indicator.HEAT_PIPES,
    Indicator.POWER_LINES,
    Indicator.TELECOM_LINES,
)
"""The split of PIPES; they add up to it where all are given."""

INDICATOR_OF_COLUMN = {
    Column.INVESTED: Indicator.INVESTMENT,
    Column.DONE_HOUSEHOLDS: Indicator.HOUSEHOLDS,
    Column.DONE_BUILDINGS: Indicator.BUILDINGS,
    Column.DONE_AREA: Indicator.AREA,
    Column.PIPES: Indicator.PIPES,
    Column.LIFTS: Indicator.LIFTS,
    Column.PARKING: Indicator.PARKING,
    Column.CHARGERS: Indicator.CHARGERS,
}
"""The indicator that a ledger's column reports."""

STORED_PER_UNIT = {
    Indicator.INVESTMENT: FEN_PER_YUAN,
    Indicator.AREA: DM2_PER_M2,
    Indicator.ENERGY_AREA: DM2_PER_M2,
    Indicator.SPORT_AREA: DM2_PER_M2,
}
"""How many stored units make one unit of the ledger (元, ㎡); 1 where it is not named."""


def stored_value(indicator: Indicator, value: Decimal) -> int:
    """Return a ledger's figure (元, ㎡, 米, 户, 个) in the unit in which it is stored.

    :raises ValueError: if the figure is finer than the stored unit.
    """
    stored = value * STORED_PER_UNIT.get(indicator, 1)
    if stored != stored.to_integral_value():
        raise ValueError(f"{value} is finer than the unit of {indicator.name}")
    return int(stored)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorDefinition:
    """How an indicator is called and in what it is stored and shown (指标定义).

    Attributes:
      stored_unit: unit of the whole number that is kept, such as 分.
      shown_unit: unit in which people read it, such as 万元.
      stored_per_shown: how many of the first make one of the second.
      decimals: decimals shown.
      source: the paper that publishes it.
      verified: False if it is only recalled.
    """

    indicator: Indicator
    word: str
    stored_unit: str
    shown_unit: str
    stored_per_shown: int
    decimals: int
    source: str
    verified: bool = True

    def shown(self, value: int) -> Decimal:
        """Return a stored value in the unit that people read, rounded half up."""
        return round_half_up(Fraction(value, self.stored_per_shown), self.decimals)

    def said(self, value: int) -> str:
        """Return a stored value exactly, with its unit, as a sentence says it: ``428.05 万元``.

        Never rounded: two figures that differ must not read alike in a finding.
        """
        exact = Decimal(value) / self.stored_per_shown
        digits = f"{exact:,f}"
        if "." in digits:
            digits = digits.rstrip("0").rstrip(".")
        return f"{digits} {self.shown_unit}"


Definitions = Mapping[Indicator, IndicatorDefinition]


@dataclass(frozen=True, slots=True)
class CumulativeReading:
    """Up to and including a day: so much in all (累计数); corrections are already applied.

    Attributes:
      value: whole number in the indicator's stored unit.
    """

    indicator: Indicator
    on: date
    value: int


_SIZE_OF: dict[Indicator, tuple[str, Callable[[Sizes], int]]] = {
    Indicator.INVESTMENT: ("计划投资", lambda sizes: sizes.investment_fen),
    Indicator.HOUSEHOLDS: ("计划户数", lambda sizes: sizes.households),
    Indicator.BUILDINGS: ("计划楼栋数", lambda sizes: sizes.buildings),
    Indicator.AREA: ("计划建筑面积", lambda sizes: sizes.area_dm2),
}

_NOT_WRITTEN = "本条没有写入。"
_KEPT = "本条照原样写入，提示随记录保留。"


def check_reading(
    new: CumulativeReading,
    known: Sequence[CumulativeReading],
    definitions: Definitions,
    filed: Sizes | None = None,
) -> tuple[Finding, ...]:
    """Hold a new reading against the earlier and later ones of the same site, and its filed size.

    :param known: the standing readings of the site, of any indicator, without the new one.
    :param filed: the size of the site in the filed plan; None if none was filed.
    """
    definition = definitions[new.indicator]
    if new.value < 0:
        message = f"累计{definition.word}读到 {new.value}，累计数不能是负数；请填到当日为止的总数。{_NOT_WRITTEN}"
        return (Finding("reading.negative", message),)
    same = [reading for reading in known if reading.indicator is new.indicator]
    findings = [*_repeated(new, same, definition), *_falling(new, same, definition)]
    if filed is not None and new.indicator in _SIZE_OF:
        findings += _above_plan(new, filed, definition)
    return tuple(findings)


def _repeated(
    new: CumulativeReading, same: Iterable[CumulativeReading], definition: IndicatorDefinition
) -> list[Finding]:
    """Refuse a second figure for one day: two papers that disagree need a correction with a reason."""
    for reading in same:
        if reading.on == new.on and reading.value != new.value:
            message = (
                f"{new.on} 的累计{definition.word}已有 {definition.said(reading.value)}，"
                f"又读到 {definition.said(new.value)}；请更正原记录并写明原因。{_NOT_WRITTEN}"
            )
            return [Finding("reading.again", message)]
    return []


def _falling(
    new: CumulativeReading, same: Iterable[CumulativeReading], definition: IndicatorDefinition
) -> list[Finding]:
    """Remark on a cumulative figure that falls, from the one before or to the one after."""
    ordered = sorted(same, key=lambda reading: reading.on)
    before = [reading for reading in ordered if reading.on < new.on]
    after = [reading for reading in ordered if reading.on > new.on]
    falls = []
    if before and new.value < before[-1].value:
        falls.append((before[-1], new))
    if after and after[0].value < new.value:
        falls.append((new, after[0]))
    return [
        Finding(
            "reading.falls",
            f"累计{definition.word}从 {definition.said(high.value)}（{high.on}）"
            f"减为 {definition.said(low.value)}（{low.on}），累计数不应减少；"
            f"如果是前一数有误，请更正那条记录并写明原因。{_KEPT}",
            Weight.WARNS,
        )
        for high, low in falls
    ]


def _above_plan(
    new: CumulativeReading, filed: Sizes, definition: IndicatorDefinition
) -> list[Finding]:
    name, size_of = _SIZE_OF[new.indicator]
    size = size_of(filed)
    if new.value <= size:
        return []
    share = f"，为 {percent(Fraction(new.value, size))}" if size else ""
    message = (
        f"累计{definition.word} {definition.said(new.value)}，超过上报的{name} "
        f"{definition.said(size)}{share}；超过 100% 允许，请写明原因（如变更、增项）。{_KEPT}"
    )
    return [Finding("reading.above_plan", message, Weight.WARNS)]


def check_return(
    latest: Mapping[Indicator, int],
    standing: Standing,
    definitions: Definitions,
    filed: Sizes | None = None,
) -> tuple[Finding, ...]:
    """Hold a return's figures against where the site stands on the same day.

    Quantities of works before any start are refused: a lift cannot be fitted where nobody has
    begun, so either the start is missing or the figure is wrong. Money before a start warns,
    since surveys and designs are paid for earlier.

    :param latest: the latest value of each indicator up to the day.
    """
    findings: list[Finding] = []
    if not standing.reached(Step.START):
        findings += _before_start(latest, definitions)
    elif not standing.reached(Step.COMPLETION):
        findings += _all_done_but_open(latest, filed)
    else:
        findings += _completed_but_short(latest, definitions, filed)
    return tuple(findings)


def _before_start(latest: Mapping[Indicator, int], definitions: Definitions) -> list[Finding]:
    findings = []
    done = [
        f"{definitions[each].word} {definitions[each].said(latest[each])}"
        for each in sorted(latest)
        if each is not Indicator.INVESTMENT and latest[each] > 0
    ]
    if done:
        message = f"还没有开工记录，却报了{'、'.join(done)}；请先补录开工日期，或更正完成数。{_NOT_WRITTEN}"
        findings.append(Finding("return.done_before_start", message))
    invested = latest.get(Indicator.INVESTMENT, 0)
    if invested > 0:
        said = definitions[Indicator.INVESTMENT].said(invested)
        message = (
            f"还没有开工记录，却报了完成投资 {said}；"
            f"如果是勘察、设计等前期费用请写明，已经开工的请补录开工日期。{_KEPT}"
        )
        findings.append(Finding("return.invested_before_start", message, Weight.WARNS))
    return findings


def _all_done_but_open(latest: Mapping[Indicator, int], filed: Sizes | None) -> list[Finding]:
    done = latest.get(Indicator.HOUSEHOLDS)
    if done is None or filed is None or filed.households == 0 or done < filed.households:
        return []
    message = (
        f"完成户数 {done:,} 户，已达到计划的 {filed.households:,} 户，但没有完工记录；"
        f"已完工的请补录完工日期。{_KEPT}"
    )
    return [Finding("return.done_but_open", message, Weight.WARNS)]


def _completed_but_short(
    latest: Mapping[Indicator, int], definitions: Definitions, filed: Sizes | None
) -> list[Finding]:
    findings = []
    for indicator, (name, size_of) in _SIZE_OF.items():
        done, size = latest.get(indicator), size_of(filed) if filed else 0
        if indicator is Indicator.INVESTMENT or done is None or done >= size:
            continue
        definition = definitions[indicator]
        message = (
            f"已记完工，但{definition.word}只有 {definition.said(done)}，"
            f"少于{name} {definition.said(size)}；请核对是没有全部完成，还是规模有变更。{_KEPT}"
        )
        findings.append(Finding("return.completed_but_short", message, Weight.WARNS))
    if latest.get(Indicator.INVESTMENT) == 0:
        message = f"已记完工，但完成投资为 0；请补报完成投资，或核对完工日期。{_KEPT}"
        findings.append(Finding("return.completed_without_investment", message, Weight.WARNS))
    return findings


def check_pipes(latest: Mapping[Indicator, int], definitions: Definitions) -> tuple[Finding, ...]:
    """Hold the pipes in all against the pipes by kind, where every kind is given."""
    if Indicator.PIPES not in latest or any(kind not in latest for kind in PIPES_BY_KIND):
        return ()
    whole, parts = latest[Indicator.PIPES], sum(latest[kind] for kind in PIPES_BY_KIND)
    if whole == parts:
        return ()
    definition = definitions[Indicator.PIPES]
    message = (
        f"{definition.word}合计 {definition.said(whole)}，分项相加为 {definition.said(parts)}，"
        f"相差 {definition.said(abs(whole - parts))}；请核对。{_KEPT}"
    )
    return (Finding("return.pipes_do_not_add_up", message, Weight.WARNS),)
