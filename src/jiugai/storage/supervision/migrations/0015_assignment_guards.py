from django.db import migrations

from jiugai.storage.audit.guards import among, fact_table, reached_by


class Migration(migrations.Migration):
    dependencies = [("supervision", "0014_assignment"), ("programme", "0003_reach")]

    operations = [
        *fact_table("supervision_assignment", ["site_id", "firm_id"]),
        *reached_by("supervision_assignment", among("site_id", "programme_sites_reached")),
    ]
