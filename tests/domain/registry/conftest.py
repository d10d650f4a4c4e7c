"""The units of the vocabulary, written out by hand: the ground floor reads no files."""

from decimal import Decimal

import pytest

from jiugai.domain.registry.measures import Dimension, Units

_WORDS = {
    Dimension.HOUSEHOLDS: "户",
    Dimension.BUILDINGS: "栋",
    Dimension.ENTRANCES: "单元",
    Dimension.AREA: "平方米",
    Dimension.MONEY: "元",
    Dimension.LENGTH: "米",
    Dimension.PIECES: "部",
}


@pytest.fixture(scope="session")
def units() -> Units:
    """Return one word for each dimension, and 亩 as one that does not measure floor area."""
    return Units(
        words={dimension: {word: Decimal(1)} for dimension, word in _WORDS.items()},
        foreign={Dimension.AREA: frozenset({"亩"})},
    )
