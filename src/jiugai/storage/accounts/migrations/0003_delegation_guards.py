from django.db import migrations
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import append_only

# One truth of what holds on a day, for the desk and for the guards below. A delegation ends by
# itself when either account is closed, when the principal leaves the post or the deputy the
# organisation, and when the deputy comes to hold the post himself.
HOLDING = """
CREATE FUNCTION accounts_delegations_on(day date) RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE ROWS 5 AS $$
  SELECT d.id FROM accounts_delegation d
  JOIN accounts_post p ON p.id = d.post_id
  JOIN accounts_user a ON a.id = d.principal_id AND a.is_active
  JOIN accounts_user b ON b.id = d.deputy_id AND b.is_active
  WHERE d.first_day <= day AND d.last_day >= day
    AND NOT EXISTS (SELECT FROM accounts_delegation_end e
                    WHERE e.delegation_id = d.id AND e.ended_on <= day)
    AND EXISTS (SELECT FROM accounts_appointment t
                WHERE t.user_id = d.principal_id AND t.post_id = d.post_id
                  AND t.since <= day AND (t.until IS NULL OR t.until > day))
    AND EXISTS (SELECT FROM accounts_appointment t JOIN accounts_post q ON q.id = t.post_id
                WHERE t.user_id = d.deputy_id AND q.organisation_id = p.organisation_id
                  AND t.since <= day AND (t.until IS NULL OR t.until > day))
    AND NOT EXISTS (SELECT FROM accounts_appointment t
                    WHERE t.user_id = d.deputy_id AND t.post_id = d.post_id
                      AND t.since <= day AND (t.until IS NULL OR t.until > day))
$$;
CREATE INDEX accounts_delegation_of_deputy ON accounts_delegation (deputy_id, post_id);
"""

# The lock makes the second of two at once see the first, which no snapshot of its own would.
FITS = """
CREATE FUNCTION accounts_delegation_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(6118, NEW.post_id::int);
  IF NOT EXISTS (SELECT FROM accounts_appointment t JOIN accounts_post p ON p.id = t.post_id
                 WHERE t.user_id = NEW.principal_id AND t.post_id = NEW.post_id
                   AND p.kind <> 'administrator' AND t.since <= NEW.first_day
                   AND (t.until IS NULL OR t.until > NEW.first_day)) THEN
    RAISE EXCEPTION 'accounts_delegation_of_a_post_held: not his to delegate'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM accounts_delegation d
             LEFT JOIN accounts_delegation_end e ON e.delegation_id = d.id
             WHERE d.post_id = NEW.post_id
               AND daterange(d.first_day, greatest(d.first_day,
                     least(d.last_day + 1, coalesce(e.ended_on, d.last_day + 1))))
                   && daterange(NEW.first_day, NEW.last_day, '[]')) THEN
    RAISE EXCEPTION 'accounts_delegation_once_a_day: the post has a deputy then'
      USING ERRCODE = 'exclusion_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delegation_fits BEFORE INSERT ON accounts_delegation
  FOR EACH ROW EXECUTE FUNCTION accounts_delegation_fits();
"""

# Whose deputy did an act is the database's own word. An act begun while the delegation held and
# written a moment after it ended is still done for the principal.
NOTED = """
CREATE FUNCTION accounts_note_deputed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
  INSERT INTO accounts_deputed_act (act_id, delegation_id)
  SELECT NEW.id, d.id FROM accounts_delegation d
  WHERE d.deputy_id = NEW.user_id AND d.post_id = NEW.post_id AND d.first_day <= today
    AND NOT EXISTS (SELECT FROM accounts_appointment t
                    WHERE t.user_id = NEW.user_id AND t.post_id = NEW.post_id
                      AND t.since <= today AND (t.until IS NULL OR t.until > today))
  ORDER BY d.first_day DESC, d.id DESC LIMIT 1;
  RETURN NULL;
END $$;
CREATE TRIGGER act_is_deputed AFTER INSERT ON audit_act
  FOR EACH ROW EXECUTE FUNCTION accounts_note_deputed();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_delegation"), ("audit", "0005_looks_stand_in_the_tree")]

    operations = [
        *append_only("accounts_delegation", "accounts_delegation_end", "accounts_deputed_act"),
        RunSQL(HOLDING, RunSQL.noop),
        RunSQL(FITS, RunSQL.noop),
        RunSQL(NOTED, RunSQL.noop),
    ]
