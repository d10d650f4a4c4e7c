"""The commands of the book: a file is posted once however often it is run, verified, and aged."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from jiugai.console import book as commands
from jiugai.console import setting_up
from jiugai.console.main import app
from jiugai.storage.funding import book_queries
from jiugai.storage.programme.models import Project
from jiugai.storage.unit_of_work import unit_of_work
from tests.exchange.funding.test_book_lines import PAYMENT, file_of
from tests.officers import City
from tests.services.funding.book.little_book import LittleBook, open_book

NOW = date(2020, 11, 3)


@pytest.fixture
def little(city: City, monkeypatch: pytest.MonkeyPatch) -> LittleBook:
    """Open the little book in the test's own database, on 2020-11-03."""
    monkeypatch.setattr(setting_up, "open_city", lambda **_: None)
    monkeypatch.setattr(commands, "now", lambda: _Now)
    return open_book(city)


class _Now:
    @staticmethod
    def date() -> date:
        return NOW


@pytest.fixture
def file(little: LittleBook, tmp_path: Path) -> Path:
    """Money from the paper to the firm, in one file."""
    number = Project.objects.get(pk=little.project).public_id
    whole = PAYMENT | {"project": number, "contract": "HT-2020-01"}
    early = {**PAYMENT, "project": "", "contract": ""}
    path = tmp_path / "凭证.jsonl"
    path.write_bytes(
        file_of(
            early | {"key": "1", "step": "收到指标", "amount": "50", "unit": "万元"},
            whole | {"key": "2", "step": "下达到项目", "contract": ""},
            whole | {"key": "3", "step": "合同占用"},
            early | {"key": "4", "step": "拨付到专户"},
            whole | {"key": "5"},
        )
    )
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def post(path: Path, *more: str) -> Result:
    return run("post", path, "--maker", "maker", "--checker", "checker", *more)


