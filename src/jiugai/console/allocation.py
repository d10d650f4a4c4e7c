"""The command that shares a sum out by factors (因素法分配): reads files, needs no database."""

from pathlib import Path
from typing import Annotated

import typer

from jiugai.console.answers import finding, say_findings, say_json
from jiugai.services.funding import allocating

_MOST_BYTES = 1 << 28  # of a file of any size no more is read: the guard refuses far less

HELP = """按因素法把一笔钱分给各地区，最大余额法到分，合计一分不差；不需要数据库。

文件的列（列名也可写中文，次序不限）：region 地区、 area_m2 改造面积（㎡）、 households 改造户数、
buildings 改造楼栋数、 communities 改造小区个数、 hardship 财政困难程度系数、 performance 绩效评价结果；
hebei_2019 另要 last_households 上年度实际改造户数、 last_investment_yuan 上年度实际总投资（元）。

办法用不到的列可以没有；用得到的列每格都要填，没有的填 0。某个因素各地区合计为 0 的没有定义，不代为决定。"""

Table = Annotated[
    Path,
    typer.Argument(
        metavar="REGIONS.csv",
        exists=True,
        dir_okay=False,
        readable=True,
        help="地区基数表（.csv）。",
    ),
]
RuleFile = Annotated[
    str,
    typer.Option(
        "--rule",
        metavar="RULE|FILE.toml",
        help="随附办法 mof_2019、mof_2019_later、mof_2024、hebei_2019，或自己的办法文件。",
    ),
]


def _fen(text: str) -> int:
    try:
        return allocating.fen_of(text)
    except allocating.Unread as unread:
        raise typer.BadParameter(f"写的是“{text}”，{unread}。") from None


def allocate(
    regions: Table,
    rule: RuleFile,
    total_yuan: Annotated[
        str, typer.Option("--total-yuan", metavar="N", help="要分的钱，以元计，例如 100000000。")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出一份 JSON。")] = False,
) -> None:
    """Share a sum out among regions by a rule, to the 分, and say why."""
    total = _fen(total_yuan)
    try:
        chosen = _rule(rule)
    except allocating.BadPolicy as bad:
        if as_json:
            told = [finding(found) for found in bad.findings]
            say_json({"shares": [], "sum_yuan": None, "findings": told})
        else:
            typer.echo("分配办法有误，没有分配：")
            say_findings(bad.findings)
        raise typer.Exit(1) from None
    with regions.open("rb") as file:
        content = file.read(_MOST_BYTES)
    found = allocating.allocate_table(content, document=regions.name, rule=chosen, total_fen=total)
    if as_json:
        say_json(allocating.to_json(found))
    else:
        for line in allocating.in_sentences(found):
            typer.echo(line)
        say_findings(found.findings)
    if not found.shares:
        raise typer.Exit(1)


def _rule(named: str) -> allocating.AllocationRule:
    """Return the rule of a file, or of those on file."""
    path = Path(named)
    if path.is_file():
        with path.open("rb") as file:
            return allocating.read_allocation_rule(file.read(_MOST_BYTES), path.name)
    known = allocating.rules()
    if named not in known:
        said = "、".join(f"{name}（{found.title}）" for name, found in known.items())
        message = f"没有“{named}”这个文件，也没有这个名称的随附办法；随附的有：{said}。"
        raise typer.BadParameter(message, param_hint="--rule")
    return known[named]
