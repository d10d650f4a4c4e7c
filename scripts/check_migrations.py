"""Says whether the models and the migrations agree; needs no database."""

import os
import sys
from io import StringIO

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiugai.config.settings")
django.setup()

from django.apps import apps  # noqa: E402  the registry exists only after setup
from django.db.migrations.autodetector import MigrationAutodetector  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner  # noqa: E402
from django.db.migrations.state import ProjectState  # noqa: E402
from django.utils import translation  # noqa: E402


def main() -> int:
    """Compare the state that the migrations lead to with the models; 0 if they agree."""
    translation.deactivate_all()  # migrations hold Django's own words untranslated
    loader = MigrationLoader(None)
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("jiugai.")}
    detector = MigrationAutodetector(
        loader.project_state(),
        ProjectState.from_apps(apps),
        NonInteractiveMigrationQuestioner(specified_apps=ours, dry_run=True),
    )
    changes = {
        label: found
        for label, found in detector.changes(graph=loader.graph).items()
        if label in ours
    }
    for label, migrations in changes.items():
        for operation in (o for migration in migrations for o in migration.operations):
            print(f"{label}: not migrated: {operation.describe()}")
    call_command("check", stdout=StringIO())
    if not changes:
        print("migrations ok")
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main())
