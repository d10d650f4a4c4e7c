"""Hostile files of which the inside is false (恶意文件二): markup, far cells, odd contents, texts, names."""

import codecs
import struct
from collections.abc import Iterator

from tests.exchange.hostile_archives import BOF, Hostile
from tests.exchange.workbook_parts import (
    MAIN,
    RELATIONS,
    XML,
    Archive,
    Part,
    compound,
    ods,
    plain_parts,
    plain_rows,
    row,
    sheet,
    with_sheet,
    workbook,
)

GOOD_CSV = "序号,小区名称,建成年份,户数\n1,河滨小区,1998,214\n2,江南小区,1990,120\n"


def markup() -> Iterator[Hostile]:
    dtd, encoding = "upload.document_type", "upload.encoding"
    laughs = '<!DOCTYPE l [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    laughs += '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    bomb = sheet(row(1, ("&c;",))).replace(b"<worksheet", laughs.encode() + b"<worksheet", 1)
    yield Hostile("十亿个笑", "笑.xlsx", lambda: with_sheet(bomb), dtd)
    outside = f'{XML}<!DOCTYPE s SYSTEM "file:///etc/passwd"><sst xmlns="{MAIN}"/>'.encode()
    yield Hostile(
        "外部实体（XXE）", "外.xlsx", lambda: workbook({"xl/sharedStrings.xml": outside}), dtd
    )
    yield Hostile(
        "小写的 doctype",
        "外.xlsx",
        lambda: with_sheet(outside.replace(b"DOCTYPE", b"doctype")),
        dtd,
    )
    yield Hostile("藏在 .bin 里的 XML", "外.xlsx", lambda: workbook({"xl/data.bin": outside}), dtd)
    far = b" " * 262_100 + b"<!DOCTYPE a><a/>"
    yield Hostile("跨块的 DOCTYPE", "外.xlsx", lambda: workbook({"xl/a.xml": far}), dtd)
    wide = outside.decode().encode("utf-16")
    yield Hostile("UTF-16 的 DTD", "宽.xlsx", lambda: with_sheet(wide), encoding)
    bare = outside.decode().encode("utf-16-le")
    yield Hostile("无 BOM 的 UTF-16 XML", "宽.xlsx", lambda: with_sheet(bare), encoding)
    seven = sheet("").replace(b"UTF-8", b"UTF-7")
    yield Hostile("UTF-7 的 XML", "七.xlsx", lambda: with_sheet(seven), encoding)
    yield Hostile("ods 里的 DTD", "笑.ods", lambda: ods("]]><!DOCTYPE a>"), dtd)
    yield Hostile("没有闭合的 XML", "坏.xlsx", lambda: with_sheet(sheet("")[:-20]), "")
    yield Hostile("没有闭合的 ods", "坏.ods", lambda: ods("<table:table-row>"), "upload.damaged")
    deep = b"<a>" * 50_000 + b"</a>" * 50_000
    yield Hostile("五万层嵌套", "深.xlsx", lambda: workbook({"xl/styles.xml": deep}), "")


