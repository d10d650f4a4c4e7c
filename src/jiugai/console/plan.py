"""The command that chooses a year's plan (计划比选): reads files, needs no database."""

import re
from pathlib import Path
from typing import Annotated

import typer

from jiugai.console.answers import finding, say_findings, say_json
from jiugai.services.programme import choice_told, choosing

_MOST_BYTES = 1 << 28  # of a file of any size no more is read: the guard refuses far less

HELP = """从储备库里比选一年的计划：在各来源预算、能付什么、封顶、配套、县区保底、延伸上限之内，按分级的目标选小区、选内容、分资金；不需要数据库。

储备库：一行一个小区。id 小区编号、county 县区、households 户数必有；hazard 隐患程度（0 到 1）、willing 同意率、
carried_over 续建、endangered 险情、extension 延伸纳入、listed 已公布（是/否）、ripe_from 可动工年份、due_by 最迟列入年份、
neighbours 相邻小区、owed 必做内容可有；每项内容的造价一列，表头写单位，例如 B01_yuan、供水(元)、供水(万元)，没有这项的留空；
居民、专营单位等承诺的钱也是一列，例如 residents_yuan、居民出资(万元)。

预算：year 年度、source 资金来源、county 县区（全市的留空）、amount_yuan 或 金额(万元)。

每个没有入选的小区都有原因和要改变什么。要求不能同时满足时，说明哪几条、最少放弃什么或加多少钱。"""


Pool = Annotated[
    Path,
    typer.Argument(
        metavar="POOL.csv", exists=True, dir_okay=False, readable=True, help="储备库表（.csv）。"
    ),
]
Budgets = Annotated[
    Path,
    typer.Option(
        "--budgets", metavar="BUDGETS.csv", exists=True, dir_okay=False, help="资金预算表（.csv）。"
    ),
]
Rules = Annotated[
    Path | None,
    typer.Option(
        "--rules", metavar="DIR", exists=True, file_okay=False, help="规则文件夹；不写用随附的。"
    ),
]
Year = Annotated[int, typer.Option("--year", min=2015, max=2100, help="计划年度。")]
PinIn = Annotated[
    str, typer.Option("--pin-in", metavar="IDS", help="指定入选的小区编号，用逗号分开。")
]
PinOut = Annotated[
    str, typer.Option("--pin-out", metavar="IDS", help="指定不入选的小区编号，用逗号分开。")
]
TimeLimit = Annotated[
    int, typer.Option("--time-limit", min=1, max=3600, metavar="SECONDS", help="至多算多少秒。")
]


def plan(
    pool: Pool,
    budgets: Budgets,
    year: Year,
    rules: Rules = None,
    pin_in: PinIn = "",
    pin_out: PinOut = "",
    time_limit: TimeLimit = 60,
    as_json: Annotated[bool, typer.Option("--json", help="输出一份 JSON。")] = False,
) -> None:
    """Choose a year's plan from a pool, and say of everyone left out why."""
    try:
        in_force = choosing.rules_in(rules, year)
    except choosing.BadPolicy as bad:
        raise _refuse(bad, as_json=as_json) from None
    found = choosing.choose_tables(
        _read(pool),
        _read(budgets),
        in_force,
        year=year,
        pins_in=_keys(pin_in),
        pins_out=_keys(pin_out),
        limits=choosing.limits_of(time_limit),
        tell=None if as_json else _Teller(),
    )
    if as_json:
        say_json(choice_told.to_json(found))
    else:
        for line in choice_told.in_sentences(found):
            typer.echo(line)
        say_findings(found.findings)
    if not found.has_plan:
        raise typer.Exit(1)


def _refuse(bad: choosing.BadPolicy, *, as_json: bool) -> typer.Exit:
    if as_json:
        told = [finding(found) for found in bad.findings]
        say_json({"status": None, "selected": [], "left_out": [], "findings": told})
    else:
        typer.echo("比选规则有误，没有比选：")
        say_findings(bad.findings)
    return typer.Exit(1)


def _read(path: Path) -> choosing.TableFile:
    with path.open("rb") as file:
        return choosing.TableFile(file.read(_MOST_BYTES), path.name)


def _keys(text: str) -> frozenset[str]:
    return frozenset(part for part in re.split(r"[,，、;；\s]+", text) if part)


class _Teller:
    """Says each stage once, on the side, while people wait."""

    def __init__(self) -> None:
        self._stage = ""

    def __call__(self, progress: choosing.ChoiceProgress) -> None:
        if progress.stage != self._stage:
            self._stage = progress.stage
            typer.echo(f"{progress.seconds:5.1f} 秒 {progress.stage} …", err=True)
