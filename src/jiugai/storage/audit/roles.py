"""The application's own role (应用角色): it reads and appends, and cannot alter history."""

import psycopg
from psycopg import sql

from jiugai.storage.server import APPLICATION_ROLE

_TABLES = """
SELECT c.relname,
       EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'append_only') AS facts
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
"""
_SEES_PAST_WALLS = "SELECT 1 FROM pg_roles WHERE rolname = %s AND (rolsuper OR rolbypassrls)"
_OWNERS_ALONE = {"django_migrations", "audit_stamp", "accounts_deputed_act", "funding_balance"}


def grant(connection: psycopg.Connection[tuple[object, ...]], *, password: str = "") -> None:
    """Create the application's role if need be and give it what it may do, table by table.

    Tables of facts: read and append. Desk work and the projection: also change. Stamps, whose
    deputy did an act, and migrations: read. To be run as the owner after every migration.
    """
    role = sql.Identifier(APPLICATION_ROLE)
    found = connection.execute(
        "SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE]
    ).fetchone()
    if not found:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
    # Whoever made the role by hand may have made it one that sees past the walls.
    if connection.execute(_SEES_PAST_WALLS, [APPLICATION_ROLE]).fetchone():
        connection.execute(sql.SQL("ALTER ROLE {} NOSUPERUSER NOBYPASSRLS").format(role))
    if password:
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(password)))
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(role))
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
    for name, facts in connection.execute(_TABLES).fetchall():
        rights = "SELECT" if name in _OWNERS_ALONE else "SELECT, INSERT"
        if not facts and name not in _OWNERS_ALONE:
            rights = "SELECT, INSERT, UPDATE, DELETE"
        table = sql.Identifier(str(name))
        connection.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(table, role))
        connection.execute(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), table, role))
    connection.execute(
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role)
    )
