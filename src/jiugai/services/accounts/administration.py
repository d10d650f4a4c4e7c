"""Accounts, organisations, posts and who holds them (账号与岗位管理).

Each verb asks for the power, checks the office's rules, writes, and leaves its trace in one act.
``key`` is made by the sender before sending, so that a retry finds its act (``AlreadyDone``).
"""

import hashlib
import re
import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from jiugai.domain.divisions import Level
from jiugai.services.accounts import refusals
from jiugai.services.accounts.signing_in import LINK_LASTS, digest_of
from jiugai.services.actor import Actor, PostKind, Power, clash, require
from jiugai.services.organisations import ESTABLISHMENTS, OrganisationKind
from jiugai.storage.accounts import delegation_queries, entries, queries
from jiugai.storage.accounts.queries import Account
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.unit_of_work import unit_of_work

USERNAME = re.compile(r"[a-z][a-z0-9_.-]{2,31}", re.ASCII)
_SYSTEM = 0  # acts before there is anybody to do them
_LEVELS = {
    Level.CITY: "市",
    Level.COUNTY: "县区",
    Level.SUBDISTRICT: "街道（镇）",
    Level.NEIGHBORHOOD: "社区",
}


@dataclass(frozen=True, slots=True)
class Invited:
    """An account and the token of its one-time link, which is shown once and kept nowhere."""

    user_id: int
    username: str
    token: str


def add_organisation(
    *,
    actor: Actor,
    name: str,
    kind: OrganisationKind,
    division_id: int,
    today: date,
    key: uuid.UUID | None = None,
) -> int:
    """Enter an organisation where it stands; return its id.

    :raises NotAllowed: if the actor may not manage accounts.
    :raises NameUnfit: if the name is empty or too long. :raises NameTaken: if it is in use.
    :raises OutOfPlace: if organisations of this kind do not stand at that level.
    """
    require(actor, Power.MANAGE_ACCOUNTS)
    name = _named(name, "单位名称", "石泉县住房和城乡建设局")
    try:
        division = divisions.by_id(division_id, day=today)
    except divisions.NoSuchDivision:
        raise refusals.NoSuchThing("没有找到这个区划，请从列表里选。") from None
    levels = ESTABLISHMENTS[kind].levels
    if division.level not in levels:
        expected = "、".join(_LEVELS[level] for level in sorted(levels))
        raise refusals.OutOfPlace(
            f"“{kind.title}”应设在{expected}一级，选的是“{division.name}”，请改选。"
        )
    with unit_of_work(
        verb="accounts.add_organisation",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"单位 {name}",
        key=key,
        body_digest=_digest(name, kind.value, division_id),
    ):
        try:
            return entries.organisation(name=name, kind=kind.value, division_id=division_id)
        except entries.NameTaken:
            raise refusals.NameTaken(f"已有单位“{name}”，不用再建。") from None


def add_post(
    *,
    actor: Actor,
    organisation_id: int,
    title: str,
    kind: PostKind,
    today: date,
    key: uuid.UUID | None = None,
) -> int:
    """Enter a post in an organisation; return its id.

    :raises NotAllowed: if the actor may not manage accounts.
    :raises NoSuchThing: if there is no such organisation.
    :raises NameUnfit: if the title is empty or too long. :raises NameTaken: if it has one already.
    :raises OutOfPlace: if organisations of its kind have no such posts.
    """
    require(actor, Power.MANAGE_ACCOUNTS)
    title = _named(title, "岗位名称", "填报岗")
    found = [one for one in queries.organisations(day=today) if one.id == organisation_id]
    if not found:
        raise refusals.NoSuchThing("没有找到这个单位，请从列表里选。")
    office = found[0]
    posts = ESTABLISHMENTS[OrganisationKind(office.kind)].posts
    if kind not in posts:
        expected = "、".join(f"“{post.title}”" for post in PostKind if post in posts)
        raise refusals.OutOfPlace(f"“{office.name}”不设“{kind.title}”，可设{expected}。")
    with unit_of_work(
        verb="accounts.add_post",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"岗位 {office.name} {title}"[:128],
        key=key,
        body_digest=_digest(organisation_id, title, kind.value),
    ):
        try:
            return entries.post(organisation_id=organisation_id, title=title, kind=kind.value)
        except entries.NameTaken:
            raise refusals.NameTaken(f"“{office.name}”已有岗位“{title}”，不用再建。") from None


