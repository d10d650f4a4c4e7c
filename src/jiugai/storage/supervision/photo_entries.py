"""Writes of codes and photos of sites (现场口令、现场照片)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from jiugai.domain.supervision.photos import PhotoClaims
from jiugai.storage.audit.models import Act
from jiugai.storage.supervision.photo_models import Challenge, Photo, PhotoSet, Picture


class CodeUsed(Exception):
    """The code has served another set of photos; nothing is written."""

    def __init__(self) -> None:
        super().__init__(
            "这个口令已经用过了（换了手机或清了浏览器也算），没有收下照片。"
            "请重新领一个口令，写上牌子再拍。"
        )


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A photo to be entered, as ``Photo`` keeps it, with what is to be seen of it."""

    public_id: str
    photo_set_id: int
    site_id: int
    county_id: int
    shows: str
    scene: str
    sm3: bytes
    size: int
    width: int
    height: int
    quality: int
    prints: bytes
    claims: PhotoClaims
    phone_at: datetime | None
    received_at: datetime
    answer: str
    alike_id: int | None
    distance: int | None
    large: bytes
    small: bytes
    clean_sm3: bytes


def challenge(
    act: Act,
    *,
    public_id: str,
    code: str,
    site_id: int,
    county_id: int,
    user_id: int,
    given_at: datetime,
) -> int:
    """Enter that a code was given; return its id."""
    return Challenge.objects.create(
        act=act,
        public_id=public_id,
        code=code,
        site_id=site_id,
        county_id=county_id,
        user_id=user_id,
        given_at=given_at,
    ).pk


def photo_set(act: Act, *, challenge_id: int, key: UUID, site_id: int, user_id: int) -> int:
    """Enter that a code serves this set of photos; return the set's id.

    :raises CodeUsed: if it serves another already: of two who use it at once, one wins.
    """
    try:
        with transaction.atomic():
            return PhotoSet.objects.create(
                act=act, challenge_id=challenge_id, key=key, site_id=site_id, user_id=user_id
            ).pk
    except IntegrityError as refused:
        raise CodeUsed from refused


_SEARCH = (6109, 33)
"""The lock under which a photo is looked for and entered: of two copies sent at once one is first."""


def lock_search() -> None:
    """Let nobody else enter a photo until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _SEARCH)


def photo(act: Act, new: NewPhoto) -> int:
    """Enter a photo with its picture; return its id."""
    claims = new.claims
    made = Photo.objects.create(
        act=act,
        public_id=new.public_id,
        photo_set_id=new.photo_set_id,
        site_id=new.site_id,
        county_id=new.county_id,
        shows=new.shows,
        scene=new.scene,
        sm3=new.sm3,
        bytes=new.size,
        width=new.width,
        height=new.height,
        quality=new.quality,
        prints=new.prints,
        clean_sm3=new.clean_sm3,
        claimed_at=claims.taken_at.isoformat(sep=" ") if claims.taken_at else "",
        claimed_latitude=claims.latitude,
        claimed_longitude=claims.longitude,
        claimed_camera=claims.camera,
        phone_at=new.phone_at,
        received_at=new.received_at,
        answer=new.answer,
        alike_id=new.alike_id,
        distance=new.distance,
    )
    Picture.objects.create(photo_id=made.pk, large=new.large, small=new.small)
    return made.pk
