"""A county's ledger as a workbook to be filled in and sent back (台账模板)."""

from datetime import date

from jiugai.exchange import ledger_template as workbooks
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.services.registry.importing import LedgerFile, county_of
from jiugai.services.registry.register import known_cards, stood_for, tree
from jiugai.storage.registry import queries

__all__ = ["ledger_template"]


def ledger_template(county_code: str, *, actor: Actor, today: date) -> bytes:
    """Return the template of a county: its communities, with the numbers that find them again.

    :raises NotAllowed: if the actor may not import ledgers.
    :raises OutsideScope: if the county is not the actor's.
    """
    require(actor, Power.IMPORT_LEDGER)
    county = county_of(LedgerFile(b"", "", county_code, today.year, today), actor)
    now = horizon(today)
    on_file = queries.register(last_seq=now.last_seq, on_day=today, county_id=county.id)
    return workbooks.write(
        known_cards(card for card in on_file if card.id not in stood_for(now)),
        county_name=county.name,
        county_code=county.code,
        streets=sorted(tree(county, day=today).streets),
    )
