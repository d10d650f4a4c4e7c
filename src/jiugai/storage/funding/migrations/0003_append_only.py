from django.db import migrations

from jiugai.storage.audit.guards import fact_table


class Migration(migrations.Migration):
    dependencies = [("funding", "0002_initial"), ("audit", "0002_append_only")]

    operations = [
        *fact_table("funding_flow", ["project_id", "source", "kind"], occurs=True),
    ]
