from django.db import migrations

from jiugai.storage.audit.guards import among, append_only, fact_table, reached_by


class Migration(migrations.Migration):
    dependencies = [("scheme", "0006_checklist"), ("registry", "0003_reach"), ("audit", "0002_append_only")]

    operations = [
        *append_only("scheme_checklist"),
        *fact_table("scheme_mark", ["community_id", "checklist", "item"]),
        *reached_by("scheme_mark", among("community_id", "registry_communities_reached")),
    ]
