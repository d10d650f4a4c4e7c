"""The red and the black list of a released ranking (红黑榜), read off the run that was released."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiugai.domain.calendar import Month
from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.supervision.hearing import counted
from jiugai.domain.supervision.honours import Entrant, Honours, HonoursRule, honours
from jiugai.exchange.supervision_policy import honours_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, horizon_at
from jiugai.services.reporting import closing
from jiugai.services.reporting.board import board
from jiugai.services.supervision.hearings import HearingPage, Table, hearing_of


@dataclass(frozen=True, slots=True)
class HonoursTable:
    """One released ranking as a board (一张红黑榜); counties stand by their codes.

    Attributes:
      measure: code of the measure, such as ``start_rate``.
      method: the program, its version and its settings, as they were kept.
    """

    year: int
    measure: str
    method: str
    names: Mapping[str, str]
    board: Honours


@dataclass(frozen=True, slots=True)
class HonoursPage:
    """A month's boards (红黑榜页); without any until its ranking is released.

    Attributes:
      as_of, recorded_by: the moment for which every figure is true.
      raised, upheld: how many objections within the officer's reach there were.
      opens: the counties by code whose figures the officer may open; ``opens_city`` for the sums.
    """

    month: Month
    released_on: date | None
    raised: int
    upheld: int
    as_of: date | None = None
    recorded_by: datetime | None = None
    rule: HonoursRule | None = None
    tables: tuple[HonoursTable, ...] = ()
    opens: Mapping[str, int] | None = None
    opens_city: bool = False


def honours_of(month: Month, *, actor: Actor) -> HonoursPage:
    """Return the red and the black list of a month's released ranking.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchHearing: if the month is not closed.
    """
    return boards_of(hearing_of(month, actor=actor), actor=actor)


def boards_of(found: HearingPage, *, actor: Actor) -> HonoursPage:
    """Return the red and the black list of a ranking whose way out is known.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    month = found.month
    out = found.row.hearing.released_on
    raised, upheld = counted(found.row.hearing.objections)
    rule = None if out is None else rule_in_force(honours_rules(), NATION, out)
    if rule is None:
        return HonoursPage(month, out, raised, upheld)
    asked = _horizon(found)
    return HonoursPage(
        month,
        out,
        raised,
        upheld,
        as_of=asked.as_of,
        recorded_by=asked.recorded_by,
        rule=rule,
        tables=tuple(_table(table, rule) for table in found.tables),
        opens=_opens(asked, actor),
        opens_city=actor.scope.counties is None,
    )


def _horizon(found: HearingPage) -> Horizon:
    """Return the moment of which the released ranking speaks: the close's day, its own stamp."""
    close = closing.close_of(found.month)
    if close is None:
        raise LookupError(f"{found.month} was released and is not closed")
    (*_, last) = (step for step in found.row.steps if step.kind == "show")
    return horizon_at(close.on_day, last.last_seq)


def _opens(asked: Horizon, actor: Actor) -> dict[str, int]:
    """Return the counties that the officer sees whole: a part of a county gives another figure."""
    return {
        county.code: county.id
        for county in board(asked).counties.values()
        if actor.scope.covers(county.id)
    }


def _table(table: Table, rule: HonoursRule) -> HonoursTable:
    result: Mapping[str, Any] = table.result
    entrants = [
        Entrant(row["code"], row["numerator"], row["denominator"]) for row in result["rows"]
    ]
    return HonoursTable(
        year=result["year"],
        measure=result["measure"],
        method=table.method,
        names={row["code"]: row["county"] for row in result["rows"]},
        board=honours(entrants, rule),
    )
