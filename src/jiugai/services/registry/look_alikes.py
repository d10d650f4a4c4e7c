"""Records that look alike, across the counties and within one (重名核对): proposed, never merged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jiugai.domain.divisions import LOCAL_UNIT
from jiugai.domain.quantities import square_metres
from jiugai.domain.registry.duplicates import Entry, Pair, compare, every_pair
from jiugai.domain.registry.names import key
from jiugai.domain.registry.pairing import Settlement, open_pairs, settle
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, remembered
from jiugai.services.reach import reading_city_wide
from jiugai.services.registry.register import counties, records
from jiugai.services.registry.settled import PairingRow, decided, decision_of, said_of
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.registry.queries import Card

__all__ = [
    "PAGE",
    "STATES",
    "Filter",
    "LookAlike",
    "LookAlikePage",
    "NoSuchPair",
    "Side",
    "entry_of_card",
    "look_alike",
    "look_alikes",
    "of_community",
    "open_count",
    "to_decide",
]

PAGE = 20
OPEN, SAME, APART = "open", "same", "apart"
STATES = (OPEN, SAME, APART)
_TWO_COUNTIES = "a pair may lie in two counties; what an officer may not see of it is not shown"


class NoSuchPair(LookupError):
    """No such pair that touches the officer's scope; absent and foreign look the same."""


@dataclass(frozen=True, slots=True)
class Side:
    """One record of a pair (一侧).

    Attributes:
      is_seen: whether it lies within the officer's scope; of another only the county is told.
      stands_down_for: the name under which it is counted, where it is not counted by itself.
    """

    card: Card
    county: str
    is_seen: bool
    stands_down_for: str = ""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two records that may be one community, and what was said of them (疑似重复的两条).

    Attributes:
      first, second: the record with the lower id first.
      pair: why they look alike; None where they no longer do.
      state: ``open`` to be decided, ``same`` one community, ``apart`` two.
      decision: the one that stands; of an open pair, one that a new name has overtaken.
      said: every decision on this pair, oldest first.
    """

    first: Side
    second: Side
    pair: Pair | None
    state: str
    decision: PairingRow | None = None
    said: tuple[PairingRow, ...] = ()

    @property
    def sides(self) -> tuple[Side, Side]:
        """Return both records."""
        return self.first, self.second

    @property
    def is_whole(self) -> bool:
        """Say whether the officer may see both records."""
        return self.first.is_seen and self.second.is_seen

    @property
    def seen(self) -> str:
        """Return what names this very state, so that nobody decides on what has changed since."""
        last = self.decision.id if self.decision else 0
        return f"{self.first.card.version_id}-{self.second.card.version_id}-{last}"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of pairs is narrowed to (筛选条件); empty means no narrowing."""

    state: str = OPEN
    county_id: int | None = None
    reach: str = ""  # "within" one county, "across" two
    name: str = ""

    def admits(self, found: LookAlike) -> bool:
        """Say whether a pair of the wanted state passes."""
        cards = [side.card for side in found.sides]
        if self.county_id is not None and self.county_id not in {c.county_id for c in cards}:
            return False
        if self.reach and (self.reach == "across") != (cards[0].county_id != cards[1].county_id):
            return False
        wanted = self.name.strip()
        return not wanted or any(
            side.is_seen and (wanted in side.card.name or key(wanted) in side.card.name_key)
            for side in found.sides
        )


@dataclass(frozen=True, slots=True)
class LookAlikePage:
    """One page of the pairs, with how many there are of each state (核对页)."""

    found: tuple[LookAlike, ...]
    page: int
    pages: int
    count: int
    by_state: Mapping[str, int]


def entry_of_card(card: Card, places: Mapping[int, DivisionRow]) -> Entry:
    """Return what is compared of a community on file; ``ref`` is its id."""
    county = places.get(card.county_id)
    return Entry(
        ref=card.id,
        name=card.name,
        county=str(card.county_id),
        street=card.street,
        built_year=card.built_year,
        buildings=card.buildings,
        households=card.households,
        floor_area=None if card.area_dm2 is None else square_metres(card.area_dm2),
        address=card.address,
        is_carved_out=county is not None and bool(LOCAL_UNIT.fullmatch(county.code)),
        key=card.name_key,
    )


@dataclass(frozen=True, slots=True)
class _Register:
    """The whole city's records as they are compared, and what was decided of them."""

    cards: Mapping[int, Card]
    ids: Mapping[str, int]
    counties: Mapping[int, DivisionRow]
    open: Mapping[tuple[int, int], Pair]
    decided: Mapping[tuple[int, int], PairingRow]
    said: Mapping[tuple[int, int], tuple[PairingRow, ...]]
    settled: Settlement

    def state_of(self, places: tuple[int, int]) -> str:
        if places in self.open:
            return OPEN
        return (
            SAME if self.settled.standing(places[0]) == self.settled.standing(places[1]) else APART
        )


def _register(asked: Horizon) -> _Register:
    with reading_city_wide(_TWO_COUNTIES):
        return _compared(asked)


