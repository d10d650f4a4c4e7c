"""New rows beside what is on file: told, never held up."""

from dataclasses import replace
from decimal import Decimal

from jiugai.domain.findings import Weight
from jiugai.domain.registry.duplicates import Entry
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow, Value
from jiugai.domain.registry.plan import (
    CARD_COLUMNS,
    ImportPlan,
    KnownCard,
    RowKind,
    RowPlan,
    plan_import,
)
from jiugai.domain.registry.resemblance import OnFile, choices_of, new_entries, told_of_look_alikes

MINE, OTHER = "1", "2"
FIGURES = {"built_year": 1992, "households": 80, "floor_area": Decimal(7200)}


def row(name: str, number: int = 3, **figures: Value) -> LedgerRow:
    values: dict[Column, Value | None] = {Column.NAME: name, Column.STREET: "城关镇"}
    values |= {Column[key.upper()]: value for key, value in (FIGURES | figures).items()}
    return LedgerRow("台账", number, values, cells={Column.NAME: f"B{number}"})


def on_file(name: str, ref: int = 9, *, county: str = MINE, is_seen: bool = True) -> OnFile:
    entry = Entry(ref, name, county, "城关镇", 1992, None, 80, Decimal(7200))
    values: dict[Column, Value | None] = dict.fromkeys(CARD_COLUMNS) | {Column.NAME: name}
    card = KnownCard(ref, f"C{ref}", 1, values) if county == MINE else None
    return OnFile(entry, "石泉县" if county == MINE else "汉滨区", card, is_seen)


def told(plan: ImportPlan, *register: OnFile) -> RowPlan:
    (found,) = told_of_look_alikes(plan, new_entries(plan, county=MINE), register).rows
    return found


def plan(*rows: LedgerRow, choices: dict[str, str] | None = None) -> ImportPlan:
    return plan_import(LedgerReading("台账.xlsx", (), rows), (), choices)


class TestNewRow:
    def test_goes_in_and_says_what_it_looks_like(self) -> None:
        found = told(plan(row("粮食局宿舍")), on_file("粮食局家属院"))

        assert found.kind is RowKind.ADD
        assert found.question is not None
        assert (found.question.code, found.question.weight) == (
            "registry.looks_alike",
            Weight.WARNS,
        )
        assert "“粮食局宿舍”与台账里的“粮食局家属院”（城关镇）名称相近" in found.question.message
        assert found.question.place.cell == "B3"
        assert list(choices_of(found).values()) == ["same", "new", "skip"]

    def test_of_a_name_like_no_other_says_nothing(self) -> None:
        found = told(plan(row("粮食局宿舍")), on_file("百货公司家属院"))

        assert found == RowPlan(found.row, RowKind.ADD)

    def test_once_said_to_be_its_own_is_asked_no_more(self) -> None:
        found = told(plan(row("粮食局宿舍"), choices={"台账!3": "new"}), on_file("粮食局家属院"))

        assert (found.told_apart, found.question) == (True, None)

    def test_names_its_twin_in_a_county_that_the_sender_may_see(self) -> None:
        found = told(plan(row("粮食局宿舍")), on_file("粮食局宿舍", county=OTHER))

        assert found.question is not None
        assert "“粮食局宿舍”（汉滨区城关镇）同名" in found.question.message
        assert found.resembles is None
        assert list(choices_of(found).values()) == ["new", "skip"]

    def test_names_only_the_county_of_one_that_the_sender_may_not_see(self) -> None:
        found = told(plan(row("粮食局宿舍")), on_file("粮食局家属院", county=OTHER, is_seen=False))

        assert found.question is not None
        assert "与汉滨区的一个小区名称相近，建成年份、户数、面积相同" in found.question.message
        assert "家属院" not in found.question.message
        assert "80" not in found.question.message

    def test_speaks_of_the_nearest_of_several(self) -> None:
        near = on_file("粮食局家属院", 9)
        nearer = replace(on_file("粮食局职工宿舍", 10))
        far = OnFile(replace(near.entry, ref=11, households=81), "石泉县", near.card, is_seen=True)

        found = told(plan(row("粮食局宿舍")), far, nearer)

        assert found.question is not None
        assert "“粮食局职工宿舍”" in found.question.message
        assert "（相近的共 2 个）" in found.question.message

    def test_that_was_matched_or_refused_is_left_alone(self) -> None:
        refused = plan(row("粮食局宿舍" + "长" * 200))

        assert told(refused, on_file("粮食局宿舍")) == refused.rows[0]
