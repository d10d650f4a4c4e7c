"""The demo city's photos of starts (演示照片), told in bulk: each under a code of its own, at its moment.

A photo is read and kept as the desk does, digest, prints and copy alike. Only the process of its own
is left out, and the search for re-use: these pictures are the platform's own and each is another.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from jiugai.domain.findings import Finding
from jiugai.domain.supervision.capture import Shows, code_of
from jiugai.exchange.digests import sm3
from jiugai.exchange.photos.picture import Picture, read_picture
from jiugai.services.actor import Actor
from jiugai.services.facts import horizon
from jiugai.storage.audit.stamping import told_at
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.programme import queries as programme
from jiugai.storage.registry.entries import public_id
from jiugai.storage.supervision import photo_entries as entries
from jiugai.storage.unit_of_work import OpenAct, unit_of_work

__all__ = ["PhotosTold", "ToldPhotoWrong"]

FIRST_DAY = date(2019, 3, 1)  # the accounts are named for the codes of the city's first day
_CODE_BEFORE = timedelta(minutes=9)
_NUMBERED = re.compile(r"（\d+）$")  # added where a list has two projects of one name


class ToldPhotoWrong(Exception):
    """The story tells of a photo of nothing, or of one that cannot be read; nothing is loaded."""


@dataclass(frozen=True, slots=True)
class _Told:
    """One photo of the story: of which project, and when it came."""

    at: datetime
    county: str
    cohort: int
    project: str
    path: Path


class PhotosTold:
    """Two years of photos, each at its moment (照片史)."""

    def __init__(self, folder: Path, actors: Mapping[str, Actor]) -> None:
        self._actors = actors
        self._left = sorted(_read(folder), key=lambda told: told.at)
        self._sites: dict[tuple[int, str, int], int] = {}

    @property
    def next_at(self) -> datetime | None:
        """Return when the next photo came; None if there is none left."""
        return self._left[0].at if self._left else None

    def go_on(self) -> None:
        """Keep the next photo, at its moment."""
        told = self._left.pop(0)
        county = divisions.by_code(told.county, day=told.at.date())
        code = divisions.codes([county.id], day=FIRST_DAY)[county.id].lower()
        actor = self._actors[f"demo-tianbao-{code}"]
        content = told.path.read_bytes()
        read = read_picture(content, told.path.name)
        if isinstance(read, Finding):
            raise ToldPhotoWrong(read.message)
        with (
            told_at(told.at),
            unit_of_work(
                verb="supervision.keep_photo",
                user_id=actor.user_id,
                post_id=actor.post_id,
                subject=f"{told.project} 开工照片"[:128],
            ) as act,
        ):
            _keep(act, told, read, content, actor, self._site_of(county.id, told), county.id)

    def _site_of(self, county_id: int, told: _Told) -> int:
        key = (county_id, told.project, told.cohort)
        if key not in self._sites:
            self._learn(told.at.date())
        if key not in self._sites:
            raise ToldPhotoWrong(f"{told.path.name}：{told.project}还没有上报计划")
        return self._sites[key]

    def _learn(self, day: date) -> None:
        """Learn which sites stand in which year's plan by a day."""
        last_seq = horizon(day).last_seq
        years = {row.id: row.year for row in programme.lists(last_seq=last_seq)}
        sites = {site.id: site for site in programme.sites(last_seq=last_seq)}
        for entry in programme.filed(last_seq=last_seq, on_day=day):
            site = sites[entry.site_id]
            name = _NUMBERED.sub("", site.project_name)
            self._sites.setdefault((site.county_id, name, years[entry.list_id]), site.id)


def _read(folder: Path) -> list[_Told]:
    file = folder / "photos.toml"
    if not file.exists():
        return []
    return [
        _Told(
            entry["at"],
            entry["county"],
            entry["cohort"],
            entry["project"],
            folder / entry["path"],
        )
        for entry in tomllib.loads(file.read_text("utf-8"))["photo"]
    ]


def _keep(
    act: OpenAct,
    told: _Told,
    read: Picture,
    content: bytes,
    actor: Actor,
    site_id: int,
    county_id: int,
) -> None:
    """Enter a code, the set that it served, and the one photo of it."""
    digest = sm3(content)
    challenge_id = entries.challenge(
        act,
        public_id=public_id(),
        code=code_of(digest + sm3(digest)),
        site_id=site_id,
        county_id=county_id,
        user_id=actor.user_id,
        given_at=told.at - _CODE_BEFORE,
    )
    set_id = entries.photo_set(
        act,
        challenge_id=challenge_id,
        key=uuid5(NAMESPACE_URL, told.path.name),
        site_id=site_id,
        user_id=actor.user_id,
    )
    photo = _photo(read, content, set_id, site_id, county_id, told.at)
    entries.photo(act, photo)


def _photo(
    read: Picture, content: bytes, set_id: int, site_id: int, county_id: int, at: datetime
) -> entries.NewPhoto:
    return entries.NewPhoto(
        public_id=public_id(),
        photo_set_id=set_id,
        site_id=site_id,
        county_id=county_id,
        shows=Shows.START.value,
        scene="",
        sm3=sm3(content),
        size=len(content),
        width=read.width,
        height=read.height,
        quality=read.quality,
        prints=read.stored,
        claims=read.claims,
        phone_at=None,
        received_at=at,
        answer="",
        alike_id=None,
        distance=None,
        large=read.clean,
        small=read.small,
        clean_sm3=sm3(read.clean),
    )
