"""The doubts that a post may see, and one of them with all that was done (疑点台)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from jiugai.domain.calendar import Month
from jiugai.domain.law import NATION, rules_in_force
from jiugai.domain.reporting.checks.catalogue import CHECKS
from jiugai.domain.reporting.checks.check import Check
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.domain.reporting.doubts.answers import (
    DoubtDeedKind,
    DoubtStanding,
    DoubtState,
    Raised,
    Ruling,
    doubt_standing,
    lets_pass,
)
from jiugai.domain.reporting.submission.stages import submission_standing
from jiugai.exchange.reporting_policy import hearing_rules
from jiugai.services.actor import Actor, Power, require, why_another_hand
from jiugai.services.facts import Horizon, horizon
from jiugai.services.registry.register import counties
from jiugai.storage.reporting import doubts, submissions
from jiugai.storage.reporting.doubts import DoubtDeedRow, DoubtRow, ExaminationRow

__all__ = [
    "DoubtCard",
    "DoubtDeedRow",
    "DoubtList",
    "DoubtPage",
    "DoubtRow",
    "ExaminationRow",
    "NoSuchDoubt",
    "days_to_be_heard",
    "doubts_of_return",
    "doubts_on_file",
    "page",
]

_CHECK = {check.code: check for check in CHECKS}


class NoSuchDoubt(LookupError):
    """No such doubt within the officer's scope; absent and foreign look the same."""


@dataclass(frozen=True, slots=True)
class DoubtCard:
    """A doubt as lists show it (疑点).

    Attributes:
      check: the check as it is today; None if it is no longer asked.
      holds_back: while it is so, the return cannot be sent.
    """

    row: DoubtRow
    county: str
    standing: DoubtStanding
    check: Check | None

    @property
    def holds_back(self) -> bool:
        return self.row.stands and not lets_pass(self.row.answer, self.standing)

    @property
    def title(self) -> str:
        return self.check.title if self.check else self.row.check


@dataclass(frozen=True, slots=True)
class DoubtList:
    """Doubts as asked for, with how many there are of each kind (疑点清单).

    Attributes:
      cards: those that were asked for.
      by_ruling: of all in sight, how many the city found to be what: the only real precision.
    """

    cards: tuple[DoubtCard, ...]
    total: int
    open: int
    by_ruling: Mapping[Ruling, int] = field(default_factory=dict)
    months: tuple[Month, ...] = ()
    counties: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DoubtPage:
    """One doubt with what the officer may do about it (疑点).

    Attributes:
      mine: what the officer at the desk may do now.
      hear_days: for how many days it cannot be upheld unheard.
      why_not: why he is not to rule though his post may; empty if he may.
    """

    card: DoubtCard
    raised: Raised
    mine: tuple[DoubtDeedKind, ...]
    hear_days: int
    why_not: str = ""


def doubts_on_file(
    *,
    actor: Actor,
    today: date,
    month: Month | None = None,
    county_id: int | None = None,
    answer: Answer | None = None,
    state: DoubtState | None = None,
    ruling: Ruling | None = None,
    asked: Horizon | None = None,
) -> DoubtList:
    """Return the doubts in the actor's sight, narrowed as asked.

    :param today: doubts raised later are not known yet.
    :param asked: the horizon of that day, where a caller has it.
    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    if actor.scope.divisions is not None:
        return DoubtList((), 0, 0)
    found = _cards(doubts.doubts(), asked or horizon(today))
    every = [
        card for card in found if actor.scope.covers(card.row.county_id) and card.row.on <= today
    ]
    chosen = [
        card
        for card in every
        if month in {None, card.row.month}
        and county_id in {None, card.row.county_id}
        and answer in {None, card.row.answer}
        and state in {None, card.standing.state}
        and ruling in {None, card.standing.ruling}
    ]
    ruled = Counter(card.standing.ruling for card in every if card.standing.ruling)
    return DoubtList(
        cards=tuple(chosen),
        total=len(every),
        open=sum(_is_open(card) for card in every),
        by_ruling={ruling: ruled[ruling] for ruling in Ruling if ruled[ruling]},
        months=tuple(sorted({card.row.month for card in every}, reverse=True)),
        counties={card.row.county_id: card.county for card in every},
    )


def doubts_of_return(
    month: Month, county_id: int, *, actor: Actor, today: date
) -> tuple[tuple[DoubtCard, ...], ExaminationRow | None]:
    """Return the doubts of a county's month, and when it was last examined.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    if actor.scope.divisions is not None or not actor.scope.covers(county_id):
        return (), None
    found = _cards(doubts.doubts(month=month, county_ids=[county_id]), horizon(today))
    return tuple(found), doubts.last_examinations(month, county_ids=[county_id]).get(county_id)


def page(doubt_id: int, *, actor: Actor, today: date) -> DoubtPage:
    """Return one doubt.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchDoubt: if there is none, or it lies outside the actor's scope.
    """
    require(actor, Power.SEE)
    found = [
        card
        for card in _cards(doubts.doubts(doubt_id=doubt_id), horizon(today))
        if actor.scope.divisions is None and actor.scope.covers(card.row.county_id)
    ]
    if not found:
        raise NoSuchDoubt(doubt_id)
    (card,) = found
    raised = _raised(card.row)
    return DoubtPage(
        card=card,
        raised=raised,
        mine=_may(card, raised, actor),
        hear_days=days_to_be_heard(today),
        why_not=_why_not(card, raised, actor),
    )


def days_to_be_heard(on: date) -> int:
    """Return for how many days a county is waited for before it is found against unheard."""
    return rules_in_force(hearing_rules(), NATION, on)[0].days


def _raised(row: DoubtRow) -> Raised:
    moves = submissions.moves(row.month, county_ids=[row.county_id])
    return Raised(
        answer=row.answer,
        on=row.on,
        stands=row.stands,
        of_project=row.project_id is not None,
        reported_by=submission_standing(move.move for move in moves).sent_by,
    )


def _may(card: DoubtCard, raised: Raised, actor: Actor) -> tuple[DoubtDeedKind, ...]:
    """Return what an officer may do: the county explains what stands, another hand rules."""
    kinds = []
    if Power.SUBMIT_RETURN in actor.powers and raised.stands:
        kinds.append(DoubtDeedKind.EXPLAIN)
    if Power.ACCEPT_RETURN in actor.powers and not _why_not(card, raised, actor):
        kinds.append(DoubtDeedKind.RULE)
    return tuple(kinds)


def _why_not(card: DoubtCard, raised: Raised, actor: Actor) -> str:
    """Say why an officer whose post rules on doubts is not the one for this; empty if he is."""
    if Power.ACCEPT_RETURN not in actor.powers:
        return ""
    reporter = () if raised.reported_by is None else (raised.reported_by,)
    by = f"有“{Power.ACCEPT_RETURN.title}”职权的另一人"
    return why_another_hand(actor, {*card.standing.explained_by, *reporter}, by=by)


def _is_open(card: DoubtCard) -> bool:
    return card.row.stands and card.standing.state is not DoubtState.RULED


def _cards(found: Iterable[DoubtRow], asked: Horizon) -> list[DoubtCard]:
    names = counties(asked)
    return [
        DoubtCard(
            row,
            names[row.county_id].name if row.county_id in names else "未知县区",
            doubt_standing(row.done),
            _CHECK.get(row.check),
        )
        for row in found
    ]
