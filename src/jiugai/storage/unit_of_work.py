"""One use case, one transaction, one act (工作单元)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import IntegrityError, connection, transaction

from jiugai.storage import reach
from jiugai.storage.audit.models import Act
from jiugai.storage.audit.stamping import stamp

OpenAct = Act
"""The act under way, for those who hand it on; its table stays in storage."""


class AlreadyDone(Exception):
    """This very request was carried out before; its act stands and nothing is written twice."""

    def __init__(self, act_id: int) -> None:
        super().__init__("这个请求已经办过，没有重复写入。")
        self.act_id = act_id


class KeyReused(Exception):
    """A request number came back with another content."""

    def __init__(self) -> None:
        super().__init__("同一请求号带来了不同的内容，没有写入任何数据，请刷新页面后重试。")


class SameHands(Exception):
    """One person would check what he, or somebody for whom he stands in, reported himself.

    The database's own word (``accounts/migrations/0004_another_hand.py``); nothing is written.
    """

    def __init__(self) -> None:
        super().__init__(
            "这份数据是您、您代办的人或代您办的人经手的，须由没有经手的人办理；"
            "代办期间也不能审核委托人填报的数据。没有写入任何数据。"
        )


_SAME_HANDS = "accounts_another_hand"


@contextmanager
def unit_of_work(
    *,
    verb: str,
    user_id: int,
    post_id: int,
    subject: str = "",
    key: uuid.UUID | None = None,
    body_digest: bytes | None = None,
) -> Iterator[Act]:
    """Open the transaction in which a use case writes all it writes, or nothing.

    The act is stamped last of all, so that the lock on the register is held only for the
    commit. ``key`` makes a retry harmless.

    :raises AlreadyDone: if the key was used before for the same content.
    :raises KeyReused: if the key was used before for another.
    :raises SameHands: if what is written checks what the same people reported.
    """
    try:
        with transaction.atomic():
            act = _begin(key or uuid.uuid4(), verb, user_id, post_id, subject, body_digest)
            yield act
            stamp()
    except IntegrityError as refused:
        if _SAME_HANDS in str(refused):
            raise SameHands from refused
        raise


def _begin(
    key: uuid.UUID, verb: str, user_id: int, post_id: int, subject: str, digest: bytes | None
) -> Act:
    """Enter the act, or find it under its key; whoever sends the same at once waits here for it."""
    told = Act(
        key=key,
        verb=verb,
        user_id=user_id,
        post_id=post_id,
        subject=subject,
        body_digest=digest,
    )
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, [key, verb, user_id, post_id, subject, digest])
        entered = cursor.fetchone()
    if entered:
        told.pk, told._state.adding = entered[0], False
        return told
    act = Act.objects.get(key=key)
    before = None if act.body_digest is None else bytes(act.body_digest)
    if act.verb == verb and before == digest:
        raise AlreadyDone(act.pk)
    raise KeyReused


_ENTER = """
    INSERT INTO audit_act (key, verb, user_id, post_id, subject, body_digest)
    VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING RETURNING id
"""


@contextmanager
def own_connection() -> "Iterator[psycopg.Connection[tuple[Any, ...]]]":
    """Open another connection to the same database, for a wing that needs a view of its own.

    It reaches for all its life as far as its opener did when it was opened.
    """
    parameters = connection.get_connection_params()
    known = {"host", "port", "dbname", "user", "password", "options"}
    chosen = {name: value for name, value in parameters.items() if name in known}
    with psycopg.connect(**chosen, autocommit=True) as own:
        reach.tell_raw(own, local=False)
        yield own


def open_connection() -> "psycopg.Connection[tuple[Any, ...]]":
    """Return the connection under way, for wings that speak to PostgreSQL themselves."""
    connection.ensure_connection()
    raw = connection.connection
    assert isinstance(raw, psycopg.Connection)
    if connection.in_atomic_block:
        reach.tell_raw(raw)
    return raw
