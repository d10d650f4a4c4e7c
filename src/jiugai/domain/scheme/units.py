"""Units of a bill (计量单位): one unit has several spellings, and none is converted into another."""

from collections.abc import Iterable

from jiugai.domain.registry.characters import fold

_SPELLINGS = {
    "m": "米", "M": "米", "m²": "平方米", "m2": "平方米", "M2": "平方米", "平米": "平方米",
    "m³": "立方米", "m3": "立方米", "M3": "立方米", "立方": "立方米",
}  # fmt: skip


def unit_key(text: str) -> str:
    """Return what all spellings of a unit share: ㎡, m² and 平方米 are one unit."""
    folded = fold(text)
    return _SPELLINGS.get(folded, folded)


def is_unit_of(text: str, units: Iterable[str]) -> bool:
    """Say whether a unit is, in whatever spelling, one of some units."""
    return unit_key(text) in {unit_key(one) for one in units}
