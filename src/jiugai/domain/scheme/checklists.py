"""Checklists of a method (工作法清单) and how complete a community's dossier is by them (一区一档).

A checklist is whatever an office works by: “五个一”, 两清两访四公开, the twenty standards. What it asks
for is data; what a community has of it is facts, each with the paper behind it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum
from fractions import Fraction

from jiugai.domain.findings import Finding
from jiugai.domain.law import Rule

_NOTHING = "没有写入任何数据。"
MOST_ITEMS, MOST_SCORE = 60, 100


class EvidenceKind(Enum):
    """What shows that an item is done (凭据类型)."""

    PAPER = "paper"
    PHOTO = "photo"
    RECORD = "record"
    FIGURE = "figure"

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {"paper": "文件", "photo": "照片", "record": "记录", "figure": "数据"}[self.value]


class ToldBy(Enum):
    """What of the register tells by itself that an item is done (由系统判定)."""

    NOBODY = "nobody"
    SCHEME = "scheme"
    ELIGIBLE = "eligible"

    @property
    def word(self) -> str:
        """Return what must be on record."""
        words = {"nobody": "由人登记", "scheme": "改造方案已登记", "eligible": "对象认定为纳入"}
        return words[self.value]


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that a checklist asks for (清单项).

    Attributes:
      code: within its checklist, such as ``1``.
      score: what it counts; nought counts nothing and is still asked for.
      told_by: what of the register tells it; ``NOBODY`` if somebody must say so.
    """

    code: str
    words: str
    evidence: EvidenceKind
    score: int = 1
    told_by: ToldBy = ToldBy.NOBODY


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRule(Rule):
    """A checklist as a policy file lays it down (清单规定); its lists go item by item.

    ``clause`` is the checklist's code.

    Attributes:
      told_by: of each item; nothing if somebody must say of each.
    """

    title: str
    items: tuple[str, ...]
    evidence: tuple[EvidenceKind, ...]
    told_by: tuple[ToldBy, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """Return how the lists do not fit together."""
        lengths = {len(self.items), len(self.evidence), len(self.told_by or self.items)}
        return (
            () if len(lengths) == 1 else (f"{self.clause} 的 items、evidence、told_by 项数不同。",)
        )

    @property
    def checklist(self) -> "Checklist":
        """Return it as it is worked by: items numbered from 1, each counting 1."""
        told = self.told_by or (ToldBy.NOBODY,) * len(self.items)
        return Checklist(
            self.clause,
            self.title,
            self.source,
            tuple(
                ChecklistItem(str(n), words, evidence, 1, by)
                for n, (words, evidence, by) in enumerate(
                    zip(self.items, self.evidence, told, strict=True), 1
                )
            ),
            verified=self.verified,
        )


@dataclass(frozen=True, slots=True)
class Checklist:
    """A method's checklist as it stood on a day (工作法清单); without items it is an empty form.

    Attributes:
      number: of the version; 0 as it came with the policy files.
      verified: False if what it asks for is only recalled.
    """

    code: str
    title: str
    source: str
    items: tuple[ChecklistItem, ...]
    number: int = 0
    verified: bool = True

    def item(self, code: str) -> ChecklistItem | None:
        """Return an item by its code."""
        return next((one for one in self.items if one.code == code), None)


class MarkState(IntEnum):
    """What is said of an item (办理情况); the numbers are stored."""

    MET = 10
    UNMET = 20
    NOT_APPLICABLE = 30

    @property
    def word(self) -> str:
        """Return the office's word."""
        return {10: "已办", 20: "未办", 30: "不适用"}[self.value]


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody said of an item for a community (登记的办理情况).

    Attributes:
      words: why it does not apply, or what is to be known.
      paper: the number or name of what shows it.
    """

    item: str
    state: MarkState
    on: date
    words: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """An item with what is known of it (清单项现状).

    Attributes:
      told: the register itself tells that it is done.
    """

    item: ChecklistItem
    mark: Mark | None
    told: bool = False

    @property
    def state(self) -> MarkState:
        """Return what it counts as: unmet until somebody, or the register, says otherwise."""
        if self.told:
            return MarkState.MET
        return self.mark.state if self.mark else MarkState.UNMET


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a dossier is by one checklist (完整度)."""

    checklist: Checklist
    standings: tuple[ItemStanding, ...]

    @property
    def met(self) -> int:
        return sum(one.state is MarkState.MET for one in self.standings)

    @property
    def owed(self) -> int:
        """Return how many items apply."""
        return sum(one.state is not MarkState.NOT_APPLICABLE for one in self.standings)

    @property
    def score(self) -> int:
        return sum(one.item.score for one in self.standings if one.state is MarkState.MET)

    @property
    def most(self) -> int:
        """Return what the items that apply could score."""
        return sum(
            one.item.score for one in self.standings if one.state is not MarkState.NOT_APPLICABLE
        )

    @property
    def share(self) -> Fraction | None:
        """Return the part of what applies that is done; None where nothing applies."""
        return Fraction(self.met, self.owed) if self.owed else None


def completeness(
    checklist: Checklist, marks: Iterable[Mark], told: Mapping[ToldBy, bool]
) -> Completeness:
    """Hold a checklist against what was said; the last word on an item holds.

    :param marks: in the order of their days.
    :param told: what the register tells; what it does not name, it does not tell.
    """
    last = {mark.item: mark for mark in marks}
    return Completeness(
        checklist,
        tuple(
            ItemStanding(item, last.get(item.code), told.get(item.told_by, False))
            for item in checklist.items
        ),
    )


def check_mark(checklist: Checklist, mark: Mark, today: date) -> tuple[Finding, ...]:
    """Return what keeps a mark from being entered."""
    item = checklist.item(mark.item)
    if item is None:
        message = f"《{checklist.title}》里没有第 {mark.item} 项；请从清单里选。{_NOTHING}"
        return (Finding("scheme.mark_unknown_item", message),)
    return tuple(_faults_of_mark(item, mark, today))


def _faults_of_mark(item: ChecklistItem, mark: Mark, today: date) -> Iterator[Finding]:
    if mark.on > today:
        message = f"日期 {mark.on} 在今天以后；请写办成的那一天。{_NOTHING}"
        yield Finding("scheme.mark_in_future", message)
    if mark.state is MarkState.MET and not mark.paper.strip():
        message = (
            f"“{item.words}”写已办，要写明{item.evidence.word}的名称或编号，"
            f"例如“石旧改办〔2020〕3号”。{_NOTHING}"
        )
        yield Finding("scheme.mark_no_evidence", message)
    if mark.state is MarkState.NOT_APPLICABLE and not mark.words.strip():
        message = f"“{item.words}”写不适用，要写理由，例如“本小区没有架空线”。{_NOTHING}"
        yield Finding("scheme.mark_no_reason", message)


def check_items(items: Sequence[ChecklistItem]) -> tuple[Finding, ...]:
    """Return what is wrong with the items of a checklist that somebody defines."""
    return tuple(_faults_of_items(items))


def _faults_of_items(items: Sequence[ChecklistItem]) -> Iterator[Finding]:
    if len(items) > MOST_ITEMS:
        message = f"清单有 {len(items)} 项，最多 {MOST_ITEMS} 项；请拆成几份。{_NOTHING}"
        yield Finding("scheme.checklist_too_long", message)
    seen: set[str] = set()
    for item in items:
        if item.code in seen:
            yield Finding(
                "scheme.checklist_twice", f"编号“{item.code}”用了两次，请改成不同的编号。{_NOTHING}"
            )
        seen.add(item.code)
        if not 0 <= item.score <= MOST_SCORE:
            message = (
                f"“{item.words}”的分值是 {item.score}，应为 0 到 {MOST_SCORE} 的整数。{_NOTHING}"
            )
            yield Finding("scheme.checklist_score", message)
