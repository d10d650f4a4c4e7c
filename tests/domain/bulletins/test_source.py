"""The clerk's editing text and the bulletin are one and the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.bulletins.composition import compose, edited
from jiugai.domain.bulletins.document import FigureRun, Level, text_of
from jiugai.domain.bulletins.source import SourceReading, from_source, to_source
from jiugai.domain.findings import Weight
from tests.domain.bulletins.examples import october, red_head

BULLETIN = compose(october(), red_head())
BOOK = BULLETIN.figures


def read(text: str) -> SourceReading:
    return from_source(text, BOOK, 2020)


class TestFromSource:
    def test_reads_back_what_was_not_touched(self):
        reading = read(to_source(BULLETIN))

        assert reading.paragraphs == BULLETIN.body
        assert reading.findings == ()

    def test_keeps_figures_bound_in_rewritten_words(self):
        reading = read("今年项目推进偏慢，只有{fig:c2020.started.projects}动工。")

        (paragraph,) = reading.paragraphs
        assert text_of(paragraph.runs, BOOK) == "今年项目推进偏慢，只有2个动工。"
        assert FigureRun("c2020.started.projects") in paragraph.runs
        assert reading.findings == ()

    @pytest.mark.parametrize(
        ("line", "level"),
        [
            ("一、总体进展情况", Level.FIRST),
            ("（一）部分县区尚无项目开工", Level.SECOND),
            ("1.石泉县", Level.THIRD),
            ("（1）石泉县", Level.FOURTH),
            ("（一）倒排工期。各县区要逐个项目倒排工期。", Level.BODY),
            ("各县区要抓紧。", Level.BODY),
        ],
    )
    def test_knows_a_heading_by_its_number(self, line: str, level: Level):
        assert read(line).paragraphs[0].level is level

    @pytest.mark.parametrize(
        "token", ["{fig:c2020.nothing}", "{fig:c2020.started.projects", "{c2020}", "{fig:C2020}"]
    )
    def test_tells_of_a_token_it_does_not_know_and_keeps_it(self, token: str):
        reading = read(f"开工{token}，进展平稳。")

        assert [finding.code for finding in reading.findings] == ["bulletin.unknown_figure"]
        assert reading.findings[0].weight is Weight.BLOCKS
        assert token in text_of(reading.paragraphs[0].runs, BOOK)

    def test_offers_the_token_for_a_number_typed_by_hand(self):
        (finding,) = read("2020年批次开工率4.4%。").findings

        assert finding.code == "bulletin.unbound_number"
        assert finding.weight is Weight.WARNS
        assert "{fig:c2020.startrate.projects}" in finding.message

    @pytest.mark.parametrize(
        "line",
        [
            "2020年批次开工率4.5%。",
            "市财政筹集了3000万元。",
            "开工1{fig:c2020.started.projects}。",
            "请于11月20日前报送。",
        ],
    )
    def test_tells_of_a_number_without_a_source(self, line: str):
        assert [finding.code for finding in read(line).findings] == ["bulletin.no_source"]

    @pytest.mark.parametrize(
        "line", ["1.按照建办城〔2021〕50号要求推进。", "2020年各县区要抓紧。", "一个小区一个专班。"]
    )
    def test_leaves_marks_of_the_paper_and_years_alone(self, line: str):
        assert read(line).findings == ()

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("石泉县进度居前。", "bulletin.measure_unnamed"),
            ("我市在全省排名靠后。", "bulletin.no_source"),
        ],
    )
    def test_tells_of_a_rank_that_says_not_by_what(self, line: str, code: str):
        assert [finding.code for finding in read(line).findings] == [code]

    def test_skips_blank_lines_and_foreign_line_ends(self):
        assert len(read("一、甲\r\n\r\n  乙。  \r\n").paragraphs) == 2

    @settings(max_examples=200)
    @given(st.text("{}fig:c2020.started|bare%个2 开工。\n", max_size=60))
    def test_never_loses_a_word_and_never_fails(self, text: str):
        reading = read(text)

        written = [line.strip() for line in text.split("\n") if line.strip()]
        assert len(reading.paragraphs) == len(written)


class TestEdited:
    def test_marks_only_what_the_clerk_changed(self):
        source = to_source(BULLETIN).replace("特此通报。", "请认真贯彻执行。")

        bulletin = edited(BULLETIN, read(source).paragraphs)

        assert [p.edited for p in bulletin.body].count(True) == 1
        assert bulletin.body[-1].edited
