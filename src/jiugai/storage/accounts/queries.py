"""Reads of organisations, posts, accounts and sign-ins (单位、岗位、账号、登录)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiugai.domain.divisions import Level
from jiugai.storage.accounts.models import Organisation, User
from jiugai.storage.audit.as_of import rows
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.divisions.queries import DivisionRow


class NoSuchAccount(LookupError):
    """No account bears this number."""


class NoSuchLink(LookupError):
    """No link bears this token, or it was used, replaced, or has run out."""


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post that an account holds (任岗), and where its organisation stands.

    Attributes:
      principal: for whom the account takes the post as a deputy (代办), in the words of that
        account's label; empty if the post is the account's own.
      principal_id: that account; 0 if the post is the account's own.
      deputy_until: the last day of that; None if the post is the account's own.
    """

    appointment_id: int
    user_id: int
    post_id: int
    title: str
    kind: str
    organisation: str
    division_id: int
    level: Level
    since: date
    until: date | None
    principal: str = ""
    deputy_until: date | None = None
    principal_id: int = 0

    @property
    def label(self) -> str:
        """Return what the post is called; of a deputy's also for whom and until when."""
        name = f"{self.organisation} {self.title}"
        if self.deputy_until is None:
            return name
        until = f"至{self.deputy_until.month}月{self.deputy_until.day}日"
        if self.principal.replace(" ", "") == name.replace(" ", ""):
            return f"{name}（代办 {until}）"  # the account is labelled by its post
        return f"{name}（代 {self.principal} {until}）"


@dataclass(frozen=True, slots=True)
class SignInRow:
    """One signed-in browser (登录会话)."""

    id: int
    user_id: int
    begun_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    address: str
    browser: str


_HELD = """
    SELECT a.id AS appointment_id, a.user_id, p.id AS post_id, p.title, p.kind,
           o.name AS organisation, o.division_id, d.level, a.since, a.until
    FROM accounts_appointment a
    JOIN accounts_post p ON p.id = a.post_id
    JOIN accounts_organisation o ON o.id = p.organisation_id
    JOIN divisions_division d ON d.id = o.division_id
"""
_DEPUTED = """
    SELECT a.id AS appointment_id, g.deputy_id AS user_id, p.id AS post_id, p.title, p.kind,
           o.name AS organisation, o.division_id, d.level, g.first_day AS since, a.until,
           w.label AS principal, g.last_day AS deputy_until, g.principal_id
    FROM accounts_delegation g
    JOIN accounts_user w ON w.id = g.principal_id
    JOIN accounts_post p ON p.id = g.post_id
    JOIN accounts_organisation o ON o.id = p.organisation_id
    JOIN divisions_division d ON d.id = o.division_id
    JOIN accounts_appointment a ON a.user_id = g.principal_id AND a.post_id = g.post_id
     AND a.since <= %(day)s AND (a.until IS NULL OR a.until > %(day)s)
    WHERE g.deputy_id = %(user)s AND g.id IN (SELECT accounts_delegations_on(%(day)s))
"""
_SIGN_IN = "s.id, s.user_id, s.begun_at, s.seen_at, s.ended_at, s.address, s.browser"


def posts_held(user_id: int, *, day: date) -> tuple[HeldPost, ...]:
    """Return the posts that an account holds on a day, longest held first; a closed one holds none.

    Those that it takes for others come last (代办).
    """
    found = rows(
        f"""
        SELECT * FROM (
          SELECT h.*, '' AS principal, NULL::date AS deputy_until, 0 AS principal_id FROM (
            {_HELD} JOIN accounts_user u ON u.id = a.user_id AND u.is_active
            WHERE a.user_id = %(user)s AND a.since <= %(day)s
              AND (a.until IS NULL OR a.until > %(day)s)) h
          UNION ALL {_DEPUTED}) held
        ORDER BY deputy_until IS NOT NULL, since, appointment_id
        """,
        {"user": user_id, "day": day},
    )
    return tuple(_held(row) for row in found)


def posts_of_kinds(kinds: Sequence[str], *, day: date) -> tuple[HeldPost, ...]:
    """Return the posts of some kinds that open accounts hold on a day."""
    found = rows(
        f"""
        {_HELD} JOIN accounts_user u ON u.id = a.user_id AND u.is_active
        WHERE p.kind = ANY (%(kinds)s) AND a.since <= %(day)s
          AND (a.until IS NULL OR a.until > %(day)s)
        ORDER BY a.since, a.id
        """,
        {"kinds": list(kinds), "day": day},
    )
    return tuple(_held(row) for row in found)


def _held(row: dict[str, Any]) -> HeldPost:
    return HeldPost(**row | {"level": Level(row["level"])})


def sign_in(sign_in_id: int) -> SignInRow | None:
    """Return one sign-in, ended or not, or None."""
    found = rows(
        f"SELECT {_SIGN_IN} FROM accounts_sign_in s WHERE s.id = %(id)s", {"id": sign_in_id}
    )
    return SignInRow(**found[0]) if found else None


def open_sign_ins(user_id: int, *, seen_since: datetime) -> tuple[SignInRow, ...]:
    """Return an account's sign-ins that are not ended, last used first.

    :param seen_since: those idle for longer are over and left out.
    """
    found = rows(
        f"""
        SELECT {_SIGN_IN} FROM accounts_sign_in s
        WHERE s.user_id = %(user)s AND s.ended_at IS NULL AND s.seen_at >= %(since)s
        ORDER BY s.seen_at DESC, s.id DESC
        """,
        {"user": user_id, "since": seen_since},
    )
    return tuple(SignInRow(**row) for row in found)


