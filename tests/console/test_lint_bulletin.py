"""``jiugai lint-bulletin`` for people and for machines; no database is asked."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from jiugai.console.lint_bulletin import lint_bulletin_command
from jiugai.domain.bulletins.composition import compose
from jiugai.exchange.bulletin.document import write_docx, write_record
from tests.domain.bulletins.examples import DIGEST, october, red_head
from tests.exchange.bulletin.editing import plain_copy, retyped

BULLETIN = compose(october(), red_head())
APP = typer.Typer()
APP.command()(lint_bulletin_command)


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    file = tmp_path / "10月通报.docx"
    file.write_bytes(retyped(write_docx(BULLETIN), "获批45个", "4.4%", "4.5%"))
    return file


class TestLintBulletin:
    def test_prints_one_json_document_and_fails_on_what_disagrees(self, edited: Path):
        result = CliRunner().invoke(APP, [str(edited), "--json"])

        said = json.loads(result.stdout)
        (finding,) = said["findings"]
        assert result.exit_code == 1
        assert said["file"] == "10月通报.docx"
        assert said["snapshot"]["digest"] == DIGEST
        assert said["checked"] - said["agree"] == 1
        assert finding["code"] == "bulletin.disagrees"
        assert finding["category"] == "与快照不符"
        assert (finding["read"], finding["expected"]) == ("4.5%", "4.4%")
        assert finding["counted"] == "2 ÷ 45"
        assert finding["weight"] == "blocks"
        assert finding["where"].startswith("第")

    def test_is_content_with_an_unedited_file(self, tmp_path: Path):
        file = tmp_path / "a.docx"
        file.write_bytes(write_docx(BULLETIN))

        result = CliRunner().invoke(APP, [str(file)])

        assert result.exit_code == 0
        assert "全部与快照一致" in result.stdout

    def test_says_to_people_what_to_do(self, edited: Path):
        result = CliRunner().invoke(APP, [str(edited)])

        assert "正文写“4.5%”，快照为“4.4%”（2 ÷ 45，" in result.stdout
        assert "文件没有改动" in result.stdout

    @pytest.mark.parametrize(
        ("name", "beside_name"),
        [("a.docx", "a.figures.json"), ("bulletin-2020-10.docx", "figures-2020-10.json")],
    )
    def test_takes_the_figures_that_lie_beside_the_file(
        self, tmp_path: Path, name: str, beside_name: str
    ):
        file = tmp_path / name
        file.write_bytes(plain_copy(write_docx(BULLETIN)))

        alone = CliRunner().invoke(APP, [str(file), "--json"])
        (tmp_path / beside_name).write_bytes(write_record(BULLETIN))
        beside = CliRunner().invoke(APP, [str(file), "--json"])

        assert (alone.exit_code, json.loads(alone.stdout)["snapshot"]) == (1, None)
        assert beside.exit_code == 0
        assert json.loads(beside.stdout)["findings"] == []

    def test_tells_wrong_usage_from_a_refusal(self, tmp_path: Path):
        assert CliRunner().invoke(APP, [str(tmp_path / "none.docx")]).exit_code == 2
