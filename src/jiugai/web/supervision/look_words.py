"""Two photos side by side in the words of the screen (判定疑似重复的写法)."""

from collections.abc import Sequence
from typing import Any

from jiugai.domain.supervision.photos import Verdict
from jiugai.services.supervision.evidence.looking import Pair, SeenPhoto
from jiugai.services.supervision.evidence.taking import capture_rule
from jiugai.web.supervision import photo_words


def waiting(found: Sequence[Pair]) -> dict[str, Any]:
    """Return the context of the list of those that wait."""
    return {
        "pairs": [pair(one) for one in found],
        "mine": sum(not one.why_not for one in found),
    }


def pair(found: Pair) -> dict[str, Any]:
    """Return a photo beside the one that it looks like."""
    photo = found.photo.photo
    return {
        "number": photo.public_id,
        "name": found.photo.site.name,
        "county": found.photo.site.county,
        "distance": photo.distance,
        "sides": [
            _side("要判定的这一张", found.photo),
            _side("先在册的那一张", found.other),
        ],
        "why_not": found.why_not,
        "looked": _looked(found),
    }


def _side(word: str, seen: SeenPhoto | None) -> dict[str, Any]:
    if seen is None:
        return {"word": word, "photo": None}
    return {
        "word": word,
        "photo": photo_words.photo(seen.photo, capture_rule(seen.photo.given_at.date())),
        "name": seen.site.name,
        "county": seen.site.county,
        "evidence": f"/evidence/{seen.site.public_id}/" if seen.site.public_id else "",
    }


def _looked(found: Pair) -> dict[str, Any] | None:
    photo, verdict = found.photo.photo, found.verdict
    if verdict is None:
        return None
    return {
        "kind": "ok" if verdict is Verdict.DIFFERENT else "bad",
        "word": verdict.word,
        "on": photo.look_on,
        "by": photo.look_by,
        "said": photo.look_said,
    }


def done(verdict: Verdict) -> str:
    """Return what to say once a photo was judged."""
    if verdict is Verdict.DIFFERENT:
        return "已判定“不是同一张”，这张照片从今天起计入证据等级；判错了可以更正。"
    return "已判定“是同一张”，这张照片退回，不算证据；判错了可以更正。"
