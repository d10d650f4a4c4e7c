"""Photos used again (照片重复使用): how alike two prints must be for which answer.

What a photo says of its time, place and camera are claims: an app that stamps them lets the sender
choose them. They are shown, never believed.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum

from jiugai.domain.law import Rule


class Reuse(Enum):
    """What follows from two prints' likeness (照片比对结论)."""

    REFUSE = "refuse"
    LOOK = "look"
    SORT = "sort"

    @property
    def word(self) -> str:
        """Return the office's words."""
        return {
            "refuse": "同一张照片，退回",
            "look": "疑似同一张，请看一眼",
            "sort": "只作排序参考",
        }[self.value]


class Verdict(Enum):
    """What a person found who saw two photos side by side (看图结论)."""

    DIFFERENT = "different"
    SAME = "same"

    @property
    def word(self) -> str:
        """Return the office's words."""
        return {"different": "不是同一张", "same": "是同一张"}[self.value]


def settled(answer: Reuse | None, verdict: Verdict | None) -> Reuse | None:
    """Return what holds of a photo once a person has looked.

    Only a photo that was to be looked at changes by it: it counts, or it is refused.
    """
    if answer is not Reuse.LOOK or verdict is None:
        return answer
    return Reuse.REFUSE if verdict is Verdict.SAME else Reuse.SORT


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRule(Rule):
    """How many of 256 bits may differ for which answer (照片比对界线).

    Attributes:
      quality_at_least: how much there must be to see, from 0 to 100, for a photo to be refused; a
        wall looks like a wall.
    """

    refuse_at_most: int
    look_at_most: int
    sort_at_most: int
    quality_at_least: int

    def answer(self, distance: int, quality: int) -> Reuse | None:
        """Return what follows from a distance; None if the two have nothing to do with each other."""
        if distance <= self.refuse_at_most and quality >= self.quality_at_least:
            return Reuse.REFUSE
        if distance <= self.look_at_most:
            return Reuse.LOOK if quality >= self.quality_at_least else Reuse.SORT
        return Reuse.SORT if distance <= self.sort_at_most else None


@dataclass(frozen=True, slots=True)
class PhotoClaims:
    """What a photo says of itself (照片自述): none of it is evidence.

    Attributes:
      taken_at: by the phone's own clock, in whatever zone it was set to.
      latitude, longitude: in degrees, north and east positive, six decimals.
      camera: make and model.
    """

    taken_at: datetime | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    camera: str = ""