def add_account(
    *,
    actor: Actor,
    username: str,
    label: str,
    at: datetime,
    key: uuid.UUID | None = None,
) -> Invited:
    """Open an account without a password; its holder sets one through the link returned.

    :raises NotAllowed: if the actor may not manage accounts.
    :raises NameUnfit: if the name is no account's name. :raises NameTaken: if it is in use.
    """
    require(actor, Power.MANAGE_ACCOUNTS)
    username = username.strip().lower()
    if not USERNAME.fullmatch(username):
        raise refusals.NameUnfit(
            f"账号“{username[:32]}”不能用。请用 3 至 32 个小写字母、数字或 . _ -，以字母开头，"
            "例如 shiquan-tianbao。"
        )
    label = _named(label, "显示名", "石泉县住建局填报岗")
    with unit_of_work(
        verb="accounts.add_account",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"账号 {username}",
        key=key,
        body_digest=_digest(username, label),
    ):
        return _open(username, label, at=at)


def _open(username: str, label: str, *, at: datetime) -> Invited:
    try:
        user_id = entries.account(username=username, label=label)
    except entries.NameTaken:
        raise refusals.NameTaken(f"账号“{username}”已有人用，请换一个。") from None
    return Invited(user_id, username, _fresh_link(user_id, at=at))


