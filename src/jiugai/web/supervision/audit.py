"""The auditor's desk: what the alerts found, one finding opened, its evidence pack (审计台)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiugai.services.actor import Power
from jiugai.services.supervision.audit import findings
from jiugai.services.supervision.audit.pack import FindingPage, evidence_pack, finding_page
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import attachment
from jiugai.web.supervision import audit_words

_ZIP = "application/zip"


@access("supervision.audit", Power.READ_FINDINGS)
def audit(request: HttpRequest) -> HttpResponse:
    """Show what the alerts found, the worst first, by rule and by county (审计台)."""
    found = findings.audit_findings(desk.horizon_of(request), actor=desk.actor_of(request))
    context = audit_words.list_context(found, audit_words.Asked.of(request.GET))
    return render(request, "supervision/audit.html", context)


@access("supervision.audit_rules", Power.READ_FINDINGS)
def rules(request: HttpRequest) -> HttpResponse:
    """Show every alert with its thresholds and where they come from, and what audits found (预警规则)."""
    day = desk.horizon_of(request).as_of
    return render(request, "supervision/audit_rules.html", audit_words.rules_context(day))


def load_finding(request: HttpRequest, key: str) -> FindingPage:
    """Load a finding within the officer's reach."""
    return finding_page(key, desk.horizon_of(request), actor=desk.actor_of(request))


@access("supervision.audit_finding", Power.READ_FINDINGS, load=load_finding)
def finding(request: HttpRequest, found: FindingPage) -> HttpResponse:
    """Show one finding with the facts it rests on (一条审计发现)."""
    takes = Power.TAKE_EVIDENCE in desk.actor_of(request).powers
    context = audit_words.finding_context(found, takes_evidence=takes)
    return render(request, "supervision/audit_finding.html", context)


@access("supervision.audit_pack", Power.TAKE_EVIDENCE, load=load_finding)
def pack(request: HttpRequest, found: FindingPage) -> HttpResponse:
    """Download the evidence pack of a finding, or of all that is wrong with the same thing (证据包)."""
    whole = request.GET.get("whole") == "1"
    content = evidence_pack(
        found.finding.key, found.asked, actor=desk.actor_of(request), whole=whole
    )
    place = found.finding.answer.place
    what = "全部发现" if whole else found.finding.answer.alert.code
    name = f"证据包-{place.county_name}-{what}-{found.asked.as_of}.zip"
    return HttpResponse(
        content, content_type=_ZIP, headers={"Content-Disposition": attachment(name)}
    )
