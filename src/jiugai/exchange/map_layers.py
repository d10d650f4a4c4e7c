"""Reads the outlines of a city's counties (县区界线) from GeoJSON, for maps drawn by the server.

The file stands among the city's policy files, ``policy/municipal/<city>_outlines.geojson``:
a FeatureCollection of MultiPolygons with the properties ``code``, ``name``, ``former_codes``.
"""

import json
from functools import cache
from importlib import resources
from typing import Any

from jiugai.domain.divisions import Outline

_OUTLINES = {"610900": "ankang_outlines.geojson"}


@cache
def county_outlines(city_code: str) -> tuple[Outline, ...]:
    """Return the outlines of a city's counties, none for a city whose outlines we do not have.

    A page without outlines shows its table alone; that is no fault.
    """
    if city_code not in _OUTLINES:
        return ()
    file = resources.files("jiugai.policy.municipal").joinpath(_OUTLINES[city_code])
    return outlines_of(file.read_text(encoding="utf-8"))


def outlines_of(text: str) -> tuple[Outline, ...]:
    """Return the outlines that a GeoJSON text holds; inner rings (holes) are left out.

    :raises ValueError: if the text is not a FeatureCollection of polygons with codes and names.
    """
    try:
        return tuple(_outline(feature) for feature in json.loads(text)["features"])
    except (KeyError, TypeError, IndexError) as fault:
        raise ValueError(f"not outlines of divisions: {fault!r}") from fault


def _outline(feature: dict[str, Any]) -> Outline:
    properties, geometry = feature["properties"], feature["geometry"]
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return Outline(
        code=str(properties["code"]),
        name=str(properties["name"]),
        rings=tuple(tuple((float(x), float(y)) for x, y, *_ in polygon[0]) for polygon in polygons),
        former_codes=tuple(properties.get("former_codes", ())),
    )