@remembered
def _compared(asked: Horizon) -> _Register:
    cards = {card.id: card for card in sorted(records(asked), key=lambda card: card.id)}
    places = counties(asked)
    standing = {row.places: row for row in decided(asked)}
    settled = settle(
        [decision_of(row) for row in standing.values()],
        {card.id: card.name_key for card in cards.values()},
    )
    proposed = _proposed(tuple(entry_of_card(card, places) for card in cards.values()))
    return _Register(
        cards=cards,
        ids={card.public_id: card.id for card in cards.values()},
        counties=places,
        open=open_pairs(proposed, settled),
        decided=standing,
        said=said_of(asked),
        settled=settled,
    )


@lru_cache(maxsize=2)
def _proposed(entries: tuple[Entry, ...]) -> list[Pair]:
    """Compare the register once for all stamps that leave its cards as they are."""
    return every_pair(entries)


def look_alikes(asked: Horizon, narrowed: Filter, *, page: int, actor: Actor) -> LookAlikePage:
    """Return one page of the pairs that touch the officer's scope, the likeliest first.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    register = _register(asked)
    every = {
        state: [
            found
            for places in _of_state(register, state)
            if (found := _shown(register, places, actor)) is not None
        ]
        for state in STATES
    }
    wanted = [found for found in every.get(narrowed.state, []) if narrowed.admits(found)]
    wanted.sort(key=_ORDER[narrowed.state])
    pages = max(1, -(-len(wanted) // PAGE))
    page = min(max(1, page), pages)
    return LookAlikePage(
        found=tuple(wanted[(page - 1) * PAGE : page * PAGE]),
        page=page,
        pages=pages,
        count=len(wanted),
        by_state={state: len(found) for state, found in every.items()},
    )


def open_count(asked: Horizon, *, actor: Actor) -> int:
    """Return how many pairs that touch the officer's scope are to be decided.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    register = _register(asked)
    return sum(_shown(register, places, actor) is not None for places in register.open)


def to_decide(asked: Horizon, *, actor: Actor) -> int:
    """Return how many open pairs the officer may decide: those whose both sides he may see.

    :raises NotAllowed: if the actor may not decide on pairs.
    """
    require(actor, Power.MATCH_RECORDS)
    register = _register(asked)
    found = (_shown(register, places, actor) for places in register.open)
    return sum(each is not None and each.is_whole for each in found)


def look_alike(first: str, second: str, asked: Horizon, *, actor: Actor) -> LookAlike:
    """Return the pair of two communities, by their public ids, if it is proposed or decided.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchPair: if there is none such that touches the actor's scope.
    """
    require(actor, Power.SEE)
    register = _register(asked)
    if first not in register.ids or second not in register.ids:
        raise NoSuchPair(f"{first} {second}")
    low, high = sorted((register.ids[first], register.ids[second]))
    found = _shown(register, (low, high), actor)
    if found is None or ((low, high) not in register.open and not found.said):
        raise NoSuchPair(f"{first} {second}")
    return found


def of_community(public_id: str, asked: Horizon, *, actor: Actor) -> tuple[LookAlike, ...]:
    """Return the pairs of a community that are to be decided, or were found to be one.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    register = _register(asked)
    mine = register.ids.get(public_id, 0)
    found = [
        _shown(register, places, actor)
        for state in (SAME, OPEN)
        for places in _of_state(register, state)
        if mine in places
    ]
    return tuple(each for each in found if each is not None)


def _of_state(register: _Register, state: str) -> list[tuple[int, int]]:
    if state == OPEN:
        return list(register.open)
    return [places for places in register.decided if register.state_of(places) == state]


def _shown(register: _Register, places: tuple[int, int], actor: Actor) -> LookAlike | None:
    """Return a pair as an officer may see it; None if it does not touch what he may see."""
    cards = [register.cards.get(place) for place in places]
    sides = [_side(register, card, actor) for card in cards if card is not None]
    if len(sides) < 2 or not any(side.is_seen for side in sides):
        return None
    pair = register.open.get(places)
    if pair is None:
        first, second = (entry_of_card(side.card, register.counties) for side in sides)
        pair = compare(first, second)
    return LookAlike(
        first=sides[0],
        second=sides[1],
        pair=pair,
        state=register.state_of(places),
        decision=register.decided.get(places),
        said=register.said.get(places, ()),
    )


def _side(register: _Register, card: Card, actor: Actor) -> Side:
    county = register.counties.get(card.county_id)
    return Side(
        card=card,
        county=county.name if county else "未知县区",
        is_seen=actor.scope.covers(card.county_id, card.division_id),
        stands_down_for=_counted_as(register, card, actor),
    )


def _counted_as(register: _Register, card: Card, actor: Actor) -> str:
    stands = register.cards.get(register.settled.standing(card.id), card)
    if stands is card:
        return ""
    if actor.scope.covers(stands.county_id, stands.division_id):
        return stands.name
    county = register.counties.get(stands.county_id)
    return f"{county.name if county else '外县区'}的一个小区"


def _likeliest(found: LookAlike) -> tuple[object, ...]:
    pair = found.pair
    strength = (-len(pair.alike), -pair.likeness) if pair else (0, 0.0)
    return (*strength, found.first.card.county_id, found.first.card.name, found.first.card.id)


def _latest(found: LookAlike) -> tuple[object, ...]:
    return (-found.said[-1].seq, found.first.card.id)


_ORDER: Mapping[str, Callable[[LookAlike], tuple[object, ...]]] = {
    OPEN: _likeliest,
    SAME: _latest,
    APART: _latest,
}
