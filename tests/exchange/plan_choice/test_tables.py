"""The pool and the budgets as tables: units are never guessed, and every doubt is told at once."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.programme.choice.statement import Pot
from jiugai.exchange.plan_choice.budgets_table import read_budgets
from jiugai.exchange.plan_choice.pool_table import read_pool
from jiugai.exchange.plan_choice.rules_folder import folder_files, read_plan_rules

EXAMPLE = Path(__file__).parents[3] / "demo" / "plan"
RULES = read_plan_rules(folder_files(EXAMPLE / "rules"), date(2021, 1, 1))
POOL = "id,county,households,hazard,willing,owed,neighbours,B01_yuan,适老设施(万元),居民出资(元)\n"
ROW = "A,汉滨区,100,0.5,80%,适老设施,B、C,350000.50,1.5,2000\n"
BUDGETS = "年度,资金来源,县区,金额(万元)\n"


def pool(text: str):
    return read_pool(text.encode(), "储备库.csv", RULES)


def budgets(text: str, year: int = 2021):
    return read_budgets(text.encode(), "预算.csv", RULES, year=year, counties={"汉滨区"})


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(found.code.partition(".")[2], found.place.cell) for found in blocking(findings)]


class TestPool:
    def test_reads_a_community_with_its_works_and_promises(self):
        (one,) = pool(POOL + ROW).communities

        assert (one.key, one.name, one.county, one.households) == ("A", "A", "汉滨区", 100)
        assert (one.hazard, one.willing) == (Fraction(1, 2), Fraction(4, 5))
        assert one.neighbours == ("B", "C")
        assert [(w.item, w.cost_fen, w.is_owed) for w in one.works] == [
            ("B01", 35_000_050, True),
            ("W04", 1_500_000, True),
        ]
        assert one.promised_fen == {"residents": 200_000}

    def test_leaves_a_blank_cost_out_and_an_item_optional_unless_it_is_owed(self):
        (one,) = pool(POOL + "A,汉滨区,100,,,,,1,2,\n").communities
        assert [(w.item, w.is_owed) for w in one.works] == [("B01", True), ("W04", False)]
        (other,) = pool(POOL + "A,汉滨区,100,,,,,1,,\n").communities
        assert [w.item for w in other.works] == ["B01"]

    @pytest.mark.parametrize("head", ["供水", "B01", "居民出资"])
    def test_refuses_money_without_a_unit(self, head: str):
        found = pool(f"id,county,households,排水(元),{head}\nA,汉滨区,100,1,2\n").findings
        assert told(found) == [("no_unit", "E1")]
        assert f"“{head}(元)”或“{head}(万元)”" in blocking(found)[0].message

    @pytest.mark.parametrize("head", ["供水(亿元)", "供水(千元)"])
    def test_refuses_a_unit_that_it_would_have_to_convert(self, head: str):
        found = pool(f"id,county,households,排水(元),{head}\nA,汉滨区,100,1,2\n").findings
        assert ("head_unit", "E1") in told(found)

    def test_refuses_one_cost_in_two_columns(self):
        found = pool("id,county,households,供水(元),供水(万元)\nA,汉滨区,100,1,2\n").findings
        assert told(found) == [("column_twice", "E1")]

    def test_tells_every_doubt_at_once_with_its_cell(self):
        text = POOL + (
            "A,汉滨区,0,1.5,80,屋面,,1e5,0,-1\n"
            "A,汉滨区,100,,,,,1,,\n"
            "B,汉滨区,100,,,,,,,\n"
            "合计,,200,,,,,1,,\n"
        )
        found = pool(text)

        assert not found.communities
        assert sorted(told(found.findings)) == sorted(
            [("bad_value", f"{c}2") for c in "CDEHIJ"]
            + [("same_twice", "A3"), ("no_works", "A4"), ("total_row", "A5"), ("bad_value", "B5")]
        )

    def test_refuses_an_owed_item_without_a_cost(self):
        found = pool(POOL + "A,汉滨区,100,,,屋面,,1,,\n").findings
        assert told(found) == [("owed_without_cost", "A2")]

    def test_refuses_years_that_contradict_each_other(self):
        text = "id,county,households,ripe_from,due_by,供水(元)\nA,汉滨区,9,2023,2021,1\n"
        assert told(pool(text).findings) == [("years", "A2")]

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04", "甲,乙\n".encode()])
    def test_says_why_where_there_is_no_table(self, content: bytes):
        found = read_pool(content, "储备库.csv", RULES)
        assert blocking(found.findings)
        assert not found.communities


class TestBudgets:
    def test_reads_the_pots_of_the_year_by_code_or_word(self):
        text = BUDGETS + "2021,中央财政补助,,480.5\n2021,county,汉滨区,1\n2022,county,汉滨区,9\n"
        assert budgets(text).pots == (
            Pot("central", "", 480_500_000),
            Pot("county", "汉滨区", 1_000_000),
        )

    @pytest.mark.parametrize("city", ["全市", "市本级", ""])
    def test_takes_the_whole_city_by_any_of_its_names(self, city: str):
        assert budgets(BUDGETS + f"2021,central,{city},1\n").pots == (
            Pot("central", "", 1_000_000),
        )

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (BUDGETS + "2021,平台公司借款,,1\n", "unknown_source"),
            (BUDGETS + "2021,central,,1\n2021,中央财政补助,全市,2\n", "budget_twice"),
            (BUDGETS + "2020,central,,1\n", "no_budget"),
            ("年度,资金来源,县区,金额\n2021,central,,1\n", "no_unit"),
            (BUDGETS + "2021,central,,\n", "bad_value"),
        ],
    )
    def test_refuses_what_it_cannot_read_for_certain(self, text: str, code: str):
        found = budgets(text)
        assert code in {one for one, _ in told(found.findings)}
        assert not found.pots

    def test_points_at_the_line(self):
        (found,) = blocking(budgets(BUDGETS + "2021,central,,1\n2021,借款,,1\n").findings)
        assert found.place.cell == "A3"

    def test_tells_of_money_that_nobody_could_use(self):
        found = budgets(BUDGETS + "2021,county,石泉县,1\n")
        assert [one.code for one in found.findings] == ["choice.idle_budget"]
        assert found.pots
