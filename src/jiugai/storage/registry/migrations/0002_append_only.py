from django.db import migrations

from jiugai.storage.audit.guards import append_only, fact_table


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        *append_only(
            "registry_community", "registry_building", "registry_entrance", "registry_imported_file"
        ),
        *fact_table("registry_community_version", ["community_id"]),
        *fact_table("registry_building_version", ["building_id"]),
        *fact_table("registry_entrance_version", ["entrance_id"]),
        *fact_table("registry_pairing", ["low_id", "high_id"]),
        *fact_table("registry_column_profile", ["county_id", "header"]),
    ]
