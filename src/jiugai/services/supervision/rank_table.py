"""Rank a table that an office publishes (排名): for offices that only have counts; no database.

It reads and computes, and writes nothing; nobody's permission is needed for that.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from jiugai.domain.findings import Finding
from jiugai.domain.reporting.indicators import Measure, in_force
from jiugai.domain.supervision.published import PublishedTable, TableBasis
from jiugai.domain.supervision.published_ranking import RankedTable, rank_published
from jiugai.domain.supervision.ranking import Method, Ties
from jiugai.exchange.file_kind import Kind
from jiugai.exchange.measure_files import all_measures
from jiugai.exchange.ranked_table_file import plain, ranked_csv
from jiugai.exchange.reading_process import run_reader

__all__ = ["NoSuchMeasure", "RankedTable", "measure_titles", "rank_table", "to_csv", "to_json"]

KINDS = frozenset({Kind.XLSX, Kind.CSV})
# Named, not imported: only the process that reads needs the libraries for workbooks.
READER = "jiugai.exchange.published_table:read_published"


class NoSuchMeasure(Exception):
    """There is no measure of that code."""


def measure_titles() -> dict[str, str]:
    """Return the measures that a table may be ranked by: code and Chinese title."""
    return {code: measure.title for code, measure in _measures().items()}


def rank_table(
    content: bytes,
    *,
    document: str,
    measure: str,
    decimals: int = 1,
    ties: str = "running",
    second_key: str | None = None,
    basis: str | None = None,
    full_words: bool = False,
) -> RankedTable:
    """Read a published table, check it, and rank it.

    :param document: the file's name, for the findings.
    :param ties: ``running`` or ``shared``.
    :param second_key: heading of a column, or a name such as ``investment_rate``, that parts equals.
    :param basis: ``communities``, ``households`` …; the first that the table has, if None.
    :param full_words: 全部开工 instead of a rate of 100 % or more.
    :returns: the ranking with every finding; without rows, and with a blocking finding, if the file
      cannot be read or lacks what the measure needs.
    :raises NoSuchMeasure: if there is no such measure.
    :raises ValueError: if ``ties`` or ``basis`` is none of those.
    """
    measures = _measures()
    if measure not in measures:
        raise NoSuchMeasure(measure)
    method = Method(
        measure,
        basis or "",
        decimals,
        Ties(ties),
        second_key or "",
        measures[measure].version,
    )
    wanted = TableBasis(basis) if basis else None
    found = run_reader(
        READER, content, {"document": document}, expect=PublishedTable, name=document, kinds=KINDS
    )
    table = PublishedTable(document, findings=(found,)) if isinstance(found, Finding) else found
    return rank_published(table, measures, method, basis=wanted, full_words=full_words)


def to_json(table: RankedTable) -> dict[str, Any]:
    """Return a ranking as one JSON document; counts in base units, rates as decimal shares."""
    return {
        "measure": table.measure.code,
        "basis": table.basis.value,
        "rows": [
            {
                "rank": row.rank,
                "region": row.region,
                table.measure.denominator.value: _count(row.denominator),
                table.measure.numerator.value: _count(row.numerator),
                "rate": row.rate,
                "shown": row.shown,
            }
            for row in table.rows
        ],
        "total": {
            table.measure.denominator.value: _count(table.total.denominator),
            table.measure.numerator.value: _count(table.total.numerator),
            "rate": table.total.rate,
        },
        "findings": [
            {
                "code": finding.code,
                "sheet": finding.place.sheet,
                "cell": finding.place.cell,
                "message": finding.message,
                "weight": finding.weight.value,
            }
            for finding in table.findings
        ],
    }


def to_csv(table: RankedTable) -> bytes:
    """Return a ranking as a text table that Excel opens."""
    return ranked_csv(table)


def _measures() -> dict[str, Measure]:
    return in_force(all_measures(), date.max)


def _count(value: Fraction | None) -> int | str | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else plain(value)
