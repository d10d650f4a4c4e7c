"""Accounts in the words of the screen (账号的写法)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jiugai.services.accounts import DemoSignIn
from jiugai.services.actor import POWERS, PostKind, Power
from jiugai.services.organisations import OrganisationKind
from jiugai.storage.accounts.delegation_queries import DelegationRow
from jiugai.storage.accounts.queries import Account, HeldPost, OrganisationRow, PostRow, SignInRow

_BROWSERS = (
    (re.compile(r"MicroMessenger/(\d+)"), "微信"),
    (re.compile(r"Edg[A-Za-z]*/(\d+)"), "Edge"),
    (re.compile(r"Firefox/(\d+)"), "Firefox"),
    (re.compile(r"Chrome/(\d+)"), "Chrome"),
    (re.compile(r"Version/(\d+)[^ ]* (?:Mobile/\S+ )?Safari"), "Safari"),
)
_MACHINES = (
    ("Android", "安卓"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class SignInShown:
    """A signed-in browser as its owner knows it."""

    id: int
    browser: str
    address: str
    begun_at: datetime
    seen_at: datetime


def sign_ins(found: Iterable[SignInRow]) -> tuple[SignInShown, ...]:
    """Return sign-ins as the list shows them."""
    return tuple(
        SignInShown(
            one.id, browser_name(one.browser), one.address or "未知", one.begun_at, one.seen_at
        )
        for one in found
    )


def browser_name(agent: str) -> str:
    """Return what a browser calls itself in words that people know: ``Chrome 120，Windows``."""
    if not agent:
        return "没有报名称的浏览器"
    names = [
        f"{name} {match[1]}" for pattern, name in _BROWSERS if (match := pattern.search(agent))
    ]
    machines = [name for sign, name in _MACHINES if sign in agent]
    return "，".join([*names[:1], *machines[:1]]) or agent


@dataclass(frozen=True, slots=True)
class LinkShown:
    """A one-time link on the only page that ever shows it."""

    username: str
    address: str


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post that an account holds, held, or will hold."""

    appointment_id: int
    label: str
    kind: str
    powers: str
    since: date
    until: date | None
    standing: str  # 在任, 未到任, 已免
    open: bool


@dataclass(frozen=True, slots=True)
class AccountShown:
    """An account in a list or on its own page."""

    id: int
    username: str
    label: str
    is_active: bool
    state: str  # 启用, 已停用, 待设密码
    seen_at: datetime | None
    posts: tuple[PostShown, ...]

    @property
    def standing_posts(self) -> tuple[PostShown, ...]:
        return tuple(post for post in self.posts if post.open)


@dataclass(frozen=True, slots=True)
class OfficeShown:
    """An organisation and its posts."""

    name: str
    kind: str
    division: str
    posts: str


_SEES = {  # beside the post's name, on one line
    PostKind.CITY_CLERK: "看全市，主要做这里",
    PostKind.CITY_HEAD: "看全市，签发通报",
    PostKind.COUNTY_FILER: "只看本县区，填报",
    PostKind.COUNTY_REVIEWER: "只看本县区，认定",
    PostKind.STREET: "只看本街道，填报",
    PostKind.NEIGHBORHOOD: "只看本社区",
    PostKind.FINANCE: "看全市",
    PostKind.AUDITOR: "看全市，查留痕",
    PostKind.CONTRACTOR: "只拍派给的小区",
    PostKind.ADMINISTRATOR: "管账号，不看数据",
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A sign-in of the demo at the door, with what it sees."""

    username: str
    password: str
    label: str
    sees: str


def demo_accounts(sign_ins: Iterable[DemoSignIn]) -> tuple[DemoAccount, ...]:
    """Return one sign-in of each kind of post, in the order in which they are given."""
    first: dict[PostKind, DemoSignIn] = {}
    for one in sign_ins:
        first.setdefault(one.kind, one)
    return tuple(
        DemoAccount(one.username, one.password, one.label, _SEES[kind])
        for kind, one in first.items()
    )


def accounts(found: Iterable[Account], *, today: date) -> tuple[AccountShown, ...]:
    """Return accounts as the list shows them."""
    return tuple(account(one, today=today) for one in found)


def account(found: Account, *, today: date) -> AccountShown:
    """Return one account as its page shows it."""
    return AccountShown(
        id=found.id,
        username=found.username,
        label=found.label,
        is_active=found.is_active,
        state=_state(found),
        seen_at=found.seen_at,
        posts=tuple(_post(post, today) for post in found.posts),
    )


def _state(found: Account) -> str:
    if not found.is_active:
        return "已停用"
    return "启用" if found.has_password else "待设密码"


def _post(post: HeldPost, today: date) -> PostShown:
    kind = PostKind(post.kind)
    over = post.until is not None and post.until <= today
    powers = [power.title for power in Power if power in POWERS[kind]]
    return PostShown(
        appointment_id=post.appointment_id,
        label=post.label,
        kind=kind.title,
        powers="、".join(powers) or "暂无职权",
        since=post.since,
        until=post.until,
        standing="已免" if over else _standing(post, today),
        open=not over,
    )


def _standing(post: HeldPost, today: date) -> str:
    return "在任" if post.since <= today else "未到任"


def offices(found: Sequence[OrganisationRow], posts: Sequence[PostRow]) -> tuple[OfficeShown, ...]:
    """Return organisations with their posts in one line each."""
    return tuple(
        OfficeShown(
            name=office.name,
            kind=OrganisationKind(office.kind).title,
            division=office.division,
            posts="、".join(
                f"{post.title}（{PostKind(post.kind).title}）"
                for post in posts
                if post.organisation_id == office.id
            )
            or "还没有岗位",
        )
        for office in found
    )


@dataclass(frozen=True, slots=True)
class DelegationShown:
    """A delegation in a list."""

    id: int
    post: str
    principal: str
    deputy: str
    first_day: date
    until: date
    why: str
    standing: str  # 代办中, 未开始, 已结束, 已失效
    note: str
    open: bool


def delegations(
    found: Iterable[DelegationRow], *, user_id: int, today: date
) -> tuple[DelegationShown, ...]:
    """Return delegations as the list shows them; one's own parts are called 本人."""
    return tuple(_delegation(row, user_id, today) for row in found)


def _delegation(row: DelegationRow, user_id: int, today: date) -> DelegationShown:
    told = row.delegation
    is_open = told.ended_on is None and told.last_day >= today
    note = f"由 {row.ended_by} 提前结束，自 {told.ended_on} 起不再代办" if told.ended_on else ""
    by = f"系统管理员 {row.named_by} 替委托人指定" if row.named_by else ""
    if not is_open:
        standing = "已结束"
    elif told.first_day > today:
        standing = "未开始"
    elif row.holds:
        standing = "代办中"
    else:
        standing = "已失效"
        note = "有一方的账号已停用，或已不任原来的岗位"
    return DelegationShown(
        id=row.id,
        post=row.post,
        principal="本人"
        if told.principal == user_id
        else _named(row.principal, row.principal_name),
        deputy="本人" if told.deputy == user_id else _named(row.deputy, row.deputy_name),
        first_day=told.first_day,
        until=told.last_day,
        why="：".join(filter(None, (row.absence.word, row.words))),
        standing=standing,
        note="；".join(filter(None, (by, note))),
        open=is_open,
    )


def _named(label: str, username: str) -> str:
    return f"{label}（{username}）"