def far_cells() -> Iterator[Hostile]:
    columns, rows, area = (
        "upload.too_many_columns",
        "upload.too_many_rows",
        "upload.too_large_an_area",
    )
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    spellings = {
        "XFD1048576 的一个值": far,
        "属性换了顺序": far.replace('r="XFD1048576"', 's="0" r="XFD1048576"'),
        "属性用单引号": far.replace('"', "'"),
        "属性间换行": far.replace("<c r", "<c\nr"),
        "小写的列名": far.replace("XFD", "xfd"),
    }
    for what, rows_xml in spellings.items():
        yield Hostile(what, "远.xlsx", lambda xml=rows_xml: with_sheet(sheet(xml)), rows)
    prefixed = sheet(far).replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
    prefixed = prefixed.replace(b"xmlns=", b"xmlns:x=")
    yield Hostile("带前缀的标记", "远.xlsx", lambda: with_sheet(prefixed), rows)
    yield Hostile(
        "第 200001 行",
        "远.xlsx",
        lambda: with_sheet(sheet('<row r="200001"><c r="A200001"><v>1</v></c></row>')),
        rows,
    )
    yield Hostile(
        "行号 10^12",
        "远.xlsx",
        lambda: with_sheet(sheet(f'<row r="{10**12}"><c><v>1</v></c></row>')),
        rows,
    )
    wide = "".join("<c><v>1</v></c>" for _ in range(10_000))
    yield Hostile(
        "没有引用的一万列", "宽.xlsx", lambda: with_sheet(sheet(f"<row>{wide}</row>")), columns
    )
    named = "".join(f'<c r="{_letters(n)}1"><v>1</v></c>' for n in range(1, 10_001))
    yield Hostile(
        "一万列", "宽.xlsx", lambda: with_sheet(sheet(f'<row r="1">{named}</row>')), columns
    )
    corner = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="150000"><c r="IV150000"><v>1</v></c></row>'
    )
    yield Hostile("两个角上的值", "角.xlsx", lambda: with_sheet(sheet(corner)), area)
    blank = plain_rows() + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    yield Hostile("远处只有格式", "格.xlsx", lambda: with_sheet(sheet(blank)), "")
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield Hostile("整张表合并", "并.xlsx", lambda: with_sheet(sheet(plain_rows(), after=merge)), "")
    merges = "".join(f'<mergeCell ref="A{n}:B{n + 1}"/>' for n in range(1, 50_001))
    yield Hostile(
        "五万处交叠合并",
        "并.xlsx",
        lambda: with_sheet(sheet(plain_rows(), after=f"<mergeCells>{merges}</mergeCells>")),
        "",
    )
    lie = sheet(plain_rows()).replace(
        b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'
    )
    yield Hostile("谎报范围", "谎.xlsx", lambda: with_sheet(lie), "")
    cell = '<table:table-cell office:value-type="string"{}><text:p>甲</text:p></table:table-cell>'
    tall = (
        f'<table:table-row table:number-rows-repeated="1048576">{cell.format("")}</table:table-row>'
    )
    yield Hostile("ods 重复一百万行", "高.ods", lambda: ods(tall), rows)
    broad = cell.format(' table:number-columns-repeated="16384"')
    yield Hostile(
        "ods 重复一万列",
        "宽.ods",
        lambda: ods(f"<table:table-row>{broad}</table:table-row>"),
        columns,
    )
    block = cell.format(' table:number-columns-repeated="200"')
    full = f'<table:table-row table:number-rows-repeated="90000">{block}</table:table-row>'
    yield Hostile("ods 重复成一千八百万格", "满.ods", lambda: ods(full), "upload.too_many_cells")
    rest = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    yield Hostile(
        "ods 尾部空白到底",
        "空.ods",
        lambda: ods(f"<table:table-row>{cell.format('')}</table:table-row>{rest}"),
        "",
    )


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def odd_contents() -> Iterator[Hostile]:
    shared = '<row r="1"><c r="A1" t="s"><v>{}</v></c></row>'
    for what, number in (
        ("共享字符串号过大", "4294967295"),
        ("共享字符串号为负", "-1"),
        ("共享字符串号非数", "x"),
    ):
        yield Hostile(what, "串.xlsx", lambda n=number: with_sheet(sheet(shared.format(n))), "")
    relations = plain_parts()["xl/_rels/workbook.xml.rels"].decode()
    strings = (
        f'<Relationship Id="rId9" Type="{RELATIONS}/sharedStrings" Target="worksheets/sheet1.xml"/>'
    )
    circle = relations.replace("</Relationships>", strings + "</Relationships>")
    yield Hostile(
        "共享字符串指回表本身",
        "圈.xlsx",
        lambda: workbook({"xl/_rels/workbook.xml.rels": circle.encode()}),
        "",
    )
    itself = relations.replace("worksheets/sheet1.xml", "workbook.xml")
    yield Hostile(
        "表指回目录",
        "圈.xlsx",
        lambda: workbook({"xl/_rels/workbook.xml.rels": itself.encode()}),
        "",
    )
    outside = relations.replace("worksheets/sheet1.xml", "http://127.0.0.1/x.xml")
    yield Hostile(
        "表在网上",
        "网.xlsx",
        lambda: workbook({"xl/_rels/workbook.xml.rels": outside.encode()}),
        "",
    )
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 10_001))
    book = (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
    )
    yield Hostile(
        "一万张表指向一处",
        "表.xlsx",
        lambda: workbook({"xl/workbook.xml": book.encode()}),
        "upload.too_many_sheets",
    )
    formula = (
        row(1, ("小区名称", "户数"))
        + '<row r="2"><c r="A2" t="inlineStr"><is><t>河滨小区</t></is></c><c r="B2"><f>SUM(C2:C9)</f></c></row>'
    )
    yield Hostile("公式没有结果", "式.xlsx", lambda: with_sheet(sheet(formula)), "")
    numbers = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{v}</v></c></row>'
        for n, v in enumerate(("1e400", "-1e400", "NaN", "1e-400", "9" * 400), 1)
    )
    yield Hostile("数大得不成数", "数.xlsx", lambda: with_sheet(sheet(numbers)), "")
    yield Hostile(
        "没有目录的工作簿",
        "缺.xlsx",
        lambda: Archive([Part("xl/workbook.xml", b"<workbook/>")]).write(),
        "",
    )
    macro = Part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    yield Hostile("带宏的工作簿", "宏.xlsm", lambda: workbook(more=[macro]), "")
    records = BOF + b"".join(struct.pack("<HH", 0x0203, 14) + bytes(14) for _ in range(50))
    yield Hostile("记录残缺的 .xls", "残.xls", lambda: compound({"Workbook": records}), "")


