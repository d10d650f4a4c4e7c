"""Commands that read, check and import ledgers (导入)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from jiugai.console import setting_up
from jiugai.console.answers import finding, refuse, say_findings, say_json
from jiugai.console.founding import now
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow

_OUTPUT = (
    Column.NAME,
    Column.BUILT_YEAR,
    Column.BUILDINGS,
    Column.HOUSEHOLDS,
    Column.FLOOR_AREA,
    Column.INVESTMENT,
)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read, and, unless the run was dry, what became of it."""

    path: Path
    content: bytes
    reading: LedgerReading
    accepted: int
    refused: int
    unchanged: int
    refused_rows: tuple[LedgerRow, ...]


def import_ledger(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="台账或月报文件。")],
    county: Annotated[str, typer.Option(help="县区代码，例如 610922。")],
    year: Annotated[int, typer.Option(help="台账年度，例如 2020。")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只读取核对，不写入。")] = False,
    bad_rows: Annotated[
        Path | None, typer.Option("--bad-rows", help="把退回行批注后另存为这个文件。")
    ] = None,
    on: Annotated[str, typer.Option("--on", help="数据截至日期，默认今天。")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出一份 JSON。")] = False,
) -> None:
    """Read, check and import ledgers; with --dry-run nothing is written and no database is needed."""
    day = _day(on)
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        typer.echo(f"找不到文件：{'、'.join(missing)}。没有读取任何文件。", err=True)
        raise typer.Exit(2)
    if dry_run:
        found = [_dry(path, year=year, county=county) for path in files]
    else:
        setting_up.prepare()
        found = [_write(path, county=county, year=year, day=day, as_json=as_json) for path in files]
    if bad_rows:
        _return_bad_rows(found, bad_rows)
    _answer(found, as_json=as_json, dry_run=dry_run)
    if any(read.refused or _blocked(read.reading) for read in found):
        raise typer.Exit(1)


def _day(text: str) -> date:
    if not text:
        return now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        typer.echo(f"--on 写的是“{text}”，应为日期，例如 2020-10-31。", err=True)
        raise typer.Exit(2) from None


def _blocked(reading: LedgerReading) -> bool:
    return any(found.weight.value == "blocks" for found in reading.findings)


def _dry(path: Path, *, year: int, county: str) -> _Read:
    from jiugai.services.registry import reading_only

    content = path.read_bytes()
    reading = reading_only.read(content, document=path.name, year=year, county=county)
    refused = tuple(row for row in reading.rows if not row.accepted)
    return _Read(path, content, reading, len(reading.rows) - len(refused), len(refused), 0, refused)


def _write(path: Path, *, county: str, year: int, day: date, as_json: bool) -> _Read:
    from jiugai.services.reporting import intake

    content = path.read_bytes()
    file = intake.LedgerFile(content, path.name, county, year, day)
    try:
        done = intake.import_file(file, actor=intake.console_actor())
    except intake.OutsideScope:
        message = f"没有代码为“{county}”的县区，例如石泉县是 610922。没有写入任何数据。"
        raise refuse(message, code="import.no_such_county", as_json=as_json) from None
    except intake.PlanOutdated as outdated:
        raise refuse(str(outdated), code="import.plan_outdated", as_json=as_json) from None
    return _Read(
        path,
        content,
        done.reading,
        done.accepted,
        len(done.refused_rows),
        done.unchanged,
        done.refused_rows,
    )


def _return_bad_rows(found: list[_Read], target: Path) -> None:
    from jiugai.services.registry import reading_only

    refused = [read for read in found if read.refused_rows]
    for n, read in enumerate(refused, start=1):
        path = target if len(refused) == 1 else target.with_stem(f"{target.stem}-{n}")
        path.write_bytes(
            reading_only.returned_workbook(read.content, read.reading, read.refused_rows)
        )


def _answer(found: list[_Read], *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        say_json({"files": [_document(read) for read in found]})
        return
    for read in found:
        done = "可写入" if dry_run else "写入"
        typer.echo(
            f"《{read.path.name}》：{len(read.reading.tables)} 张表，{len(read.reading.rows)} 行；"
            f"{done} {read.accepted} 行，退回 {read.refused} 行，不变 {read.unchanged} 行，"
            f"修正 {len(read.reading.repairs)} 处。"
        )
        for repair in read.reading.repairs:
            typer.echo(
                f"  · {repair.place}：“{repair.read}”→{_plain(repair.value)}（{repair.why}）"
            )
        for total in read.reading.totals:
            if not total.agrees:
                typer.echo(
                    f"  ! {total.place}：表上合计 {total.stated:,}，逐行相加 {total.total:,}"
                )
        say_findings(read.reading.all_findings)
    if dry_run:
        typer.echo("只核对，没有写入任何数据。")


def _document(read: _Read) -> dict[str, Any]:
    reading = read.reading
    return {
        "file": read.path.name,
        "tables": len(reading.tables),
        "rows": len(reading.rows),
        "accepted": read.accepted,
        "refused": read.refused,
        "unchanged": read.unchanged,
        "totals": [
            {
                "column": total.column.value,
                "stated": _number(total.stated),
                "sum": _number(total.total),
                "agrees": total.agrees,
                "sheet": total.place.sheet,
                "cell": total.place.cell,
            }
            for total in reading.totals
        ],
        "repairs": [
            {
                "sheet": repair.place.sheet,
                "cell": repair.place.cell,
                "column": repair.column.value,
                "read": repair.read,
                "as": _plain(repair.value),
                "why": repair.why,
            }
            for repair in reading.repairs
        ],
        "findings": [finding(found) for found in reading.all_findings],
        "records": [_record(row) for row in reading.rows],
    }


def _record(row: LedgerRow) -> dict[str, Any]:
    record: dict[str, Any] = {column.value: row.values.get(column) for column in _OUTPUT}
    record |= {column.value: value for column, value in row.values.items() if column not in _OUTPUT}
    return record | {"sheet": row.sheet, "row": row.row, "accepted": row.accepted}


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _plain(value: object) -> str:
    return _number(value) if isinstance(value, Decimal) else str(value)


def ledger_template(
    county: Annotated[str, typer.Option(help="县区代码，例如 610922。")],
    out: Annotated[Path, typer.Option(help="另存为这个 .xlsx 文件。")],
) -> None:
    """Write a county's ledger as a workbook to be filled in and sent back."""
    setting_up.prepare()
    from jiugai.services.registry import templates
    from jiugai.services.reporting import intake

    try:
        content = templates.ledger_template(
            county, actor=intake.console_actor(), today=now().date()
        )
    except intake.OutsideScope:
        raise refuse(
            f"没有代码为“{county}”的县区，例如石泉县是 610922。",
            code="import.no_such_county",
            as_json=False,
        ) from None
    out.write_bytes(content)
    typer.echo(f"已写到 {out}。")
