"""Photos taken on site (现场拍照): the code on the board, and what time proves of a photo.

A code that did not exist before it was given proves that a photo showing it was taken later; the
moment at which the whole photo lay here proves that it was taken earlier. Whatever the phone says
of itself lies between the two or contradicts them; it never proves anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.law import Rule
from jiugai.domain.supervision.photos import PhotoClaims

LETTERS = "34679ACDEFHJKMNPRTUVWXY"
"""What can be told apart in handwriting on a board."""
CODE_LENGTH = 4
_FAIR = 256 // len(LETTERS) * len(LETTERS)


class Shows(Enum):
    """What a photo is said to show (拍的是什么): the sender's word."""

    BEFORE = "before"
    START = "start"
    WORKS = "works"
    FINISH = "finish"

    @property
    def word(self) -> str:
        """Return the office's words."""
        return {"before": "改造前", "start": "开工", "works": "施工中", "finish": "完工"}[
            self.value
        ]


class Timeliness(Enum):
    """How soon after its code a photo lay here whole (当场、补传)."""

    ON_SPOT = "on_spot"
    LATE = "late"

    @property
    def word(self) -> str:
        """Return the office's words."""
        return {"on_spot": "当场", "late": "补传"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRule(Rule):
    """How long a code serves (现场口令时限).

    Attributes:
      code_minutes: what arrives within them was taken within them.
      late_hours: what was taken without a network is still taken in, and marked.
      most_photos: how many photos one code carries.
      clock_minutes: by how much a phone's clock may be wrong.
    """

    code_minutes: int
    late_hours: int
    most_photos: int
    clock_minutes: int

    def arrival(self, given_at: datetime, received_at: datetime) -> Timeliness | None:
        """Return how a photo arrived under a code; None if too late to be taken in."""
        waited = received_at - given_at
        if waited <= timedelta(minutes=self.code_minutes):
            return Timeliness.ON_SPOT
        return Timeliness.LATE if waited <= timedelta(hours=self.late_hours) else None


def code_of(noise: bytes) -> str:
    """Return a code for the board, made of random bytes; each letter is as likely as any other.

    :raises ValueError: if too few of the bytes serve.
    """
    fair = [LETTERS[byte % len(LETTERS)] for byte in noise if byte < _FAIR]
    if len(fair) < CODE_LENGTH:
        raise ValueError("too little noise")
    return "".join(fair[:CODE_LENGTH])


def contradictions(
    claims: PhotoClaims, *, given_at: datetime, received_at: datetime, rule: CaptureRule
) -> Iterator[Finding]:
    """Yield where a photo's own words cannot be true.

    :param given_at, received_at: by the city's clocks, without a zone, as a camera writes time.
    """
    taken, slack = claims.taken_at, timedelta(minutes=rule.clock_minutes)
    if taken is None:
        return
    if taken < given_at - slack:
        message = (
            f"照片自称拍于{taken:%Y-%m-%d %H:%M}，而口令{given_at:%Y-%m-%d %H:%M}才发出，"
            "请看牌子上的口令是不是拍进去的。"
        )
        yield Finding("photo.before_its_code", message, Weight.WARNS)
    if taken > received_at + slack:
        message = (
            f"照片自称拍于{taken:%Y-%m-%d %H:%M}，而{received_at:%Y-%m-%d %H:%M}已经收到，"
            "手机时间不对。"
        )
        yield Finding("photo.after_its_arrival", message, Weight.WARNS)
