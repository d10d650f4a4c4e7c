from django.db import migrations

from jiugai.storage.audit.guards import BY_COUNTY, reached_by


class Migration(migrations.Migration):
    dependencies = [("messages", "0001_initial"), ("audit", "0003_reach")]

    # Of a county's officers, that county's alone; of the city's, the city's.
    operations = reached_by("messages_read_to", BY_COUNTY)
