"""Rankings of a closed month, kept with their method and the digest of what they ranked (排名留存)."""

from typing import Any

from jiugai.domain.reporting.indicators import Basis
from jiugai.domain.supervision.ranking import Contender, Ties, inputs_text
from jiugai.domain.supervision.shares import Share
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.reporting.board import board
from jiugai.services.reporting.closing import CloseRow, horizon_of
from jiugai.services.supervision.league import League, NoSuchLeague, league
from jiugai.storage.reporting import entries, queries
from jiugai.storage.unit_of_work import unit_of_work

KEPT = ("start_rate", "completion_rate")


def runs_of(row: CloseRow) -> tuple[dict[str, Any], ...]:
    """Return the rankings that were kept with a close, as they were run."""
    return queries.rankings(row.id)


def rank_close(row: CloseRow, *, actor: Actor) -> int:
    """Rank a closed month's counties and keep the runs, once; return how many are kept now.

    :raises NotAllowed: if the actor may not close months.
    """
    require(actor, Power.CLOSE_MONTH)
    known = queries.rankings(row.id)
    if known:
        return len(known)
    tables = leagues_of(row, actor=actor)
    try:
        if tables:
            _keep(row, tables, actor)
    except _RankedMeanwhile:
        return len(queries.rankings(row.id))
    return len(tables)


class _RankedMeanwhile(Exception):
    """Somebody else kept the rankings while we waited for the lock; our own act is dropped."""


def _keep(row: CloseRow, tables: tuple[League, ...], actor: Actor) -> None:
    with unit_of_work(
        verb="supervision.rank",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{row.month} {len(tables)} 张排名",
    ) as act:
        entries.lock_rankings(row.id)
        if queries.rankings(row.id):
            raise _RankedMeanwhile
        for table in tables:
            entries.ranking(
                act,
                close_id=row.id,
                method=method_name(table),
                inputs_digest=inputs_digest(table),
                result=result_of(table),
            )


def leagues_of(row: CloseRow, *, actor: Actor) -> tuple[League, ...]:
    """Run again every ranking that is kept with a close: the same stamp, the same result."""
    return leagues_at(horizon_of(row), actor=actor)


def leagues_at(asked: Horizon, *, actor: Actor) -> tuple[League, ...]:
    """Run every ranking that is kept, as things stood at a horizon."""
    found = []
    for year in board(asked).years:
        for measure in KEPT:
            try:
                table = league(
                    asked,
                    year=year,
                    measure=measure,
                    basis=Basis.COMMUNITIES,
                    actor=actor,
                    ties=Ties.SHARED,
                )
            except NoSuchLeague:
                continue
            if table.total.denominator:
                found.append(table)
    return tuple(found)


def method_name(table: League) -> str:
    """Return the program, its version and its settings in one line, such as it is kept."""
    method = table.method
    return f"league{method.version} {table.year} {method.measure}{method.measure_version} {method.basis}"


def inputs_digest(table: League) -> bytes:
    """Return SM3 of everything that decided a ranking."""
    contenders = [
        Contender(
            region=place.code,
            share=Share.of(place.rate.numerator, place.rate.denominator),
            before=Share.of(place.before.numerator, place.before.denominator),
        )
        for place in sorted(table.places, key=lambda place: place.code)
    ]
    return sm3(inputs_text(contenders, table.method))


def result_of(table: League) -> dict[str, Any]:
    """Return a ranking's result as it is kept."""
    return {
        "year": table.year,
        "measure": table.measure.code,
        "basis": table.basis.value,
        "rows": [
            {
                "rank": place.rank,
                "code": place.code,
                "county": place.county,
                "numerator": place.rate.numerator,
                "denominator": place.rate.denominator,
                "shown": place.shown,
            }
            for place in table.places
        ],
    }
