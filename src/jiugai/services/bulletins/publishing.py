"""Closing a month and writing its papers in one go (封账出通报)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jiugai.domain.bulletins.document import Template
from jiugai.domain.bulletins.figures import Kind
from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor
from jiugai.services.bulletins import writing
from jiugai.services.reporting import closing, intake
from jiugai.services.reporting.closing import CloseRow, MonthNotOver, NothingToReport, OutOfOrder
from jiugai.services.supervision.ranking_runs import rank_close

__all__ = [
    "MonthNotOver",
    "NothingToReport",
    "OutOfOrder",
    "Published",
    "close_and_write",
    "console_actor",
]


@dataclass(frozen=True, slots=True)
class Published:
    """A month closed and its papers written (封账结果)."""

    row: CloseRow
    is_new: bool
    findings: tuple[Finding, ...]
    files: tuple[tuple[Path, str], ...]
    ranking: tuple[dict[str, Any], ...]

    def as_json(self) -> dict[str, Any]:
        """Return what was done as machines read it."""
        return {
            "month": str(self.row.month),
            "as_of": self.row.on_day.isoformat(),
            "last_seq": self.row.last_seq,
            "digest": self.row.digest,
            "previous": self.row.previous_digest,
            "trace": {"size": self.row.trace_size, "root": self.row.trace_root},
            "new": self.is_new,
            "files": [{"path": str(path), "sm3": digest} for path, digest in self.files],
            "ranking": list(self.ranking),
            "findings": [
                {"code": f.code, "message": f.message, "weight": f.weight.value}
                for f in self.findings
            ],
        }

    def sentences(self) -> tuple[str, ...]:
        """Return what was done, a sentence a line."""
        state = "已封账" if self.is_new else "早已封账，按当时的快照重出"
        return (
            f"{self.row.month} {state}：截至 {self.row.on_day}，计到第 {self.row.last_seq} 号登记。",
            f"快照摘要 SM3 {self.row.digest}",
            *([f"留痕根 {_trace(self.row)}"] if self.row.trace_root else []),
            *(f"  ! {finding.message}" for finding in self.findings),
            *(f"已写出 {path}" for path, _ in self.files),
        )


def console_actor() -> Actor:
    """Return who acts when the machine's own operator types a command."""
    return intake.console_actor()


def close_and_write(
    month: Month,
    *,
    actor: Actor,
    at: datetime,
    folder: Path,
    snapshots: Path,
    template: str = "red_head",
    progress: Callable[[str], None] = lambda _: None,
) -> Published:
    """Close a month, rank it, and write bulletin, annex, figures and digest into a folder.

    A month that was closed before is written again from its own stamp: the same bytes.

    :raises NotAllowed: if the actor may not close months.
    :raises MonthNotOver: if the month has not ended by ``at``.
    :raises OutOfOrder: if a later month is closed already.
    :raises NothingToReport: if there is no task list.
    """
    done = closing.close(month, actor=actor, at=at, snapshots=snapshots, progress=progress)
    progress("排名")
    rank_close(done.row, actor=actor)
    progress("成文")
    found = writing.paper(month, Template(template), actor=actor)
    papers = {
        f"bulletin-{month}.docx": writing.docx(found),
        f"annex-{month}.xlsx": writing.annex(found),
        f"figures-{month}.json": writing.record(found),
    }
    papers[f"digest-{month}.txt"] = _digest_text(done.row, papers)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, content in papers.items():
        making = folder / f".{name}.new"
        making.write_bytes(content)
        making.replace(folder / name)
        written.append((folder / name, sm3(content).hex()))
    progress("完成")
    return Published(done.row, done.is_new, done.findings, tuple(written), _ranking(found))


def _digest_text(row: CloseRow, papers: dict[str, bytes]) -> bytes:
    """Return what anyone needs to check the papers with ``openssl dgst -sm3``."""
    lines = [f"快照 {row.month} SM3 {row.digest}"]
    if row.previous_digest:
        lines.append(f"上月 SM3 {row.previous_digest}")
    if row.trace_root:
        lines.append(f"留痕根 {_trace(row)}")
    lines += [f"{sm3(content).hex()}  {name}" for name, content in papers.items()]
    return ("\n".join(lines) + "\n").encode()


def _trace(row: CloseRow) -> str:
    return f"{row.trace_size} 条 SM3 {row.trace_root}"


def _ranking(found: writing.Paper) -> tuple[dict[str, Any], ...]:
    ranks = [figure for figure in found.bulletin.figures if figure.kind is Kind.RANK]
    return tuple(
        {
            "county": figure.county,
            "measure": figure.measure,
            "cohort": figure.cohort,
            "rank": figure.value,
            "shown": figure.text(bare=True),
        }
        for figure in ranks
    )
