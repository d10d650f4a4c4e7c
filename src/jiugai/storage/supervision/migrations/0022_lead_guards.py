from django.db import migrations

from jiugai.storage.audit.guards import BY_COUNTY, append_only, fact_table, reached_by

# Who leads the city is known in every county; who leads another county is that county's own.
REACHING = "cardinality((SELECT jiugai_reach())::bigint[]) > 0"
THE_CITYS = f"({BY_COUNTY} OR county_id IS NULL AND {REACHING})"


class Migration(migrations.Migration):
    dependencies = [("supervision", "0021_lead"), ("audit", "0005_looks_stand_in_the_tree")]

    operations = [
        *append_only("supervision_leader"),
        *fact_table("supervision_charge", ["leader_id", "kind", "thing_id"]),
        *fact_table(
            "supervision_leader_visit", ["public_id", "leader_id", "county_id"], occurs=True
        ),
        *reached_by("supervision_leader", THE_CITYS, entered=BY_COUNTY),
        *reached_by("supervision_charge", BY_COUNTY),
        *reached_by("supervision_leader_visit", BY_COUNTY),
    ]
