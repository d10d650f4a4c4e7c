from django.db import migrations

from jiugai.storage.audit.guards import REACH


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [migrations.RunSQL(REACH, migrations.RunSQL.noop)]
