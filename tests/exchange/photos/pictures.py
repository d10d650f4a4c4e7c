"""Pictures for the tests: a block's front drawn from a seed, and files that lie about themselves."""

import io
import struct
import zlib
from typing import Any

import numpy as np
from PIL import Image, ImageDraw


def front(seed: int, size: tuple[int, int] = (800, 600)) -> Image.Image:
    """Return a front with windows on plaster."""
    rng = np.random.default_rng(seed)
    wide, tall = size
    plaster = rng.normal(0, 14, (tall // 8, wide // 8, 3)) + rng.integers(110, 200, 3)
    picture = Image.fromarray(np.clip(plaster, 0, 255).astype(np.uint8)).resize(size)
    draw = ImageDraw.Draw(picture)
    for bay in range(6):
        for floor in range(5):
            x, y = (
                wide * (bay + rng.uniform(0.1, 0.3)) / 6,
                tall * (floor + rng.uniform(0.1, 0.3)) / 5,
            )
            colour = tuple(int(c) for c in rng.integers(10, 240, 3))
            draw.rectangle(
                [x, y, x + wide * rng.uniform(0.06, 0.12), y + tall * rng.uniform(0.08, 0.14)],
                fill=colour,
            )
    return picture


def as_jpeg(picture: Image.Image, **more: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", **({"quality": 90} | more))
    return written.getvalue()


def as_png(picture: Image.Image, **more: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", **more)
    return written.getvalue()


def as_webp(picture: Image.Image, **more: Any) -> bytes:
    written = io.BytesIO()
    picture.save(written, "WEBP", **more)
    return written.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_that_states(wide: int, tall: int, body: bytes = b"\0" * 64) -> bytes:
    """Return a PNG whose head states a size that its body does not bear out."""
    head = struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(body))
        + chunk(b"IEND", b"")
    )


def png_bomb(side: int) -> bytes:
    """Return a small file that unpacks to side × side pixels of black."""
    row = b"\0" * (1 + side * 3)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def with_exif(picture: Image.Image, **tags: Any) -> bytes:
    """Return a JPEG in which a camera wrote place, time, owner and orientation."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x8298] = "HUAWEI", "P40\x00", "ZhangSan"
    if "orientation" in tags:
        exif[0x0112] = tags["orientation"]
    exif.get_ifd(0x8769)[0x9003] = tags.get("taken", "2020:10:28 09:15:00")
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = tags.get("half", "N"), tags.get("latitude", (33.0, 2.0, 31.2))
    gps[3], gps[4] = "E", (108.0, 15.0, 0.0)
    return as_jpeg(picture, exif=exif)
