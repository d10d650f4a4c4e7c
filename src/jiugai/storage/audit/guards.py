"""SQL that Django's models cannot say: the stamp, append-only tables, corrections of the same
subject, and who reaches which rows.

Migrations of every room use these, so that no table of facts can forget its lock.
"""

from collections.abc import Sequence

from django.db.migrations.operations import RunSQL
from django.db.migrations.operations.base import Operation

STAMP = """
CREATE FUNCTION audit_stamp_act() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE last audit_stamp;
BEGIN
  -- Freed only after the commit is visible, so that the order of seq is the order of commits.
  PERFORM pg_advisory_xact_lock(6109, 1);
  SELECT * INTO last FROM audit_stamp ORDER BY seq DESC LIMIT 1;
  INSERT INTO audit_stamp (seq, act_id, recorded_at)
  VALUES (coalesce(last.seq, 0) + 1, NEW.id,
          greatest(clock_timestamp(), last.recorded_at + interval '1 microsecond'));
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER act_is_stamped AFTER INSERT ON audit_act
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_stamp_act();
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: facts are never changed or removed', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
"""
STAMP_BODY, REFUSE_BODY = STAMP.split("$$")[1::2]
"""What the two functions do, to be compared with what stands in the database."""


def append_only(*tables: str) -> list[Operation]:
    """Return the operations that refuse UPDATE, DELETE, TRUNCATE and chosen ids, whoever asks."""
    return [
        RunSQL(
            f"""
            CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
              FOR EACH ROW EXECUTE FUNCTION audit_refuse();
            CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table}
              FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
            DO $$ BEGIN
              IF EXISTS (SELECT FROM information_schema.columns WHERE table_name = '{table}'
                         AND column_name = 'id' AND is_identity = 'YES') THEN
                ALTER TABLE {table} ALTER COLUMN id SET GENERATED ALWAYS;
              END IF;
            END $$;
            """,
            RunSQL.noop,
        )
        for table in tables
    ]


def fact_table(table: str, subject: Sequence[str], *, occurs: bool = False) -> list[Operation]:
    """Return the operations that make a table one of facts about ``subject``.

    A correction must be of the same subject (a composite foreign key). ``occurs`` marks facts
    that happen, which may not lie in the future; that check only grows easier with time, so a
    restored backup passes it.
    """
    columns = ", ".join(subject)
    statements = f"""
        ALTER TABLE {table} ADD UNIQUE (id, {columns});
        ALTER TABLE {table} ADD CONSTRAINT {table}_corrects_its_subject
          FOREIGN KEY (replaces, {columns}) REFERENCES {table} (id, {columns});
    """
    if occurs:
        statements += f"""
        ALTER TABLE {table} ADD CONSTRAINT {table}_not_in_future
          CHECK (effective_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date);
        """
    return [RunSQL(statements, RunSQL.noop), *append_only(table)]


REACH = """
CREATE FUNCTION jiugai_reaches_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('jiugai.regions', true), '') = 'all'
$$;
CREATE FUNCTION jiugai_reach() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN coalesce(current_setting('jiugai.regions', true), '') IN ('', 'all') THEN '{}'
         ELSE current_setting('jiugai.regions')::bigint[] END
$$;
"""
"""The reach of the transaction under way, as ``storage/reach.py`` tells it: all, or some counties.

Both are read once a statement, as scalar subqueries: called row by row they would cost more than
the rows. A setting that a session has once had is empty, not null, after its transaction.
"""

BY_COUNTY = "county_id = ANY ((SELECT jiugai_reach())::bigint[])"


def ids_reached(name: str, query: str) -> list[Operation]:
    """Return the operations that make a function of the ids which a query, run by its caller, finds.

    A function and not the query itself: the planner would plan the other table's policy, and those
    behind it, once more for every mention of every table.
    """
    return [
        RunSQL(
            f"""
            CREATE FUNCTION {name}() RETURNS SETOF bigint
            LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1 ROWS 100 AS $$
            BEGIN
              RETURN QUERY {query};
            END
            $$;
            """,
            RunSQL.noop,
        )
    ]


def among(column: str, function: str) -> str:
    """Return the condition that a row belongs to what a function of ``ids_reached`` finds."""
    return f"{column} IN (SELECT {function}())"


def reached_by(table: str, seen: str, *, entered: str = "") -> list[Operation]:
    """Return the operations that show a table's rows only to whoever reaches them, owner or not.

    :param seen: the condition for a row to be seen by those who do not reach everything.
    :param entered: the condition for a row to be entered or changed, where it asks more.
    """
    return [
        RunSQL(
            f"""
            CREATE POLICY reach ON {table}
              USING ((SELECT jiugai_reaches_all()) OR {seen})
              WITH CHECK ((SELECT jiugai_reaches_all()) OR {entered or seen});
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
            """,
            RunSQL.noop,
        )
    ]
