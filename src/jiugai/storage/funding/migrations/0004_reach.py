from django.db import migrations

from jiugai.storage.audit.guards import among, reached_by


class Migration(migrations.Migration):
    dependencies = [("funding", "0003_append_only"), ("programme", "0003_reach")]

    operations = reached_by("funding_flow", among("project_id", "programme_projects_reached"))
