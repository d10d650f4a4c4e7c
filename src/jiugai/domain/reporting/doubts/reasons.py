"""A reason worth the name (说明理由): in one's own words about this matter, neither empty nor copied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jiugai.domain.findings import Finding
from jiugai.domain.registry.characters import fold

FEWEST = 6
"""Characters below which nothing can have been said: “已整改”, “情况属实” explain nothing."""
_NOTHING = "没有写入任何数据。"
_EXAMPLE = "例如“供气管线迁改未完成，9月30日停工，监理日志第41页”"


@dataclass(frozen=True, slots=True)
class Said:
    """What a reason is held against (已有说法).

    Attributes:
      elsewhere: what the county wrote of its other doubts, with where, the newest first.
      here: what it wrote of this one before.
      asked: what the doubt itself says: question, formula, remedy.
    """

    elsewhere: Sequence[tuple[str, str]] = ()
    here: Sequence[str] = ()
    asked: Sequence[str] = field(default_factory=tuple)


def check_reason(words: str, known: Said) -> tuple[Finding, ...]:
    """Return what makes words no reason; empty if they are one."""
    return tuple(_wrong(words, known))


def essence(words: str) -> str:
    """Return what is left of words without spaces, punctuation and numbers.

    Numbers do not count: the same sentence with another number is the same sentence.
    """
    return "".join(each for each in fold(words) if each.isalpha())


def _wrong(words: str, known: Said) -> Iterator[Finding]:
    own = essence(words)
    if len(own) < FEWEST:
        yield Finding(
            "doubt.no_reason",
            f"说明读到“{words.strip()}”，看不出原因；请写明这个项目这个月发生了什么、"
            f"凭据在哪里，{_EXAMPLE}。{_NOTHING}",
        )
        return
    where = next((place for place, before in known.elsewhere if essence(before) == own), None)
    if where is not None:
        yield Finding(
            "doubt.copied_reason",
            f"这段说明与{where}的说明一字不差（数字除外）；原因相同的，"
            f"也请写明这一项的情况，或写“与{where}同因”并补上这里的凭据。{_NOTHING}",
        )
    if any(essence(before) == own for before in known.here):
        yield Finding(
            "doubt.said_before",
            f"这段话已经说明过，没有新的内容；请补充新的情况或凭据。{_NOTHING}",
        )
    if any(own in essence(asked) for asked in known.asked):
        yield Finding(
            "doubt.repeats_the_question",
            f"说明只是抄了提示里的话，没有说出原因；请写明发生了什么，{_EXAMPLE}。{_NOTHING}",
        )
