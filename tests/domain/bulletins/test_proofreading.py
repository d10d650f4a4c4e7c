"""The lint finds what changed, wherever it changed, and is silent where nothing did."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.bulletins.composition import compose, record_without_paper
from jiugai.domain.bulletins.document import Place
from jiugai.domain.bulletins.lint_report import LintReport, Verdict
from jiugai.domain.bulletins.proofreading import findings_by_paragraph, proofread
from jiugai.domain.bulletins.record import Mark, ReadLine, record_of
from jiugai.domain.findings import Weight
from tests.domain.bulletins.examples import october, quoted, red_head, serial
from tests.domain.bulletins.reading import edited_line, figure_spans, linted, read_back

BULLETIN = compose(october(outside=(quoted(),)), red_head())
RECORD = record_of(BULLETIN)
LINES = read_back(BULLETIN, bound=False)
SPANS = figure_spans(BULLETIN)


def find(words: str) -> int:
    return next(index for index, line in enumerate(LINES) if words in line.text)


def with_sentence(sentence: str) -> LintReport:
    """Lint the bulletin with a paragraph of the clerk's own at its end."""
    return proofread(RECORD, [*LINES, ReadLine(len(LINES) + 1, sentence)])


def said(report: LintReport) -> list[tuple[str, str, str]]:
    return [(finding.verdict.value, finding.read, finding.expected) for finding in report.findings]


class TestAnUneditedPrint:
    @pytest.mark.parametrize("bound", [True, False])
    @pytest.mark.parametrize("imprint", [red_head(), serial(), red_head(number="")])
    def test_has_nothing_against_it(self, bound: bool, imprint):
        bulletin = compose(october(outside=(quoted(),)), imprint)

        report = proofread(record_of(bulletin), read_back(bulletin, bound=bound))

        assert said(report) == []
        assert report.checked == report.agree == len(figure_spans(bulletin))
        assert report.passes

    def test_agrees_with_the_snapshot_alone(self):
        report = proofread(
            record_without_paper(october()),
            [
                line
                for line in read_back(compose(october(), serial()), bound=False)
                if "11日" not in line.text
            ],
        )

        assert said(report) == []


