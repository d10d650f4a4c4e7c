"""An edited .docx is read back, and every figure, name and day that changed is found."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.bulletins.composition import compose
from jiugai.domain.bulletins.figures import SnapshotFigures
from jiugai.domain.bulletins.lint_report import LintReport
from jiugai.exchange.bulletin.document import write_docx, write_record
from jiugai.exchange.bulletin.lint import lint
from jiugai.exchange.bulletin.package_reading import MOST_BYTES, MOST_MEMBERS
from tests.domain.bulletins.examples import october, quoted, red_head, serial
from tests.exchange.bulletin.editing import (
    DOCUMENT,
    RECORD,
    cell_in_row,
    in_place,
    plain_copy,
    retyped,
    rewritten,
    saved,
    with_xml,
)

BULLETIN = compose(october(outside=(quoted(),)), red_head())
RED = write_docx(BULLETIN)
BESIDE = write_record(BULLETIN)
SERIAL = write_docx(compose(october(), serial()))
FIGURES = october(outside=(quoted(),))

# Name, words near it, what stands there, what the clerk writes, what is read, what was expected.
CHANGES = [
    ("rate up by a digit", "获批45个", "4.4%", "4.5%", "4.5%", "4.4%"),
    ("rate ten times", "获批45个", "4.4%", "44%", "44%", "4.4%"),
    ("rate rounded away", "获批45个", "4.4%", "4%", "4%", "4.4%"),
    ("rate of households", "获批45个", "3.4%", "3.5%", "3.5%", "3.4%"),
    ("count of plans", "获批45个", "45个", "46个", "46个", "45个"),
    ("count lost a digit", "获批45个", "69个", "6个", "6个", "69个"),
    ("count gained a digit", "获批45个", "45个", "145个", "145个", "45个"),
    ("count in Chinese", "获批45个", "45个", "五十四个", "五十四个", "45个"),
    ("count in wide digits", "获批45个", "45个", "４６个", "４６个", "45个"),
    ("unit of a count", "获批45个", "45个", "45户", "45户", "45个"),
    ("other cohort's plan", "获批45个", "45个", "21个", "21个", "45个"),
    ("other cohort's rate", "获批45个", "4.4%", "42.9%", "42.9%", "4.4%"),
    ("rise into fall", "获批45个", "提高2.2个百分点", "下降2.2个百分点", "下降2.2个百分点", "提高2.2个百分点"),
    ("rise into none", "获批45个", "提高2.2个百分点", "持平", "持平", "提高2.2个百分点"),
    ("points into per cent", "获批45个", "提高2.2个百分点", "提高2.2%", "2.2%", "提高2.2个百分点"),
    ("all into most", "2019年批次下达", "全部开工", "大部分开工", "大部分开工", "全部开工"),
    ("money", "获批45个", "1130万元", "1310万元", "1310万元", "1130万元"),
    ("money in another unit", "获批45个", "1130万元", "1130亿元", "1130亿元", "1130万元"),
    ("idle money", "岚皋县中央", "318.5万元", "381.5万元", "381.5万元", "318.5万元"),
    ("size of the register", "全市现有", "1085个", "1058个", "1058个", "1085个"),
    ("households", "全市现有", "104236户", "10.4万户", "10.4万户", "104236户"),
    ("year of a cohort", "获批45个", "2020年", "2021年", "2021年", "2020年"),
    ("day of the figures", "现将截至", "2020年11月3日", "2020年11月4日", "2020年11月4日", "2020年11月3日"),
    ("day in ISO", "现将截至", "2020年11月3日", "2020-11-13", "2020-11-13", "2020年11月3日"),
    ("deadline", "必须于", "2020年12月31日", "2020年12月30日", "2020年12月30日", "2020年12月31日"),
    ("days left", "必须于", "58天", "85天", "85天", "58天"),
    ("day money came", "岚皋县中央", "2020年7月1日", "2020年1月7日", "2020年1月7日", "2020年7月1日"),
    ("days idle", "岚皋县中央", "125天", "152天", "152天", "125天"),
    ("day of overdue start", "河堤路", "2020年9月30日", "2020年9月31日", "2020年9月31日", "2020年9月30日"),
    ("days overdue", "河堤路", "34天", "43天", "43天", "34天"),
    ("rank", "居前的是", "第1位", "第2位", "第2位", "第1位"),
    ("tie hushed up", "居前的是", "并列第3位", "第3位", "第3位", "并列第3位"),
    ("leader's rate", "居前的是", "25.0%", "52.0%", "52.0%", "25.0%"),
    ("county's kind", "居前的是", "石泉县", "石泉区", "石泉区", "石泉县"),
    ("county's letter", "等10个县区", "汉滨区", "汉宾区", "汉宾区", "汉滨区"),
    ("another county", "居前的是", "石泉县", "平利县", "平利县", "石泉县"),
    ("late reporter", "未按规定时间", "白河县", "紫阳县", "紫阳县", "白河县"),
    ("project's name", "河堤路", "河堤路甲字小区", "河堤路申字小区", "河堤路申字小区", "河堤路甲字小区"),
    ("number of counties", "等10个县区", "10个", "9个", "9个", "10个"),
    ("projects not begun", "等10个县区", "36个", "63个", "63个", "36个"),
    ("month of the title", "关于2020年10月", "2020年10月", "2020年9月", "2020年9月", "2020年10月"),
    ("number of the paper", "安旧改办", "安旧改办〔2020〕10号", "安旧改办〔2020〕1号", "安旧改办〔2020〕1号", "安旧改办〔2020〕10号"),
    ("day of printing", "印发", "2020年11月6日", "2020年11月16日", "2020年11月16日", "2020年11月6日"),
    ("stamp of the snapshot", "数据快照", "18423", "18432", "18432", "18423"),
    ("day of the appendix", "按项目数计）", "2020年11月3日", "2020年10月3日", "2020年10月3日", "2020年11月3日"),
    ("rank quoted from others", "据《全省通报》", "末位", "首位", "首位", "末位"),
]  # fmt: skip

# County, column of its row, what the clerk writes, what was expected.
CELLS = [
    ("石泉县", 0, "2", "1"),
    ("石泉县", 1, "石泉区", "石泉县"),
    ("石泉县", 2, "5", "4"),
    ("石泉县", 3, "2", "1"),
    ("石泉县", 4, "50.0%", "25.0%"),
    ("石泉县", 5, "−25.0", "+25.0"),
    ("汉阴县", 6, "51.0%", "15.0%"),
    ("汉阴县", 7, "", "4.2%"),
    ("白河县", 1, "石泉县", "白河县"),
    ("白河县", 3, "1", "0"),
    ("白河县", 5, "+0.1", "持平"),
    ("全市", 2, "54", "45"),
]


def told(report: LintReport) -> list[tuple[str, str]]:
    return [(finding.read, finding.expected) for finding in report.findings]


class TestAnUneditedFile:
    @pytest.mark.parametrize("content", [RED, SERIAL])
    def test_has_nothing_against_it(self, content: bytes):
        report = lint(content)

        assert (told(report), report.refused) == ([], False)
        assert report.checked == report.agree > 190
        assert report.snapshot is not None
        assert str(report.snapshot.month) == "2020-10"

    @pytest.mark.parametrize("figures", [None, FIGURES])
    def test_agrees_with_its_keeper_and_with_the_file_beside(self, figures: SnapshotFigures | None):
        assert told(lint(RED, figures)) == []
        assert told(lint(plain_copy(RED), figures, beside=BESIDE)) == []
        assert told(lint(plain_copy(RED), FIGURES)) == []
        assert told(lint(plain_copy(SERIAL), october())) == []

    def test_may_be_saved_by_another_program(self):
        assert told(lint(saved(docx.Document(io.BytesIO(RED))))) == []


class TestAChange:
    @pytest.mark.parametrize("edit", [in_place, retyped])
    @pytest.mark.parametrize(
        ("around", "old", "new", "read", "expected"),
        [pytest.param(*change[1:], id=change[0]) for change in CHANGES],
    )
    def test_is_found(
        self, edit: Callable[..., bytes], around: str, old: str, new: str, read: str, expected: str
    ):
        report = lint(edit(RED, around, old, new))

        assert told(report) == [(read, expected)]
        assert not report.passes
        assert report.findings[0].paragraph > 0

    @pytest.mark.parametrize(("county", "column", "new", "expected"), CELLS)
    def test_is_found_in_the_table(self, county: str, column: int, new: str, expected: str):
        report = lint(cell_in_row(RED, county, column, new))

        assert (new, expected) in told(report)
        assert report.findings[0].where.startswith("表格第")
        assert not report.passes

    @pytest.mark.parametrize(
        ("around", "old", "new", "read", "expected"),
        [pytest.param(*change[1:], id=change[0]) for change in CHANGES[::5]],
    )
    def test_is_found_in_a_plain_copy(
        self, around: str, old: str, new: str, read: str, expected: str
    ):
        copy = plain_copy(retyped(RED, around, old, new))

        assert told(lint(copy, beside=BESIDE)) == [(read, expected)]

    def test_is_found_by_the_snapshot_alone(self):
        copy = plain_copy(retyped(RED, "获批45个", "4.4%", "4.5%"))

        assert told(lint(copy, FIGURES)) == [("4.5%", "4.4%")]

    def test_of_the_issue_number_is_found(self):
        report = lint(in_place(SERIAL, "第五十六期", "第五十六期", "第五十七期"))

        assert told(report) == [("第五十七期", "第五十六期")]

    def test_of_several_figures_is_told_figure_by_figure(self):
        once = in_place(RED, "获批45个", "4.4%", "4.5%")
        twice = in_place(once, "必须于", "58天", "59天")

        assert told(lint(twice)) == [("4.5%", "4.4%"), ("59天", "58天")]


class TestWordsMarkup:
    def test_may_split_a_figure_over_runs(self):
        run = '<w:r><w:t xml:space="preserve">%s</w:t></w:r>'

        assert told(lint(with_xml(RED, run % "45个", run % "4" + run % "5个"))) == []
        assert told(lint(with_xml(RED, run % "45个", run % "5" + run % "4个"))) == [
            ("54个", "45个")
        ]

    def test_counts_tracked_insertions_and_not_tracked_deletions(self):
        run = '<w:r><w:t xml:space="preserve">45个</w:t></w:r>'
        tracked = (
            '<w:del w:id="900" w:author="a"><w:r><w:delText>45个</w:delText></w:r></w:del>'
            '<w:ins w:id="901" w:author="a"><w:r><w:t>54个</w:t></w:r></w:ins>'
        )

        assert told(lint(with_xml(RED, run, tracked))) == [("54个", "45个")]

    def test_does_not_count_hidden_text(self):
        run = '<w:r><w:t xml:space="preserve">45个</w:t></w:r>'
        hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>45个</w:t></w:r><w:r><w:t>54个</w:t></w:r>"

        assert told(lint(with_xml(RED, run, hidden))) == [("54个", "45个")]

    def test_reads_the_strict_form_of_the_format(self):
        usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"

        content = rewritten(
            RED, lambda name, part: part.replace(usual, strict) if name == DOCUMENT else part
        )

        assert told(lint(content)) == []

    def test_reads_a_text_box_and_a_footnote(self):
        note = (
            '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:footnote><w:p><w:r><w:t>另有市级配套3000万元。</w:t></w:r></w:p></w:footnote>"
            "</w:footnotes>"
        )
        document = docx.Document(io.BytesIO(RED))
        content = saved(document)
        target = io.BytesIO(content)
        with zipfile.ZipFile(target, "a") as archive:
            archive.writestr("word/footnotes.xml", note)

        assert told(lint(target.getvalue())) == [("3000万元", "")]


class TestAFileThatLostItsFigures:
    def test_is_not_checked_against_nothing(self):
        report = lint(plain_copy(RED))

        assert report.refused
        assert "摘要是7c1e 09a4 d2b8 5f60" in report.findings[0].message
        assert ".figures.json" in report.findings[0].message

    def test_is_not_checked_against_figures_that_were_tampered_with(self):
        def forged(name: str, part: bytes) -> bytes:
            return part.replace(b"4.4%", b"9.9%") if name == RECORD else part

        report = lint(rewritten(RED, forged))

        assert report.refused
        assert [finding.code for finding in report.findings] == ["bulletin.record_damaged"]
        assert told(lint(rewritten(RED, forged), FIGURES)) == []
        assert told(lint(rewritten(RED, forged), beside=BESIDE)) == []

    @pytest.mark.parametrize("beside", [b"", b"{}", b"[1]", BESIDE.replace(b"45", b"46")])
    def test_does_not_trust_a_damaged_file_beside_it(self, beside: bytes):
        assert lint(plain_copy(RED), beside=beside).refused


class TestAnotherSnapshot:
    def test_is_told_first(self):
        later = october(digest="0" * 64, outside=(quoted(),))

        report = lint(RED, later)

        assert report.findings[0].code == "bulletin.other_snapshot"
        assert not report.passes


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DOCUMENT, b"<a>" + b" " * (60 * 1024 * 1024))
    return target.getvalue()


def crowded() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(MOST_MEMBERS + 1):
            archive.writestr(f"{number}.xml", "")
    return target.getvalue()


def with_document(markup: bytes) -> bytes:
    return rewritten(RED, lambda name, part: markup if name == DOCUMENT else part)


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class TestAHostileFile:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            pytest.param(b"", "不是.docx文件", id="nothing"),
            pytest.param(b"<html>", "不是.docx文件", id="a web page"),
            pytest.param(bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "旧版.doc", id="old or locked"),
            pytest.param(b"PK" + b"\0" * 40, "文件不完整", id="half an archive"),
            pytest.param(RED[: len(RED) // 2], "文件不完整", id="cut in half"),
            pytest.param(b"PK" + b"\0" * MOST_BYTES, "超过20 MB", id="too large"),
            pytest.param(bomb(), "解开后超过40 MB", id="a bomb"),
            pytest.param(crowded(), "部件", id="too many parts"),
            pytest.param(rewritten(RED, lambda n, p: None if n == DOCUMENT else p), "没有正文", id="no text"),
            pytest.param(with_document(b"<w:document"), "标记不完整", id="broken markup"),
            pytest.param(with_document(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "DTD", id="a DTD"),
            pytest.param(with_document('<!DOCTYPE a [<!ENTITY x "y">]><a/>'.encode("utf-16")), "DTD", id="a DTD in UTF-16"),
            pytest.param(with_document(b"<a>" * 5000 + b"</a>" * 5000), "嵌套过深", id="nested too deep"),
            pytest.param(with_document(b"<a>" + b"<b/>" * 600_000 + b"</a>"), "标记多得", id="too many marks"),
            pytest.param(with_document(b"<w:d " + W + b">" + b"<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 2100 + b"</w:d>"), "远远超出", id="too long"),
        ],
    )  # fmt: skip
    def test_is_refused_in_one_sentence(self, content: bytes, said: str):
        report = lint(content, FIGURES)

        assert report.refused
        assert not report.passes
        assert said in report.findings[0].message
        assert report.summary.startswith("文件没有校对：")

    @settings(max_examples=60)
    @given(st.data())
    def test_never_makes_the_lint_fail(self, data: st.DataObject):
        content = bytearray(RED)
        for _ in range(data.draw(st.integers(1, 6))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

        report = lint(bytes(content))

        assert report.refused or report.checked > 0
