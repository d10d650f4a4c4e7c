"""The template goes out filled and comes back the same: nothing lost, nothing doubted."""

import io
from decimal import Decimal
from types import MappingProxyType

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.registry.ledger import Column, LedgerReading, Value
from jiugai.domain.registry.plan import CARD_COLUMNS, LABELS, KnownCard, RowKind, plan_import
from jiugai.exchange import ledger_template
from jiugai.exchange.ledger.reader import read
from jiugai.exchange.ledger_template import COLUMNS, HEAD_ROW, MARKS_SHEET, SHEET, write
from jiugai.exchange.upload_guard import inspect

STREETS = ("新城街道", "老城街道", "江北街道")
STEMS = (
    "河滨",
    "江南",
    "金川",
    "兴安",
    "鼓楼",
    "汉水",
    "香溪",
    "文昌",
    "育才",
    "解放",
    "民主",
    "培新",
)
KINDS = ("小区", "家属院", "花园", "公寓", "大院")


def card(number: int = 1, **changed: Value | None) -> KnownCard:
    values: dict[Column, Value | None] = {
        Column.NAME: "河滨小区",
        Column.STREET: "新城街道",
        Column.NEIGHBORHOOD: "金川社区",
        Column.ADDRESS: "兴安中路12号",
        Column.BUILT_YEAR: 1998,
        Column.BUILDINGS: 6,
        Column.ENTRANCES: 18,
        Column.HOUSEHOLDS: 214,
        Column.FLOOR_AREA: Decimal("15230.55"),
        Column.INVESTMENT: Decimal("3205000.12"),
        Column.STRUCTURE: "砖混",
        Column.STOREYS: "6",
        Column.TENURE: "房改房",
        Column.PROPERTY_MANAGEMENT: "单位自管",
        Column.EXCLUSION: None,
    }
    values |= {Column[name]: value for name, value in changed.items()}
    return KnownCard(number, f"XQ{number:06}", 3, MappingProxyType(values))


def template(*cards: KnownCard, streets: tuple[str, ...] = STREETS) -> bytes:
    return write(cards, county_name="汉滨区", county_code="610902", streets=streets)


def read_back(content: bytes) -> LedgerReading:
    return read(content, document="汉滨区台账.xlsx", year=2025, county="汉滨区")


@st.composite
def cards(draw: st.DrawFn) -> list[KnownCard]:
    """Cards as a register holds them: repaired, plausible, some figures unknown."""
    names = draw(
        st.lists(
            st.tuples(st.sampled_from(STEMS), st.sampled_from(KINDS)),
            unique_by=lambda n: n[0],
            min_size=1,
            max_size=8,
        )
    )
    found = []
    homes: set[int] = set()
    for number, (stem, kind) in enumerate(names, 1):
        buildings = draw(st.integers(1, 30))
        households = buildings * draw(st.integers(16, 60))
        # Two names behind one door with as many homes are rightly asked about.
        while households in homes:
            households += 1
        homes.add(households)
        area = Decimal(households * draw(st.integers(5500, 11000))) / 100
        investment = Decimal(int(area) * draw(st.integers(30_000, 80_000))) / 100
        known = {
            "ENTRANCES": buildings * draw(st.integers(2, 5)),  # a column of ones looks swapped
            "HOUSEHOLDS": households,
            "FLOOR_AREA": area,
            "INVESTMENT": investment,
            "NEIGHBORHOOD": draw(st.sampled_from(("金川社区", "文昌社区"))),
            "ADDRESS": draw(st.sampled_from(("兴安中路12号", "=兴安路", "+1号", "-2-3号院旁", "@路口", "“甲”路，3号"))),
            "STRUCTURE": draw(st.sampled_from(("砖混", "框架"))),
            "STOREYS": draw(st.sampled_from(("6", "5—7", "007", "6.5"))),
            "TENURE": draw(st.sampled_from(("房改房", "混合产权"))),
            "PROPERTY_MANAGEMENT": draw(st.sampled_from(("无物业", "单位自管"))),
            "EXCLUSION": draw(st.sampled_from(("棚改", "危房"))),
        }  # fmt: skip
        for name in draw(st.sets(st.sampled_from(sorted(known)))):
            known[name] = None
        year, street = draw(st.integers(1950, 2005)), draw(st.sampled_from(STREETS))
        found.append(
            card(
                number,
                NAME=f"{stem}{kind}",
                STREET=street,
                BUILT_YEAR=year,
                BUILDINGS=buildings,
                **known,
            )
        )
    return found


