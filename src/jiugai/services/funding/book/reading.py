"""Reading the book (查账): where money lies and for how long, and whether the book is whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiugai.domain.funding.book.accounts import HOLDERS, AccountKind
from jiugai.domain.funding.book.ageing import Stay, StayLevel, StayRule, stay
from jiugai.domain.law import NATION, rule_in_force
from jiugai.exchange.policy_files import stay_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.book.closing import digest_of_balances
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.funding import book_queries
from jiugai.storage.funding.book_queries import AccountBalance, ContractRow, EarmarkRow
from jiugai.storage.programme import queries as programme


@dataclass(frozen=True, slots=True)
class IdleLine:
    """Money that lies with somebody, and since when (滞留资金).

    Attributes:
      holder: whose turn it is.
      project, contract: what it is for, empty where the account knows none.
      level: by the rule of days; None where none speaks.
    """

    earmark: EarmarkRow
    kind: AccountKind
    county: str
    holder: str
    project: str
    contract: str
    stay: Stay
    level: StayLevel | None


@dataclass(frozen=True, slots=True)
class IdlePage:
    """All money that lies somewhere on a day, the longest first, and the rule of days (滞留清单)."""

    asked: Horizon
    lines: tuple[IdleLine, ...]
    rule: StayRule | None

    def sum_of(self, kind: AccountKind) -> int:
        """Return what lies in accounts of a kind, in 分."""
        return sum(line.stay.balance_fen for line in self.lines if line.kind is kind)


@dataclass(frozen=True, slots=True)
class BookVerdict:
    """Whether the book is whole (验账): each fault with the row where it shows."""

    postings: int
    accounts: int
    closes: int
    faults: tuple[Mapping[str, object], ...]


def idle(asked: Horizon, *, actor: Actor) -> IdlePage:
    """Return what lies in every account within the actor's reach, and since when.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    return idle_list(asked)


def idle_list(asked: Horizon) -> IdlePage:
    """Return what lies in every account within the reach of whoever asks, and since when."""
    rule = rule_in_force(stay_rules(), NATION, asked.as_of)
    moved = book_queries.movements(last_seq=asked.last_seq, on_day=asked.as_of)
    names = _Names(asked)
    lines = []
    for account in book_queries.balances(last_seq=asked.last_seq, on_day=asked.as_of):
        found = stay(moved.get(account.id, ()), asked.as_of)
        if found and account.key.kind.lies_idle:
            lines.append(names.line(account, found, rule.level(found.days) if rule else None))
    lines.sort(key=lambda line: (-line.stay.days, -line.stay.balance_fen, line.county, line.kind))
    return IdlePage(asked, tuple(lines), rule)


def verify() -> BookVerdict:
    """Count the book anew and say what does not hold; nothing is written."""
    faults = [*book_queries.faults()]
    closes = book_queries.closes()
    for close in closes:
        counted = digest_of_balances(book_queries.trial_balance(close.month, last_seq=close.seq))
        if counted != close.digest:
            faults.append({"fault": "close_differs", "id": f"{close.month}"})
    postings, accounts = book_queries.sizes()
    return BookVerdict(postings, accounts, len(closes), tuple(faults))


class _Names:
    """What accounts are called, asked for once."""

    def __init__(self, asked: Horizon) -> None:
        self._day = asked.as_of
        self._counties: dict[int, str] = {}
        self._earmarks = {one.id: one for one in book_queries.earmarks()}
        self._contracts: dict[int, ContractRow] = {one.id: one for one in book_queries.contracts()}
        self._projects = programme.project_names()

    def line(self, account: AccountBalance, found: Stay, level: StayLevel | None) -> IdleLine:
        """Return an account's line."""
        key = account.key
        county = self._county(key.county)
        contract = self._contracts.get(key.contract or 0)
        return IdleLine(
            earmark=self._earmarks[account.earmark_id],
            kind=key.kind,
            county=county,
            holder=f"{county}{HOLDERS[key.kind]}",
            project=self._projects.get(key.project or 0, ""),
            contract=contract.number if contract else "",
            stay=found,
            level=level,
        )

    def _county(self, county_id: int) -> str:
        if county_id not in self._counties:
            self._counties[county_id] = divisions.by_id(county_id, day=self._day).name
        return self._counties[county_id]
