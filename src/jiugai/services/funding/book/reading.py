"""Reading the book (查账): where money lies and for how long, and whether the book is whole."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.domain.funding.book.ageing import Stay, StayLevel, StayRule, stay
from jiugai.domain.law import NATION, rule_in_force
from jiugai.exchange.policy_files import stay_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.book.closing import digest_of_balances
from jiugai.services.funding.book.names import Names
from jiugai.storage.funding import book_queries
from jiugai.storage.funding.book_queries import AccountBalance, EarmarkRow


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
    county_id: int
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
    found = idle_list(asked)
    lines = tuple(line for line in found.lines if actor.scope.covers(line.county_id))
    return replace(found, lines=lines)


def idle_list(asked: Horizon) -> IdlePage:
    """Return what lies in every account within the reach of whoever asks, and since when."""
    rule = rule_in_force(stay_rules(), NATION, asked.as_of)
    moved = book_queries.movements(last_seq=asked.last_seq, on_day=asked.as_of)
    names = Names(asked.as_of)
    lines = []
    for account in book_queries.balances(last_seq=asked.last_seq, on_day=asked.as_of):
        found = stay(moved.get(account.id, ()), asked.as_of)
        if found and account.key.kind.lies_idle:
            lines.append(_line(names, account, found, rule))
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


def _line(names: Names, account: AccountBalance, found: Stay, rule: StayRule | None) -> IdleLine:
    key = account.key
    return IdleLine(
        earmark=names.earmarks[account.earmark_id],
        kind=key.kind,
        county_id=key.county,
        county=names.county(key.county),
        holder=names.holder(key.county, key.kind),
        project=names.project(key.project),
        contract=names.contract(key.contract),
        stay=found,
        level=rule.level(found.days) if rule else None,
    )
