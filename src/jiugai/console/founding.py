"""Commands that set a city up (建库)."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from jiugai.console import setting_up

SHANGHAI = ZoneInfo("Asia/Shanghai")
_told = Console(stderr=True)


def now() -> datetime:
    """Read the clock of the command line."""
    return datetime.now(SHANGHAI)


def migrate() -> None:
    """Create or upgrade the tables, as their owner."""
    found = setting_up.prepare("owner")
    setting_up.migrate(found)
    typer.echo("数据库已是最新。")


def demo(
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="已有城市就不装，也不报错。")
    ] = False,
) -> None:
    """Load the demo city into an empty database."""
    found = setting_up.prepare("owner")
    setting_up.migrate(found)
    if not load_demo() and not if_empty:
        typer.echo("库里已经有城市了，没有装入演示城市，也没有改动任何数据。", err=True)
        raise typer.Exit(1)


def load_demo() -> bool:
    """Load the demo city with a progress bar, unless there is a city; say whether it was loaded."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from jiugai.services import demo as demo_city

    if demo_city.city_on_file():
        return False
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_told) as progress:
        task = progress.add_task("装入演示城市 安康市", total=None)

        def tell(done: int, of: int, what: str) -> None:
            progress.update(task, completed=done, total=of, description=what)

        demo_city.load(
            folder=setting_up.ROOT / "demo" / "city",
            divisions_folder=setting_up.divisions_folder(),
            snapshots=setting_up.var_folder() / "snapshots",
            progress=tell,
        )
    return True


def init_city(
    code: Annotated[str, typer.Argument(metavar="CODE", help="城市代码，例如 610900。")],
    name: Annotated[str, typer.Option("--name", help="城市名称，例如 安康市。")],
) -> None:
    """Make an empty city of one's own: no demo data, no default password."""
    found = setting_up.prepare("owner")
    setting_up.migrate(found)
    from jiugai.services import accounts, divisions

    at = now()
    try:
        with _told.status("装入全国区划，约十几秒 …"):
            divisions.load_nation(setting_up.divisions_folder())
        city = divisions.city(code, day=at.date())
    except divisions.DivisionsMissing as missing:
        typer.echo(str(missing), err=True)
        raise typer.Exit(1) from None
    except divisions.NoSuchDivision:
        typer.echo(f"没有代码为“{code}”的市。应为六位市级代码，例如 610900。没有建库。", err=True)
        raise typer.Exit(1) from None
    if city.name != name:
        typer.echo(
            f"代码 {code} 是“{city.name}”，不是“{name}”。请核对代码和名称。没有建库。", err=True
        )
        raise typer.Exit(1)
    divisions.add_local_units(code, day=at.date())
    try:
        invited = accounts.first_administrator(
            username="admin",
            organisation=f"{name}信息中心",
            city_id=city.id,
            at=at,
            today=at.date(),
        )
    except accounts.AlreadyFounded as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"“{name}”已建好，是一座空城。请运行 jiugai serve，")
    typer.echo("并在 24 小时内打开下面的一次性链接，为首位管理员（账号 admin）设置密码：")
    typer.echo(f"  http://127.0.0.1:8000/sign-in/link/{invited.token}/")
