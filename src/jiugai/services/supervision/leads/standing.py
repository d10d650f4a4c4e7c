"""The charges that hold at a horizon, and the visits that are due (包抓现状)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.supervision.leads import (
    ChargeKind,
    Term,
    VisitRule,
    VisitStanding,
    visit_standing,
)
from jiugai.exchange.supervision_policy import visit_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.reporting.board import SiteStanding, board
from jiugai.services.supervision.leads import known as on_file
from jiugai.services.supervision.leads.things import Places, Thing, begun_on, places
from jiugai.storage.supervision.leads import ChargeRow, LeaderRow, VisitRow


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One thing that a leader answers for today, as it stands (包抓事项).

    Attributes:
      sites: its sites of the cohort asked about; visits are asked for by all of its sites.
      beside: the other leaders who answer for the same thing.
    """

    row: ChargeRow
    thing: Thing
    sites: tuple[SiteStanding, ...]
    standing: VisitStanding
    beside: tuple[str, ...] = ()

    @property
    def term(self) -> Term:
        return Term(self.row.since, self.row.until)


def visit_rule(kind: ChargeKind, on: date) -> VisitRule | None:
    """Return how often a leader must go to things of a kind, as the rule stands on a day."""
    return rule_in_force((rule for rule in visit_rules() if rule.kind is kind), NATION, on)


def due_visits(asked: Horizon, *, actor: Actor) -> tuple[tuple[LeaderRow, ChargeLine], ...]:
    """Return the visits that are due at a horizon, the longest waited for first.

    :raises NotAllowed: if the actor may see no records.
    """
    require(actor, Power.SEE)
    names = {row.id: row for row in on_file.leaders(asked)}
    held = held_at(places(board(asked), actor), visits_at(asked), None)
    due = [
        (names[leader_id], charge)
        for leader_id, charges in held.items()
        for charge in charges
        if charge.standing.state.is_due
    ]
    return tuple(sorted(due, key=lambda one: (-(one[1].standing.waiting or 0), one[1].row.id)))


def rules_on(on: date) -> dict[ChargeKind, VisitRule]:
    """Return how often a leader must go, by what he answers for."""
    return {kind: rule for kind in ChargeKind if (rule := visit_rule(kind, on))}


def visits_at(asked: Horizon) -> Mapping[int, list[VisitRow]]:
    """Return the visits that stand at a horizon, the newest first, by leader."""
    found: dict[int, list[VisitRow]] = defaultdict(list)
    for row in on_file.visits(asked):
        if row.replaced_by is None:
            found[row.leader_id].append(row)
    return found


def held_at(
    known: Places, visits: Mapping[int, list[VisitRow]], year: int | None
) -> dict[int, list[ChargeLine]]:
    """Return what each leader answers for on the horizon's day, by leader."""
    asked = known.city.horizon
    rows = [
        row
        for row in on_file.charges(asked)
        if row.replaced_by is None and Term(row.since, row.until).holds(asked.as_of)
    ]
    names = {row.id: row.name for row in on_file.leaders(asked)}
    sharing: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row in rows:
        sharing[row.kind, row.thing_id].append(row.leader_id)
    rules = rules_on(asked.as_of)
    found: dict[int, list[ChargeLine]] = defaultdict(list)
    for row in rows:
        others = (id_ for id_ in sharing[row.kind, row.thing_id] if id_ != row.leader_id)
        mine = visits.get(row.leader_id, ())
        line = _charge_line(row, mine, known, year, rules, tuple(names[id_] for id_ in others))
        if line is not None:
            found[row.leader_id].append(line)
    return found


def _charge_line(
    row: ChargeRow,
    visits: Iterable[VisitRow],
    known: Places,
    year: int | None,
    rules: Mapping[ChargeKind, VisitRule],
    beside: tuple[str, ...],
) -> ChargeLine | None:
    """Return a charge as it stands; None where it has no site of the cohort, or none in sight."""
    kind = ChargeKind(row.kind)
    thing, every = known.thing(kind, row.thing_id), known.of(kind, row.thing_id)
    sites = known.of(kind, row.thing_id, year)
    if thing is None or (not sites and kind is not ChargeKind.COUNTY):
        return None
    standing = visit_standing(
        Term(row.since, row.until),
        begun_on=begun_on(every),
        last_on=_been(row, every, visits),
        rule=rules.get(kind),
        today=known.city.horizon.as_of,
    )
    return ChargeLine(row, thing, sites, standing, beside)


def _been(row: ChargeRow, sites: Iterable[SiteStanding], visits: Iterable[VisitRow]) -> date | None:
    """Return when the leader was last at any community of a thing."""
    ids = {site.site.community_id for site in sites} | {row.community_id}
    whole = row.kind == ChargeKind.COUNTY.value
    days = (
        one.on
        for one in visits
        if (one.county_id == row.county_id if whole else one.community_id in ids)
    )
    return max(days, default=None)
