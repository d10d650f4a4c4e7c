"""The command of the auditor's desk (审计发现): what the alerts find, and what cannot be said."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiugai.console import setting_up
from jiugai.console.answers import say_json
from jiugai.console.founding import now

if TYPE_CHECKING:
    from jiugai.domain.funding.alerts.examination import AlertAnswer
    from jiugai.services.supervision.audit.findings import AuditFinding, AuditFindings

HELP = """核查资金：逐专款、逐项目、逐县区问 FD-01 到 FD-18 和已公布的审计发现。

每一条有问题的写明位置、数、一句话和依据的事实编号；缺事实说不清的逐项计数，从不漏掉。"""
AsJson = Annotated[bool, typer.Option("--json", help="输出一份 JSON。")]


def _day(text: str) -> str:
    try:
        return text and date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"写的是“{text}”，应为日期，例如 2020-10-31。") from None


def audit_findings(
    as_of: Annotated[
        str, typer.Option("--as-of", callback=_day, help="算到哪一天，默认今天。")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Ask every alert of every earmark, project and county."""
    setting_up.open_city(as_json=as_json)
    from jiugai.services.facts import horizon
    from jiugai.services.supervision.audit.findings import audit_list

    found = audit_list(horizon(date.fromisoformat(as_of) if as_of else now().date()))
    if as_json:
        say_json(_told(found))
    else:
        _say(found)


def _told(found: "AuditFindings") -> dict[str, Any]:
    missing = found.examination.missing()
    return {
        "as_of": found.asked.as_of.isoformat(),
        "last_seq": found.asked.last_seq,
        "asked": dict(found.cases),
        "findings": [_finding(one) for one in found.findings],
        "passed": dict(sorted(found.examination.passed.items())),
        "undefined": {
            code: [{"because": why, "times": times} for why, times in counted.most_common()]
            for code, counted in sorted(missing.items())
        },
        "undefined_places": [_undefined(one) for one in found.examination.undefined],
        "never_told": [
            {"code": one.code, "title": one.title, "because": one.missing}
            for one in found.never_told
        ],
    }


def _finding(one: "AuditFinding") -> dict[str, Any]:
    answer = one.answer
    return {
        "code": answer.alert.code,
        "version": answer.alert.version,
        "title": answer.alert.title,
        "also_found_as": [other.code for other in one.also],
        **_place(answer),
        "numbers": dict(answer.verdict.numbers),
        "message": answer.sentence,
        "facts": {kind.value: list(ids) for kind, ids in one.facts.items()},
    }


def _undefined(answer: "AlertAnswer") -> dict[str, Any]:
    return {"code": answer.alert.code, **_place(answer), "because": answer.verdict.read}


def _place(answer: "AlertAnswer") -> dict[str, Any]:
    place = answer.place
    return {
        "kind": place.kind.value,
        "county": place.county,
        "county_name": place.county_name,
        "key": place.key,
        "name": place.name,
    }


def _say(found: "AuditFindings") -> None:
    asked = found.cases
    typer.echo(
        f"{found.asked.as_of} 核查专款 {asked['earmark']} 笔、项目 {asked['project']} 个、"
        f"县区 {asked['county']} 次：有问题 {len(found.findings)} 条，"
        f"未见问题 {sum(found.examination.passed.values())} 次，"
        f"说不清 {len(found.examination.undefined)} 次。"
    )
    for one in found.findings:
        typer.echo(f"  ✗ {one.answer.alert.code} {one.answer.sentence}")
    for code, counted in sorted(found.examination.missing().items()):
        for why, times in counted.most_common():
            typer.echo(f"  ？ {code} {times} 次说不清：{why}。")
    for never in found.never_told:
        typer.echo(f"  ？ {never.code} {never.title}说不清：{never.missing}。")
    if not all(one.verified for one in found.thresholds.limits):
        typer.echo("有的界限待核实，见 docs/reference/alerts.md。")