def texts() -> Iterator[Hostile]:
    text, encoding = "upload.not_text", "upload.encoding"
    lines = GOOD_CSV.split("\n")
    mixed = lines[0].encode("gbk") + b"\n" + lines[1].encode() + b"\n" + lines[2].encode("gbk")
    yield Hostile("混用两种编码", "混.csv", lambda: mixed, "upload.mixed_encodings")
    yield Hostile("无 BOM 的 UTF-16", "宽.csv", lambda: GOOD_CSV.encode("utf-16-le"), text)
    yield Hostile(
        "无法辨认的编码", "乱.csv", lambda: GOOD_CSV.encode("gbk") + b"\xff\xff\n", encoding
    )
    yield Hostile(
        "UTF-8 BOM 后不是 UTF-8",
        "乱.csv",
        lambda: codecs.BOM_UTF8 + GOOD_CSV.encode("gbk"),
        encoding,
    )
    yield Hostile(
        "半个字的 UTF-16", "半.csv", lambda: GOOD_CSV.encode("utf-16") + b"\x00", encoding
    )
    yield Hostile("夹着零字节", "零.csv", lambda: GOOD_CSV.encode() + b"3,\x00,1,1\n", text)
    yield Hostile("控制字符", "控.csv", lambda: GOOD_CSV.encode() + b"3,\x1b[2J,1,1\n", text)
    yield Hostile("一万列的文本", "宽.csv", lambda: b"1," * 10_000, "upload.too_many_columns")
    yield Hostile("三十万行的文本", "高.csv", lambda: b"1,2\n" * 300_000, "upload.too_many_rows")
    yield Hostile("2 MB 的一行", "长.csv", lambda: b"a" * (2 << 20), "upload.long_text")
    yield Hostile(
        "引号没有成对", "引.csv", lambda: GOOD_CSV.encode() + b'3,"' + b"x,\n" * 50_000, ""
    )
    yield Hostile("有 BOM 的 UTF-16", "宽.csv", lambda: GOOD_CSV.encode("utf-16"), "")
    yield Hostile(
        "公式注入",
        "注.csv",
        lambda: GOOD_CSV.encode() + b"3,=cmd|' /C calc'!A0,1990,10\n",
        "",
    )
    yield Hostile(
        "看不见的字符",
        "隐.csv",
        lambda: GOOD_CSV.encode() + "3,江\u200b北\u202e小区,1990,10\n".encode(),
        "",
    )


def names() -> Iterator[Hostile]:
    for what, name in (
        ("文件名带上级目录", "../../../../etc/passwd.xlsx"),
        ("文件名带零字节", "台账\0.xlsx"),
        ("文件名 300 字", "账" * 300 + ".xlsx"),
        ("文件名是设备名", "CON.xlsx"),
        ("文件名带反向标记", "台账\u202excod.xlsx"),
        ("文件名带换行", "台账\r\nSet-Cookie: a=1.xlsx"),
        ("文件名只有点", "....."),
        ("没有文件名", ""),
    ):
        yield Hostile(what, name, workbook, "")
