"""Examining a sealed trace (核验留痕): every event, every root, from the first leaf on.

It believes nothing that is kept beside the events: digests and roots are computed anew. What it
cannot see is a trace that was rewritten whole, with all its roots: for that somebody outside must
hold one of them, in a bulletin or on a receipt.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jiugai.domain.findings import Finding
from jiugai.domain.sealing.tree import Frontier, leaf_hash

MOST = 20
"""How many findings of one kind are told; the rest is counted."""


@dataclass(frozen=True, slots=True)
class KeptLeaf:
    """An event as it is kept (封存条目): its number, its text, and the digest beside it."""

    number: int
    body: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class KeptRoot:
    """A root as it is kept or held (留痕根记录), and in words where."""

    size: int
    root: bytes
    where: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of it (留痕核验结果).

    Attributes:
      size: how many events there are; ``root``: over all of them.
      acts: how many of them are acts.
    """

    size: int
    root: bytes
    acts: int
    findings: tuple[Finding, ...]


def examine(leaves: Iterable[KeptLeaf], roots: Sequence[KeptRoot]) -> Examined:
    """Examine a trace: its events in their order, and every root that was kept of it.

    :param roots: in any order; one of more events than there are means that the end was cut off.
    """
    findings: list[Finding] = []
    waiting = sorted(roots, key=lambda kept: kept.size)
    frontier, acts = Frontier(), 0
    at = 0
    while at < len(waiting) and waiting[at].size == 0:
        findings += _compared(waiting[at], frontier)
        at += 1
    for leaf in leaves:
        found, seq = _leaf(leaf, frontier.size, acts)
        findings += found
        acts = acts if seq is None else seq
        frontier = frontier.with_leaves([leaf_hash(leaf.body)])
        while at < len(waiting) and waiting[at].size == frontier.size:
            findings += _compared(waiting[at], frontier)
            at += 1
    findings += [_cut_off(kept, frontier.size) for kept in waiting[at:]]
    return Examined(frontier.size, frontier.root, acts, tuple(_few(findings)))


def _leaf(leaf: KeptLeaf, number: int, acts: int) -> tuple[list[Finding], int | None]:
    """Return what is wrong with a leaf, and its act's number if it is one's."""
    findings = []
    if leaf.number != number:
        findings.append(
            _broken("number", f"第 {number} 条留痕不见了，其后一条写的是第 {leaf.number} 条。")
        )
    if leaf_hash(leaf.body) != leaf.digest:
        findings.append(_broken("body", f"第 {number} 条留痕的内容与它的摘要不符，被改过。"))
    try:
        told = json.loads(leaf.body)
        seq = told["seq"] if told["kind"] == "act" else None
    except (ValueError, KeyError, TypeError):
        return [*findings, _broken("unreadable", f"第 {number} 条留痕读不出来。")], None
    if seq is not None and seq != acts + 1:
        findings.append(
            _broken("order", f"第 {number} 条留痕是第 {seq} 号经办，应为第 {acts + 1} 号。")
        )
    return findings, seq if isinstance(seq, int) else None


def _compared(kept: KeptRoot, frontier: Frontier) -> list[Finding]:
    if kept.root == frontier.root:
        return []
    message = (
        f"{kept.where}的留痕根（{kept.size} 条）与重算的不同，前 {kept.size} 条里有改动："
        f"所存 {kept.root.hex()[:16]}…，重算 {frontier.root.hex()[:16]}…。"
    )
    return [_broken("root", message)]


def _cut_off(kept: KeptRoot, size: int) -> Finding:
    return _broken(
        "cut_off",
        f"{kept.where}的留痕根有 {kept.size} 条，现在只有 {size} 条，末尾被截去或库被退回。",
    )


def _broken(code: str, message: str) -> Finding:
    return Finding(f"register.{code}", message)


def _few(findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the first findings of each kind, and of the rest how many there are."""
    told: dict[str, int] = {}
    for finding in findings:
        told[finding.code] = told.get(finding.code, 0) + 1
        if told[finding.code] <= MOST:
            yield finding
    for code, many in told.items():
        if many > MOST:
            yield Finding(code, f"这一类共 {many} 处，只列出前 {MOST} 处。")
