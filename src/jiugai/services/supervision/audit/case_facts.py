"""The facts that alerts are asked of (核查事实): what the city's rooms know, put together once.

Each case comes with the identities of the facts that it was made of, so that a finding opens to
them. What no room knows stays None: the alert that needs it is then undefined.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jiugai.domain.funding.alerts.cases import Case, FactKind
from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.domain.programme.pipeline import Step
from jiugai.services.facts import Horizon
from jiugai.services.reporting.board import Board, SiteStanding, board
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.funding import audit_queries, book_queries
from jiugai.storage.funding.audit_queries import MovedRow, PostedRow
from jiugai.storage.funding.book_queries import AccountBalance, ContractRow, EarmarkRow

Facts = Mapping[FactKind, tuple[str, ...]]
"""The identities of facts by their kind."""
TOLD = {Step.ACCEPTANCE: "accepted", Step.SETTLEMENT: "settled"}


@dataclass(frozen=True, slots=True)
class CaseWithFacts:
    """A case with the facts that it was made of (带事实的核查对象).

    ``project`` is the identity of a project in the register, ``earmark`` and ``county`` likewise.
    """

    case: Case
    facts: Facts
    earmark: int | None = None
    project: int | None = None
    county: int | None = None


@dataclass(frozen=True)
class CityBook:
    """The city and its book at a horizon (全市账和现状), asked for once."""

    asked: Horizon
    city: Board
    earmarks: Mapping[int, EarmarkRow]
    contracts: tuple[ContractRow, ...]
    posted: tuple[PostedRow, ...]
    moved: tuple[MovedRow, ...]
    balances: tuple[AccountBalance, ...]
    _counties: dict[int, DivisionRow] = field(default_factory=dict)

    def county(self, county_id: int) -> DivisionRow:
        """Return a county, or the city whose book it is, as called on the day."""
        if county_id in self.city.counties:
            return self.city.counties[county_id]
        if county_id not in self._counties:
            found = divisions.by_id(county_id, day=self.asked.as_of, last_seq=self.asked.last_seq)
            self._counties[county_id] = found
        return self._counties[county_id]

    @cached_property
    def projects(self) -> Mapping[int, tuple[SiteStanding, ...]]:
        """Return the sites of every project."""
        found: dict[int, list[SiteStanding]] = defaultdict(list)
        for site in self.city.sites.values():
            found[site.site.project_id].append(site)
        return {project: tuple(sites) for project, sites in sorted(found.items())}

    @cached_property
    def posted_of_project(self) -> Mapping[int, tuple[PostedRow, ...]]:
        """Return the postings that name each project."""
        found: dict[int, list[PostedRow]] = defaultdict(list)
        for row in self.posted:
            if row.project_id is not None:
                found[row.project_id].append(row)
        return {project: tuple(rows) for project, rows in found.items()}

    @cached_property
    def posted_by_id(self) -> Mapping[int, PostedRow]:
        """Return every posting that counts."""
        return {row.id: row for row in self.posted}

    @cached_property
    def contracts_of(self) -> Mapping[int, tuple[ContractRow, ...]]:
        """Return the contracts of each project."""
        found: dict[int, list[ContractRow]] = defaultdict(list)
        for contract in self.contracts:
            found[contract.project_id].append(contract)
        return {project: tuple(rows) for project, rows in found.items()}

    @cached_property
    def held_on(self) -> Mapping[int, tuple[AccountBalance, ...]]:
        """Return the accounts of each contract."""
        found: dict[int, list[AccountBalance]] = defaultdict(list)
        for one in self.balances:
            if one.key.contract is not None and one.key.kind is not AccountKind.PAYEE:
                found[one.key.contract].append(one)
        return {contract: tuple(accounts) for contract, accounts in found.items()}

    @cached_property
    def told(self) -> Mapping[int, frozenset[str]]:
        """Return which of acceptance and settlement each county has ever told of any site."""
        found: dict[int, set[str]] = defaultdict(set)
        for site in self.city.sites.values():
            for step, word in TOLD.items():
                if int(step) in site.steps:
                    found[site.site.county_id].add(word)
        return {county: frozenset(words) for county, words in found.items()}


def city_book(asked: Horizon) -> CityBook:
    """Ask for the city and its book within the reach of whoever asks."""
    last_seq, on_day = asked.last_seq, asked.as_of
    return CityBook(
        asked=asked,
        city=board(asked),
        earmarks={one.id: one for one in book_queries.earmarks()},
        contracts=audit_queries.contracts(last_seq=last_seq, on_day=on_day),
        posted=audit_queries.posted(last_seq=last_seq, on_day=on_day),
        moved=audit_queries.moved(last_seq=last_seq, on_day=on_day),
        balances=book_queries.balances(last_seq=last_seq, on_day=on_day),
    )
