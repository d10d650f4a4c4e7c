"""A ledger's new rows beside what is on file in the whole city (新增行的重名核对)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from jiugai.domain.divisions import LOCAL_UNIT
from jiugai.domain.quantities import DM2_PER_M2
from jiugai.domain.registry.duplicates import Entry, entry_of, pairs_across, sought
from jiugai.domain.registry.plan import ImportPlan, RowPlan
from jiugai.domain.registry.resemblance import OnFile, new_entries, told_of_look_alikes
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.reach import reading_city_wide
from jiugai.services.registry.look_alikes import entry_of_card
from jiugai.services.registry.register import known_cards, stood_for
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.registry import pairings, queries
from jiugai.storage.registry.entries import PairingValues
from jiugai.storage.registry.queries import Card

__all__ = ["told_apart", "with_look_alikes"]

_ELSEWHERE = "a new community may stand in another county's list; the sender is told no more of it"


def with_look_alikes(
    plan: ImportPlan,
    mine: Mapping[int, Card],
    county: DivisionRow,
    asked: Horizon,
    *,
    actor: Actor,
) -> ImportPlan:
    """Return a plan in which each new row says which community on file it looks like.

    :param mine: the county's records, which a row may be said to be.
    :raises NotAllowed: if the actor may not import ledgers.
    """
    require(actor, Power.IMPORT_LEDGER)
    is_carved_out = bool(LOCAL_UNIT.fullmatch(county.code))
    fresh = new_entries(plan, county=str(county.id), is_carved_out=is_carved_out)
    if not fresh:
        return plan
    with reading_city_wide(_ELSEWHERE):
        others = _elsewhere(fresh, county, asked)
    if not others and not mine:
        return plan
    places = {each.id: each for each in _counties(others, county, asked)}
    register = [
        OnFile(entry_of_card(card, places), county.name, known, is_seen=True)
        for card, known in zip(mine.values(), known_cards(mine.values()), strict=True)
    ]
    register += [
        OnFile(
            entry_of_card(card, places),
            places[card.county_id].name,
            None,
            is_seen=actor.scope.covers(card.county_id, card.division_id),
        )
        for card in others
    ]
    return told_of_look_alikes(plan, fresh, register)


def _elsewhere(fresh: Sequence[Entry], county: DivisionRow, asked: Horizon) -> list[Card]:
    """Return the records of other counties that may be paired with new rows, each counted once."""
    for_them = sought(fresh)
    found = queries.elsewhere(
        last_seq=asked.last_seq,
        on_day=asked.as_of,
        county_id=county.id,
        names=for_them.names,
        areas=[
            (homes, whole)
            for homes, area in for_them.areas
            if (whole := int(dm2 := area * DM2_PER_M2)) == dm2
        ],
        figures=for_them.figures,
    )
    down = stood_for(asked)
    return [card for card in found if card.id not in down]


def _counties(
    others: Sequence[Card], county: DivisionRow, asked: Horizon
) -> tuple[DivisionRow, ...]:
    ids = {county.id, *(card.county_id for card in others)}
    return divisions.with_siblings(ids, day=asked.as_of, last_seq=asked.last_seq)


def told_apart(
    going: Sequence[RowPlan],
    communities: Sequence[int],
    mine: Mapping[int, Card],
    *,
    effective_on: date,
    document: str,
) -> list[PairingValues]:
    """Return what the sender of a file said of its new rows: each is a community of its own.

    Nobody need be asked again of a row and of what it looks like in its own county.

    :param going: the rows that were written, and ``communities`` what became of each.
    """
    said = {c: row for row, c in zip(going, communities, strict=True) if row.told_apart}
    if not said:
        return []
    versions = pairings.versions([*communities, *mine])
    fresh = [_entry(row, community) for community, row in said.items()]
    others = [entry_of_card(card, {}) for card in mine.values()]
    others += [
        _entry(row, community)
        for row, community in zip(going, communities, strict=True)
        if row.card is None
    ]
    first_days = {card.id: card.effective_on for card in mine.values()}
    basis = f"导入《{document}》时说明确是两个"[:200]
    found: dict[tuple[int, int], PairingValues] = {}
    for pair in pairs_across(fresh, [replace(one, county="") for one in others]):
        new, other = pair.first.ref, pair.second.ref
        if isinstance(new, int) and isinstance(other, int) and new != other:
            found[min(new, other), max(new, other)] = PairingValues(
                first=new,
                first_version=versions[new],
                second=other,
                second_version=versions[other],
                kept=None,
                effective_on=min(effective_on, first_days.get(other, effective_on)),
                basis=basis,
            )
    return list(found.values())


def _entry(row: RowPlan, community: int) -> Entry:
    return replace(entry_of(row.row, community), county="")
