"""The facts that measures are counted from (统计所依据的事实), as frozen rows of one city.

Sizes are whole numbers in the smallest unit: 户, 栋, dm² (0.01 ㎡), 分.
"""

from dataclasses import dataclass

from jiugai.domain.facts import Fact
from jiugai.domain.programme.plans import Sizes


@dataclass(frozen=True, slots=True)
class Site:
    """One community within one project (实施单元): what starts, finishes and is counted."""

    id: int
    project_id: int
    county_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Fact):
    """A site stands in a task list with this scope, or no longer does (入列、调出): a state."""

    list_id: int
    site_id: int
    is_in: bool
    sizes: Sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing(Fact):
    """A plan as it was filed upward, version after version (上报计划): a state of its list."""

    list_id: int


@dataclass(frozen=True, slots=True)
class FilingLine:
    """One site of one filing (计划明细): the denominator's piece."""

    filing_id: int
    site_id: int
    sizes: Sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Fact):
    """A step of the pipeline that a site has reached (进度节点): an event."""

    site_id: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Fact):
    """So much up to and including this day (累计数): a state. A withdrawal has no value."""

    site_id: int
    indicator: int
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Fact):
    """So much money on this day (资金流水), in 分: a flow. A withdrawal has no amount."""

    project_id: int
    source: int
    kind: int
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class History:
    """All facts of one city that measures are counted from (全部事实)."""

    sites: tuple[Site, ...] = ()
    entries: tuple[Entry, ...] = ()
    filings: tuple[Filing, ...] = ()
    lines: tuple[FilingLine, ...] = ()
    steps: tuple[Step, ...] = ()
    readings: tuple[Reading, ...] = ()
    flows: tuple[Flow, ...] = ()
