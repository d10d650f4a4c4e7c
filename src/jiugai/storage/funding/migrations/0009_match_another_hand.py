"""Who wrote a voucher does not say that the bank saw its money: another hand confirms the match."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

ANOTHER_HAND = """
CREATE FUNCTION funding_match_by_another_hand() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM funding_posting p
             WHERE p.id = NEW.posting_id AND p.made_by = NEW.user_id) THEN
    RAISE EXCEPTION 'funding_match_another_hand: % wrote the voucher', NEW.user_id
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER match_by_another_hand BEFORE INSERT ON funding_match
  FOR EACH ROW EXECUTE FUNCTION funding_match_by_another_hand();
"""
UNGUARDED = """
DROP TRIGGER match_by_another_hand ON funding_match;
DROP FUNCTION funding_match_by_another_hand();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0008_bank_guards")]

    operations = [RunSQL(ANOTHER_HAND, UNGUARDED)]
