"""Writes of delegations (代办)."""

from datetime import date

from django.db import IntegrityError, transaction

from jiugai.domain.delegation import Absence, Delegation
from jiugai.storage.accounts import models
from jiugai.storage.audit.models import Act


class Taken(Exception):
    """Another delegation of the post holds on one of the days; nothing is written."""


class NotHeld(Exception):
    """The principal does not hold the post on the first day, or it is one of administration."""


def enter(act: Act, wanted: Delegation, *, absence: Absence, words: str) -> int:
    """Enter a delegation; return its id.

    :raises Taken: if the post has a deputy on one of the days.
    :raises NotHeld: if it is not the principal's to delegate.
    """
    try:
        with transaction.atomic():
            return models.Delegation.objects.create(
                act=act,
                post_id=wanted.post_id,
                principal_id=wanted.principal,
                deputy_id=wanted.deputy,
                first_day=wanted.first_day,
                last_day=wanted.last_day,
                reason=absence.value,
                words=words,
            ).pk
    except IntegrityError as refused:
        if "accounts_delegation_once_a_day" in str(refused):
            raise Taken from refused
        if "accounts_delegation_of_a_post_held" in str(refused):
            raise NotHeld from refused
        raise


def end(act: Act, delegation_id: int, *, on: date) -> bool:
    """End a delegation, from a day on; say whether nobody had ended it before."""
    try:
        with transaction.atomic():
            models.DelegationEnd.objects.create(act=act, delegation_id=delegation_id, ended_on=on)
    except IntegrityError as refused:
        if "delegation_id" in str(refused):
            return False
        raise
    return True
