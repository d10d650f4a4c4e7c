"""A case that keeps what it can, for the tests of the standards: each test changes what it looks at."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from jiugai.domain.eligibility.verdict import Outcome
from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.scheme.bill import BillLine
from jiugai.domain.scheme.catalogue import Reach
from jiugai.domain.scheme.checklists import Mark, MarkState
from jiugai.domain.scheme.needs import Need, NeedKind, answer_needs
from jiugai.domain.supervision.standards.case import NeedFact, SchemeFacts, StandardCase
from jiugai.domain.supervision.standards.catalogue import BY_CODE
from jiugai.domain.supervision.standards.check import StandardAnswer, StandardLimits
from jiugai.exchange.standard_checks import standard_thresholds

DAY = date(2022, 6, 30)
APPLIED, APPROVED, STARTED = date(2022, 1, 10), date(2022, 2, 20), date(2022, 4, 1)
COMPLETED, ACCEPTED, HANDED = date(2022, 5, 1), date(2022, 6, 1), date(2022, 6, 20)
STEPS = {Step.APPLICATION: APPLIED, Step.APPROVAL: APPROVED, Step.START: STARTED}


def limits(code: str) -> StandardLimits:
    return standard_thresholds().of(code, "610922", DAY)


def line(item: str, name: str = "改造", number: int = 1) -> BillLine:
    return BillLine(
        number=number,
        item=item,
        reach=Reach.INSIDE,
        name=name,
        unit="项",
        quantity=Fraction(1),
        unit_price_fen=100,
    )


def scheme(*lines: BillLine, waived: dict[str, str] | None = None) -> SchemeFacts:
    return SchemeFacts("估算第1版", date(2022, 3, 1), lines, waived or {})


def need(item: str, on: date, *, kind: NeedKind = NeedKind.SURVEYED, covered: bool = True) -> NeedFact:  # fmt: skip
    told = Need(kind, item, f"{item}的缺口")
    (answered,) = answer_needs([told], {item} if covered else set(), {})
    return NeedFact(on, answered)


def mark(
    item: str, on: date, *, state: MarkState = MarkState.MET, checklist: str = "N50"
) -> dict[tuple[str, str], Mark]:
    paper = "石旧改办〔2022〕3号" if state is MarkState.MET else ""
    return {(checklist, item): Mark(item, state, on, "说明", paper)}


def a_case(**changed: Any) -> StandardCase:
    whole = StandardCase(
        day=DAY,
        outcome=Outcome.ELIGIBLE,
        decided_on=APPLIED,
        years=(2022,),
        steps=STEPS,
        storeys=6,
        needs=(need("B02", APPLIED),),
        scheme=scheme(line("B02"), line("W15"), line("W14"), line("W04"), line("W05"), line("W06")),
        sources={Source.CENTRAL_SUBSIDY, Source.RESIDENTS},
        partners=("北苑小区",),
        together=("北苑小区",),
    )
    return replace(whole, **changed)


def ask(code: str, case: StandardCase) -> StandardAnswer:
    return BY_CODE[code].examine(case, limits(code))
