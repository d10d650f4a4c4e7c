from django.db import migrations

from jiugai.storage.audit.guards import STAMP, append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(STAMP, migrations.RunSQL.noop),
        *append_only(
            "audit_act",
            "audit_stamp",
            "audit_document",
            "audit_evidence",
            "audit_evidence_item",
        ),
    ]
