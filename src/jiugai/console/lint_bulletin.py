"""``jiugai lint-bulletin``: what in an edited bulletin no longer agrees with its snapshot."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from jiugai.domain.bulletins.lint_report import LintFinding, LintReport
from jiugai.services.bulletins.lint import lint_bulletin

FIGURES = ".figures.json"
"""What a figures file beside ``NAME.docx`` is called; ``close-month`` writes ``figures-MONTH.json``."""
REFUSED = 1


def lint_bulletin_command(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="通报的 .docx 文件")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="只输出一份 JSON")] = False,
) -> None:
    """校对通报：列出与快照不再一致的数字、名称和日期。只读，不改文件。"""
    report = lint_bulletin(file.read_bytes(), beside=_beside(file))
    if as_json:
        typer.echo(json.dumps(as_document(file.name, report), ensure_ascii=False, indent=2))
    else:
        _print(file.name, report)
    if not report.passes:
        raise typer.Exit(REFUSED)


def _beside(file: Path) -> bytes | None:
    """Return the figures file that lies beside a bulletin, if one does."""
    monthly = file.with_name(f"{file.stem.replace('bulletin', 'figures')}.json")
    for figures in (file.with_suffix(FIGURES), monthly):
        if figures != file and figures.is_file():
            return figures.read_bytes()
    return None


def as_document(name: str, report: LintReport) -> dict[str, Any]:
    """Return a report as machines read it."""
    snapshot = report.snapshot
    return {
        "file": name,
        "snapshot": snapshot
        and {
            "city": snapshot.city,
            "month": str(snapshot.month),
            "as_of": snapshot.as_of.isoformat(),
            "seq": snapshot.seq,
            "digest": snapshot.digest,
        },
        "checked": report.checked,
        "agree": report.agree,
        "findings": [_finding(finding) for finding in report.findings],
    }


def _finding(finding: LintFinding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "category": finding.verdict.value,
        "where": finding.where,
        "paragraph": finding.paragraph,
        "excerpt": finding.excerpt,
        "read": finding.read,
        "expected": finding.expected,
        "counted": finding.counted,
        "message": finding.message,
        "weight": finding.weight.value,
    }


def _print(name: str, report: LintReport) -> None:
    typer.echo(f"《{name}》{report.summary}")
    for finding in report.findings:
        excerpt = f"“{finding.excerpt}”" if finding.excerpt else ""
        typer.echo(f"  {finding.verdict.value}　{finding.where}{excerpt}：{finding.message}")
