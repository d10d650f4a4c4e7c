"""The command line: its exits, its one JSON document, and what it needs no database for."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from jiugai.console import imports, setting_up
from jiugai.console.main import app
from tests.services.little_city import (
    HEAD,
    RETURN_HEAD,
    SHIQUAN,
    SHIQUAN_OCTOBER,
    LittleCity,
    table,
)

BAD = "东苑小区,城关镇,1993,2,440/447,5400,90"


def jiugai(*arguments: str | Path, var: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own whose data folder is ``var``."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("JIUGAI_DB")
    }
    return subprocess.run(
        [sys.executable, "-m", "jiugai.console.main", *map(str, arguments)],
        env=environment
        | {"JIUGAI_VAR": str(var), "PYTHONPATH": str(setting_up.ROOT / "src"), "PYTHONUTF8": "1"}
        | more,
        cwd=setting_up.ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "石泉.csv"
    path.write_bytes(table(HEAD, ["１２号院,城关镇,1985,3,105户,12000,300", *SHIQUAN]))
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "坏行.csv"
    path.write_bytes(table(HEAD, [BAD, *SHIQUAN]))
    return path


DRY = ("--county", "610922", "--year", "2020", "--dry-run")


class TestDryRun:
    def test_prints_one_json_document_and_needs_no_database(
        self, good: Path, tmp_path: Path
    ) -> None:
        var = tmp_path / "var"

        done = jiugai("import-ledger", good, *DRY, "--json", var=var)

        told = json.loads(done.stdout)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("\n") == 1
        (file,) = told["files"]
        assert (file["file"], file["rows"], file["accepted"], file["refused"]) == (
            "石泉.csv",
            4,
            4,
            0,
        )
        assert [record["name"] for record in file["records"]][1:] == [
            "金州家属院",
            "北苑小区",
            "南苑小区",
        ]
        assert file["records"][1]["investment_yuan"] == 3_000_000
        assert {"105户"} <= {repair["read"] for repair in file["repairs"]}
        assert not var.exists()

    def test_exits_with_1_at_a_refused_row_and_hands_it_back(
        self, bad: Path, tmp_path: Path
    ) -> None:
        out, var = tmp_path / "退回.xlsx", tmp_path / "var"

        done = jiugai("import-ledger", bad, *DRY, "--json", "--bad-rows", out, var=var)

        (file,) = json.loads(done.stdout)["files"]
        assert done.returncode == 1
        assert (file["accepted"], file["refused"]) == (3, 1)
        blocks = [found for found in file["findings"] if found["weight"] == "blocks"]
        assert [found["cell"] for found in blocks] == ["E2"]
        comments = [
            cell.coordinate
            for cells in openpyxl.load_workbook(out).active.iter_rows()  # type: ignore[union-attr]
            for cell in cells
            if cell.comment
        ]
        # the head says once how the file is to be sent back; of the rows only the bad cell speaks
        assert [place for place in comments if place != "A1"] == ["E2"]
        assert not var.exists()

    def test_says_it_to_people_and_that_nothing_was_written(self, good: Path) -> None:
        result = run("import-ledger", good, *DRY)

        assert result.exit_code == 0
        assert result.stdout.startswith("《石泉.csv》：1 张表，4 行；可写入 4 行，退回 0 行")
        assert result.stdout.rstrip().endswith("只核对，没有写入任何数据。")

    def test_takes_many_files_and_numbers_the_returned_ones(
        self, good: Path, bad: Path, tmp_path: Path
    ) -> None:
        other = tmp_path / "坏行二.csv"
        other.write_bytes(table(HEAD, [BAD]))
        out = tmp_path / "退回.xlsx"

        result = run("import-ledger", good, bad, other, *DRY, "--json", "--bad-rows", out)

        assert result.exit_code == 1
        assert len(json.loads(result.stdout)["files"]) == 3
        assert sorted(path.name for path in tmp_path.glob("退回*")) == [
            "退回-1.xlsx",
            "退回-2.xlsx",
        ]

    def test_knows_the_county_by_its_code(self, tmp_path: Path) -> None:
        path = tmp_path / "高新区.csv"
        path.write_bytes(
            table("县区,小区名称,户数", ["安康高新区,东苑小区,60", "石泉县,西苑小区,80"])
        )

        result = run(
            "import-ledger", path, "--county", "610900-L01", "--year", "2020", "--dry-run", "--json"
        )

        (found,) = json.loads(result.stdout)["files"][0]["findings"]
        assert (found["code"], found["cell"]) == ("ledger.other_county", "A3")
        assert "按“安康高新区”导入，但有 1 行写的是“石泉县”" in found["message"]

    def test_tells_when_the_returned_workbook_cannot_be_saved(
        self, bad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_path: Path, _content: bytes) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(imports, "save", full)

        result = run("import-ledger", bad, *DRY, "--json", "--bad-rows", tmp_path / "退回.xlsx")

        told = json.loads(result.stdout)
        assert result.exit_code == 1
        assert told["files"][0]["accepted"] == 3
        assert told["findings"][0]["code"] == "import.not_saved"

    def test_of_no_workbook_is_refused_in_a_sentence(self, tmp_path: Path) -> None:
        path = tmp_path / "坏.xlsx"
        path.write_bytes(b"PK\x03\x04 nonsense")

        result = run("import-ledger", path, *DRY, "--json")

        (file,) = json.loads(result.stdout)["files"]
        assert result.exit_code == 1
        assert (file["rows"], len(file["findings"])) == (0, 1)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


WRONG: list[list[str]] = [
    ["import-ledger"],
    ["import-ledger", "没有.csv", "--county", "610922", "--year", "2020"],
    ["import-ledger", __file__, "--year", "2020", "--dry-run"],
    ["import-ledger", __file__, *DRY, "--on", "昨天"],
    ["import-ledger", __file__, "--county", "610922", "--year", "二〇", "--dry-run"],
    ["import-ledger", __file__, "--county", "610922", "--year", "20200", "--dry-run"],
    ["import-ledger", __file__, "--county", "石泉", "--year", "2020", "--dry-run"],
    ["import-ledger", __file__, *DRY, "--bad-rows", "没有的文件夹/退回.xlsx"],
    ["measures"],
    ["measures", "--as-of", "2020-13-01"],
    ["measures", "--as-of", "2020-11-03", "--recorded-by", "早上"],
    ["measures", "--as-of", "2020-11-03", "--by", "street"],
    ["close-month", "2020-10"],
    ["close-month", "十月", "--out", "out"],
    ["close-month", "2020-10", "--out", "out", "--template", "blue"],
    ["init-city", "610900"],
    ["no-such-command"],
]


class TestWrongUsage:
    @pytest.mark.parametrize("arguments", WRONG)
    def test_exits_with_2_and_says_in_chinese_what_was_expected(self, arguments: list[str]) -> None:
        result = run(*arguments)

        assert result.exit_code == 2
        assert result.stdout == ""
        assert re.search("[一-鿿]{4}.*用法见 jiugai", result.stderr)

    @pytest.mark.parametrize("arguments", WRONG)
    def test_with_json_prints_one_document_all_the_same(self, arguments: list[str]) -> None:
        result = run(*arguments, "--json")

        (finding,) = json.loads(result.stdout)["findings"]
        assert result.exit_code == 2
        assert (finding["code"], finding["weight"]) == ("usage.wrong", "blocks")
        assert result.stderr == ""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["import-ledger"], "缺少 FILE...（台账或月报文件）"),
            (["measures"], "缺少 --as-of（截至哪一天，例如 2020-11-03）"),
            (["measures", "--as-of"], "--as-of 后面没有写值"),
            (["measures", "--as-off", "x"], "没有 --as-off 这个选项，是不是 --as-of"),
            (
                ["measures", "--as-of=2020-11-03", "--months=-1"],
                "--months 写的是“-1”，应不小于 0",
            ),
            (["close-month", "2020-10", "2020-11", "--out", "x"], "多写了“2020-11”"),
            (["draw", "--light", "pink"], "--light 写的是“pink”，应为 "),
            (["lint-bulletin", "没有.docx"], "FILE 写的是“没有.docx”，没有这个文件"),
            (["close-months"], "没有“close-months”这个命令"),
        ],
    )
    def test_names_what_was_typed(self, arguments: list[str], said: str) -> None:
        assert run(*arguments).stderr.startswith(said)

    def test_of_nothing_lists_the_commands(self) -> None:
        result = run()

        assert result.exit_code == 2
        assert "import-ledger" in result.output

    def test_a_place_for_bad_rows_never_overwrites_what_was_sent(self, bad: Path) -> None:
        before = bad.read_bytes()

        result = run("import-ledger", bad, *DRY, "--bad-rows", bad)

        assert result.exit_code == 2
        assert "正是要读的文件" in result.stderr
        assert bad.read_bytes() == before

    def test_papers_are_not_put_into_a_file(self, good: Path) -> None:
        result = run("close-month", "2020-10", "--out", good / "十月")

        assert result.exit_code == 2
        assert "不是可以写入的文件夹" in result.stderr


@pytest.fixture
def desk(fresh_little: LittleCity, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> LittleCity:
    """Give the commands the little city instead of a server of their own."""
    monkeypatch.setattr(setting_up, "prepare", lambda *_: None)
    monkeypatch.setenv("JIUGAI_VAR", str(tmp_path / "var"))
    return fresh_little


class TestMeasures:
    def test_counts_by_city(self, desk: LittleCity) -> None:
        result = run("measures", "--as-of", "2020-10-31", "--json")

        told = json.loads(result.stdout)
        assert result.exit_code == 0
        assert _starts(told) == [(2020, "provincial", 2, 4, "0.500000", "50.0%")]

    def test_counts_by_county_and_by_what_was_recorded(self, desk: LittleCity) -> None:
        result = run("measures", "--as-of", "2020-10-31", "--by", "county", "--json")

        rows = [row for row in json.loads(result.stdout)["rows"] if row["measure"] == "start_rate"]
        assert {row["county"] for row in rows} == {"汉滨区", "石泉县", "旬阳县"}
        early = run(
            "measures", "--as-of", "2020-10-31", "--recorded-by", "2020-11-05T18:00", "--json"
        )
        assert early.exit_code == 1  # all of it was recorded today
        assert json.loads(early.stdout)["findings"][0]["code"] == "measures.no_lists"

    def test_says_it_to_people(self, desk: LittleCity) -> None:
        result = run("measures", "--as-of", "2020-10-31")

        assert "2020 年批次 全市 开工率（按小区数计）：2 ÷ 4 = 50.0%" in result.stdout


def _starts(told: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        tuple(row[name] for name in ("cohort", "list", "numerator", "denominator", "rate", "shown"))
        for row in told["rows"]
        if (row["measure"], row["basis"]) == ("start_rate", "communities")
    ]


class TestImporting:
    def test_writes_and_the_same_file_again_changes_nothing(
        self, desk: LittleCity, good: Path
    ) -> None:
        asked = ("--county", "610922", "--year", "2020", "--on", "2020-06-01", "--json")

        first, again = (run("import-ledger", good, *asked) for _ in range(2))

        told = [json.loads(result.stdout)["files"][0] for result in (first, again)]
        assert [result.exit_code for result in (first, again)] == [0, 0]
        assert [(file["accepted"], file["unchanged"]) for file in told] == [(1, 3), (0, 4)]

    def test_takes_a_return_by_its_columns(self, desk: LittleCity, tmp_path: Path) -> None:
        path = tmp_path / "月报.csv"
        path.write_bytes(table(RETURN_HEAD, SHIQUAN_OCTOBER))

        result = run(
            "import-ledger",
            path,
            "--county",
            "610922",
            "--year",
            "2020",
            "--on",
            "2020-10-31",
            "--json",
        )

        (file,) = json.loads(result.stdout)["files"]
        assert (file["accepted"], file["unchanged"]) == (0, 2)

    def test_of_an_unknown_county_is_refused(self, desk: LittleCity, good: Path) -> None:
        result = run("import-ledger", good, "--county", "619999", "--year", "2020", "--json")

        assert result.exit_code == 1
        assert json.loads(result.stdout)["findings"][0]["code"] == "import.no_such_county"


class TestClosingAMonth:
    def test_writes_the_papers_and_says_so_in_one_document(
        self, desk: LittleCity, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"

        first, again = (run("close-month", "2020-10", "--out", out, "--json") for _ in range(2))

        told, retold = json.loads(first.stdout), json.loads(again.stdout)
        assert (first.exit_code, again.exit_code) == (0, 0)
        assert (told["new"], retold["new"]) == (True, False)
        assert told["digest"] == retold["digest"]
        assert told["files"] == retold["files"]
        assert sorted(path.name for path in out.iterdir()) == [
            "annex-2020-10.xlsx",
            "bulletin-2020-10.docx",
            "digest-2020-10.txt",
            "figures-2020-10.json",
        ]
        checked = run("lint-bulletin", out / "bulletin-2020-10.docx", "--json")
        assert checked.exit_code == 0
        assert json.loads(checked.stdout)["findings"] == []

    @pytest.mark.parametrize(
        ("month", "code"),
        [("2099-01", "close.month_not_over"), ("2020-09", "close.out_of_order")],
    )
    def test_is_refused_with_its_reason(
        self, desk: LittleCity, tmp_path: Path, month: str, code: str
    ) -> None:
        run("close-month", "2020-10", "--out", tmp_path / "out")

        result = run("close-month", month, "--out", tmp_path / "other", "--json")

        assert result.exit_code == 1
        assert json.loads(result.stdout)["findings"][0]["code"] == code
        assert not (tmp_path / "other").exists()


class TestFounding:
    @pytest.mark.parametrize(
        ("code", "name", "said"),
        [
            ("610922", "石泉县", "没有代码为“610922”的市"),
            ("999999", "安康市", "没有代码为“999999”的市"),
            ("610900", "汉中市", "是“安康市”，不是“汉中市”"),
        ],
    )
    def test_of_a_wrong_city_is_refused(
        self,
        desk: LittleCity,
        monkeypatch: pytest.MonkeyPatch,
        code: str,
        name: str,
        said: str,
    ) -> None:
        monkeypatch.setattr(setting_up, "migrate", lambda *_: None)

        result = run("init-city", code, "--name", name)

        assert result.exit_code == 1
        assert said in result.stderr
        assert "没有建库" in result.stderr
        assert "/sign-in/link/" not in result.stdout

    @pytest.mark.skipif(
        not setting_up.divisions_folder().is_dir(), reason="全国区划未下载：请先运行 make install"
    )
    def test_makes_a_city_on_a_machine_that_has_nothing(self, tmp_path: Path) -> None:
        var = tmp_path / "var"
        quiet = {"XDG_RUNTIME_DIR": os.environ.get("XDG_RUNTIME_DIR", str(tmp_path))}

        nothing = jiugai("measures", "--as-of", "2020-11-03", "--json", var=var, **quiet)
        founded = jiugai("init-city", "610900", "--name", "安康市", var=var, **quiet)
        again = jiugai("init-city", "610900", "--name", "安康市", var=var, **quiet)
        empty = jiugai("measures", "--as-of", "2020-11-03", "--json", var=var, **quiet)

        assert nothing.returncode == 1
        assert json.loads(nothing.stdout)["findings"][0]["code"] == "city.no_database"
        assert founded.returncode == 0, founded.stderr
        # until somebody has set the password, the link is made anew and the old one is dead
        assert again.returncode == 0
        assert _link(again.stdout) != _link(founded.stdout)
        assert empty.returncode == 1
        assert json.loads(empty.stdout)["findings"][0]["code"] == "measures.no_lists"


def _link(told: str) -> str:
    return next(line for line in told.splitlines() if "/sign-in/link/" in line).strip()
