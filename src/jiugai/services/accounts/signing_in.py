"""Signing in and out, and what a session may do (登录与会话)."""

import hashlib
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import Enum

from jiugai.domain.divisions import Level
from jiugai.services.accounts.places import county_above
from jiugai.services.accounts.refusals import LinkSpent, NoSuchThing, WeakPassword, WrongPassword
from jiugai.services.actor import Actor, PostKind, Power, scope_of
from jiugai.services.reach import reading_city_wide
from jiugai.storage.accounts import entries, queries
from jiugai.storage.accounts.queries import HeldPost, LinkRow, SignInRow
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.supervision import firms
from jiugai.storage.unit_of_work import unit_of_work

LINK_LASTS = timedelta(hours=24)
SEEN_EVERY = timedelta(minutes=1)


class Over(Enum):
    """Why a sign-in no longer holds; the value is the sentence shown."""

    ENDED = "这次登录已被结束，请重新登录。"
    IDLE = "超过两小时没有操作，已自动退出，请重新登录。"
    TOO_LONG = "登录已满十二小时，已自动退出，请重新登录。"


def over(
    sign_in: SignInRow | None, *, user_id: int, at: datetime, idle: timedelta, whole: timedelta
) -> Over | None:
    """Say why a sign-in no longer holds, or None if it does.

    :param idle: how long it may go unused; ``whole``: how long it may last in all.
    """
    if sign_in is None or sign_in.user_id != user_id or sign_in.ended_at is not None:
        return Over.ENDED
    if at - sign_in.begun_at >= whole:
        return Over.TOO_LONG
    if at - sign_in.seen_at >= idle:
        return Over.IDLE
    return None


def begin(*, user_id: int, at: datetime, address: str = "", browser: str = "") -> int:
    """Note that an account signed in from a browser; return the sign-in's number."""
    return entries.sign_in(user_id, at=at, address=address, browser=browser)


def note_seen(sign_in: SignInRow, *, at: datetime) -> None:
    """Keep a sign-in fresh; written at most once a minute."""
    if at - sign_in.seen_at >= SEEN_EVERY:
        entries.seen(sign_in.id, at=at)


def end(*, user_id: int, sign_in_id: int, at: datetime) -> bool:
    """End one of an account's own sign-ins; say whether it was open."""
    return entries.end_sign_ins(user_id, at=at, only=sign_in_id) > 0


def end_others(*, user_id: int, keep: int, at: datetime) -> int:
    """End all of an account's sign-ins but this one; return how many were open."""
    return entries.end_sign_ins(user_id, at=at, keep=[keep])


def actor_in(post: HeldPost, *, day: date, held: Sequence[HeldPost] = ()) -> Actor:
    """Return the officer acting in a post: what it may do, and how far it reaches on a day.

    :param held: all his posts of that day, to tell whose deputy he is.
    """
    kind = PostKind(post.kind)
    county: int | None = None
    below: list[int] = []
    given: dict[int, int] = {}
    if post.level > Level.COUNTY:
        county = county_above(post.division_id, day=day)
    if post.level is Level.SUBDISTRICT:
        below = [division.id for division in divisions.below(post.division_id, day=day)]
    if kind is PostKind.CONTRACTOR:
        with reading_city_wide("how far a firm reaches is what is being asked"):
            given = firms.sites_of_post(post.post_id, on_day=day)
    return Actor(
        user_id=post.user_id,
        post_id=post.post_id,
        label=post.label,
        kind=kind,
        scope=scope_of(
            kind,
            level=post.level,
            division_id=post.division_id,
            county_id=county,
            below=below,
            given=given,
        ),
        stands_for=frozenset(one.principal_id for one in (post, *held) if one.principal_id),
    )


def officer_called(username: str, power: Power, *, day: date) -> Actor:
    """Return the officer of a name, in a post of the account's own that carries a power.

    :raises NoSuchThing: if there is no such account, or it holds no such post on the day.
    """
    try:
        posts = queries.posts_held(queries.user_id_of(username), day=day)
    except queries.NoSuchAccount:
        raise NoSuchThing(f"没有“{username}”这个账号，请核对账号名。") from None
    for post in posts:
        actor = actor_in(post, day=day)
        if not post.principal and power in actor.powers:
            return actor
    raise NoSuchThing(f"账号“{username}”在 {day} 没有能“{power.title}”的岗位，请换一个账号。")


def chosen(posts: Sequence[HeldPost], post_id: int | None) -> HeldPost | None:
    """Return the post that the officer took, else the one held longest, else None."""
    taken = next((post for post in posts if post.post_id == post_id), None)
    return taken or next(iter(posts), None)


def digest_of(token: str) -> bytes:
    """Return what is kept of a link's token."""
    return hashlib.sha256(token.encode()).digest()


def link(token: str, *, at: datetime) -> LinkRow:
    """Return the one-time link of a token.

    :raises LinkSpent: if it is unknown, used, replaced or too old.
    """
    try:
        return queries.link(digest_of(token), at=at)
    except queries.NoSuchLink:
        raise LinkSpent(
            "这个链接已经用过、已被新链接取代，或已超过 24 小时。请向系统管理员要一个新链接。"
        ) from None


def set_password_by_link(*, token: str, password: str, at: datetime) -> str:
    """Set the password of a link's account, use the link up, end its sign-ins; return its name.

    :raises LinkSpent: if the link no longer holds.
    :raises WeakPassword: if the password will not do; the link still holds.
    """
    found = link(token, at=at)
    _refuse_weak(password, found.username)
    with unit_of_work(
        verb="accounts.set_password_by_link",
        user_id=found.user_id,
        post_id=0,
        subject=f"账号 {found.username}",
    ):
        if not entries.use_link(found.id, at=at):
            raise LinkSpent("这个链接刚刚用过。请直接登录，或向系统管理员要一个新链接。")
        entries.set_password(found.user_id, password)
        entries.void_links(found.user_id, at=at)
        entries.end_sign_ins(found.user_id, at=at)
    return found.username


def change_password(
    *,
    user_id: int,
    post_id: int,
    old: str,
    new: str,
    keep: int,
    at: datetime,
    key: uuid.UUID | None = None,
) -> None:
    """Change one's own password and end all other sign-ins; effective at their next request.

    :param keep: the sign-in in which it is done.
    :raises WrongPassword: if the old password is not right.
    :raises WeakPassword: if the new one will not do.
    """
    username = queries.account(user_id).username
    if not entries.password_is(user_id, old):
        raise WrongPassword("原密码不对，请核对大小写后再填。")
    if old == new:
        raise WeakPassword("新密码与原密码相同，请另想一个。")
    _refuse_weak(new, username)
    with unit_of_work(
        verb="accounts.change_password",
        user_id=user_id,
        post_id=post_id,
        subject=f"账号 {username}",
        key=key,
    ):
        entries.set_password(user_id, new)
        entries.void_links(user_id, at=at)
        entries.end_sign_ins(user_id, at=at, keep=[keep])


def _refuse_weak(password: str, username: str) -> None:
    found = entries.weaknesses(password, username=username)
    if found:
        raise WeakPassword(
            f"新密码{'，'.join(found)}。请用 12 个以上字符，例如几个不相干的词连写。"
        )
