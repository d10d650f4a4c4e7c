from django.db import migrations

from jiugai.storage.audit.guards import append_only, fact_table


class Migration(migrations.Migration):
    dependencies = [("divisions", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        *append_only("divisions_division"),
        *fact_table("divisions_version", ["division_id"]),
    ]
