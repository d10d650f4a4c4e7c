"""PDQ, the perceptual hash of 256 bits (照片指纹), as Facebook published it in 2019.

Luminance, a tent filter of two box passes, 64 × 64 samples, the 16 × 16 lowest terms of their
cosine transform, one bit each for being above the median.
"""

from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.float32]
"""Luminance from 0 to 255, row by row."""
Hash: TypeAlias = NDArray[np.uint64]
"""Four words of 64 bits."""

BITS, WORDS = 256, 4
SMALLEST_SIDE = 64
_SAMPLES, _TERMS = 64, 16
_QUALITY_SCALE = 90

_COSINES = (
    np.sqrt(2 / _SAMPLES)
    * np.cos(
        np.pi / (2 * _SAMPLES) * np.outer(np.arange(1, _TERMS + 1), 2 * np.arange(_SAMPLES) + 1)
    )
).astype(np.float32)


def samples(grey: Grey) -> Grey:
    """Return a picture's 64 × 64 filtered samples.

    :raises ValueError: if a side has less than 64 pixels.
    """
    _check_size(grey)
    rows, columns = grey.shape
    return np.asarray(_sampler(rows) @ grey @ _sampler(columns).T, dtype=np.float32)


def _check_size(grey: Grey) -> None:
    if min(grey.shape) < SMALLEST_SIDE:
        raise ValueError(f"too small: {grey.shape}")


@lru_cache(maxsize=512)
def _sampler(length: int) -> Grey:
    """Return the matrix that filters a line of pixels twice and takes 64 samples of it.

    Filter and sampling are linear, so that both are one product with the picture.
    """
    window = (length + 2 * _SAMPLES - 1) // (2 * _SAMPLES)
    after = (window + 2) // 2
    places = np.arange(length)
    begins = np.maximum(places - (window - after), 0)
    ends = np.minimum(places + after, length)
    counts = (ends - begins).astype(np.float64)
    taken = ((np.arange(_SAMPLES) + 0.5) * length / _SAMPLES).astype(np.intp)
    # A sample is the mean over a window of means over windows: where each begins and ends is marked,
    # and running sums fill in what lies between.
    marks = np.zeros((_SAMPLES, length + 1))
    for offset in range(window):
        inner = begins[taken] + offset
        within = np.flatnonzero(inner < ends[taken])
        inner = inner[within]
        share = 1 / (counts[inner] * counts[taken[within]])
        np.add.at(marks, (within, begins[inner]), share)
        np.add.at(marks, (within, ends[inner]), -share)
    return np.cumsum(marks, axis=1)[:, :length].astype(np.float32)


def quality(sampled: Grey) -> int:
    """Return how much there is to see, from 0 (a wall, a black frame) to 100."""
    whole = 0
    for axis in (0, 1):
        steps = np.abs(np.diff(sampled, axis=axis) * 100 / 255).astype(np.int64)
        whole += int(steps.sum())
    return min(whole // _QUALITY_SCALE, 100)


def terms(sampled: Grey) -> Grey:
    """Return the 16 × 16 lowest terms of the cosine transform, the constant ones left out."""
    return np.asarray(_COSINES @ sampled @ _COSINES.T, dtype=np.float32)


def hash_of(found: Grey) -> Hash:
    """Return the hash of terms."""
    flat = found.ravel()
    median = np.partition(flat, BITS // 2 - 1)[BITS // 2 - 1]
    packed = np.packbits(flat > median)
    return packed.view(">u8").astype(np.uint64)


def eight_ways(grey: Grey) -> list[Hash]:
    """Return the hashes of a picture as it is, turned by 90, 180 and 270 degrees, and all mirrored.

    Not by the signs of the terms, as is often done: filter and samples are not quite the same from
    both ends. The other end's are had by turning the sampler round instead of the picture.

    :raises ValueError: if a side has less than 64 pixels.
    """
    _check_size(grey)
    rows, columns = (_sampler(side) for side in grey.shape)
    ways = []
    for down in (rows, rows[:, ::-1]):
        lines = down @ grey
        for across in (columns, columns[:, ::-1]):
            found = terms(np.asarray(lines @ across.T, dtype=np.float32))
            ways += [hash_of(found), hash_of(found.T)]
    return ways


def written(found: Hash) -> str:
    """Return a hash as PDQ is written: 64 hexadecimal digits, the last term first."""
    bits = np.unpackbits(found.astype(">u8").view(np.uint8))[::-1]
    return np.packbits(bits).tobytes().hex()


def distance(one: Hash, other: Hash) -> int:
    """Return in how many of the 256 bits two hashes differ; about 128 for two that have nothing in common."""
    return int(np.bitwise_count(one ^ other).sum())
