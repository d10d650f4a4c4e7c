"""The command that ranks a published table (排名): reads a file, needs no database."""

from pathlib import Path
from typing import Annotated, Any

import typer

from jiugai.console.answers import refuse, save, say_findings, say_json
from jiugai.domain.supervision.published import TableBasis
from jiugai.domain.supervision.ranking import Ties
from jiugai.services.supervision import rank_table as ranking

_MOST_BYTES = 1 << 28  # of a file of any size no more is read: the guard refuses far less


_DECIMALS = ("0", "1", "2")


def _measure(code: str) -> str:
    titles = ranking.measure_titles()
    if code not in titles:
        known = "、".join(f"{known}（{title}）" for known, title in titles.items())
        raise typer.BadParameter(f"没有指标“{code}”，可用的有：{known}。")
    return code


def _decimals(text: str) -> str:
    if text not in _DECIMALS:
        raise typer.BadParameter(f"写的是“{text}”，应为 0、1 或 2。")
    return text


Source = Annotated[
    Path,
    typer.Argument(
        metavar="IN", exists=True, dir_okay=False, readable=True, help="表（.csv 或 .xlsx）。"
    ),
]
MeasureCode = Annotated[
    str, typer.Option("--measure", callback=_measure, help="指标，例如 start_rate（开工率）。")
]
Decimals = Annotated[
    str,
    typer.Option("--decimals", callback=_decimals, metavar="0|1|2", help="显示的小数位。"),
]
TieRule = Annotated[
    Ties, typer.Option("--ties", help="running 序号连续；shared 并列（1、2、2、4）。")
]
SecondKey = Annotated[
    str,
    typer.Option(
        "--second-key", metavar="COLUMN", help="并列时再按哪一列排：表头，或 investment_rate 等。"
    ),
]
BasisOption = Annotated[
    TableBasis | None,
    typer.Option("--basis", help="口径，例如 households（按户）；默认取表中第一种。"),
]
FullWords = Annotated[bool, typer.Option("--full-start-words", help="达到 100% 的写“全部开工”。")]
Out = Annotated[Path | None, typer.Option("--out", dir_okay=False, help="另存为这个 .csv 文件。")]
AsJson = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


def rank_table(
    source: Source,
    measure: MeasureCode,
    decimals: Decimals = "1",
    ties: TieRule = Ties.RUNNING,
    second_key: SecondKey = "",
    basis: BasisOption = None,
    full_words: FullWords = False,
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Rank a table as an office publishes it, and tell what in it does not add up."""
    with source.open("rb") as file:
        content = file.read(_MOST_BYTES)
    table = ranking.rank_table(
        content,
        document=source.name,
        measure=measure,
        decimals=int(decimals),
        ties=ties.value,
        second_key=second_key or None,
        basis=basis.value if basis else None,
        full_words=full_words,
    )
    if out and not table.refused:
        _save(out, ranking.to_csv(table), as_json=as_json)
    if as_json:
        say_json(ranking.to_json(table))
    else:
        _say(table, out)
    if table.refused:
        raise typer.Exit(1)


def _save(out: Path, content: bytes, *, as_json: bool) -> None:
    try:
        save(out, content)
    except OSError as error:
        message = f"“{out}”写不进去（{error.strerror}）。没有保存排名，请换一个位置重试。"
        raise refuse(message, code="rank_table.not_saved", as_json=as_json) from error


def _say(table: ranking.RankedTable, out: Path | None) -> None:
    if table.refused:
        typer.echo("没有排名：")
        say_findings(table.findings)
        return
    told: dict[str, Any] = ranking.to_json(table)
    names = [table.measure.denominator.value, table.measure.numerator.value]
    typer.echo(f"按{table.measure_words}排名，共 {len(table.rows)} 行。")
    for row in told["rows"]:
        counts = " / ".join(_count(row[name]) for name in reversed(names))
        rank = "—" if row["rank"] is None else row["rank"]
        typer.echo(f"  {rank:>4}  {row['region']}  {row['shown'] or '—'}  （{counts}）")
    total = told["total"]
    counts = " / ".join(_count(total[name]) for name in reversed(names))
    typer.echo(f"  合计  {counts}")
    if table.findings:
        typer.echo("表中存疑之处：")
        say_findings(table.findings)
    if out:
        typer.echo(f"已存为 {out}。")


def _count(value: int | str | None) -> str:
    if value is None:
        return "未列"
    return f"{value:,}" if isinstance(value, int) else value
