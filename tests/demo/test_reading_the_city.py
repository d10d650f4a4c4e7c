"""The made city through the ledger reader: what is true comes out of what was written."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

import pytest
from demo.make_city.city import City
from demo.make_city.ledger_shapes import SHAPES, Shape
from demo.make_city.places import PLACE

from jiugai.domain.findings import blocking
from jiugai.domain.registry.ledger import Column, LedgerReading
from jiugai.domain.registry.names import key
from jiugai.domain.registry.plan import RowKind, plan_import
from jiugai.exchange.ledger.reader import read

Read = Callable[[str], LedgerReading]


@pytest.fixture(scope="session")
def reading_of(folder: dict[str, bytes], manifest: list[dict[str, Any]]) -> Read:
    """Read a file of the city by its path, once."""
    years = {file["path"]: file["year"] for file in manifest}
    kept: dict[str, LedgerReading] = {}

    def reading(path: str) -> LedgerReading:
        if path not in kept:
            name = PurePosixPath(path).name
            kept[path] = read(folder[path], document=name, year=years[path])
        return kept[path]

    return reading


def second_file(shape: Shape) -> str:
    return f"ledgers/补正/{PLACE[shape.place].name}补正表.xlsx"


every_ledger = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.place)


class TestLedgers:
    def test_come_in_four_formats(self) -> None:
        assert {shape.file.rpartition(".")[2] for shape in SHAPES} == {"xlsx", "xls", "ods", "csv"}

    def test_are_taken_and_refused_as_expected(
        self, reading_of: Read, expected: dict[str, Any]
    ) -> None:
        for ledger in expected["ledger"]:
            rows = reading_of(ledger["path"]).rows
            accepted = sum(row.accepted for row in rows)
            assert (len(rows), accepted, len(rows) - accepted) == (
                ledger["rows"],
                ledger["accepted"],
                ledger["refused"],
            ), ledger["path"]

    def test_refuse_a_believable_number_of_rows(self, expected: dict[str, Any]) -> None:
        assert 15 <= sum(ledger["refused"] for ledger in expected["ledger"]) <= 25

    @every_ledger
    def test_need_a_believable_number_of_repairs(self, reading_of: Read, shape: Shape) -> None:
        assert 3 <= len(reading_of(f"ledgers/{shape.file}").repairs) <= 60

    @every_ledger
    def test_say_the_truth_in_every_accepted_row(
        self, made: City, reading_of: Read, shape: Shape
    ) -> None:
        rows = [row for row in reading_of(f"ledgers/{shape.file}").rows if row.accepted]
        true = [row for row in made.rows[shape.place] if not row.comes_back]

        assert len(rows) == len(true)
        for found, told in zip(rows, true, strict=True):
            community = told.community
            assert key(found.name) == key(community.name)
            assert found.values[Column.STREET] == community.street
            assert found.values[Column.BUILT_YEAR] == community.built_year
            assert found.values[Column.BUILDINGS] == community.buildings
            assert found.values[Column.FLOOR_AREA] == Decimal(community.area)
            if not told.doubted:
                assert found.values[Column.HOUSEHOLDS] == community.households
            if found.values.get(Column.INVESTMENT) is not None:
                assert found.values[Column.INVESTMENT] == community.investment

    def test_fill_the_register_without_a_double(
        self, made: City, folder: dict[str, bytes], reading_of: Read
    ) -> None:
        added = 0
        for shape in SHAPES:
            first = plan_import(reading_of(f"ledgers/{shape.file}"), [])
            names = {
                (row.row.values[Column.STREET], key(row.row.name))
                for row in first.rows
                if row.kind is RowKind.ADD
            }
            assert len(names) == first.count(RowKind.ADD)
            assert first.count(RowKind.ASK) == shape.twice
            second = reading_of(second_file(shape)).rows if second_file(shape) in folder else ()
            names |= {(row.values[Column.STREET], key(row.name)) for row in second}
            true = {(c.street, key(c.name)) for c in made.communities if c.place == shape.place}
            assert names == true
            added += len(names)

        assert added == 1085

    def test_speak_of_the_hidden_sheet_and_of_the_wrong_sum(self, reading_of: Read) -> None:
        hanbin = reading_of("ledgers/汉滨区老旧小区台账（终稿）改2.xlsx")
        wrong = [total for total in hanbin.totals if not total.agrees]

        assert "ledger.hidden_sheet" in {finding.code for finding in hanbin.findings}
        assert (Column.HOUSEHOLDS, 30) in {(t.column, t.stated - t.total) for t in wrong}


class TestPlans:
    def test_are_read_without_a_doubt(
        self, made: City, reading_of: Read, manifest: list[dict[str, Any]]
    ) -> None:
        by_file = {f"plans/{plan.file}": plan for plan in made.plans}
        for file in manifest:
            if file["kind"] == "plan":
                reading = reading_of(file["path"])
                assert len(reading.rows) == len(by_file[file["path"]].sites)
                assert not reading.all_findings
                assert all(total.agrees for total in reading.totals)


class TestReturns:
    def test_are_read_as_they_were_told(
        self, made: City, reading_of: Read, manifest: list[dict[str, Any]]
    ) -> None:
        # The manifest and the returns stand in one order once sorted by moment.
        told = sorted(made.returns, key=lambda each: each.sending.recorded_at)
        files = [file for file in manifest if file["kind"] == "return"]
        for each, file in zip(told, files, strict=True):
            reading = reading_of(file["path"])
            assert not blocking(reading.all_findings), file["path"]
            assert len(reading.rows) == len(each.lines)
            for row, line in zip(reading.rows, each.lines, strict=True):
                assert row.values[Column.COHORT] == line.site.cohort
                assert row.values[Column.STREET] == line.site.community.street
                assert row.values[Column.STARTED_ON] == line.days.get("started")
                assert row.values[Column.TENDERED_ON] == line.days.get("tendered")
                assert row.values[Column.COMPLETED_ON] == line.days.get("completed")
                assert row.values[Column.INVESTED] in (line.figures.invested, None)
                assert (row.values[Column.RECEIVED] or 0) == line.figures.received
