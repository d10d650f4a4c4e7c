"""How money's way is drawn (资金流向图): four columns of blocks, and ribbons between them.

Drawn here as plain shapes, so that it needs no script and each ribbon is a link. Heights are in
proportion to money; what came back on balance is told in the table alone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, BLOCK, GAP, TOP = 1000, 10, 16, 22
_ROOM = 300
_COLUMNS = 4
_STEP = (WIDTH - BLOCK - 130) / (_COLUMNS - 1)

Key = tuple[str, ...]
"""What a block stands for, as its address says it: the column's name first."""


@dataclass(frozen=True, slots=True)
class Way:
    """Money from one end to the other: its block in each column, and how much (一路)."""

    blocks: tuple[Key, ...]
    amount: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a column (方块), in drawing units."""

    key: Key
    column: int
    x: float
    y: float
    height: float
    amount: int


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A ribbon between two blocks of neighbouring columns (流带)."""

    start: Key
    end: Key
    path: str
    amount: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Blocks and ribbons, and how high they are together (图)."""

    height: float
    blocks: tuple[Block, ...]
    ribbons: tuple[Ribbon, ...]


def draw(ways: Sequence[Way]) -> Drawing:
    """Return the drawing of some ways; blocks stand in the order in which they are first named."""
    kept = [way for way in ways if way.amount > 0]
    columns: list[Counter[Key]] = [Counter() for _ in range(_COLUMNS)]
    for way in kept:
        for column, key in zip(columns, way.blocks, strict=True):
            column[key] += way.amount
    total = sum(way.amount for way in kept)
    most = max((len(column) for column in columns), default=0)
    scale = _ROOM / total if total else 0.0
    blocks = {
        block.key: block
        for place, column in enumerate(columns)
        for block in _stacked(place, column, scale)
    }
    ribbons = tuple(
        ribbon for place in range(_COLUMNS - 1) for ribbon in _between(kept, place, blocks, scale)
    )
    return Drawing(TOP + _ROOM + GAP * most, tuple(blocks.values()), ribbons)


def _stacked(place: int, column: Mapping[Key, int], scale: float) -> list[Block]:
    found, y = [], float(TOP)
    for key, amount in column.items():
        found.append(Block(key, place, round(place * _STEP, 1), y, amount * scale, amount))
        y += amount * scale + GAP
    return found


def _between(
    ways: Sequence[Way], place: int, blocks: Mapping[Key, Block], scale: float
) -> list[Ribbon]:
    """Return the ribbons of a gap, each block's in the order of the blocks that they lead to."""
    sums: Counter[tuple[Key, Key]] = Counter()
    for way in ways:
        sums[way.blocks[place], way.blocks[place + 1]] += way.amount
    order = sorted(sums, key=lambda pair: (blocks[pair[0]].y, blocks[pair[1]].y))
    left, arrived = dict.fromkeys(blocks, 0.0), dict.fromkeys(blocks, 0.0)
    found = []
    for start, end in order:
        high = sums[start, end] * scale
        one, other = blocks[start], blocks[end]
        path = _path(one, one.y + left[start], other, other.y + arrived[end], high)
        left[start] += high
        arrived[end] += high
        found.append(Ribbon(start, end, path, sums[start, end]))
    return found


def _path(one: Block, y0: float, other: Block, y1: float, high: float) -> str:
    x0, x1 = one.x + BLOCK, other.x
    middle = (x0 + x1) / 2
    points = [(x0, y0), (middle, y0), (middle, y1), (x1, y1)]
    back = [(x, y + high) for x, y in reversed(points)]
    (start, *over), (turn, *home) = points, back
    curve = " ".join(f"{x:.1f},{y:.1f}" for x, y in over)
    return_curve = " ".join(f"{x:.1f},{y:.1f}" for x, y in home)
    return f"M{start[0]:.1f},{start[1]:.1f} C{curve} L{turn[0]:.1f},{turn[1]:.1f} C{return_curve} Z"
