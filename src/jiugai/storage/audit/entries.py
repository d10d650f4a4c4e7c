"""Writes of papers (文件与佐证). Acts are written by the unit of work."""

from datetime import date

from jiugai.storage.audit.models import Act, Document, Evidence, EvidenceItem


def evidence(
    act: Act,
    *,
    sm3: bytes,
    size: int,
    kind: str,
    name: str = "",
    number: str = "",
    issued_on: date | None = None,
) -> tuple[int, int]:
    """Enter one paper, once by its digest, as a set of evidence; return (evidence id, document id)."""
    document, _ = Document.objects.get_or_create(
        sm3=sm3,
        defaults={
            "act": act,
            "kind": kind,
            "name": name,
            "number": number,
            "issued_on": issued_on,
            "bytes": size,
        },
    )
    papers = Evidence.objects.create(act=act)
    EvidenceItem.objects.create(evidence=papers, document=document)
    return papers.pk, document.pk
