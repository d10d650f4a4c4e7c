"""What hangs on the two records of a pair (牵涉的批次与认定), so that whoever decides knows it."""

from dataclasses import dataclass

from jiugai.services.actor import Actor, Power, require
from jiugai.services.eligibility import decisions
from jiugai.services.facts import Horizon
from jiugai.services.registry.look_alikes import LookAlike
from jiugai.services.reporting.board import board
from jiugai.storage.registry.queries import Card


@dataclass(frozen=True, slots=True)
class Stake:
    """What hangs on one record (一侧的牵涉).

    Attributes:
      years: the cohorts in which it has sites of its own.
      has_verdict: whether its eligibility was decided.
    """

    card: Card
    years: tuple[int, ...]
    has_verdict: bool


def stakes(found: LookAlike, asked: Horizon, *, actor: Actor) -> tuple[Stake, ...]:
    """Return what hangs on each record of a pair that the officer may see.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    city, decided = board(asked), decisions(asked)
    years: dict[int, set[int]] = {}
    for site in city.sites.values():
        years.setdefault(site.site.community_id, set()).update(site.years)
    return tuple(
        Stake(
            card=side.card,
            years=tuple(sorted(years.get(side.card.id, ()))),
            has_verdict=side.card.id in decided,
        )
        for side in found.sides
        if side.is_seen
    )
