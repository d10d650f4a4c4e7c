"""Cases for the tests of alerts: an earmark, a project and a county, each whole and in order.

Whoever tests an alert changes the one fact that it looks at.
"""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from jiugai.domain.funding.alerts.alert import Alert
from jiugai.domain.funding.alerts.cases import (
    Case,
    CaseKind,
    CasePlace,
    Claim,
    ContractFacts,
    CountyCase,
    EarmarkCase,
    PaymentFacts,
    ProjectCase,
    SiteFacts,
)
from jiugai.domain.funding.alerts.catalogue import BY_CODE
from jiugai.domain.funding.alerts.verdicts import AlertVerdict
from jiugai.domain.funding.book.ageing import Movement
from jiugai.domain.funding.source_rules import MayPay
from jiugai.domain.funding.sources import Source
from jiugai.domain.scheme.catalogue import Reach, ScopeClass, ScopeItem
from jiugai.exchange.funding.alert_limits import alert_thresholds

DAY = date(2022, 6, 30)
CAME = date(2022, 3, 1)
WAN = 1_000_000  # 分 in a 万元
ITEM = ScopeItem(
    clause="B01",
    source="目录",
    in_force_from=date(2020, 1, 1),
    word="供水",
    scope_class=ScopeClass.BASIC,
    reach=(Reach.INSIDE,),
    is_substance=True,
    units=("m",),
)
MAY = MayPay(Source.CENTRAL_SUBSIDY, ITEM, allowed=True)
MAY_NOT = MayPay(Source.CENTRAL_SUBSIDY, ITEM, allowed=False)


def ask(code: str, case: Case) -> AlertVerdict | None:
    """Ask one alert with the thresholds on file."""
    alert = alert_of(code)
    return alert.ask(case, alert_thresholds().of(alert, case.place.county, case.day))


def alert_of(code: str) -> Alert:
    return BY_CODE[code]


def place(kind: CaseKind) -> CasePlace:
    return CasePlace(kind, "610922", "石泉县", "1", "财综〔2022〕1号")


def moves(*told: tuple[date, int]) -> tuple[Movement, ...]:
    """Return movements from days and 万元."""
    return tuple(Movement(on, wan * WAN) for on, wan in told)


def an_earmark(**changed: Any) -> EarmarkCase:
    """Return 100万元 of 2022, all allotted at once, 80万元 of it paid after a month."""
    paid = CAME + timedelta(days=31)
    whole = EarmarkCase(
        place=place(CaseKind.EARMARK),
        day=DAY,
        source=Source.CENTRAL_SUBSIDY,
        year=2022,
        quota=moves((CAME, 100), (CAME, -100)),
        held=moves((CAME, 100), (paid, -80)),
        pledged=moves((CAME, 100)),
        cash=moves((CAME, 100), (paid, -80)),
        paid=moves((paid, 80)),
        borrower="石泉县住建局",
    )
    return replace(whole, **changed)


SITE = SiteFacts(
    name="向阳小区",
    claimed_households=100,
    claimed_area_dm2=800_000,
    households=100,
    area_dm2=800_000,
    planned_year=2021,
    started_on=date(2021, 5, 10),
    completed_on=date(2021, 11, 20),
    accepted_on=date(2021, 12, 20),
    settled_on=date(2022, 2, 20),
    management="专业物业",
)
CONTRACT = ContractFacts(
    number="HT-1",
    payee="安康建工",
    amount_fen=100 * WAN,
    signed_on=date(2021, 4, 1),
    paid_fen=80 * WAN,
    first_paid_on=date(2021, 6, 1),
    taken_up={"财综〔2021〕1号": 80 * WAN},
    progress_share=Fraction(9, 10),
)
PAYMENT = PaymentFacts(
    date(2021, 6, 1), 80 * WAN, "HT-1", "B01 供水进度款", Source.CENTRAL_SUBSIDY, MAY
)


def a_project(
    *, site: SiteFacts | None = SITE, contract: ContractFacts | None = CONTRACT, **changed: Any
) -> ProjectCase:
    """Return a project planned, contracted, built, accepted, settled and accounted for in time."""
    whole = ProjectCase(
        place=place(CaseKind.PROJECT),
        day=DAY,
        sites=(site,) if site else (),
        told=frozenset({"accepted", "settled"}),
        claims=(Claim("向阳小区", 2021, "provincial", "向阳小区改造"),),
        contracts=(contract,) if contract else (),
        payments=(PAYMENT,),
        planned_fen=120 * WAN,
        invested_fen=100 * WAN,
        submitted_fen=100 * WAN,
        reviewed_fen=100 * WAN,
        accounts_made_on=date(2022, 3, 10),
    )
    return replace(whole, **changed)


def site(**changed: Any) -> SiteFacts:
    return replace(SITE, **changed)


def contract(**changed: Any) -> ContractFacts:
    return replace(CONTRACT, **changed)


def payment(**changed: Any) -> PaymentFacts:
    return replace(PAYMENT, **changed)


def a_county(**changed: Any) -> CountyCase:
    """Return a county whose plan is done and whose money came from two sources."""
    whole = CountyCase(
        place=CasePlace(CaseKind.COUNTY, "610922", "石泉县", "610922"),
        day=DAY,
        planned=3,
        completed=3,
        planned_households=300,
        completed_households=300,
        pledged_fen=100 * WAN,
        arrived={Source.CENTRAL_SUBSIDY: 80 * WAN, Source.RESIDENTS: 2 * WAN},
    )
    return replace(whole, **changed)