@dataclass(frozen=True, slots=True)
class Account:
    """An account as its administrator sees it (账号)."""

    id: int
    username: str
    label: str
    is_active: bool
    has_password: bool
    seen_at: datetime | None
    posts: tuple[HeldPost, ...]


_ACCOUNT = """
    SELECT u.id, u.username, u.label, u.is_active,
           u.password <> '' AND NOT starts_with(u.password, '!') AS has_password,
           (SELECT max(s.seen_at) FROM accounts_sign_in s WHERE s.user_id = u.id) AS seen_at
    FROM accounts_user u
"""


def accounts() -> tuple[Account, ...]:
    """Return every account with all its posts, past and present: active first, by name."""
    posts: dict[int, list[HeldPost]] = {}
    for row in rows(f"{_HELD} ORDER BY a.since DESC, a.id DESC", {}):
        posts.setdefault(row["user_id"], []).append(_held(row))
    found = rows(f"{_ACCOUNT} ORDER BY u.is_active DESC, u.username", {})
    return tuple(Account(**row, posts=tuple(posts.get(row["id"], ()))) for row in found)


def account(user_id: int) -> Account:
    """Return one account with all its posts, past and present, last taken first.

    :raises NoSuchAccount: if there is none.
    """
    found = rows(f"{_ACCOUNT} WHERE u.id = %(id)s", {"id": user_id})
    if not found:
        raise NoSuchAccount(user_id)
    held = rows(
        f"{_HELD} WHERE a.user_id = %(id)s ORDER BY a.since DESC, a.id DESC", {"id": user_id}
    )
    return Account(**found[0], posts=tuple(_held(row) for row in held))


def user_id_of(username: str) -> int:
    """Return the account of a name.

    :raises NoSuchAccount: if there is none.
    """
    found = User.objects.filter(username=username).values_list("pk", flat=True).first()
    if found is None:
        raise NoSuchAccount(username)
    return found


def usernames() -> frozenset[str]:
    """Return every account's name."""
    return frozenset(User.objects.values_list("username", flat=True))


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation, the division where it stands (as called on the day asked), and its posts."""

    id: int
    name: str
    kind: str
    division_id: int
    division: str
    level: Level


def organisations(*, day: date) -> tuple[OrganisationRow, ...]:
    """Return every organisation, those higher up first, then by the division's code."""
    found = rows(
        """
        SELECT o.id, o.name, o.kind, o.division_id, coalesce(v.name, '（已撤销）') AS division, d.level
        FROM accounts_organisation o
        JOIN divisions_division d ON d.id = o.division_id
        LEFT JOIN LATERAL (
          SELECT v.name, v.code FROM divisions_version v
          WHERE v.division_id = o.division_id AND NOT v.withdrawn AND v.effective_on <= %(day)s
            AND NOT EXISTS (SELECT 1 FROM divisions_version g WHERE g.replaces = v.id)
          ORDER BY v.effective_on DESC, v.id DESC LIMIT 1
        ) v ON true
        ORDER BY d.level, v.code, o.name
        """,
        {"day": day},
    )
    return tuple(OrganisationRow(**row | {"level": Level(row["level"])}) for row in found)


def organisation_of(post_id: int) -> int:
    """Return the organisation in which a post stands.

    :raises LookupError: if there is no such post.
    """
    found = rows(
        "SELECT p.organisation_id FROM accounts_post p WHERE p.id = %(id)s", {"id": post_id}
    )
    if not found:
        raise LookupError(post_id)
    return int(found[0]["organisation_id"])


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post, whoever holds it (岗位)."""

    id: int
    title: str
    kind: str
    organisation_id: int
    organisation: str


def posts() -> tuple[PostRow, ...]:
    """Return every post, by organisation and title."""
    found = rows(
        """
        SELECT p.id, p.title, p.kind, o.id AS organisation_id, o.name AS organisation
        FROM accounts_post p JOIN accounts_organisation o ON o.id = p.organisation_id
        ORDER BY o.id, p.title
        """,
        {},
    )
    return tuple(PostRow(**row) for row in found)


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A one-time link that still holds (一次性链接)."""

    id: int
    user_id: int
    username: str
    expires_at: datetime


def link(digest: bytes, *, at: datetime) -> LinkRow:
    """Return the link of a token's digest.

    :raises NoSuchLink: if there is none, or it was used or has run out, or its account is disabled.
    """
    found = rows(
        """
        SELECT l.id, l.user_id, u.username, l.expires_at
        FROM accounts_one_time_link l JOIN accounts_user u ON u.id = l.user_id
        WHERE l.digest = %(digest)s AND l.used_at IS NULL AND l.expires_at > %(at)s AND u.is_active
        """,
        {"digest": digest, "at": at},
    )
    if not found:
        raise NoSuchLink
    return LinkRow(**found[0])


def city(*, day: date) -> DivisionRow | None:
    """Return the city that this platform serves, as called on a day; None before it is founded."""
    return divisions.named_by(
        f"""
        SELECT o.division_id FROM accounts_organisation o
        JOIN divisions_division c ON c.id = o.division_id
        WHERE c.level = {Level.CITY.value} ORDER BY o.id LIMIT 1
        """,
        day=day,
    )


def city_id() -> int | None:
    """Return the division of the city that this platform serves: where its first office stands."""
    return (
        Organisation.objects.filter(division__level=Level.CITY)
        .order_by("pk")
        .values_list("division_id", flat=True)
        .first()
    )
