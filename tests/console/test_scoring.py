"""The command that scores: one document for machines, sentences for people, and its exits."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiugai.console.main import app

JIANGXI = "设区市,总分\n南昌市,95\n赣州市,94.99\n吉安市,96\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "结果.csv"
    path.write_text(JIANGXI, encoding="gb18030")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["score", *map(str, arguments)])


class TestScore:
    def test_reports_the_scores_that_jiangxi_left_undefined(self, table: Path):
        result = run(table, "--scheme", "jiangxi_2022", "--json")

        told = json.loads(result.stdout)
        assert result.exit_code == 0
        assert told["undefined_scores"] == ["95分", "85分", "75分"]
        assert [(row["rank"], row["unit"], row["score"], row["grade"]) for row in told["rows"]] == [
            (1, "吉安市", 96, "优秀"),
            (2, "南昌市", 95, None),
            (3, "赣州市", 94.99, "良好"),
        ]
        assert [finding["code"] for finding in told["findings"]] == ["scoring.grade_undefined"]

    def test_takes_a_scheme_of_ones_own(self, table: Path, tmp_path: Path):
        scheme = tmp_path / "办法.toml"
        scheme.write_text(
            '[scheme]\nclause="A"\ntitle="本市办法"\nregion="610900"\nin_force_from=2020-01-01\n'
            'total=100\ntakes_total=true\nsource="本市办法"\n'
            '[[consequence]]\neffect="cut"\nbottom=1\nplan="1/10"\nsource="第五条"\n',
            encoding="utf-8",
        )

        result = run(table, "--scheme", scheme)

        assert result.exit_code == 0
        assert result.stdout.splitlines() == [
            "《本市办法》，满分 100 分，共 3 个单位。",
            "    1  吉安市  96.00",
            "    2  南昌市  95.00",
            "    3  赣州市  94.99　调减计划和资金（计划减10%）",
        ]

    def test_exits_with_1_when_the_table_or_the_scheme_is_refused(
        self, table: Path, tmp_path: Path
    ):
        broken = tmp_path / "坏.toml"
        broken.write_text("[scheme]\n", encoding="utf-8")

        unfit = run(table, "--scheme", "linear", "--json")
        bad = run(table, "--scheme", broken, "--json")

        assert (unfit.exit_code, bad.exit_code) == (1, 1)
        assert json.loads(unfit.stdout)["rows"] == []
        assert {f["code"] for f in json.loads(bad.stdout)["findings"]} == {"policy.missing_key"}

    def test_exits_with_2_when_there_is_no_such_scheme_or_table(self, table: Path, tmp_path: Path):
        assert run(table, "--scheme", "mars_2030").exit_code == 2
        assert run(tmp_path / "没有.csv", "--scheme", "linear").exit_code == 2
