from django.db import migrations

from jiugai.storage.audit.guards import reached_by


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0003_append_only"), ("audit", "0003_reach")]

    # A draft speaks of all counties before anything of it is public: it is the city's.
    operations = reached_by("bulletins_draft", "false")
