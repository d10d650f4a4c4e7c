"""The papers of an order bear the geometry of the bulletin, in the markup and on the page."""

from dataclasses import replace
from pathlib import Path

import pytest

from jiugai.domain.bulletins.agenda_paper import compose_agenda, compose_minutes
from jiugai.domain.bulletins.composition import compose
from jiugai.domain.bulletins.document import Bulletin, text_of
from jiugai.domain.bulletins.order_papers import PaperKind
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.orders.waits import Arrival, Wait
from jiugai.exchange.bulletin.document import write_docx
from jiugai.exchange.bulletin.lint import lint
from tests.domain.bulletins.examples import october, red_head
from tests.domain.bulletins.test_agenda import FULL, IMPRINT, STANDS
from tests.domain.bulletins.test_order_papers import made, order
from tests.exchange.bulletin.editing import part
from tests.exchange.bulletin.printing import Printed, pages_of
from tests.exchange.bulletin.test_page import BOTTOM, LEFT, RIGHT, TOP, WITHIN, in_type_area

LONG = "各县区要把城镇老旧小区改造摆上重要位置抓紧抓实抓好" * 4
OF = order(
    demand=f"11月20日前北苑小区进场施工。\n{LONG}",
    partners="市供电局、县供水公司",
    source="11月3日现场会讲话",
    sentence="年底前45个小区全部开工。",
    arrival=Arrival(Wait(Step.START, 2020), 2, 45),
)
_KEPT = "一、会议议定\n石泉县住建局要在11月20日前完成北苑小区进场施工。\n" + LONG
MEETING = {
    "agenda": compose_agenda(FULL, replace(IMPRINT, mark="安康旧改会议"), STANDS),
    "minutes": compose_minutes(
        "周协调", _KEPT, "石泉县住建局", replace(IMPRINT, mark="安康旧改纪要", issue=3), STANDS
    ),
}
PAPERS: dict[PaperKind, Bulletin] = {kind: made(kind, OF) for kind in PaperKind}


@pytest.mark.parametrize("kind", PaperKind)
class TestTheFile:
    def test_has_page_and_styles_of_the_bulletin(self, kind: PaperKind) -> None:
        file, bulletin = write_docx(PAPERS[kind]), write_docx(compose(october(), red_head()))
        for name in ("word/styles.xml", "word/settings.xml", "word/fontTable.xml"):
            assert part(file, name) == part(bulletin, name)
        for tag in ("<w:pgSz", "<w:pgMar", "<w:docGrid"):
            body, other = part(file, "word/document.xml"), part(bulletin, "word/document.xml")
            at, there = body.index(tag), other.index(tag)
            assert body[at : body.index("/>", at)] == other[there : other.index("/>", there)]

    def test_is_the_same_every_time(self, kind: PaperKind) -> None:
        assert write_docx(PAPERS[kind]) == write_docx(made(kind, OF))

    def test_agrees_with_the_figures_that_travel_inside(self, kind: PaperKind) -> None:
        report = lint(write_docx(PAPERS[kind]))
        assert [finding.message for finding in report.findings] == []
        assert report.checked > 8


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Printed]]:
    folder: Path = tmp_path_factory.mktemp("orders")
    files = {kind.value: write_docx(PAPERS[kind]) for kind in PaperKind}
    return pages_of(folder, files | {name: write_docx(one) for name, one in MEETING.items()})


class TestThePrintedPage:
    @pytest.mark.parametrize("kind", PaperKind)
    def test_keeps_to_the_type_area(
        self, printed: dict[str, list[Printed]], kind: PaperKind
    ) -> None:
        for page in printed[kind.value]:
            for text, left, right, _ in in_type_area(page):
                assert left >= LEFT - WITHIN, text
                assert right <= RIGHT + WITHIN, text

    @pytest.mark.parametrize("kind", PaperKind)
    def test_has_its_mark_and_red_line_where_the_standard_has_them(
        self, printed: dict[str, list[Printed]], kind: PaperKind
    ) -> None:
        page = printed[kind.value][0]
        rows = page.red_rows()
        line = rows[-1][0]
        assert abs(rows[0][0] - (TOP + 35)) < WITHIN
        assert abs(line - page.black_rows(TOP, line)[-1][1] - 4) < WITHIN

    @pytest.mark.parametrize("kind", PaperKind)
    def test_ends_with_the_type_area_of_the_last_page(
        self, printed: dict[str, list[Printed]], kind: PaperKind
    ) -> None:
        rules = printed[kind.value][-1].dark_rows(LEFT + 2, RIGHT - 2)
        assert abs(rules[-1][1] - BOTTOM) < WITHIN

    @pytest.mark.parametrize("kind", PaperKind)
    def test_names_its_number_and_its_kind(
        self, printed: dict[str, list[Printed]], kind: PaperKind
    ) -> None:
        text = "".join(line[0] for line in printed[kind.value][0].lines)
        assert PAPERS[kind].imprint.number in text
        assert text_of(PAPERS[kind].title[-1], PAPERS[kind].figures) in text


@pytest.mark.parametrize("name", MEETING)
class TestTheMeetingsPapers:
    def test_keep_to_the_type_area(self, printed: dict[str, list[Printed]], name: str) -> None:
        for page in printed[name]:
            for text, left, right, _ in in_type_area(page):
                assert left >= LEFT - WITHIN, text
                assert right <= RIGHT + WITHIN, text
        rules = printed[name][-1].dark_rows(LEFT + 2, RIGHT - 2)
        assert abs(rules[-1][1] - BOTTOM) < WITHIN

    def test_have_their_mark_in_one_line_35_below_the_top(
        self, printed: dict[str, list[Printed]], name: str
    ) -> None:
        page = printed[name][0]
        assert abs(page.red_rows()[0][0] - (TOP + 35)) < WITHIN
        assert MEETING[name].imprint.mark in [text for text, *_ in page.lines]

    def test_agree_with_the_figures_that_travel_inside(
        self, printed: dict[str, list[Printed]], name: str
    ) -> None:
        report = lint(write_docx(MEETING[name]))
        assert [finding.message for finding in report.findings] == []
