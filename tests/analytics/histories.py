"""Random little histories of a city, and a loader that lays any history into PostgreSQL.

Each case has corrections (of which some move days), withdrawals, refilings, entries in and out,
projects of several communities, flows of return, and horizons that cut the history anywhere.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import psycopg
import pyarrow as pa

from jiugai.analytics.sync import ARROW
from jiugai.analytics.tables import TABLES
from jiugai.domain.facts import Fact, Horizon
from jiugai.domain.programme.plans import Sizes
from jiugai.domain.reporting.history import (
    Entry,
    Filing,
    FilingLine,
    Flow,
    History,
    Reading,
    Site,
    Step,
)

FIRST_DAY = date(2020, 1, 1)
DAYS = 60
SEQS_A_CASE = 40
ROOM = 1000  # identities set aside for each case

AnyFact = TypeVar("AnyFact", bound=Fact)


class Case:
    """One random history whose identities and stamps begin at ``number`` times a constant."""

    def __init__(self, number: int, *, apart: bool = True) -> None:
        self.random = random.Random(number)
        self.first_id = number * ROOM + 1 if apart else 1
        self.first_seq = number * SEQS_A_CASE + 1 if apart else 1
        self.lists = (self.first_id, self.first_id + 1)
        self.sites = [
            Site(self.first_id + n, self._own(3), 1 + self.random.randrange(3))
            for n in range(self.random.randint(1, 5))
        ]
        # a project answers to one county, however many of its communities are renewed
        county = {site.project_id: site.county_id for site in self.sites}
        self.sites = [Site(s.id, s.project_id, county[s.project_id]) for s in self.sites]
        self.ids = count(self.first_id)
        self.facts: dict[type[Fact], list[Any]] = {
            kind: [] for kind in (Entry, Filing, Step, Reading, Flow)
        }
        self.lines: list[FilingLine] = []
        for _ in self.sites:
            self._entry(self.first_seq)  # most histories begin with a list
        for seq in range(self.first_seq, self.first_seq + self.random.randint(2, SEQS_A_CASE)):
            for _ in range(self.random.choice((1, 1, 1, 2, 3))):
                self._one_more(seq)

    @property
    def history(self) -> History:
        return History(
            sites=tuple(self.sites),
            entries=tuple(self.facts[Entry]),
            filings=tuple(self.facts[Filing]),
            lines=tuple(self.lines),
            steps=tuple(self.facts[Step]),
            readings=tuple(self.facts[Reading]),
            flows=tuple(self.facts[Flow]),
        )

    @property
    def horizons(self) -> list[Horizon]:
        return [
            Horizon(self._day(), self.first_seq - 1 + self.random.randint(0, SEQS_A_CASE))
            for _ in range(3)
        ]

    def _own(self, many: int) -> int:
        return self.first_id + self.random.randrange(many)

    def _day(self) -> date:
        return FIRST_DAY + timedelta(self.random.randrange(DAYS))

    def _sizes(self) -> Sizes:
        return Sizes(*(self.random.randint(1, 99) for _ in range(4)))

    def _site(self) -> int:
        return self.random.choice(self.sites).id

    def _one_more(self, seq: int) -> None:
        make: Callable[[int], None] = self.random.choice(
            (self._entry, self._filing, self._step, self._step, self._reading, self._flow)
        )
        make(seq)

    def _correcting(self, kind: type[AnyFact], seq: int) -> tuple[AnyFact | None, dict[str, Any]]:
        """Perhaps choose a fact to correct; return it and what the new fact bears."""
        facts: list[AnyFact] = self.facts[kind]
        gone = {fact.replaces for fact in facts}
        free = [fact for fact in facts if fact.id not in gone]
        old = self.random.choice(free) if free and self.random.random() < 0.35 else None
        common = {
            "id": next(self.ids),
            "seq": seq,
            "effective_on": self._day(),
            "replaces": old.id if old else None,
            "withdrawn": bool(old) and self.random.random() < 0.3,
        }
        return old, common

    def _entry(self, seq: int) -> None:
        old, common = self._correcting(Entry, seq)
        subject = (old.list_id, old.site_id) if old else (self._own(2), self._site())
        self.facts[Entry].append(
            Entry(
                **common,
                list_id=subject[0],
                site_id=subject[1],
                is_in=self.random.random() < 0.8,
                sizes=self._sizes(),
            )
        )

    def _filing(self, seq: int) -> None:
        old, common = self._correcting(Filing, seq)
        filing = Filing(**common, list_id=old.list_id if old else self._own(2))
        self.facts[Filing].append(filing)
        for site in self.random.sample(self.sites, self.random.randint(0, len(self.sites))):
            self.lines.append(FilingLine(filing.id, site.id, self._sizes()))

    def _step(self, seq: int) -> None:
        old, common = self._correcting(Step, seq)
        subject = (old.site_id, old.step) if old else (self._site(), self._code())
        if not self._said(Step, seq, common, lambda fact: (fact.site_id, fact.step), subject):
            self.facts[Step].append(Step(**common, site_id=subject[0], step=subject[1]))

    def _code(self) -> int:
        return self.random.choice((30, 60, 60, 70, 80))

    def _reading(self, seq: int) -> None:
        old, common = self._correcting(Reading, seq)
        subject = (old.site_id, old.indicator) if old else (self._site(), self._indicator())
        value = None if common["withdrawn"] else self.random.randint(0, 999)
        if not self._said(Reading, seq, common, lambda f: (f.site_id, f.indicator), subject):
            self.facts[Reading].append(
                Reading(**common, site_id=subject[0], indicator=subject[1], value=value)
            )

    def _indicator(self) -> int:
        return self.random.choice((1, 1, 1, 2))

    def _said(
        self,
        kind: type[Fact],
        seq: int,
        common: dict[str, Any],
        subject_of: Callable[[Any], tuple[int, int]],
        subject: tuple[int, int],
    ) -> bool:
        """Say whether the act has said this already: the database refuses it a second time."""
        return any(
            fact.seq == seq
            and fact.effective_on == common["effective_on"]
            and subject_of(fact) == subject
            for fact in self.facts[kind]
        )

    def _flow(self, seq: int) -> None:
        old, common = self._correcting(Flow, seq)
        new = (self._own(3), self.random.randint(1, 2), self.random.randint(1, 3))
        subject = (old.project_id, old.source, old.kind) if old else new
        amount = None if common["withdrawn"] else self.random.randint(-99, 999)
        self.facts[Flow].append(
            Flow(
                **common,
                project_id=subject[0],
                source=subject[1],
                kind=subject[2],
                amount_fen=amount,
            )
        )


def arrow_tables(history: History) -> dict[str, pa.Table]:
    """Return a history as the tables of the analytic engine."""
    filed = {
        "site": [{"site_id": s.id, **_named(s, "project_id", "county_id")} for s in history.sites],
        "entry": [
            _row(f, "list_id", "site_id", "is_in") | asdict(f.sizes) for f in history.entries
        ],
        "filing": [_row(fact, "list_id") for fact in history.filings],
        "line": [
            _named(line, "filing_id", "site_id") | asdict(line.sizes) for line in history.lines
        ],
        "step": [_row(fact, "site_id", "step") for fact in history.steps],
        "reading": [_row(fact, "site_id", "indicator", "value") for fact in history.readings],
        "flow": [_row(f, "project_id", "source", "kind", "amount_fen") for f in history.flows],
    }
    return {
        name: pa.Table.from_pylist(
            rows, pa.schema([(c, ARROW[kind]) for c, kind in TABLES[name].columns.items()])
        )
        for name, rows in filed.items()
    }


def _named(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _row(fact: Fact, *subject: str) -> dict[str, Any]:
    return _named(fact, "id", "seq", "effective_on", "replaces", "withdrawn", *subject)


def act_of(seq: int) -> int:
    """Return the act of a stamp: identities are given in another order than stamps."""
    return seq + 1 if seq % 2 else seq - 1


def load(owner: psycopg.Connection, histories: Iterable[History], seqs: Sequence[int]) -> None:
    """Lay histories into a spine that may hold others, as its owner, in one transaction.

    Triggers and foreign keys rest meanwhile: the acts bring stamps of their own.
    """
    first = datetime(2020, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        acts = ((act_of(seq), f"{seq:032x}", "demo.load", 1, 1, "") for seq in seqs)
        _copy(owner, "audit_act (id, key, verb, user_id, post_id, subject)", acts)
        stamps = ((seq, act_of(seq), first + timedelta(seconds=seq)) for seq in seqs)
        _copy(owner, "audit_stamp (seq, act_id, recorded_at)", stamps)
        for history in histories:
            _lay(owner, history, act_of(min(seqs)))


def _lay(owner: psycopg.Connection, history: History, act: int) -> None:
    projects = {site.project_id: site.county_id for site in history.sites}
    _copy(
        owner,
        "programme_project (id, act_id, public_id, name, county_id)",
        ((number, act, f"p{number}", "项目", county) for number, county in projects.items()),
    )
    _copy(
        owner,
        "programme_site (id, act_id, project_id, community_id)",
        ((site.id, act, site.project_id, site.id) for site in history.sites),
    )
    sizes = "households, buildings, area_dm2, investment_fen"
    _copy(
        owner,
        f"programme_filing_line (filing_id, site_id, {sizes})",
        ((line.filing_id, line.site_id, *_of(line.sizes)) for line in history.lines),
    )
    _facts(
        owner,
        f"programme_entry ({{fact}}, list_id, site_id, is_in, {sizes})",
        history.entries,
        lambda fact: (fact.list_id, fact.site_id, fact.is_in, *_of(fact.sizes)),
    )
    _facts(
        owner, "programme_filing ({fact}, list_id)", history.filings, lambda fact: (fact.list_id,)
    )
    _facts(
        owner,
        "programme_step ({fact}, site_id, step)",
        history.steps,
        lambda fact: (fact.site_id, fact.step),
    )
    _facts(
        owner,
        "works_reading ({fact}, site_id, indicator, value)",
        history.readings,
        lambda fact: (fact.site_id, fact.indicator, fact.value),
    )
    _facts(
        owner,
        "funding_flow ({fact}, project_id, source, kind, amount_fen)",
        history.flows,
        lambda fact: (fact.project_id, fact.source, fact.kind, fact.amount_fen),
    )


def _of(sizes: Sizes) -> tuple[int, int, int, int]:
    return sizes.households, sizes.buildings, sizes.area_dm2, sizes.investment_fen


def _facts(
    owner: psycopg.Connection,
    target: str,
    facts: Sequence[AnyFact],
    subject: Callable[[AnyFact], tuple[Any, ...]],
) -> None:
    columns = "id, act_id, effective_on, replaces, reason, withdrawn"
    rows = (
        (
            fact.id,
            act_of(fact.seq),
            fact.effective_on,
            fact.replaces,
            "更正" if fact.replaces else None,
            fact.withdrawn,
            *subject(fact),
        )
        for fact in facts
    )
    _copy(owner, target.format(fact=columns), rows)


def _copy(owner: psycopg.Connection, target: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with owner.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN".encode()) as into:
        for row in rows:
            into.write_row(row)
