"""Verify the register (核验登记簿): the tree, its roots, and every row against its seal.

For whoever keeps the machine, and for the auditor beside him. It reads and changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.sealing.checkpoint import grouped
from jiugai.domain.sealing.examination import MOST, Examined, KeptLeaf, KeptRoot, examine
from jiugai.services.reach import reading_city_wide
from jiugai.storage.audit import seal_queries, watch
from jiugai.storage.audit.layout import Layout

__all__ = ["KeptRoot", "Verdict", "in_sentences", "of_export", "to_json", "verify_register"]

_REASON = "核验要比对全市各表；只由机器的管理人在命令行运行"
_TABLES = {
    "audit_act": "经办",
    "audit_stamp": "登记序号",
    "audit_document": "文件",
    "audit_evidence": "佐证",
    "audit_evidence_item": "佐证",
    "accounts_organisation": "单位",
    "accounts_post": "岗位",
    "accounts_appointment": "任岗",
    "accounts_user": "账号",
    "registry_community_version": "小区卡片",
    "registry_building_version": "楼栋卡片",
    "registry_imported_file": "已导入文件",
    "programme_step": "进度节点",
    "programme_filing": "上报计划",
    "programme_filing_line": "计划明细",
    "works_reading": "累计数",
    "funding_flow": "资金流水",
    "reporting_close": "封账",
    "reporting_figure": "封账数",
    "bulletins_issue": "已发通报",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found (核验结果).

    Attributes:
      pending: acts recorded since the last seal, which nothing protects yet.
      compared: whether the tables were compared; they are not where the seals themselves are broken.
    """

    examined: Examined
    pending: int
    compared: bool
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Say whether nothing was found to be tampered with."""
        return not any(finding.weight is Weight.BLOCKS for finding in self.findings)


def verify_register(*, held: Sequence[KeptRoot] = ()) -> Verdict:
    """Verify all that is sealed, and compare all tables with it.

    :param held: roots that somebody outside holds: of bulletins, of receipts.
    """
    with reading_city_wide(_REASON), watch.one_moment():
        last = seal_queries.last_checkpoint()
        examined = examine(_leaves(), [*_roots(), *held])
        findings = [*examined.findings, *_ends(examined, last)]
        pending = seal_queries.acts_after(last.last_seq, most=1_000_000)
        for expected, act in enumerate(pending, last.last_seq + 1):
            if act.seq != expected:
                findings.append(_bad("torn", f"第 {expected} 号登记不见了，其后的无法封存。"))
                break
        compared = not findings
        if compared:
            findings += _deep()
        return Verdict(examined, len(pending), compared, tuple(findings))


def of_export(examined: Examined) -> Verdict:
    """Return the verdict of an export that was examined: the seals alone, for there are no tables."""
    return Verdict(examined, 0, False, examined.findings)


def in_sentences(verdict: Verdict) -> list[str]:
    """Return a verdict as people read it; its findings come after."""
    examined = verdict.examined
    lines = [
        f"留痕 {examined.size} 条，其中经办 {examined.acts} 件，留痕根 {grouped(examined.root)}"
    ]
    if verdict.pending:
        lines.append(f"另有 {verdict.pending} 件经办刚录入，还没有封存，不在核验之内。")
    if not verdict.holds:
        lines.append("核验不过，下列各处被动过：")
    elif verdict.compared:
        lines.append("核验通过：每条留痕、每个留痕根、每张表的每一行都与封存时相同。")
    else:
        lines.append("核验通过：每条留痕、每个留痕根都对得上。这是导出文件，没有比对各表。")
    return lines


def _leaves() -> Iterator[KeptLeaf]:
    for leaf in seal_queries.leaves():
        yield KeptLeaf(leaf.number, leaf.body.encode(), leaf.digest)


def _roots() -> Iterator[KeptRoot]:
    for row in seal_queries.checkpoints():
        yield KeptRoot(row.size, row.root, f"{row.sealed_at:%Y-%m-%d %H:%M} 封存时所存")
    for anchor in seal_queries.anchors():
        yield KeptRoot(anchor.size, anchor.root, f"第 {anchor.seq} 号登记（{anchor.subject}）公布")


def _ends(examined: Examined, last: seal_queries.CheckpointRow) -> Iterator[Finding]:
    """Say where the last checkpoint is not what the next seal could go on from."""
    if (last.size, last.root) != (examined.size, examined.root):
        yield _bad(
            "last_root",
            f"最后一次封存写的是 {last.size} 条，留痕现有 {examined.size} 条，两者不是同一本。",
        )
    elif last.last_seq != examined.acts:
        yield _bad(
            "last_act",
            f"最后一次封存写的是封到第 {last.last_seq} 号，留痕里最后是第 {examined.acts} 号。",
        )
    else:
        try:
            same = last.frontier().root == last.root
        except ValueError:
            same = False
        if not same:
            yield _bad("frontier", "最后一次封存的树缘与根不符，下一次无法接着封存。")


def _deep() -> Iterator[Finding]:
    """Yield what in the tables is not as it was sealed."""
    layouts = watch.layouts_used()
    lost = [name for name, layout in layouts.items() if layout is None]
    if lost:
        yield _bad("layout", f"有 {len(lost)} 份封存表样被改过或删去，相应的经办无法比对。")
        return
    known: dict[str, Layout] = {name: layout for name, layout in layouts.items() if layout}
    gone = watch.unreadable(known)
    if gone:
        yield _bad("columns_gone", f"{_named(gone)}少了列或整张表不见了，封存过的内容无法比对。")
        known = {n: found for n, found in known.items() if not set(gone) & set(found.tables)}
    yield from _few(map(_act, watch.differing_acts(known)))
    yield from _few(
        _bad(
            "uncounted",
            f"{_word(table)}比封存的{'多' if many > 0 else '少'} {abs(many)} 行，没有经办可以说明。",
        )
        for table, many in watch.uncounted(gone).items()
    )
    without = seal_queries.acts_without_stamp()
    if without:
        yield _bad("unstamped", f"有 {without} 件经办没有登记序号，登记曾被停用。")
    yield from _few(_right(row, sealed=False) for row in watch.differing_rights())
    yield from _few(_right(row, sealed=True) for row in watch.unaccounted_rights())
    down = watch.guards_down()
    if down:
        yield _bad(
            "guards",
            f"防改的锁有 {len(down)} 处不在或被改：{'、'.join(down[:5])}。请重新迁移数据库。",
        )
    unsalted = watch.unsalted()
    if unsalted:
        message = f"有 {unsalted} 条留痕的盐已删去，只能核对摘要，不能比对内容；依法删除个人信息时才应如此。"
        yield Finding("register.unsalted", message, Weight.WARNS)


def _act(found: watch.ActDifference) -> Finding:
    if found.what == ("act",):
        return _bad("act_gone", f"第 {found.seq} 号经办（{found.verb}）封存过，现在不见了。")
    parts = []
    for name in found.what:
        if name in found.sealed:
            before, now = found.sealed[name], found.found[name]
            rows = f"封存 {before} 行，现有 {now} 行" if before != now else f"{now} 行里有改动"
            parts.append(f"{_word(name)}{rows}")
        else:
            parts.append(f"“{name}”一项")
    return _bad(
        "act_changed", f"第 {found.seq} 号经办（{found.verb}）与封存时不同：{'；'.join(parts)}。"
    )


def _right(row: watch.RowDifference, *, sealed: bool) -> Finding:
    how = {"changed": "改过", "added": "多出", "removed": "删去"}[row.how]
    when = "在某次封存前" if sealed else ""
    code = "rights_unaccounted" if sealed else "rights_changed"
    return _bad(
        code, f"{_word(row.table)}第 {row.row} 行{when}{how}，没有经办可以说明，是绕过系统做的。"
    )


def _few(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first findings, and of the rest how many there are."""
    many, code = 0, ""
    for finding in found:
        many, code = many + 1, finding.code
        if many <= MOST:
            yield finding
    if many > MOST:
        yield _bad(code.removeprefix("register."), f"这一类共 {many} 处，只列出前 {MOST} 处。")


def _word(table: str) -> str:
    return f"{_TABLES[table]}（{table}）" if table in _TABLES else f"{table} 表"


def _named(tables: Sequence[str]) -> str:
    return "、".join(map(_word, tables))


def _bad(code: str, message: str) -> Finding:
    return Finding(f"register.{code}", message)


def to_json(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as one JSON document."""
    return {
        "holds": verdict.holds,
        "events": verdict.examined.size,
        "acts": verdict.examined.acts,
        "root": verdict.examined.root.hex(),
        "pending": verdict.pending,
        "compared": verdict.compared,
        "findings": [
            {"code": f.code, "message": f.message, "weight": f.weight.value}
            for f in verdict.findings
        ],
    }
