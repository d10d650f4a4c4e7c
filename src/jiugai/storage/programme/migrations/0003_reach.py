from django.db import migrations

from jiugai.storage.audit.guards import BY_COUNTY, among, ids_reached, reached_by

_PROJECTS, _SITES = "programme_projects_reached", "programme_sites_reached"
_OF_PROJECT, _AT_SITE = among("project_id", _PROJECTS), among("site_id", _SITES)
_OF_COMMUNITY = among("community_id", "registry_communities_reached")


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_append_only"), ("registry", "0003_reach")]

    operations = [
        *ids_reached(_PROJECTS, "SELECT p.id FROM programme_project p"),
        *ids_reached(_SITES, "SELECT t.id FROM programme_site t"),
        *reached_by("programme_project", BY_COUNTY),
        *reached_by("programme_site", _OF_PROJECT, entered=f"{_OF_PROJECT} AND {_OF_COMMUNITY}"),
        *reached_by("programme_entry", _AT_SITE),
        *reached_by("programme_filing_line", _AT_SITE),
        *reached_by("programme_step", _AT_SITE),
    ]
