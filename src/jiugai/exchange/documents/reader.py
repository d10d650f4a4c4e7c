"""Reads an official text from a file (公文读取), behind the guard and in a process of its own."""

from jiugai.domain.findings import Finding
from jiugai.exchange.documents.official_text import MOST_CHARACTERS, ONLY_THE_PART, OfficialText
from jiugai.exchange.documents.plain_text import read_plain
from jiugai.exchange.file_kind import PAPERS
from jiugai.exchange.reading_process import run_reader
from jiugai.exchange.refusals import Refused
from jiugai.exchange.upload_guard import safe_name

READER = "jiugai.exchange.documents.reader:read"
_PDF, _ZIP = b"%PDF", b"PK"


def read_official_text(content: bytes, *, document: str) -> OfficialText:
    """Read a .txt, .docx or .pdf; never raises for what is in it.

    :returns: without text and with one blocking finding if it cannot be read.
    """
    shown = safe_name(document)
    found = run_reader(
        READER, content, {"document": shown}, expect=OfficialText, name=document, kinds=PAPERS
    )
    return OfficialText(shown, findings=(found,)) if isinstance(found, Finding) else found


def read(content: bytes, document: str) -> OfficialText | Finding:
    """Read what the guard let through; runs in the process that reads."""
    try:
        found = _read(content, document)
    except Refused as refused:
        return refused.finding(document)
    if len(found.text) > MOST_CHARACTERS:
        too_long = Refused("text_too_long", "文件的文字远远超出一份公文", ONLY_THE_PART)
        return too_long.finding(document)
    if not found.text.strip():
        remedy = "请确认传的是要拆解的那份文件"
        return Refused("no_text", "文件里没有文字", remedy).finding(document)
    return found


def _read(content: bytes, document: str) -> OfficialText:
    # Each library is loaded only for its own kind of file: loading takes longer than reading.
    if content.startswith(_PDF):
        from jiugai.exchange.documents.pdf_text import read_pdf

        return read_pdf(content, document)
    if content.startswith(_ZIP):
        from jiugai.exchange.documents.word_text import read_word

        return read_word(content, document)
    return read_plain(content, document)
