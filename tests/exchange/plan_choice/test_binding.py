"""The rules of the choice of a plan agree with the catalogue, and with who may pay for what."""

from datetime import date

import pytest

from jiugai.domain.funding.source_rules import may_pay
from jiugai.domain.funding.sources import Source
from jiugai.exchange.funding.source_rules import source_rules
from jiugai.exchange.plan_choice.rules_folder import PlanRules, read_plan_rules, rules_on_file
from jiugai.exchange.policy_files import scope_items

DAYS = (date(2021, 6, 30), date(2022, 12, 31), date(2024, 6, 30))
CITY = "610900"
FUNDS = {
    "central": Source.CENTRAL_SUBSIDY,
    "ndrc": Source.CENTRAL_BUDGET_INVESTMENT,
    "province": Source.PROVINCE,
    "city": Source.CITY,
    "county": Source.COUNTY,
    "bond": Source.SPECIAL_BOND,
    "capital": Source.PRIVATE_CAPITAL,
    "operators": Source.UTILITY_OPERATORS,
    "owners": Source.FORMER_OWNERS,
    "residents": Source.RESIDENTS,
}


@pytest.fixture(params=DAYS, ids=str)
def day(request: pytest.FixtureRequest) -> date:
    found: date = request.param
    return found


def rules(day: date) -> PlanRules:
    return read_plan_rules(rules_on_file(), day)


class TestWorks:
    def test_are_items_of_the_catalogue_by_the_same_words(self, day: date) -> None:
        national = {item.clause: item for item in scope_items() if item.region == "CN"}

        assert {one.code: one.word for one in rules(day).items} == {
            code: item.word for code, item in national.items()
        }

    def test_are_sorted_into_kinds_of_their_own_class(self, day: date) -> None:
        found = rules(day)
        classes = {item.clause: item.scope_class.word for item in scope_items()}
        scopes = {kind.code: kind.scope for kind in found.kinds}

        assert {
            one.code: (scopes[one.kind], classes[one.code])
            for one in found.items
            if scopes[one.kind] != classes[one.code]
        } == {}


class TestSources:
    def test_are_called_as_the_book_calls_them(self, day: date) -> None:
        assert {one.code: one.word for one in rules(day).sources} == {
            code: fund.word for code, fund in FUNDS.items()
        }

    def test_pay_for_nothing_that_a_source_rule_denies(self, day: date) -> None:
        found = rules(day)
        items = {item.clause: item for item in scope_items() if item.region == "CN"}
        denied = []
        for payment in found.payments:
            for one in found.items:
                if one.kind not in payment.kinds:
                    continue
                told = may_pay(
                    FUNDS[payment.money], items[one.code], source_rules(), code=CITY, on=day
                )
                if told.deciding and not told.allowed:
                    denied.append((payment.money, one.code))
        assert denied == []
