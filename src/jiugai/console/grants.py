"""The command that works out communities' grants (小区补助): reads files, needs no database."""

from pathlib import Path
from typing import Annotated

import typer

from jiugai.console.answers import finding, say_findings, say_json
from jiugai.services.funding import granting

_MOST_BYTES = 1 << 28  # of a file of any size no more is read: the guard refuses far less

HELP = """按补助办法逐个小区核定补助，列出算式；不需要数据库。

wenzhou_2020 的列：community 小区、 area_m2 改造面积（㎡）、 ratio 补助比例（50% 或 0.5）；
basic_yuan、improvement_yuan、upgrade_yuan 基础类、完善类、提升类投资（元），或者 class 改造类别和 investment_yuan 总投资（元）；
residents_yuan 居民出资（元，不含电梯）或 residents_pct 居民出资比例（%）；
base_yuan_per_m2 实际造价（元/㎡），不写的由投资除以面积得出。

chengdu 的列：community 小区、 households 户数、 district 所在区县；
committee 业委会或自治组织、 covenant 自治公约、 service 物业服务机制：是否已建立； granted_before 是否领过一次性补助。

列名也可写中文；缺一项就不核定，不代为猜。"""

Table = Annotated[
    Path,
    typer.Argument(
        metavar="COMMUNITIES.csv",
        exists=True,
        dir_okay=False,
        readable=True,
        help="小区补助申报表（.csv），每个小区一行。",
    ),
]
RuleFile = Annotated[
    str,
    typer.Option(
        "--rule",
        metavar="RULE|FILE.toml",
        help="随附办法 wenzhou_2020、chengdu，或自己的办法文件。",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


def grant(communities: Table, rule: RuleFile, as_json: AsJson = False) -> None:
    """Work out what each community is granted, with the sum that made it."""
    try:
        chosen = _rule(rule)
    except granting.BadPolicy as bad:
        if as_json:
            told = [finding(found) for found in bad.findings]
            say_json({"grants": [], "sum_yuan": None, "findings": told})
        else:
            typer.echo("补助办法有误，没有核定：")
            say_findings(bad.findings)
        raise typer.Exit(1) from None
    with communities.open("rb") as file:
        content = file.read(_MOST_BYTES)
    found = granting.grant_table(content, document=communities.name, rule=chosen)
    if as_json:
        say_json(granting.to_json(found))
    else:
        for line in granting.in_sentences(found):
            typer.echo(line)
        say_findings(found.findings)
    if not found.grants:
        raise typer.Exit(1)


def _rule(named: str) -> granting.GrantRule:
    """Return the rule of a file, or of those on file."""
    path = Path(named)
    if path.is_file():
        with path.open("rb") as file:
            return granting.read_grant_rule(file.read(_MOST_BYTES), path.name)
    known = granting.rules()
    if named not in known:
        said = "、".join(f"{name}（{found.title}）" for name, found in known.items())
        message = f"没有“{named}”这个文件，也没有这个名称的随附办法；随附的有：{said}。"
        raise typer.BadParameter(message, param_hint="--rule")
    return known[named]
