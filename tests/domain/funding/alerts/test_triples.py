"""Every alert, three times: a fact is missing, all is in order, something is wrong."""

from dataclasses import replace
from datetime import date

import pytest

from jiugai.domain.funding.alerts.cases import Case, Claim
from jiugai.domain.funding.alerts.catalogue import ALERTS
from jiugai.domain.funding.alerts.verdicts import Outcome
from jiugai.domain.funding.sources import Source
from tests.domain.funding.alerts.examples import (
    CAME,
    CONTRACT,
    MAY_NOT,
    WAN,
    a_county,
    a_project,
    an_earmark,
    ask,
    contract,
    moves,
    payment,
    site,
)

YEAR_BEFORE = date(2021, 3, 1)
TWO_YEARS_BEFORE = date(2020, 3, 1)
OLD = {"year": 2021, "cash": moves((YEAR_BEFORE, 100)), "paid": ()}
LOAN = {"source": Source.POLICY_BANK_LOAN}
UNBOOKED = {"quota": None, "held": None, "pledged": None, "cash": None, "paid": None}
TRIPLES: dict[str, tuple[Case, Case, Case]] = {
    "FD-01": (an_earmark(**UNBOOKED), an_earmark(), an_earmark(**OLD)),
    "FD-02": (
        an_earmark(**UNBOOKED),
        an_earmark(year=2021),
        an_earmark(year=2021, quota=moves((YEAR_BEFORE, 100), (CAME, -100))),
    ),
    "FD-03": (
        an_earmark(**UNBOOKED),
        an_earmark(),
        an_earmark(quota=moves((CAME, 100), (date(2022, 5, 1), -100))),
    ),
    "FD-04": (
        an_earmark(**UNBOOKED),
        an_earmark(),
        an_earmark(year=2020, held=moves((TWO_YEARS_BEFORE, 100), (CAME, -99))),
    ),
    "FD-05": (
        an_earmark(**UNBOOKED | LOAN),
        an_earmark(**LOAN),
        an_earmark(**OLD | LOAN),
    ),
    "FD-06": (
        a_project(payments=(payment(memo=""),)),
        a_project(),
        a_project(payments=(payment(memo="办公费"),)),
    ),
    "FD-07": (
        a_project(payments=(payment(answer=None),)),
        a_project(),
        a_project(payments=(payment(answer=MAY_NOT),)),
    ),
    "FD-08": (
        a_project(claims=()),
        a_project(),
        a_project(
            claims=(
                Claim("向阳小区", 2021, "provincial", "向阳小区改造"),
                Claim("向阳小区", 2022, "provincial", "向阳小区二期"),
            )
        ),
    ),
    "FD-09": (
        a_project(site=site(households=None)),
        a_project(),
        a_project(site=site(claimed_households=130)),
    ),
    "FD-10": (
        a_project(site=site(settled_on=None), contract=contract(progress_share=None)),
        a_project(site=site(settled_on=None)),
        a_project(site=site(settled_on=None), invested_fen=80 * WAN),
    ),
    "FD-11": (
        a_project(submitted_fen=None),
        a_project(),
        a_project(submitted_fen=104 * WAN),
    ),
    "FD-12": (
        a_project(accounts_made_on=None),
        a_project(),
        a_project(accounts_made_on=date(2022, 4, 1)),
    ),
    "FD-13": (
        a_project(site=site(settled_on=None), told=frozenset({"accepted"})),
        a_project(),
        a_project(site=site(settled_on=None)),
    ),
    "FD-14": (
        an_earmark(**UNBOOKED | {"source": Source.RESIDENTS}),
        an_earmark(source=Source.RESIDENTS, year=2021),
        an_earmark(source=Source.RESIDENTS, year=2021, pledged=moves((YEAR_BEFORE, 101))),
    ),
    "FD-15": (
        an_earmark(**UNBOOKED),
        an_earmark(year=2021),
        an_earmark(**OLD),
    ),
    "FD-16": (
        an_earmark(**LOAN | {"borrower": None}),
        an_earmark(**LOAN),
        an_earmark(**LOAN | {"papers": ("市城投公司借款合同",)}),
    ),
    "FD-17": (
        a_project(planned_fen=None),
        a_project(),
        a_project(planned_fen=99 * WAN),
    ),
    "FD-18": (
        a_project(contract=None),
        a_project(),
        a_project(contract=contract(committed_fen=WAN)),
    ),
    "RS-01": (
        a_project(site=site(planned_year=None)),
        a_project(),
        a_project(site=site(started_on=date(2022, 1, 1))),
    ),
    "RS-03": (
        a_project(site=site(management=None)),
        a_project(),
        a_project(site=site(management="无物业")),
    ),
    "RS-07": (
        a_project(told=frozenset()),
        a_project(),
        a_project(site=site(accepted_on=None)),
    ),
    "HZ-04": (
        a_project(contract=None),
        a_project(),
        a_project(contract=contract(signed_on=date(2021, 5, 11))),
    ),
    "CX-01": (
        a_county(pledged_fen=None),
        a_county(),
        a_county(arrived={Source.CENTRAL_SUBSIDY: 49 * WAN}),
    ),
    "CX-02": (
        a_county(year=2021, completed_households=None),
        a_county(year=2021),
        a_county(year=2021, completed_households=299),
    ),
    "NH-01": (
        a_county(arrived={}),
        a_county(),
        a_county(arrived={Source.CENTRAL_SUBSIDY: 99 * WAN, Source.RESIDENTS: WAN}),
    ),
}
CODES = [alert.code for alert in ALERTS]


