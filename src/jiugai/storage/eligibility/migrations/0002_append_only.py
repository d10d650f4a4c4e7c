from django.db import migrations

from jiugai.storage.audit.guards import fact_table


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        *fact_table("eligibility_decision", ["community_id"]),
    ]
