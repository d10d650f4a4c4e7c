"""What a community lacks or was promised, and whether its scheme answers it (缺项漏项)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.scheme.catalogue import ScopeItem


class NeedKind(IntEnum):
    """Whence a need is known (需求来源); the numbers are stored."""

    SURVEYED = 10
    HAZARD = 20
    PROMISED = 30

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {10: "摸底缺口", 20: "安全隐患", 30: "承诺事项"}[self.value]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that a community lacks or was promised (改造需求).

    Attributes:
      item: code of the scope catalogue that would answer it.
      words: what it is, as the survey or the promise says it.
    """

    kind: NeedKind
    item: str
    words: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A need with what became of it in a scheme (缺项核对).

    Attributes:
      covered: an item of the scheme answers it.
      waived: why it is left out on purpose; empty if nobody said.
    """

    need: Need
    covered: bool
    waived: str = ""

    @property
    def is_missing(self) -> bool:
        """Say whether it is neither covered nor left out with a reason."""
        return not self.covered and not self.waived


def answer_needs(
    needs: Iterable[Need], chosen: Collection[str], waived: Mapping[str, str]
) -> tuple[Answered, ...]:
    """Hold needs against the items of a scheme.

    :param waived: item codes with the reason why they are left out.
    """
    return tuple(
        Answered(need, need.item in chosen, waived.get(need.item, "").strip()) for need in needs
    )


def missing_findings(
    answered: Iterable[Answered], catalogue: Mapping[str, ScopeItem]
) -> tuple[Finding, ...]:
    """Return a finding for each need that a scheme leaves out without a word."""
    return tuple(_missing(one.need, catalogue) for one in answered if one.is_missing)


def _missing(need: Need, catalogue: Mapping[str, ScopeItem]) -> Finding:
    item = catalogue.get(need.item)
    word = item.word if item else need.item
    message = (
        f"{need.kind.word}“{need.words}”要靠{word}（{need.item}）解决，方案里没有这一项，"
        "也没有写明不改的理由；请列入，或写明理由，例如“2022年随供水专项改造”。"
    )
    return Finding("scheme.need_uncovered", message, Weight.WARNS)
