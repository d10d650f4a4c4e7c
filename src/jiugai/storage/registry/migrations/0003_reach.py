from django.db import migrations

from jiugai.storage.audit.guards import BY_COUNTY, among, ids_reached, reached_by

# A community has no county until its first card. Whether others have cards of it must be seen by
# whoever may not see those cards, or a county could take a neighbour's community for its own.
# Told in the body and not in a SET clause, which only a superuser may write for a setting of ours.
STRANGE = """
CREATE FUNCTION registry_is_strange(community bigint, reach bigint[]) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
  told text := coalesce(current_setting('jiugai.regions', true), '');
  strange boolean;
BEGIN
  PERFORM set_config('jiugai.regions', 'all', true);
  strange := EXISTS (SELECT FROM registry_community_version v WHERE v.community_id = community)
     AND NOT EXISTS (SELECT FROM registry_community_version v
                     WHERE v.community_id = community AND v.county_id = ANY (reach));
  PERFORM set_config('jiugai.regions', told, true);
  RETURN strange;
END $$;
"""
_REACH = "(SELECT jiugai_reach())::bigint[]"
_COMMUNITIES, _BUILDINGS = "registry_communities_reached", "registry_buildings_reached"
_ENTRANCES = "registry_entrances_reached"


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_append_only"), ("audit", "0003_reach")]

    operations = [
        migrations.RunSQL(STRANGE, migrations.RunSQL.noop),
        *ids_reached(
            _COMMUNITIES, "SELECT DISTINCT v.community_id FROM registry_community_version v"
        ),
        *ids_reached(_BUILDINGS, "SELECT b.id FROM registry_building b"),
        *ids_reached(_ENTRANCES, "SELECT e.id FROM registry_entrance e"),
        *reached_by(
            "registry_community_version",
            BY_COUNTY,
            entered=f"{BY_COUNTY} AND NOT registry_is_strange(community_id, {_REACH})",
        ),
        *reached_by(
            "registry_community",
            f"{among('id', _COMMUNITIES)}"
            f" OR (cardinality({_REACH}) > 0 AND NOT registry_is_strange(id, {_REACH}))",
        ),
        *reached_by("registry_building", among("community_id", _COMMUNITIES)),
        *reached_by("registry_building_version", among("building_id", _BUILDINGS)),
        *reached_by("registry_entrance", among("building_id", _BUILDINGS)),
        *reached_by("registry_entrance_version", among("entrance_id", _ENTRANCES)),
        *reached_by(
            "registry_pairing",
            f"{among('low_id', _COMMUNITIES)} AND {among('high_id', _COMMUNITIES)}",
        ),
        *reached_by("registry_column_profile", BY_COUNTY),
        *reached_by("registry_upload", BY_COUNTY),
        *reached_by("registry_imported_file", BY_COUNTY),
    ]
