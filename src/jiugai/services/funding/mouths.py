"""A community's scheme against the two upper mouths (财政、发改两个口)."""

from dataclasses import dataclass

from jiugai.domain.funding.source_rules import may_pay
from jiugai.domain.funding.sources import Source
from jiugai.domain.funding.two_mouths import TwoMouths, two_mouths
from jiugai.exchange.funding.source_rules import source_rules
from jiugai.services.actor import Actor
from jiugai.services.facts import Horizon
from jiugai.services.scheme.bills import SchemePage, scheme_of
from jiugai.storage.divisions import queries as divisions

__all__ = ["MouthsPage", "mouths_of"]


@dataclass(frozen=True, slots=True)
class MouthsPage:
    """A community's scheme with what each mouth may pay of it (两口对照页).

    Attributes:
      found: None while there is no bill.
    """

    scheme: SchemePage
    found: TwoMouths | None


def mouths_of(public_id: str, asked: Horizon, *, actor: Actor) -> MouthsPage:
    """Return a community's current bill against the rules of the two mouths on the day asked about.

    :raises NotAllowed: if the actor may not look at communities.
    :raises NoSuchCommunity: if there is none in the actor's scope at that horizon.
    """
    page = scheme_of(public_id, asked, actor=actor)
    if page.current is None:
        return MouthsPage(page, None)
    county = divisions.codes([page.card.county_id], day=asked.as_of).get(page.card.county_id, "")
    rules = source_rules()
    pairs = []
    for line in page.current.lines:
        item = page.catalogue.get(line.item)
        if item is None:
            continue
        treasury, planners = (
            may_pay(fund, item, rules, code=county, on=asked.as_of, reach=line.reach)
            for fund in (Source.CENTRAL_SUBSIDY, Source.CENTRAL_BUDGET_INVESTMENT)
        )
        pairs.append((line, treasury, planners))
    return MouthsPage(page, two_mouths(pairs))
