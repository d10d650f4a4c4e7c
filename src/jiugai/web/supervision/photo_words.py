"""Photos of sites in the words of the screen (现场照片的写法)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jiugai.domain.findings import Finding
from jiugai.domain.supervision.capture import CaptureRule, Shows, Timeliness
from jiugai.domain.supervision.photos import Reuse, Verdict
from jiugai.services.supervision.evidence.sending import Kept, doubts
from jiugai.services.supervision.evidence.taking import ChallengeRow, CodePage, SiteChoice
from jiugai.storage.supervision.photo_queries import PhotoRow

_CITY = ZoneInfo("Asia/Shanghai")
_ANSWERS = {
    "": ("ok", "已收下"),
    Reuse.SORT.value: ("ok", "已收下"),
    Reuse.LOOK.value: ("doubt", "疑似用过，待看"),
    Reuse.REFUSE.value: ("bad", "重复使用，已退回"),
}
_LOOKED = {
    Verdict.DIFFERENT.value: ("ok", "有人看过，不是同一张"),
    Verdict.SAME.value: ("bad", "有人看过，是同一张，已退回"),
}


def plain(finding: Finding) -> str:
    """Return a finding as a phone says it: the sentence alone."""
    return finding.message


def told(kept: Kept) -> tuple[str, str]:
    """Return what became of a photo: the kind of notice, and the sentences."""
    said = "".join(plain(finding) for finding in kept.findings)
    if kept.refused:
        return "bad", said
    return ("warn", f"照片已收下。{said}") if said else ("ok", "照片已收下，没有发现用过。")


def codes(given: Iterable[tuple[ChallengeRow, SiteChoice]], at: datetime) -> list[dict[str, Any]]:
    """Return the officer's last codes."""
    return [
        {
            "number": row.public_id,
            "name": site.name,
            "given_at": row.given_at,
            "photos": row.photos,
            "code": row.code,
            "minutes": int((at - row.given_at).total_seconds() // 60),
        }
        for row, site in given
    ]


def code_page(page: CodePage, at: datetime) -> dict[str, Any]:
    """Return the context of the page with the code and the camera."""
    arrival = page.rule.arrival(page.challenge.given_at, at)
    full = len(page.photos) >= page.rule.most_photos
    return {
        "page": page,
        "code": " ".join(page.challenge.code),
        "is_fresh": arrival is Timeliness.ON_SPOT,
        "is_over": arrival is None,
        "is_full": full,
        "may_send": arrival is not None and not full,
        "photos": [photo(row, page.rule) for row in page.photos],
    }


def photo(row: PhotoRow, rule: CaptureRule) -> dict[str, Any]:
    """Return a photo with what was found of it and what it says of itself."""
    kind, word = _LOOKED[row.verdict] if row.verdict else _ANSWERS[row.answer]
    arrival = rule.arrival(row.given_at, row.received_at)
    return {
        "number": row.public_id,
        "shows": Shows(row.shows).word,
        "scene": row.scene,
        "received_at": row.received_at,
        "on": row.received_at.astimezone(_CITY).date(),
        "arrival": arrival.word if arrival else "",
        "late": arrival is not Timeliness.ON_SPOT,
        "kind": kind,
        "word": word,
        "distance": row.distance,
        "to_look": row.answer == Reuse.LOOK.value,
        "looked": f"{row.look_by}：{row.look_said}" if row.verdict else "",
        "alike": row.alike_public_id,
        "alike_elsewhere": row.alike_id is not None and row.alike_public_id is None,
        "claims": claims(row),
        "doubts": [plain(finding) for finding in doubts(row, rule)],
        "code": row.code,
        "by": row.by,
        "sm3": row.sm3.hex(),
    }


def claims(row: PhotoRow) -> list[tuple[str, str]]:
    """Return what a photo says of itself, by what it says it of."""
    said = []
    if row.claimed_at:
        said.append(("时间", row.claimed_at[:16]))
    if row.claimed_latitude is not None and row.claimed_longitude is not None:
        said.append(("位置", f"{row.claimed_latitude:.4f}，{row.claimed_longitude:.4f}"))
    if row.claimed_camera:
        said.append(("机型", row.claimed_camera))
    return said
