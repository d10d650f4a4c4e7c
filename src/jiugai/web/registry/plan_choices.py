"""What may be said of a row that was asked about, or that looks like another (逐条决定的写法)."""

from typing import Any

from django.urls import reverse

from jiugai.domain.registry.plan import ImportPlan, RowPlan, row_key
from jiugai.domain.registry.resemblance import choices_of
from jiugai.services.reporting.uploads import Planned

_WORDS = {"new": "确是两个，新增", "skip": "这行不写"}
_ALIKE = {"registry.looks_alike", "ledger.same_name", "ledger.near_duplicate"}


def choices(found: Planned, row: RowPlan) -> list[dict[str, Any]]:
    """Return the buttons of a finding: what was proposed first, the others quieter."""
    card = row.card or row.resembles
    return [
        {
            "label": f"就是“{card.name}”" if kind == "same" and card else _WORDS[kind],
            "action": reverse("registry:choose", args=[found.upload.id]),
            "name": "choice",
            "value": f"{row_key(row.row)}|{choice}",
            "bare": n > 0,
        }
        for n, (choice, kind) in enumerate(choices_of(row).items())
    ]


def look_alikes(found: Planned) -> dict[str, Any] | None:
    """Return how many rows of a file look like others, and where they are decided; None if none."""
    if not isinstance(found.plan, ImportPlan):
        return None
    alike = {
        row_key(row.row)
        for row in found.plan.rows
        for finding in (*row.row.findings, row.question)
        if finding is not None and finding.code in _ALIKE
    }
    if not alike:
        return None
    url = reverse("registry:look-alikes")
    county = found.upload.county_id
    return {"count": len(alike), "url": f"{url}?county={county}" if county else url}
