from django.db import migrations
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import BY_COUNTY, append_only, reached_by

# Whoever releases reaches every county, so that no objection is hidden from this look.
HEARD = """
CREATE FUNCTION supervision_release_heard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.kind = 'release' AND EXISTS (
      SELECT FROM supervision_objection o JOIN supervision_hearing_step s ON s.id = o.step_id
      WHERE s.close_id = NEW.close_id AND NOT EXISTS (
        SELECT FROM supervision_objection_answer a WHERE a.objection_id = o.id)) THEN
    RAISE EXCEPTION 'supervision_release_heard: an objection is open'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER release_heard BEFORE INSERT ON supervision_hearing_step
  FOR EACH ROW EXECUTE FUNCTION supervision_release_heard();
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0010_hearing"), ("audit", "0003_reach")]

    operations = [
        *append_only(
            "supervision_hearing_step",
            "supervision_shown_table",
            "supervision_objection",
            "supervision_objection_answer",
        ),
        RunSQL(HEARD, RunSQL.noop),
        # What is shown is shown to every county; an objection is its county's and the city's.
        *reached_by("supervision_objection", BY_COUNTY),
        *reached_by("supervision_objection_answer", BY_COUNTY, entered="false"),
    ]
