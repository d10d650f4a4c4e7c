"""Rules on what money may pay for, read strictly, with every fault at once."""

from fractions import Fraction

import pytest

from jiugai.domain.funding.source_rules import Permission
from jiugai.domain.funding.sources import Source
from jiugai.exchange.funding.source_rules import read_matrix, source_rules
from jiugai.exchange.policy_tables import BadPolicy

RULE = """
[[rule]]
clause = "甲"
region = "610900"
in_force_from = 2020-01-01
source = "市办法"
fund = "city"
answer = "allow"
classes = ["basic"]
items = ["W02"]
most_share = "60/100"
papers = ["批复"]
"""
WAIVER = """
[[waiver]]
fund = "county"
item = "W02"
paper = "县政函〔2020〕9号"
"""
MATCH = """
[[match]]
clause = "配"
region = "610900"
in_force_from = 2020-01-01
source = "市办法"
fund = "central_subsidy"
by = ["city", "county"]
least = "1/5"
"""


class TestAnOfficesOwnFile:
    def test_gives_its_rules_and_its_waivers(self) -> None:
        found = read_matrix((RULE + WAIVER + MATCH).encode(), "表.toml")
        (rule,), (waiver,), (match,) = found.rules, found.waivers, found.matches

        assert (rule.fund, rule.answer, rule.items) == (Source.CITY, Permission.ALLOW, ("W02",))
        assert (waiver.fund, waiver.paper) == (Source.COUNTY, "县政函〔2020〕9号")
        assert (match.by, match.least) == ((Source.CITY, Source.COUNTY), Fraction(1, 5))

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            (RULE.replace("W02", "W99"), "“W99”，改造内容目录里没有这一项"),
            (RULE.replace('"city"', '"bribes"'), "以下之一：central_subsidy"),
            (RULE.replace('"60/100"', '"0.6"'), '例如 "15/100"'),
            (RULE.replace("2020-01-01", '"2020-01-01"'), "不带引号的日期"),
            (RULE + RULE, "表.toml"),
            (RULE + "[[gift]]\n", "只能有：match、rule、waiver"),
            ("[[rule]", "不能按 TOML 读取"),
            ("#" * (1 << 20) + RULE, "超过 1 MB"),
        ],
    )
    def test_is_refused_with_what_is_wrong(self, wrong: str, said: str) -> None:
        with pytest.raises(BadPolicy) as refused:
            read_matrix(wrong.encode(), "表.toml")

        assert said in str(refused.value)
        assert all(one.place.document.startswith("表.toml") for one in refused.value.findings)

    def test_tells_every_fault_at_once(self) -> None:
        wrong = RULE.replace('["basic"]', '["gold"]').replace('"allow"', '"perhaps"')

        with pytest.raises(BadPolicy) as refused:
            read_matrix(wrong.encode(), "表.toml")

        assert len(refused.value.findings) == 2


class TestTheFilesOnFile:
    def test_say_of_each_rule_whether_it_was_seen(self) -> None:
        rules = source_rules()

        assert len({one.clause for one in rules}) == len(rules) >= 15
        assert all(one.note or one.verified for one in rules)
