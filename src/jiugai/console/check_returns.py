"""The command that checks a file of returns (核验月报): reads a file, needs no database."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from jiugai.console.answers import say_findings, say_json
from jiugai.services.reporting import checking

_MOST_BYTES = 1 << 28  # of a file of any size no more is read: the guard refuses far less

HELP = """核验各项目逐月数：不可能的退回，蹊跷的请说明，该看的列出来；不需要数据库。

文件的列（列名也可写中文，次序不限）：

county 县区、 project 项目、 month 月份（2020-10）；

planned_households 计划户数、 households_done 累计完成户数；

started 开工、 completed 完工：到本月为止，是写 1、否写 0， 几个小区的项目写个数，不写日期；

progress_pct 形象进度：到本月为止，35 表示 35%；

investment_yuan 累计完成投资、 paid_yuan 累计支付：到本月为止，以元计；

photos 照片、 complaints 投诉：当月的数； stopped 停工：当月申报了停工写 1。

空着的格算没有填，不算 0； 没有的列，其余各项照样核验。 某列全市看来都是另一种口径（累计、当月）的，按那一种核验并说明。"""

Source = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help="逐月数（.csv），每个项目每月一行。",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


def check_returns(source: Source, as_json: AsJson = False) -> None:
    """Check a file of monthly returns: what cannot be, what is to be explained, what to look at."""
    with source.open("rb") as file:
        content = file.read(_MOST_BYTES)
    checked = checking.check_returns(content, document=source.name)
    if as_json:
        say_json(checking.to_json(checked))
    else:
        _say(checked)
    if checked.refused:
        raise typer.Exit(1)


def _say(checked: checking.CheckedReturns) -> None:
    if checked.refused:
        typer.echo("没有核验：")
        say_findings(checked.findings)
        return
    flags = checked.examination.flags
    counts = Counter(flag.answer for flag in flags)
    told = "、".join(f"{answer.word} {number} 条" for answer, number in sorted(counts.items()))
    typer.echo(
        f"核验 {checked.projects} 个项目、{checked.returns} 张逐月数：{told or '没有要提示的'}。"
    )
    for flag in flags:
        where = f"{flag.county} {flag.project}".rstrip()
        typer.echo(f"  {flag.month} {where}【{flag.answer.word}·{flag.check.title}】{flag.message}")
    if flags:
        typer.echo("提示不是认定。每一条都写明了公式和数，县区说明后由人判断。")
    if checked.findings:
        typer.echo("文件中存疑之处：")
        say_findings(checked.findings)
