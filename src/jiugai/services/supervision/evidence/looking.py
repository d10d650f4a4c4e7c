"""Photos that look like another, seen side by side by a person (判定疑似重复的照片)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.divisions import Level
from jiugai.domain.findings import Finding
from jiugai.domain.supervision.photos import Reuse, Verdict
from jiugai.services.actor import POWERS, Actor, PostKind, Power, require, why_another_hand
from jiugai.services.facts import Horizon, horizon
from jiugai.services.reporting.board import Board, board
from jiugai.services.supervision.evidence.taking import SiteChoice, choice_of, covers
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.accounts.queries import HeldPost
from jiugai.storage.supervision import looks as entries
from jiugai.storage.supervision import photo_queries as queries
from jiugai.storage.supervision.looks import LookedMeanwhile
from jiugai.storage.supervision.photo_queries import NoSuchPhoto, PhotoRow
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyDone",
    "LookedMeanwhile",
    "NoSuchPhoto",
    "Pair",
    "SeenPhoto",
    "judge",
    "pair",
    "waiting",
]

_JUDGES = tuple(kind for kind in PostKind if Power.JUDGE_PHOTO in POWERS[kind])
_NOTHING = "没有写入任何数据。"
_LEAST, _MOST = 4, 200


@dataclass(frozen=True, slots=True)
class SeenPhoto:
    """A photo and the site of which it is (照片及其改造点)."""

    photo: PhotoRow
    site: SiteChoice


@dataclass(frozen=True, slots=True)
class Pair:
    """A photo beside the one that it looks like (疑似重复的一对).

    Attributes:
      other: None where the officer may not see that one.
      why_not: why this officer may not judge it; empty if he may.
    """

    photo: SeenPhoto
    other: SeenPhoto | None
    why_not: str

    @property
    def verdict(self) -> Verdict | None:
        """Return what a person found of it, if one has looked."""
        found = self.photo.photo.verdict
        return Verdict(found) if found else None


def waiting(asked: Horizon, *, actor: Actor) -> tuple[Pair, ...]:
    """Return the photos within the scope that a person must look at, the longest waiting first.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    rows = queries.photos(waiting=True, last_seq=asked.last_seq, on_day=asked.as_of)
    return _pairs(rows, asked, actor)


def pair(number: str, asked: Horizon, *, actor: Actor) -> Pair:
    """Return one photo that looks like another beside it, whether or not somebody has looked.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchPhoto: if no photo of that number within the scope looks like another.
    """
    require(actor, Power.SEE)
    rows = queries.photos(numbers=[number], last_seq=asked.last_seq, on_day=asked.as_of)
    found = _pairs([row for row in rows if row.answer == Reuse.LOOK.value], asked, actor)
    if not found:
        raise NoSuchPhoto(number)
    return found[0]


def _pairs(rows: Sequence[PhotoRow], asked: Horizon, actor: Actor) -> tuple[Pair, ...]:
    if not rows:  # the city is not counted for nothing
        return ()
    city = board(asked)
    mine = [seen for row in rows if (seen := _seen(row, city, actor))]
    if not mine:
        return ()
    numbers = [one.photo.alike_public_id for one in mine if one.photo.alike_public_id]
    likes = queries.photos(numbers=numbers, last_seq=asked.last_seq, on_day=asked.as_of)
    others = {row.id: seen for row in likes if (seen := _seen(row, city, actor))}
    judges = accounts.posts_of_kinds([kind.value for kind in _JUDGES], day=asked.as_of)
    bodies = {post.id: post.organisation_id for post in accounts.posts()}
    return tuple(
        Pair(one, other, _why_not(one, other, actor, judges, bodies))
        for one in mine
        for other in [others.get(one.photo.alike_id or 0)]
    )


def _seen(row: PhotoRow, city: Board, actor: Actor) -> SeenPhoto | None:
    site = city.sites.get(row.site_id)
    if site is None or not covers(actor.scope, city, site):
        return None
    return SeenPhoto(row, choice_of(city, site))


def _why_not(
    one: SeenPhoto,
    other: SeenPhoto | None,
    actor: Actor,
    judges: Iterable[HeldPost],
    bodies: dict[int, int],
) -> str:
    """Say why an officer may not judge a photo; nothing if he may."""
    photo = one.photo
    if Power.JUDGE_PHOTO not in actor.powers:
        return f"由{'或'.join(kind.title for kind in _JUDGES)}判定。"
    if other is None:
        return "相像的那一张在别的县区，这里看不到，由市改造办判定。"
    by = f"有“{Power.JUDGE_PHOTO.title}”职权的另一人"
    not_his = why_another_hand(actor, (photo.sent_by,), by=by)
    if not_his:
        return not_his
    sender = bodies.get(photo.sent_post_id)
    if sender is None or sender != bodies.get(actor.post_id):
        return ""
    counties = {photo.county_id, other.photo.county_id}
    for post in judges:
        reaches = post.level <= Level.CITY or counties == {post.division_id}
        if reaches and bodies.get(post.post_id) != sender and post.user_id != photo.sent_by:
            return f"这是本单位传的照片，由{post.label}等别的单位判定。"
    return ""


def judge(
    number: str,
    verdict: Verdict,
    said: str,
    *,
    seen: int,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> tuple[Finding, ...]:
    """Say of a photo that it is the same as the one beside it, or is not; return why not, if not.

    Said again, it corrects what was found before; that stays on file.

    :param seen: the judgment that the officer saw standing, 0 if none.
    :raises NotAllowed: if the actor may not judge photos.
    :raises NoSuchPhoto: if no photo of that number within the scope looks like another.
    :raises LookedMeanwhile: if somebody else judged it since the officer saw it.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.JUDGE_PHOTO)
    found = pair(number, horizon(today), actor=actor)
    photo = found.photo.photo
    if findings := tuple(_check(found, verdict, said.strip())):
        return findings
    if (photo.look_id or 0) != seen:
        raise LookedMeanwhile
    with unit_of_work(
        verb="supervision.judge_photo",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{found.photo.site.name} 照片{verdict.word}"[:128],
        key=key,
    ) as act:
        entries.enter(
            act,
            photo,
            user_id=actor.user_id,
            verdict=verdict.value,
            said=said.strip()[:_MOST],
            on=today,
        )
    return ()


def _check(found: Pair, verdict: Verdict, said: str) -> Iterator[Finding]:
    if found.why_not:
        yield Finding("photo.not_yours_to_judge", f"{found.why_not}{_NOTHING}")
    if len(said) < _LEAST:
        message = (
            "没有写看到了什么，请写明凭什么，例如“窗户和雨篷不同，是两栋楼”“裂缝和人都一样”。"
            f"{_NOTHING}"
        )
        yield Finding("photo.no_ground", message)
    if found.verdict is verdict:
        yield Finding("photo.said_before", f"已经判定为“{verdict.word}”，不用再判。{_NOTHING}")
