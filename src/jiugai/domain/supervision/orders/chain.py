"""Where an order stands, and whether a deed is in turn, in the right hand and complete (督办闭环)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from jiugai.domain.findings import Finding
from jiugai.domain.supervision.orders.deeds import (
    NEXT,
    OWNERS_DEEDS,
    REASONED,
    Deed,
    DeedKind,
    Hand,
    OrderState,
)

_NOTHING = "没有写入任何数据。"


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """An order after its deeds (办理现状).

    Attributes:
      due_on: the day by which it is due; None if the paper gives none.
      first_due_on: that day before any extension.
      answered_by: everybody of the owner who ever answered it.
      entered_by: who entered an owner's answer on its behalf.
      last_answer_by: who gave or entered the answer that now stands.
      checked_by: who passed the last answer.
      asked: the extension asked for and not yet decided.
      chased: how often it was chased since it was assigned.
    """

    state: OrderState
    due_on: date | None = None
    first_due_on: date | None = None
    assigned_on: date | None = None
    answered_on: date | None = None
    closed_on: date | None = None
    answered_by: frozenset[int] = frozenset()
    entered_by: frozenset[int] = frozenset()
    last_answer_by: int | None = None
    checked_by: int | None = None
    asked: Deed | None = None
    chased: int = 0
    extended: int = 0
    returned: int = 0

    def days_late(self, today: date) -> int:
        """Return by how many days the owner is late; what was answered in time is not late."""
        if self.due_on is None:
            return 0
        if self.state.waits_for_owner:
            told = today
        elif self.answered_on is not None and self.state is not OrderState.CANCELLED:
            told = self.answered_on
        else:
            return 0
        return max(0, (told - self.due_on).days)


def standing(deeds: Iterable[Deed]) -> OrderStanding:
    """Return where an order stands after its deeds, in their order.

    :raises ValueError: if the first deed does not open the order, or one was out of turn.
    """
    found: OrderStanding | None = None
    for deed in deeds:
        if found is None:
            if deed.kind is not DeedKind.OPEN:
                raise ValueError(f"an order begins with {deed.kind}")
            found = OrderStanding(OrderState.OPENED, deed.due_on, deed.due_on)
        else:
            found = _after(found, deed)
    if found is None:
        raise ValueError("an order without a deed")
    return found


def _after(before: OrderStanding, deed: Deed) -> OrderStanding:
    state = NEXT.get((before.state, deed.kind))
    if state is None:
        raise ValueError(f"{deed.kind} at {before.state}")
    now = replace(before, state=state)
    match deed.kind:
        case DeedKind.ASSIGN:
            due = deed.due_on or before.due_on
            return replace(now, assigned_on=deed.on, due_on=due, first_due_on=due)
        case DeedKind.ANSWER:
            now = replace(now, answered_on=deed.on, last_answer_by=deed.hand.user_id, asked=None)
            if deed.hand.on_behalf:
                return replace(now, entered_by=before.entered_by | {deed.hand.user_id})
            return replace(now, answered_by=before.answered_by | {deed.hand.user_id})
        case DeedKind.CHASE:
            return replace(now, chased=before.chased + 1)
        case DeedKind.ASK_EXTENSION:
            return replace(now, asked=deed)
        case DeedKind.EXTEND:
            return replace(now, due_on=deed.due_on, asked=None, extended=before.extended + 1)
        case DeedKind.REFUSE_EXTENSION:
            return replace(now, asked=None)
        case DeedKind.PASS:
            return replace(now, checked_by=deed.hand.user_id)
        case DeedKind.RETURN | DeedKind.REOPEN:
            return replace(
                now,
                due_on=deed.due_on or before.due_on,
                checked_by=None,
                closed_on=None,
                answered_on=None,
                returned=before.returned + 1,
            )
        case DeedKind.CLOSE:
            return replace(now, closed_on=deed.on)
        case _:
            return now


def check_deed(
    deed: Deed, deeds: Sequence[Deed], *, owner_id: int | None, issuer_id: int
) -> tuple[Finding, ...]:
    """Return what forbids a deed, all at once; empty if it may be entered.

    :param owner_id: the organisation that answers for the order; None if it has no desk here.
    :param issuer_id: the organisation that laid the duty.
    """
    known = standing(deeds)
    return (
        *_turn(deed, known),
        *_party(deed, owner_id, issuer_id),
        *_other_hand(deed, known, owner_id),
        *_words(deed),
        *_days(deed, known, deeds[-1].on),
    )


def possible(
    hand: Hand, deeds: Sequence[Deed], *, owner_id: int | None, issuer_id: int
) -> tuple[DeedKind, ...]:
    """Return the deeds that this hand may do now, in the order of the chain."""
    known = standing(deeds)
    kinds = []
    for kind in DeedKind:
        trial = Deed(kind, hand, deeds[-1].on)
        stops = (
            *_turn(trial, known),
            *_party(trial, owner_id, issuer_id),
            *_other_hand(trial, known, owner_id),
        )
        if not stops:
            kinds.append(kind)
    return tuple(kinds)


def _turn(deed: Deed, known: OrderStanding) -> Iterator[Finding]:
    if (known.state, deed.kind) not in NEXT:
        ways = "、".join(kind.word for state, kind in NEXT if state is known.state) or "不再办理"
        yield Finding(
            "order.out_of_turn",
            f"这件事项现在是“{known.state.word}”，不能“{deed.kind.word}”；"
            f"此时可以办的是：{ways}。{_NOTHING}",
        )
    elif deed.kind in {DeedKind.EXTEND, DeedKind.REFUSE_EXTENSION} and known.asked is None:
        yield Finding(
            "order.nothing_asked",
            f"责任单位没有提出延期申请，不能“{deed.kind.word}”；请等对方申请并写明理由。{_NOTHING}",
        )


def _party(deed: Deed, owner_id: int | None, issuer_id: int) -> Iterator[Finding]:
    at = deed.hand.organisation_id
    if deed.kind not in OWNERS_DEEDS:
        if at != issuer_id:
            yield Finding(
                "order.not_the_issuer",
                f"“{deed.kind.word}”由交办单位办理，责任单位和其他单位不能代办。{_NOTHING}",
            )
    elif deed.hand.on_behalf:
        if owner_id is not None:
            yield Finding(
                "order.owner_has_a_desk",
                f"责任单位在本系统有岗位，“{deed.kind.word}”须由它自己办理，不能代录。{_NOTHING}",
            )
        elif at != issuer_id:
            yield Finding("order.not_the_issuer", f"代录只能由交办单位办理。{_NOTHING}")
        elif not deed.paper.strip():
            yield Finding(
                "order.no_paper",
                "代录须写明依据的来文，例如“市供电局复函〔2020〕8号”。" + _NOTHING,
            )
    elif at != owner_id:
        yield Finding(
            "order.not_the_owner",
            f"“{deed.kind.word}”由责任单位办理；本岗位不在责任单位。{_NOTHING}",
        )


def _other_hand(deed: Deed, known: OrderStanding, owner_id: int | None) -> Iterator[Finding]:
    """Whoever received or answered an order neither checks nor closes it, nor one person both."""
    who = deed.hand.user_id
    judges = deed.kind in {DeedKind.PASS, DeedKind.RETURN, DeedKind.CLOSE}
    entered = deed.kind is DeedKind.PASS and who in known.entered_by
    if judges and deed.hand.organisation_id == owner_id:
        yield Finding(
            "order.own_order",
            f"责任单位不能给自己的事项“{deed.kind.word}”，须由交办单位另派人办理。{_NOTHING}",
        )
    elif judges and (who in known.answered_by or entered):
        yield Finding(
            "order.own_answer",
            f"您经手过这件事项的反馈，“{deed.kind.word}”须由另一人办理。{_NOTHING}",
        )
    if deed.kind is DeedKind.CLOSE and who == known.checked_by:
        yield Finding(
            "order.own_check",
            "核查是您做的，销号须由另一人复核后办理，例如请负责人销号。" + _NOTHING,
        )
    decides = deed.kind in {DeedKind.EXTEND, DeedKind.REFUSE_EXTENSION}
    if decides and known.asked is not None and known.asked.hand.user_id == who:
        yield Finding("order.own_request", f"延期是您申请的，须由交办单位另一人决定。{_NOTHING}")


def _words(deed: Deed) -> Iterator[Finding]:
    if deed.kind in REASONED and not deed.words.strip():
        yield Finding(
            "order.no_words",
            f"“{deed.kind.word}”没有写明情况或理由，例如“2个小区已于11月20日进场施工”。{_NOTHING}",
        )


def _days(deed: Deed, known: OrderStanding, last: date) -> Iterator[Finding]:
    if deed.on < last:
        yield Finding(
            "order.before_the_last",
            f"日期{deed.on:%Y-%m-%d}早于上一个动作的{last:%Y-%m-%d}，办理记录不能倒填。{_NOTHING}",
        )
    if deed.kind in {DeedKind.EXTEND, DeedKind.ASK_EXTENSION}:
        if deed.due_on is None or (known.due_on is not None and deed.due_on <= known.due_on):
            told = "没有期限" if known.due_on is None else f"现在的期限是{known.due_on:%Y-%m-%d}"
            yield Finding(
                "order.not_later",
                f"延期须写一个更晚的期限；{told}。{_NOTHING}",
            )
    elif deed.due_on is not None and deed.due_on < deed.on:
        yield Finding(
            "order.due_in_the_past",
            f"期限{deed.due_on:%Y-%m-%d}早于办理当天{deed.on:%Y-%m-%d}，请改写期限。{_NOTHING}",
        )
