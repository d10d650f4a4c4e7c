"""A county's receipts on its own screen (县区回执): what it filed, and the proof that it is sealed.

A county that keeps its receipts is a witness: with them nobody can rewrite what it filed unseen.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from jiugai.domain.divisions import Level
from jiugai.domain.sealing.tree import is_included, leaf_hash
from jiugai.exchange.trace_files import Printed, Receipt
from jiugai.services.accounts import city_served
from jiugai.services.actor import Actor, Power, require
from jiugai.services.audit import papers
from jiugai.services.audit.papers import Receipts
from jiugai.services.facts import Horizon
from jiugai.services.reach import reading_city_wide
from jiugai.storage.audit import seal_queries, watch
from jiugai.storage.audit.seal_queries import CheckpointRow, FilingRow
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.divisions.queries import DivisionRow

__all__ = [
    "FilingList",
    "FilingRow",
    "NoSuchReceipt",
    "ReceiptPage",
    "counties_seen",
    "filings_of",
    "receipt",
    "receipts_file",
]


_CITY = ZoneInfo("Asia/Shanghai")
_REASON = "核对一次报送的每一行要比对全部各表；交出去的只有一句结论"


class NoSuchReceipt(LookupError):
    """No such county within the actor's sight, or it filed nothing under that number."""


@dataclass(frozen=True, slots=True)
class FilingList:
    """A county's filings with the last seal (县区报送与封存).

    Attributes:
      filings: those of the day asked about and before, the newest first.
      later: how many came after it.
    """

    county: DivisionRow
    filings: tuple[FilingRow, ...]
    sealed: CheckpointRow
    later: int = 0

    @property
    def waiting(self) -> int:
        """Return how many are not sealed yet."""
        return sum(one.number is None for one in self.filings)


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """One filing with its proof (回执页).

    Attributes:
      event: what was sealed of it, as JSON says it.
      leads: the event leads by its proof to the root that was sealed last.
      stands: what the filing wrote stands in the tables as it was sealed; None if nobody can tell.
      printed: the roots of closes, for their bulletins to print, that already hold it, each a beginning of the tree.
    """

    county: DivisionRow
    receipt: Receipt
    event: dict[str, Any]
    size: int
    root: bytes
    leads: bool
    stands: bool | None
    printed: tuple[Printed, ...]

    @property
    def agrees(self) -> bool:
        """Say whether nothing was found to be touched."""
        return self.leads and self.stands is not False


def counties_seen(*, actor: Actor, today: date) -> tuple[DivisionRow, ...]:
    """Return the counties whose receipts an officer may see, by code.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    city = city_served(day=today)
    known = divisions.children(city.id, day=today) if city else ()
    return tuple(one for one in known if actor.scope.covers(one.id))


def filings_of(county_id: int, *, actor: Actor, asked: Horizon) -> FilingList:
    """Return what a county filed by the day asked about, the newest first, and what is sealed.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchReceipt: if the county is not within sight.
    """
    require(actor, Power.SEE)
    county = _county(county_id, actor, asked.as_of)
    found = seal_queries.filings(county_id)
    by_then = tuple(one for one in found if _is_by(one, asked))
    later = len(found) - len(by_then)
    return FilingList(county, by_then, seal_queries.last_checkpoint(), later)


def _is_by(filing: FilingRow, asked: Horizon) -> bool:
    day = filing.recorded_at.astimezone(_CITY).date()
    return filing.seq <= asked.last_seq and day <= asked.as_of


def receipt(county_id: int, seq: int, *, actor: Actor, today: date) -> ReceiptPage:
    """Return one filing's receipt, checked against the seal that stands and against the tables.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchReceipt: if the county is not within sight, or has no sealed filing so numbered.
    """
    require(actor, Power.SEE)
    county = _county(county_id, actor, today)
    with watch.one_moment():
        last = seal_queries.last_checkpoint()
        found = papers.receipts_of(county, today=today, size=last.size)
        one = next((each for each in found.receipts if each.seq == seq), None)
        if one is None:
            raise NoSuchReceipt(f"{county_id} {seq}")
        with reading_city_wide(_REASON):
            stands = watch.is_act_as_sealed(seal_queries.leaves_of([seq])[seq])
    leads = is_included(leaf_hash(one.event.encode()), one.index, last.size, one.proof, last.root)
    return ReceiptPage(
        county=county,
        receipt=one,
        event=json.loads(one.event),
        size=last.size,
        root=last.root,
        leads=leads and (last.size, last.root) == (found.checkpoint.size, found.checkpoint.root),
        stands=stands,
        printed=tuple(each for each in found.printed if each.size > one.index),
    )


def receipts_file(county_id: int, *, actor: Actor, today: date) -> Receipts:
    """Return all sealed receipts of a county, as the stand-alone verifier takes them.

    :raises NotAllowed: if the actor may see no records.
    :raises NoSuchReceipt: if the county is not within sight.
    """
    require(actor, Power.SEE)
    county = _county(county_id, actor, today)
    with watch.one_moment():
        size = seal_queries.last_checkpoint().size
        return papers.receipts_of(county, today=today, size=size)


def _county(county_id: int, actor: Actor, today: date) -> DivisionRow:
    if not actor.scope.covers(county_id):
        raise NoSuchReceipt(str(county_id))
    try:
        county = divisions.by_id(county_id, day=today)
    except divisions.NoSuchDivision as error:
        raise NoSuchReceipt(str(county_id)) from error
    if county.level is not Level.COUNTY:
        raise NoSuchReceipt(str(county_id))
    return county
