from django.db import migrations

from jiugai.storage.audit.guards import among, fact_table, reached_by

# Who sent the photo is its set's own word, and not that of whoever enters the judgment.
BOUND = """
ALTER TABLE supervision_photo ADD UNIQUE (id, photo_set_id);
ALTER TABLE supervision_look ADD CONSTRAINT supervision_look_of_its_set
  FOREIGN KEY (photo_id, photo_set_id) REFERENCES supervision_photo (id, photo_set_id);
ALTER TABLE supervision_look ADD CONSTRAINT supervision_look_sent_by_whom_its_set_is
  FOREIGN KEY (photo_set_id, sent_by) REFERENCES supervision_photo_set (id, user_id);
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0012_look")]

    operations = [
        migrations.RunSQL(BOUND, migrations.RunSQL.noop),
        *fact_table("supervision_look", ["photo_id"], occurs=True),
        *reached_by("supervision_look", among("photo_id", "supervision_photos_reached")),
    ]
