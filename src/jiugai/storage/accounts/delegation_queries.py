"""Reads of delegations (代办)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiugai.domain.delegation import Absence, Delegation
from jiugai.storage.accounts import models
from jiugai.storage.audit.as_of import rows


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """A delegation in words (代办记录).

    Attributes:
      post: the post's label; ``principal`` and ``deputy`` are accounts in the words of their label,
        with their ``..._name`` to sign in.
      named_by: the administrator who named the deputy; empty if the principal did.
      ended_by: the account that ended it early; empty if nobody did.
      holds: it gives the deputy the post on the day asked about.
    """

    id: int
    delegation: Delegation
    post: str
    principal: str
    principal_name: str
    deputy: str
    deputy_name: str
    absence: Absence
    words: str
    recorded_at: datetime
    named_by: str
    ended_by: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    """An open account that holds a post in an organisation (同单位账号)."""

    user_id: int
    username: str
    label: str


_DELEGATION = """
    SELECT d.id, d.post_id, d.principal_id, d.deputy_id, d.first_day, d.last_day, d.reason, d.words,
           o.name || ' ' || p.title AS post, a.label AS principal, a.username AS principal_name,
           b.label AS deputy, b.username AS deputy_name, s.recorded_at, e.ended_on,
           coalesce(u.username, '') AS ended_by,
           CASE WHEN n.user_id = d.principal_id THEN '' ELSE coalesce(w.username, '') END AS named_by,
           d.id IN (SELECT accounts_delegations_on(%(day)s)) AS holds
    FROM accounts_delegation d
    JOIN accounts_post p ON p.id = d.post_id
    JOIN accounts_organisation o ON o.id = p.organisation_id
    JOIN accounts_user a ON a.id = d.principal_id
    JOIN accounts_user b ON b.id = d.deputy_id
    JOIN audit_stamp s ON s.act_id = d.act_id
    JOIN audit_act n ON n.id = d.act_id
    LEFT JOIN accounts_user w ON w.id = n.user_id
    LEFT JOIN accounts_delegation_end e ON e.delegation_id = d.id
    LEFT JOIN audit_act x ON x.id = e.act_id
    LEFT JOIN accounts_user u ON u.id = x.user_id
"""


def delegations(*, day: date, of_user: int | None = None) -> tuple[DelegationRow, ...]:
    """Return delegations, the last begun first.

    :param of_user: only those in which an account is principal or deputy.
    """
    found = rows(
        f"""
        {_DELEGATION} WHERE %(user)s::bigint IS NULL OR %(user)s IN (d.principal_id, d.deputy_id)
        ORDER BY d.first_day DESC, d.id DESC
        """,
        {"day": day, "user": of_user},
    )
    return tuple(_row(row) for row in found)


def of_post(post_id: int) -> tuple[Delegation, ...]:
    """Return every delegation of a post, the first begun first."""
    found = models.Delegation.objects.filter(post_id=post_id).select_related("end")
    return tuple(
        Delegation(
            one.post_id,
            one.principal_id,
            one.deputy_id,
            one.first_day,
            one.last_day,
            one.end.ended_on if hasattr(one, "end") else None,
        )
        for one in found.order_by("first_day", "id")
    )


def of_deputy(user_id: int, *, since: date) -> tuple[tuple[str, Delegation], ...]:
    """Return the delegations that make an account a deputy on or after a day, with the post's kind."""
    found = rows(
        """
        SELECT p.kind, d.post_id, d.principal_id, d.deputy_id, d.first_day, d.last_day, e.ended_on
        FROM accounts_delegation d JOIN accounts_post p ON p.id = d.post_id
        LEFT JOIN accounts_delegation_end e ON e.delegation_id = d.id
        WHERE d.deputy_id = %(user)s AND d.last_day >= %(since)s
          AND (e.ended_on IS NULL OR e.ended_on > %(since)s)
        """,
        {"user": user_id, "since": since},
    )
    return tuple((row["kind"], _delegation(row)) for row in found)


def colleagues(post_id: int, *, day: date) -> tuple[Colleague, ...]:
    """Return the open accounts that hold a post in a post's organisation on a day, by name."""
    found = rows(
        """
        SELECT DISTINCT u.id AS user_id, u.username, u.label
        FROM accounts_post p
        JOIN accounts_post q ON q.organisation_id = p.organisation_id
        JOIN accounts_appointment t ON t.post_id = q.id
        JOIN accounts_user u ON u.id = t.user_id AND u.is_active
        WHERE p.id = %(post)s AND t.since <= %(day)s AND (t.until IS NULL OR t.until > %(day)s)
        ORDER BY u.username
        """,
        {"post": post_id, "day": day},
    )
    return tuple(Colleague(**row) for row in found)


def _row(row: dict[str, Any]) -> DelegationRow:
    shown = {name: row[name] for name in DelegationRow.__slots__ if name in row}
    return DelegationRow(**shown, delegation=_delegation(row), absence=Absence(row["reason"]))


def _delegation(row: dict[str, Any]) -> Delegation:
    return Delegation(
        row["post_id"],
        row["principal_id"],
        row["deputy_id"],
        row["first_day"],
        row["last_day"],
        row["ended_on"],
    )
