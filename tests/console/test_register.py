"""The commands of the sealed trace: what they print, what they write, and their exits."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiugai.console import setting_up
from jiugai.console.main import app
from jiugai.exchange import verify_trace
from tests.services.audit.test_register import tamper
from tests.services.little_city import LittleCity


@pytest.fixture
def desk(fresh_little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    """Stand the commands on the little city."""
    monkeypatch.setattr(setting_up, "open_city", lambda **_: None)
    return fresh_little


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


@pytest.mark.usefixtures("desk")
class TestVerifyRegister:
    def test_says_that_all_holds_and_writes_an_export_with_its_verifier(self, tmp_path: Path):
        export = tmp_path / "留痕.txt"

        first = run("verify-register", "--export", export)
        again = run("verify-register", "--export", export, "--json")

        assert first.exit_code == 0
        assert first.stdout.splitlines()[-1].startswith("已写出 ")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["verify_trace.py", "留痕.txt"]
        told = json.loads(again.stdout)
        assert (again.exit_code, told["holds"], told["compared"]) == (0, True, False)
        assert verify_trace.main([str(export)]) == 0

    def test_exits_with_1_and_says_what_was_done_behind_its_back(self):
        assert run("receipts", "--county", "610922").exit_code == 0  # which seals
        tamper("UPDATE works_reading SET value = value + 1")

        result = run("verify-register", "--json")

        told = json.loads(result.stdout)
        assert result.exit_code == 1
        assert {finding["code"] for finding in told["findings"]} == {"register.act_changed"}

    def test_exits_with_1_on_an_export_that_was_changed_and_needs_no_database(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        export = tmp_path / "留痕.txt"
        run("verify-register", "--export", export)
        export.write_text(export.read_text("utf-8").replace('"post":', '"post":1'), "utf-8")
        monkeypatch.setattr(setting_up, "open_city", lambda **_: pytest.fail("not needed"))

        result = run("verify-register", "--export", export)

        assert result.exit_code == 1
        assert "核验不过" in result.stdout

    def test_takes_what_others_hold(self, tmp_path: Path):
        run("receipts", "--county", "610922", "--out", tmp_path)
        receipt = tmp_path / "回执-610922.json"

        held = run("verify-register", "--receipt", receipt)
        other = run("verify-register", "--root", "ab" * 32, "--size", "1", "--json")

        assert held.exit_code == 0
        assert other.exit_code == 1
        assert json.loads(other.stdout)["findings"][0]["code"] == "register.root"

    @pytest.mark.parametrize(
        "arguments", [("--root", "ab" * 32), ("--size", "1"), ("--root", "xy", "--size", "1")]
    )
    def test_exits_with_2_on_wrong_usage(self, arguments: tuple[str, ...]):
        assert run("verify-register", *arguments).exit_code == 2

    def test_refuses_a_file_that_is_no_receipt(self, tmp_path: Path):
        path = tmp_path / "x.json"
        path.write_text("{}", encoding="utf-8")

        result = run("verify-register", "--receipt", path, "--json")

        assert result.exit_code == 1
        assert json.loads(result.stdout)["findings"][0]["code"] == "register.not_a_receipt"


@pytest.mark.usefixtures("desk")
class TestReceipts:
    def test_are_written_with_the_program_that_checks_them(self, tmp_path: Path):
        result = run("receipts", "--county", "610922", "--out", tmp_path)

        assert result.exit_code == 0
        assert result.stdout.startswith("石泉县共 ")
        assert verify_trace.main([str(tmp_path / "回执-610922.json")]) == 0
        assert (tmp_path / "verify_trace.py").read_bytes().startswith(b'"""')

    def test_are_one_json_document(self):
        told = json.loads(run("receipts", "--county", "610922", "--json").stdout)

        assert told["format"] == "jiugai-receipts"
        assert told["receipts"]
        assert all(json.loads(one["event"])["seq"] == one["seq"] for one in told["receipts"])

    def test_exit_with_1_for_a_county_that_there_is_not(self):
        result = run("receipts", "--county", "999999", "--json")

        assert result.exit_code == 1
        assert json.loads(result.stdout)["findings"][0]["code"] == "register.no_such_county"
