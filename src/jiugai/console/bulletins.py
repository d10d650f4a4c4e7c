"""The command that closes a month and writes its bulletin (封账出通报)."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from jiugai.console import setting_up
from jiugai.console.answers import refuse, say_json
from jiugai.console.founding import now
from jiugai.domain.calendar import Month

_told = Console(stderr=True)

_REFUSALS = {
    "OutOfOrder": "close.out_of_order",
    "MonthNotOver": "close.month_not_over",
    "NothingToReport": "close.nothing_to_report",
}


def _month(text: str) -> str:
    try:
        return str(Month.parse(text))
    except ValueError:
        raise typer.BadParameter(f"写的是“{text}”，应写成 2020-10 这样的年和月。") from None


def _template(text: str) -> str:
    if text not in {"red_head", "serial"}:
        raise typer.BadParameter(f"写的是“{text}”，应为 red_head 或 serial。")
    return text


def _place(folder: Path) -> Path:
    """Refuse a folder that cannot come to be, before a month is closed for it."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise typer.BadParameter(
            f"写的是“{folder}”，而“{there}”不是可以写入的文件夹。请换一个位置。"
        )
    return folder


def close_month(
    month: Annotated[
        str, typer.Argument(metavar="MONTH", callback=_month, help="报告期，例如 2020-10。")
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="DIR", callback=_place, help="通报、附表和摘要放进这个文件夹。"
        ),
    ],
    template: Annotated[
        str, typer.Option(callback=_template, help="red_head 红头通报，serial 期刊式通报。")
    ] = "red_head",
    as_json: Annotated[bool, typer.Option("--json", help="输出一份 JSON。")] = False,
) -> None:
    """Close a month, or take it as it was closed, and write bulletin, annex and digest."""
    period = Month.parse(month)
    setting_up.open_city(as_json=as_json)
    from jiugai.services.bulletins import publishing

    try:
        with _told.status("检查、封账、排名、成文 …") as status:
            done = publishing.close_and_write(
                period,
                actor=publishing.console_actor(),
                at=now(),
                folder=out,
                snapshots=setting_up.var_folder() / "snapshots",
                template=template,
                progress=lambda said: status.update(said),
            )
    except (publishing.OutOfOrder, publishing.MonthNotOver, publishing.NothingToReport) as refusal:
        code = _REFUSALS[type(refusal).__name__]
        raise refuse(str(refusal), code=code, as_json=as_json) from None
    if as_json:
        say_json(done.as_json())
        return
    for sentence in done.sentences():
        typer.echo(sentence)