class TestAChangedFigure:
    @pytest.mark.parametrize(
        ("old", "new", "read", "expected"),
        [
            ("4.4%", "4.5%", "4.5%", "4.4%"),
            ("4.4%", "4%", "4%", "4.4%"),
            ("4.4%", "44%", "44%", "4.4%"),
            ("获批45个", "获批46个", "46个", "45个"),
            ("获批45个", "获批四十六个", "四十六个", "45个"),
            ("获批45个", "获批45户", "45户", "45个"),
            ("获批45个", "获批145个", "145个", "45个"),
            ("获批45个", "获批", "", "45个"),
            ("获批45个", "获批若干个", "若干个", "45个"),
            ("1085个", "1,086个", "1,086个", "1085个"),
            ("提高2.2个百分点", "下降2.2个百分点", "下降2.2个百分点", "提高2.2个百分点"),
            ("提高2.2个百分点", "持平", "持平", "提高2.2个百分点"),
            ("全部开工", "大部分开工", "大部分开工", "全部开工"),
            ("318.5万元", "318.5亿元", "318.5亿元", "318.5万元"),
            ("318.5万元", "318万元", "318万元", "318.5万元"),
            ("并列第3位", "第3位", "第3位", "并列第3位"),
            ("（第1位）", "（第2位）", "第2位", "第1位"),
            ("9月30日前开工", "9月20日前开工", "2020年9月20日", "2020年9月30日"),
            ("必须于2020年12月31日", "必须于2021年12月31日", "2021年12月31日", "2020年12月31日"),
            ("2020年批次申报", "2021年批次申报", "2021年", "2020年"),
            ("石泉县25.0%", "石泉区25.0%", "石泉区", "石泉县"),
            ("石泉县25.0%", "岚皋县25.0%", "岚皋县", "石泉县"),
            ("、汉滨区、", "、汉宾区、", "汉宾区", "汉滨区"),
            ("河堤路甲字小区", "河堤路乙字小区", "河堤路乙字小区", "河堤路甲字小区"),
            ("〔2020〕10号", "〔2020〕11号", "安旧改办〔2020〕11号", "安旧改办〔2020〕10号"),
            ("2020年11月6日印发", "2020年11月7日印发", "2020年11月7日", "2020年11月6日"),
            ("\t4\t1\t25.0%", "\t4\t2\t25.0%", "2", "1"),
            ("+25.0", "+52.0", "+52.0", "+25.0"),
            ("全市\t45\t2\t", "全市\t45\t3\t", "3", "2"),
        ],
    )
    def test_is_told_with_what_was_read_and_expected(
        self, old: str, new: str, read: str, expected: str
    ):
        report = linted(BULLETIN, old, new)

        assert said(report) == [("与快照不符", read, expected)]
        assert not report.passes

    def test_is_told_with_its_place_and_its_sum(self):
        (finding,) = linted(BULLETIN, "4.4%", "4.5%").findings

        assert finding.counted == "2 ÷ 45"
        assert finding.where == f"第{find('开工率4.4%') + 1}段"
        assert "开工率4.5%" in finding.excerpt
        assert finding.message == (
            "正文写“4.5%”，快照为“4.4%”（2 ÷ 45，2020年批次开工率（按项目数计））。请改为“4.4%”。"
        )

    def test_is_told_to_be_another_cohorts(self):
        (finding,) = linted(BULLETIN, "获批45个", "获批21个").findings

        assert "“21个”在快照里是2019年批次" in finding.message

    def test_is_found_in_every_place_it_is_printed(self):
        choose = random.Random(9704)
        for index, start, end, run in choose.sample(SPANS, 60):
            text = LINES[index].text
            at = choose.choice([i for i in range(start, end) if text[i] not in " —，。"])
            other = "错" if not text[at].isdigit() else str((int(text[at]) + 1) % 10)

            report = proofread(
                RECORD, edited_line(LINES, index, text[:at] + other + text[at + 1 :])
            )

            assert not report.passes, (run.figure_id, text[max(0, at - 9) : at + 9])

    def test_is_found_where_two_were_exchanged(self):
        choose = random.Random(11)
        pairs = [
            (one, other)
            for one in SPANS
            for other in SPANS
            if one[0] == other[0] and one[2] <= other[1]
        ]
        for (index, a, b, _), (_, c, d, _) in choose.sample(pairs, 60):
            text = LINES[index].text
            if text[a:b] == text[c:d]:
                continue

            swapped = text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]

            assert not proofread(RECORD, edited_line(LINES, index, swapped)).passes, swapped


class TestADroppedSentence:
    def test_is_mentioned_but_may_be_meant(self):
        report = linted(BULLETIN, "2020年批次按户数计，开工率3.4%。", "")

        assert [finding.code for finding in report.findings] == ["bulletin.sentence_missing"]
        assert report.passes

    def test_may_not_be_a_row_of_the_table(self):
        lines = [line for line in LINES if "\t汉阴县\t" not in line.text]

        report = proofread(RECORD, lines)

        assert [finding.weight for finding in report.findings] == [Weight.BLOCKS]

    def test_may_not_be_the_digest(self):
        assert not proofread(RECORD, LINES[:-1]).passes


class TestHarmlessEdits:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("4.4%", "４．４％"),
            ("4.4%", "4.44%"),
            ("获批45个", "获批 45 个"),
            ("获批45个", "获批四十五个"),
            ("1085个", "1,085个"),
            ("提高2.2个百分点", "提高了2.2个百分点"),
            ("5100万元", "0.51亿元"),
            ("尚无项目完工。", "目前尚无项目完工。"),
            ("，开工2个", "。目前开工2个"),
            ("特此通报。", "请各县区认真抓好落实。"),
        ],
    )
    def test_are_left_alone(self, old: str, new: str):
        assert said(linted(BULLETIN, old, new)) == []

    def test_include_moving_a_paragraph(self):
        lines = list(LINES)
        lines.insert(find("二、县区"), lines.pop(find("2021年批次申报")))

        assert said(proofread(RECORD, lines)) == []


class TestAMovedSentence:
    def test_may_not_come_to_speak_of_another_cohort(self):
        sentence = "据《全省通报》（陕建发〔2020〕88号），开工率按项目数计居全省末位。"
        lines = edited_line(LINES, find(sentence), LINES[find(sentence)].text.replace(sentence, ""))
        home = find("2019年批次下达")
        lines = edited_line(lines, home, lines[home].text + sentence)

        report = proofread(RECORD, lines)

        assert "移到了说2019年批次的一段里" in report.findings[0].message


