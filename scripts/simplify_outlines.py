"""Make the small outlines of a city's counties that the map on screen is drawn from.

    python scripts/simplify_outlines.py SOURCE.geojson TARGET.geojson [--former 610981=610928 ...]

A boundary between two counties is one line: it is cut at the points where three counties meet,
thinned once (Ramer–Douglas–Peucker) and given to both sides, so that no gap and no overlap can
open between neighbours. Coordinates keep three decimals, about 100 m: a fifth of a pixel on screen.
"""

import argparse
import itertools
import json
from collections import defaultdict
from math import hypot
from pathlib import Path
from typing import Any

Point = tuple[float, float]
TOLERANCE = 0.005  # degrees, about 500 m: under a pixel and a half on screen
DECIMALS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--former", action="append", default=[], metavar="CODE=OLDER")
    given = parser.parse_args()
    former = dict(pair.split("=", 1) for pair in given.former)
    features = json.loads(given.source.read_text(encoding="utf-8"))["features"]
    small = _simplified(features, former)
    given.target.write_text(_compact(small), encoding="utf-8")
    print(f"{given.target.name}: {given.target.stat().st_size / 1000:.1f} kB")


def _simplified(features: list[dict[str, Any]], former: dict[str, str]) -> list[dict[str, Any]]:
    rings = {
        feature["properties"]["gb"].removeprefix("156"): [
            [(x, y) for x, y in ring[:-1]]
            for polygon in feature["geometry"]["coordinates"]
            for ring in polygon
        ]
        for feature in features
    }
    nodes = _meeting_points([ring for own in rings.values() for ring in own])
    out = []
    for feature in features:
        code = feature["properties"]["gb"].removeprefix("156")
        thinned = [_thin_ring(ring, nodes) for ring in rings[code]]
        out.append(
            {
                "type": "Feature",
                "properties": {
                    "code": code,
                    "name": feature["properties"]["name"],
                    "former_codes": [former[code]] if code in former else [],
                },
                "geometry": {
                    "type": "MultiPolygon",
                    # A scrap of fewer than four corners is no land that one can see.
                    "coordinates": [[ring] for ring in thinned if len(ring) >= 5],
                },
            }
        )
    return out


def _meeting_points(rings: list[list[Point]]) -> set[Point]:
    """Return the points at which the line on one side changes its neighbour."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for before, here, after in zip(ring[-1:] + ring, ring, ring[1:] + ring[:1], strict=False):
            neighbours[here] |= {before, after}
    return {point for point, around in neighbours.items() if len(around) > 2}


def _thin_ring(ring: list[Point], nodes: set[Point]) -> list[Point]:
    """Return the closed ring, each stretch between meeting points thinned by itself."""
    cuts = [i for i, point in enumerate(ring) if point in nodes] or [0]
    turned = ring[cuts[0] :] + ring[: cuts[0]]
    ends = [i - cuts[0] for i in cuts] + [len(ring)]
    closed = [*turned, turned[0]]
    kept: list[Point] = []
    for start, end in itertools.pairwise(ends):
        kept += _thin_line(closed[start : end + 1])[:-1]
    rounded = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in kept]
    distinct = [p for i, p in enumerate(rounded) if i == 0 or p != rounded[i - 1]]
    return [*distinct, distinct[0]]


def _thin_line(line: list[Point]) -> list[Point]:
    """Ramer–Douglas–Peucker; the same line walked backwards keeps the same points."""
    if line[0] > line[-1]:
        return _thin_line(line[::-1])[::-1]
    if len(line) < 3:
        return line
    far, distance = max(
        ((i, _off(line[i], line[0], line[-1])) for i in range(1, len(line) - 1)),
        key=lambda pair: pair[1],
    )
    if distance <= TOLERANCE:
        return [line[0], line[-1]]
    return _thin_line(line[: far + 1])[:-1] + _thin_line(line[far:])


def _off(point: Point, start: Point, end: Point) -> float:
    """Return the distance of a point from a stretch, in degrees."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length))
    return hypot(px - ax - share * dx, py - ay - share * dy)


def _compact(features: list[dict[str, Any]]) -> str:
    lines = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


if __name__ == "__main__":
    main()
