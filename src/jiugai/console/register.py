"""The commands of the sealed trace (留痕核验、县区回执): for whoever keeps the machine, and the auditor."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from jiugai.console import setting_up
from jiugai.console.answers import refuse, say_findings, say_json
from jiugai.console.founding import now

_MOST_BYTES = 1 << 26


def _root(text: str | None) -> str | None:
    if text is None:
        return None
    digits = "".join(text.split()).lower()
    if len(digits) != 64 or any(digit not in "0123456789abcdef" for digit in digits):
        raise typer.BadParameter(
            f"读到 {len(digits)} 个字符，应为通报版记所印的 64 位十六进制数（0—9、a—f）。"
        )
    return digits


Export = Annotated[
    Path | None,
    typer.Option(
        "--export",
        metavar="FILE",
        dir_okay=False,
        help="留痕导出文件：还没有的，核验后写出；已有的，核对它，不用数据库。",
    ),
]
Held = Annotated[
    list[Path] | None,
    typer.Option(
        "--receipt",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        readable=True,
        help="县区所持的回执，可给多份。",
    ),
]
Root = Annotated[
    str | None,
    typer.Option(
        "--root", metavar="HEX", callback=_root, help="通报所印的留痕根，与 --size 同给。"
    ),
]
Size = Annotated[int | None, typer.Option("--size", min=0, help="通报所印的留痕条数。")]
AsJson = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


def verify_register(
    export: Export = None,
    receipt: Held = None,
    root: Root = None,
    size: Size = None,
    as_json: AsJson = False,
) -> None:
    """Verify the register against its seals, and against roots that somebody outside holds."""
    if (root is None) != (size is None):
        raise typer.BadParameter("--root 和 --size 要一起给，通报版记上印有这两个数。")
    checks_file = export is not None and export.exists()
    if not checks_file:
        setting_up.open_city(as_json=as_json)
    from jiugai.services.audit import papers, sealing, verifying

    held = _held(receipt or [], as_json=as_json)
    if root is not None and size is not None:
        held.append(verifying.KeptRoot(size, bytes.fromhex(root), "通报所印"))
    if export is not None and not checks_file:
        with suppress(sealing.Torn):  # which the verdict tells
            sealing.seal_all()
    if checks_file and export is not None:
        verdict = verifying.of_export(papers.examine_export(export, held))
    else:
        verdict = verifying.verify_register(held=held)
    if as_json:
        say_json(verifying.to_json(verdict))
    else:
        for line in verifying.in_sentences(verdict):
            typer.echo(line)
        say_findings(verdict.findings)
    if export is not None and not checks_file and verdict.holds:
        _write(export, as_json=as_json)
    if not verdict.holds:
        raise typer.Exit(1)


def _held(receipts: list[Path], *, as_json: bool) -> list[Any]:
    from jiugai.services.audit import papers

    held = []
    for path in receipts:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
        try:
            held += papers.held_roots(content, path.name)
        except papers.NotATrace as refusal:
            message = f"{refusal}。没有核验，请换一份回执重试。"
            raise refuse(message, code="register.not_a_receipt", as_json=as_json) from None
    return held


def _write(export: Path, *, as_json: bool) -> None:
    from jiugai.services.audit import papers

    size = papers.export(export, today=now().date()).size
    beside = export.with_name(papers.VERIFIER)
    beside.write_bytes(papers.verifier())
    if not as_json:
        typer.echo(f"已写出 {size} 条留痕到 {export}，核对程序 {beside} 放在旁边。")


def receipts(
    county: Annotated[str, typer.Option("--county", help="县区代码，例如 610922。")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", file_okay=False, help="回执和核对程序放进这个文件夹。"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Give a county a receipt for each of its filings, with the proof that it is sealed."""
    setting_up.open_city(as_json=as_json)
    from jiugai.services.audit import papers, sealing

    try:
        found = papers.receipts(county, today=now().date())
    except papers.NoSuchCounty:
        message = f"没有代码为“{county}”的县区，请核对后重试，例如 610922。没有出回执。"
        raise refuse(message, code="register.no_such_county", as_json=as_json) from None
    except sealing.Torn as torn:
        raise refuse(f"{torn}没有出回执。", code="register.torn", as_json=as_json) from None
    document = found.as_json()
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(document, ensure_ascii=False, indent=1)
        (out / f"回执-{county}.json").write_text(text + "\n", encoding="utf-8")
        (out / papers.VERIFIER).write_bytes(papers.verifier())
    if as_json:
        say_json(document)
        return
    for line in papers.in_sentences(found):
        typer.echo(line)
    if out is not None:
        typer.echo(f"已写出 {out / f'回执-{county}.json'}，核对程序 {papers.VERIFIER} 放在旁边。")
