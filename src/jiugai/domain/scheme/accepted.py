"""What was built against the scheme (验收缺项): items accepted, left out, short, or never in the scheme.

Quantities are compared item by item and unit by unit; one unit is never converted into another.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.quantities import round_half_up
from jiugai.domain.scheme.bill import BillLine, BillStage
from jiugai.domain.scheme.catalogue import ScopeItem
from jiugai.domain.scheme.changes import ChangeKind, changes
from jiugai.domain.scheme.needs import Need
from jiugai.domain.scheme.units import unit_key

_NOTHING = "没有写入任何数据。"


@dataclass(frozen=True, slots=True)
class AcceptedItem:
    """How much of an item was accepted on a day (验收数量).

    Attributes:
      quantity: not below nought, at most three decimals; nought says that nothing of it was built.
      paper: what shows it, such as the number of the acceptance record.
    """

    item: str
    unit: str
    quantity: Fraction
    on: date
    paper: str


class BuiltOutcome(Enum):
    """What became of an item of a scheme (验收结果)."""

    WHOLE = "whole"
    SHORT = "short"
    OVER = "over"
    LEFT_OUT = "left_out"
    UNPLANNED = "unplanned"
    NOT_YET = "not_yet"

    @property
    def word(self) -> str:
        """Return the word of the screen."""
        return {
            "whole": "做足",
            "short": "少做",
            "over": "多做",
            "left_out": "没做",
            "unplanned": "方案外",
            "not_yet": "没有验收",
        }[self.value]


@dataclass(frozen=True, slots=True)
class BuiltItem:
    """An item in one unit, as planned and as accepted (验收对照); None where nothing says."""

    item: str
    unit: str
    planned: Fraction | None
    accepted: Fraction | None

    @property
    def outcome(self) -> BuiltOutcome:
        """Return what became of it."""
        if self.accepted is None:
            return BuiltOutcome.NOT_YET
        if self.planned is None:
            return BuiltOutcome.UNPLANNED
        if not self.accepted:
            return BuiltOutcome.LEFT_OUT
        if self.accepted == self.planned:
            return BuiltOutcome.WHOLE
        return BuiltOutcome.SHORT if self.accepted < self.planned else BuiltOutcome.OVER

    @property
    def is_doubtful(self) -> bool:
        """Say whether scheme and works differ."""
        return self.outcome is not BuiltOutcome.WHOLE


def built_items(
    lines: Iterable[BillLine], accepted: Iterable[AcceptedItem]
) -> tuple[BuiltItem, ...]:
    """Hold what was accepted against a bill, by item and unit; parts accepted apart are summed."""
    planned: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    built: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    spelt: dict[tuple[str, str], str] = {}
    for line in lines:
        key = (line.item, unit_key(line.unit))
        planned[key] += line.quantity
        spelt.setdefault(key, line.unit)
    for one in accepted:
        key = (one.item, unit_key(one.unit))
        built[key] += one.quantity
        spelt.setdefault(key, one.unit)
    return tuple(
        BuiltItem(key[0], spelt[key], planned.get(key), built.get(key)) for key in sorted(spelt)
    )


def check_accepted(
    one: AcceptedItem, catalogue: Mapping[str, ScopeItem], started: date | None, today: date
) -> tuple[Finding, ...]:
    """Return what keeps an acceptance from being entered.

    :param started: when works began; None if that is not on record.
    """
    return tuple(_faults(one, catalogue, started, today))


def _faults(
    one: AcceptedItem, catalogue: Mapping[str, ScopeItem], started: date | None, today: date
) -> Iterator[Finding]:
    if one.item not in catalogue:
        message = f"“{one.item}”不在改造内容目录里；请从目录里选一项。{_NOTHING}"
        yield Finding("scheme.accepted_unknown_item", message)
    if one.on > today:
        message = f"验收日期 {one.on} 在今天以后；请写验收的那一天。{_NOTHING}"
        yield Finding("scheme.accepted_in_future", message)
    if started is None:
        message = f"这个小区还没有开工日期，不能登记验收数量；请先登记开工。{_NOTHING}"
        yield Finding("scheme.accepted_not_started", message)
    elif one.on < started:
        message = f"验收日期 {one.on} 早于开工 {started}；请核对两个日期。{_NOTHING}"
        yield Finding("scheme.accepted_before_start", message)
    if not one.paper.strip():
        message = f"要写验收凭据，例如“石旧改验〔2020〕3号”。{_NOTHING}"
        yield Finding("scheme.accepted_no_paper", message)


def plain(quantity: Fraction) -> str:
    """Return a quantity as a sentence says it, without idle noughts."""
    return f"{round_half_up(quantity, 3).normalize():,f}"


def acceptance_findings(
    built: Iterable[BuiltItem],
    needs: Iterable[Need],
    waived: Mapping[str, str],
    catalogue: Mapping[str, ScopeItem],
) -> tuple[Finding, ...]:
    """Return where scheme, works and promises differ once works are complete (验收缺项漏项).

    :param waived: items that were left out on purpose, with the reason.
    """
    found = tuple(built)
    done = {one.item for one in found if one.accepted}
    differing = tuple(_difference(one, found, catalogue) for one in found if one.is_doubtful)
    open_needs = tuple(
        _unanswered(need, catalogue)
        for need in needs
        if need.item not in done and not waived.get(need.item, "").strip()
    )
    return (*differing, *open_needs)


def _difference(
    one: BuiltItem, all_: Iterable[BuiltItem], catalogue: Mapping[str, ScopeItem]
) -> Finding:
    called = _called(one.item, catalogue)
    planned = f"{plain(one.planned)} {one.unit}" if one.planned is not None else ""
    accepted = f"{plain(one.accepted)} {one.unit}" if one.accepted is not None else ""
    if one.outcome is BuiltOutcome.NOT_YET:
        other = next(
            (b for b in all_ if b.item == one.item and b.accepted and b.unit != one.unit), None
        )
        if other and other.accepted is not None:
            message = (
                f"{called}方案按{one.unit}计（{planned}），验收按{other.unit}计"
                f"（{plain(other.accepted)} {other.unit}）；没有替您换算，请按方案的单位补登。"
            )
            return Finding("scheme.accepted_other_unit", message, Weight.WARNS)
        message = f"{called}方案里有 {planned}，没有登记验收；做了请登记，没做请登记 0 并写凭据。"
        return Finding("scheme.not_accepted", message, Weight.WARNS)
    if one.outcome is BuiltOutcome.LEFT_OUT:
        message = f"{called}方案里有 {planned}，验收登记为没做；请补变更手续，写明不做的理由。"
        return Finding("scheme.not_built", message, Weight.WARNS)
    if one.outcome is BuiltOutcome.UNPLANNED:
        message = f"{called}验收了 {accepted}，方案里没有；请补变更手续，或核对编号和单位。"
        return Finding("scheme.built_unplanned", message, Weight.WARNS)
    word = one.outcome.word
    message = f"{called}方案 {planned}，验收 {accepted}，{word}；请写明理由，按变更办理。"
    return Finding("scheme.built_differs", message, Weight.WARNS)


def _unanswered(need: Need, catalogue: Mapping[str, ScopeItem]) -> Finding:
    message = (
        f"{need.kind.word}“{need.words}”要靠{_called(need.item, catalogue)}解决，没有验收过这一项；"
        "请补做，或写明不做的理由并告知居民。"
    )
    return Finding("scheme.need_not_built", message, Weight.WARNS)


def final_findings(
    stage: BillStage,
    lines: Iterable[BillLine],
    before: tuple[BillStage, Iterable[BillLine]] | None,
    catalogue: Mapping[str, ScopeItem],
) -> tuple[Finding, ...]:
    """Return the items by which the final bill differs from the one before it (决算漏项)."""
    if stage is not BillStage.FINAL or before is None:
        return ()
    earlier, old = before
    found = []
    for change in changes(old, lines):
        called = _called(change.item, catalogue)
        if change.kind is ChangeKind.ADDED:
            message = f"{called}决算里有，{earlier.word}里没有；请补变更手续。"
            found.append(Finding("scheme.final_unplanned", message, Weight.WARNS))
        elif change.kind is ChangeKind.DROPPED:
            message = f"{called}{earlier.word}里有，决算里没有；请写明没做的理由。"
            found.append(Finding("scheme.final_left_out", message, Weight.WARNS))
    return tuple(found)


def _called(code: str, catalogue: Mapping[str, ScopeItem]) -> str:
    item = catalogue.get(code)
    return f"{item.word}（{code}）" if item else code
