"""When keys between tables are checked (外键核对): at once, and not while the register is locked.

Django declares every key as deferred to the commit. There the act already holds the lock that puts
commits in order (``guards.STAMP``), so that a ledger of a hundred thousand rows would hold up
everybody else for seconds while its keys are looked at.
"""

import psycopg
from psycopg import sql

_LATE = """
SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c
WHERE c.contype = 'f' AND c.condeferred AND c.connamespace = 'public'::regnamespace
"""


def check_at_once(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Let every key be checked by the statement that writes it. To be run after every migration.

    Keys stay deferrable: a later migration that drops one asks them to be so.
    """
    for table, name in connection.execute(_LATE).fetchall():
        connection.execute(
            sql.SQL("ALTER TABLE {} ALTER CONSTRAINT {} DEFERRABLE INITIALLY IMMEDIATE").format(
                sql.Identifier(str(table)), sql.Identifier(str(name))
            )
        )
