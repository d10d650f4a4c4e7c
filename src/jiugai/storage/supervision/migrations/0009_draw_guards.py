from django.db import migrations
from django.db.migrations.operations import RunSQL

from jiugai.storage.audit.guards import BY_COUNTY, append_only, reached_by


class Migration(migrations.Migration):
    dependencies = [("supervision", "0008_draw"), ("audit", "0003_reach")]

    operations = [
        *append_only("supervision_draw", "supervision_candidate", "supervision_recount"),
        # Django's conditions cannot speak of a column among an array's members.
        RunSQL(
            """
            ALTER TABLE supervision_recount ADD CONSTRAINT supervision_verifier_did_not_report
              CHECK (user_id <> ALL (reported_by));
            """,
            RunSQL.noop,
        ),
        # The frame and the list are public, so that anybody can draw again; what was found is not.
        *reached_by("supervision_recount", BY_COUNTY, entered="false"),
    ]
