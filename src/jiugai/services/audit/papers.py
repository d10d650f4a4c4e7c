"""What leaves the house of the trace (留痕出门的文件): the export, and the receipts of a county.

With them everybody outside holds a root, so that nobody inside can rewrite the past unseen. Both are
made by whoever keeps the machine; events name no person.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jiugai.domain.sealing.checkpoint import Checkpoint, grouped
from jiugai.domain.sealing.examination import KeptRoot
from jiugai.domain.sealing.tree import Tree
from jiugai.exchange import trace_files
from jiugai.exchange.trace_files import NotATrace, Printed, Receipt, verifier
from jiugai.services.accounts import city_served
from jiugai.services.audit import sealing
from jiugai.services.reach import reading_city_wide
from jiugai.storage.audit import seal_queries
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.reporting import queries as reporting

__all__ = [
    "NoSuchCounty",
    "NotATrace",
    "Receipts",
    "examine_export",
    "export",
    "held_roots",
    "in_sentences",
    "receipts",
    "receipts_of",
    "verifier",
]

_REASON = "导出和回执取自全市的留痕；只由机器的管理人在命令行运行，事件不含个人信息"
VERIFIER = trace_files.VERIFIER
examine_export = trace_files.examine_export
held_roots = trace_files.held_roots


class NoSuchCounty(LookupError):
    """There is no division of that code."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """The receipts of one county (县区回执), all against one checkpoint."""

    county: str
    name: str
    checkpoint: Checkpoint
    receipts: tuple[Receipt, ...]
    printed: tuple[Printed, ...]

    def as_json(self) -> dict[str, Any]:
        """Return them as the document that goes to the county."""
        return trace_files.receipts_json(self.county, self.checkpoint, self.receipts, self.printed)


def export(path: Path, *, today: date) -> Checkpoint:
    """Write all sealed events and every root kept of them; return the checkpoint over them.

    :raises Torn: if a number is missing from the register.
    """
    sealing.seal_all()
    with reading_city_wide(_REASON):
        roots = [
            KeptRoot(row.size, row.root, f"{row.sealed_at:%Y-%m-%d %H:%M} 封存")
            for row in seal_queries.checkpoints()
        ]
        roots += [
            KeptRoot(anchor.size, anchor.root, f"第 {anchor.seq} 号登记（{anchor.subject}）公布")
            for anchor in seal_queries.anchors()
        ]
        origin = _origin(today)
        events = (leaf.body for leaf in seal_queries.leaves())
        frontier = trace_files.write_export(path, origin, roots, events)
    return Checkpoint(origin, frontier.size, frontier.root)


def receipts(code: str, *, today: date) -> Receipts:
    """Return a receipt for each filing of a county, with the proof that it is sealed.

    What has not been sealed yet is sealed first.

    :raises NoSuchCounty: if there is no such division.
    :raises Torn: if a number is missing from the register.
    """
    sealing.seal_all()
    with reading_city_wide(_REASON):
        return receipts_of(_county(code, today), today=today)


def receipts_of(county: DivisionRow, *, today: date, size: int | None = None) -> Receipts:
    """Return a receipt for each filing of a county, within reach, that is sealed by now.

    :param size: how many leaves of the tree count; None for all.
    """
    tree = Tree(seal_queries.leaf_digests()[:size])
    leaves = seal_queries.leaves_of(seal_queries.filings_of(county.id))
    found = [
        Receipt(seq, leaf.number, leaf.body, tree.inclusion(leaf.number))
        for seq, leaf in sorted(leaves.items())
        if leaf.number < tree.size
    ]
    return Receipts(
        county.code,
        county.name,
        Checkpoint(_origin(today), tree.size, tree.root),
        tuple(found),
        tuple(_printed(reporting.closes(), tree)),
    )


def _county(code: str, today: date) -> DivisionRow:
    try:
        return divisions.by_code(code, day=today)
    except divisions.NoSuchDivision as error:
        raise NoSuchCounty(code) from error


def _printed(closes: Sequence[reporting.CloseRow], tree: Tree) -> list[Printed]:
    return [
        Printed(
            str(row.month),
            row.trace_size,
            bytes.fromhex(row.trace_root),
            tree.consistency(row.trace_size),
        )
        for row in closes
        if row.trace_root and row.trace_size <= tree.size
    ]


def _origin(today: date) -> str:
    city = city_served(day=today)
    return sealing.origin(city.code if city else "000000")


def in_sentences(found: Receipts) -> list[str]:
    """Return a county's receipts as people read them, a line for each filing."""
    lines = [
        f"{found.name}共 {len(found.receipts)} 份报送，都在 {found.checkpoint.size} 条留痕之内，"
        f"留痕根 {grouped(found.checkpoint.root)}"
    ]
    for one in found.receipts:
        told = json.loads(one.event)
        lines.append(f"  第 {one.seq} 号　{told['at'][:16].replace('T', ' ')}　{told['subject']}")
    lines += [f"  {one.month} 通报所印的根（{one.size} 条）是它的开头。" for one in found.printed]
    return lines
