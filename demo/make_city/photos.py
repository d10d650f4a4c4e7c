"""A photo of every true start (开工照片), sent by the county's filer on the day or the day after.

A false start has none: nobody can photograph works that have not begun. The pictures are drawn, a
gate in a fence before a block's front, each after its own seed.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from PIL import Image, ImageDraw

from demo.make_city.city import City
from demo.make_city.cohorts import Site
from demo.make_city.months import SHANGHAI
from demo.make_city.places import PLACE

FOLDER = "photos"
_SIZE = (320, 240)
_UNTIL = date(2021, 3, 31)  # the story's last day


@dataclass(frozen=True, slots=True)
class StartPhoto:
    """One photo with what it is of (开工照片)."""

    path: str
    at: datetime
    site: Site
    content: bytes


def photos(city: City) -> Sequence[StartPhoto]:
    """Return a photo of every site that truly began, in the order in which they came."""
    return sorted(_taken(city), key=lambda photo: (photo.at, photo.path))


def _taken(city: City) -> Iterator[StartPhoto]:
    rng = Random(f"{city.seed}/photos")
    for site in city.programme.everyone():
        start = site.life.start
        if start is None or start > _UNTIL or not site.first:
            continue
        day = min(start + timedelta(days=rng.randint(0, 1)), _last_of(start))
        at = datetime.combine(day, time(rng.randint(8, 17), rng.randint(0, 59)), SHANGHAI)
        name = f"{site.cohort}_{site.community.name}_{start:%Y%m%d}.jpg"
        yield StartPhoto(f"{FOLDER}/{name}", at, site, _drawn(Random(f"{city.seed}/{name}")))


def _last_of(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def _drawn(rng: Random) -> bytes:
    """Draw a block's front with its windows, a fence before it and a board on the fence."""
    wide, tall = _SIZE
    sky = tuple(rng.randint(150, 230) for _ in range(3))
    picture = Image.new("RGB", _SIZE, sky)
    draw = ImageDraw.Draw(picture)
    left, top = rng.randint(8, 60), rng.randint(10, 50)
    wall = tuple(rng.randint(90, 200) for _ in range(3))
    draw.rectangle([left, top, wide - rng.randint(8, 60), tall], fill=wall)
    floors, bays = rng.randint(4, 7), rng.randint(5, 9)
    for floor in range(floors):
        for bay in range(bays):
            x = left + 8 + bay * (wide - 2 * left) // bays + rng.randint(0, 5)
            y = top + 8 + floor * (tall - top - 60) // floors + rng.randint(0, 4)
            glass = tuple(rng.randint(10, 240) for _ in range(3))
            draw.rectangle([x, y, x + rng.randint(8, 18), y + rng.randint(8, 16)], fill=glass)
    fence = tall - rng.randint(40, 64)
    draw.rectangle([0, fence, wide, tall], fill=tuple(rng.randint(20, 120) for _ in range(3)))
    for post in range(0, wide, rng.randint(18, 34)):
        draw.line([post, fence, post, tall], fill=(225, 225, 225), width=2)
    board = rng.randint(20, wide - 110)
    draw.rectangle([board, fence + 6, board + 84, fence + 34], fill=(245, 245, 240))
    for line in range(3):
        y = fence + 12 + 7 * line
        draw.line([board + 6, y, board + rng.randint(40, 78), y], fill=(60, 60, 60), width=2)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=70, optimize=True)
    return written.getvalue()


def as_toml(taken: Sequence[StartPhoto]) -> str:
    """Return the photos' list: which file is of which project, and when it came."""
    lines = ["# 开工照片：县区填报岗哪天在哪个项目拍的，按时间排列；图是画的，不是实拍."]
    for photo in taken:
        lines += [
            "",
            "[[photo]]",
            f"at = {photo.at.isoformat()}",
            f'county = "{PLACE[photo.site.place].code}"',
            f"cohort = {photo.site.cohort}",
            f'project = "{photo.site.project}"',
            f'path = "{photo.path}"',
        ]
    return "\n".join(lines) + "\n"


def pictures(taken: Sequence[StartPhoto]) -> Mapping[str, bytes]:
    """Return the pictures by their paths below the city's folder."""
    return {photo.path: photo.content for photo in taken}
