from django.db import migrations

from jiugai.storage.audit.guards import among, reached_by


class Migration(migrations.Migration):
    dependencies = [("scheme", "0002_append_only"), ("registry", "0003_reach")]

    operations = reached_by("scheme_classification", among("community_id", "registry_communities_reached"))
