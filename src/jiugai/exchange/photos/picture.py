"""Reading a picture (读照片): decoded once, within limits, in a process of its own.

What comes out are its prints, what it claims of itself, and a copy made anew from its pixels, in
which nothing is left that the camera wrote about place, time or owner, and nothing that was hidden
behind the picture.
"""

import io
import re
import warnings
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from jiugai.domain.findings import Finding
from jiugai.domain.supervision.photos import PhotoClaims
from jiugai.exchange.photos.guard import check_extent
from jiugai.exchange.photos.pdq import Grey
from jiugai.exchange.photos.windows import asked_prints, stored_prints
from jiugai.exchange.refusals import Refused
from jiugai.exchange.upload_limits import upload_limits

READER = "jiugai.exchange.photos.picture:read_picture"

_FORMATS = ("JPEG", "PNG", "WEBP")
_COPY_SIDE, _COPY_QUALITY = 2048, 85
_SMALL_SIDE, _SMALL_QUALITY = 480, 75
_HASHED_SIDE = 640
_SMALLEST = 100
"""Pixels of the shorter side as it is hashed: of the smallest window 64 must be left."""
_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _MAKE, _MODEL = 0x9003, 0x010F, 0x0110
_MOMENT = re.compile(r"\d{4}:\d\d:\d\d \d\d:\d\d:\d\d", re.ASCII)
_LONGEST_CAMERA = 64


@dataclass(frozen=True, slots=True)
class Picture:
    """What was read of a picture (照片读取结果).

    Attributes:
      width, height: in pixels, as it is meant to be seen.
      quality: how much there is to see, from 0 to 100.
      stored: the prints that are kept of it, one after another as bytes; ``asked``: those by which
        it is looked for.
      clean: the copy without anything but its pixels, as JPEG, at most 2,048 pixels a side;
        ``small``: the same at most 480 pixels a side, for a wall of many.
    """

    width: int
    height: int
    quality: int
    stored: bytes
    asked: bytes
    claims: PhotoClaims
    clean: bytes
    small: bytes


def read_picture(content: bytes, document: str) -> Picture | Finding:
    """Read a picture; a finding if it cannot be read or is too small to be told from another."""
    try:
        return _read(content)
    except Refused as refused:
        return refused.finding(document)


def _read(content: bytes) -> Picture:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image, claims = _decoded(content)
    seen = ImageOps.exif_transpose(image).convert("RGB")
    grey = grey_of(seen)
    if min(grey.shape) < _SMALLEST:
        found = f"照片是 {seen.width}×{seen.height} 像素，太小或太窄，看不出内容"
        raise Refused("picture_too_small", found, "请传原图")
    stored, quality = stored_prints(grey)
    return Picture(
        seen.width,
        seen.height,
        quality,
        stored.astype("<u8").tobytes(),
        asked_prints(grey).astype("<u8").tobytes(),
        claims,
        _clean(seen, _COPY_SIDE, _COPY_QUALITY),
        _clean(seen, _SMALL_SIDE, _SMALL_QUALITY),
    )


def _decoded(content: bytes) -> tuple[Image.Image, PhotoClaims]:
    limits = upload_limits()
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
        check_extent(image.size, limits)
        _check_still(image)
        claims = _claims(image)
        image.draft("RGB", (_COPY_SIDE, _COPY_SIDE))  # a JPEG is decoded no larger than is needed
        image.load()
    except Refused:
        raise
    except MemoryError:
        raise
    except Exception as error:  # each format's decoder has its own
        raise Refused("damaged", "照片不完整或已损坏，画面读不出来") from error
    return image, claims


def _check_still(image: Image.Image) -> None:
    if getattr(image, "n_frames", 1) > 1:
        raise Refused("moving_picture", "这是动图，不是照片", "请传其中一帧的截图")


def grey_of(image: Image.Image) -> Grey:
    """Return a picture's luminance, its longer side brought down to 640 pixels."""
    small = image.convert("L")
    small.thumbnail((_HASHED_SIDE, _HASHED_SIDE), Image.Resampling.BILINEAR, reducing_gap=3.0)
    return np.asarray(small, dtype=np.float32)


def _clean(image: Image.Image, side: int, quality: int) -> bytes:
    copy = Image.new("RGB", image.size)
    copy.paste(image)
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    copy.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()


def _claims(image: Image.Image) -> PhotoClaims:
    """Return what the camera wrote; whatever is not plainly one of these is left out."""
    try:
        exif = image.getexif()
        shot, place = dict(exif.get_ifd(_EXIF)), dict(exif.get_ifd(_GPS))
        camera = " ".join(_plain(exif.get(tag)) for tag in (_MAKE, _MODEL)).strip()
        return PhotoClaims(
            _moment(shot.get(_TAKEN)),
            _degrees(place.get(2), place.get(1), "NS", 90),
            _degrees(place.get(4), place.get(3), "EW", 180),
            camera[:_LONGEST_CAMERA],
        )
    except Exception:  # a broken note about the picture is no reason to refuse the picture
        return PhotoClaims()


def _plain(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(char for char in text if char.isprintable()).strip()


def _moment(value: object) -> datetime | None:
    text = _plain(value)
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  a camera knows no zone
    except ValueError:
        return None


def _degrees(value: Any, half: object, halves: str, most: int) -> Decimal | None:
    if not isinstance(half, str) or half not in tuple(halves) or len(value) != 3:
        return None
    degrees, minutes, seconds = (Decimal(repr(float(part))) for part in value)
    found = degrees + minutes / 60 + seconds / 3600
    if not found.is_finite() or not 0 <= found <= most:
        return None
    return round(found if half == halves[0] else -found, 6)
