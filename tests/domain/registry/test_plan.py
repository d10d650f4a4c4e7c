"""What each row of a ledger would do to the register, before anything is written."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.findings import Finding, Place
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow, Value
from jiugai.domain.registry.plan import (
    CARD_COLUMNS,
    LABELS,
    LONGEST,
    ImportPlan,
    KnownCard,
    RowKind,
    RowPlan,
    plan_import,
    row_key,
)
from jiugai.domain.registry.resemblance import choices_of

Cells = Mapping[Column, Value | None]


def row(name: str = "金州家属院", number: int = 3, **other: Any) -> LedgerRow:
    """Return a row of 户数 100 in 城关镇 unless told otherwise, by lower-case column names."""
    values: dict[Column, Value | None] = {
        Column.NAME: name,
        Column.STREET: "城关镇",
        Column.HOUSEHOLDS: 100,
    }
    for column, value in other.pop("values", {}).items():
        values[column] = value
    return LedgerRow("台账", number, values, cells={Column.NAME: f"B{number}"}, **other)


def card(
    name: str = "金州家属院", id: int = 1, version: int = 10, **values: Value | None
) -> KnownCard:
    said: dict[Column, Value | None] = dict.fromkeys(CARD_COLUMNS)
    said |= {Column.NAME: name, Column.STREET: "城关镇", Column.HOUSEHOLDS: 100}
    said |= {Column[column.upper()]: value for column, value in values.items()}
    return KnownCard(id, f"C{id}", version, said)


def plan(
    *rows: LedgerRow, register: tuple[KnownCard, ...] = (), choices: Mapping[str, str] | None = None
) -> ImportPlan:
    return plan_import(LedgerReading("台账.xlsx", (), rows), register, choices, 7)


def only(planned: ImportPlan) -> RowPlan:
    assert len(planned.rows) == 1
    return planned.rows[0]


def code_of(row_plan: RowPlan) -> str:
    return row_plan.question.code if row_plan.question else ""


class TestRecordThatStandsDown:
    """C2 is one community with C1, which stands for both."""

    @staticmethod
    def register(**values: Value | None) -> tuple[KnownCard, ...]:
        down = card("粮食局宿舍", 2, **values)
        return (
            card("粮食局家属院", 1),
            KnownCard(down.id, down.public_id, down.version, down.values, "C1", "粮食局家属院"),
        )

    def test_that_says_nothing_new_is_left_as_it_is(self) -> None:
        assert only(plan(row("粮食局宿舍"), register=self.register())).kind is RowKind.SAME

    def test_that_says_something_new_is_asked_about(self) -> None:
        found = only(plan(row("粮食局宿舍"), register=self.register(households=98)))

        assert (found.kind, code_of(found)) == (RowKind.ASK, "registry.stands_down")
        assert found.card is not None
        assert found.card.public_id == "C1"
        assert list(choices_of(found)) == ["same:C1", "skip"]

    def test_once_said_to_tell_of_the_other_changes_that_one_and_keeps_its_name(self) -> None:
        found = only(
            plan(
                row("粮食局宿舍", values={Column.HOUSEHOLDS: 105}),
                register=self.register(),
                choices={"台账!3": "same:C1"},
            )
        )

        assert found.kind is RowKind.CHANGE
        assert found.card is not None
        assert found.card.public_id == "C1"
        assert [change.column for change in found.changes] == [Column.HOUSEHOLDS]

    def test_of_the_same_name_leaves_no_doubt_whom_a_row_means(self) -> None:
        down = card("金州家属院", 2)
        twins = (
            KnownCard(2, "C2", 10, down.values, "C1", "金州家属院"),
            card("金州家属院", 1),
        )

        found = only(plan(row(values={Column.HOUSEHOLDS: 99}), register=twins))

        assert found.kind is RowKind.CHANGE
        assert found.card is not None
        assert found.card.public_id == "C1"

    def test_for_one_of_another_county_can_only_be_left_out(self) -> None:
        down = card("粮食局宿舍", 2, households=98)
        gone = KnownCard(2, "C2", 10, down.values, "-", "外县区的一个小区")

        found = only(plan(row("粮食局宿舍"), register=(gone,)))

        assert found.kind is RowKind.ASK
        assert list(choices_of(found)) == ["skip"]


class TestOneRow:
    def test_of_an_unknown_name_is_added(self) -> None:
        planned = plan(row())

        assert only(planned).kind is RowKind.ADD
        assert planned.accepted == 1
        assert planned.register_seq == 7

    def test_that_says_what_the_card_says_changes_nothing(self) -> None:
        assert only(plan(row(), register=(card(),))).kind is RowKind.SAME

    def test_that_differs_is_a_change_of_just_that(self) -> None:
        found = only(plan(row(), register=(card(households=98),)))

        assert found.kind is RowKind.CHANGE
        assert [(c.column, c.old, c.new) for c in found.changes] == [(Column.HOUSEHOLDS, 98, 100)]

    def test_that_is_written_otherwise_is_the_same_community(self) -> None:
        found = only(plan(row("甲字街 十二号楼"), register=(card("甲字街12幢"),)))

        assert found.kind is RowKind.CHANGE
        assert [change.column for change in found.changes] == [Column.NAME]

    @pytest.mark.parametrize("blank", [None, ""])
    def test_never_overwrites_with_a_blank(self, blank: str | None) -> None:
        found = only(
            plan(row(values={Column.HOUSEHOLDS: blank}), register=(card(address="北大街 1 号"),))
        )

        assert found.kind is RowKind.SAME

    def test_that_is_refused_by_the_reader_is_refused(self) -> None:
        bad = row(findings=(Finding("cell.two_readings", "两种读法"),))

        assert only(plan(bad, register=(card(),))).kind is RowKind.REFUSE

    @pytest.mark.parametrize("name", ["", None])
    def test_without_a_name_is_refused(self, name: str | None) -> None:
        assert only(plan(row(values={Column.NAME: name}))).kind is RowKind.REFUSE

    @pytest.mark.parametrize("column", LONGEST)
    def test_with_too_long_a_text_is_refused_with_its_cell(self, column: Column) -> None:
        longest = LONGEST[column]
        fits = row(values={column: "长" * longest})
        spills = LedgerRow(
            "台账", 3, {**fits.values, column: "长" * (longest + 1)}, cells={column: "C3"}
        )

        found = only(plan(spills))

        assert only(plan(fits)).kind is RowKind.ADD
        assert found.kind is RowKind.REFUSE
        assert found.question is not None
        assert found.question.place == Place("台账.xlsx", "台账", "C3")
        assert LABELS[column] in found.question.message
        assert "没有写入" in found.question.message


class TestNamesakes:
    def test_in_another_street_are_two_communities(self) -> None:
        found = only(plan(row(), register=(card(street="两河镇"),)))

        assert found.kind is RowKind.ADD

    def test_are_asked_about_where_the_row_writes_no_street(self) -> None:
        found = only(plan(row(values={Column.STREET: None}), register=(card(),)))

        assert (found.kind, code_of(found)) == (RowKind.ASK, "registry.same_name")
        assert found.card == card()

    def test_without_a_street_on_both_sides_are_one(self) -> None:
        found = only(plan(row(values={Column.STREET: None}), register=(card(street=""),)))

        assert found.kind is RowKind.SAME

    def test_of_one_street_are_asked_about(self) -> None:
        found = only(plan(row(), register=(card(), card(id=2))))

        assert (found.kind, code_of(found)) == (RowKind.ASK, "registry.several_of_one_name")

    def test_are_never_merged_by_likeness(self) -> None:
        found = only(plan(row("金州家属楼"), register=(card("金州家属院"),)))

        assert found.kind is RowKind.ADD


class TestTwiceInOneFile:
    def test_asks_about_the_second_new_row_and_names_the_first(self) -> None:
        planned = plan(row(number=3), row(number=9))

        assert [r.kind for r in planned.rows] == [RowKind.ADD, RowKind.ASK]
        assert code_of(planned.rows[1]) == "registry.twice_in_file"
        assert planned.rows[1].question is not None
        assert "第 3 行" in planned.rows[1].question.message

    def test_asks_about_the_second_row_of_a_known_community(self) -> None:
        planned = plan(row(number=3), row(number=9), register=(card(households=98),))

        assert [r.kind for r in planned.rows] == [RowKind.CHANGE, RowKind.ASK]

    def test_lets_namesakes_of_two_streets_in(self) -> None:
        planned = plan(row(number=3), row(number=4, values={Column.STREET: "两河镇"}))

        assert [r.kind for r in planned.rows] == [RowKind.ADD, RowKind.ADD]


class TestHiddenNumber:
    def test_finds_its_community_though_the_name_changed(self) -> None:
        renamed = row("金州苑", hidden_id="C1", hidden_version=10)

        found = only(plan(renamed, register=(card(),)))

        assert found.kind is RowKind.CHANGE
        assert [change.column for change in found.changes] == [Column.NAME]

    def test_that_nobody_bears_is_asked_about(self) -> None:
        found = only(plan(row(hidden_id="C9"), register=(card(),)))

        assert (found.kind, code_of(found)) == (RowKind.ASK, "registry.unknown_number")

    def test_of_an_outdated_template_is_asked_about(self) -> None:
        stale = row(hidden_id="C1", hidden_version=9)

        found = only(plan(stale, register=(card(households=98),)))

        assert (found.kind, code_of(found)) == (RowKind.ASK, "registry.stale_version")

    def test_of_an_outdated_template_that_says_nothing_new_is_no_question(self) -> None:
        stale = row(hidden_id="C1", hidden_version=9)

        assert only(plan(stale, register=(card(),))).kind is RowKind.SAME

    def test_decides_between_namesakes(self) -> None:
        found = only(plan(row(hidden_id="C2", hidden_version=10), register=(card(), card(id=2))))

        assert found.kind is RowKind.SAME
        assert found.card is not None
        assert found.card.id == 2


class TestWhatAPersonSaid:
    @pytest.mark.parametrize(
        ("choice", "kind"),
        [("skip", RowKind.SKIP), ("new", RowKind.ADD), ("same:C2", RowKind.SAME)],
    )
    def test_settles_what_was_asked(self, choice: str, kind: RowKind) -> None:
        asked = row()

        found = only(plan(asked, register=(card(), card(id=2)), choices={row_key(asked): choice}))

        assert found.kind is kind

    @pytest.mark.parametrize("choice", ["same:C9", "", "nonsense"])
    def test_that_names_nothing_leaves_the_question(self, choice: str) -> None:
        asked = row()

        found = only(plan(asked, register=(card(), card(id=2)), choices={row_key(asked): choice}))

        assert found.kind is RowKind.ASK

    def test_cannot_let_a_refused_row_in(self) -> None:
        bad = row(findings=(Finding("cell.two_readings", "两种读法"),))

        assert only(plan(bad, choices={row_key(bad): "new"})).kind is RowKind.REFUSE

    def test_cannot_give_two_rows_to_one_community(self) -> None:
        rows = row(number=3), row("金州苑", number=4)

        planned = plan(*rows, register=(card(),), choices={row_key(r): "same:C1" for r in rows})

        assert [r.kind for r in planned.rows] == [RowKind.SAME, RowKind.ASK]


def written(planned: ImportPlan, register: tuple[KnownCard, ...]) -> tuple[KnownCard, ...]:
    """Return the register as it is once a plan has been written."""
    cards = {known.id: known for known in register}
    for each in planned.rows:
        if each.kind not in {RowKind.ADD, RowKind.CHANGE}:
            continue
        said = {
            c: v for c, v in each.row.values.items() if c in CARD_COLUMNS and v not in {None, ""}
        }
        id_ = each.card.id if each.card else max(cards, default=0) + 1
        before = cards[id_].values if id_ in cards else dict.fromkeys(CARD_COLUMNS)
        cards[id_] = KnownCard(id_, f"C{id_}", 99, {**before, **said})
    return tuple(cards.values())


names = st.sampled_from(["金州家属院", "金洲家属院", "甲字街12幢", "甲字街十二号楼", "北苑"])
streets = st.sampled_from(["", "城关镇", "两河镇"])
sizes = st.none() | st.integers(1, 3)
areas = st.none() | st.sampled_from([Decimal("1200"), Decimal("1200.00"), Decimal("1250.5")])
rows = st.lists(
    st.builds(
        lambda name, street, size, area: {
            Column.NAME: name,
            Column.STREET: street,
            Column.HOUSEHOLDS: size,
            Column.FLOOR_AREA: area,
        },
        names,
        streets,
        sizes,
        areas,
    ),
    max_size=6,
)


def as_rows(listed: list[dict[Column, Value | None]]) -> tuple[LedgerRow, ...]:
    return tuple(LedgerRow("台账", n, values) for n, values in enumerate(listed, start=2))


class TestPlanningTwice:
    @given(rows, rows)
    def test_with_what_was_written_changes_nothing(
        self,
        before: list[dict[Column, Value | None]],
        sent: list[dict[Column, Value | None]],
    ) -> None:
        register = written(plan(*as_rows(before)), ())
        first = plan(*as_rows(sent), register=register)

        again = plan(*as_rows(sent), register=written(first, register))

        assert again.count(RowKind.ADD, RowKind.CHANGE) == 0
        assert again.count(RowKind.REFUSE) == first.count(RowKind.REFUSE)

    @given(rows, rows)
    def test_accounts_for_every_row(
        self,
        before: list[dict[Column, Value | None]],
        sent: list[dict[Column, Value | None]],
    ) -> None:
        register = written(plan(*as_rows(before)), ())
        planned = plan(*as_rows(sent), register=register)

        assert [each.row for each in planned.rows] == list(as_rows(sent))
        assert planned.count(*RowKind) == len(sent)
        assert all(
            (each.question is not None) is (each.kind is RowKind.ASK) for each in planned.rows
        )
