"""Reads of codes and photos of sites (现场口令、现场照片)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from jiugai.storage.audit.as_of import rows, standing
from jiugai.storage.supervision.photo_models import Picture


class NoSuchPhoto(LookupError):
    """No such code or photo in the officer's sight; absent and foreign look the same."""


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    """A code as it was given, and the set that it served, if any."""

    id: int
    public_id: str
    code: str
    site_id: int
    county_id: int
    user_id: int
    given_at: datetime
    set_id: int | None
    set_key: UUID | None
    photos: int


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo without its bytes; ``alike_*`` tell of the photo that it is like.

    ``look_id``, ``verdict`` and ``look_*`` tell of the person who saw the two, if one has.
    """

    id: int
    public_id: str
    set_id: int
    site_id: int
    county_id: int
    shows: str
    scene: str
    sm3: bytes
    clean_sm3: bytes
    width: int
    height: int
    quality: int
    claimed_at: str
    claimed_latitude: Decimal | None
    claimed_longitude: Decimal | None
    claimed_camera: str
    phone_at: datetime | None
    received_at: datetime
    answer: str
    distance: int | None
    alike_id: int | None
    alike_public_id: str | None
    alike_site_id: int | None
    code: str
    given_at: datetime
    by: str
    sent_by: int
    sent_post_id: int
    look_id: int | None
    verdict: str | None
    look_said: str | None
    look_by: str | None
    look_on: date | None
    seq: int


_CHALLENGES = """
    SELECT c.id, c.public_id, c.code, c.site_id, c.county_id, c.user_id, c.given_at,
           p.id AS set_id, p.key AS set_key,
           (SELECT count(*) FROM supervision_photo f WHERE f.photo_set_id = p.id) AS photos
    FROM supervision_challenge c LEFT JOIN supervision_photo_set p ON p.challenge_id = c.id
    WHERE c.user_id = %(user)s
"""
_PHOTOS = f"""
    SELECT f.id, f.public_id, f.photo_set_id AS set_id, f.site_id, f.county_id, f.shows, f.scene,
           f.sm3, f.clean_sm3, f.width, f.height, f.quality, f.claimed_at, f.claimed_latitude,
           f.claimed_longitude, f.claimed_camera, f.phone_at, f.received_at, f.answer, f.distance,
           f.alike_id, a.public_id AS alike_public_id, a.site_id AS alike_site_id,
           c.code, c.given_at, coalesce(u.label, '') AS by, p.user_id AS sent_by,
           sent.post_id AS sent_post_id, l.id AS look_id, l.verdict, l.said AS look_said,
           l.post AS look_by, l.effective_on AS look_on, s.seq
    FROM supervision_photo f
    JOIN supervision_photo_set p ON p.id = f.photo_set_id
    JOIN supervision_challenge c ON c.id = p.challenge_id
    JOIN audit_stamp s ON s.act_id = f.act_id AND s.seq <= %(seq)s
    JOIN audit_act sent ON sent.id = p.act_id
    LEFT JOIN supervision_photo a ON a.id = f.alike_id
    LEFT JOIN accounts_user u ON u.id = p.user_id
    LEFT JOIN (
      SELECT k.id, k.photo_id, k.verdict, k.said, k.effective_on,
             coalesce(o.name || ' ' || w.title, '系统') AS post
      FROM ({standing("supervision_look")}) k
      JOIN audit_act m ON m.id = k.act_id
      LEFT JOIN accounts_post w ON w.id = m.post_id
      LEFT JOIN accounts_organisation o ON o.id = w.organisation_id
    ) l ON l.photo_id = f.id
