"""Ledgers in other formats and encodings, and files that are no ledgers at all."""

import io
import zipfile
from collections.abc import Iterator

from jiugai.domain.registry.ledger import Column
from tests.exchange.ledger.workbench import (
    Expected,
    Mutilation,
    delimited,
    grid,
    ods,
    put,
    xls,
    xlsx,
)


def _no_ledger(code: str) -> Expected:
    return Expected(records={}, findings={(code, "")})


def formats() -> Iterator[Mutilation]:
    """The plain ledger in every form in which people send it."""
    plain = Expected
    yield Mutilation(".xls", lambda: xls(grid()), plain())
    yield Mutilation(".ods", lambda: ods(grid()), plain())
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"):
        yield Mutilation(f".csv in {encoding}", lambda e=encoding: delimited(grid(), e), plain())
    for delimiter, name in ((";", "semicolons"), ("\t", "tabs"), (",", "commas")):
        yield Mutilation(
            f".csv with {name}", lambda d=delimiter: delimited(grid(), "gb18030", d), plain()
        )
    yield Mutilation(".csv with line feeds", lambda: delimited(grid(), end="\n"), plain())
    yield Mutilation(
        ".csv with sep=",
        lambda: b"sep=;\r\n" + delimited(grid(), delimiter=";"),
        Expected(),
    )
    yield Mutilation(
        ".csv with thousands signs",
        lambda: delimited(put("G2", "13,000")),
        Expected(repairs={"G2"}),
    )
    yield Mutilation(
        ".csv with a line break in a cell",
        lambda: delimited(put("C2", "老城\n街道")),
        Expected(repairs={"C2"}),
    )
    yield Mutilation('.csv with ="105"', lambda: delimited(put("F2", '="105"')), Expected())
    rare = Expected()
    rare.records["𠮷祥小区"] = rare.records.pop("天阳楼小区")
    yield Mutilation(
        "a rare character beyond the first plane",
        lambda: delimited(put("B2", "𠮷祥小区"), "gb18030"),
        rare,
    )
    broken = Expected(refused={"天阳楼小区"}, findings={("ledger.two_readings", "F2")})
    broken.change("天阳楼小区", Column.HOUSEHOLDS, None)
    yield Mutilation("two numbers in .xls", lambda: xls(put("F2", "440/447")), broken)
    yield Mutilation("two numbers in .ods", lambda: ods(put("F2", "440/447")), broken)
    yield Mutilation(
        "two numbers in .csv", lambda: delimited(put("F2", "440/447"), "gb18030"), broken
    )


def others() -> Iterator[Mutilation]:
    """Files that must be refused in one sentence."""
    bad = "ledger.not_a_workbook"
    yield Mutilation("nothing", lambda: b"", _no_ledger("ledger.empty"))
    yield Mutilation("white space", lambda: b" \r\n\t\r\n", _no_ledger("ledger.empty"))
    yield Mutilation(
        "a web page", lambda: b"<html><table><tr><td>1</td></tr></table></html>", _no_ledger(bad)
    )
    yield Mutilation("a PDF", lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", _no_ledger(bad))
    yield Mutilation(
        "a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, _no_ledger(bad)
    )
    yield Mutilation("noise", lambda: bytes(range(128, 256)) * 16, _no_ledger(bad))
    yield Mutilation("half an .xlsx", lambda: xlsx(grid())[:2000], _no_ledger(bad))
    yield Mutilation("half an .xls", lambda: xls(grid())[:1500], _no_ledger("ledger.broken"))
    yield Mutilation("an archive of something else", _archive, _no_ledger(bad))
    yield Mutilation("a workbook with a broken part", _broken_part, _no_ledger("ledger.broken"))
    yield Mutilation("an empty workbook", lambda: xlsx([]), _no_ledger("ledger.no_ledger"))
    yield Mutilation(
        "a letter in text",
        lambda: "各县区改造办：\n请于月底前报送台账。\n".encode("gb18030"),
        Expected(records={}, findings={("ledger.no_ledger", ""), ("ledger.no_table", "")}),
    )


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    return out.getvalue()


def _broken_part() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(grid()))) as whole, zipfile.ZipFile(out, "w") as archive:
        for name in whole.namelist():
            data = whole.read(name)
            archive.writestr(name, data[: len(data) // 2] if name == "xl/workbook.xml" else data)
    return out.getvalue()


def spoilt_files() -> Iterator[Mutilation]:
    """Yield all of them."""
    yield from formats()
    yield from others()
