"""The register as a cohort's plan is matched to it (计划对照名录)."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiugai.domain.registry.matching import Directory, Known, directory
from jiugai.services.facts import Horizon
from jiugai.services.registry.register import records, stood_for
from jiugai.storage.programme import queries
from jiugai.storage.registry.queries import Card


@dataclass(frozen=True, slots=True)
class PlanRegister:
    """The records that a plan may speak of (计划对照名录).

    Attributes:
      stood_for: which records stand down, and for which.
      with_sites: the records of which there are sites already; they keep them.
    """

    cards: Mapping[int, Card]
    directory: Directory
    stood_for: Mapping[int, int]
    with_sites: frozenset[int]

    def community(self, record: int) -> int:
        """Return the record under which a community is counted."""
        return self.stood_for.get(record, record)

    def meant(self, found: Known) -> Card:
        """Return the record whose site a line speaks of: the one that is counted, if it may."""
        stands = self.cards.get(found.community)
        if found.id in self.with_sites or stands is None or stands.county_id != found.county_id:
            return self.cards[found.id]
        return stands


def plan_register(asked: Horizon) -> PlanRegister:
    """Return the register as plans are matched to it at a horizon."""
    down = stood_for(asked)
    found = {card.id: card for card in records(asked)}
    return PlanRegister(
        cards=found,
        directory=directory(
            Known(card.id, card.county_id, card.name, card.street, down.get(card.id))
            for card in found.values()
        ),
        stood_for=down,
        with_sites=frozenset(s.community_id for s in queries.sites(last_seq=asked.last_seq)),
    )
