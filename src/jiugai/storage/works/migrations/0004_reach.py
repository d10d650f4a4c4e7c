from django.db import migrations

from jiugai.storage.audit.guards import among, reached_by


class Migration(migrations.Migration):
    dependencies = [
        ("works", "0003_a_standing_reading_has_a_value"),
        ("programme", "0003_reach"),
    ]

    operations = reached_by("works_reading", among("site_id", "programme_sites_reached"))
