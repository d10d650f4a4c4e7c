"""What a master's return asks for (三口报表): each cell a figure with its day, scope, unit and record.

Nobody types a cell: it is counted from the facts or from the book, by the definition on file.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from jiugai.domain.calendar import Month
from jiugai.domain.funding.sources import Source
from jiugai.domain.law import Rule
from jiugai.domain.quantities import FEN_PER_WAN_YUAN, FEN_PER_YUAN, round_half_up


class Master(Enum):
    """Who asks for a return (报表主管部门); the value stands in addresses."""

    HOUSING = "housing"
    PLANNING = "planning"
    FINANCE = "finance"

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {"housing": "住建", "planning": "发改", "finance": "财政"}[self.value]


class Idea(Enum):
    """What a cell speaks of (指标含义); cells of one idea in two returns are held to each other."""

    PLAN = "plan"
    HOUSEHOLDS = "households"
    STARTED = "started"
    COMPLETED = "completed"
    PLANNED = "planned"
    INVESTED = "invested"
    GRANTED = "granted"
    RECEIVED = "received"
    PAID = "paid"

    @property
    def word(self) -> str:
        """Return the office's word."""
        return _IDEAS[self]

    @property
    def is_money(self) -> bool:
        """Say whether it is counted in 分."""
        return self in _MONEY


_IDEAS = {
    Idea.PLAN: "计划",
    Idea.HOUSEHOLDS: "惠及户数",
    Idea.STARTED: "开工",
    Idea.COMPLETED: "完工",
    Idea.PLANNED: "计划投资",
    Idea.INVESTED: "完成投资",
    Idea.GRANTED: "下达资金",
    Idea.RECEIVED: "到位资金",
    Idea.PAID: "支付资金",
}
_MONEY = frozenset({Idea.PLANNED, Idea.INVESTED, Idea.GRANTED, Idea.RECEIVED, Idea.PAID})


class Record(Enum):
    """Where a figure is counted from (数据来源)."""

    FACTS = "facts"
    BOOK = "book"

    @property
    def word(self) -> str:
        """Return what people call it."""
        return {"facts": "台账和月报事实", "book": "资金账"}[self.value]


class CountedIn(Enum):
    """In what a cell is counted (报表计数单位)."""

    COMMUNITIES = "communities"
    PROJECTS = "projects"
    HOUSEHOLDS = "households"
    YUAN = "yuan"
    WAN_YUAN = "wan_yuan"

    @property
    def word(self) -> str:
        """Return the unit as a head writes it."""
        return _UNITS[self][0]

    @property
    def stored(self) -> int:
        """Return how many of what is stored make one of it: 分 for money, else 1."""
        return _UNITS[self][1]


_UNITS = {
    CountedIn.COMMUNITIES: ("个小区", 1),
    CountedIn.PROJECTS: ("个项目", 1),
    CountedIn.HOUSEHOLDS: ("户", 1),
    CountedIn.YUAN: ("元", FEN_PER_YUAN),
    CountedIn.WAN_YUAN: ("万元", FEN_PER_WAN_YUAN),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRule(Rule):
    """A master's return (报表制度): its title and how often it is asked for."""

    master: Master
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterCell(Rule):
    """One cell of a master's return (报表格).

    Attributes:
      cut_off: the day of the month up to which it counts; 0 for the month's last.
      projects: only projects that money of these sources was granted to; empty for all in the plan.
      money: only money of these sources; empty for all. Money of no stated source is never left out.
      decimals: how many the cell shows.
    """

    master: Master
    idea: Idea
    label: str
    definition: str
    record: Record
    cut_off: int
    projects: tuple[Source, ...]
    money: tuple[Source, ...]
    counted_in: CountedIn
    decimals: int

    def day(self, month: Month) -> date:
        """Return the day up to which it counts; a short month ends before a late day."""
        last = month.last_day
        return last.replace(day=min(self.cut_off, last.day)) if self.cut_off else last

    def shown(self, stored: int) -> Decimal:
        """Return what the cell shows of a stored amount, rounded half up."""
        return round_half_up(Fraction(stored, self.counted_in.stored), self.decimals)

    def shown_stored(self, stored: int) -> int:
        """Return what the cell shows, back in what is stored: 分, or pieces."""
        return int(Fraction(self.shown(stored)) * self.counted_in.stored)
