"""How far a statement may reach (数据边界): told to PostgreSQL, which holds every row to it.

The policies on the tables (``audit/guards.py``) compare a row's county with the transaction's
setting ``jiugai.regions``. It is told with every statement, in the same message to the server, so
that no caller can forget it and none outlives its transaction. Nothing told, nothing reached.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from django.db import transaction

from jiugai.domain.divisions import CITY_WIDE, Scope

_reach: ContextVar[frozenset[int] | None] = ContextVar("reach", default=frozenset())

SETTING = "jiugai.regions"
_ROWS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "(SELECT", "EXPLAIN")
"""How statements begin that touch rows; transaction control must not be preceded by anything."""


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """Let statements reach the counties of a scope; its streets are narrowed by whoever reads."""
    token = _reach.set(scope.counties)
    try:
        yield
    finally:
        _reach.reset(token)


@contextmanager
def reading_city_wide(reason: str) -> Iterator[None]:
    """Let statements reach every county, whoever asks.

    :param reason: why that is legitimate here, for the reader; every use is listed in
      ``tests/house/test_reach.py``.
    """
    assert reason, "say why"
    with within(CITY_WIDE):
        yield


def stand_city_wide() -> None:
    """Let all that this thread does from here on reach every county: a command, a migration."""
    _reach.set(None)


def reached() -> frozenset[int] | None:
    """Return the counties that statements reach now; None for all of them."""
    return _reach.get()


def setting() -> str:
    """Return the reach as PostgreSQL is told it: ``all``, or the identities of counties.

    Identities and not codes: 610928 became 610981, and the county is the same.
    """
    counties = _reach.get()
    return "all" if counties is None else "{" + ",".join(map(str, sorted(counties))) + "}"


def tell(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Run a statement with the reach told ahead of it (an execute wrapper of Django's).

    Both go in one message, which is one transaction where none is open: no round trip is added
    and no state is kept that a savepoint or a pooled connection could make stale.
    """
    plain = isinstance(sql, str) and not many and not getattr(context["cursor"], "name", None)
    if not plain:
        with transaction.atomic(using=context["connection"].alias):
            tell_raw(context["connection"].connection)
            return execute(sql, params, many, context)
    if not sql.lstrip()[:8].upper().startswith(_ROWS):
        return execute(sql, params, many, context)
    done = execute(f"SET LOCAL {SETTING} = '{setting()}'; {sql}", params, many, context)
    context["cursor"].nextset()  # what the caller asked for comes after the setting's own answer
    return done


def tell_raw(connection: "psycopg.Connection[tuple[Any, ...]]", *, local: bool = True) -> None:
    """Tell a connection that is used without Django how far it may reach.

    :param local: for the transaction under way; else for as long as the connection lives.
    """
    connection.execute("SELECT set_config(%s, %s, %s)", [SETTING, setting(), local])
