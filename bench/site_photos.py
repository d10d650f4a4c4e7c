"""Made-up site photos for the photo search: fronts of old blocks, courtyards, trenches, stairwells.

Drawn layer by layer from a seed: a ground plan of shapes in perspective, several octaves of noise as
plaster, soil and leaves, hard shadows, clutter. ``Scene.view`` photographs the same scene again from
a little elsewhere, at another hour, with other people in it, as an honest second visit does.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1280, 960
_CANVAS = 1.5


@dataclass(frozen=True)
class Scene:
    """One place, by its seed and what it shows."""

    seed: int
    kind: str

    def view(self, visit: int, *, moved: float = 1.0) -> Image.Image:
        """Return a photo of the place; visit 0 is the first, others stand elsewhere by ``moved``."""
        rng = np.random.default_rng([self.seed, visit])
        photo = _from_elsewhere(_drawn(self), rng, moved)
        light = np.asarray(photo, dtype=np.float32)
        light = light * np.exp(rng.normal(0, 0.12)) * np.exp(rng.normal(0, 0.04, 3))
        light += rng.normal(0, 4, light.shape)
        photo = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))
        return _with_passers_by(photo, rng)


def scenes(many: int) -> list[Scene]:
    """Return so many places, of all kinds in turn."""
    kinds = ("front", "yard", "trench", "stairs", "roof")
    return [Scene(1000 + n, kinds[n % len(kinds)]) for n in range(many)]


def fronts(many: int) -> list[Scene]:
    """Return the fronts of so many blocks."""
    return [Scene(9000 + n, "front") for n in range(many)]


@lru_cache(maxsize=4)
def _drawn(scene: Scene) -> Image.Image:
    rng = np.random.default_rng(scene.seed)
    size = (int(WIDTH * _CANVAS), int(HEIGHT * _CANVAS))
    picture = _textured(_ground(rng, size), rng)
    draw = ImageDraw.Draw(picture, "RGBA")
    {"front": _front, "yard": _yard, "trench": _trench, "stairs": _stairs, "roof": _roof}[
        scene.kind
    ](draw, rng, size)
    _shadow(draw, rng, size)
    return _textured(picture.filter(ImageFilter.GaussianBlur(0.8)), rng, strength=9)


def _colour(rng: np.random.Generator, low: int, high: int, alpha: int = 255) -> tuple[int, ...]:
    base = rng.integers(low, high)
    return (*(int(c) for c in np.clip(base + rng.normal(0, 14, 3), 0, 255)), alpha)


def _ground(rng: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    """Return sky over ground with a slope between them."""
    wide, tall = size
    picture = Image.new("RGB", size, _colour(rng, 150, 240)[:3])
    draw = ImageDraw.Draw(picture)
    left, right = (tall * rng.uniform(0.2, 0.6) for _ in range(2))
    draw.polygon([(0, left), (wide, right), (wide, tall), (0, tall)], _colour(rng, 60, 150)[:3])
    return picture


def _textured(picture: Image.Image, rng: np.random.Generator, strength: float = 16) -> Image.Image:
    """Lay noise of five octaves over a picture."""
    wide, tall = picture.size
    noise = np.zeros((tall, wide), dtype=np.float32)
    for octave in range(5):
        cells = (6 * 2**octave, 8 * 2**octave)
        small = Image.fromarray(rng.normal(0, 1, cells).astype(np.float32), mode="F")
        noise += np.asarray(small.resize((wide, tall), Image.Resampling.BICUBIC)) / 1.6**octave
    light = np.asarray(picture, dtype=np.float32) + strength * noise[..., None]
    return Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))


def _front(draw: ImageDraw.ImageDraw, rng: np.random.Generator, size: tuple[int, int]) -> None:
    """Draw a block: bays with windows, balconies, railings, pipes, boxes of air conditioners."""
    wide, tall = size
    lean = rng.uniform(-0.06, 0.06) * tall
    top, foot = tall * rng.uniform(0.04, 0.2), tall * rng.uniform(0.78, 0.92)
    draw.polygon(
        [(0, top + lean), (wide, top - lean), (wide, foot), (0, foot)], _colour(rng, 110, 215)
    )
    bays, floors = int(rng.integers(4, 11)), int(rng.integers(3, 8))
    bay_kind = rng.integers(0, 3, bays)
    for bay in range(bays):
        for floor in range(floors):
            _bay(
                draw,
                rng,
                int(bay_kind[bay]),
                _cell(bay, floor, bays, floors, size, top, foot, lean),
            )
    for _ in range(int(rng.integers(2, 7))):
        at = rng.uniform(0, wide)
        draw.line(
            [(at, top), (at + rng.normal(0, 12), foot)],
            _colour(rng, 30, 230),
            int(rng.integers(3, 12)),
        )
    for _ in range(int(rng.integers(3, 10))):
        one, other = rng.uniform(0, wide, 2)
        height = rng.uniform(top, foot)
        draw.line([(one, height), (other, height + rng.normal(0, 40))], _colour(rng, 10, 60), 2)
    _clutter(draw, rng, size, foot)


def _cell(bay: int, floor: int, bays: int, floors: int, size: tuple[int, int], top: float, foot: float, lean: float) -> tuple[float, float, float, float]:  # fmt: skip
    wide, _ = size
    across, down = wide / bays, (foot - top) * 0.95 / floors
    x = bay * across
    y = top + floor * down + lean * (1 - 2 * (x + across / 2) / wide) * (1 - floor / floors)
    return x, y, across, down


def _bay(draw: ImageDraw.ImageDraw, rng: np.random.Generator, kind: int, cell: tuple[float, float, float, float]) -> None:  # fmt: skip
    x, y, across, down = cell
    left, right = x + across * rng.uniform(0.1, 0.25), x + across * rng.uniform(0.7, 0.92)
    upper, lower = y + down * rng.uniform(0.12, 0.3), y + down * rng.uniform(0.68, 0.88)
    draw.rectangle([left, upper, right, lower], _colour(rng, 20, 130))
    draw.line([((left + right) / 2, upper), ((left + right) / 2, lower)], _colour(rng, 150, 250), 3)
    if kind == 1:
        draw.rectangle(
            [left - 6, (upper + lower) / 2, right + 6, lower + down * 0.12], _colour(rng, 90, 240)
        )
        for bar in np.linspace(left, right, 8):
            draw.line([(bar, (upper + lower) / 2), (bar, lower)], _colour(rng, 20, 90), 2)
    if rng.random() < 0.45:
        width, height = across * rng.uniform(0.18, 0.35), down * rng.uniform(0.14, 0.24)
        at = x + across * rng.uniform(0, 0.65)
        draw.rectangle([at, lower, at + width, lower + height], _colour(rng, 170, 250))
        draw.ellipse(
            [at + width * 0.3, lower + 2, at + width * 0.9, lower + height - 2],
            _colour(rng, 60, 120),
        )
    if rng.random() < 0.25:
        for n in range(int(rng.integers(2, 6))):
            hung = left + (right - left) * n / 6
            draw.rectangle(
                [hung, upper + 4, hung + across * 0.08, lower - 8],
                (*rng.integers(30, 255, 3).tolist(), 255),
            )


def _yard(draw: ImageDraw.ImageDraw, rng: np.random.Generator, size: tuple[int, int]) -> None:
    """Draw a yard: paving in perspective, a wall, kerbs, parked cars, trees."""
    wide, tall = size
    horizon, middle = tall * rng.uniform(0.3, 0.45), wide * rng.uniform(0.2, 0.8)
    for lane in np.linspace(-wide, 2 * wide, int(rng.integers(8, 18))):
        draw.line([(middle, horizon), (lane, tall)], _colour(rng, 60, 180), int(rng.integers(2, 7)))
    for step in range(1, int(rng.integers(8, 16))):
        y = horizon + (tall - horizon) * (step / 15) ** 1.8
        draw.line([(0, y), (wide, y + rng.normal(0, 3))], _colour(rng, 60, 170), 2 + step // 3)
    draw.rectangle(
        [0, horizon - tall * rng.uniform(0.08, 0.2), wide, horizon], _colour(rng, 90, 200)
    )
    for _ in range(int(rng.integers(2, 6))):
        _tree(draw, rng, size)
    _clutter(draw, rng, size, tall * 0.9)


def _trench(draw: ImageDraw.ImageDraw, rng: np.random.Generator, size: tuple[int, int]) -> None:
    """Draw a trench with pipes, heaps of soil and a fence."""
    wide, tall = size
    near, far = rng.uniform(0.25, 0.75, 2) * wide
    broad = wide * rng.uniform(0.2, 0.35)
    horizon = tall * rng.uniform(0.15, 0.35)
    draw.polygon(
        [
            (far - broad / 5, horizon),
            (far + broad / 5, horizon),
            (near + broad, tall),
            (near - broad, tall),
        ],
        _colour(rng, 25, 80),
    )
    for _ in range(int(rng.integers(1, 5))):
        shift, thick = rng.uniform(-0.7, 0.7), int(rng.integers(14, 60))
        draw.line(
            [(far + shift * broad / 5, horizon), (near + shift * broad, tall)],
            _colour(rng, 60, 240),
            thick,
        )
    for _ in range(int(rng.integers(14, 30))):
        x, y = rng.uniform(0, wide), rng.uniform(horizon, tall)
        reach = rng.uniform(20, 160) * (y / tall)
        corners = [
            (
                x + reach * np.cos(a) * rng.uniform(0.5, 1.3),
                y + reach * 0.5 * np.sin(a) * rng.uniform(0.5, 1.3),
            )
            for a in np.linspace(0, 6, 7)
        ]
        draw.polygon(corners, _colour(rng, 50, 170))
    for post in np.arange(rng.uniform(0, 60), wide, rng.uniform(60, 150)):
        draw.line([(post, horizon - 90), (post, horizon + 40)], _colour(rng, 120, 250), 7)
    draw.line(
        [(0, horizon - 60), (wide, horizon - 60 + rng.normal(0, 30))], _colour(rng, 120, 250), 9
    )


def _stairs(draw: ImageDraw.ImageDraw, rng: np.random.Generator, size: tuple[int, int]) -> None:
    """Draw a stairwell: steps, a rail, a painted dado, meters and notices on the wall."""
    wide, tall = size
    draw.rectangle([0, 0, wide, tall], _colour(rng, 130, 220))
    dado = tall * rng.uniform(0.45, 0.65)
    draw.rectangle([0, dado, wide, tall], _colour(rng, 60, 170))
    steps, side = int(rng.integers(6, 14)), rng.random() < 0.5
    for n in range(steps):
        y = tall * (0.3 + 0.7 * n / steps)
        left, right = wide * (0.1 + 0.3 * n / steps), wide * (0.75 + 0.2 * n / steps)
        if side:
            left, right = wide - right, wide - left
        draw.polygon(
            [
                (left, y),
                (right, y),
                (right + 30, y + tall * 0.5 / steps),
                (left - 30, y + tall * 0.5 / steps),
            ],
            _colour(rng, 70, 200),
        )
    for _ in range(int(rng.integers(4, 16))):
        x, y = rng.uniform(0, wide * 0.9), rng.uniform(0, dado)
        broad, high = rng.uniform(40, 240), rng.uniform(30, 200)
        draw.rectangle([x, y, x + broad, y + high], _colour(rng, 30, 250))
        for line in np.arange(y + 14, y + high - 8, 16):
            draw.line(
                [(x + 8, line), (x + broad * rng.uniform(0.5, 0.95), line)],
                _colour(rng, 20, 140),
                4,
            )
    for post in np.linspace(wide * 0.1, wide * 0.9, int(rng.integers(8, 20))):
        draw.line([(post, tall * 0.35), (post + rng.normal(0, 20), tall)], _colour(rng, 20, 110), 6)


def _roof(draw: ImageDraw.ImageDraw, rng: np.random.Generator, size: tuple[int, int]) -> None:
    """Draw a roof: membranes in strips, vents, a parapet, blocks behind it."""
    wide, tall = size
    horizon = tall * rng.uniform(0.25, 0.5)
    for _ in range(int(rng.integers(5, 14))):
        x, broad = rng.uniform(-100, wide), rng.uniform(90, 420)
        high = rng.uniform(60, horizon)
        draw.rectangle([x, horizon - high, x + broad, horizon], _colour(rng, 80, 220))
        for window in np.arange(x + 12, x + broad - 12, 34):
            draw.rectangle(
                [window, horizon - high + 20, window + 16, horizon - high * 0.3],
                _colour(rng, 30, 140),
            )
    slope = rng.uniform(-0.5, 0.5)
    for strip in np.arange(-wide, 2 * wide, rng.uniform(70, 170)):
        draw.polygon(
            [
                (strip, horizon),
                (strip + 60, horizon),
                (strip + 60 + slope * tall, tall),
                (strip + slope * tall, tall),
            ],
            _colour(rng, 60, 190, 150),
        )
    for _ in range(int(rng.integers(3, 9))):
        x, y, reach = rng.uniform(0, wide), rng.uniform(horizon, tall), rng.uniform(30, 130)
        draw.rectangle([x, y - reach, x + reach * 0.8, y], _colour(rng, 40, 230))
        draw.ellipse([x, y - reach * 1.25, x + reach * 0.8, y - reach * 0.8], _colour(rng, 40, 230))
    draw.line([(0, horizon), (wide, horizon + rng.normal(0, 20))], _colour(rng, 120, 240), 24)


def _tree(draw: ImageDraw.ImageDraw, rng: np.random.Generator, size: tuple[int, int]) -> None:
    wide, tall = size
    x, foot, crown = rng.uniform(0, wide), tall * rng.uniform(0.5, 0.9), rng.uniform(90, 260)
    draw.line(
        [(x, foot), (x + rng.normal(0, 30), foot - crown * 1.6)],
        _colour(rng, 30, 90),
        int(rng.integers(12, 34)),
    )
    for _ in range(26):
        at_x, at_y = x + rng.normal(0, crown * 0.5), foot - crown * 1.7 + rng.normal(0, crown * 0.4)
        reach = rng.uniform(0.1, 0.35) * crown
        green = int(rng.integers(50, 160))
        draw.ellipse(
            [at_x - reach, at_y - reach, at_x + reach, at_y + reach],
            (green // 2, green, green // 3, 230),
        )


def _clutter(
    draw: ImageDraw.ImageDraw, rng: np.random.Generator, size: tuple[int, int], foot: float
) -> None:
    """Put cars, bins and bicycles at the foot."""
    wide, _ = size
    for _ in range(int(rng.integers(2, 8))):
        x, long = rng.uniform(-80, wide), rng.uniform(60, 320)
        high = long * rng.uniform(0.25, 0.6)
        draw.rounded_rectangle(
            [x, foot - high, x + long, foot], 18, (*rng.integers(20, 245, 3).tolist(), 255)
        )
        draw.rectangle(
            [x + long * 0.2, foot - high * 0.9, x + long * 0.7, foot - high * 0.5],
            _colour(rng, 20, 80),
        )


def _shadow(draw: ImageDraw.ImageDraw, rng: np.random.Generator, size: tuple[int, int]) -> None:
    wide, tall = size
    for _ in range(int(rng.integers(1, 4))):
        x, broad, lean = rng.uniform(0, wide), rng.uniform(80, 500), rng.uniform(-400, 400)
        draw.polygon(
            [(x, 0), (x + broad, 0), (x + broad + lean, tall), (x + lean, tall)],
            (0, 0, 0, int(rng.integers(20, 80))),
        )


def _from_elsewhere(picture: Image.Image, rng: np.random.Generator, moved: float) -> Image.Image:
    """Return what is seen from a little elsewhere: shifted, nearer or farther, in other perspective."""
    wide, tall = picture.size
    middle = np.array([wide, tall]) / 2 + rng.normal(0, 0.03, 2) * moved * (wide, tall)
    scale = np.exp(rng.normal(0, 0.05) * moved) / _CANVAS
    half = np.array([wide, tall]) * scale / 2
    corners = [
        middle + half * side + rng.normal(0, 0.02 * WIDTH, 2) * moved
        for side in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    frame = [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]
    return picture.transform(
        (WIDTH, HEIGHT),
        Image.Transform.PERSPECTIVE,
        perspective(frame, [tuple(corner) for corner in corners]),
        Image.Resampling.BICUBIC,
    )


def perspective(seen: list[tuple[float, float]], source: list[tuple[float, float]]) -> list[float]:
    """Return the eight coefficients by which four points of a view come from four of a picture."""
    rows, right = [], []
    for (x, y), (u, v) in zip(seen, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(c) for c in np.linalg.solve(np.array(rows), np.array(right))]


def _with_passers_by(photo: Image.Image, rng: np.random.Generator) -> Image.Image:
    draw = ImageDraw.Draw(photo)
    for _ in range(int(rng.integers(1, 5))):
        x, foot, tall = rng.uniform(0, WIDTH), HEIGHT * rng.uniform(0.7, 0.98), rng.uniform(60, 200)
        colour = tuple(rng.integers(10, 250, 3).tolist())
        draw.rounded_rectangle([x, foot - tall, x + tall * 0.32, foot], 12, colour)
        draw.ellipse(
            [x + tall * 0.05, foot - tall * 1.25, x + tall * 0.27, foot - tall], (190, 150, 120)
        )
    return photo
