"""The command that takes a speech or plan apart (任务拆解): reads a file, needs no database."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from jiugai.console import setting_up
from jiugai.console.answers import say_findings, say_json
from jiugai.domain.supervision.decomposition.tasks import CheckedFigure, Task
from jiugai.services.supervision import decomposing
from jiugai.services.supervision.decomposing import DecomposedPaper

_MOST_BYTES = 1 << 28  # of a file of any size no more is read: the guard refuses far less


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        message = f"写的是“{text}”，应为成文日期，例如 2020-11-03。"
        raise typer.BadParameter(message) from fault


def _city(text: str) -> str:
    if text and not (text.isascii() and text.isdigit() and len(text) == 6):
        raise typer.BadParameter(f"写的是“{text}”，应为六位区划代码，例如 610900。")
    return text


Source = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help="公文（.txt、.docx 或 .pdf）。",
    ),
]
Day = Annotated[
    str,
    typer.Option(
        "--date", metavar="YYYY-MM-DD", help="成文或讲话的日期，“年底前”“下周五前”据此换算。"
    ),
]
City = Annotated[
    str,
    typer.Option(
        "--city", metavar="CODE", callback=_city, help="本市六位区划代码，据此认县区街道。"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


def decompose(source: Source, day: Day, city: City = "", as_json: AsJson = False) -> None:
    """Take a paper apart into tasks, and compute its figures again."""
    written = _day(day)
    with source.open("rb") as file:
        content = file.read(_MOST_BYTES)
    paper = decomposing.decompose_paper(
        content,
        document=source.name,
        day=written,
        city=city,
        divisions=setting_up.divisions_folder(),
    )
    if as_json:
        say_json(decomposing.to_json(paper))
    else:
        _say(paper)
    if paper.refused:
        raise typer.Exit(1)


def _say(paper: DecomposedPaper) -> None:
    if paper.refused:
        typer.echo("没有拆解：")
        say_findings(paper.findings)
        return
    found = paper.found
    typer.echo(
        f"《{paper.document}》拆出任务 {len(found.tasks)} 项，另有原则性要求 {len(found.appeals)} 处。"
    )
    for number, task in enumerate(found.tasks, 1):
        _say_task(number, task)
    checked = [figure for figure in found.figures if figure.agrees is not None]
    if checked:
        typer.echo("数字复算：")
    for figure in checked:
        _say_figure(figure)
    if paper.findings:
        typer.echo("须留意：")
        say_findings(paper.findings)


def _say_task(number: int, task: Task) -> None:
    typer.echo(f"{number:>4}. 【{task.strength.word}】{task.text}")
    owners = "、".join(owner.name for owner in task.owners) or "原文未写"
    typer.echo(f"      责任单位：{owners}；期限：{_due(task)}")


def _due(task: Task) -> str:
    if task.deadline is None:
        return f"原文未写（{task.urgent}）" if task.urgent else "原文未写"
    return f"{task.deadline.day or '未定'}（{task.deadline.rule}）"


def _say_figure(figure: CheckedFigure) -> None:
    verdict = "一致" if figure.agrees else "不一致"
    typer.echo(
        f"  {figure.name} {figure.figure.text}：{figure.formula} = {figure.recomputed}，{verdict}"
    )
