"""The county map, drawn by the server as SVG (县区图).

A pure function of outlines and figures: paths, label places and colour classes for
``components/county_map.html``. No tiles, no script; each county is a link, prints as vectors.

Classes are fixed, so that two months can be laid side by side: zero is hatched, no figure is
dotted, then under 25 %, 25–50, 50–75, 75–100, and 100 % or more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import chain, count, pairwise
from math import cos, hypot, radians, sin

from jiugai.domain.divisions import Outline

WIDTH = 520
NAME_SIZE = 19  # 12.8 px when the map is drawn 352 px wide; nothing on screen is under 12
_CLASSES = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))
_LINE = 22
_GRID = 8
_MARGIN = 4

Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class AreaValue:
    """What the map says of one county or local unit.

    Attributes:
      code, name: as on the day of the figures (610928 旬阳县 in 2020).
      fraction: printed under the name, such as ``1 / 4``; it says what colour cannot.
      share: decides the colour; None if there is no figure.
      url: where the county leads; empty for nowhere.
      spoken: what a screen reader says, such as ``石泉县，开工1个，批复4个``.
    """

    code: str
    name: str
    fraction: str
    share: Fraction | None
    url: str = ""
    spoken: str = ""

    @property
    def is_trace(self) -> bool:
        """Say whether it leads to a figure's facts, which open in the drawer."""
        return "trace" in self.url


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        right, bottom = self.x + self.width, self.y + self.height
        return ((self.x, self.y), (right, self.y), (self.x, bottom), (right, bottom))


@dataclass(frozen=True, slots=True)
class Area:
    """A county with an outline: ``path`` in drawing units, the label's box, its colour class."""

    value: AreaValue
    path: str
    label: Box
    tone: str

    @property
    def x(self) -> int:
        """The middle of the label, on which its two lines are centred."""
        return round(self.label.x + self.label.width / 2)

    @property
    def name_y(self) -> int:
        return round(self.label.y + NAME_SIZE - 2)

    @property
    def fraction_y(self) -> int:
        return self.name_y + _LINE - 1

    @property
    def dark(self) -> bool:
        """Say whether the ground is so dark that the label must be white."""
        return self.tone in ("4", "5")

    @property
    def spoken(self) -> str:
        return self.value.spoken or f"{self.value.name}，{self.value.fraction}"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit without an outline (高新区): a small square in a free corner, with its own line."""

    value: AreaValue
    x: int
    y: int
    tone: str

    @property
    def text_x(self) -> int:
        return self.x + 22

    @property
    def text_y(self) -> int:
        return self.y + 13

    @property
    def spoken(self) -> str:
        return self.value.spoken or f"{self.value.name}，{self.value.fraction}"


@dataclass(frozen=True, slots=True)
class CountyMap:
    """All that the template needs; ``width`` and ``height`` are those of the viewBox."""

    width: int
    height: int
    areas: tuple[Area, ...]
    units: tuple[Unit, ...]

    @property
    def has_gaps(self) -> bool:
        """Say whether some area has no figure, so that the legend must explain the dots."""
        tones = [area.tone for area in self.areas] + [unit.tone for unit in self.units]
        return "none" in tones


def tone(share: Fraction | None) -> str:
    """Return the colour class of a share: ``none``, ``zero``, or ``1`` to ``5``.

    A bound belongs to the class above it: exactly 25 % is in 25–50.
    """
    if share is None:
        return "none"
    if share <= 0:
        return "zero"
    return str(1 + sum(share >= bound for bound in _CLASSES))


def county_map(outlines: Sequence[Outline], values: Sequence[AreaValue]) -> CountyMap:
    """Draw the map: every outline once, every value without an outline as a square.

    An outline for which there is no value is drawn as one without a figure.
    """
    if not outlines:
        raise ValueError("a map needs outlines; a page without them shows its table alone")
    matched = [_value_of(outline, values) for outline in outlines]
    drawn = {value.code for value in matched}
    loose = [value for value in values if value.code not in drawn]
    texts = tuple((value.name, value.fraction) for value in matched)
    plan = _plan(tuple(outlines), texts, tuple(_unit_width(value) for value in loose))
    areas = tuple(
        Area(value, path, label, tone(value.share))
        for value, path, label in zip(matched, plan.paths, plan.labels, strict=True)
    )
    units = tuple(
        Unit(value, round(plan.corner.x), round(plan.corner.y) + i * _LINE, tone(value.share))
        for i, value in enumerate(loose)
    )
    return CountyMap(WIDTH, plan.height, areas, units)


def _value_of(outline: Outline, values: Sequence[AreaValue]) -> AreaValue:
    for value in values:
        if outline.bears(value.code):
            return value
    return AreaValue(outline.code, outline.name, "无数据", None)


# --- The plan: where everything goes. It hangs on shapes and text widths alone, so it is kept ---


@dataclass(frozen=True, slots=True)
class _Plan:
    height: int
    paths: tuple[str, ...]
    labels: tuple[Box, ...]
    corner: Box


@lru_cache(maxsize=32)
def _plan(
    outlines: tuple[Outline, ...], texts: tuple[tuple[str, str], ...], units: tuple[float, ...]
) -> _Plan:
    shapes, height = _projected(outlines)
    paths = tuple("".join(_path(ring) for ring in rings) for rings in shapes)
    labels = _placed(shapes, [_label_size(name, fraction) for name, fraction in texts])
    wanted = Box(0, 0, max(units, default=0), len(units) * _LINE)
    corner = _free_corner(wanted, shapes, labels, height)
    lowest = max(round(box.y + box.height) + _MARGIN for box in (*labels, corner))
    return _Plan(max(height, lowest), paths, labels, corner)


def _projected(outlines: Sequence[Outline]) -> tuple[list[list[Ring]], int]:
    """Return each outline's rings in drawing units, and the height: north up, no stretching."""
    points = [point for outline in outlines for ring in outline.rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrowing = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * _MARGIN) / ((east - west) * narrowing)
    shapes = [
        [
            tuple(
                (_MARGIN + (x - west) * narrowing * scale, _MARGIN + (north - y) * scale)
                for x, y in ring
            )
            for ring in outline.rings
        ]
        for outline in outlines
    ]
    return shapes, round((north - south) * scale) + 2 * _MARGIN


