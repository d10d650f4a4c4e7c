from django.db import migrations

from jiugai.storage.audit.guards import append_only, fact_table


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial"), ("audit", "0002_append_only")]

    operations = [
        *append_only(
            "programme_project", "programme_site", "programme_list", "programme_filing_line"
        ),
        *fact_table("programme_entry", ["list_id", "site_id"]),
        *fact_table("programme_filing", ["list_id"]),
        *fact_table("programme_target", ["division_id", "year", "indicator"]),
        *fact_table("programme_step", ["site_id", "step"], occurs=True),
    ]
