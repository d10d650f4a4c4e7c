"""Whom an account's messages reach out of the house (告知岗位): its first post, and those it takes."""

from dataclasses import dataclass
from datetime import date

from jiugai.services.accounts import signing_in
from jiugai.services.actor import Actor
from jiugai.storage.accounts import queries


class NoSuchAddressee(LookupError):
    """No account bears this name."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """A post whose messages an account is told (告知岗位).

    Attributes:
      since: the first day on which the account takes it as a deputy; None if it is its own.
    """

    actor: Actor
    since: date | None = None


def addressees_of(account: str, *, day: date) -> tuple[Addressee, ...]:
    """Return the post that an account has held longest, then those that it takes for others that day.

    :raises NoSuchAddressee: if there is no such account.
    """
    try:
        user_id = queries.user_id_of(account)
    except queries.NoSuchAccount:
        raise NoSuchAddressee(account) from None
    held = queries.posts_held(user_id, day=day)
    own = [post for post in held if post.deputy_until is None][:1]
    taken = [post for post in held if post.deputy_until is not None]
    return tuple(
        Addressee(signing_in.actor_in(post, day=day), post.since if post.deputy_until else None)
        for post in (*own, *taken)
    )
