"""Inserts text into an XML part and leaves every other byte of it alone (XML 局部插入)."""

from dataclasses import dataclass, field
from xml.parsers import expat

from jiugai.exchange.archive_edit import NotEditable


@dataclass(slots=True)
class Element:
    """One element of a part: its name with prefix, its attributes, and where it stands.

    ``start`` is the place of its tag, ``end`` that of its end tag; for ``<name/>`` the place after it.
    """

    name: str
    attributes: dict[str, str]
    start: int
    depth: int
    parent: "Element | None"
    end: int = -1

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        head, colon, _ = self.name.rpartition(":")
        return head + colon

    def attribute(self, local: str) -> str:
        """Return an attribute by its name without prefix, or nothing."""
        for name, value in self.attributes.items():
            if name.rpartition(":")[2] == local:
                return value
        return ""


def elements(text: bytes) -> list[Element]:
    """Return the elements of a well-formed part in their order.

    :raises NotEditable: if it is not well-formed.
    """
    found: list[Element] = []
    opened: list[Element] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        parent = opened[-1] if opened else None
        element = Element(name, attributes, parser.CurrentByteIndex, len(opened), parent)
        found.append(element)
        opened.append(element)

    def end(_: str) -> None:
        opened.pop().end = parser.CurrentByteIndex

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(text, True)
    except expat.ExpatError as fault:
        raise NotEditable(str(fault)) from fault
    return found


@dataclass(slots=True)
class Insertions:
    """Texts to be put into one part, each at a place of the part as it was."""

    text: bytes
    _at: list[tuple[int, int, bytes]] = field(default_factory=list)

    def at(self, place: int, new: str) -> None:
        """Insert at a place."""
        self._at.append((place, place, new.encode("utf-8")))

    def into(self, element: Element, new: str) -> None:
        """Insert as the last thing inside an element of elements, also if it is ``<name/>``."""
        is_closed_tag = self.text.find(
            b"<", element.start + 1, element.end
        ) < 0 and self.text.endswith(b"/>", element.start, element.end)
        if is_closed_tag:
            closed = f">{new}</{element.name}>".encode()
            self._at.append((element.end - 2, element.end, closed))
        else:
            self.at(element.end, new)

    def done(self) -> bytes:
        """Return the part with all that was inserted."""
        pieces: list[bytes] = []
        last = 0
        for start, end, new in sorted(self._at, key=lambda item: item[0]):
            pieces += (self.text[last:start], new)
            last = end
        return b"".join([*pieces, self.text[last:]])
