"""Reads a plain text file (.txt): byte order mark, then UTF-8, then GB18030."""

from jiugai.exchange.documents.official_text import OfficialText
from jiugai.exchange.text_table import decoded


def read_plain(content: bytes, document: str) -> OfficialText:
    """Return the text of a .txt file.

    :raises Refused: if it is no text, or its encoding cannot be told.
    """
    return OfficialText(document, decoded(content))
