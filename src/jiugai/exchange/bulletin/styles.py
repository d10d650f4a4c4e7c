"""The paragraph styles of an official document (公文样式), settings and font table.

Everything that a clerk might restyle hangs on a named style; the page looks the same in WPS and
Word because no style leaves its font, size or pitch to a default of the program.
"""

from docx.opc.oxml import serialize_part_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from jiugai.exchange.bulletin.geometry import TIGHTER_TWIPS, Geometry
from jiugai.exchange.bulletin.ooxml import el

BODY = "Normal"
TEXT = "BulletinText"
MARK = "BulletinMark"
NUMBER = "BulletinNumber"
HEAD_LINE = "BulletinHeadLine"
TITLE = "BulletinTitle"
SUBTITLE = "BulletinSubtitle"
APPENDIX_LABEL = "BulletinAppendixLabel"
TABLE_HEAD = "BulletinTableHead"
TABLE_TEXT = "BulletinTableText"
CAPTION = "BulletinCaption"
NOTE = "BulletinNote"
IMPRINT = "BulletinImprint"
RULE = "BulletinRule"
FOOTER = "BulletinFooter"
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")

NUMBER_LINE = 400
"""Pitch of the line of the document's number, in twips: close to its type, so that the red line's
distance below it does not hang on how a program fills a taller line."""
TITLE_PITCH = 660
TABLE_PT = 10.5
NOTE_PT = 10.5


