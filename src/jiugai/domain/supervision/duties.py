"""Which body answers for what (责任体系), and which body an organisation is, by its name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jiugai.domain.law import Rule, covers
from jiugai.domain.supervision.decomposition.organisations import DutyPart

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_ENDINGS = r"(?:局|大队|支队|总队|[一-鿿]{0,6}分局|部门|(?:集团)?(?:有限)?(?:责任)?公司)?$"
_PARTED = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyDuty(Rule):
    """What a paper lays upon a body (职责).

    Attributes:
      body: the body as the paper names it.
      known_as: the words by which an organisation elsewhere is known as the same body.
      part: whether it leads or assists.
      duty: what it answers for, in the paper's words, its parts divided by ；.
    """

    body: str
    known_as: tuple[str, ...]
    part: DutyPart
    duty: str

    @property
    def parts(self) -> tuple[str, ...]:
        """Return what it answers for, one thing at a time."""
        return tuple(part.strip("。 ") for part in self.duty.split("；") if part.strip("。 "))

    def is_sample_for(self, city: str) -> bool:
        """Say whether the paper is of another place than a city and what lies in it."""
        return not (covers(self.region, city) or covers(city, self.region))


def duty_of(name: str, duties: Iterable[BodyDuty]) -> BodyDuty | None:
    """Return the duty of the body that an organisation is, by its name; None rather than a guess.

    The word must end the name, save for what such bodies commonly end with: 汉滨区住建局 is known,
    住建局长接待室 is not. Of several words the longest decides.
    """
    plain = _BRACKETS.sub("", name).strip()
    known = [
        (len(word), duty)
        for duty in duties
        for word in duty.known_as
        if re.search(re.escape(word) + _ENDINGS, plain)
    ]
    return max(known, key=lambda found: found[0])[1] if known else None


def names_in(partners: str) -> tuple[str, ...]:
    """Return the bodies that a line such as 市财政局、供电局 lists."""
    return tuple(name for name in _PARTED.split(partners) if name)
