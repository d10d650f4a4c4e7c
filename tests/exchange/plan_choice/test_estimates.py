"""Unit prices on file, and that nothing of the choice's own rules contradicts the law's one table."""

from datetime import date
from pathlib import Path

import pytest

from jiugai.domain.funding.source_rules import Permission
from jiugai.domain.funding.sources import Source
from jiugai.exchange.funding.source_rules import source_rules
from jiugai.exchange.plan_choice.estimates import unit_prices
from jiugai.exchange.plan_choice.rules_folder import read_plan_rules, rules_on_file
from jiugai.exchange.policy_files import scope_items
from jiugai.exchange.policy_tables import BadPolicy

RULES = read_plan_rules(rules_on_file(), date(2021, 1, 1))
NATIONAL = {item.clause: item for item in scope_items() if item.region == "CN"}
FUNDS = {
    "central": Source.CENTRAL_SUBSIDY,
    "ndrc": Source.CENTRAL_BUDGET_INVESTMENT,
    "bond": Source.SPECIAL_BOND,
    "residents": Source.RESIDENTS,
    "operators": Source.UTILITY_OPERATORS,
    "owners": Source.FORMER_OWNERS,
    "capital": Source.PRIVATE_CAPITAL,
}


class TestUnitPrices:
    def test_are_above_nought_and_of_the_catalogue(self):
        found = unit_prices()

        assert {one.item for one in found} <= set(NATIONAL)
        assert all(one.yuan_per_m2 > 0 for one in found)

    def test_say_that_they_are_the_platforms_own(self):
        assert not any(one.verified for one in unit_prices())

    @pytest.mark.parametrize(("item", "yuan"), [("B99", "30"), ("B01", "0"), ("B01", "-3")])
    def test_are_refused_where_they_make_no_sense(self, item: str, yuan: str, tmp_path: Path):
        for level in ("national", "provincial", "municipal"):
            (tmp_path / level).mkdir()
        (tmp_path / "national" / "plan_estimates.toml").write_text(
            f"""[[price]]
clause = "X"
region = "CN"
in_force_from = 2020-01-01
item = "{item}"
yuan_per_m2 = "{yuan}"
source = "自定"
""",
            "utf-8",
        )

        with pytest.raises(BadPolicy, match="估价单价没有读入"):
            unit_prices(tmp_path)


class TestAgreement:
    def test_of_items_with_the_catalogue(self):
        scopes = {kind.code: kind.scope for kind in RULES.kinds}
        told = {one.code: (one.word, scopes[one.kind]) for one in RULES.items}

        assert told == {
            clause: (item.word, item.scope_class.word) for clause, item in NATIONAL.items()
        }

    def test_of_what_money_may_pay_with_what_is_barred(self):
        """What the nation bars, no payment of the choice allows."""
        kinds = {one.code: one.kind for one in RULES.items}
        allowed = {(rule.money, kind) for rule in RULES.payments for kind in rule.kinds}
        barred = {
            (code, item)
            for rule in source_rules()
            if rule.answer is Permission.BAR and rule.region == "CN"
            for code, fund in FUNDS.items()
            if fund is rule.fund
            for item in rule.items
        }

        assert barred
        assert [pair for pair in sorted(barred) if (pair[0], kinds[pair[1]]) in allowed] == []
