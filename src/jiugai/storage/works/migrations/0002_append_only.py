from django.db import migrations

from jiugai.storage.audit.guards import fact_table


class Migration(migrations.Migration):
    dependencies = [("works", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        *fact_table("works_reading", ["site_id", "indicator"], occurs=True),
    ]
