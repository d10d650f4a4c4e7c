"""What the database itself refuses of a round of judging: the own county, a late sheet, one hand."""

from django.db import migrations
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import append_only, reached_by

OPENED = """
CREATE FUNCTION supervision_contest_as_opened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM supervision_contest c
                 WHERE c.id = NEW.contest_id AND c.act_id = NEW.act_id) THEN
    RAISE EXCEPTION 'supervision_contest_as_opened: nobody joins a round that is open'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER as_opened BEFORE INSERT ON supervision_contest_entrant
  FOR EACH ROW EXECUTE FUNCTION supervision_contest_as_opened();
CREATE TRIGGER as_opened BEFORE INSERT ON supervision_contest_juror
  FOR EACH ROW EXECUTE FUNCTION supervision_contest_as_opened();
"""

SHEETS = """
CREATE FUNCTION supervision_contest_sheet_fair() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  juror supervision_contest_juror;
  entrant supervision_contest_entrant;
  fulls smallint[];
BEGIN
  SELECT * INTO juror FROM supervision_contest_juror WHERE id = NEW.juror_id;
  SELECT * INTO entrant FROM supervision_contest_entrant WHERE id = NEW.entrant_id;
  IF juror.contest_id IS DISTINCT FROM entrant.contest_id THEN
    RAISE EXCEPTION 'supervision_contest_sheet_fair: juror and entrant are of two rounds'
      USING ERRCODE = 'check_violation';
  END IF;
  IF juror.county_id = entrant.county_id THEN
    RAISE EXCEPTION 'supervision_contest_sheet_fair: a juror judges the own county'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM supervision_contest_closing c WHERE c.contest_id = juror.contest_id) THEN
    RAISE EXCEPTION 'supervision_contest_sheet_fair: the round is closed'
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT c.fulls INTO fulls FROM supervision_contest c WHERE c.id = juror.contest_id;
  IF cardinality(NEW.marks) <> cardinality(fulls) OR EXISTS (
      SELECT FROM unnest(NEW.marks, fulls) AS line (mark, full_marks)
      WHERE mark IS NULL OR mark < 0 OR mark > full_marks * 10) THEN
    RAISE EXCEPTION 'supervision_contest_sheet_fair: a mark is beyond its line'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> 1 + (SELECT count(*) FROM supervision_contest_sheet s
                         WHERE s.juror_id = NEW.juror_id AND s.entrant_id = NEW.entrant_id) THEN
    RAISE EXCEPTION 'supervision_sheet_in_turn: a sheet is corrected in its turn'
      USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sheet_fair BEFORE INSERT ON supervision_contest_sheet
  FOR EACH ROW EXECUTE FUNCTION supervision_contest_sheet_fair();
"""

HANDS = """
CREATE FUNCTION supervision_contest_another_hand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE round bigint;
BEGIN
  IF TG_TABLE_NAME = 'supervision_contest_closing' THEN
    round := NEW.contest_id;
  ELSE
    SELECT e.contest_id INTO round FROM supervision_contest_entrant e WHERE e.id = NEW.entrant_id;
    IF NOT EXISTS (SELECT FROM supervision_contest_closing c WHERE c.contest_id = round) THEN
      RAISE EXCEPTION 'supervision_contest_another_hand: the round is still open'
        USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM supervision_contest_juror j
               WHERE j.contest_id = round AND j.user_id = NEW.user_id) THEN
      RAISE EXCEPTION 'supervision_contest_another_hand: a juror names no model'
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NOT EXISTS (SELECT FROM supervision_contest c
                 WHERE c.id = round AND c.user_id = NEW.opened_by) THEN
    RAISE EXCEPTION 'supervision_contest_another_hand: somebody else opened the round'
      USING ERRCODE = 'check_violation';
  END IF;
  PERFORM accounts_refuse_hands(
    accounts_judging(NEW.user_id, NEW.act_id),
    ARRAY(SELECT unnest(accounts_hands(c.user_id, c.act_id))
     FROM supervision_contest c WHERE c.id = round),
    'contest');
  RETURN NULL;
END $$;
CREATE TRIGGER another_hand AFTER INSERT ON supervision_contest_closing
  FOR EACH ROW EXECUTE FUNCTION supervision_contest_another_hand();
CREATE TRIGGER another_hand AFTER INSERT ON supervision_contest_model
  FOR EACH ROW EXECUTE FUNCTION supervision_contest_another_hand();
"""

# A sheet is its juror's county's while the round is open, and everybody's once it is closed.
REACH = "(SELECT jiugai_reach())::bigint[]"
OWN = f"""EXISTS (SELECT FROM supervision_contest_juror j
  WHERE j.id = juror_id AND j.county_id = ANY ({REACH}))"""
SHOWN = f"""cardinality({REACH}) > 0 AND EXISTS (
  SELECT FROM supervision_contest_juror j
  JOIN supervision_contest_closing c ON c.contest_id = j.contest_id WHERE j.id = juror_id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0023_contest"),
        ("accounts", "0004_another_hand"),
        ("audit", "0005_looks_stand_in_the_tree"),
    ]

    operations = [
        *append_only(
            "supervision_contest",
            "supervision_contest_entrant",
            "supervision_contest_juror",
            "supervision_contest_sheet",
            "supervision_contest_closing",
            "supervision_contest_model",
        ),
        RunSQL(OPENED, RunSQL.noop),
        RunSQL(SHEETS, RunSQL.noop),
        RunSQL(HANDS, RunSQL.noop),
        *reached_by("supervision_contest_sheet", f"({OWN} OR {SHOWN})", entered=OWN),
    ]
