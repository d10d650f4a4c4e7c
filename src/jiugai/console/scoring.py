"""The command that scores a table of results by a scheme (评分): reads files, needs no database."""

from pathlib import Path
from typing import Annotated

import typer

from jiugai.console.answers import finding, say_findings, say_json
from jiugai.services.supervision import scoring

_MOST_BYTES = 1 << 28  # of a file of any size no more is read: the guard refuses far less

Table = Annotated[
    Path,
    typer.Argument(
        metavar="RESULTS", exists=True, dir_okay=False, readable=True, help="考核结果表（.csv）。"
    ),
]
SchemeFile = Annotated[
    str,
    typer.Option(
        "--scheme", metavar="FILE.toml", help="评分办法文件，或随附办法的名称，例如 jiangxi_2022。"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


def score(results: Table, scheme: SchemeFile, as_json: AsJson = False) -> None:
    """Score a table of results: marks, scores, grades, ranks and what follows."""
    try:
        chosen = _scheme(scheme)
    except scoring.BadPolicy as bad:
        if as_json:
            say_json({"rows": [], "findings": [finding(found) for found in bad.findings]})
        else:
            typer.echo("评分办法有误，没有评分：")
            say_findings(bad.findings)
        raise typer.Exit(1) from None
    with results.open("rb") as file:
        content = file.read(_MOST_BYTES)
    scores = scoring.score_results(content, document=results.name, scheme=chosen)
    refused = any(found.weight.value == "blocks" for found in scores.findings)
    if as_json:
        say_json(scoring.to_json(scores))
    else:
        for line in ["没有评分："] if refused else scoring.in_sentences(scores):
            typer.echo(line)
        say_findings(scores.findings)
    if refused:
        raise typer.Exit(1)


def _scheme(named: str) -> scoring.Scheme:
    """Return the scheme of a file, or of those on file."""
    path = Path(named)
    if path.is_file():
        with path.open("rb") as file:
            return scoring.read_scheme(file.read(_MOST_BYTES), path.name)
    known = scoring.schemes()
    if named not in known:
        said = "、".join(f"{name}（{found.title}）" for name, found in known.items())
        message = f"没有“{named}”这个文件，也没有这个名称的随附办法；随附的有：{said}。"
        raise typer.BadParameter(message, param_hint="--scheme")
    return known[named]
