"""The command that chooses a plan: one document for machines, sentences for people, and its exits."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from jiugai.console.main import app

EXAMPLE = Path(__file__).parents[2] / "demo" / "plan"
KEYS = {"status", "objective", "bound", "gap", "selected", "left_out"}


def run(*more: str, pool: Path = EXAMPLE / "pool.csv", year: str = "2021") -> Result:
    fixed = ("--budgets", EXAMPLE / "budgets.csv", "--rules", EXAMPLE / "rules", "--year", year)
    return CliRunner().invoke(app, ["plan", str(pool), *map(str, fixed), *more])


def document(*more: str, **said: Any) -> tuple[dict[str, Any], int]:
    result = run(*more, "--json", **said)
    return json.loads(result.stdout), result.exit_code


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    told, code = document()
    assert code == 0
    return told


class TestTheExample:
    def test_has_the_keys_that_were_asked_for(self, example: dict[str, Any]):
        assert set(example) >= KEYS
        assert example["status"] == "optimal"
        assert example["bound"] >= example["objective"] > 0
        assert example["gap"] == 0

    def test_puts_everybody_in_or_says_why_not(self, example: dict[str, Any]):
        left = {one["id"]: one for one in example["left_out"]}
        assert "H02" in example["selected"]  # it is carried over
        assert set(example["selected"]) | set(left) == {"H01", "H02", "H03", "H04", "H05", "X01", "X02", "X03"}  # fmt: skip
        assert not set(example["selected"]) & set(left)
        assert all(
            one["because"].endswith("。") and one["needs"].endswith("。") for one in left.values()
        )
        assert left["H04"]["by"] == "extension_cap"
        assert any(
            one["by"] == "money" and Decimal(one["missing_yuan"]) > 0 for one in left.values()
        )

    def test_gives_the_money_to_the_fen_every_way_it_is_summed(self, example: dict[str, Any]):
        money = example["money"]
        total = Decimal(money["total_yuan"])
        ones = example["communities"]
        assert sum(Decimal(one["yuan"]) for one in money["by_source"]) == total
        assert sum(Decimal(one["yuan"]) for one in money["by_item"]) == total
        assert sum(Decimal(one["cost_yuan"]) for one in ones) == total
        for one in ones:
            assert sum(Decimal(each["yuan"]) for each in one["paid"]) == Decimal(one["cost_yuan"])
        assert all(Decimal(pot["left_yuan"]) >= 0 for pot in money["pots"])

    def test_names_the_rules_that_are_nobody_s_law(self, example: dict[str, Any]):
        assert "例-M2：造的例子，待核实" in example["unverified"]


def test_says_it_in_sentences():
    result = run()
    assert result.exit_code == 0
    assert "一分不差" in result.stdout
    assert "新城花园（H04）：延伸纳入上限" in result.stdout
    assert "求解" in result.stderr


def test_keeps_pins():
    told, code = document("--pin-in", "X03", "--pin-out", "H01，H03")
    assert code == 0
    assert "X03" in told["selected"]
    assert {one["id"] for one in told["left_out"] if one["by"] == "pinned_out"} == {"H01", "H03"}


def test_an_infeasible_plan_says_what_cannot_stand_together():
    told, code = document("--pin-in", "H04")
    assert (told["status"], told["selected"], code) == ("infeasible", [], 1)
    assert told["relief"]["conflict"] == ["指定“新城花园”（H04）入选"]
    assert run("--pin-in", "H04").stdout.startswith("在现有资金和规定下做不到：指定“新城花园”")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--pin-in", "ZZ"), "choice.unknown_pin"),
        (("--pin-in", "H01", "--pin-out", "H01"), "choice.pinned_twice"),
    ],
)
def test_refuses_pins_that_make_no_sense(more: tuple[str, ...], code: str):
    told, status = document(*more)
    assert (told["status"], status) == (None, 1)
    assert [one["code"] for one in told["findings"]] == [code]


def test_refuses_a_year_without_money():
    told, code = document(year="2023")
    assert code == 1
    assert [one["code"] for one in told["findings"]] == ["choice.no_budget"]
    assert set(told) >= KEYS


def test_refuses_bad_tables_with_every_cell(tmp_path: Path):
    pool = tmp_path / "pool.csv"
    pool.write_text("id,county,households,供水(元)\nA,汉滨区,很多,一些\n", "utf-8")
    told, code = document(pool=pool)
    assert code == 1
    assert {one["cell"] for one in told["findings"]} == {"C2", "D2"}


def test_refuses_bad_rules(tmp_path: Path):
    (tmp_path / "a.toml").write_text("[[wish]]\n", "utf-8")
    common = ["plan", str(EXAMPLE / "pool.csv"), "--budgets", str(EXAMPLE / "budgets.csv")]
    arguments = [*common, "--rules", str(tmp_path), "--year", "2021"]

    told = CliRunner().invoke(app, [*arguments, "--json"])
    said = CliRunner().invoke(app, arguments)

    assert (told.exit_code, said.exit_code) == (1, 1)
    assert json.loads(told.stdout)["findings"]
    assert said.stdout.startswith("比选规则有误，没有比选：")
