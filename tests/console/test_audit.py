"""The command of the auditor's desk: every finding with its place, numbers and facts, on a day."""

import json

import pytest
from typer.testing import CliRunner, Result

from jiugai.console import setting_up
from jiugai.console.main import app
from jiugai.services.reach import as_operator
from tests.services.little_city import LittleCity
from tests.services.supervision.audit.little_audit import LATER, LittleAudit, keep_book


@pytest.fixture
def audit(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleAudit:
    monkeypatch.setattr(setting_up, "open_city", lambda **_: as_operator())
    return keep_book(little)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit-findings", *arguments])


class TestAuditFindings:
    def test_tells_one_document_of_json(self, audit: LittleAudit):
        result = run("--as-of", LATER.isoformat(), "--json")

        told = json.loads(result.stdout)
        assert (result.exit_code, told["as_of"]) == (0, LATER.isoformat())
        (idle,) = [one for one in told["findings"] if one["code"] == "FD-01"]
        assert (idle["county"], idle["kind"]) == ("610922", "earmark")
        assert idle["numbers"]["idle_fen"] == 95_000_000
        assert idle["also_found_as"] == ["GJ-04"]
        assert len(idle["facts"]["postings"]) == 6
        assert idle["message"].endswith("。")

    def test_drops_nothing_that_cannot_be_said(self, audit: LittleAudit):
        told = json.loads(run("--as-of", LATER.isoformat(), "--json").stdout)

        times = sum(one["times"] for reasons in told["undefined"].values() for one in reasons)
        assert times == len(told["undefined_places"])
        assert {one["code"] for one in told["never_told"]} >= {"RS-02", "WJ-01"}
        assert told["asked"]["project"] == 5

    def test_says_it_in_chinese_too(self, audit: LittleAudit):
        said = run("--as-of", LATER.isoformat()).stdout
        assert (
            "✗ FD-02 石泉县“中央财政补助（财综〔2020〕1号，2020 年）”：2020 年底有 400,000.00 元"
            in said
        )
        assert "待核实" in said

    def test_says_what_day_it_could_not_read(self):
        result = run("--as-of", "2020-13-01")
        assert result.exit_code == 2
        assert "应为日期" in result.output
