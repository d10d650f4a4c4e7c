"""What was decided of records that look alike, at a horizon (核对结论)."""

from collections.abc import Mapping

from jiugai.domain import facts
from jiugai.domain.registry.pairing import PairDecision, settle, standing_down
from jiugai.services.facts import Horizon, remembered
from jiugai.services.reach import reading_city_wide
from jiugai.storage.registry import pairings
from jiugai.storage.registry.pairings import PairingRow

__all__ = ["PairingRow", "decided", "decision_of", "said_of", "stood_for"]

_BOTH_SIDES = "who is counted in whose stead must be the same for either county and for the city"


def said_of(asked: Horizon) -> Mapping[tuple[int, int], tuple[PairingRow, ...]]:
    """Return all that was decided of each pair by a stamp, oldest first, replaced or not."""
    with reading_city_wide(_BOTH_SIDES):
        return _said_of(asked)


@remembered
def _said_of(asked: Horizon) -> Mapping[tuple[int, int], tuple[PairingRow, ...]]:
    found: dict[tuple[int, int], list[PairingRow]] = {}
    for row in pairings.pairings(last_seq=asked.last_seq):
        found.setdefault(row.places, []).append(row)
    return {places: tuple(said) for places, said in found.items()}


def decided(asked: Horizon) -> tuple[PairingRow, ...]:
    """Return the decision that stands for each pair decided, oldest first."""
    every = (row for said in said_of(asked).values() for row in said)
    horizon = facts.Horizon(asked.as_of, asked.last_seq)
    found = facts.latest(facts.standing(every, horizon), lambda row: row.places)
    return tuple(sorted(found.values(), key=lambda row: (row.seq, row.id)))


def decision_of(row: PairingRow) -> PairDecision:
    """Return a decision in the terms of the rules."""
    return PairDecision(row.low, row.high, row.kept, row.low_key, row.high_key)


def stood_for(asked: Horizon) -> Mapping[int, int]:
    """Return which records on file are not counted by themselves, and which is in their stead."""
    with reading_city_wide(_BOTH_SIDES):
        return _stood_for(asked)


@remembered
def _stood_for(asked: Horizon) -> Mapping[int, int]:
    same = [decision_of(row) for row in decided(asked) if row.kept is not None]
    if not same:
        return {}
    members = sorted({place for each in same for place in each.places})
    days = pairings.first_days(members, last_seq=asked.last_seq)
    present = {place for place, day in days.items() if day <= asked.as_of}
    return standing_down(present, settle(same, {}))
