"""The register as it stood at a horizon (台账)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.divisions import Level
from jiugai.domain.quantities import square_metres, yuan
from jiugai.domain.registry.ledger import Column, Value
from jiugai.domain.registry.plan import KnownCard
from jiugai.services.facts import Horizon, remembered
from jiugai.services.reach import reading_city_wide
from jiugai.services.registry.settled import stood_for
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.divisions.queries import DivisionRow, NoSuchDivision
from jiugai.storage.registry import queries
from jiugai.storage.registry.queries import Card, NoSuchCommunity

__all__ = [
    "Card",
    "CountyTree",
    "NoSuchCommunity",
    "NoSuchDivision",
    "cards",
    "counties",
    "county",
    "known_cards",
    "ledger_values",
    "records",
    "stood_for",
    "tree",
]


@remembered
def records(horizon: Horizon) -> tuple[Card, ...]:
    """Return every card on file at a horizon, those of records that stand down as well."""
    return queries.register(last_seq=horizon.last_seq, on_day=horizon.as_of)


@remembered
def cards(horizon: Horizon) -> tuple[Card, ...]:
    """Return every community's card at a horizon, each community once: what is counted."""
    down = stood_for(horizon)
    return tuple(card for card in records(horizon) if card.id not in down)


def counties(horizon: Horizon) -> Mapping[int, DivisionRow]:
    """Return the counties in which there are records, and their neighbours in the same city."""
    with reading_city_wide("what a county is called is public"):
        return _counties(horizon)


@remembered
def _counties(horizon: Horizon) -> Mapping[int, DivisionRow]:
    ids = {card.county_id for card in records(horizon)}
    found = divisions.with_siblings(ids, day=horizon.as_of, last_seq=horizon.last_seq)
    return {each.id: each for each in found}


def county(code: str, *, day: date) -> DivisionRow:
    """Return a county, or a local unit of its rank, by its code.

    :raises NoSuchDivision: if there is none, or if the code is that of another level.
    """
    found = divisions.by_code(code, day=day)
    if found.level is not Level.COUNTY:
        raise NoSuchDivision(code)
    return found


@dataclass(frozen=True, slots=True)
class CountyTree:
    """A county's streets and neighborhoods as they stood on a day, to be looked up by name."""

    county: DivisionRow
    streets: Mapping[str, DivisionRow]
    neighborhoods: Mapping[tuple[int, str], DivisionRow]

    def division_id(self, street: str, neighborhood: str) -> int:
        """Return where a row belongs; a name that the tree lacks leaves it at the level above."""
        found_street = self.streets.get(street)
        if found_street is None:
            return self.county.id
        found = self.neighborhoods.get((found_street.id, _short(neighborhood)))
        return found.id if found else found_street.id


def tree(county_row: DivisionRow, *, day: date) -> CountyTree:
    """Return a county's tree as it stood on a day."""
    below = divisions.below(county_row.id, day=day)
    streets = {row.name: row for row in below if row.level is Level.SUBDISTRICT}
    return CountyTree(
        county=county_row,
        streets=streets,
        neighborhoods={
            (row.parent_id or 0, _short(row.name)): row
            for row in below
            if row.level is Level.NEIGHBORHOOD
        },
    )


def _short(neighborhood: str) -> str:
    return neighborhood.removesuffix("居委会").removesuffix("村委会").removesuffix("社区")


def known_cards(
    found: Iterable[Card], down: Mapping[int, int] | None = None
) -> tuple[KnownCard, ...]:
    """Return cards in the terms in which a ledger speaks of them.

    :param down: which records stand down, and for which; one that is not among the cards lies in
      another county.
    """
    by_id = {card.id: card for card in found}

    def known(card: Card) -> KnownCard:
        number, called = "", ""
        if down and card.id in down:
            stands = by_id.get(down[card.id])
            number, called = (
                (stands.public_id, stands.name) if stands else ("-", "外县区的一个小区")
            )
        values = ledger_values(card)
        return KnownCard(card.id, card.public_id, card.version_id, values, number, called)

    return tuple(known(card) for card in by_id.values())


def ledger_values(card: Card) -> dict[Column, Value | None]:
    """Return what a card says, by the columns of a ledger."""
    return {
        Column.NAME: card.name,
        Column.STREET: card.street,
        Column.NEIGHBORHOOD: card.neighborhood,
        Column.ADDRESS: card.address,
        Column.BUILT_YEAR: card.built_year,
        Column.BUILDINGS: card.buildings,
        Column.ENTRANCES: card.entrances,
        Column.HOUSEHOLDS: card.households,
        Column.FLOOR_AREA: None if card.area_dm2 is None else square_metres(card.area_dm2),
        Column.INVESTMENT: None if card.investment_fen is None else yuan(card.investment_fen),
        Column.STRUCTURE: card.structure,
        Column.STOREYS: card.storeys,
        Column.TENURE: card.tenure,
        Column.PROPERTY_MANAGEMENT: card.property_management,
        Column.EXCLUSION: card.exclusion,
    }
