from django.db import migrations

from jiugai.storage.audit.guards import BY_COUNTY, among, append_only, ids_reached, reached_by

_DOUBTS = "reporting_doubts_reached"


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_doubts"), ("audit", "0003_reach")]

    operations = [
        *append_only("reporting_examination", "reporting_doubt", "reporting_doubt_deed"),
        *reached_by("reporting_examination", BY_COUNTY),
        *reached_by("reporting_doubt", BY_COUNTY),
        *ids_reached(_DOUBTS, "SELECT d.id FROM reporting_doubt d"),
        *reached_by("reporting_doubt_deed", among("doubt_id", _DOUBTS)),
    ]
