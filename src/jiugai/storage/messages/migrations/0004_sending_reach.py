from django.db import migrations

from jiugai.storage.audit.guards import BY_COUNTY, reached_by


class Migration(migrations.Migration):
    dependencies = [("messages", "0003_sending"), ("audit", "0003_reach")]

    operations = reached_by("messages_sending", BY_COUNTY)
