"""A county's receipts (回执): what it filed, and the proof that it is sealed."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiugai.services.actor import Power
from jiugai.services.audit import papers, witness
from jiugai.services.audit.papers import Receipts
from jiugai.services.audit.witness import FilingList, ReceiptPage
from jiugai.web import desk
from jiugai.web.access import access
from jiugai.web.registry.views import attachment
from jiugai.web.reporting import receipt_words


@access("reporting.receipts", Power.SEE)
def receipts(request: HttpRequest) -> HttpResponse:
    """Lead a county's officer to its receipts, and list the counties for the city (回执)."""
    seen = witness.counties_seen(actor=desk.actor_of(request), today=desk.today())
    if len(seen) == 1:
        return redirect("reporting:county-receipts", county_id=seen[0].id)
    return render(request, "reporting/receipts_counties.html", {"counties": seen})


def load_filings(request: HttpRequest, county_id: int) -> FilingList:
    """Load a county's filings, if the officer may see them."""
    asked = desk.horizon_of(request)
    return witness.filings_of(county_id, actor=desk.actor_of(request), asked=asked)


@access("reporting.county_receipts", Power.SEE, load=load_filings)
def county_receipts(request: HttpRequest, found: FilingList) -> HttpResponse:
    """List what a county filed, each with where it stands in the trace (县区回执)."""
    return render(request, "reporting/receipts.html", receipt_words.filings(found))


def load_receipt(request: HttpRequest, county_id: int, seq: int) -> ReceiptPage:
    """Load one filing's receipt, if it is sealed and the officer may see it."""
    return witness.receipt(county_id, seq, actor=desk.actor_of(request), today=desk.today())


@access("reporting.receipt", Power.SEE, load=load_receipt)
def receipt(request: HttpRequest, found: ReceiptPage) -> HttpResponse:
    """Show one filing's proof and root, checked against the seal that stands (一份回执)."""
    return render(request, "reporting/receipt.html", receipt_words.receipt(found))


def load_file(request: HttpRequest, county_id: int) -> Receipts:
    """Load all of a county's receipts, if the officer may see them."""
    return witness.receipts_file(county_id, actor=desk.actor_of(request), today=desk.today())


@access("reporting.receipts_file", Power.SEE, load=load_file)
def receipts_file(_request: HttpRequest, found: Receipts) -> HttpResponse:
    """Send all of a county's receipts as the stand-alone verifier takes them (下载回执)."""
    text = json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n"
    return _file(text.encode(), f"回执-{found.county}.json", "application/json")


@access("reporting.verifier", Power.SEE)
def verifier(_request: HttpRequest) -> HttpResponse:
    """Send the program that checks receipts without this platform (核对程序)."""
    return _file(papers.verifier(), papers.VERIFIER, "text/x-python; charset=utf-8")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": attachment(name)}
    )
