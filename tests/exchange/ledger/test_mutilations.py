"""Many spoilt ledgers: no silent error, and no doubt about a plain cell."""

from collections.abc import Callable

import pytest

from jiugai.domain.registry.ledger import Column, LedgerReading
from tests.exchange.ledger.mutilations import MUTILATIONS
from tests.exchange.ledger.workbench import KEYS, Mutilation, Record


def _said(reading: LedgerReading) -> set[tuple[str, str]]:
    return {(finding.code, finding.place.cell) for finding in reading.all_findings}


def _records(reading: LedgerReading) -> list[tuple[str, Record]]:
    return sorted(
        (row.name, {column: row.values[column] for column in KEYS if column in row.values})
        for row in reading.rows
    )


class TestRead:
    @pytest.mark.parametrize("spoilt", MUTILATIONS, ids=lambda spoilt: spoilt.name)
    def test_reads_what_is_there_and_says_what_is_not(
        self, spoilt: Mutilation, read_it: Callable[..., LedgerReading]
    ) -> None:
        reading = read_it(spoilt.build())

        expected = spoilt.expected
        assert _said(reading) == expected.findings
        assert _records(reading) == sorted(expected.records.items())
        assert {row.name for row in reading.rows if not row.accepted} == expected.refused
        assert {repair.place.cell for repair in reading.repairs} == expected.repairs
        assert [(t.column.value, t.agrees) for t in reading.totals] == expected.totals
        assert all(
            type(row.values.get(Column.HOUSEHOLDS)) in (int, type(None)) for row in reading.rows
        )
