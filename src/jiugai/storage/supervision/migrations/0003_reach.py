from django.db import migrations

from jiugai.storage.audit.guards import BY_COUNTY, among, ids_reached, reached_by

_ORDERS = "supervision_orders_reached"


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_append_only"), ("audit", "0003_reach")]

    operations = [
        *ids_reached(_ORDERS, "SELECT o.id FROM supervision_order o"),
        # An order on a body of the city itself has no county: the city's alone.
        *reached_by("supervision_order", BY_COUNTY, entered="false"),
        *reached_by("supervision_deed", among("order_id", _ORDERS)),
    ]
