from django.db import migrations

from jiugai.storage.audit.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0002_initial"), ("audit", "0002_append_only")]

    operations = [
        *append_only("bulletins_issue"),
    ]
