"""The command that counts the measures at a moment (指标)."""

from datetime import date, datetime
from typing import Annotated, Any

import typer

from jiugai.console import setting_up
from jiugai.console.answers import refuse, say_json
from jiugai.console.founding import SHANGHAI


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"写的是“{text}”，应为日期，例如 2020-11-03。") from None


def _moment(text: str) -> str:
    try:
        return text and datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"写的是“{text}”，应为时刻，例如 2020-11-05T18:00。") from None


def _by(text: str) -> str:
    if text not in {"city", "county"}:
        raise typer.BadParameter(f"写的是“{text}”，应为 city 或 county。")
    return text


def measures(
    as_of: Annotated[
        str, typer.Option("--as-of", callback=_day, help="截至哪一天，例如 2020-11-03。")
    ],
    recorded_by: Annotated[
        str,
        typer.Option(
            "--recorded-by", callback=_moment, help="只计此刻以前录入的，例如 2020-11-05T18:00。"
        ),
    ] = "",
    by: Annotated[str, typer.Option(callback=_by, help="city 全市，county 分县区。")] = "city",
    months: Annotated[
        int, typer.Option(min=0, max=120, help="改出最近若干个月末的序列，例如 36。")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="输出一份 JSON。")] = False,
) -> None:
    """Count every measure of every cohort at a moment."""
    day = date.fromisoformat(as_of)
    moment = datetime.fromisoformat(recorded_by) if recorded_by else None
    if moment and moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHANGHAI)
    setting_up.open_city(as_json=as_json)
    from jiugai.services.reporting import series, statement

    if months:
        told = series.series(day, months=months)
    else:
        told = statement.state(day, recorded_by=moment, by_county=by == "county")
    if told is None:
        raise refuse(
            "库里还没有任务清单，没有指标可算。请先导入计划。",
            code="measures.no_lists",
            as_json=as_json,
        )
    if as_json:
        say_json(told)
        return
    _say(told)


def _say(told: dict[str, Any]) -> None:
    typer.echo(f"截至 {told['as_of']}，计到第 {told['last_seq']} 号登记。")
    for row in told["rows"]:
        where = row.get("county") or row.get("day") or "全市"
        name = f"{row['title']}（{row['basis_title']}）" if "title" in row else row["measure"]
        typer.echo(
            f"  {row['cohort']} 年批次 {where} {name}："
            f"{row['numerator']:,} ÷ {row['denominator']:,} = {row['shown']}"
        )
