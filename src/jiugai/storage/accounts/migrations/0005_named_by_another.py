"""Whoever names a deputy for another runs the system, says why, and is not the deputy."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

NAMED = """
CREATE FUNCTION accounts_delegation_named_rightly() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hand bigint := (SELECT a.user_id FROM audit_act a WHERE a.id = NEW.act_id);
  today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
BEGIN
  IF hand = NEW.principal_id THEN
    RETURN NULL;
  END IF;
  IF hand = NEW.deputy_id OR btrim(NEW.words) = '' OR NOT EXISTS (
      SELECT FROM accounts_appointment t JOIN accounts_post p ON p.id = t.post_id
      WHERE t.user_id = hand AND p.kind = 'administrator'
        AND t.since <= today AND (t.until IS NULL OR t.until > today)) THEN
    RAISE EXCEPTION 'accounts_delegation_named_rightly: not his to name'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER named_rightly AFTER INSERT ON accounts_delegation
  FOR EACH ROW EXECUTE FUNCTION accounts_delegation_named_rightly();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_another_hand")]

    operations = [RunSQL(NAMED, RunSQL.noop)]
