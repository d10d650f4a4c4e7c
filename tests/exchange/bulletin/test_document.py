"""The .docx bears the geometry of GB/T 9704 in its markup, and is the same file every time."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from jiugai.domain.bulletins.composition import compose
from jiugai.domain.bulletins.document import Imprint, printed_lines
from jiugai.exchange.bulletin.body import signature_indents
from jiugai.exchange.bulletin.document import write_docx
from jiugai.exchange.bulletin.geometry import CHAR_SPACE_PER_PT, TWIPS_PER_PT, geometry, twips
from jiugai.exchange.bulletin.masthead import NARROWEST, mark_size
from jiugai.exchange.bulletin.ooxml import LONGEST_BOOKMARK, bookmark_name, figure_id_of
from tests.domain.bulletins.examples import october, red_head, serial
from tests.exchange.bulletin.editing import part

PAGE = geometry()
RED = write_docx(compose(october(), red_head()))
SERIAL = write_docx(compose(october(), serial()))
ROOT = Path(__file__).parents[3]
TWICE = """
import hashlib
from jiugai.domain.bulletins.composition import compose
from jiugai.exchange.bulletin.annex import write_annex
from jiugai.exchange.bulletin.document import write_docx, write_record
from tests.domain.bulletins.examples import october, red_head
bulletin = compose(october(), red_head())
for write in (write_docx, write_annex, write_record):
    print(hashlib.sha256(write(bulletin)).hexdigest())
