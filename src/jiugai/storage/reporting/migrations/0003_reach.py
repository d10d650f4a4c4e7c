from django.db import migrations

from jiugai.storage.audit.guards import BY_COUNTY, reached_by


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_append_only"), ("audit", "0003_reach")]

    operations = [
        *reached_by("reporting_figure", BY_COUNTY),
        # One run ranks all counties: it is the city's.
        *reached_by("reporting_ranking_run", "false"),
    ]
