"""The commands of money: one document for machines, sentences for people, and their exits."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiugai.console.main import app

REGIONS = (
    "region,area_m2,households,buildings,communities,hardship,performance,last_households,last_investment_yuan\n"
    "汉滨区,1200000,15000,420,80,0.85,92,12000,350000000\n"
    "旬阳市,300000.5,4200,110,25,0.9,88,4000,90000000\n"
    '石泉县,"150,000",2100,60,12,1.0,95,1500,30000000\n'
)
WENZHOU = (
    "community,area_m2,ratio,base_yuan_per_m2,class,residents_pct\n"
    "甲小区,10000,50%,300,基础类,12.3\n乙小区,10000,50%,300,基础类,8.5\n"
)
BONDS = Path(__file__).parents[3] / "shared" / "data" / "E03_special_bond_projects"

Write = Callable[[str], Path]


@pytest.fixture
def table(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "表.csv"
        path.write_text(text, encoding="gb18030")
        return path

    return write


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


class TestAllocate:
    @pytest.mark.parametrize("rule", ["mof_2019", "mof_2019_later", "mof_2024", "hebei_2019"])
    def test_shares_out_to_the_fen_by_each_rule_on_file(self, table: Write, rule: str):
        result = run("allocate", table(REGIONS), "--rule", rule, "--total-yuan", "100000000", "--json")  # fmt: skip

        told = json.loads(result.stdout)
        assert result.exit_code == 0
        assert told["sum_yuan"] == "100000000.00"
        assert [one["region"] for one in told["shares"]] == ["汉滨区", "旬阳市", "石泉县"]
        assert sum(Decimal(one["yuan"]) for one in told["shares"]) == Decimal(told["sum_yuan"])
        assert sum(Decimal(one["share"]) for one in told["shares"]) == 1
        for one in told["shares"]:
            assert sum(Decimal(each["yuan"]) for each in one["factors"]) == Decimal(one["yuan"])
            assert len(one["share"]) == 14

    def test_says_what_is_only_recalled_and_what_one_more_would_bring(self, table: Write):
        path = table(REGIONS)
        result = run("allocate", path, "--rule", "mof_2024", "--total-yuan", "1000.01")
        told = json.loads(
            run(
                "allocate", path, "--rule", "mof_2019", "--total-yuan", "100000000", "--json"
            ).stdout
        )

        assert result.exit_code == 0
        assert "待核实的：奖励二成的算式" in result.stdout
        assert "合计 1,000.01 元，一分不差" in result.stdout
        assert "改造面积多 1 ㎡" in result.stdout
        assert told["rule"]["verified"] is True
        assert told["shares"][0]["one_more"][0] == {
            "factor": "area_m2", "word": "改造面积", "step": "1 ㎡", "yuan": "6.89",
        }  # fmt: skip

    def test_takes_a_rule_of_ones_own(self, table: Write, tmp_path: Path):
        rule = tmp_path / "办法.toml"
        rule.write_text(
            '[rule]\nclause="A"\ntitle="按户"\nregion="610900"\nin_force_from=2020-01-01\nsource="本市"\n'
            '[[part]]\nword="户"\n[[factor]]\nof="户"\ncolumn="households"\nweight="1/1"\n',
            encoding="utf-8",
        )
        path = table("县区,户数\n甲,1\n乙,2\n")
        told = json.loads(run("allocate", path, "--rule", rule, "--total-yuan", "100", "--json").stdout)  # fmt: skip

        assert [one["yuan"] for one in told["shares"]] == ["33.33", "66.67"]
        assert [one["exact"] for one in told["shares"]] == ["1/3", "2/3"]

    def test_refuses_a_doubtful_table_and_a_factor_that_nobody_has(self, table: Write):
        doubtful = run("allocate", table(REGIONS.replace("0.85", "-1")), "--rule", "mof_2019", "--total-yuan", "9", "--json")  # fmt: skip
        nobody = run(
            "allocate",
            table(REGIONS.replace(",92,", ",0,").replace(",88,", ",0,").replace(",95,", ",0,")),
            "--rule", "mof_2019_later", "--total-yuan", "9", "--json",
        )  # fmt: skip

        assert (doubtful.exit_code, nobody.exit_code) == (1, 1)
        told = json.loads(nobody.stdout)
        assert (told["shares"], told["sum_yuan"]) == ([], None)
        assert told["undefined"] == ["绩效评价结果"]
        assert json.loads(doubtful.stdout)["findings"][0]["cell"] == "F2"

    @pytest.mark.parametrize("total", ["1e8", "1亿", "-1", "0", "1_000", "NaN", "1.005"])
    def test_a_sum_that_is_none_is_a_wrong_call(self, table: Write, total: str):
        result = run("allocate", table(REGIONS), "--rule", "mof_2019", "--total-yuan", total)

        assert result.exit_code == 2

    def test_a_rule_that_contradicts_itself_is_refused(self, table: Write, tmp_path: Path):
        rule = tmp_path / "坏.toml"
        rule.write_text("[rule]\n", encoding="utf-8")
        path = table(REGIONS)

        result = run("allocate", path, "--rule", rule, "--total-yuan", "1", "--json")
        assert result.exit_code == 1
        assert json.loads(result.stdout)["shares"] == []
        assert run("allocate", path, "--rule", "mars", "--total-yuan", "1").exit_code == 2


class TestGrant:
    def test_gives_the_worked_figures_of_wenzhou(self, table: Write):
        told = json.loads(run("grant", table(WENZHOU), "--rule", "wenzhou_2020", "--json").stdout)

        assert [(one["community"], one["yuan"]) for one in told["grants"]] == [
            ("甲小区", "1590000.00"),
            ("乙小区", "1380000.00"),
        ]
        assert told["sum_yuan"] == "2970000.00"
        assert told["rule"]["unverified"]

    def test_tells_people_the_sum_that_made_it(self, table: Write):
        result = run("grant", table(WENZHOU), "--rule", "wenzhou_2020")

        assert "高 2.3 个百分点，按 3 步计，补助比例 50% 加 3%为 53%" in result.stdout
        assert "1,590,000.00 元" in result.stdout

    def test_refuses_what_the_table_does_not_say(self, table: Write):
        result = run("grant", table(WENZHOU), "--rule", "chengdu", "--json")

        told = json.loads(result.stdout)
        assert result.exit_code == 1
        assert (told["grants"], told["sum_yuan"]) == ([], None)
        assert {one["code"] for one in told["findings"]} >= {"funding.no_column"}
        assert run("grant", table(WENZHOU), "--rule", "mars").exit_code == 2


class TestCheckBond:
    FORMS = (
        "编号,总投资(万元),不含专项债的资本金(万元),申请专项债总额(万元),其他债务融资(万元)\n"
        "S01,100.0,60,40,/\nS02,100.0,60,39,/\n"
    )

    def test_has_the_shape_that_was_agreed(self, table: Write):
        result = run("check-bond", table(self.FORMS), "--json")

        told = json.loads(result.stdout)
        assert result.exit_code == 0
        assert [one["id"] for one in told["projects"]] == ["S01", "S02"]
        checks = [one["checks"][0] for one in told["projects"]]
        assert {tuple(one) for one in checks} == {
            ("code", "stated", "computed", "agrees", "because")
        }
        assert [(one["code"], one["stated"], one["computed"], one["agrees"]) for one in checks] == [
            ("investment_identity", "100.0", "100", True),
            ("investment_identity", "100.0", "99", False),
        ]

    def test_refuses_money_without_a_unit(self, table: Write):
        result = run("check-bond", table(self.FORMS.replace("总投资(万元)", "总投资")))

        assert result.exit_code == 1
        assert "没有替您猜" in result.stdout

    def test_tells_of_payments_of_no_project(self, table: Write, tmp_path: Path):
        payments = tmp_path / "付息.csv"
        payments.write_text("编号,起息日\nS09,2024-05-06\n", encoding="utf-8")
        told = json.loads(
            run("check-bond", table(self.FORMS), "--payments", payments, "--json").stdout
        )

        assert [one["code"] for one in told["findings"]] == ["funding.no_such_project"]

    @pytest.mark.skipif(not BONDS.is_dir(), reason="the published forms are not beside the project")
    def test_reproduces_every_identity_of_the_published_forms(self):
        result = run("check-bond", BONDS / "projects.csv", "--payments", BONDS / "payment_dates.csv", "--json")  # fmt: skip

        told = json.loads(result.stdout)
        found = {
            (project["id"], check["code"]): check
            for project in told["projects"]
            for check in project["checks"]
        }
        assert told["findings"] == []
        assert {key for key, one in found.items() if one["agrees"] is False} == {
            ("S07", "area_unit")
        }
        by_code: dict[str, int] = {}
        for (_, code), one in found.items():
            by_code[code] = by_code.get(code, 0) + (one["agrees"] is True)
        assert by_code == {
            "investment_identity": 7, "cost_income": 6, "coverage": 0, "area_unit": 6, "term": 3,
            "term_years": 4, "payment_days": 4, "payment_frequency": 0, "next_payment": 4,
            "reminder_days": 2, "operation_covers_term": 4,
        }  # fmt: skip


PROJECTS = (
    "project,item,cost_yuan,package\n"
    "城关西苑,B02,500000,老城\n城关西苑,B14,300000,老城\n"
    "北街小区,B02,400000,老城\n北街小区,W02,50000,老城\n"
)
MONEY = (
    "资金,资金来源,金额(元),限用项目,截止日\n"
    "陕财1号,中央财政补助,600000,,2020-12-31\n发改2号,中央预算内投资,900000,,\n"
)
OWN_MATRIX = """
[[rule]]
clause = "甲"
region = "610900"
in_force_from = 2020-01-01
source = "市办法"
fund = "central_subsidy"
answer = "allow"
items = ["B02", "B14"]
most_share = "1/2"
"""


class TestPool:
    @pytest.fixture
    def tables(self, tmp_path: Path) -> tuple[Path, Path]:
        paths = tmp_path / "项目.csv", tmp_path / "资金.csv"
        for path, text in zip(paths, (PROJECTS, MONEY), strict=True):
            path.write_text(text, encoding="utf-8")
        return paths

    def pool(self, tables: tuple[Path, Path], *more: str | Path) -> Result:
        return run("pool", tables[0], "--sources", tables[1], "--date", "2020-12-01", *more)

    def test_pays_what_the_rules_allow_and_says_why_the_rest_is_left(
        self, tables: tuple[Path, Path]
    ) -> None:
        result = self.pool(tables, "--json")

        told = json.loads(result.stdout)
        assert result.exit_code == 0
        assert (told["status"], told["unpaid_yuan"]) == ("optimal", "50000.00")
        assert told["least_unpaid_yuan"] == told["unpaid_yuan"]
        assert sum(Decimal(one["yuan"]) for one in told["flows"]) == Decimal(told["paid_yuan"])
        assert Decimal(told["paid_yuan"]) + Decimal(told["idle_yuan"]) == 1_500_000
        (left,) = told["unpaid"]
        assert (
            left["because"] == "中央财政补助、中央预算内投资按规定都不能用于绿化，没有别的钱可用。"
        )
        assert {(one["fund"], one["item"]) for one in told["refused"]} == {
            ("central_subsidy", "W02"), ("central_budget_investment", "W02"),
            ("central_budget_investment", "B14"),
        }  # fmt: skip
        roof = [one["fund"] for one in told["flows"] if one["item"] == "B14"]
        assert roof == ["central_subsidy"]
        (package,) = told["packages"]
        assert (package["package"], package["borrowed_yuan"]) == ("老城", "0.00")

    def test_says_it_in_sentences(self, tables: tuple[Path, Path]) -> None:
        said = self.pool(tables).stdout

        assert "费用 1250000.00 元，付清 1200000.00 元，没有着落 50000.00 元" in said
        assert "余 " in said

    def test_keeps_to_a_matrix_of_ones_own(self, tables: tuple[Path, Path], tmp_path: Path) -> None:
        matrix = tmp_path / "办法.toml"
        matrix.write_text(OWN_MATRIX, encoding="utf-8")
        told = json.loads(self.pool(tables, "--matrix", matrix, "--json").stdout)

        assert {one["fund"] for one in told["flows"]} == {"central_subsidy"}
        assert told["paid_yuan"] == "600000.00"
        roof = next(one for one in told["unpaid"] if one["item"] == "B14")
        assert roof["yuan"] == "150000.00"  # the matrix bears one half
        assert {one["fund"] for one in told["idle"]} == {"central_budget_investment"}

    def test_refuses_a_matrix_that_contradicts_itself(
        self, tables: tuple[Path, Path], tmp_path: Path
    ) -> None:
        matrix = tmp_path / "办法.toml"
        matrix.write_text(OWN_MATRIX.replace("B14", "B99"), encoding="utf-8")
        result = self.pool(tables, "--matrix", matrix)

        assert result.exit_code == 1
        assert "“B99”，改造内容目录里没有这一项" in result.stdout

    def test_refuses_tables_that_cannot_be_read_both_at_once(
        self, tables: tuple[Path, Path]
    ) -> None:
        tables[0].write_text(PROJECTS.replace("B14", "屋面"), encoding="utf-8")
        tables[1].write_text(MONEY.replace("(元)", "(万元)"), encoding="utf-8")
        result = self.pool(tables, "--json")

        told = json.loads(result.stdout)
        assert (result.exit_code, told["status"]) == (1, "refused")
        assert {one["code"] for one in told["findings"]} >= {
            "funding.bad_value",
            "funding.head_unit",
        }
