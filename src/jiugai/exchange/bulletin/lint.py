"""Checks an edited .docx against its snapshot (通报校对): what no longer agrees, and where.

The figures travel in the file, so no database is needed. A caller that holds the snapshot hands
its figures in, and they are believed before the file's own.
"""

import re
from dataclasses import replace

from jiugai.domain.bulletins.catalogue import figure_set
from jiugai.domain.bulletins.composition import record_without_paper
from jiugai.domain.bulletins.figures import SnapshotFigures
from jiugai.domain.bulletins.lint_report import LintFinding, LintReport, Verdict, refusal
from jiugai.domain.bulletins.proofreading import proofread
from jiugai.domain.bulletins.record import BulletinRecord, ReadLine, with_figures
from jiugai.exchange.bulletin.package_reading import Archive, Refused
from jiugai.exchange.bulletin.reading import embedded_record, read_lines
from jiugai.exchange.bulletin.record_file import RecordDamaged, record_from_file

_PAPER = re.compile(
    r"[（(]?\d{4}年\d{1,2}月\d{1,2}日[）)]?|.*\t\d{4}年\d{1,2}月\d{1,2}日|.*\d{4}年\d{1,2}月\d{1,2}日印发"
)
"""Lines that only date the paper: nothing is known of them where the record is lost."""
_DIGEST = re.compile(r"(?:[0-9a-f]{4} ?){16}")


def lint(
    content: bytes, figures: SnapshotFigures | None = None, *, beside: bytes | None = None
) -> LintReport:
    """Check a bulletin; never raises for what a file may hold.

    :param figures: the snapshot as its keeper has it; None to go by what travels with the file.
    :param beside: the figures file that lay beside the bulletin, for a file that lost its own.
    """
    try:
        archive = Archive(content)
        lines = read_lines(archive)
        record = _travelling(archive, beside)
    except Refused as refused:
        return refusal("bulletin.unreadable", str(refused))
    except RecordDamaged:
        record = None
        if figures is None:
            return refusal(
                "bulletin.record_damaged",
                "随文数据被改动过，不能作为核对依据。请从系统重新导出通报，或在系统里校对。",
            )
    if figures is not None:
        return _by_keeper(lines, figures, record)
    if record is None:
        return refusal("bulletin.no_snapshot", _without_figures(lines))
    return proofread(record, lines)


def _travelling(archive: Archive, beside: bytes | None) -> BulletinRecord | None:
    """Return the record inside the file, or else the one beside it.

    :raises RecordDamaged: if neither is whole.
    """
    try:
        inside = embedded_record(archive)
    except RecordDamaged:
        if beside is None:
            raise
        inside = None
    if inside is not None or beside is None:
        return inside
    return record_from_file(beside)


def _by_keeper(
    lines: tuple[ReadLine, ...], figures: SnapshotFigures, record: BulletinRecord | None
) -> LintReport:
    """Check by the snapshot as its keeper has it; the file only lends its wording."""
    if record is None:
        own = [line for line in lines if not _PAPER.fullmatch(line.text.strip())]
        return proofread(record_without_paper(figures), own)
    if record.snapshot.digest == figures.digest:
        return proofread(with_figures(record, figure_set(figures, None)), lines)
    report = proofread(with_figures(record, figure_set(figures, None)), lines)
    other = LintFinding(
        code="bulletin.other_snapshot",
        verdict=Verdict.DISAGREES,
        where="版记",
        message=f"文件出自{record.snapshot.month}快照（摘要{record.snapshot.digest[:8]}…），"
        f"所给快照是{figures.month}（摘要{figures.digest[:8]}…）。以下按所给快照核对。",
        read=record.snapshot.digest,
        expected=figures.digest,
    )
    return replace(report, findings=(other, *report.findings))


def _without_figures(lines: tuple[ReadLine, ...]) -> str:
    """Say that there is nothing to check against, and which snapshot the 版记 names."""
    printed = next((found[0] for line in lines if (found := _DIGEST.search(line.text))), "")
    named = f"版记印的快照摘要是{printed.strip()[:19]}…。" if printed else ""
    return (
        "文件里没有随文数据，可能在另存时被去掉，没有可核对的依据。"
        f"{named}请把导出时同名的.figures.json放在旁边，或在系统里校对。"
    )
