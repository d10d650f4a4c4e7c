"""How a cell names an item of the scope catalogue and where it takes effect (编号、范围的读法)."""

from jiugai.domain.registry.characters import fold
from jiugai.domain.scheme.catalogue import Reach
from jiugai.exchange.strict_cells import Unread

_LONGEST_CODE = 12


def item_code(text: str) -> str:
    """Read the code of an item, such as ``B14``; whether a catalogue has it is not asked here."""
    folded = fold(text).upper()
    if not folded or len(folded) > _LONGEST_CODE or not folded.isascii() or not folded.isalnum():
        raise Unread("应为改造内容目录的编号，例如 B14")
    return folded


def reach(text: str) -> Reach:
    """Read where an item takes effect."""
    folded = fold(text)
    for one in Reach:
        if folded in (one.value, one.word):
            return one
    raise Unread(f"应为{'、'.join(one.word for one in Reach)}之一")
