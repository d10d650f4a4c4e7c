"""What the alerts are asked of (核查对象): an earmark in a county, a project, a county, on a day.

A fact that nobody has told is None, never nought: an alert that needs it is then undefined.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from jiugai.domain.funding.book.ageing import Movement
from jiugai.domain.funding.source_rules import MayPay
from jiugai.domain.funding.sources import Source


class FactKind(StrEnum):
    """What an alert rests on (事实种类)."""

    POSTINGS = "postings"
    CONTRACTS = "contracts"
    PLAN = "plan"
    STEPS = "steps"
    READINGS = "readings"
    REGISTER = "register"

    @property
    def word(self) -> str:
        """Return the word of the screen."""
        return _KIND_WORDS[self]


_KIND_WORDS = {
    FactKind.POSTINGS: "资金账记账",
    FactKind.CONTRACTS: "合同",
    FactKind.PLAN: "上报计划",
    FactKind.STEPS: "进度节点",
    FactKind.READINGS: "累计完成数",
    FactKind.REGISTER: "摸底台账",
}


class CaseKind(StrEnum):
    """What kind of thing is asked about (对象种类)."""

    EARMARK = "earmark"
    PROJECT = "project"
    COUNTY = "county"

    @property
    def word(self) -> str:
        """Return the word of the screen."""
        return {"earmark": "专款", "project": "项目", "county": "县区"}[self.value]


@dataclass(frozen=True, slots=True)
class CasePlace:
    """Which thing it is (核查对象): its county by code and name, its own key and name.

    ``key`` is of the register: the project's public number, or the earmark's identity; a county's code.
    """

    kind: CaseKind
    county: str
    county_name: str
    key: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.county_name}{f'“{self.name}”' if self.name else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarmarkCase:
    """An earmark's money in a county's hands (专款在一个县区), in 分.

    Attributes:
      quota: what came to be shared out, negative what was assigned or allotted on; None if unbooked.
      held: quota not spent yet, wherever it stands in the county; only what crosses its edge moves it.
      pledged: all quota of the county, spent or not.
      cash: what lies in the special bank account; ``paid`` what has left it for payees.
      borrower: who borrowed it, as a paper says; None where no paper is on file.
      papers: the words of every paper and memo by which it came.
    """

    place: CasePlace
    day: date
    source: Source
    year: int = 0
    quota: tuple[Movement, ...] | None = None
    held: tuple[Movement, ...] | None = None
    pledged: tuple[Movement, ...] | None = None
    cash: tuple[Movement, ...] | None = None
    paid: tuple[Movement, ...] | None = None
    borrower: str | None = None
    papers: tuple[str, ...] = ()

    @property
    def year_end(self) -> date:
        """Return the last day of the earmark's year."""
        return date(self.year, 12, 31)

    @property
    def is_booked(self) -> bool:
        """Say whether the book knows the earmark; else only the county told of its money."""
        return self.source is not Source.UNSPLIT


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """A community within a project (项目里的小区): what was claimed for it, and what became of it.

    Attributes:
      claimed_households, claimed_area_dm2: as the plan was filed; None if it stands in no plan.
      households, area_dm2: as its card in the register says.
      planned_year: the year of the plan.
      management: how it is managed, in the register's words; None if it does not say.
      left: whether it left the pipeline.
    """

    name: str
    claimed_households: int | None = None
    claimed_area_dm2: int | None = None
    households: int | None = None
    area_dm2: int | None = None
    planned_year: int | None = None
    started_on: date | None = None
    completed_on: date | None = None
    accepted_on: date | None = None
    settled_on: date | None = None
    management: str | None = None
    left: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A community in a plan as filed (申报): in which year, to whom, by which project.

    ``key`` tells two communities of one name apart.
    """

    community: str
    year: int
    authority: str
    project: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """A contract with what was paid on it (合同), in 分.

    Attributes:
      taken_up: what each earmark has set aside, kept back or paid for it, by the earmark's name.
      progress_share: what part of the work done may be paid before settlement, as the contract says.
      committed_fen: what is still set aside to be paid, so that the office itself holds it owed.
    """

    number: str
    payee: str
    amount_fen: int
    signed_on: date
    paid_fen: int = 0
    committed_fen: int = 0
    first_paid_on: date | None = None
    taken_up: Mapping[str, int] = field(default_factory=dict)
    progress_share: Fraction | None = None


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """A payment, and what it was for in its own words (付款).

    Attributes:
      answer: whether its source may pay for the item that it names; None if it names none.
    """

    on: date
    amount_fen: int
    contract: str
    memo: str
    source: Source
    answer: MayPay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCase:
    """A project with its communities, contracts and payments (项目).

    Attributes:
      told: which of ``accepted`` and ``settled`` the county has ever told of any site: where it
        never has, a site without a day may have one that nobody wrote down.
      claims: every standing claim for the project's communities, other projects' too.
      planned_fen: the plan's investment; ``invested_fen`` what was done of it, as told.
      submitted_fen, reviewed_fen: the settlement as the firm sent it in, and as it was audited.
      accounts_made_on: the day of the final accounts.
    """

    place: CasePlace
    day: date
    sites: tuple[SiteFacts, ...] = ()
    told: frozenset[str] = frozenset()
    claims: tuple[Claim, ...] = ()
    contracts: tuple[ContractFacts, ...] = ()
    payments: tuple[PaymentFacts, ...] = ()
    planned_fen: int | None = None
    invested_fen: int | None = None
    submitted_fen: int | None = None
    reviewed_fen: int | None = None
    accounts_made_on: date | None = None

    @property
    def staying(self) -> tuple[SiteFacts, ...]:
        """Return the sites that did not leave the pipeline."""
        return tuple(site for site in self.sites if not site.left)

    @property
    def started_on(self) -> date | None:
        """Return the day on which its first site started."""
        return min((site.started_on for site in self.staying if site.started_on), default=None)

    @property
    def completed_on(self) -> date | None:
        """Return the day on which its last site was complete; None while one is not."""
        return _last(site.completed_on for site in self.staying)

    @property
    def accepted_on(self) -> date | None:
        """Return the day on which its last site was accepted; None while one is not."""
        return _last(site.accepted_on for site in self.staying)

    @property
    def settled_on(self) -> date | None:
        """Return the day on which its last site was settled; None while one is not."""
        return _last(site.settled_on for site in self.staying)

    @property
    def paid_fen(self) -> int:
        """Return what was paid on all its contracts."""
        return sum(contract.paid_fen for contract in self.contracts)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyCase:
    """A county's plan of a year, or its money from every source (县区).

    Attributes:
      year: of the plan; 0 where it is the money that is asked about.
      planned, completed: communities of the year's plan, and those complete; households likewise.
      arrived: what arrived in the book, by source, in 分; empty if nothing is booked.
      pledged_fen: all quota of the county, spent or not.
    """

    place: CasePlace
    day: date
    year: int = 0
    planned: int | None = None
    completed: int | None = None
    planned_households: int | None = None
    completed_households: int | None = None
    pledged_fen: int | None = None
    arrived: Mapping[Source, int] = field(default_factory=dict)


Case = EarmarkCase | ProjectCase | CountyCase


def _last(days: Iterable[date | None]) -> date | None:
    found = list(days)
    known = [day for day in found if day is not None]
    return max(known) if known and len(known) == len(found) else None
