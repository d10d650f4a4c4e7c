"""Commands that read, check and import ledgers (导入)."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from jiugai.console import setting_up
from jiugai.console.answers import finding, refuse, save, say_findings, say_json
from jiugai.console.founding import now
from jiugai.domain.findings import Finding
from jiugai.domain.registry.ledger import Column, LedgerReading, LedgerRow

_COUNTY = re.compile(r"[0-9]{2,12}(-L[0-9]{2})?")
_YEARS = range(1980, 2101)
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


def _county(code: str) -> str:
    if not _COUNTY.fullmatch(code):
        raise typer.BadParameter(f"写的是“{code}”，应为县区的数字代码，例如石泉县是 610922。")
    return code


def _year(year: int) -> int:
    if year not in _YEARS:
        raise typer.BadParameter(f"写的是“{year}”，应为四位年份，例如 2020。")
    return year


def _day(text: str) -> str:
    try:
        return text and date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"写的是“{text}”，应为日期，例如 2020-10-31。") from None


def import_ledger(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", exists=True, dir_okay=False, help="台账或月报文件。"),
    ],
    county: Annotated[str, typer.Option(callback=_county, help="县区代码，例如 610922。")],
    year: Annotated[int, typer.Option(callback=_year, help="台账年度，例如 2020。")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只读取核对，不写入。")] = False,
    bad_rows: Annotated[
        Path | None,
        typer.Option("--bad-rows", dir_okay=False, help="把退回行批注后另存为这个文件。"),
    ] = None,
    on: Annotated[str, typer.Option("--on", callback=_day, help="数据截至日期，默认今天。")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出一份 JSON。")] = False,
) -> None:
    """Read, check and import ledgers; with --dry-run nothing is written and no database is needed."""
    if bad_rows:
        _expect_place_for(bad_rows, files)
    if dry_run:
        found = [_dry(path, year=year, county=county) for path in files]
    else:
        day = date.fromisoformat(on) if on else now().date()
        setting_up.open_city(as_json=as_json)
        found = [_write(path, county=county, year=year, day=day, as_json=as_json) for path in files]
    unsaved = _return_bad_rows(found, bad_rows) if bad_rows else []
    _answer(found, unsaved, as_json=as_json, dry_run=dry_run)
    if unsaved or any(read.refused or _blocked(read.reading) for read in found):
        raise typer.Exit(1)


def _expect_place_for(bad_rows: Path, files: list[Path]) -> None:
    """Refuse, before anything is read, a place that would overwrite a file sent or cannot be."""
    if bad_rows.resolve() in [path.resolve() for path in files]:
        message = f"写的是“{bad_rows}”，正是要读的文件，不能覆盖它。请换一个文件名。"
        raise typer.BadParameter(message, param_hint="--bad-rows")
    if not bad_rows.absolute().parent.is_dir():
        message = f"写的是“{bad_rows}”，没有“{bad_rows.parent}”这个文件夹。请先建好，或换一个位置。"
        raise typer.BadParameter(message, param_hint="--bad-rows")


def _blocked(reading: LedgerReading) -> bool:
    return any(found.weight.value == "blocks" for found in reading.findings)


def _dry(path: Path, *, year: int, county: str) -> _Read:
    from jiugai.services.registry import reading_only

    content = path.read_bytes()
    known = reading_only.county_name(county, setting_up.divisions_folder())
    reading = reading_only.read(content, document=path.name, year=year, county=known or county)
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


def _return_bad_rows(found: list[_Read], target: Path) -> list[Finding]:
    """Write a workbook back for each file with refused rows; what cannot be written is told."""
    from jiugai.services.registry import reading_only

    taken = {read.path.resolve() for read in found}
    refused = [read for read in found if read.refused_rows]
    unsaved = []
    for n, read in enumerate(refused, start=1):
        path = target if len(refused) == 1 else target.with_stem(f"{target.stem}-{n}")
        if path.resolve() in taken:
            path = path.with_stem(f"{path.stem}-退回")
        content = reading_only.returned_workbook(read.content, read.reading, read.refused_rows)
        try:
            save(path, content)
        except OSError as error:
            message = (
                f"《{read.path.name}》的退回工作簿写不到“{path}”（{error.strerror}），没有另存；"
                "读取核对不受影响。请换一个位置，加 --dry-run 再读一次。"
            )
            unsaved.append(Finding("import.not_saved", message))
    return unsaved


def _answer(found: list[_Read], unsaved: list[Finding], *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        told: dict[str, Any] = {"files": [_document(read) for read in found]}
        say_json(told | {"findings": [finding(one) for one in unsaved]} if unsaved else told)
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
    say_findings(unsaved)
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
    setting_up.open_city(as_json=False)
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