class TestAClerksOwnSentence:
    @pytest.mark.parametrize(
        "sentence",
        [
            "今年批次目前只开工2个，开工率仅为4.4%。",
            "2019年21个项目中已完工9个。",
            "石泉县2020年批次开工率为25.0%。",
            "12月31日是期限。",
            "按照建办城〔2021〕50号要求：1．抓紧推进；2．逐项销号。",
        ],
    )
    def test_that_is_right_is_left_alone(self, sentence: str):
        assert said(with_sentence(sentence)) == []

    @pytest.mark.parametrize(
        ("sentence", "verdict", "read"),
        [
            ("2020年批次开工率仅为5.4%。", "与快照不符", "5.4%"),
            ("2020年批次完工9个。", "与快照不符", "9个"),
            ("石泉县2020年批次开工率为20.0%。", "与快照不符", "20.0%"),
            ("市级配套3000万元。", "没有出处", "3000万元"),
            ("请于11月20日前报送。", "没有出处", "11月20日"),
            ("我市开工率全省排名倒数第一。", "没有出处", "倒数第一"),
            ("石泉镇进展较快，汉宾区较慢。", "与快照不符", "汉宾区"),
        ],
    )
    def test_that_is_wrong_or_unknown_is_told(self, sentence: str, verdict: str, read: str):
        report = with_sentence(sentence)

        assert (verdict, read) in {(v, r) for v, r, _ in said(report)}
        assert not report.passes

    @pytest.mark.parametrize(
        ("sentence", "told"),
        [
            ("石泉县开工率居前。", True),
            ("按项目数计，石泉县开工率居前。", False),
            ("对综合排名靠后的县区予以约谈。", False),
            ("县长是第一责任人，石泉县要带头。", False),
        ],
    )
    def test_may_not_rank_without_a_measure(self, sentence: str, told: bool):
        report = with_sentence(sentence)

        unnamed = [f for f in report.findings if f.verdict is Verdict.MEASURE_UNNAMED]
        assert bool(unnamed) is told
        assert report.passes


class TestABinding:
    def test_betrays_a_figure_put_into_another_sentence(self):
        index = find("2019年批次下达")
        text = "回头看2019年批次，目前仍有不少工作要做，已开工2个。"
        mark = Mark("c2020.started.projects", text.index("2个"), text.index("2个") + 2)
        lines = [*LINES, ReadLine(99, text, (mark,))]

        (finding,) = proofread(RECORD, lines).findings

        assert "这一句说的不是2020年批次开工数" in finding.message
        assert index

    def test_finds_a_figure_in_a_rewritten_paragraph(self):
        text = "动工的只有3个。"
        mark = Mark("c2020.started.projects", 5, 7)

        report = proofread(RECORD, [*LINES, ReadLine(99, text, (mark,))])

        assert said(report) == [("与快照不符", "3个", "2个")]


class TestTheReport:
    def test_says_the_outcome_in_one_sentence(self):
        assert proofread(RECORD, LINES).summary == f"{len(SPANS)}处数字、名称和日期全部与快照一致。"
        assert linted(BULLETIN, "4.4%", "4.5%").summary == (
            f"{len(SPANS)}处数字、名称和日期中{len(SPANS) - 1}处一致，1处与快照不符。校对只读，文件没有改动。"
        )

    def test_groups_its_findings_for_the_margin(self):
        grouped = dict(findings_by_paragraph(linted(BULLETIN, "4.4%", "4.5%")))

        assert list(grouped) == [find("开工率4.4%") + 1]


class TestAnyFile:
    @settings(max_examples=60)
    @given(
        st.lists(
            st.tuples(
                st.text("石泉县2020年批次开工率4.4%，。；\t第位0123456789", max_size=60),
                st.booleans(),
            ),
            max_size=12,
        )
    )
    def test_is_read_without_failing(self, texts: list[tuple[str, bool]]):
        lines = [
            ReadLine(number, text, (), Place.TABLE if row else Place.BODY)
            for number, (text, row) in enumerate(texts, start=1)
        ]

        report = proofread(RECORD, lines)

        assert 0 <= report.agree <= report.checked
