"""What the rows of a table mean (申报表对照): communities of the register, items of the catalogue, rules of money."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiugai.domain.findings import Finding
from jiugai.domain.funding.batches import UNSPLIT, Mouth
from jiugai.domain.funding.source_rules import MayPay, SourceRule, may_pay
from jiugai.domain.registry.matching import Known
from jiugai.domain.scheme.catalogue import ScopeItem, items_in_force
from jiugai.exchange.funding.batch_table import ToldLine
from jiugai.exchange.funding.source_rules import source_rules
from jiugai.exchange.policy_files import scope_items
from jiugai.services.actor import Actor
from jiugai.services.facts import Horizon
from jiugai.services.funding.batches.refusals import BatchRefusal
from jiugai.services.funding.book.names import Names
from jiugai.services.programme.plan_register import PlanRegister, plan_register
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.registry.queries import Card


@dataclass(frozen=True, slots=True)
class Meant:
    """A row with the community that it means (对上的行)."""

    told: ToldLine
    card: Card


class Matcher:
    """Knows the register and the rules as they stand at a horizon, for one officer."""

    def __init__(self, asked: Horizon, actor: Actor) -> None:
        self._asked, self._actor = asked, actor
        self._register: PlanRegister = plan_register(asked)
        self._counties = {
            name: county_id
            for county_id, name in Names(asked.as_of).counties_of(actor.scope).items()
        }
        self._by_number = {card.public_id: card for card in self._register.cards.values()}
        self._rules: tuple[SourceRule, ...] = tuple(source_rules())
        self._catalogues: dict[int, tuple[str, Mapping[str, ScopeItem]]] = {}

    def meant(self, told: ToldLine) -> Meant | Finding:
        """Return the community that a row means, or why it means none."""
        if told.number:
            card = self._by_number.get(told.number)
            if card is None or not self._within(card):
                return BatchRefusal.no_community(told.number, 0, told.place)
            return Meant(told, card)
        county = self._county(told)
        if county is None:
            return BatchRefusal.no_county(told.county, told.place)
        found = self._register.directory.find(county, told.name, told.street)
        if not isinstance(found, Known):
            return BatchRefusal.no_community(told.name, len(found or ()), told.place)
        card = self._register.meant(found)
        if not self._within(card):
            return BatchRefusal.no_community(told.name, 0, told.place)
        return Meant(told, card)

    def _within(self, card: Card) -> bool:
        return self._actor.scope.covers(card.county_id, card.division_id)

    def _county(self, told: ToldLine) -> int | None:
        if not told.county and len(self._counties) == 1:
            return next(iter(self._counties.values()))
        return self._counties.get(told.county)

    def barred(self, row: Meant, mouth: Mouth) -> Finding | None:
        """Say why a mouth's money may not pay for what a row asks; None if it may.

        The row does not say where the item takes effect: what is allowed at one of its places may
        be asked for.
        """
        told = row.told
        if told.item == UNSPLIT:
            return None
        code, catalogue = self._catalogue(row.card.county_id)
        item = catalogue.get(told.item)
        if item is None:
            return BatchRefusal.no_item(told.item, told.place)
        answers = [self._may_pay(item, mouth, code, place) for place in (None, *item.reach)]
        if any(one.allowed for one in answers):
            return None
        return BatchRefusal.may_not_pay(answers[-1].because, told.place)

    def _may_pay(self, item: ScopeItem, mouth: Mouth, code: str, place: object) -> MayPay:
        reach = next((one for one in item.reach if one is place), None)
        return may_pay(mouth.fund, item, self._rules, code=code, on=self._asked.as_of, reach=reach)

    def _catalogue(self, county_id: int) -> tuple[str, Mapping[str, ScopeItem]]:
        if county_id not in self._catalogues:
            day = self._asked.as_of
            code = divisions.codes([county_id], day=day).get(county_id, "")
            self._catalogues[county_id] = code, items_in_force(scope_items(), code, day)
        return self._catalogues[county_id]