def font(name: str) -> BaseOxmlElement:
    """Return the font of a run, for Latin and Chinese alike: digits then take half a character."""
    return el("rFonts", hint="eastAsia", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def size(pt: float) -> list[BaseOxmlElement]:
    """Return the size of a run, in half points."""
    return [el("sz", val=round(pt * 2)), el("szCs", val=round(pt * 2))]


def pitch(twips: int) -> BaseOxmlElement:
    """Return an exact pitch of lines."""
    return el("spacing", before=0, after=0, line=twips, lineRule="exact")


def fill_styles(styles: BaseOxmlElement, page: Geometry) -> None:
    """Replace all styles of a document by those of an official document."""
    for child in list(styles):
        styles.remove(child)
    styles.append(_defaults(page))
    styles.append(_normal(page))
    for style in (*_head_styles(page), *_body_styles(page), *_end_styles(page)):
        styles.append(style)


def _defaults(page: Geometry) -> BaseOxmlElement:
    run = el(
        "rPr",
        font(page.fonts.fangsong),
        *size(page.body_pt),
        el("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )
    # No blanks between Chinese and digits, for the sake of the grid. A stop may hang in the margin,
    # as in every Chinese document of Word; LibreOffice reads this switch the other way round.
    paragraph = el(
        "pPr", el("overflowPunct", val=1), el("autoSpaceDE", val=0), el("autoSpaceDN", val=0)
    )
    return el("docDefaults", el("rPrDefault", run), el("pPrDefault", paragraph))


def _normal(page: Geometry) -> BaseOxmlElement:
    paragraph = el(
        "pPr",
        el("widowControl", val=0),
        el("overflowPunct", val=1),
        el("autoSpaceDE", val=0),
        el("autoSpaceDN", val=0),
        el("snapToGrid", val=0),
        pitch(page.line_pitch),
        el("jc", val="both"),
    )
    run = el(
        "rPr",
        font(page.fonts.fangsong),
        el("spacing", val=-TIGHTER_TWIPS),
        el("kern", val=0),
        *size(page.body_pt),
    )
    return el(
        "style", el("name", val="Normal"), el("qFormat"), paragraph, run,
        type="paragraph", default=1, styleId=BODY,
    )  # fmt: skip


def _style(
    style_id: str, name: str, paragraph: list[BaseOxmlElement], run: list[BaseOxmlElement]
) -> BaseOxmlElement:
    return el(
        "style",
        el("name", val=name),
        el("basedOn", val=BODY),
        el("qFormat"),
        el("pPr", *paragraph),
        el("rPr", *run),
        type="paragraph",
        styleId=style_id,
        **({} if name.startswith("heading") else {"customStyle": 1}),
    )


def _indented(page: Geometry) -> BaseOxmlElement:
    return el("ind", firstLineChars=200, firstLine=page.characters_wide(2))


def _head_styles(page: Geometry) -> list[BaseOxmlElement]:
    fonts = page.fonts
    red = [font(fonts.song_title), el("color", val=page.mark_colour), el("spacing", val=0)]
    title_run = [font(fonts.song_title), el("spacing", val=-4), *size(page.title_pt)]
    tab = el("tabs", el("tab", val="right", pos=page.area_width))
    return [
        _style(MARK, "发文机关标志", [el("jc", val="center")], red),
        _style(NUMBER, "发文字号", [pitch(NUMBER_LINE), el("jc", val="center")], []),
        _style(HEAD_LINE, "版头署名行", [tab, pitch(NUMBER_LINE), el("jc", val="left")], []),
        _style(
            TITLE, "公文标题",
            [el("keepLines"), pitch(TITLE_PITCH), el("jc", val="center"), el("outlineLvl", val=9)],
            title_run,
        ),
        _style(SUBTITLE, "题注", [el("jc", val="center")], [font(fonts.kai)]),
    ]  # fmt: skip


def _body_styles(page: Geometry) -> list[BaseOxmlElement]:
    fonts = page.fonts
    faces = (fonts.hei, fonts.kai, fonts.fangsong, fonts.fangsong)
    headings = [
        _style(
            style_id, f"heading {level}",
            [el("keepNext"), _indented(page), el("outlineLvl", val=level - 1)],
            [font(face)],
        )
        for level, (style_id, face) in enumerate(zip(HEADINGS, faces, strict=True), start=1)
    ]  # fmt: skip
    return [_style(TEXT, "公文正文", [_indented(page)], []), *headings]


def _end_styles(page: Geometry) -> list[BaseOxmlElement]:
    fonts = page.fonts
    thin = [el("spacing", val=0), *size(1)]
    centred = [el("spacing", before=0, after=0, line=300, lineRule="exact"), el("jc", val="center")]
    return [
        _style(
            APPENDIX_LABEL, "附件标识",
            [el("keepNext"), el("pageBreakBefore"), el("jc", val="left")], [font(fonts.hei)],
        ),
        _style(
            TABLE_HEAD, "附表表头", centred,
            [font(fonts.hei), el("spacing", val=0), *size(TABLE_PT)],
        ),
        _style(
            TABLE_TEXT, "附表文字",
            [el("spacing", before=0, after=0, line=300, lineRule="exact"), el("jc", val="center")],
            [el("spacing", val=0), *size(TABLE_PT)],
        ),
        _style(
            CAPTION, "附表题注",
            [el("spacing", before=0, after=80, line=480, lineRule="exact"), el("jc", val="center")],
            [el("spacing", val=0), *size(page.imprint_pt)],
        ),
        _style(
            NOTE, "附表说明",
            [el("spacing", before=40, after=0, line=320, lineRule="exact"), el("jc", val="left")],
            [el("spacing", val=0), *size(NOTE_PT)],
        ),
        _style(
            IMPRINT, "版记", [pitch(440), el("jc", val="left")], size(page.imprint_pt),
        ),
        _style(RULE, "分隔线", [el("jc", val="left")], thin),
        _style(
            FOOTER, "页码", [pitch(400), el("jc", val="right")],
            [font(fonts.song), el("spacing", val=0), *size(page.page_number_pt)],
        ),
    ]  # fmt: skip


def fill_settings(settings: BaseOxmlElement) -> None:
    """Replace the settings: both sides printed, no squeezing of punctuation, Chinese layout."""
    for child in list(settings):
        settings.remove(child)
    compat = el(
        "compat",
        el("spaceForUL"),
        el("balanceSingleByteDoubleByteWidth"),
        el("doNotLeaveBackslashAlone"),
        el("ulTrailSpace"),
        el("doNotExpandShiftReturn"),
        el("adjustLineHeightInTable"),
        el("useFELayout"),
        el(
            "compatSetting", name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word", val=15,
        ),
    )  # fmt: skip
    for child in (
        el("evenAndOddHeaders"),
        el("characterSpacingControl", val="doNotCompress"),
        compat,
        el("themeFontLang", val="en-US", eastAsia="zh-CN"),
        el("decimalSymbol", val="."),
        el("listSeparator", val=","),
    ):
        settings.append(child)


def font_table(page: Geometry) -> bytes:
    """Return the font table: what to take where an office lacks a typeface."""
    stand_ins = (
        (page.fonts.song_title, "方正小标宋_GBK"),
        (page.fonts.fangsong, "仿宋"),
        (page.fonts.hei, "SimHei"),
        (page.fonts.kai, "楷体"),
        (page.fonts.song, "SimSun"),
    )
    table = el("fonts")
    for name, stand_in in stand_ins:
        table.append(
            el(
                "font", el("altName", val=stand_in), el("charset", val="86"),
                el("family", val="auto"), el("pitch", val="variable"), name=name,
            )
        )  # fmt: skip
    return bytes(serialize_part_xml(table))