def _path(ring: Ring) -> str:
    (x, y), *rest = [(round(x), round(y)) for x, y in ring[:-1]]
    return f"M{x} {y}L" + " ".join(f"{a} {b}" for a, b in rest) + "z"


def _text_width(text: str, size: float) -> float:
    """Return the width of a text: Chinese characters are square, figures a little over half."""
    return sum(size if ord(character) > 0x2E7F else size * 0.58 for character in text)


def _label_size(name: str, fraction: str) -> tuple[float, float]:
    widest = max(_text_width(name, NAME_SIZE), _text_width(fraction, NAME_SIZE - 1))
    return widest + 4, 2 * _LINE


def _unit_width(value: AreaValue) -> float:
    return 26 + _text_width(f"{value.name} {value.fraction}", NAME_SIZE - 1)


def _placed(shapes: list[list[Ring]], sizes: list[tuple[float, float]]) -> tuple[Box, ...]:
    """Place every label within its county and clear of the others, the tightest county first."""
    choices = [list(_boxes_within(rings, size)) for rings, size in zip(shapes, sizes, strict=True)]
    placed: dict[int, Box] = {}
    for index in sorted(range(len(shapes)), key=lambda i: (len(choices[i]), i)):
        wanted = chain(choices[index], _boxes_around(shapes[index], sizes[index]))
        placed[index] = next(
            box for box in wanted if not any(box.overlaps(other) for other in placed.values())
        )
    return tuple(placed[index] for index in range(len(shapes)))


def _boxes_within(rings: list[Ring], size: tuple[float, float]) -> Iterator[Box]:
    """Yield the boxes that lie in the county, the one farthest from its edge first."""
    ring = max(rings, key=len)
    width, height = size
    fitting = []
    for x, y in _grid(ring):
        box = Box(x - width / 2, y - height / 2, width, height)
        if all(_inside(corner, ring) for corner in box.corners):
            fitting.append((min(_distance((x, y), edge) for edge in _edges(ring)), box))
    yield from (box for _, box in sorted(fitting, key=lambda pair: -pair[0]))


def _boxes_around(rings: list[Ring], size: tuple[float, float]) -> Iterator[Box]:
    """Yield boxes in widening circles about the county's middle, for counties too small."""
    ring = max(rings, key=len)
    width, height = size
    middle_x = sum(x for x, _ in ring) / len(ring)
    middle_y = sum(y for _, y in ring) / len(ring)
    for reach in count(0, _GRID):
        for turn in range(0, 360, 15):
            left = middle_x + reach * cos(radians(turn)) - width / 2
            top = middle_y + reach * sin(radians(turn)) - height / 2
            yield Box(min(max(left, 0), WIDTH - width), max(top, 0), width, height)


def _free_corner(wanted: Box, shapes: list[list[Ring]], labels: Sequence[Box], height: int) -> Box:
    """Return a corner of the drawing in which nothing lies, or the strip beneath it."""
    right, bottom = WIDTH - wanted.width - _MARGIN, height - wanted.height - _MARGIN
    for x, y in ((_MARGIN, bottom), (right, bottom), (right, _MARGIN), (_MARGIN, _MARGIN)):
        box = Box(x, y, wanted.width, wanted.height)
        if not any(box.overlaps(label) for label in labels) and not any(
            _touches(box, ring) for rings in shapes for ring in rings
        ):
            return box
    return Box(_MARGIN, height + _MARGIN, wanted.width, wanted.height)


def _touches(box: Box, ring: Ring) -> bool:
    if any(_inside(corner, ring) for corner in box.corners):
        return True
    return any(
        box.overlaps(Box(min(ax, bx), min(ay, by), abs(bx - ax), abs(by - ay)))
        for (ax, ay), (bx, by) in _edges(ring)
    )


def _grid(ring: Ring) -> Iterator[Point]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    for x in range(int(min(xs)), int(max(xs)) + 1, _GRID):
        for y in range(int(min(ys)), int(max(ys)) + 1, _GRID):
            if _inside((x, y), ring):
                yield (x, y)


def _edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return pairwise(ring)


def _inside(point: Point, ring: Ring) -> bool:
    """Say whether a point lies in the ring: a ray to the right crosses it an odd number of times."""
    x, y = point
    crossings = 0
    for (ax, ay), (bx, by) in _edges(ring):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossings += 1
    return crossings % 2 == 1


def _distance(point: Point, edge: tuple[Point, Point]) -> float:
    (x, y), ((ax, ay), (bx, by)) = point, edge
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / length))
    return hypot(x - ax - share * dx, y - ay - share * dy)
