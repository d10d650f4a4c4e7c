"""The command that draws a month's list (抽查): anybody can repeat it, without a database."""

from pathlib import Path
from typing import Annotated

import typer

from jiugai.console.answers import say_findings, say_json
from jiugai.domain.calendar import Month
from jiugai.services.supervision import drawing

_MOST_BYTES = 1 << 28  # of a file of any size no more is read: the guard refuses far less


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise typer.BadParameter(f"写的是“{text}”，应写成 2020-10 这样的年和月。") from None


def _root(text: str) -> bytes:
    """Read the root as a bulletin prints it: 64 hexadecimal digits, in groups or not."""
    digits = "".join(text.split())
    if len(digits) != 64 or any(d not in "0123456789abcdefABCDEF" for d in digits):
        raise typer.BadParameter(
            f"读到 {len(digits)} 个字符，应为通报版记所印的 64 位十六进制数（0—9、a—f）。"
        )
    return bytes.fromhex(digits)


Projects = Annotated[
    Path,
    typer.Option(
        "--projects",
        metavar="FILE.csv",
        exists=True,
        dir_okay=False,
        readable=True,
        help="项目名册：项目编号，可另有县区、风险分、灯号三列。",
    ),
]
Returned = Annotated[
    Path | None,
    typer.Option(
        "--returned",
        metavar="FILE.csv",
        exists=True,
        dir_okay=False,
        readable=True,
        help="核实回表：项目编号、上报数、核实数；给出核实比和灯号。",
    ),
]


def draw(
    month: Annotated[str, typer.Option(help="核实哪个月，例如 2020-10。")],
    root: Annotated[
        str, typer.Option(metavar="HEX", help="上期通报版记所印的留痕根，64 位十六进制。")
    ],
    projects: Projects,
    light: Annotated[
        drawing.Light, typer.Option(help="全市上次核实的灯号，决定抽多少。")
    ] = drawing.Light.GREEN,
    returned: Returned = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出一份 JSON。")] = False,
) -> None:
    """Draw a month's list, or draw it again to check it."""
    told = drawing.draw_list(
        _content(projects),
        document=projects.name,
        month=_month(month),
        root=_root(root),
        light=light,
        returned=(_content(returned), returned.name) if returned else None,
    )
    refused = any(finding.weight.value == "blocks" for finding in told.findings)
    if as_json:
        say_json(drawing.to_json(told))
    else:
        for line in drawing.in_sentences(told):
            typer.echo(line)
        say_findings(told.findings)
    if refused:
        raise typer.Exit(1)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES)
