"""The auditor's finding with its facts, and its evidence pack (审计发现、证据包)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from jiugai.domain.funding.alerts.alert import AlertLimit
from jiugai.domain.funding.alerts.cases import FactKind
from jiugai.domain.law import rules_in_force
from jiugai.exchange import register_export
from jiugai.exchange.bulletin.package import repacked
from jiugai.exchange.digests import sm3
from jiugai.exchange.evidence_pack import packed
from jiugai.exchange.upload_guard import safe_name
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.supervision.audit.case_facts import Facts, city_book
from jiugai.services.supervision.audit.fact_lines import FactLine, fact_lines
from jiugai.services.supervision.audit.findings import (
    AuditFinding,
    NoSuchFinding,
    audit_findings,
)
from jiugai.storage.supervision.audit_papers import PaperRow, papers_behind

_HEADINGS = ("种类", "编号", "日期", "对象", "内容", "依据", "登记序号")
_PAPERS_OF = {
    FactKind.STEPS: "steps",
    FactKind.READINGS: "readings",
    FactKind.REGISTER: "register",
    FactKind.PLAN: "plan",
}


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A finding with its facts, its papers and its thresholds (一条审计发现).

    Attributes:
      others: what else was found wrong with the same thing.
      limits: the thresholds in force that it was held to.
    """

    asked: Horizon
    finding: AuditFinding
    others: tuple[AuditFinding, ...]
    lines: tuple[FactLine, ...]
    papers: tuple[PaperRow, ...]
    limits: tuple[AlertLimit, ...]


def finding_page(key: str, asked: Horizon, *, actor: Actor) -> FindingPage:
    """Return one finding, opened.

    :raises NotAllowed: if the actor may not read findings.
    :raises NoSuchFinding: if there is none within reach on that day.
    """
    found = audit_findings(asked, actor=actor)
    finding = next((one for one in found.findings if one.key == key), None)
    if finding is None:
        raise NoSuchFinding(key)
    place, alert = finding.answer.place, finding.answer.alert
    held = [one for one in found.thresholds.limits if one.alert == alert.code]
    return FindingPage(
        asked=asked,
        finding=finding,
        others=tuple(
            one for one in found.findings if one.answer.place == place and one is not finding
        ),
        lines=fact_lines(finding.facts, city_book(asked)),
        papers=_papers(finding.facts, asked),
        limits=rules_in_force(held, place.county, asked.as_of),
    )


def evidence_pack(key: str, asked: Horizon, *, actor: Actor, whole: bool = False) -> bytes:
    """Return the evidence pack of a finding, the same bytes for the same day and stamp.

    :param whole: of all that was found wrong with the same thing.
    :raises NotAllowed: if the actor may not take evidence.
    :raises NoSuchFinding: if there is none within reach on that day.
    """
    require(actor, Power.TAKE_EVIDENCE)
    page = finding_page(key, asked, actor=actor)
    findings = [page.finding, *page.others] if whole else [page.finding]
    facts: dict[FactKind, tuple[str, ...]] = {}
    for one in findings:
        facts.update(one.facts)
    lines = fact_lines(facts, city_book(asked)) if whole else page.lines
    papers = _papers(facts, asked) if whole else page.papers
    return packed(_files(asked, findings, lines, papers), _guide(asked, findings, lines, papers))


def _files(
    asked: Horizon,
    findings: Sequence[AuditFinding],
    lines: Sequence[FactLine],
    papers: Sequence[PaperRow],
) -> dict[str, bytes]:
    title = f"{findings[0].answer.place}，截至 {asked.as_of}（登记序号 {asked.last_seq}）"
    rows = [
        (one.kind.word, one.id, one.on, one.about, one.value, one.basis, one.seq) for one in lines
    ]
    files = {
        "发现.json": _json([_told(one) for one in findings]),
        "事实.json": _json([{**asdict(one), "on": one.on and one.on.isoformat()} for one in lines]),
        "事实.xlsx": repacked(register_export.write_rows(title, _HEADINGS, rows, sheet="事实")),
        "凭据.json": _json([_paper(one) for one in papers]),
    }
    for one in papers:
        if one.content is not None and sm3(one.content) == one.sm3:
            files[f"凭据/{one.id}-{safe_name(one.name) or '无名'}"] = one.content
    return files


def _told(one: AuditFinding) -> dict[str, Any]:
    answer = one.answer
    return {
        "code": answer.alert.code,
        "version": answer.alert.version,
        "title": answer.alert.title,
        "formula": answer.alert.formula,
        "county": answer.place.county,
        "kind": answer.place.kind.value,
        "key": answer.place.key,
        "name": answer.place.name,
        "numbers": dict(answer.verdict.numbers),
        "message": answer.sentence,
        "facts": {kind.value: list(ids) for kind, ids in one.facts.items()},
        "also_found_as": [other.code for other in one.also],
    }


def _paper(one: PaperRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "number": one.number,
        "issued_on": one.issued_on.isoformat() if one.issued_on else None,
        "bytes": one.size,
        "sm3": one.sm3.hex(),
        "in_pack": one.content is not None and sm3(one.content) == one.sm3,
    }


def _json(value: object) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()


def _papers(facts: Facts, asked: Horizon) -> tuple[PaperRow, ...]:
    wanted = {
        name: sorted({int(fact_id.partition("/")[0]) for fact_id in facts[kind]})
        for kind, name in _PAPERS_OF.items()
        if facts.get(kind)
    }
    return papers_behind(wanted, last_seq=asked.last_seq)


def _guide(
    asked: Horizon,
    findings: Sequence[AuditFinding],
    lines: Sequence[FactLine],
    papers: Sequence[PaperRow],
) -> str:
    held = sum(one.content is not None for one in papers)
    return "\n".join(
        [
            "审计证据包",
            "",
            f"对象：{findings[0].answer.place}",
            f"时点：截至 {asked.as_of}，登记序号 {asked.last_seq} 以前登记的事实",
            "",
            *(f"{one.answer.alert.code} {one.answer.sentence}" for one in findings),
            "",
            f"事实.xlsx、事实.json：{len(lines)} 件事实，各带编号和登记序号。",
            "发现.json：规则编号、版本、公式、数和依据的事实编号。",
            f"凭据.json：{len(papers)} 份凭据的文号和 SM3 摘要；库里存有原件的 {held} 份在“凭据”文件夹，"
            "其余原件在报送单位，可按摘要核对。",
            "",
            "怎样核对",
            "一、包里的文件有没有被动过：在解开的文件夹里运行 sha256sum -c SHA-256.txt，每一行都应是 OK；"
            "SM3.txt 是同一些文件的国密摘要。",
            f"二、数是不是这样算的：运行 jiugai audit-findings --as-of {asked.as_of} --json，"
            "找同一编号和对象，数和事实编号应当相同；"
            "以后又登记了事实的，按上面的登记序号比。",
            "三、事实是不是当时登记的：运行 jiugai verify-register，各登记序号的留痕应当核验通过。",
            "同一时点、同一登记序号再下载，每个字节都相同。",
            "",
            "这些是核查提示，不是认定；认定由审计人员听取说明以后作出。",
            "",
        ]
    )