def _fresh_link(user_id: int, *, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    entries.one_time_link(user_id, digest=digest_of(token), at=at, expires_at=at + LINK_LASTS)
    return token


def renew_link(
    *, actor: Actor, user_id: int, at: datetime, key: uuid.UUID | None = None
) -> Invited:
    """Make a one-time link for someone who lost the password or the link; earlier links are void.

    :raises NotAllowed: if the actor may not manage accounts.
    :raises NoSuchAccount: if there is no such account (of ``queries``).
    :raises OwnAccount: if it is the actor's own. :raises NoSuchThing: if it is disabled.
    """
    account = _anothers(actor, user_id)
    if not account.is_active:
        raise refusals.NoSuchThing(f"账号“{account.username}”已停用，请先启用。")
    with unit_of_work(
        verb="accounts.renew_link",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"账号 {account.username}",
        key=key,
        body_digest=_digest(user_id),
    ):
        return Invited(user_id, account.username, _fresh_link(user_id, at=at))


def appoint(
    *,
    actor: Actor,
    user_id: int,
    post_id: int,
    since: date,
    today: date,
    key: uuid.UUID | None = None,
) -> int:
    """Put an account in a post from a day on; return the appointment's id.

    :raises NotAllowed: if the actor may not manage accounts.
    :raises NoSuchAccount: if there is no such account (of ``queries``).
    :raises OwnAccount: if it is the actor's own. :raises NoSuchThing: if there is no such post.
    :raises TooEarly: if the day is past. :raises PostHeld: if it holds the post already.
    :raises PostsClash: if it holds a post that does not go with this one.
    """
    account = _anothers(actor, user_id)
    post = next((one for one in queries.posts() if one.id == post_id), None)
    if post is None:
        raise refusals.NoSuchThing("没有找到这个岗位，请从列表里选。")
    if since < today:
        raise refusals.TooEarly(f"任职起始日 {since} 已过去，请填今天（{today}）或以后的日期。")
    with unit_of_work(
        verb="accounts.appoint",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"账号 {account.username} 任 {post.organisation} {post.title}"[:128],
        key=key,
        body_digest=_digest(user_id, post_id, since),
    ):
        entries.lock_account(user_id)  # so that two appointments cannot clash unseen
        _refuse_clash(user_id, PostKind(post.kind), since)
        try:
            return entries.appointment(user_id=user_id, post_id=post_id, since=since)
        except entries.PostHeld:
            raise refusals.PostHeld(
                f"账号“{account.username}”已任“{post.organisation} {post.title}”，不用再任。"
            ) from None


def _refuse_clash(user_id: int, wanted: PostKind, since: date) -> None:
    held = [
        PostKind(post.kind)
        for post in queries.account(user_id).posts
        if post.until is None or post.until > since
    ]
    held += [PostKind(kind) for kind, _ in delegation_queries.of_deputy(user_id, since=since)]
    reason = clash(held, wanted)
    if reason is not None:
        raise refusals.PostsClash(reason)


def end_appointment(
    *,
    actor: Actor,
    user_id: int,
    appointment_id: int,
    today: date,
    key: uuid.UUID | None = None,
) -> None:
    """End an appointment today; at the next click the post is gone.

    :raises NotAllowed: if the actor may not manage accounts.
    :raises NoSuchAccount: if there is no such account (of ``queries``).
    :raises OwnAccount: if it is the actor's own.
    :raises NoSuchThing: if the account has no such appointment, or it is over.
    """
    account = _anothers(actor, user_id)
    post = next((one for one in account.posts if one.appointment_id == appointment_id), None)
    if post is None:
        raise refusals.NoSuchThing(f"账号“{account.username}”没有这项任职。")
    with unit_of_work(
        verb="accounts.end_appointment",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"账号 {account.username} 免 {post.label}"[:128],
        key=key,
        body_digest=_digest(appointment_id),
    ):
        if not entries.end_appointment(appointment_id, until=today):
            raise refusals.NoSuchThing(f"“{account.username}”的“{post.label}”已经免去。")


def disable(*, actor: Actor, user_id: int, at: datetime, key: uuid.UUID | None = None) -> None:
    """Close an account: its sign-ins end at their next request, its links are void.

    :raises NotAllowed: if the actor may not manage accounts.
    :raises NoSuchAccount: if there is no such account (of ``queries``).
    :raises OwnAccount: if it is the actor's own. :raises NoSuchThing: if it is closed already.
    """
    account = _anothers(actor, user_id)
    with unit_of_work(
        verb="accounts.disable",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"账号 {account.username}",
        key=key,
        body_digest=_digest(user_id),
    ):
        if not entries.activate(user_id, active=False):
            raise refusals.NoSuchThing(f"账号“{account.username}”已经停用。")
        entries.end_sign_ins(user_id, at=at)
        entries.void_links(user_id, at=at)


def enable(*, actor: Actor, user_id: int, key: uuid.UUID | None = None) -> None:
    """Open a closed account again, with the password and the posts that it has.

    :raises NotAllowed: if the actor may not manage accounts.
    :raises NoSuchAccount: if there is no such account (of ``queries``).
    :raises OwnAccount: if it is the actor's own. :raises NoSuchThing: if it is open already.
    """
    account = _anothers(actor, user_id)
    with unit_of_work(
        verb="accounts.enable",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"账号 {account.username}",
        key=key,
        body_digest=_digest(user_id),
    ):
        if not entries.activate(user_id, active=True):
            raise refusals.NoSuchThing(f"账号“{account.username}”本来就启用着。")


def first_administrator(
    *, username: str, organisation: str, city_id: int, at: datetime, today: date
) -> Invited:
    """Found a city's first administrator, who sets the password through the link returned.

    Asked again before anybody has set it, the account stays and the link is made anew.

    :param city_id: the division of the city that the platform serves.
    :raises AlreadyFounded: if accounts of others are on file, or the password is set.
    :raises NameUnfit: if the name is no account's name.
    """
    if not USERNAME.fullmatch(username):
        raise refusals.NameUnfit("首个管理员的账号请用 3 至 32 个小写字母、数字，以字母开头。")
    with unit_of_work(
        verb="accounts.first_administrator",
        user_id=_SYSTEM,
        post_id=_SYSTEM,
        subject=f"账号 {username}",
    ):
        on_file = queries.usernames()
        if not on_file:
            invited = _open(username, PostKind.ADMINISTRATOR.title, at=at)
            office = entries.organisation(
                name=organisation,
                kind=OrganisationKind.INFORMATION_CENTRE.value,
                division_id=city_id,
            )
            post = entries.post(
                organisation_id=office,
                title=PostKind.ADMINISTRATOR.title,
                kind=PostKind.ADMINISTRATOR.value,
            )
            entries.appointment(user_id=invited.user_id, post_id=post, since=today)
            return invited
        if on_file != {username} or queries.account(queries.user_id_of(username)).has_password:
            raise refusals.AlreadyFounded(
                "本市已有账号，不能再立首个管理员。请由现有管理员在“账号与岗位”里办理。"
            )
        user_id = queries.user_id_of(username)
        return Invited(user_id, username, _fresh_link(user_id, at=at))


def _anothers(actor: Actor, user_id: int) -> Account:
    require(actor, Power.MANAGE_ACCOUNTS)
    if user_id == actor.user_id:
        raise refusals.OwnAccount("管理员不能办理自己的账号，请由另一名管理员办理。")
    return queries.account(user_id)


def _named(text: str, what: str, example: str) -> str:
    name = " ".join(text.split())
    if not 2 <= len(name) <= 64:
        raise refusals.NameUnfit(
            f"{what}应为 2 至 64 个字，读到的是 {len(name)} 个字。例如“{example}”。"
        )
    return name


def _digest(*parts: object) -> bytes:
    return hashlib.sha256(repr(parts).encode()).digest()
