"""Duties about doubts (疑点待办): the county explains, another hand finds."""

from collections.abc import Iterator
from datetime import date, timedelta

from jiugai.domain.reporting.doubts.answers import DoubtState
from jiugai.domain.today import Duty
from jiugai.services.actor import Power
from jiugai.services.reporting.doubts import desk
from jiugai.services.reporting.doubts.desk import DoubtCard
from jiugai.services.today.asked import Asked


def doubts_to_answer(asked: Asked) -> Iterator[Duty]:
    """Yield the doubts that the county is to explain, and those that the city is to find upon."""
    explains, rules = asked.may(Power.SUBMIT_RETURN), asked.may(Power.ACCEPT_RETURN)
    if not (explains or rules):
        return
    cards = desk.doubts_on_file(actor=asked.actor, today=asked.today, asked=asked.horizon).cards
    if explains:
        yield from _to_explain([card for card in cards if _is_open(card)], asked.today)
    if rules:
        yield from _to_rule([card for card in cards if _is_heard(card, asked.actor.hands)])


def _is_open(card: DoubtCard) -> bool:
    return card.row.stands and card.standing.state is DoubtState.OPEN


def _is_heard(card: DoubtCard, hands: frozenset[int]) -> bool:
    is_own = not hands.isdisjoint(card.standing.explained_by)
    return card.standing.state is DoubtState.EXPLAINED and not is_own


def _to_explain(cards: list[DoubtCard], today: date) -> Iterator[Duty]:
    if not cards:
        return
    holding = sum(card.holds_back for card in cards)
    first = min(card.row.on for card in cards)
    yield Duty(
        f"{len(cards)} 条疑点等您说明。",
        "reporting:doubts",
        query=f"state={DoubtState.OPEN.value}",
        due_on=first + timedelta(days=desk.days_to_be_heard(today)),
        more=f"其中 {holding} 条不改正、不说明就报送不了。" if holding else "",
    )


def _to_rule(cards: list[DoubtCard]) -> Iterator[Duty]:
    if cards:
        yield Duty(
            f"{len(cards)} 条疑点县区已经说明，等您认定。",
            "reporting:doubts",
            query=f"state={DoubtState.EXPLAINED.value}",
        )
