"""Windows on a picture (照片的取景窗): a copy that was cropped is like a part of its original.

Stored are the prints of the whole picture and of its parts. Asked is with the whole picture, turned and
mirrored, and once more without a border of one colour, as a screenshot has.
"""

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from jiugai.exchange.photos.pdq import (
    SMALLEST_SIDE,
    WORDS,
    Grey,
    eight_ways,
    hash_of,
    quality,
    samples,
    terms,
)

Hashes = NDArray[np.uint64]
"""Prints, one a row, of four words."""

_CENTRES = (0.95, 0.90, 0.85, 0.80)
_SIDES = (0.90, 0.80, 0.75)
_ASKEW = 3.0
"""Degrees. The print bears a little more or less than that on its own."""
_BORDER_STEP = 24
"""How far the brightest and the darkest of a line must lie apart for it to be of the picture."""

WINDOWS = 1 + len(_CENTRES) + 4 * len(_SIDES)
"""How many prints are stored of a picture."""


def windows(grey: Grey) -> Iterator[Grey]:
    """Yield the whole picture and its parts; always as many, in the same order."""
    height, width = grey.shape
    yield grey
    for share in _CENTRES:
        down, across = int(height * (1 - share) / 2), int(width * (1 - share) / 2)
        yield grey[down : height - down, across : width - across]
    for share in _SIDES:
        tall, wide = int(height * share), int(width * share)
        yield grey[:, :wide]
        yield grey[:, width - wide :]
        yield grey[:tall]
        yield grey[height - tall :]


def stored_prints(grey: Grey) -> tuple[Hashes, int]:
    """Return the prints of a picture's windows, and how much there is to see in it.

    :raises ValueError: if the picture is too small for its smallest window.
    """
    prints = np.zeros((WINDOWS, WORDS), dtype=np.uint64)
    whole = 0
    for n, part in enumerate(windows(grey)):
        sampled = samples(part)
        whole = quality(sampled) if n == 0 else whole
        prints[n] = hash_of(terms(sampled))
    return prints, whole


def asked_prints(grey: Grey) -> Hashes:
    """Return the prints by which a picture is looked for: eight ways of each of its views.

    And once more turned back a little to either side, as a hand turns a photo to hide it.

    :raises ValueError: if the picture is too small.
    """
    views = [grey]
    inner = trimmed(grey)
    if inner.shape != grey.shape:
        views.append(inner)
    prints = [way for view in views for way in eight_ways(view)]
    leaning = (askew(inner, degrees) for degrees in (-_ASKEW, _ASKEW))
    prints += [hash_of(terms(samples(one))) for one in leaning if min(one.shape) >= SMALLEST_SIDE]
    return np.array(prints, dtype=np.uint64)


def askew(grey: Grey, degrees: float) -> Grey:
    """Return a picture turned by a small angle, cropped to what is left of it on all sides."""
    height, width = grey.shape
    turned = np.asarray(Image.fromarray(grey).rotate(degrees, Image.Resampling.BILINEAR))
    lean = math.sin(math.radians(abs(degrees))) / 2
    down, across = math.ceil(lean * width), math.ceil(lean * height)
    return turned[down : height - down, across : width - across]


def trimmed(grey: Grey) -> Grey:
    """Return a picture without a border of one colour; itself, if too little would be left."""
    rows = np.flatnonzero(np.ptp(grey, axis=1) > _BORDER_STEP)
    columns = np.flatnonzero(np.ptp(grey, axis=0) > _BORDER_STEP)
    if len(rows) < SMALLEST_SIDE or len(columns) < SMALLEST_SIDE:
        return grey
    return grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
