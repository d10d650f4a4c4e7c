"""Photos on their way in (上传现场照片): piece by piece, and what is done with one that is whole."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.supervision.capture import CaptureRule, Shows, Timeliness, contradictions
from jiugai.domain.supervision.photos import PhotoClaims, Reuse
from jiugai.exchange.digests import sm3
from jiugai.exchange.file_kind import PICTURES
from jiugai.exchange.photos.picture import READER, Picture
from jiugai.exchange.reading_process import run_reader
from jiugai.exchange.upload_limits import in_mib, upload_limits
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.reach import reading_city_wide
from jiugai.services.reporting.board import board
from jiugai.services.supervision.evidence.reuse import Resemblance, photo_rule, resemblance
from jiugai.services.supervision.evidence.taking import CodePage, capture_rule, code_page, covers
from jiugai.storage.registry.entries import public_id
from jiugai.storage.supervision import photo_entries as entries
from jiugai.storage.supervision import photo_queries as queries
from jiugai.storage.supervision import sendings
from jiugai.storage.supervision.photo_entries import CodeUsed
from jiugai.storage.supervision.photo_queries import NoSuchPhoto, PhotoRow
from jiugai.storage.supervision.sendings import SendingRow
from jiugai.storage.unit_of_work import AlreadyDone, OpenAct, unit_of_work

__all__ = [
    "CodeUsed",
    "Coming",
    "Kept",
    "NoSuchPhoto",
    "Refusal",
    "add_piece",
    "begin",
    "finish",
    "forget_abandoned",
    "largest_piece",
]

_CITY = ZoneInfo("Asia/Shanghai")
_PIECE = 1 << 20
_NONE_KEPT = "没有收下这张照片。"


class Refusal(Exception):
    """A photo that is not taken in, for a reason that its sender can do something about."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A photo to come (待传照片): the numbers that the phone gave it and its set, and what is said of it."""

    key: UUID
    set_key: UUID
    size: int
    shows: Shows
    scene: str = ""
    phone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a photo (照片处理结果); ``photo`` is None if it could not be read."""

    photo: PhotoRow | None
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        return self.photo is None or self.photo.answer == Reuse.REFUSE.value


def largest_piece() -> int:
    """Return how many bytes a piece may have."""
    return _PIECE


def begin(number: str, coming: Coming, *, actor: Actor, asked: Horizon, at: datetime) -> SendingRow:
    """Expect a photo under a code, or find how much of it lies here already.

    The first photo binds the code to its set: the same code with another set is refused.

    :raises NotAllowed: if the actor may send no photos.
    :raises NoSuchPhoto: if the officer was given no such code.
    :raises CodeUsed: if the code served another set.
    :raises Refusal: if the code is past its time or has carried all it carries, or the size is wrong.
    """
    require(actor, Power.TAKE_PHOTO)
    page = code_page(number, actor=actor, asked=asked)
    known = sendings.one(coming.key, user_id=actor.user_id)
    if known is not None:
        return known
    _check(page, coming, at)
    set_id = _set_of(page, coming, actor)
    begun = sendings.begin(
        key=coming.key,
        photo_set_id=set_id,
        user_id=actor.user_id,
        size=coming.size,
        shows=coming.shows.value,
        scene=coming.scene.strip()[:40],
        phone_at=coming.phone_at,
        at=at,
    )
    if begun is None:
        raise NoSuchPhoto(coming.key)
    return begun


def _check(page: CodePage, coming: Coming, at: datetime) -> None:
    if page.rule.arrival(page.challenge.given_at, at) is None:
        raise Refusal(
            f"口令{_local(page.challenge.given_at):%Y-%m-%d %H:%M}发出，已超过{page.rule.late_hours}"
            f"小时，{_NONE_KEPT}请到现场重新领口令、重新拍。"
        )
    if len(page.photos) >= page.rule.most_photos:
        raise Refusal(
            f"一个口令最多{page.rule.most_photos}张，已经够了，{_NONE_KEPT}要再拍，请另领口令。"
        )
    most = upload_limits().picture_bytes
    if coming.size < 1:
        raise Refusal(f"照片是空的（0字节），{_NONE_KEPT}请重拍一张。")
    if coming.size > most:
        raise Refusal(
            f"照片有{in_mib(coming.size)}，最多{in_mib(most)}，{_NONE_KEPT}请把相机的像素调低后重拍。"
        )


def _set_of(page: CodePage, coming: Coming, actor: Actor) -> int:
    challenge = page.challenge
    if challenge.set_id is None:
        try:
            return _use_code(page, coming, actor)
        except CodeUsed:  # meanwhile; perhaps by another photo of this very set
            challenge = queries.challenge(challenge.public_id, user_id=actor.user_id)
    if challenge.set_id is None or challenge.set_key != coming.set_key:
        raise CodeUsed
    return challenge.set_id


def _use_code(page: CodePage, coming: Coming, actor: Actor) -> int:
    with unit_of_work(
        verb="supervision.use_code",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{page.site.name} 现场口令"[:128],
    ) as act:
        return entries.photo_set(
            act,
            challenge_id=page.challenge.id,
            key=coming.set_key,
            site_id=page.challenge.site_id,
            user_id=actor.user_id,
        )


def add_piece(key: UUID, start: int, content: bytes, *, actor: Actor) -> SendingRow:
    """Add a piece of a photo where it continues what lies here; return how much lies here now.

    A piece that came before, or out of turn, changes nothing: the sender goes on from the answer.

    :raises NotAllowed: if the actor may send no photos.
    :raises NoSuchPhoto: if no such photo of the officer's is expected.
    :raises Refusal: if the piece is larger than a piece may be.
    """
    require(actor, Power.TAKE_PHOTO)
    found = sendings.one(key, user_id=actor.user_id)
    if found is None:
        raise NoSuchPhoto(key)
    if len(content) > _PIECE:
        raise Refusal(f"一段有{in_mib(len(content))}，最多{in_mib(_PIECE)}，{_NONE_KEPT}")
    if found.photo_id is None and content and start == found.received:
        sendings.add(found.id, start=start, content=content)
    return sendings.one(key, user_id=actor.user_id) or found


def finish(
    number: str, key: UUID, *, actor: Actor, asked: Horizon, at: datetime
) -> Kept | SendingRow:
    """Read a photo that is whole, look for it among all others, and keep it with the answer.

    A photo of which something is missing is returned as it lies here. Twice is once.

    :raises NotAllowed: if the actor may send no photos.
    :raises NoSuchPhoto: if no such photo of the officer's is expected under that code.
    :raises Refusal: if the code's time has run out meanwhile.
    """
    require(actor, Power.TAKE_PHOTO)
    page = code_page(number, actor=actor, asked=asked)
    found = sendings.one(key, user_id=actor.user_id)
    if found is None or found.photo_set_id != page.challenge.set_id:
        raise NoSuchPhoto(key)
    if found.photo_id is None and not found.is_whole:
        return found
    if found.photo_id is None:
        unread = _read_and_keep(page, found, actor=actor, at=at)
        if unread is not None:
            return Kept(None, (unread,))
        found = sendings.one(key, user_id=actor.user_id) or found
    if found.photo_id is None:
        raise NoSuchPhoto(key)
    kept = queries.photo(photo_id=found.photo_id)
    return Kept(kept, tuple(_said(kept, page, actor, asked)))


def _read_and_keep(
    page: CodePage, found: SendingRow, *, actor: Actor, at: datetime
) -> Finding | None:
    """Keep a photo; return why it cannot be, if it cannot be read."""
    if page.rule.arrival(page.challenge.given_at, at) is None:
        raise Refusal(
            f"口令已超过{page.rule.late_hours}小时，{_NONE_KEPT}请到现场重新领口令、重新拍。"
        )
    content = sendings.content(found.id)
    name = f"{page.site.name}现场照片"
    read = run_reader(
        READER, content, {"document": name}, expect=Picture, name=name, kinds=PICTURES
    )
    if isinstance(read, Finding):
        sendings.start_again(found.id)
        return read
    try:
        with unit_of_work(
            verb="supervision.keep_photo",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{page.site.name} {Shows(found.shows).word}照片"[:128],
            key=found.key,
        ) as act:
            _keep(act, page, found, read, content, at)
    except AlreadyDone:
        return None
    return None


def _keep(
    act: OpenAct,
    page: CodePage,
    found: SendingRow,
    read: Picture,
    content: bytes,
    at: datetime,
) -> None:
    digest = sm3(content)
    entries.lock_search()
    before = queries.photo_by_digest(digest, set_id=found.photo_set_id)
    if before is not None:
        sendings.end(found.id, photo_id=before)
        return
    like = resemblance(read, digest)
    photo_id = entries.photo(act, _new(page, found, read, content, digest, like, at))
    sendings.end(found.id, photo_id=photo_id)


def _new(
    page: CodePage,
    found: SendingRow,
    read: Picture,
    content: bytes,
    digest: bytes,
    like: Resemblance | None,
    at: datetime,
) -> entries.NewPhoto:
    return entries.NewPhoto(
        public_id=public_id(),
        photo_set_id=found.photo_set_id,
        site_id=page.challenge.site_id,
        county_id=page.challenge.county_id,
        shows=found.shows,
        scene=found.scene,
        sm3=digest,
        size=len(content),
        width=read.width,
        height=read.height,
        quality=read.quality,
        prints=read.stored,
        claims=read.claims,
        phone_at=found.phone_at,
        received_at=at,
        answer="" if like is None else like.answer.value,
        alike_id=None if like is None else like.of.id,
        distance=None if like is None else like.distance,
        large=read.clean,
        small=read.small,
        clean_sm3=sm3(read.clean),
    )


def forget_abandoned(*, at: datetime) -> int:
    """Forget the photos that never came whole and are no longer taken in; return how many.

    A code outlives no photo begun under it: past these hours no piece of it is of any use.
    """
    hours = timedelta(hours=capture_rule(at.date()).late_hours)
    with reading_city_wide("photos given up are everybody's; none of them is shown"):
        return sendings.forget(before=at - hours)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(_CITY).replace(tzinfo=None)


def _said(kept: PhotoRow, page: CodePage, actor: Actor, asked: Horizon) -> list[Finding]:
    """Return what is to be said of a photo to its sender."""
    place = Place(f"{page.site.name}现场照片")
    found: list[Finding] = []
    if kept.answer == Reuse.REFUSE.value:
        where = _whereabouts(kept, actor, asked)
        message = (
            f"与{where}是同一张照片（指纹差{kept.distance}位），退回，不算证据；"
            "退回的记录已留下。请到现场重新拍一张。"
        )
        return [Finding("photo.used_before", message, Weight.BLOCKS, place)]
    if kept.answer == Reuse.LOOK.value:
        where = _whereabouts(kept, actor, asked)
        message = f"与{where}很像（指纹差{kept.distance}位），先收下，等人看一眼再算证据。"
        found.append(Finding("photo.look", message, Weight.WARNS, place))
    if kept.quality < photo_rule().quality_at_least:
        message = f"画面太单调（{kept.quality}分，满分100），看不出是哪里，请再拍一张带楼栋的。"
        found.append(Finding("photo.nothing_to_see", message, Weight.WARNS, place))
    if page.rule.arrival(kept.given_at, kept.received_at) is Timeliness.LATE:
        message = f"口令发出{page.rule.code_minutes}分钟以后才收全，标为补传。"
        found.append(Finding("photo.late", message, Weight.WARNS, place))
    return [*found, *doubts(kept, page.rule)]


def doubts(kept: PhotoRow, rule: CaptureRule) -> tuple[Finding, ...]:
    """Return where a photo's own words cannot be true."""
    taken = datetime.fromisoformat(kept.claimed_at) if kept.claimed_at else None
    return tuple(
        contradictions(
            PhotoClaims(taken),
            given_at=_local(kept.given_at),
            received_at=_local(kept.received_at),
            rule=rule,
        )
    )


def _whereabouts(kept: PhotoRow, actor: Actor, asked: Horizon) -> str:
    """Return whose photo it is that a photo is like; another county's only as such."""
    if kept.alike_site_id == kept.site_id:
        return "本小区已有的一张"
    city = board(asked)
    site = city.sites.get(kept.alike_site_id or 0)
    if site is None or not covers(actor.scope, city, site):
        return "别处已有的一张"
    return f"{city.name_of(site)[0]}已有的一张"
