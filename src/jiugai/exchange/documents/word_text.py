"""Reads a .docx (文字文档): paragraphs and rows of tables in the order in which they are read.

Tracked deletions and hidden text are not read, text boxes and notes are.
"""

from jiugai.exchange.bulletin import package_reading
from jiugai.exchange.bulletin.reading import read_lines
from jiugai.exchange.documents.official_text import ONLY_THE_PART, OfficialText
from jiugai.exchange.refusals import SEND_AGAIN, Refused


def read_word(content: bytes, document: str) -> OfficialText:
    """Return the text of a .docx.

    :raises Refused: if it is damaged, or no paper of a bearable length.
    """
    try:
        lines = read_lines(package_reading.Archive(content))
    except package_reading.TooLong as fault:
        raise Refused("text_too_long", "文件的文字远远超出一份公文", ONLY_THE_PART) from fault
    except package_reading.Refused as fault:
        raise Refused("damaged", "文件有损坏，读不出正文", SEND_AGAIN) from fault
    return OfficialText(document, "\n".join(line.text for line in lines))
