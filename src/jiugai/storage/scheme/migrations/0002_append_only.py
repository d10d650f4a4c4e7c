from django.db import migrations

from jiugai.storage.audit.guards import fact_table


class Migration(migrations.Migration):
    dependencies = [("scheme", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        *fact_table("scheme_classification", ["community_id"]),
    ]
