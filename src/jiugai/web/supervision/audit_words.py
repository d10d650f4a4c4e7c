"""The auditor's desk in the words of the screen (审计台的写法)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from jiugai.domain.funding.alerts.alert import Alert, AlertLimit
from jiugai.domain.funding.alerts.cases import FactKind
from jiugai.domain.funding.alerts.examination import AlertThresholds
from jiugai.domain.funding.alerts.published import PUBLISHED
from jiugai.domain.law import NATION, rules_in_force
from jiugai.domain.quantities import percent, wan_yuan
from jiugai.services.supervision.audit.fact_lines import FactLine
from jiugai.services.supervision.audit.findings import (
    ALERTS,
    AuditFinding,
    AuditFindings,
    alert_thresholds,
)
from jiugai.services.supervision.audit.pack import FindingPage

SHOWN = 50
"""How many findings a page shows unasked; the rest are one click away."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to (筛选): an alert's code, a county's code; whether all are shown."""

    rule: str
    county: str
    every: bool

    @classmethod
    def of(cls, told: Mapping[str, str]) -> "Asked":
        """Read it from an address."""
        return cls(told.get("rule", ""), told.get("county", ""), told.get("every") == "1")

    def takes(self, one: AuditFinding) -> bool:
        """Say whether a finding is asked for."""
        by_rule = self.rule in ("", one.answer.alert.code)
        return by_rule and self.county in ("", one.answer.place.county)

    @property
    def is_narrowed(self) -> bool:
        """Say whether only some are asked for."""
        return bool(self.rule or self.county)


def list_context(found: AuditFindings, asked: Asked) -> dict[str, Any]:
    """Return the findings asked for, and how many there are by rule and by county."""
    wanted = [one for one in found.findings if asked.takes(one)]
    shown = wanted if asked.every else wanted[:SHOWN]
    return {
        "many": len(found.findings),
        "undefined": len(found.examination.undefined),
        "passed": sum(found.examination.passed.values()),
        "cases": found.cases,
        "table": _findings(shown),
        "shown": len(shown),
        "wanted": len(wanted),
        "every_url": f"?{urlencode({'rule': asked.rule, 'county': asked.county, 'every': 1})}",
        "narrowed": asked.is_narrowed,
        "by_rule": _by_rule(found),
        "by_county": _by_county(found),
        "missing": _missing(found),
    }


def _findings(shown: list[AuditFinding]) -> dict[str, Any]:
    return {
        "caption": "审计发现",
        "stacked": True,
        "heading": 1,
        "columns": [
            {"label": "规则"},
            {"label": "对象"},
            {"label": "金额", "unit": "万元", "numeric": True},
            {"label": "读到什么，应当怎样"},
        ],
        "rows": [
            {
                "cells": [
                    {"status": _status(one), "value": ""},
                    {"value": _thing(one), "url": _url(one), "note": one.answer.place.county_name},
                    {"value": _wan(one.fen)},
                    {"value": f"{one.answer.verdict.read}；{one.answer.verdict.expected}。"},
                ]
            }
            for one in shown
        ],
        "empty": "没有发现问题；说不清的见下面。",
    }


def _status(one: AuditFinding) -> dict[str, str]:
    return {"kind": "bad", "word": f"{one.answer.alert.code} {one.answer.alert.title}"}


def _thing(one: AuditFinding) -> str:
    place = one.answer.place
    return place.name or "县区合计"


def _url(one: AuditFinding) -> str:
    return reverse("supervision:audit-finding", args=[one.key])


def _by_rule(found: AuditFindings) -> dict[str, Any]:
    missing = {code: counted.total() for code, counted in found.examination.missing().items()}
    rows = []
    for alert in ALERTS:
        own = found.of(alert)
        rows.append(
            {
                "cells": [
                    {
                        "value": f"{alert.code} {alert.title}",
                        "url": f"?{urlencode({'rule': alert.code})}",
                    },
                    {"status": _count(len(own)), "value": ""},
                    {"value": _wan(sum(one.fen for one in own))},
                    {"value": missing.get(alert.code, 0)},
                    {"value": found.examination.passed.get(alert.code, 0)},
                ]
            }
        )
    labels = ("规则", "有问题", "涉及", "说不清", "未见问题")
    units = ("", "", "万元", "次", "次")
    return {
        "caption": "按规则",
        "tight": True,
        "columns": [
            {"label": label, "unit": unit, "numeric": n > 1}
            for n, (label, unit) in enumerate(zip(labels, units, strict=True))
        ],
        "rows": rows,
    }


def _count(many: int) -> dict[str, str]:
    return {"kind": "bad", "word": f"{many} 条"} if many else {"kind": "idle", "word": "没有"}


def _by_county(found: AuditFindings) -> dict[str, Any]:
    counted = Counter(one.answer.place.county for one in found.findings)
    names = {one.answer.place.county: one.answer.place.county_name for one in found.findings}
    fen: Counter[str] = Counter()
    for one in found.findings:
        fen[one.answer.place.county] += one.fen
    return {
        "caption": "按县区",
        "tight": True,
        "columns": [
            {"label": "县区"},
            {"label": "有问题", "unit": "条", "numeric": True},
            {"label": "涉及", "unit": "万元", "numeric": True},
        ],
        "rows": [
            {
                "cells": [
                    {"value": names[code], "url": f"?{urlencode({'county': code})}"},
                    {"value": many},
                    {"value": _wan(fen[code])},
                ]
            }
            for code, many in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
        ],
        "empty": "没有发现问题。",
    }


