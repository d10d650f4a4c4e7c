from django.db import migrations

from jiugai.storage.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        *append_only("supervision_order", "supervision_deed"),
    ]