class TestPost:
    def test_posts_a_file_once_however_often_it_is_run(self, file: Path):
        first, again = json.loads(post(file, "--json").stdout), post(file, "--json")

        assert (first["posted"], first["posted_before"]) == (5, 0)
        told = json.loads(again.stdout)
        assert (told["posted"], told["posted_before"], again.exit_code) == (0, 5, 0)

    def test_refuses_a_line_and_goes_on(self, file: Path):
        lines = file.read_text("utf-8").splitlines()
        file.write_text("\n".join([lines[0], lines[4], *lines[1:4], "{}"]), "utf-8")

        result = post(file, "--json")

        told = json.loads(result.stdout)
        assert (result.exit_code, told["posted"]) == (1, 4)
        (refused,) = [line for line in told["lines"] if not line["posted"]]
        assert refused["line"] == 2
        assert refused["findings"][0]["code"] == "book.overdrawn"
        assert [one["cell"] for one in told["findings"]] == ["第6行"]

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"county": "999999"}, "book.no_county"),
            ({"step": "分配到县区", "giver": "999999"}, "book.no_county"),
            ({"project": "P-NONE"}, "book.no_project"),
            ({"contract": "HT-NONE"}, "book.no_contract"),
        ],
    )
    def test_says_which_code_means_nothing(self, file: Path, change, code: str):
        line = json.loads(file.read_text("utf-8").splitlines()[4])
        file.write_bytes(file_of(line | change))

        told = json.loads(post(file, "--json").stdout)

        assert told["lines"][0]["findings"][0]["code"] == code

    def test_enters_a_contract_and_pays_on_it(self, file: Path, little: LittleBook):
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        number = lines[1]["project"]
        contract = {
            "key": "0",
            "step": "登记合同",
            "project": number,
            "contract": "HT-NEW",
            "payee": "安康建工",
            "amount": "120",
            "unit": "万元",
            "on": "2020-03-01",
        }
        for line in lines[2:]:
            line["contract"] = "HT-NEW" if line["contract"] else ""
        file.write_bytes(file_of(contract, *lines))

        first, again = (json.loads(post(file, "--json").stdout) for _ in range(2))

        assert (first["posted"], again["posted_before"]) == (6, 6)

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"contract": "HT-2020-01"}, "book.contract_known"),
            ({"amount": "0"}, "book.no_price"),
            ({"on": "2020-11-04"}, "book.signed_in_future"),
            ({"project": "P-NONE"}, "book.no_project"),
        ],
    )
    def test_says_why_a_contract_is_not_entered(self, file: Path, change, code: str):
        number = json.loads(file.read_text("utf-8").splitlines()[1])["project"]
        told = {"key": "0", "step": "登记合同", "project": number, "contract": "HT-9",
                "payee": "建工", "amount": "1", "unit": "万元", "on": "2020-03-01"}  # fmt: skip
        file.write_bytes(file_of(told | change))

        done = json.loads(post(file, "--json").stdout)

        assert done["lines"][0]["findings"][0]["code"] == code

    def test_refuses_a_key_that_comes_back_with_another_sum(self, file: Path):
        post(file)
        line = json.loads(file.read_text("utf-8").splitlines()[0])
        file.write_bytes(file_of(line | {"amount": "51"}))

        told = json.loads(post(file, "--json").stdout)

        assert told["lines"][0]["findings"][0]["code"] == "book.key_reused"

    def test_is_not_done_by_one_person(self, file: Path):
        result = run("post", file, "--maker", "maker", "--checker", "maker", "--json")

        told = json.loads(result.stdout)
        assert result.exit_code == 1
        assert {one["code"] for line in told["lines"] for one in line["findings"]} == {
            "book.own_voucher"
        }

    @pytest.mark.parametrize("officers", [("county_maker", "checker"), ("maker", "county_checker")])
    def test_takes_no_line_of_a_county_that_an_officer_does_not_answer_for(
        self, file: Path, officers: tuple[str, str]
    ):
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        file.write_bytes(
            file_of(
                lines[0],
                lines[0] | {"key": "6", "county": "610902", "paper": "财综〔2020〕9号"},
                lines[0] | {"key": "7", "step": "分配到县区", "giver": "610900"},
            )
        )
        maker, checker = officers

        result = run("post", file, "--maker", maker, "--checker", checker, "--json")

        told = json.loads(result.stdout)
        assert [line["posted"] for line in told["lines"]] == [True, False, False]
        codes = [found["code"] for line in told["lines"] for found in line["findings"]]
        assert codes == ["book.out_of_reach"] * 2
        assert not any(one.paper == "财综〔2020〕9号" for one in book_queries.earmarks())

    def test_takes_no_contract_of_another_countys_project(self, file: Path, little: LittleBook):
        with unit_of_work(verb="tests.project", user_id=0, post_id=0) as act:
            Project.objects.create(
                act=act, public_id="P-HANBIN", county_id=little.city.hanbin, name="汉滨的项目"
            )
        told = {"key": "0", "step": "登记合同", "project": "P-HANBIN", "contract": "HT-9",
                "payee": "建工", "amount": "1", "unit": "万元", "on": "2020-03-01"}  # fmt: skip
        file.write_bytes(file_of(told))

        result = run("post", file, "--maker", "county_maker", "--checker", "checker", "--json")

        done = json.loads(result.stdout)
        assert done["lines"][0]["findings"][0]["code"] == "book.out_of_reach"

    def test_asks_for_officers_who_may(self, file: Path):
        nobody = run("post", file, "--maker", "nobody", "--checker", "checker")

        assert nobody.exit_code == 1
        assert "没有“nobody”这个账号" in nobody.stderr


class TestVerify:
    def test_says_that_the_book_is_whole(self, file: Path):
        post(file)

        told = json.loads(run("book-verify", "--json").stdout)

        assert told == {"whole": True, "postings": 5, "accounts": 8, "closes": 0, "faults": []}
        assert "分文不差" in run("book-verify").stdout


class TestIdle:
    def test_lists_what_lies_where_since_when_and_with_whom(self, file: Path):
        post(file)

        told = json.loads(run("idle", "--as-of", "2020-10-19", "--json").stdout)

        assert told["idle"] == [
            {
                "earmark": "财综〔2020〕1号",
                "year": 2020,
                "account": "待下达指标",
                "county": "石泉县",
                "holder": "石泉县财政局",
                "project": "",
                "contract": "",
                "balance_yuan": "380000.00",
                "since": "2020-10-09",
                "days": 10,
                "weighted_days": "10.0",
                "level": "moving",
            }
        ]
        assert "已 10 天，正常" in run("idle", "--as-of", "2020-10-19").stdout

    def test_of_a_day_before_anything_is_empty(self, file: Path):
        post(file)

        assert json.loads(run("idle", "--as-of", "2020-10-08", "--json").stdout)["idle"] == []
