"""Duties about orders (督办待办)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from jiugai.domain.supervision.orders.deeds import OWNERS_DEEDS, DeedKind
from jiugai.domain.today import Duty
from jiugai.services.actor import Power
from jiugai.services.supervision.orders import desk
from jiugai.services.supervision.orders.desk import LEADING, OrderCard
from jiugai.services.today.asked import Asked

_ONE_BY_ONE = 3
_SHOWN = 40


def orders_to_see_to(asked: Asked) -> Iterator[Duty]:
    """Yield the orders whose next link is the officer's, and those overdue with somebody else."""
    if not (asked.may(Power.ISSUE_ORDER) or asked.may(Power.ANSWER_ORDER)):
        return
    cards = desk.orders(actor=asked.actor, today=asked.today, asked=asked.horizon).cards
    yield from _to_lead_on(card for card in cards if card.waits_for_me)
    yield from _to_chase([c for c in cards if c.days_late and DeedKind.CHASE in c.mine])


def _to_lead_on(found: Iterable[OrderCard]) -> Iterator[Duty]:
    """Yield a few orders one by one, and many of one kind together."""
    waiting: dict[tuple[DeedKind, bool], list[OrderCard]] = defaultdict(list)
    for card in found:
        kind = next(kind for kind in card.mine if kind in LEADING)
        waiting[kind, kind in OWNERS_DEEDS and card.row.owner_id is None].append(card)
    for (kind, on_behalf), cards in waiting.items():
        word = f"代录{kind.word}" if on_behalf else kind.word
        if len(cards) <= _ONE_BY_ONE:
            yield from (_one(card, kind, word) for card in cards)
        else:
            yield _many(cards, kind, word)


def _one(card: OrderCard, kind: DeedKind, word: str) -> Duty:
    return Duty(
        f"{card.label}等您{word}：{_short(card.row.demand)}",
        "supervision:order",
        {"public_id": card.row.public_id},
        due_on=card.standing.due_on if kind in OWNERS_DEEDS else None,
        more=""
        if word == kind.word and kind in OWNERS_DEEDS
        else f"责任单位：{card.row.owner_name}",
    )


def _many(cards: list[OrderCard], kind: DeedKind, word: str) -> Duty:
    days = [card.standing.due_on for card in cards if card.standing.due_on is not None]
    state = cards[0].standing.state.value
    return Duty(
        f"{len(cards)} 件督办事项等您{word}。",
        "supervision:orders",
        query=f"view=list&mine=1&state={state}",
        due_on=min(days, default=None) if kind in OWNERS_DEEDS else None,
        more=f"最急的是：{_short(cards[0].row.demand)}",
    )


def _to_chase(late: list[OrderCard]) -> Iterator[Duty]:
    if late:
        yield Duty(
            f"{len(late)} 件督办事项责任单位逾期未办，最久的逾期 "
            f"{max(card.days_late for card in late)} 天，请看是否催办。",
            "supervision:orders",
            query="view=list&late=1",
        )


def _short(demand: str) -> str:
    return demand if len(demand) <= _SHOWN else f"{demand[: _SHOWN - 1]}…"
