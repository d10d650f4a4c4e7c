"""The rules of a plan case (比选规则): what money may pay what, taken from the one table of law.

Nothing is laid down twice: items and classes are those of the catalogue, and what a source may pay
is what the rules on money say of each item at the place, denied where none speaks. Items that the
same money may pay alike are one kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from jiugai.domain.funding.source_rules import MayPay, may_pay
from jiugai.domain.funding.sources import FUNDS, Source
from jiugai.domain.programme.choice.aims import Aim, AimKind
from jiugai.domain.programme.choice.case import WEIGHED, CaseInputs
from jiugai.domain.programme.choice.rules import (
    CountyFloor,
    KindItem,
    PaymentRule,
    PlanSource,
    WorkKind,
)
from jiugai.domain.scheme.catalogue import Reach, ScopeClass, ScopeItem, items_in_force
from jiugai.exchange.funding.source_rules import source_rules
from jiugai.exchange.plan_choice.rules_folder import PlanRules, read_plan_rules, rules_on_file
from jiugai.exchange.policy_files import scope_items

_OWN = "方案设定"
_SHOWN = 2
BUDGETED: tuple[Source, ...] = tuple(
    fund
    for fund in FUNDS
    if fund
    in {
        Source.CENTRAL_SUBSIDY,
        Source.CENTRAL_BUDGET_INVESTMENT,
        Source.PROVINCE,
        Source.CITY,
        Source.COUNTY,
        Source.SPECIAL_BOND,
    }
)
"""The sources that a case gives money to: of what people and firms would give, no fact says it yet."""

_Payers = tuple[tuple[Source, Fraction], ...]


def case_rules(inputs: CaseInputs, *, year: int, code: str) -> PlanRules:
    """Return the rules of a case that are in force on a year's first day at a place."""
    on = date(year, 1, 1)
    catalogue = items_in_force(scope_items(), code, on)
    answers = {
        (fund, clause): _answer(fund, item, code, on)
        for clause, item in catalogue.items()
        for fund in BUDGETED
    }
    groups = _groups(catalogue, answers)
    items = tuple(
        KindItem(item.clause, item.word, kind) for kind, found in groups.items() for item in found
    )
    return PlanRules(
        kinds=tuple(_kind(kind, found) for kind, found in groups.items()),
        items=items,
        sources=tuple(_source(fund, on) for fund in BUDGETED),
        payments=tuple(_payments(groups, answers)),
        matches=(),
        floor=_floor(inputs, on),
        extension_cap=None,
        aims=_aims(inputs, on),
    )


def _answer(fund: Source, item: ScopeItem, code: str, on: date) -> MayPay:
    """Ask of the community's own ground; an item that is never there is asked where it is."""
    reach = Reach.INSIDE if Reach.INSIDE in item.reach else item.reach[0]
    return may_pay(fund, item, source_rules(), code=code, on=on, reach=reach)


def _groups(
    catalogue: Mapping[str, ScopeItem], answers: Mapping[tuple[Source, str], MayPay]
) -> dict[str, list[ScopeItem]]:
    """Group the items by class and by who may pay how much; the first item's code names the group."""
    by_payers: dict[tuple[ScopeClass, _Payers], list[ScopeItem]] = {}
    for clause, item in catalogue.items():
        payers = tuple(
            (fund, answers[fund, clause].most_share)
            for fund in BUDGETED
            if answers[fund, clause].allowed
        )
        by_payers.setdefault((item.scope_class, payers), []).append(item)
    return {found[0].clause: found for found in by_payers.values()}


def _kind(code: str, items: list[ScopeItem]) -> WorkKind:
    words = "、".join(item.word for item in items[:_SHOWN])
    more = f"等 {len(items)} 项" if len(items) > _SHOWN else ""
    scope = items[0].scope_class
    return WorkKind(code, f"{words}{more}", scope.word, scope is ScopeClass.BASIC)


def _source(fund: Source, on: date) -> PlanSource:
    return PlanSource(
        clause=f"BX-{fund.name}",
        source=_OWN,
        in_force_from=on,
        code=fund.name.lower(),
        word=fund.word,
        is_promised=False,
        is_local=fund in {Source.CITY, Source.COUNTY},
    )


def _payments(
    groups: Mapping[str, list[ScopeItem]], answers: Mapping[tuple[Source, str], MayPay]
) -> Iterable[PaymentRule]:
    for kind, items in groups.items():
        for fund in BUDGETED:
            found = answers[fund, items[0].clause]
            if found.allowed and found.deciding:
                rule = found.deciding[0]
                yield PaymentRule(
                    clause=rule.clause,
                    source=rule.source,
                    url=rule.url,
                    verified=found.verified,
                    in_force_from=rule.in_force_from,
                    money=fund.name.lower(),
                    kinds=(kind,),
                    most=found.most_share,
                )


def _floor(inputs: CaseInputs, on: date) -> CountyFloor | None:
    if not inputs.floor_percent:
        return None
    least = Fraction(inputs.floor_percent, 100)
    return CountyFloor(clause="BX-保底", source=_OWN, in_force_from=on, least=least)


def _aims(inputs: CaseInputs, on: date) -> tuple[Aim, ...]:
    """Return the aims on file with the marks of the case; what it does not weigh stands as it is."""
    on_file = read_plan_rules(rules_on_file(), on).aims
    weighed = {aim.counts: aim for aim in on_file if aim.counts in WEIGHED}
    main = max((aim.rank for aim in weighed.values()), default=2)
    found = [aim for aim in on_file if aim.counts not in WEIGHED]
    for kind in WEIGHED:
        mark = inputs.marks.get(kind, Fraction(0))
        if not mark:
            continue
        own = weighed.get(kind)
        if own is None:
            own = Aim(
                clause=f"BX-{kind.value}",
                source=_OWN,
                in_force_from=on,
                rank=main,
                counts=kind,
                mark=mark,
            )
        found.append(replace(own, mark=mark))
    return tuple(sorted(found, key=lambda aim: (aim.rank, aim.clause)))


def usual_marks(year: int) -> dict[AimKind, Fraction]:
    """Return the marks that a new case begins with: those on file, and one for each household."""
    on_file = read_plan_rules(rules_on_file(), date(year, 1, 1)).aims
    marks = {aim.counts: aim.mark for aim in on_file if aim.counts in WEIGHED}
    return {AimKind.HOUSEHOLDS: Fraction(1)} | marks
