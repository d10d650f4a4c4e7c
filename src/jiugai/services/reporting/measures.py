"""The measures at a horizon (指标): counted by PostgreSQL, divided by the domain."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.divisions import Scope
from jiugai.domain.reporting.indicators import (
    Basis,
    Counts,
    Figure,
    Measure,
    figures,
    in_force,
    rate,
    summed,
)
from jiugai.exchange.measure_files import all_measures
from jiugai.services.facts import Horizon, remembered
from jiugai.storage.reporting import queries

__all__ = ["Basis", "Measure", "Rate", "counted", "figures_of", "measures_on", "rate_of"]


@remembered
def counted(asked: Horizon) -> tuple[Counts, ...]:
    """Return every count of every list and county at a horizon."""
    return queries.counts(last_seq=asked.last_seq, on_day=asked.as_of)


def measures_on(asked: Horizon) -> dict[str, Measure]:
    """Return the measures in use on the day asked about, by code."""
    return in_force(all_measures(), asked.as_of)


def figures_of(
    asked: Horizon,
    measure: str,
    basis: Basis,
    *,
    list_ids: Iterable[int],
    scope: Scope,
) -> tuple[Figure, ...]:
    """Return one measure of each county in some lists, within a scope.

    None before the day from which the measure is in use: nobody counted by it then.

    :raises KeyError: if no measure bears that code, or not on that basis.
    """
    declared = measures_on(asked).get(measure)
    if declared is None:
        if measure in {known.code for known in all_measures()}:
            return ()
        raise KeyError(measure)
    if basis not in declared.bases:
        raise KeyError(basis)
    wanted = set(list_ids)
    rows = [row for row in counted(asked) if row.list_id in wanted and scope.covers(row.county_id)]
    return tuple(f for f in figures(rows, [declared]) if f.basis is basis)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with what it was divided from (率); None where nothing was planned."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Fraction | None:
        return rate(self.numerator, self.denominator)


def rate_of(found: Iterable[Figure]) -> Rate:
    """Return the rate of several counties together: sums divided, never a mean of rates."""
    return Rate(*summed(found))
