"""The command that checks the forms of special bonds (专项债核对): reads files, needs no database."""

from pathlib import Path
from typing import Annotated

import typer

from jiugai.console.answers import say_findings, say_json
from jiugai.services.funding import bond_checking

_MOST_BYTES = 1 << 28  # of a file of any size no more is read: the guard refuses far less

HELP = """核对专项债项目信息表：总投资、成本/收入、覆盖倍数、期限、付息日；不需要数据库。

算出的数四舍五入到公布的最后一位再比，别无放宽；表里的数不够算的写明缺什么，不猜。

项目信息表的列：编号、 总投资、 不含专项债的资本金、 申请专项债总额、 其他债务融资、 预期收入、 成本（各写明单位，例如“总投资(万元)”）、
成本/收入、 覆盖倍数、 发行期限、 运营期、 面积；另有“测算年利率”的，覆盖倍数照它算。

付息日表的列：编号、 起息日、 付息日、 最近付息日、 提醒还款天数、 到期日、 期限(年)。"""

Projects = Annotated[
    Path,
    typer.Argument(
        metavar="projects.csv",
        exists=True,
        dir_okay=False,
        readable=True,
        help="专项债项目信息表（.csv），每个项目一行。",
    ),
]
Payments = Annotated[
    Path | None,
    typer.Option(
        "--payments",
        metavar="payment_dates.csv",
        exists=True,
        dir_okay=False,
        readable=True,
        help="付息日表（.csv）。",
    ),
]


def check_bond(
    projects: Projects,
    payments: Payments = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出一份 JSON。")] = False,
) -> None:
    """Check what the forms of special bonds say against itself."""
    found = bond_checking.check_bonds(
        _content(projects),
        document=projects.name,
        payments=(_content(payments), payments.name) if payments else None,
    )
    if as_json:
        say_json(bond_checking.to_json(found))
    else:
        for line in bond_checking.in_sentences(found):
            typer.echo(line)
        say_findings(found.findings)
    if found.refused:
        raise typer.Exit(1)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)
