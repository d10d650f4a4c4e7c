"""The printed page, measured: within a millimetre of GB/T 9704-2012."""

from itertools import pairwise
from pathlib import Path

import pytest

from jiugai.domain.bulletins.composition import compose, edited
from jiugai.domain.bulletins.figures import Basis, League, Step
from jiugai.domain.bulletins.source import from_source, to_source
from jiugai.exchange.bulletin.document import write_docx
from jiugai.exchange.bulletin.lint import lint
from tests.domain.bulletins.examples import october, ranked, red_head, serial
from tests.exchange.bulletin.printing import Printed, pages_of, soffice

WITHIN = 1.0
TOP, BOTTOM, LEFT, RIGHT = 37.0, 297.0 - 35.0, 28.0, 210.0 - 26.0
LINE = 225.0 / 22
CHINESE = "各县区要把城镇老旧小区改造摆上重要位置抓紧抓实抓好" * 40
"""Chinese alone: more than a page of it."""


def long_text() -> bytes:
    """Return a bulletin whose body is several pages of Chinese without a digit."""
    bulletin = compose(october(), red_head())
    reading = from_source(f"{to_source(bulletin)}\n{CHINESE}", bulletin.figures, 2020)
    return write_docx(edited(bulletin, reading.paragraphs))


def long_table() -> bytes:
    """Return a bulletin whose table runs over a page."""
    rows = [
        (f"61{i:04d}", f"{'甲乙丙丁戊己庚辛壬癸'[i % 10]}{'子丑寅卯'[i // 10]}县", 9, i % 4)
        for i in range(38)
    ]
    league = League(2020, Step.STARTED, Basis.PROJECTS, ranked(rows))
    return write_docx(compose(october(leagues=(league,)), red_head()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("print")


@pytest.fixture(scope="module")
def printed(folder: Path) -> dict[str, list[Printed]]:
    files = {
        "red": write_docx(compose(october(), red_head())),
        "serial": write_docx(compose(october(), serial())),
        "text": long_text(),
        "table": long_table(),
    }
    return pages_of(folder, files)


def in_type_area(page: Printed) -> list[tuple[str, float, float, float]]:
    return [line for line in page.lines if line[3] < BOTTOM + 1]


class TestTheTypeArea:
    @pytest.mark.parametrize("form", ["red", "serial", "text", "table"])
    def test_is_never_left(self, printed: dict[str, list[Printed]], form: str):
        for page in printed[form]:
            for text, left, right, _ in in_type_area(page):
                assert left >= LEFT - WITHIN, text
                assert right <= RIGHT + WITHIN, text

    def test_is_filled_by_22_lines(self, printed: dict[str, list[Printed]]):
        full = next(
            page
            for page in printed["text"]
            if len(in_type_area(page)) > 20 and "抓紧抓实" in page.lines[0][0]
        )
        bottoms = [bottom for *_, bottom in in_type_area(full)]

        assert len(bottoms) == 22
        for upper, lower in pairwise(bottoms):
            assert abs(lower - upper - LINE) < 0.2
        ink = full.black_rows(TOP - 5, BOTTOM + 1)
        assert TOP - WITHIN <= ink[0][0] <= TOP + LINE / 2
        assert BOTTOM - LINE / 2 <= ink[-1][1] <= BOTTOM + WITHIN

    def test_holds_28_characters_to_a_line(self, printed: dict[str, list[Printed]]):
        lines = [
            line
            for page in printed["text"]
            for line in in_type_area(page)
            if set(line[0]) <= set(CHINESE)
        ]
        full = [line for line in lines if line[2] > RIGHT - 3]

        assert len(full) > 30
        assert {len(text) for text, *_ in full[1:-1]} == {28}
        assert all(
            abs(left - LEFT) < WITHIN and abs(right - RIGHT) < WITHIN
            for _, left, right, _ in full[1:-1]
        )

    def test_indents_paragraphs_by_two_characters(self, printed: dict[str, list[Printed]]):
        first = next(
            line for page in printed["red"] for line in page.lines if line[0].startswith("现将")
        )

        assert abs(first[1] - (LEFT + 2 * 156 / 28)) < WITHIN


class TestTheHead:
    @pytest.mark.parametrize("form", ["red", "serial"])
    def test_has_its_mark_35_below_the_top_of_the_type_area(
        self, printed: dict[str, list[Printed]], form: str
    ):
        mark = printed[form][0].red_rows()[0]

        assert abs(mark[0] - (TOP + 35)) < WITHIN

    @pytest.mark.parametrize("form", ["red", "serial"])
    def test_has_its_mark_in_the_middle(self, printed: dict[str, list[Printed]], form: str):
        page = printed[form][0]
        rows = page.red_rows()
        left, right = page.red_columns(rows[0][0], rows[-2][1])

        assert abs((left + right) / 2 - (LEFT + RIGHT) / 2) < WITHIN

    @pytest.mark.parametrize("form", ["red", "serial"])
    def test_has_a_red_line_as_wide_as_the_type_area(
        self, printed: dict[str, list[Printed]], form: str
    ):
        page = printed[form][0]
        top, bottom = page.red_rows()[-1]
        left, right = page.red_columns(top, bottom)

        assert abs(left - LEFT) < WITHIN
        assert abs(right - RIGHT) < WITHIN
        assert bottom - top < 1

    @pytest.mark.parametrize("form", ["red", "serial"])
    def test_has_its_red_line_4_below_the_number(
        self, printed: dict[str, list[Printed]], form: str
    ):
        page = printed[form][0]
        line = page.red_rows()[-1][0]
        above = page.black_rows(TOP, line)

        assert abs(line - above[-1][1] - 4) < WITHIN

    def test_leaves_room_for_text_on_the_first_page(self, printed: dict[str, list[Printed]]):
        assert sum(1 for line in in_type_area(printed["red"][0]) if "现将截至" in line[0]) == 1


class TestThePageNumber:
    @pytest.mark.parametrize("form", ["red", "serial"])
    def test_lies_7_below_the_type_area(self, printed: dict[str, list[Printed]], form: str):
        for page in printed[form]:
            assert abs(page.dash(BOTTOM + 0.5) - (BOTTOM + 7)) < WITHIN

    def test_stands_at_the_outer_edge_one_character_in(self, printed: dict[str, list[Printed]]):
        character = 14 * 25.4 / 72
        for number, page in enumerate(printed["red"], start=1):
            text, left, right, _ = page.lines[-1]

            assert text.replace(" ", "") == f"—{number}—"
            if number % 2:
                assert abs(right - (RIGHT - character)) < WITHIN
            else:
                assert abs(left - (LEFT + character)) < WITHIN


class TestTheImprint:
    @pytest.mark.parametrize("form", ["red", "serial", "text", "table"])
    def test_ends_with_the_type_area_of_the_last_page(
        self, printed: dict[str, list[Printed]], form: str
    ):
        rules = printed[form][-1].dark_rows(LEFT + 2, RIGHT - 2)

        assert abs(rules[-1][1] - BOTTOM) < WITHIN

    def test_has_lines_as_wide_as_the_type_area(self, printed: dict[str, list[Printed]]):
        page = printed["red"][-1]
        rules = [rule for rule in page.dark_rows(LEFT + 0.5, RIGHT - 0.5) if rule[0] > 200]
        thick = [bottom - top for top, bottom in rules]

        assert len(rules) == 4
        assert thick[0] > thick[1]
        assert thick[3] > thick[2]

    def test_prints_the_digest(self, printed: dict[str, list[Printed]]):
        assert "7c1e09a4d2b85f60" in "".join(line[0] for line in printed["red"][-1].lines).replace(
            " ", ""
        )


class TestTheAppendix:
    def test_begins_on_a_page_of_its_own(self, printed: dict[str, list[Printed]]):
        lines = next(page.lines for page in printed["red"] if page.lines[0][0] == "附件")

        assert abs(lines[0][1] - LEFT) < WITHIN
        assert lines[1][3] - lines[0][3] > 1.5 * LINE  # the title stands on the third line

    def test_repeats_the_head_of_a_long_table(self, printed: dict[str, list[Printed]]):
        heads = [page for page in printed["table"] if any("名次" in line[0] for line in page.lines)]

        assert len(heads) == 2


def test_a_round_trip_through_another_office_program_agrees(
    printed: dict[str, list[Printed]], folder: Path
):
    (folder / "again").mkdir()
    soffice("docx:MS Word 2007 XML", folder, ["red.docx", "serial.docx"], "again")

    for name in ("red", "serial"):
        report = lint((folder / "again" / f"{name}.docx").read_bytes())

        assert [finding.message for finding in report.findings] == []
        assert report.checked > 190
