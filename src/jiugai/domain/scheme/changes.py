"""From one version of a scheme to the next (方案变更): what changed, and what a change must bring."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.law import Rule
from jiugai.domain.quantities import percent, yuan
from jiugai.domain.scheme.bill import BillLine, BillStage, by_item, total_fen

_NOTHING = "没有写入任何数据。"


class ChangeKind(Enum):
    """What became of an item between two versions (变更类别)."""

    ADDED = "added"
    DROPPED = "dropped"
    DEARER = "dearer"
    CHEAPER = "cheaper"

    @property
    def word(self) -> str:
        """Return the office's word."""
        words = {"added": "增加", "dropped": "取消", "dearer": "调增", "cheaper": "调减"}
        return words[self.value]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item whose money differs between two versions (变更项); amounts in 分."""

    item: str
    before_fen: int
    after_fen: int

    @property
    def kind(self) -> ChangeKind:
        """Return what became of it."""
        if not self.before_fen:
            return ChangeKind.ADDED
        if not self.after_fen:
            return ChangeKind.DROPPED
        return ChangeKind.DEARER if self.after_fen > self.before_fen else ChangeKind.CHEAPER


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is put forward for a change (变更依据); blanks say that nothing is.

    Attributes:
      reason: why it is changed.
      paper: the paper that approves it.
      vote: how the residents were asked, and what they said.
    """

    reason: str = ""
    paper: str = ""
    vote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrunRule(Rule):
    """How far costs may run over what was set before (超支规定); ``item_over`` is a share, as 1/10."""

    item_over: Fraction


def changes(before: Iterable[BillLine], after: Iterable[BillLine]) -> tuple[ItemChange, ...]:
    """Return the items whose money differs, by code."""
    old, new = by_item(before), by_item(after)
    return tuple(
        ItemChange(code, old.get(code, 0), new.get(code, 0))
        for code in sorted(old.keys() | new.keys())
        if old.get(code, 0) != new.get(code, 0)
    )


def check_change(
    before: Sequence[BillLine], after: Sequence[BillLine], grounds: Grounds
) -> tuple[Finding, ...]:
    """Return what a new version of a bill still lacks; the first version lacks nothing.

    A change says why and names the paper that approves it. An item that is dropped or added was
    agreed with the residents, so that their vote is named too.
    """
    if not before:
        return ()
    found = changes(before, after)
    if not found and list(before) == list(after):
        return (Finding("scheme.unchanged", f"与现行版本完全相同，不是变更。{_NOTHING}"),)
    lacking = []
    if not grounds.reason.strip():
        lacking.append(("scheme.change_no_reason", "变更理由，例如“施工勘察发现屋面基层破损”"))
    if not grounds.paper.strip():
        lacking.append(("scheme.change_no_paper", "批准文件，例如“石旧改办〔2020〕12号”"))
    moved = [one for one in found if one.kind in (ChangeKind.ADDED, ChangeKind.DROPPED)]
    if moved and not grounds.vote.strip():
        words = "、".join(f"{one.kind.word}{one.item}" for one in moved)
        lacking.append(("scheme.change_no_vote", f"居民表决情况（{words}），例如“86户中71户同意”"))
    return tuple(Finding(code, f"方案变更缺少{what}。{_NOTHING}") for code, what in lacking)


def overruns(
    stage: BillStage,
    lines: Sequence[BillLine],
    earlier: tuple[BillStage, Sequence[BillLine]] | None,
    rule: OverrunRule | None,
) -> tuple[Finding, ...]:
    """Return where a bill runs over the one of the stage before (决算、预算、估算的次序).

    :param earlier: the stage before with its lines; None if there is none.
    :param rule: how far a single item may run over; None if no rule is in force.
    """
    if earlier is None:
        return ()
    return tuple(_overruns(stage, lines, *earlier, rule))


def _overruns(
    stage: BillStage,
    lines: Sequence[BillLine],
    before: BillStage,
    set_before: Sequence[BillLine],
    rule: OverrunRule | None,
) -> Iterator[Finding]:
    whole, most = total_fen(lines), total_fen(set_before)
    if whole > most:
        message = (
            f"{stage.word} {yuan(whole):,} 元超过{before.word} {yuan(most):,} 元，"
            f"多 {yuan(whole - most):,} 元；超出的部分要先批准{before.word}的变更。"
        )
        yield Finding("scheme.over_total", message, Weight.WARNS)
    if rule is None:
        return
    known = by_item(set_before)
    for code, fen in by_item(lines).items():
        allowed = known.get(code, 0) * (1 + rule.item_over)
        if code in known and fen > allowed:
            message = (
                f"{code} 的{stage.word} {yuan(fen):,} 元，是{before.word} {yuan(known[code]):,} 元的"
                f"{percent(Fraction(fen, known[code]))}，超过 {percent(1 + rule.item_over, 0)}，"
                f"依据{rule.citation}。"
            )
            yield Finding("scheme.over_item", message, Weight.WARNS)
        if code not in known:
            message = (
                f"{code} 在{before.word}里没有，{stage.word}里列了 {yuan(fen):,} 元，请补变更手续。"
            )
            yield Finding("scheme.not_before", message, Weight.WARNS)
