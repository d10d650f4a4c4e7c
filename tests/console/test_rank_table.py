"""The command that ranks a published table: its exits, and what it prints for whom."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiugai.console.main import app

TABLE = "县区,计划数,开工数\n汉滨区,45,2\n石泉县,3,3\n宁陕县,4,4\n合计,52,9\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "进度.csv"
    path.write_text(TABLE, encoding="gb18030")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["rank-table", *map(str, arguments)])


class TestRankTable:
    def test_prints_one_json_document_and_nothing_else(self, table: Path) -> None:
        result = run(
            table, "--measure", "start_rate", "--decimals", "2", "--ties", "shared", "--json"
        )

        told = json.loads(result.stdout)
        assert result.exit_code == 0
        assert [(row["rank"], row["region"], row["shown"]) for row in told["rows"]] == [
            (1, "石泉县", "100.00%"),
            (1, "宁陕县", "100.00%"),
            (3, "汉滨区", "4.44%"),
        ]
        assert told["total"] == {"planned": 52, "started": 9, "rate": "0.173077"}

    def test_says_it_to_people_and_saves_it(self, table: Path, tmp_path: Path) -> None:
        out = tmp_path / "排名.csv"

        result = run(table, "--measure", "start_rate", "--second-key", "计划数", "--out", out)

        assert result.exit_code == 0
        assert result.stdout.splitlines()[:4] == [
            "按开工率（未注明口径）排名，共 3 行。",
            "     1  宁陕县  100.0%  （4 / 4）",
            "     2  石泉县  100.0%  （3 / 3）",
            "     3  汉滨区  4.4%  （2 / 45）",
        ]
        assert out.read_text(encoding="utf-8-sig").splitlines()[1].startswith("1,开工率")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["排名.csv", "进度.csv"]

    def test_exits_with_1_when_it_refuses_and_saves_nothing(
        self, table: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "排名.csv"

        result = run(table, "--measure", "completion_rate", "--out", out, "--json")

        assert result.exit_code == 1
        assert json.loads(result.stdout)["findings"][0]["code"] == "rank_table.no_columns"
        assert not out.exists()

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--measure", "start_rate", "--decimals", "3"),
            ("--measure", "start_rate", "--ties", "none"),
            ("--measure", "happiness_rate"),
            (),
        ],
    )
    def test_exits_with_2_on_wrong_usage(self, table: Path, arguments: tuple[str, ...]) -> None:
        assert run(table, *arguments).exit_code == 2

    def test_exits_with_2_when_there_is_no_such_file(self, tmp_path: Path) -> None:
        assert run(tmp_path / "没有.csv", "--measure", "start_rate").exit_code == 2

    def test_exits_with_1_when_the_result_cannot_be_saved(
        self, table: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "没有这个文件夹" / "排名.csv"

        result = run(table, "--measure", "start_rate", "--out", out, "--json")

        assert result.exit_code == 1
        assert json.loads(result.stdout)["findings"][0]["code"] == "rank_table.not_saved"
