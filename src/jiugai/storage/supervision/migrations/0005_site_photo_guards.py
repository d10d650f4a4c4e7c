from django.db import migrations

from jiugai.storage.audit.guards import BY_COUNTY, among, append_only, ids_reached, reached_by

_SETS, _PHOTOS = "supervision_photo_sets_reached", "supervision_photos_reached"
_CHALLENGES, _SENDINGS = "supervision_challenges_reached", "supervision_sendings_reached"

# A code serves the officer and the site that it was given for: the database says so, not a service.
BOUND = """
ALTER TABLE supervision_challenge ADD UNIQUE (id, site_id, user_id);
ALTER TABLE supervision_photo_set ADD CONSTRAINT supervision_photo_set_by_whom_for_where
  FOREIGN KEY (challenge_id, site_id, user_id)
  REFERENCES supervision_challenge (id, site_id, user_id);
ALTER TABLE supervision_photo_set ADD UNIQUE (id, site_id), ADD UNIQUE (id, user_id);
ALTER TABLE supervision_photo ADD CONSTRAINT supervision_photo_where_its_set_is
  FOREIGN KEY (photo_set_id, site_id) REFERENCES supervision_photo_set (id, site_id);
ALTER TABLE supervision_sending ADD CONSTRAINT supervision_sending_by_whom_its_set_is
  FOREIGN KEY (photo_set_id, user_id) REFERENCES supervision_photo_set (id, user_id);
"""
# Not a table of facts: its bytes would be sealed again with every look. Their digest is a fact.
KEPT = """
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON supervision_picture
  FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON supervision_picture
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
ALTER TABLE supervision_picture ALTER COLUMN large SET STORAGE EXTERNAL,
  ALTER COLUMN small SET STORAGE EXTERNAL;
"""


class Migration(migrations.Migration):
    dependencies = [("supervision", "0004_site_photos"), ("audit", "0003_reach")]

    operations = [
        migrations.RunSQL(BOUND, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
        *append_only("supervision_challenge", "supervision_photo_set", "supervision_photo"),
        *ids_reached(_CHALLENGES, "SELECT c.id FROM supervision_challenge c"),
        *ids_reached(_SETS, "SELECT p.id FROM supervision_photo_set p"),
        *ids_reached(_PHOTOS, "SELECT p.id FROM supervision_photo p"),
        *ids_reached(_SENDINGS, "SELECT s.id FROM supervision_sending s"),
        *reached_by("supervision_challenge", BY_COUNTY),
        *reached_by("supervision_photo_set", among("challenge_id", _CHALLENGES)),
        *reached_by("supervision_photo", BY_COUNTY),
        *reached_by("supervision_picture", among("photo_id", _PHOTOS)),
        *reached_by("supervision_sending", among("photo_set_id", _SETS)),
        *reached_by("supervision_piece", among("sending_id", _SENDINGS)),
    ]
