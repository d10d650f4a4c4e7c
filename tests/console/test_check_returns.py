"""The command that checks a file of returns: its exits, and what it prints for whom."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiugai.console.main import app

HEAD = (
    "county,project,month,planned_households,started,completed,households_done,progress_pct,"
    "investment_yuan,paid_yuan,photos,complaints,stopped"
)
COPIED = "\n".join(
    f"汉滨区,河滨小区,2020-{month:02d},200,1,0,0,{progress},{progress}0000,0,2,0,0"
    for month, progress in ((7, 12), (8, 35), (9, 35), (10, 35))
)


@pytest.fixture
def returns(tmp_path: Path) -> Path:
    path = tmp_path / "逐月数.csv"
    path.write_text(f"{HEAD}\n{COPIED}\n", encoding="gb18030")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["check-returns", *map(str, arguments)])


class TestCheckReturns:
    def test_prints_one_json_document_and_nothing_else(self, returns: Path) -> None:
        result = run(returns, "--json")

        told = json.loads(result.stdout)
        (flag,) = [each for each in told["flags"] if each["check"] == "copy_forward"]
        assert result.exit_code == 0
        assert {key: flag[key] for key in flag if key not in ("numbers", "message")} == {
            "check": "copy_forward",
            "version": 1,
            "answer": "explain",
            "county": "汉滨区",
            "project": "河滨小区",
            "month": "2020-10",
        }
        assert flag["numbers"] == {"months": 2, "progress_pct": 35, "photos": 2}
        assert flag["message"].endswith("不影响按时报送。")

    def test_says_of_every_check_because_of_what_it_was_not_asked(self, returns: Path) -> None:
        told = json.loads(run(returns, "--json").stdout)["not_applicable"]

        assert told["survey_twins"] == [{"because": "这个文件里没有一个小区的全部问卷", "times": 1}]
        assert {"because": "没有上个月的数可比", "times": 1} in told["copy_forward"]

    def test_says_it_to_people(self, returns: Path) -> None:
        result = run(returns)

        assert result.stdout.startswith("核验 1 个项目、4 张逐月数：请说明 1 条。")
        assert "2020-10 汉滨区 河滨小区【请说明·逐月照抄】形象进度 35%" in result.stdout
        assert "提示不是认定" in result.stdout

    def test_exits_with_0_when_nothing_is_flagged(self, tmp_path: Path) -> None:
        plain = tmp_path / "一月.csv"
        plain.write_text(f"{HEAD}\n{COPIED.splitlines()[0]}\n", encoding="utf-8")

        result = run(plain)

        assert result.exit_code == 0
        assert result.stdout == "核验 1 个项目、1 张逐月数：没有要提示的。\n"

    def test_exits_with_1_and_the_cell_when_a_value_cannot_be_read(self, tmp_path: Path) -> None:
        bad = tmp_path / "坏.csv"
        bad.write_text(f"{HEAD}\n{COPIED.replace(',35,', ',过半,', 1)}\n", encoding="utf-8")

        result = run(bad, "--json")

        told = json.loads(result.stdout)
        assert result.exit_code == 1
        assert told["flags"] == []
        assert told["not_applicable"] == {}
        assert [(f["code"], f["cell"]) for f in told["findings"]] == [
            ("check_returns.bad_value", "H3")
        ]

    def test_says_to_people_why_nothing_was_checked(self, tmp_path: Path) -> None:
        bad = tmp_path / "坏.csv"
        bad.write_bytes(b"PK\x03\x04 no workbook at all")

        result = run(bad)

        assert result.exit_code == 1
        assert result.stdout.startswith("没有核验：")

    @pytest.mark.parametrize("arguments", [(), ("没有.csv",), ("--month", "2020-10")])
    def test_exits_with_2_on_wrong_usage(self, arguments: tuple[str, ...]) -> None:
        assert run(*arguments).exit_code == 2
