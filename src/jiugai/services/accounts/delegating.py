"""Leaving a post to a deputy for some days, and taking it back (代办, AB角).

An officer delegates a post that he himself was appointed to, so that nothing delegated is passed
on; for one who cannot an administrator does, saying why, and is himself neither of the two.
Administration is delegated by nobody. That nobody checks what he, or somebody for whom he
stands in, reported is held by the database (``storage/accounts/migrations/0004_another_hand.py``).
"""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date

from jiugai.domain.delegation import Absence, Delegation, check_delegation
from jiugai.services.accounts import refusals
from jiugai.services.actor import Actor, PostKind, Power, clash, require
from jiugai.storage.accounts import delegation_entries, entries, queries
from jiugai.storage.accounts import delegation_queries as delegations
from jiugai.storage.accounts.delegation_queries import Colleague, DelegationRow
from jiugai.storage.accounts.queries import HeldPost
from jiugai.storage.unit_of_work import unit_of_work

_WORDS = 120
_WORDS_FOR = 60
"""How long an administrator's reason may be: it stands whole in the act's subject."""
_SUBJECT = 128


@dataclass(frozen=True, slots=True)
class MyDelegations:
    """What an officer may leave to whom, and what he left or took (我的代办).

    Attributes:
      posts: his own that he may leave; ``colleagues``: to whom, by post.
      withheld: his own posts that nobody may leave.
    """

    rows: tuple[DelegationRow, ...]
    posts: tuple[HeldPost, ...]
    withheld: tuple[HeldPost, ...]
    colleagues: dict[int, tuple[Colleague, ...]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A delegation as its officer fills it in (代办填写项)."""

    post_id: int
    deputy_id: int
    first_day: date
    last_day: date
    absence: Absence
    words: str = ""


def my_delegations(*, user_id: int, today: date) -> MyDelegations:
    """Return what an account may delegate, and all in which it has a part."""
    own = [post for post in queries.posts_held(user_id, day=today) if not post.deputy_until]
    posts = tuple(post for post in own if _is_delegable(post))
    return MyDelegations(
        rows=delegations.delegations(day=today, of_user=user_id),
        posts=posts,
        withheld=tuple(post for post in own if not _is_delegable(post)),
        colleagues={
            post.post_id: tuple(
                one
                for one in delegations.colleagues(post.post_id, day=today)
                if one.user_id != user_id
            )
            for post in posts
        },
    )


def all_delegations(*, actor: Actor, today: date) -> tuple[DelegationRow, ...]:
    """Return every delegation, for whoever manages accounts.

    :raises NotAllowed: if the actor may not manage accounts.
    """
    require(actor, Power.MANAGE_ACCOUNTS)
    return delegations.delegations(day=today)


def delegate(wanted: Wanted, *, actor: Actor, today: date, key: uuid.UUID | None = None) -> int:
    """Leave one of one's own posts to a deputy, from day to day; return the delegation's id.

    :raises NotDelegable: if the post is not the actor's own or is one of administration, if the
      deputy is not of the organisation, holds the post or one that does not go with it, or if the
      days are past, out of order, or taken.
    """
    post = _post_of(actor.user_id, wanted.post_id, wanted.first_day, today)
    told = Delegation(
        post.post_id, actor.user_id, wanted.deputy_id, wanted.first_day, wanted.last_day
    )
    deputy = _deputy(post, wanted.deputy_id, today)
    words = " ".join(wanted.words.split())
    _refuse_long(words, _WORDS)
    subject = f"{post.label} 由账号 {deputy.username} 代办"
    doing = _Doing("accounts.delegate", subject, actor, key)
    return _entered(told, wanted.absence, words, post, deputy, doing, today)


def delegate_for(
    principal_id: int, wanted: Wanted, *, actor: Actor, today: date, key: uuid.UUID | None = None
) -> int:
    """Name a deputy for an officer who cannot do so himself; return the delegation's id.

    :param wanted: its words say why, and stand in the act.
    :raises NotAllowed: if the actor may not manage accounts.
    :raises OwnAccount: if the actor is the principal or would be the deputy.
    :raises NotDelegable: as ``delegate``, or if no reason was written.
    """
    require(actor, Power.MANAGE_ACCOUNTS)
    if actor.user_id in {principal_id, wanted.deputy_id}:
        raise refusals.OwnAccount(
            "管理员替别人指定代办人，自己不能是委托人，也不能是代办人；请由另一名管理员办理。"
        )
    words = " ".join(wanted.words.split())
    if not words:
        raise refusals.NotDelegable("请写明理由，例如：住院，本人不能登录，单位来函请代为委托。")
    _refuse_long(words, _WORDS_FOR)
    post = _post_of(principal_id, wanted.post_id, wanted.first_day, today)
    told = Delegation(
        post.post_id, principal_id, wanted.deputy_id, wanted.first_day, wanted.last_day
    )
    deputy = _deputy(post, wanted.deputy_id, today)
    subject = f"{post.label} 由账号 {deputy.username} 代办"
    subject = f"{subject[: _SUBJECT - len(words) - 1]}：{words}"
    doing = _Doing("accounts.delegate_for", subject, actor, key)
    return _entered(told, wanted.absence, words, post, deputy, doing, today)


@dataclass(frozen=True, slots=True)
class _Doing:
    """By whom a delegation is entered, and how the trace calls it."""

    verb: str
    subject: str
    actor: Actor
    key: uuid.UUID | None


def _entered(
    told: Delegation,
    absence: Absence,
    words: str,
    post: HeldPost,
    deputy: Colleague,
    doing: _Doing,
    today: date,
) -> int:
    with unit_of_work(
        verb=doing.verb,
        user_id=doing.actor.user_id,
        post_id=doing.actor.post_id,
        subject=doing.subject[:_SUBJECT],
        key=doing.key,
        body_digest=_digest(told, absence.value, words),
    ) as act:
        _refuse_findings(told, today)  # after the key was looked up: a retry meets its own days
        entries.lock_account(deputy.user_id)  # so that an appointment cannot clash unseen
        _refuse_held(post, deputy, told.first_day)
        try:
            return delegation_entries.enter(act, told, absence=absence, words=words)
        except delegation_entries.Taken:
            raise refusals.NotDelegable(
                "这个岗位在这几天里刚刚有了代办人，请刷新后改日期。"
            ) from None
        except delegation_entries.NotHeld:
            raise refusals.NotDelegable(f"委托人刚刚不再任“{post.label}”，不能再委托它。") from None


def end_delegation(
    delegation_id: int, *, actor: Actor, today: date, key: uuid.UUID | None = None
) -> DelegationRow:
    """End a delegation today, before its last day; at the next click the post is gone.

    Either party may, and whoever manages accounts.

    :raises NotParty: if there is no such delegation within the actor's sight.
    :raises NoSuchThing: if it is over.
    """
    manages = Power.MANAGE_ACCOUNTS in actor.powers
    seen = delegations.delegations(day=today, of_user=None if manages else actor.user_id)
    row = next((one for one in seen if one.id == delegation_id), None)
    if row is None:
        raise refusals.NotParty("没有找到这次代办，请从列表里选。")
    if row.delegation.ended_on is not None or row.delegation.last_day < today:
        raise refusals.NoSuchThing("这次代办已经结束。")
    with unit_of_work(
        verb="accounts.end_delegation",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{row.post} 账号 {row.deputy_name} 的代办"[:128],
        key=key,
        body_digest=_digest(delegation_id),
    ) as act:
        if not delegation_entries.end(act, delegation_id, on=today):
            raise refusals.NoSuchThing("这次代办刚刚已经结束。")
    return row


def _is_delegable(post: HeldPost) -> bool:
    return PostKind(post.kind) is not PostKind.ADMINISTRATOR


def _refuse_long(words: str, most: int) -> None:
    if len(words) > most:
        raise refusals.NotDelegable(f"说明最多 {most} 个字，现有 {len(words)} 个，请缩短。")


def _post_of(user_id: int, post_id: int, first_day: date, today: date) -> HeldPost:
    held = queries.posts_held(user_id, day=max(first_day, today))
    post = next((one for one in held if one.post_id == post_id), None)
    if post is None:
        raise refusals.NotDelegable("那天委托人不任这个岗位，请从他自己的岗位里选。")
    if post.deputy_until is not None:
        raise refusals.NotDelegable(
            f"“{post.label}”是替别人代办的，不能再转给第三人；请由原任的人另行委托。"
        )
    if not _is_delegable(post):
        raise refusals.NotDelegable(
            f"“{post.label}”管账号与岗位，不能委托代办；需要时请另任一名管理员。"
        )
    return post


def _refuse_findings(told: Delegation, today: date) -> None:
    findings = check_delegation(told, delegations.of_post(told.post_id), today=today)
    if findings:
        raise refusals.NotDelegable("".join(finding.message for finding in findings))


def _deputy(post: HeldPost, deputy_id: int, today: date) -> Colleague:
    known = delegations.colleagues(post.post_id, day=today)
    deputy = next((one for one in known if one.user_id == deputy_id), None)
    if deputy is None:
        raise refusals.NotDelegable(
            f"代办人须是“{post.organisation}”在任、启用着的账号，请从列表里选。"
        )
    return deputy


def _refuse_held(post: HeldPost, deputy: Colleague, since: date) -> None:
    held = [
        one
        for one in queries.account(deputy.user_id).posts
        if one.until is None or one.until > since
    ]
    if any(one.post_id == post.post_id for one in held):
        raise refusals.NotDelegable(f"“{deputy.label}”本来就任“{post.label}”，不用委托。")
    kinds = [PostKind(one.kind) for one in held]
    kinds += [PostKind(kind) for kind, _ in delegations.of_deputy(deputy.user_id, since=since)]
    reason = clash(kinds, PostKind(post.kind))
    if reason is not None:
        raise refusals.NotDelegable(f"不能由“{deputy.label}”代办：{reason}")


def _digest(*told: object) -> bytes:
    return hashlib.sha256(repr(told).encode()).digest()
