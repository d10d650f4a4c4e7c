"""PDQ: bit for bit what the published program gives, and the same picture however it is turned."""

import numpy as np
import pytest

from jiugai.exchange.photos.pdq import (
    BITS,
    Grey,
    distance,
    eight_ways,
    hash_of,
    quality,
    samples,
    terms,
    written,
)

PUBLISHED = {
    (1, 64, 64): "4f2ee90e6e69f90a469167d1627163f1982e1d8e81ec125e5b35bb58e1f82ce8",
    (2, 100, 130): "6d4abaefc158eaba6da2e90e938d050afae7e5124782c01165822fe0df7555e3",
    (3, 480, 640): "5a6ad9a6a64559b6d368a55d4b68d1b6d1b6fce1d3b2a40d24193b752645c1b8",
    (4, 640, 333): "6cb86eb881a06cbab8e0c10768e0960728f74a836f9e69bb4638e1e7f4e39b7a",
    (5, 127, 129): "3ab4ee4adf60fc6b9900ef2319f43914aa739bb402df83c3247e6b04393541eb",
}
"""What pdqhash 0.2.8, the published program's own binding, says of the pictures drawn here."""


def drawn(seed: int, height: int, width: int) -> Grey:
    """Return the luminance of a picture made of waves."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    light = np.zeros((height, width, 3))
    for k in range(1, 7):
        light[..., k % 3] += np.sin(x * k * (seed % 7 + 1) / width * 3.1 + seed)
        light[..., k % 3] += np.cos(y * k * (seed % 5 + 2) / height * 2.3 + k)
    light = (light - light.min()) / (light.max() - light.min()) * 255
    weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)
    return light.astype(np.uint8).astype(np.float32) @ weights


def noisy(seed: int, height: int = 240, width: int = 320) -> Grey:
    rng = np.random.default_rng(seed)
    blocks = np.kron(rng.random((12, 16)), np.ones((height // 12, width // 16)))
    return (blocks * 255).astype(np.float32)


def print_of(grey: Grey) -> np.ndarray:
    return hash_of(terms(samples(np.ascontiguousarray(grey))))


@pytest.mark.parametrize(("picture", "published"), PUBLISHED.items())
def test_gives_what_the_published_program_gives(picture: tuple[int, int, int], published: str):
    assert written(print_of(drawn(*picture))) == published


def test_half_of_the_bits_are_set():
    assert int(np.bitwise_count(print_of(noisy(1))).sum()) == BITS // 2


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "turn",
    [
        lambda g: g,
        lambda g: g[:, ::-1],
        lambda g: g[::-1],
        lambda g: g[::-1, ::-1],
        np.rot90,
        lambda g: np.rot90(g, 3),
        lambda g: g.T,
        lambda g: g[::-1, ::-1].T,
    ],
)
def test_eight_ways_hold_every_turn_and_mirror(seed: int, turn: object):
    assert callable(turn)
    grey = noisy(seed)

    turned = print_of(turn(grey))

    assert min(distance(turned, way) for way in eight_ways(grey)) <= 16


def test_two_pictures_have_about_half_of_the_bits_in_common():
    distances = [distance(print_of(noisy(n)), print_of(noisy(n + 100))) for n in range(40)]

    assert min(distances) > 80
    assert 118 < np.mean(distances) < 138


@pytest.mark.parametrize("light", [0.5, 0.9, 1.0])
def test_does_not_depend_on_the_light(light: float):
    grey = noisy(3)

    assert distance(print_of(grey), print_of(grey * np.float32(light))) <= 8


def test_tells_a_wall_from_a_scene():
    wall = np.full((240, 320), 200, dtype=np.float32)

    assert quality(samples(wall)) == 0
    assert quality(samples(noisy(1))) > 50


def test_refuses_what_is_smaller_than_its_samples():
    with pytest.raises(ValueError, match="too small"):
        samples(np.zeros((63, 200), dtype=np.float32))
