"""A county's defence file (县区自证档案): everything that the register has of it, for a period.

Read only. The county has its own and the city every one; nobody else has any. What it says follows
from the county, the period and the stamp, so that it can be printed again word for word.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from jiugai.domain.calendar import Month
from jiugai.domain.divisions import Scope
from jiugai.domain.reporting.submission.lateness import SHANGHAI, due_days, timings
from jiugai.domain.supervision.defence import (
    DefenceFact,
    DefenceFile,
    ReturnKept,
    facts_text,
    months_of,
)
from jiugai.exchange.digests import sm3
from jiugai.exchange.reporting_policy import deadline_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon
from jiugai.services.registry.register import counties
from jiugai.services.supervision.evidence.grading import county_grades
from jiugai.storage.audit import seal_queries
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.reporting import submissions
from jiugai.storage.supervision import defence as queries

__all__ = ["DefencePage", "NoSuchDefence", "defence_of", "files_seen"]

MOST_MONTHS = 24


class NoSuchDefence(LookupError):
    """No such county within the officer's scope; absent and foreign look the same."""


@dataclass(frozen=True, slots=True)
class DefencePage:
    """A county's file with its digest (自证档案页).

    Attributes:
      digest: SM3 over the canonical text of its facts, hexadecimal.
      choices: the counties whose files the officer may open, by id.
    """

    county_id: int
    file: DefenceFile
    digest: str
    first: Month
    last: Month
    choices: Mapping[int, str]


def files_seen(asked: Horizon, *, actor: Actor) -> dict[int, DivisionRow]:
    """Return the counties whose files an officer may open: whole ones within the scope.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    if actor.scope.divisions is not None:
        return {}
    return {row.id: row for row in counties(asked).values() if actor.scope.covers(row.id)}


def defence_of(
    county_id: int, first: Month, last: Month, *, actor: Actor, today: date, now: datetime
) -> DefencePage:
    """Return a county's file for the months from ``first`` to ``last``.

    :param now: until when what is not yet done counts as late.
    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchDefence: if the county is not within the actor's scope, or the months run
      backwards or over more than two years.
    """
    asked = horizon(today)
    seen = files_seen(asked, actor=actor)
    if county_id not in seen or not 0 <= _months_between(first, last) < MOST_MONTHS:
        raise NoSuchDefence(county_id)
    county = seen[county_id]
    since, until = first.first_day, min(last.last_day, max(today, first.first_day))
    facts = queries.facts_of(
        county_id,
        since=_midnight(since),
        until=_midnight(until + timedelta(days=1)),
        last_seq=asked.last_seq,
    )
    filings = [fact.seq for fact in facts if fact.is_filing]
    trace = seal_queries.last_checkpoint()
    file = DefenceFile(
        code=county.code,
        county=county.name,
        since=since,
        until=until,
        last_seq=asked.last_seq,
        facts=facts,
        returns=_kept(county, facts, now),
        grades=_grades(county_id, actor, asked),
        sealed=queries.sealed_filings(filings),
        trace_size=trace.size,
        trace_root=trace.root.hex(),
    )
    return DefencePage(
        county_id=county_id,
        file=file,
        digest=sm3(facts_text(file).encode()).hex(),
        first=first,
        last=last,
        choices={id_: row.name for id_, row in seen.items()},
    )


def _months_between(first: Month, last: Month) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _kept(
    county: DivisionRow, facts: tuple[DefenceFact, ...], now: datetime
) -> tuple[ReturnKept, ...]:
    """Return how each month's return was kept, by all of its moves and not the period's alone."""
    found = []
    for month, moves, granted in submissions.histories(months_of(facts), county_id=county.id):
        due = due_days(
            month,
            deadline_rules(),
            code=county.code,
            extensions=[one.extension for one in granted if one.county_id in {None, county.id}],
        )
        made = [(row.move.kind, row.recorded_at) for row in moves]
        found.append(ReturnKept(month, timings(made, due, now=now)))
    return tuple(found)


def _grades(county_id: int, actor: Actor, asked: Horizon) -> tuple[tuple[str, str, int], ...]:
    """Return how many of the county's claims stand at which grade."""
    tally: Counter[tuple[str, str]] = Counter()
    within = Actor(
        actor.user_id, actor.post_id, actor.label, actor.kind, Scope(frozenset({county_id}))
    )
    for row in county_grades(asked, actor=within):
        for grade, many in row.by_grade.items():
            tally[row.claim.word, grade.value] += many
    return tuple((claim, grade, many) for (claim, grade), many in sorted(tally.items()))
