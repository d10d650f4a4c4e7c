"""The command that pools money (资金统筹): reads files, needs no database."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from jiugai.console.answers import finding, refuse, say_findings, say_json
from jiugai.console.founding import now
from jiugai.services.funding import pooling

_MOST_BYTES = 1 << 28  # of a file of any size no more is read: the guard refuses far less

HELP = """哪笔钱付哪一项：按规定能付的才付，没有着落的最少、闲置的最少；不需要数据库。

PROJECTS.csv 一行一项内容：project 项目、 item 改造内容编号（如 B14）、 cost_yuan 费用（元）；
可写 county 县区、 package 片区（同一片区的项目可以互相平衡）、 reach 范围。

SOURCES.csv 一行一笔钱：code 资金（文号）、 fund 资金来源（如 中央财政补助）、 amount_yuan 金额（元）；
可写 project 限用项目、 county 限用县区、 until 使用截止日。

MATRIX.toml 用 rule、waiver、match 三种表写哪种钱可以用于哪些内容、例外批准、配套；不写 --matrix 的用随附规定。
没有规定说可以的一律不付。列名也可写中文。先保基础类，再完善类，再提升类；快到期的钱先用。"""

_FILE = {"exists": True, "dir_okay": False, "readable": True}
Projects = Annotated[
    Path, typer.Argument(metavar="PROJECTS.csv", help="要付的内容（.csv）。", **_FILE)
]
Sources = Annotated[
    Path, typer.Option("--sources", metavar="SOURCES.csv", help="可用的资金（.csv）。", **_FILE)
]
Matrix = Annotated[
    Path | None,
    typer.Option("--matrix", metavar="MATRIX.toml", help="自己的资金用途规定文件。", **_FILE),
]
Day = Annotated[
    datetime | None,
    typer.Option(
        "--date", formats=["%Y-%m-%d"], help="按哪一天的规定，例如 2020-11-03；默认今天。"
    ),
]
City = Annotated[str, typer.Option("--city", help="按哪个地方的规定，区划代码。")]
Seconds = Annotated[
    float, typer.Option("--time-limit", min=1, max=3600, help="每一步最多算多少秒。")
]
AsJson = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


def pool(
    projects: Projects,
    sources: Sources,
    matrix: Matrix = None,
    city: City = "610900",
    on: Day = None,
    time_limit: Seconds = 60.0,
    as_json: AsJson = False,
) -> None:
    """Find which yuan pays which item, within all rules, and say why what is left is left."""
    try:
        law = pooling.read_matrix(_content(matrix), matrix.name) if matrix else pooling.on_file()
    except pooling.BadPolicy as bad:
        if as_json:
            told = [finding(found) for found in bad.findings]
            say_json({"status": "refused", "flows": [], "findings": told})
        else:
            typer.echo("资金用途规定有误，没有统筹：")
            say_findings(bad.findings)
        raise typer.Exit(1) from None
    try:
        found = pooling.pool_tables(
            (_content(projects), projects.name),
            (_content(sources), sources.name),
            law,
            code=city,
            on=(on or now()).date(),
            seconds=time_limit,
        )
    except pooling.NotSolved as unsolved:
        message = f"在限定时间内没有算出（{unsolved}），没有给出结果；请放宽 --time-limit 重试。"
        raise refuse(message, code="funding.pool_not_solved", as_json=as_json) from None
    if as_json:
        say_json(pooling.to_json(found))
    else:
        for line in pooling.in_sentences(found):
            typer.echo(line)
        say_findings(found.findings)
    if found.problem is None:
        raise typer.Exit(1)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)
