"""Which rule speaks at a place on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.law import Rule, covers, rule_in_force, rules_in_force

DAY = date(2022, 6, 30)


def rule(
    clause: str, region: str = "CN", begun: date = date(2020, 1, 1), ended: date | None = None
) -> Rule:
    return Rule(
        clause=clause, source="《某文》", region=region, in_force_from=begun, in_force_until=ended
    )


class TestCovers:
    @pytest.mark.parametrize(
        ("region", "code", "covered"),
        [
            ("CN", "610902", True),
            ("CN", "610900-L01", True),
            ("610000", "610902", True),
            ("610000", "610902001001", True),
            ("610000", "620102", False),
            ("610900", "610902", True),
            ("610900", "610900", True),
            ("610900", "610900-L01", True),
            ("610900", "611002", False),
            ("610900", "610000", False),  # a city's rule does not bind its province
            ("610902", "610902003", True),
            ("610902", "610921", False),
            ("610902", "610900-L01", False),
            ("610900-L01", "610900-L01", True),
            ("610900-L01", "610900-L02", False),
            ("500000", "500101", True),  # 重庆: a province of counties
            ("441900", "441900003", True),  # 东莞: a city without counties
        ],
    )
    def test_reads_the_tree_from_the_codes(self, region: str, code: str, covered: bool):
        assert covers(region, code) is covered


class TestRuleInForce:
    def test_takes_the_latest_of_one_region(self):
        rules = [
            rule("旧"),
            rule("新", begun=date(2022, 1, 1)),
            rule("未到", begun=date(2023, 1, 1)),
        ]

        assert rule_in_force(rules, "610902", DAY) is rules[1]

    def test_takes_the_nearest_region_however_old_its_rule_is(self):
        rules = [
            rule("国", begun=date(2022, 5, 1)),
            rule("市", "610900", date(2020, 1, 1)),
            rule("省", "610000", date(2022, 4, 1)),
        ]

        assert [each.clause for each in rules_in_force(rules, "610902", DAY)] == ["市", "省", "国"]
        assert rule_in_force(rules, "610902", DAY) is rules[1]
        assert rule_in_force(rules, "611002", DAY) is rules[2]
        assert rule_in_force(rules, "340100", DAY) is rules[0]

    @pytest.mark.parametrize(
        ("on", "speaks"),
        [
            (date(2020, 12, 31), False),
            (date(2021, 1, 1), True),  # the first day counts
            (date(2021, 12, 31), True),  # and the last
            (date(2022, 1, 1), False),
        ],
    )
    def test_counts_both_ends_of_its_time(self, on: date, speaks: bool):
        only = rule("一年", begun=date(2021, 1, 1), ended=date(2021, 12, 31))

        assert (rule_in_force([only], "610902", on) is only) is speaks

    def test_falls_back_to_the_larger_region_when_the_nearer_rule_has_ended(self):
        rules = [rule("国"), rule("省", "370000", date(2020, 1, 1), date(2021, 12, 31))]

        assert rule_in_force(rules, "370102", DAY) is rules[0]

    def test_says_none_where_there_is_no_law(self):
        assert rule_in_force([rule("省", "610000")], "340100", DAY) is None

    @given(
        begun=st.lists(st.dates(date(2019, 1, 1), date(2024, 1, 1)), min_size=1, unique=True),
        on=st.dates(date(2018, 1, 1), date(2025, 1, 1)),
    )
    def test_never_speaks_before_its_day_and_is_never_overtaken(self, begun: list[date], on: date):
        rules = [rule(str(day), begun=day) for day in begun]

        chosen = rule_in_force(rules, "610902", on)

        past = [day for day in begun if day <= on]
        assert (chosen.in_force_from if chosen else None) == max(past, default=None)


def test_a_recalled_rule_says_so_when_it_is_quoted():
    doubtful = Rule(clause="X", source="《某文》", in_force_from=DAY, verified=False)

    assert doubtful.citation == "《某文》，待核实"
    assert rule("X").citation == "《某文》"


def test_a_rule_holds_from_its_day_not_from_the_day_before():
    assert rule("X", begun=DAY).holds("610902", DAY)
    assert not rule("X", begun=DAY).holds("610902", DAY - timedelta(days=1))
