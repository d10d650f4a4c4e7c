from django.db import migrations

from jiugai.storage.audit.guards import fact_table


class Migration(migrations.Migration):
    dependencies = [("supervision", "0018_promulgation")]

    operations = fact_table("supervision_promulgation", ["clause", "division_id", "kind"])
