"""Writes of organisations, posts, accounts and sign-ins (单位、岗位、账号、登录)."""

from collections.abc import Collection
from datetime import date, datetime

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from jiugai.storage.accounts.models import (
    Appointment,
    OneTimeLink,
    Organisation,
    Post,
    SignIn,
    User,
)

_WEAKNESSES = {
    "password_too_short": "少于 12 个字符",
    "password_too_common": "太常见，一猜就中",
    "password_too_similar": "与账号太像",
}


class NameTaken(Exception):
    """Another bears this name already."""


class PostHeld(Exception):
    """The account holds this very post already."""


def organisation(*, name: str, kind: str, division_id: int) -> int:
    """Enter an organisation; return its id.

    :raises NameTaken: if one of that name is on file.
    """
    try:
        with transaction.atomic():
            return Organisation.objects.create(name=name, kind=kind, division_id=division_id).pk
    except IntegrityError as error:
        raise NameTaken(name) from error


def post(*, organisation_id: int, title: str, kind: str) -> int:
    """Enter a post; return its id.

    :raises NameTaken: if the organisation has one of that title.
    """
    try:
        with transaction.atomic():
            return Post.objects.create(organisation_id=organisation_id, title=title, kind=kind).pk
    except IntegrityError as error:
        raise NameTaken(title) from error


def account(*, username: str, label: str, password: str | None = None) -> int:
    """Enter an account; without a password nobody can sign in to it. Return its id.

    :raises NameTaken: if the name is in use.
    """
    try:
        with transaction.atomic():
            return User.objects.create(
                username=username, label=label, password=make_password(password)
            ).pk
    except IntegrityError as error:
        raise NameTaken(username) from error


def appointment(*, user_id: int, post_id: int, since: date) -> int:
    """Enter an appointment; return its id.

    :raises PostHeld: if the account holds that post already, or took it on that very day.
    """
    try:
        with transaction.atomic():
            return Appointment.objects.create(user_id=user_id, post_id=post_id, since=since).pk
    except IntegrityError as error:
        raise PostHeld from error


def end_appointment(appointment_id: int, *, until: date) -> bool:
    """End an appointment that is open; say whether there was one.

    One that would have begun later is ended before it began.
    """
    found = Appointment.objects.select_for_update().filter(pk=appointment_id, until=None).first()
    if found is None:
        return False
    found.until = max(until, found.since)
    found.save(update_fields=["until"])
    return True


def activate(user_id: int, *, active: bool) -> bool:
    """Enable or disable an account; say whether that changed anything."""
    return bool(User.objects.filter(pk=user_id).exclude(is_active=active).update(is_active=active))


def weaknesses(password: str, *, username: str) -> tuple[str, ...]:
    """Return what is wrong with a new password, in words that follow “新密码”; nothing if it will do."""
    try:
        validate_password(password, User(username=username))
    except ValidationError as refusal:
        return tuple(
            _WEAKNESSES.get(error.code or "", "；".join(error.messages))
            for error in refusal.error_list
        )
    return ()


def password_is(user_id: int, password: str) -> bool:
    """Say whether this is the account's password."""
    stored = User.objects.filter(pk=user_id).values_list("password", flat=True).first()
    return stored is not None and check_password(password, stored)


def set_password(user_id: int, password: str) -> None:
    """Replace an account's password; every session signed with the old one is void."""
    User.objects.filter(pk=user_id).update(password=make_password(password))


def one_time_link(user_id: int, *, digest: bytes, at: datetime, expires_at: datetime) -> None:
    """Enter a link and void the account's earlier ones."""
    void_links(user_id, at=at)
    OneTimeLink.objects.create(user_id=user_id, digest=digest, expires_at=expires_at)


def void_links(user_id: int, *, at: datetime) -> None:
    """Void an account's links."""
    OneTimeLink.objects.filter(user_id=user_id, used_at=None).update(used_at=at)


def use_link(link_id: int, *, at: datetime) -> bool:
    """Use a link up; say whether this was the first time."""
    return bool(OneTimeLink.objects.filter(pk=link_id, used_at=None).update(used_at=at))


def sign_in(user_id: int, *, at: datetime, address: str, browser: str) -> int:
    """Enter a sign-in; return its id."""
    return SignIn.objects.create(
        user_id=user_id,
        begun_at=at,
        seen_at=at,
        address=address[:64],
        browser=browser[:200],
    ).pk


def seen(sign_in_id: int, *, at: datetime) -> None:
    """Note that a sign-in was just used."""
    SignIn.objects.filter(pk=sign_in_id, seen_at__lt=at).update(seen_at=at)


def end_sign_ins(
    user_id: int, *, at: datetime, only: int | None = None, keep: Collection[int] = ()
) -> int:
    """End an account's sign-ins, all but those kept, or only one; return how many were ended."""
    found = SignIn.objects.filter(user_id=user_id, ended_at=None).exclude(pk__in=keep)
    if only is not None:
        found = found.filter(pk=only)
    return found.update(ended_at=at)


def lock_account(user_id: int) -> None:
    """Hold an account until the transaction ends."""
    User.objects.select_for_update().filter(pk=user_id).first()