def _missing(found: AuditFindings) -> dict[str, Any]:
    titles = {alert.code: alert.title for alert in ALERTS}
    rows = [
        (f"{code} {titles[code]}", why, f"{times} 次")
        for code, counted in sorted(found.examination.missing().items())
        for why, times in counted.most_common()
    ]
    rows += [(f"{one.code} {one.title}", one.missing, "全部") for one in found.never_told]
    return {
        "caption": "说不清的，缺哪件事实",
        "tight": True,
        "columns": [{"label": "规则"}, {"label": "缺什么"}, {"label": "几次", "numeric": True}],
        "rows": [{"cells": [{"value": value} for value in row]} for row in rows],
    }


def _wan(fen: int) -> str:
    return f"{wan_yuan(fen, 2):,}" if fen else "—"


def finding_context(found: FindingPage, *, takes_evidence: bool) -> dict[str, Any]:
    """Return one finding with its facts, thresholds and papers."""
    one, alert = found.finding, found.finding.answer.alert
    pack = reverse("supervision:audit-pack", args=[one.key]) if takes_evidence else ""
    return {
        "alert": alert,
        "place": str(one.answer.place),
        "sentence": one.answer.sentence,
        "also": [f"{other.code} {other.title}（{other.publication.title}）" for other in one.also],
        "pack_url": pack,
        "whole_url": f"{pack}?whole=1" if pack and found.others else "",
        "others": [
            {"word": f"{o.answer.alert.code} {o.answer.alert.title}", "url": _url(o)}
            for o in found.others
        ],
        "facts": _facts(found),
        "many": len(found.lines),
        "limits": _limits(alert, found.limits),
        "papers": _papers(found),
    }


def _facts(found: FindingPage) -> dict[str, Any]:
    return {
        "caption": "依据的事实",
        "stacked": True,
        "heading": 2,
        "columns": [{"label": word} for word in ("种类", "日期", "对象", "内容", "依据", "编号")],
        "rows": [
            {
                "cells": [
                    {"value": line.kind.word},
                    {"value": line.on.isoformat() if line.on else "—"},
                    {"value": line.about, "url": _opened(line)},
                    {"value": line.value},
                    {"value": line.basis or "—"},
                    {"value": line.id, "note": f"登记 {line.seq}" if line.seq else ""},
                ]
            }
            for line in found.lines
        ],
        "empty": "这条发现没有对到单件事实。",
    }


def _opened(line: FactLine) -> str:
    if not line.community:
        return ""
    where = {FactKind.STEPS: "#facts", FactKind.READINGS: "#facts"}.get(line.kind, "")
    return reverse("registry:community", args=[line.community]) + where


def _limits(alert: Alert, limits: Iterable[AlertLimit]) -> dict[str, Any]:
    return {
        "caption": "按什么界限",
        "stacked": True,
        "columns": [{"label": word} for word in ("界限", "数", "为什么是这个数", "起", "依据")],
        "rows": [
            {
                "cells": [
                    {"value": alert.limits[one.name]},
                    {"value": _plain(one)},
                    {"value": one.reason},
                    {"value": str(one.in_force_from)},
                    {"value": one.citation},
                ]
            }
            for one in limits
        ],
        "empty": "这一项不看界限，有就算。",
    }


def _plain(one: AlertLimit) -> str:
    return percent(one.value) if one.unit == "比例" else f"{float(one.value):g} {one.unit}"


def _papers(found: FindingPage) -> dict[str, Any]:
    return {
        "caption": "凭据",
        "stacked": True,
        "heading": 1,
        "columns": [{"label": word} for word in ("文号", "文件", "SM3 摘要", "原件")],
        "rows": [
            {
                "cells": [
                    {"value": one.number or "—"},
                    {"value": one.name or "—"},
                    {"value": f"{one.sm3.hex()[:16]}…"},
                    {"value": "在证据包里" if one.content is not None else "在报送单位"},
                ]
            }
            for one in found.papers
        ],
        "empty": "这些事实没有登记凭据文件；依据的文号写在每件事实里。",
    }


def rules_context(day: date) -> dict[str, Any]:
    """Return every alert with its thresholds on a day, and the published findings."""
    found = alert_thresholds()
    return {
        "rules": [
            {
                "alert": alert,
                "limits": _limits(
                    alert,
                    rules_in_force(
                        [one for one in found.limits if one.alert == alert.code], NATION, day
                    ),
                ),
                "words": "、".join(one.word for one in found.words if one.alert == alert.code),
                "doubt": _is_doubted(alert, found),
            }
            for alert in ALERTS
        ],
        "published": _published(),
    }


def _is_doubted(alert: Alert, found: AlertThresholds) -> bool:
    limits = any(not one.verified for one in found.limits if one.alert == alert.code)
    return limits or any(not one.verified for one in found.words if one.alert == alert.code)


def _published() -> dict[str, Any]:
    return {
        "caption": "已公布的审计发现",
        "stacked": True,
        "columns": [{"label": word} for word in ("审计发现", "由谁去找", "出自")],
        "rows": [
            {
                "cells": [
                    {"value": f"{one.code} {one.title}"},
                    {"value": "、".join(one.alerts) or f"说不清：{one.missing}"},
                    {
                        "value": one.publication.title,
                        "note": "" if one.publication.verified else "待核实",
                    },
                ]
            }
            for one in PUBLISHED
        ],
    }
