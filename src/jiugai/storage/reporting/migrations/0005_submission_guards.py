from django.db import migrations

from jiugai.storage.audit.guards import BY_COUNTY, append_only, reached_by


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_submission"), ("audit", "0003_reach")]

    operations = [
        *append_only("reporting_submission_move", "reporting_deadline_extension"),
        *reached_by("reporting_submission_move", BY_COUNTY),
    ]
