"""The gallery (样张): every component in every state, on one page, with invented figures.

Who builds a page looks here first; the tests of looks and of access for the blind run over it.
"""

from collections.abc import Sequence
from typing import Any

from jiugai.domain.divisions import Outline
from jiugai.web.gallery import figures, importing, records
from jiugai.web.home.map_svg import county_map


def gallery_context(outlines: Sequence[Outline] = ()) -> dict[str, Any]:
    """Return what the gallery shows; without outlines it has no map."""
    return {
        "statuses": figures.statuses(),
        "grades": ("A", "B", "C", "D"),
        "numbers": figures.numbers(),
        "notices": [],
        "examples": figures.notices(),
        "cohorts": figures.cohorts(),
        "league": figures.league(),
        "map": county_map(outlines, figures.areas()) if outlines else None,
        "map_label": "安康市各县区 2020 年批次开工率，明细见旁边的表",
        "trend": figures.trend(),
        "switch": records.switch(),
        "views": records.views(),
        "filter": records.filter(),
        "pagers": records.pagers(),
        "bulk": records.bulk(),
        "steppers": importing.steppers(),
        "progresses": importing.progresses(),
        "drop": importing.drop(),
        "counts": importing.counts(),
        "sheet": importing.sheet(),
        "findings": importing.findings(),
        "life": records.life(),
        "facts": records.facts(),
        "trace": records.trace(),
        "strip": records.strip(),
        "crumbs": [{"label": word, "url": "#"} for word in ("台账", "汉滨区", "老城街道")],
        "empties": importing.empties(),
        "failure": {"reference": "7F3A-21", "retry_url": "#"},
        "skeleton": {"text": "正在按 2020-09-30 重算 1,085 个小区，约 2 秒", "now": True},
        "form": importing.form(),
        "dialogs": importing.dialogs(),
        "doing": importing.doing(),
    }