class TestTriples:
    def test_leave_no_alert_out(self):
        assert list(TRIPLES) == CODES

    @pytest.mark.parametrize("code", CODES)
    def test_undefined_says_which_fact_is_missing(self, code: str):
        verdict = ask(code, TRIPLES[code][0])
        assert verdict is not None
        assert (verdict.outcome, verdict.numbers) == (Outcome.UNDEFINED, {})
        assert len(verdict.read) >= 6

    @pytest.mark.parametrize("code", CODES)
    def test_in_order_says_nothing(self, code: str):
        verdict = ask(code, TRIPLES[code][1])
        assert verdict is not None
        assert (verdict.outcome, verdict.read) == (Outcome.OK, "")

    @pytest.mark.parametrize("code", CODES)
    def test_failed_says_what_was_read_and_expected(self, code: str):
        verdict = ask(code, TRIPLES[code][2])
        assert verdict is not None
        assert verdict.outcome is Outcome.FAILED
        assert verdict.read
        assert verdict.expected
        assert verdict.numbers
        assert "None" not in verdict.read


class TestMore:
    @pytest.mark.parametrize(
        ("code", "case", "outcome"),
        [
            ("FD-06", a_project(payments=()), Outcome.UNDEFINED),
            ("FD-07", a_project(payments=()), Outcome.UNDEFINED),
            ("FD-07", a_project(payments=(payment(memo="B05 市政道路"),)), Outcome.FAILED),
            ("FD-09", a_project(site=site(claimed_area_dm2=800_001)), Outcome.FAILED),
            ("FD-10", a_project(contract=None), Outcome.UNDEFINED),
            ("FD-10", a_project(site=site(settled_on=None), invested_fen=None), Outcome.UNDEFINED),
            ("FD-12", a_project(site=site(accepted_on=None)), Outcome.OK),
            ("FD-12", a_project(site=site(accepted_on=None), told=frozenset()), Outcome.UNDEFINED),
            (
                "FD-12",
                a_project(site=site(settled_on=None), accounts_made_on=None),
                Outcome.FAILED,
            ),
            ("FD-13", a_project(site=site(settled_on=date(2021, 12, 19))), Outcome.FAILED),
            ("FD-13", a_project(site=site(accepted_on=None)), Outcome.FAILED),
            (
                "FD-13",
                a_project(site=site(accepted_on=None, settled_on=None), told=frozenset()),
                Outcome.UNDEFINED,
            ),
            ("FD-17", a_project(contract=None), Outcome.UNDEFINED),
            ("FD-17", a_project(contract=contract(paid_fen=111 * WAN)), Outcome.FAILED),
            ("FD-18", a_project(site=site(settled_on=None)), Outcome.OK),
            (
                "FD-18",
                a_project(site=site(settled_on=None), told=frozenset({"accepted"})),
                Outcome.UNDEFINED,
            ),
            ("RS-03", a_project(site=site(completed_on=date(2022, 1, 1))), Outcome.OK),
            (
                "HZ-04",
                a_project(contract=contract(first_paid_on=date(2021, 3, 31))),
                Outcome.FAILED,
            ),
            ("CX-02", a_county(year=2021, planned=None), Outcome.UNDEFINED),
            ("CX-02", a_county(year=2021, completed=2, completed_households=1), Outcome.OK),
        ],
    )
    def test_holds_each_other_branch(self, code: str, case: Case, outcome: Outcome):
        verdict = ask(code, case)
        assert verdict is not None
        assert verdict.outcome is outcome

    def test_a_contract_that_two_funds_pay_twice_is_a_claim_made_twice(self):
        taken = {"财综〔2021〕1号": 60 * WAN, "陕财建〔2021〕2号": 50 * WAN}
        twice = ask("FD-08", a_project(contract=replace(CONTRACT, taken_up=taken)))
        assert twice is not None
        assert twice.numbers["taken_fen"] == 110 * WAN

    @pytest.mark.parametrize(
        ("code", "case"),
        [
            ("FD-02", an_earmark(source=Source.COUNTY)),
            ("FD-03", an_earmark(source=Source.RESIDENTS)),
            ("FD-01", an_earmark(source=Source.SPECIAL_BOND)),
            ("FD-05", an_earmark()),
            ("FD-14", an_earmark()),
            ("FD-16", an_earmark()),
            ("FD-12", a_project(site=site(completed_on=None))),
            ("FD-09", a_project(site=site(left=True))),
            ("FD-01", a_project()),
            ("FD-09", an_earmark()),
            ("CX-01", an_earmark()),
            ("CX-01", a_county(year=2021)),
            ("CX-02", a_county()),
        ],
    )
    def test_asks_nothing_of_what_it_does_not_concern(self, code: str, case: Case):
        assert ask(code, case) is None
