from django.db import migrations, models
from django.db.migrations.operations import RunSQL

# What is released stays released, so that one look at the moment of issue is enough.
HEARD = """
CREATE FUNCTION bulletins_issue_is_heard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.heard = 'released' AND NOT EXISTS (
      SELECT FROM supervision_hearing_step s
      WHERE s.close_id = NEW.close_id AND s.kind = 'release') THEN
    RAISE EXCEPTION 'bulletins_issue_is_heard: the ranking is not released'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER issue_is_heard BEFORE INSERT ON bulletins_issue
  FOR EACH ROW EXECUTE FUNCTION bulletins_issue_is_heard();
"""


class Migration(migrations.Migration):

    dependencies = [
        ("bulletins", "0006_meetings"),
        ("supervision", "0011_hearing_guards"),
    ]

    operations = [
        migrations.AddField(
            model_name="issue",
            name="heard",
            field=models.CharField(
                db_default="", default="", max_length=8, verbose_name="排名公示情况"
            ),
        ),
        migrations.AddField(
            model_name="issue",
            name="waived_because",
            field=models.TextField(db_default="", default="", verbose_name="未经公示的理由"),
        ),
        migrations.AddConstraint(
            model_name="issue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("heard__in", ["", "released"]), ("waived_because", "")),
                    models.Q(
                        ("heard", "waived"), models.Q(("waived_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="bulletins_issue_heard_or_says_why",
            ),
        ),
        RunSQL(HEARD, RunSQL.noop),
    ]
