from django.db import migrations

from jiugai.storage.audit.guards import among, fact_table, reached_by


class Migration(migrations.Migration):
    dependencies = [("supervision", "0006_trace"), ("programme", "0003_reach")]

    operations = [
        *fact_table("supervision_trace", ["site_id", "claim", "kind"], occurs=True),
        *reached_by("supervision_trace", among("site_id", "programme_sites_reached")),
    ]