"""


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def style(name: str) -> str:
    """Return the markup of a style."""
    text = part(RED, "word/styles.xml")
    start = text.index(f'w:styleId="{name}"')
    return text[start : text.index("</w:style>", start)]


class TestThePage:
    def test_is_a4_with_the_margins_of_the_standard(self):
        section = opened(RED).sections[0]._sectPr
        size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
        sides = {
            side: int(margins.get(qn(f"w:{side}"))) for side in ("top", "bottom", "left", "right")
        }

        assert (int(size.get(qn("w:w"))), int(size.get(qn("w:h")))) == (11906, 16838)
        for side, mm in {"top": 37, "bottom": 35, "left": 28, "right": 26}.items():
            assert abs(sides[side] - twips(mm)) <= 1

    def test_has_a_grid_of_22_lines_and_28_characters(self):
        grid = opened(RED).sections[0]._sectPr.find(qn("w:docGrid"))
        pitch, space = int(grid.get(qn("w:linePitch"))), int(grid.get(qn("w:charSpace")))
        area_pt = Fraction(PAGE.area_width, TWIPS_PER_PT)
        character = 16 + Fraction(space, CHAR_SPACE_PER_PT)

        assert grid.get(qn("w:type")) == "linesAndChars"
        assert PAGE.area_height // pitch == 22
        assert area_pt // character == 28
        # One step looser and the 28th character would no longer fit.
        assert area_pt // (16 + Fraction(space + 1, CHAR_SPACE_PER_PT)) == 27
        assert PAGE.area_height // (pitch + 1) == 21

    def test_holds_28_characters_where_no_grid_is_heeded(self):
        spacing = PAGE.body_pt * TWIPS_PER_PT - 6

        assert PAGE.area_width // spacing == 28

    def test_numbers_odd_pages_at_the_right_and_even_ones_at_the_left(self):
        document = opened(RED)
        section = document.sections[0]

        assert document.settings.odd_and_even_pages_header_footer
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            xml = footer._element.xml
            assert "— " in xml
            assert 'w:instr="PAGE"' in xml
            assert f'<w:ind w:{side}="280"/>' in xml
            assert f'<w:jc w:val="{side}"/>' in xml


class TestTheType:
    @pytest.mark.parametrize(
        ("name", "font", "half_points"),
        [
            ("Normal", "仿宋_GB2312", 32),
            ("BulletinTitle", "方正小标宋简体", 44),
            ("Heading1", "黑体", None),
            ("Heading2", "楷体_GB2312", None),
            ("Heading3", "仿宋_GB2312", None),
            ("Heading4", "仿宋_GB2312", None),
            ("BulletinAppendixLabel", "黑体", None),
            ("BulletinFooter", "宋体", 28),
        ],
    )
    def test_is_named_for_chinese_and_latin_alike(
        self, name: str, font: str, half_points: int | None
    ):
        markup = style(name)

        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            assert f'w:{script}="{font}"' in markup
        assert half_points is None or f'<w:sz w:val="{half_points}"/>' in markup

    def test_indents_by_characters(self):
        assert 'w:firstLineChars="200"' in style("BulletinText")

    def test_gives_headings_their_level(self):
        headings = {
            p.text: p.style.name
            for p in opened(RED).paragraphs
            if p.style.name.startswith("Heading")
        }

        assert headings["一、总体进展情况"] == "Heading 1"
        assert headings["（一）部分县区尚无项目开工"] == "Heading 2"


class TestTheHead:
    def test_of_the_red_head_form_stands_in_order(self):
        texts = [(p.style.name, p.text) for p in opened(RED).paragraphs[:6]]

        assert texts == [
            ("发文机关标志", "安康市城镇老旧小区改造工作领导小组办公室文件"),
            ("Normal", ""),
            ("Normal", ""),
            ("发文字号", "安旧改办〔2020〕10号"),
            ("分隔线", ""),
            ("Normal", ""),
        ]

    def test_of_the_serial_form_stands_in_order(self):
        texts = [p.text for p in opened(SERIAL).paragraphs[:6] if p.text]

        assert texts == ["安政通报", "第五十六期", "安康市人民政府办公室\t2020年11月11日"]

    @pytest.mark.parametrize(
        "mark",
        [
            "安政通报",
            "安康市人民政府办公室文件",
            "安康市城镇老旧小区改造工作领导小组办公室文件",
            "甲" * 60,
        ],
    )
    def test_fits_its_mark_into_one_line(self, mark: str):
        pt, narrowed, spread = mark_size(mark, PAGE)
        wide = len(mark) * pt * narrowed / 100 + (len(mark) - 1) * spread / TWIPS_PER_PT

        assert wide <= PAGE.area_width / TWIPS_PER_PT
        assert NARROWEST <= narrowed <= 100
        assert pt <= PAGE.mark_most_pt


class TestTheSignature:
    @pytest.mark.parametrize(
        ("issuer", "sealed", "expected"),
        [
            ("市住建局", True, (5.25, 4.0)),  # four characters, centred on 6.5 of the date
            ("甲" * 20, True, (0.0, 6.75)),  # too long: takes the room, the date stays centred
            ("甲" * 12, False, (2.0, 5.5)),  # the date begins two characters after the name
            ("市住建局", False, (6.5, 2.0)),  # the date is longer and keeps two from the edge
        ],
    )
    def test_stands_where_a_seal_asks_for_it(
        self, issuer: str, sealed: bool, expected: tuple[float, float]
    ):
        imprint: Imprint = red_head(issuer=issuer, sealed=sealed)

        assert signature_indents(imprint, "2020年11月5日", PAGE) == expected

    def test_never_stands_alone_on_a_page(self):
        paragraphs = opened(RED).paragraphs
        texts = [p.text for p in paragraphs]
        first, last = texts.index("特此通报。"), texts.index("2020年11月5日")
        kept = [p._p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in paragraphs]

        assert all(kept[first:last])
        assert not kept[last]


class TestTheImprint:
    def test_is_one_frame_at_the_foot_of_the_last_page(self):
        framed = [
            p
            for p in opened(RED).element.body.iter(qn("w:p"))
            if p.find(f"{qn('w:pPr')}/{qn('w:framePr')}") is not None
        ]
        frames = {tuple(p.find(f"{qn('w:pPr')}/{qn('w:framePr')}").attrib.items()) for p in framed}
        texts = ["".join(p.itertext()) for p in framed]

        assert len(frames) == 1
        assert {(qn("w:vAnchor"), "margin"), (qn("w:yAlign"), "bottom")} < set(frames.pop())
        assert [text for text in texts if text][-1].startswith("SM3摘要：7c1e 09a4")
        assert texts[0] == texts[-1] == ""

    def test_draws_its_lines_thick_thin_thin_thick(self):
        body = opened(RED).element.body
        rules = [
            int(p.find(f"{qn('w:pPr')}/{qn('w:spacing')}").get(qn("w:line")))
            for p in body.iter(qn("w:p"))
            if p.find(f"{qn('w:pPr')}/{qn('w:framePr')}") is not None
            and p.find(f"{qn('w:pPr')}/{qn('w:shd')}") is not None
        ]

        assert rules == [twips(0.35), twips(0.25), twips(0.25), twips(0.35)]


class TestTheAppendix:
    def test_begins_a_page_and_repeats_the_head_of_its_table(self):
        document = opened(RED)
        head = document.tables[0].rows[0]._tr

        assert "<w:pageBreakBefore/>" in style("BulletinAppendixLabel")
        assert head.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        assert [cell.text for cell in document.tables[0].rows[1].cells][:5] == [
            "1",
            "石泉县",
            "4",
            "1",
            "25.0%",
        ]

    def test_is_as_wide_as_the_type_area(self):
        grid = [int(c.get(qn("w:w"))) for c in opened(RED).tables[0]._tbl.tblGrid]

        assert sum(grid) == PAGE.area_width


class TestTheBindings:
    def test_bear_the_figure_in_their_name(self):
        name = bookmark_name("l1.610900l01.households.rate", 12)

        assert figure_id_of(name) == "l1.610900l01.households.rate"
        assert figure_id_of("_GoBack") is None
        assert figure_id_of("fig_x") is None

    def test_are_unique_and_short_enough_for_word(self):
        names = [e.get(qn("w:name")) for e in opened(RED).element.body.iter(qn("w:bookmarkStart"))]
        lines = printed_lines(compose(october(), red_head()))
        bound = sum(1 for line in lines for run in line.runs if hasattr(run, "figure_id"))

        assert len(set(names)) == len(names) == bound
        assert max(map(len, names)) <= LONGEST_BOOKMARK

    def test_leave_the_text_as_any_program_reads_it(self):
        texts = "\n".join(p.text for p in opened(RED).paragraphs)

        assert "获批45个，开工2个，开工率4.4%，较上月提高2.2个百分点" in texts


class TestTheFile:
    @pytest.mark.parametrize("imprint", [red_head(), serial()])
    def test_is_the_same_every_time(self, imprint: Imprint):
        assert write_docx(compose(october(), imprint)) == write_docx(compose(october(), imprint))

    def test_is_the_same_in_another_process(self):
        digests = [
            subprocess.run(
                [sys.executable, "-c", TWICE],
                env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "TZ": zone},
                capture_output=True, text=True, check=True,
            ).stdout.split()
            for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
        ]  # fmt: skip

        assert digests[0] == digests[1]
        assert digests[0][0] == hashlib.sha256(RED).hexdigest()

    def test_changes_with_its_snapshot(self):
        assert write_docx(compose(october(seq=18424), red_head())) != RED

    def test_holds_no_moment_and_no_foreign_part(self):
        with zipfile.ZipFile(io.BytesIO(RED)) as archive:
            entries = archive.infolist()

        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
        assert entries[0].filename == "[Content_Types].xml"
        assert not any("thumbnail" in e.filename or "theme" in e.filename for e in entries)

    def test_tells_what_it_is_and_whose(self):
        properties = opened(RED).core_properties

        assert properties.title.endswith("关于2020年10月全市城镇老旧小区改造进展情况的通报")
        assert properties.author == "安康市城镇老旧小区改造工作领导小组办公室"
        assert str(properties.created)[:10] == str(properties.modified)[:10] == "2020-11-05"