"""
_NOW: dict[str, object] = {"seq": 2**62, "day": date.max}
"""What the reads of one photo ask about: all that stands."""


def challenge(public_id: str, *, user_id: int) -> ChallengeRow:
    """Return a code that an officer was given.

    :raises NoSuchPhoto: if there is none such of this officer.
    """
    found = rows(
        f"{_CHALLENGES} AND c.public_id = %(public_id)s", {"user": user_id, "public_id": public_id}
    )
    if not found:
        raise NoSuchPhoto(public_id)
    return ChallengeRow(**found[0])


def challenges(*, user_id: int, limit: int) -> tuple[ChallengeRow, ...]:
    """Return the codes that an officer was last given, newest first."""
    found = rows(
        f"{_CHALLENGES} ORDER BY c.id DESC LIMIT %(limit)s", {"user": user_id, "limit": limit}
    )
    return tuple(ChallengeRow(**row) for row in found)


def photos(
    *,
    site_ids: list[int] | None = None,
    set_id: int | None = None,
    numbers: list[str] | None = None,
    waiting: bool = False,
    last_seq: int | None = None,
    on_day: date | None = None,
) -> tuple[PhotoRow, ...]:
    """Return photos within reach, the first received first.

    :param numbers: only those of these public numbers.
    :param waiting: only those that look like another and that nobody has looked at yet.
    :param last_seq, on_day: only what was recorded, and looked at, by then.
    """
    found = rows(
        f"""
        {_PHOTOS}
        WHERE (%(sites)s::bigint[] IS NULL OR f.site_id = ANY (%(sites)s))
          AND (%(set)s::bigint IS NULL OR f.photo_set_id = %(set)s)
          AND (%(numbers)s::text[] IS NULL OR f.public_id = ANY (%(numbers)s))
          AND (NOT %(waiting)s OR f.answer = 'look' AND l.id IS NULL)
        ORDER BY f.received_at, f.id
        """,
        {
            "sites": site_ids,
            "set": set_id,
            "numbers": numbers,
            "waiting": waiting,
            "seq": _NOW["seq"] if last_seq is None else last_seq,
            "day": on_day or _NOW["day"],
        },
    )
    return tuple(_photo(row) for row in found)


def photo(*, photo_id: int) -> PhotoRow:
    """Return one photo by its id.

    :raises NoSuchPhoto: if there is none within reach.
    """
    found = rows(f"{_PHOTOS} WHERE f.id = %(id)s", _NOW | {"id": photo_id})
    if not found:
        raise NoSuchPhoto(photo_id)
    return _photo(found[0])


@dataclass(frozen=True, slots=True)
class PhotoDay:
    """So many photos of a site that came on a day, refused ones too."""

    site_id: int
    on: date
    many: int


def photo_days(*, last_seq: int, on_day: date) -> tuple[PhotoDay, ...]:
    """Return how many photos of each site came on which day, at a day and a stamp."""
    found = rows(
        """
        SELECT f.site_id, (f.received_at AT TIME ZONE 'Asia/Shanghai')::date AS "on",
               count(*) AS many
        FROM supervision_photo f
        JOIN audit_stamp s ON s.act_id = f.act_id AND s.seq <= %(seq)s
        WHERE (f.received_at AT TIME ZONE 'Asia/Shanghai')::date <= %(day)s
        GROUP BY 1, 2 ORDER BY 1, 2
        """,
        {"seq": last_seq, "day": on_day},
    )
    return tuple(PhotoDay(**row) for row in found)


def photo_by_digest(sm3: bytes, *, set_id: int) -> int | None:
    """Return the photo of a set that came as this very file, if any."""
    found = rows(
        "SELECT id FROM supervision_photo WHERE photo_set_id = %(set)s AND sm3 = %(sm3)s",
        {"set": set_id, "sm3": sm3},
    )
    return int(found[0]["id"]) if found else None


def with_digest(sm3: bytes) -> int | None:
    """Return the first photo that came as this very file, if any."""
    found = rows(
        "SELECT id FROM supervision_photo WHERE sm3 = %(sm3)s ORDER BY id LIMIT 1", {"sm3": sm3}
    )
    return int(found[0]["id"]) if found else None


@dataclass(frozen=True, slots=True)
class Like:
    """What a search needs to know of a photo that it found."""

    id: int
    set_id: int
    site_id: int
    county_id: int
    quality: int
    answer: str
    received_at: datetime


def likes(photo_ids: list[int]) -> dict[int, Like]:
    """Return what is known of some photos, by id."""
    found = rows(
        """
        SELECT id, photo_set_id AS set_id, site_id, county_id, quality, answer, received_at
        FROM supervision_photo WHERE id = ANY (%(ids)s)
        """,
        {"ids": photo_ids},
    )
    return {row["id"]: Like(**row) for row in found}


def prints_between(after: int, until: int) -> Iterator[tuple[int, bytes]]:
    """Yield id and prints of the photos stamped after one stamp and up to another, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT f.id, f.prints FROM supervision_photo f
            JOIN audit_stamp s ON s.act_id = f.act_id WHERE s.seq > %s AND s.seq <= %s
            ORDER BY s.seq, f.id
            """,
            [after, until],
        )
        for number, prints in cursor.fetchall():
            yield int(number), bytes(prints)


def picture(photo_id: int, *, small: bool) -> bytes:
    """Return what is to be seen of a photo within reach, as JPEG.

    :raises NoSuchPhoto: if there is none.
    """
    column = "small" if small else "large"
    found = Picture.objects.filter(photo_id=photo_id).values_list(column, flat=True).first()
    if found is None:
        raise NoSuchPhoto(photo_id)
    return bytes(found)


def photo_numbered(public_id: str) -> PhotoRow:
    """Return a photo within reach by its public number; whoever asks narrows it to the scope.

    :raises NoSuchPhoto: if there is none within reach.
    """
    found = rows(f"{_PHOTOS} WHERE f.public_id = %(public_id)s", _NOW | {"public_id": public_id})
    if not found:
        raise NoSuchPhoto(public_id)
    return _photo(found[0])


def _photo(row: dict[str, Any]) -> PhotoRow:
    return PhotoRow(**row | {"sm3": bytes(row["sm3"]), "clean_sm3": bytes(row["clean_sm3"])})
