"""What the book's accounts are called (账户的叫法): counties, earmarks, projects and contracts, asked for once."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from jiugai.domain.divisions import Scope
from jiugai.domain.funding.book.accounts import HOLDERS, AccountKind
from jiugai.domain.funding.sources import Source
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.funding import book_queries
from jiugai.storage.funding.book_queries import ContractRow, EarmarkRow
from jiugai.storage.programme import queries as programme


@dataclass(frozen=True)
class Names:
    """What things are called on a day, within the reach of whoever asks (叫法)."""

    day: date

    @cached_property
    def earmarks(self) -> dict[int, EarmarkRow]:
        """Return every earmark, the newest year first."""
        return {one.id: one for one in book_queries.earmarks()}

    @cached_property
    def contracts(self) -> dict[int, ContractRow]:
        """Return the contracts within reach."""
        return {one.id: one for one in book_queries.contracts()}

    @cached_property
    def projects(self) -> dict[int, str]:
        """Return the names of the projects within reach."""
        return programme.project_names()

    @cached_property
    def homes(self) -> dict[int, int]:
        """Return the counties of the projects within reach."""
        return programme.counties_of_projects()

    @cached_property
    def counties(self) -> dict[int, str]:
        """Return the city and its counties: whose books there can be."""
        city_id = accounts.city_id()
        if city_id is None:
            return {}
        city = divisions.by_id(city_id, day=self.day)
        below = divisions.children(city_id, day=self.day)
        return {city.id: city.name} | {one.id: one.name for one in below}

    def counties_of(self, scope: Scope) -> dict[int, str]:
        """Return those whose book an officer answers for."""
        return {key: name for key, name in self.counties.items() if scope.covers(key)}

    def county(self, county_id: int) -> str:
        """Return what a county is called, be it of this city today or not."""
        if county_id not in self.counties:
            self.counties[county_id] = divisions.by_id(county_id, day=self.day).name
        return self.counties[county_id]

    def holder(self, county_id: int, kind: AccountKind) -> str:
        """Return whose turn it is while money lies in an account; empty where it waits for nobody."""
        office = HOLDERS.get(kind, "")
        return f"{self.county(county_id)}{office}" if office else ""

    def project(self, project_id: int | None) -> str:
        """Return a project's name; empty for none."""
        return self.projects.get(project_id or 0, "")

    def contract(self, contract_id: int | None) -> str:
        """Return a contract's number; empty for none."""
        found = self.contracts.get(contract_id or 0)
        return found.number if found else ""


def title_of(earmark: EarmarkRow) -> str:
    """Return an earmark as a sentence names it: its source and its paper."""
    return f"{Source(earmark.source).word} {earmark.paper}"
