"""Files made to harm (恶意文件), each with the answer that it must get.

``code`` is that of the guard's refusal; an empty one means that the guard lets the file through and the
reader, in its own process, must come to an end with it. Files are made when they are asked for.
"""

from tests.exchange import hostile_archives, hostile_contents
from tests.exchange.hostile_archives import Hostile

__all__ = ["Hostile", "hostile_files"]

_FAMILIES = (
    hostile_archives.other_kinds,
    hostile_archives.locked,
    hostile_archives.archives,
    hostile_archives.bombs,
    hostile_contents.markup,
    hostile_contents.far_cells,
    hostile_contents.odd_contents,
    hostile_contents.texts,
    hostile_contents.names,
)


def hostile_files() -> tuple[Hostile, ...]:
    """Return the whole collection."""
    return tuple(file for family in _FAMILIES for file in family())
