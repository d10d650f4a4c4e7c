"""Opens a .docx that came back (文件防护): size, archive, real unpacked bytes, no DTD; then XML events.

Nothing is unpacked to disk, nothing is parsed into a tree, and a file that is not what it should
be is refused in one sentence.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from jiugai.exchange.upload_limits import in_mib

MOST_BYTES = 20 * 1024 * 1024
MOST_MEMBERS = 500
MOST_UNPACKED = 40 * 1024 * 1024
DEEPEST = 200
MOST_ELEMENTS = 500_000
_CHUNK = 1 << 16
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_CUSTOM_ITEM = re.compile(r"customXml/item\d+\.xml", re.ASCII)


class Refused(Exception):
    """The file is not opened; the message says why, and what to do."""


class TooLong(Refused):
    """There is far more in it than a paper has."""


class Archive:
    """A .docx, open for reading under guard."""

    def __init__(self, content: bytes) -> None:
        """Open a file.

        :raises Refused: if it is too large, no .docx, encrypted, or cut.
        """
        if len(content) > MOST_BYTES:
            size, most = in_mib(len(content)), in_mib(MOST_BYTES)
            raise Refused(f"文件有{size}，超过{most}，没有打开。")
        if content.startswith(_OLD_OFFICE):
            raise Refused(
                "读到的是旧版.doc或加了密码的文件。请在WPS或Word中去掉密码，另存为.docx。"
            )
        if not content.startswith(b"PK"):
            raise Refused("读到的不是.docx文件。请在WPS或Word中打开，另存为.docx。")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as trouble:
            raise Refused("文件不完整，打不开。请重新下载或另存一次。") from trouble
        entries = self._zip.infolist()
        if len(entries) > MOST_MEMBERS:
            raise Refused(f"文件里有{len(entries)}个部件，超过{MOST_MEMBERS}个，没有打开。")
        self._names = {entry.filename for entry in entries}
        self._left = MOST_UNPACKED

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def custom_items(self) -> list[str]:
        """Return the names of the custom XML inside."""
        return sorted(name for name in self._names if _CUSTOM_ITEM.fullmatch(name))

    def read(self, name: str) -> bytes:
        """Unpack one part, counting the bytes that really come out.

        :raises Refused: if the file unpacks to more than it may, or is damaged.
        """
        parts = []
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise Refused("文件解开后超过40 MB，不像一份通报，没有读下去。")
                    parts.append(chunk)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, KeyError,
                NotImplementedError, ValueError) as trouble:  # fmt: skip
            raise Refused("文件有损坏或加了密码，读不出正文。请重新另存一次。") from trouble
        return b"".join(parts)

    def events(self, name: str) -> Iterator[tuple[str, Element]]:
        """Yield the start and end of each element of a part.

        :raises Refused: if the part is no XML, bears a DTD, or is nested beyond reason.
        """
        depth = elements = 0
        try:
            stream = iterparse(
                io.BytesIO(self.read(name)), events=("start", "end"), forbid_dtd=True
            )
            for event, element in stream:
                depth += 1 if event == "start" else -1
                elements += 1
                if elements > 2 * MOST_ELEMENTS:
                    raise Refused("文件的标记多得不像一份通报，没有读下去。")
                if depth > DEEPEST:
                    raise Refused("文件的标记嵌套过深，不像由WPS或Word写成，没有读下去。")
                yield event, element
                if event == "end":
                    element.clear()
        except DefusedXmlException as trouble:
            raise Refused("文件里有外部定义（DTD），可能有害，没有读下去。") from trouble
        except (ParseError, ValueError, LookupError) as trouble:
            raise Refused(
                "文件的标记不完整，读不出正文。请在WPS或Word中打开后重新另存。"
            ) from trouble


def local(tag: object) -> str:
    """Return an element's name without its namespace; the strict and the usual one read alike."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
