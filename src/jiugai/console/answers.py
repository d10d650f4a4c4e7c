"""How a command answers (命令的回答): sentences for people, one JSON document for machines."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import typer

from jiugai.domain.findings import Finding


def say_json(document: object) -> None:
    """Print one JSON document and nothing else."""
    typer.echo(json.dumps(document, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        # JSON has one kind of number; two decimals survive its reading as a float.
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no plain form for {value!r}")


def finding(found: Finding) -> dict[str, Any]:
    """Return a finding as the command line gives it to machines."""
    return {
        "code": found.code,
        "sheet": found.place.sheet,
        "cell": found.place.cell,
        "message": found.message,
        "weight": found.weight.value,
    }


def say_findings(findings: Iterable[Finding]) -> None:
    """Print findings for people, one a line."""
    for found in findings:
        typer.echo(f"  {'✗' if found.weight.value == 'blocks' else '!'} {found}")


def refuse(message: str, *, code: str, as_json: bool) -> typer.Exit:
    """Say why nothing was done, and return the exit to raise."""
    if as_json:
        say_json({"findings": [{"code": code, "message": message, "weight": "blocks"}]})
    else:
        typer.echo(message, err=True)
    return typer.Exit(1)


def save(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    :raises OSError: if the place cannot be written to.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