class TestRoundTrip:
    @settings(max_examples=60)
    @given(cards())
    def test_brings_back_every_value_and_doubts_none(self, sent: list[KnownCard]) -> None:
        reading = read_back(template(*sent))

        assert reading.all_findings == ()
        assert reading.repairs == ()
        for row, known in zip(reading.rows, sent, strict=True):
            assert {column: row.values[column] for column in COLUMNS} == {
                column: known.values[column] for column in COLUMNS
            }
            assert (row.hidden_id, row.hidden_version) == (known.public_id, known.version)

    def test_changes_nothing_when_nothing_was_changed(self) -> None:
        sent = [card(1), card(2, NAME="江南小区", INVESTMENT=None, FLOOR_AREA=Decimal("9000"))]

        plan = plan_import(read_back(template(*sent)), sent)

        assert [row.kind for row in plan.rows] == [RowKind.SAME, RowKind.SAME]

    def test_finds_a_community_whose_name_was_changed(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(template(card(1))))
        book[SHEET].cell(HEAD_ROW + 2, COLUMNS.index(Column.NAME) + 1).value = "江南花园"
        target = io.BytesIO()
        book.save(target)

        (row,) = plan_import(read_back(target.getvalue()), [card(1)]).rows

        assert row.kind is RowKind.CHANGE
        assert [(change.column, change.old, change.new) for change in row.changes] == [
            (Column.NAME, "河滨小区", "江南花园")
        ]

    def test_takes_in_a_community_added_below(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(template(card(1))))
        page = book[SHEET]
        page.cell(HEAD_ROW + 3, COLUMNS.index(Column.NAME) + 1).value = "江南花园"
        page.cell(HEAD_ROW + 3, COLUMNS.index(Column.HOUSEHOLDS) + 1).value = 120
        target = io.BytesIO()
        book.save(target)

        reading = read_back(target.getvalue())

        assert [(row.name, row.hidden_id) for row in reading.rows] == [
            ("河滨小区", "XQ000001"),
            ("江南花园", ""),
        ]

    def test_reads_an_empty_template_without_a_row(self) -> None:
        assert read_back(template()).rows == ()


class TestWrite:
    def test_has_a_column_for_all_that_a_card_holds(self) -> None:
        assert set(COLUMNS) == set(CARD_COLUMNS) == set(LABELS)

    def test_passes_the_guard(self) -> None:
        assert inspect(template(card()), "汉滨区台账.xlsx") is None

    def test_gives_the_same_bytes_for_the_same_cards(self) -> None:
        assert template(card()) == template(card())

    def test_locks_all_but_what_is_to_be_filled_in(self) -> None:
        page = openpyxl.load_workbook(io.BytesIO(template(card(EXCLUSION="棚改"))))[SHEET]
        first = HEAD_ROW + 2
        marks = (len(COLUMNS) + 1, len(COLUMNS) + 2)

        assert page.protection.sheet
        for number in (1, 2, HEAD_ROW + 1):
            assert page.cell(number, 1).protection.locked
        for column in range(1, len(COLUMNS) + 1):
            assert not page.cell(first, column).protection.locked
        for column in marks:
            assert page.cell(first, column).protection.locked
        hidden = [letters for letters, kept in page.column_dimensions.items() if kept.hidden]
        (block,) = [page.column_dimensions[letters] for letters in hidden]
        assert (block.min, block.max) == marks

    def test_checks_rows_that_are_yet_to_be_filled_in(self) -> None:
        page = openpyxl.load_workbook(io.BytesIO(template(card())))[SHEET]
        last = HEAD_ROW + 2 + ledger_template.SPARE_ROWS

        for rule in page.data_validations.dataValidation:
            (block,) = rule.sqref.ranges
            assert (block.min_row, block.max_row) == (HEAD_ROW + 2, last)

    def test_says_the_unit_in_the_head_and_stays_in_view(self) -> None:
        page = openpyxl.load_workbook(io.BytesIO(template(card())))[SHEET]
        heads = [cell.value for cell in page[HEAD_ROW + 1]]

        assert "建筑面积（㎡）" in heads
        assert "计划投资（万元）" in heads
        assert heads[-2:] == ["编号（勿改）", "版本（勿改）"]
        assert page.freeze_panes == "D4"
        assert page.print_title_rows == "$3:$3"
        assert page.page_setup.orientation == "landscape"

    def test_offers_the_words_to_choose_from(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(template(card())))
        rules = {rule.promptTitle: rule for rule in book[SHEET].data_validations.dataValidation}

        assert rules.keys() == {field.head for field in ledger_template._FIELDS}
        street = rules["街道（镇）"]
        assert street.formula1 == f"{MARKS_SHEET}!$C$1:$C$3"
        assert street.errorStyle == "warning"
        assert [cell.value for cell in book[MARKS_SHEET]["C"]][:3] == list(STREETS)
        assert (rules["户数（户）"].type, rules["户数（户）"].operator) == (
            "whole",
            "greaterThanOrEqual",
        )
        assert rules["建筑面积（㎡）"].type == "decimal"

    def test_hides_what_the_template_is(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(template(card())))
        marks = book[MARKS_SHEET]

        assert marks.sheet_state == "hidden"
        assert [[cell.value for cell in line] for line in marks["A1:B2"]] == [
            ["format", "1"],
            ["county", "610902"],
        ]

    @pytest.mark.parametrize("streets", [(), ("新城街道",) * 40], ids=["none", "many"])
    def test_works_for_a_county_of_any_number_of_streets(self, streets: tuple[str, ...]) -> None:
        assert read_back(template(card(), streets=streets)).all_findings == ()

    def test_never_writes_a_formula(self) -> None:
        page = openpyxl.load_workbook(io.BytesIO(template(card(NAME="=1+1", ADDRESS="@SUM(A1)"))))[
            SHEET
        ]
        name = page.cell(HEAD_ROW + 2, COLUMNS.index(Column.NAME) + 1)

        assert (name.value, name.data_type, name.quotePrefix) == ("=1+1", "s", True)
