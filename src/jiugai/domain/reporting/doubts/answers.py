"""What is done about a doubt (疑点办理): the county explains, another finds; none is stuck for ever."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from jiugai.domain.findings import Finding
from jiugai.domain.law import Rule
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.domain.reporting.doubts.reasons import Said, check_reason
from jiugai.domain.reporting.submission.cells import TypedReason

_NOTHING = "没有写入任何数据。"
FOUNDED = frozenset({TypedReason.PAPER, TypedReason.PENDING})
"""Grades of reason with which an impossible figure may be sent all the same: never an estimate."""


class Ruling(Enum):
    """What the city found (疑点认定); the values are stored."""

    UPHELD = "upheld"
    DISMISSED = "dismissed"
    CORRECTED = "corrected"
    UNCLEAR = "unclear"

    @property
    def word(self) -> str:
        return _RULINGS[self][0]

    @property
    def meaning(self) -> str:
        """Return what it says of the figure, in the words of the screen."""
        return _RULINGS[self][1]


_RULINGS = {
    Ruling.UPHELD: ("成立", "数不实，须更正"),
    Ruling.DISMISSED: ("不成立", "数属实，说明可信"),
    Ruling.CORRECTED: ("已更正", "报错了，数已改对"),
    Ruling.UNCLEAR: ("查无定论", "查过，现有凭据说明不了"),
}


class DoubtDeedKind(Enum):
    """What is done about a doubt (疑点动作); the values are stored."""

    EXPLAIN = "explain"
    RULE = "rule"

    @property
    def word(self) -> str:
        return {"explain": "说明", "rule": "认定"}[self.value]


class DoubtState(Enum):
    """Where a doubt is (疑点现状)."""

    OPEN = "open"
    EXPLAINED = "explained"
    RULED = "ruled"

    @property
    def word(self) -> str:
        return {"open": "待说明", "explained": "待认定", "ruled": "已认定"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRule(Rule):
    """How long a county is waited for before a doubt may be upheld unheard (听取说明期限)."""

    days: int


@dataclass(frozen=True, slots=True)
class DoubtDeed:
    """One thing done about a doubt (疑点办理记录).

    Attributes:
      user_id: whose hand; nobody rules on what he explained or reported.
      grade: how well a reason is founded; of an explanation.
      declares_stop: the explanation declares a stop of the works for the month.
      ruling: of a ruling.
    """

    kind: DoubtDeedKind
    user_id: int
    on: date
    words: str
    paper: str = ""
    grade: TypedReason | None = None
    declares_stop: bool = False
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class DoubtStanding:
    """A doubt after its deeds (疑点办理现状).

    Attributes:
      explained_by: everybody who ever explained it.
      grade: of the last explanation.
      ruling: the last ruling; an explanation after it is an objection, and asks for another.
    """

    state: DoubtState = DoubtState.OPEN
    explained_by: frozenset[int] = frozenset()
    last_explained_by: int | None = None
    grade: TypedReason | None = None
    ruling: Ruling | None = None

    @property
    def is_heard(self) -> bool:
        return bool(self.explained_by)


@dataclass(frozen=True, slots=True)
class Raised:
    """What of a doubt its answers depend on (疑点要素).

    Attributes:
      stands: the last examination still found it; False once the figures were put right.
      of_project: it is about one project, so that a stop of its works may be declared.
      reported_by: who sent the return that it is about; None if none was sent.
    """

    answer: Answer
    on: date
    stands: bool
    of_project: bool
    reported_by: int | None = None


def doubt_standing(deeds: Iterable[DoubtDeed]) -> DoubtStanding:
    """Return where a doubt is after its deeds, in their order."""
    found = DoubtStanding()
    for deed in deeds:
        if deed.kind is DoubtDeedKind.EXPLAIN:
            found = replace(
                found,
                state=DoubtState.EXPLAINED,
                explained_by=found.explained_by | {deed.user_id},
                last_explained_by=deed.user_id,
                grade=deed.grade,
            )
        else:
            found = replace(found, state=DoubtState.RULED, ruling=deed.ruling)
    return found


def lets_pass(answer: Answer, known: DoubtStanding) -> bool:
    """Say whether a return may be sent in spite of a doubt that stands.

    What is odd never holds a return back. What is impossible does, until the figure is corrected,
    or somebody answers for it by a paper or by what he saw; after a ruling against it, by a new
    explanation. So there is always a way that the county can go by itself.
    """
    if answer is not Answer.REFUSE:
        return True
    if known.state is DoubtState.RULED:
        return known.ruling is not Ruling.UPHELD
    return known.state is DoubtState.EXPLAINED and known.grade in FOUNDED


def check_explanation(deed: DoubtDeed, about: Raised, known: Said) -> tuple[Finding, ...]:
    """Return what is wrong with an explanation, all at once.

    :param known: what was said before, and what the doubt itself says.
    """
    return (*check_reason(deed.words, known), *_wrong_explanation(deed, about))


def _wrong_explanation(deed: DoubtDeed, about: Raised) -> Iterator[Finding]:
    if not about.stands:
        yield Finding(
            "doubt.gone",
            f"这一项的数已经改对，最近一次核验不再提示，不必再说明。{_NOTHING}",
        )
    if about.answer is Answer.REFUSE and deed.grade is None:
        yield Finding(
            "doubt.no_grade",
            "这一项不可能成立，数不改而要报送的，须说明凭什么："
            f"甲（有文件为据）或乙（现场已发生，佐证在途）。{_NOTHING}",
        )
    if about.answer is Answer.REFUSE and deed.grade is TypedReason.ESTIMATE:
        yield Finding(
            "doubt.only_an_estimate",
            f"自相矛盾的数不能凭估计报送；请改正，或写明文件、现场情况。{_NOTHING}",
        )
    if deed.grade is TypedReason.PAPER and not deed.paper.strip():
        yield Finding(
            "doubt.no_paper",
            "选了“有文件为据”，须写明是哪份文件，例如“开工令〔2020〕8号”；"
            f"文件还没有到的，请选“佐证在途”。{_NOTHING}",
        )
    if deed.declares_stop and not about.of_project:
        yield Finding(
            "doubt.no_project", f"这一项说的是全县区，停工请在项目的疑点里申报。{_NOTHING}"
        )


def check_ruling(
    deed: DoubtDeed, about: Raised, known: DoubtStanding, days: int
) -> tuple[Finding, ...]:
    """Return what is wrong with a ruling, all at once.

    :param days: how long the county is waited for before a doubt is upheld unheard.
    """
    return tuple(_wrong_ruling(deed, about, known, days))


def _wrong_ruling(
    deed: DoubtDeed, about: Raised, known: DoubtStanding, days: int
) -> Iterator[Finding]:
    if deed.user_id == about.reported_by or deed.user_id in known.explained_by:
        yield Finding(
            "doubt.own_figure",
            f"这个数是您报送或说明的，须由另一人认定。{_NOTHING}",
        )
    if not deed.words.strip():
        yield Finding(
            "doubt.ruled_without_reason",
            f"认定须写明看了什么、凭什么，例如“核对了监理月报和付款凭证，数属实”。{_NOTHING}",
        )
    until = about.on + timedelta(days=days)
    if deed.ruling is Ruling.UPHELD and not known.is_heard and deed.on <= until:
        yield Finding(
            "doubt.unheard",
            f"县区还没有说明，{until:%Y-%m-%d}以前不能认定成立；"
            f"过了这天仍不说明的，可以认定。{_NOTHING}",
        )
    if deed.ruling is Ruling.UPHELD and not about.stands:
        yield Finding(
            "doubt.upheld_though_gone",
            f"这一项的数已经改过，最近一次核验不再提示，请认定为“已更正”或“不成立”。{_NOTHING}",
        )
    if deed.ruling is Ruling.CORRECTED and about.stands:
        yield Finding(
            "doubt.not_corrected",
            f"最近一次核验仍有这一项提示，不能认定为“已更正”；县区改数以后请先重新核验。{_NOTHING}",
        )
