"""The receipts of a county on its own screen: listed, opened, downloaded, checked by a stranger."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jiugai.services.audit import sealing
from jiugai.storage.audit import seal_queries
from tests.officers import browser_of
from tests.services.conftest import fresh_little, little
from tests.services.little_city import LittleCity
from tests.web.reading import lines, page_of, said

__all__ = ["fresh_little", "little"]


@pytest.fixture
def sealed(little: LittleCity) -> LittleCity:
    sealing.seal_all()
    return little


def where(little: LittleCity) -> str:
    return f"/receipts/{little.divisions.shiquan}/"


class TestTheList:
    def test_is_where_a_county_is_led(self, sealed: LittleCity) -> None:
        response = browser_of(sealed.filer).get("/receipts/")

        assert response.headers["Location"] == where(sealed)

    def test_holds_to_the_day_asked_about(self, sealed: LittleCity) -> None:
        browser = browser_of(sealed.filer)
        today = browser.get(where(sealed))
        assert len(lines(today, "报送和回执")) == 2
        assert "没有列出" not in page_of(today).get_text()

        then = browser.get(f"{where(sealed)}?as_of=2020-11-03")
        assert lines(then, "报送和回执") == ["到这一天，本县区还没有报送过。"]
        assert "2020-11-03 以后还有 2 次报送没有列出" in page_of(then).get_text()

    def test_holds_to_what_was_recorded_by_the_moment_asked_about(self, sealed: LittleCity) -> None:
        then = browser_of(sealed.filer).get(f"{where(sealed)}?recorded_by=2020-11-03T18:00")
        assert lines(then, "报送和回执") == ["到这一天，本县区还没有报送过。"]

    def test_is_led_to_by_the_menu_of_those_who_keep_receipts(self, sealed: LittleCity) -> None:
        for who, led in (
            (sealed.filer, True),
            (sealed.reviewer, True),
            (sealed.auditor, True),
            (sealed.clerk, False),
            (sealed.street, False),
        ):
            links = [a["href"] for a in page_of(browser_of(who).get("/today/")).select(".rail a")]
            assert ("/receipts/" in links, "/defence/" in links) == (led, led)

    def test_names_every_filing_the_newest_first_with_its_place(self, sealed: LittleCity) -> None:
        found = lines(browser_of(sealed.filer).get(where(sealed)), "报送和回执")

        assert [line.split(" | ")[2] for line in found] == ["导入月报", "导入台账"]
        assert all("条留痕" in line.split(" | ")[4] for line in found)

    def test_says_what_is_not_sealed_yet(self, little: LittleCity) -> None:
        response = browser_of(little.filer).get(where(little))

        assert [line.split(" | ")[4] for line in lines(response, "报送和回执")] == ["等封存"] * 2
        assert "还没有封存过" in said(response)[0]

    def test_is_a_choice_of_counties_for_the_city(self, sealed: LittleCity) -> None:
        page = page_of(browser_of(sealed.clerk).get("/receipts/"))

        names = [link.get_text() for link in page.select("main ul a")]
        assert {"石泉县", "汉滨区"} <= set(names)

    def test_of_another_county_is_not_found(self, sealed: LittleCity) -> None:
        assert browser_of(sealed.sibling).get(where(sealed)).status_code == 404
        assert browser_of(sealed.street).get(where(sealed)).status_code == 404
        assert "看不到整个县区" in page_of(browser_of(sealed.street).get("/receipts/")).get_text()


class TestAReceipt:
    def opened(self, little: LittleCity) -> str:
        seq = seal_queries.filings_of(little.divisions.shiquan)[0]
        return f"{where(little)}{seq}/"

    def test_says_that_it_agrees_and_why(self, sealed: LittleCity) -> None:
        page = page_of(browser_of(sealed.filer).get(self.opened(sealed)))

        assert "与最近封存一致" in page.get_text()
        assert "得数与封存的根相同" in page.get_text()
        assert page.select_one(".notice.bad") is None

    def test_says_that_it_does_not_once_the_tree_was_rewritten(
        self, sealed: LittleCity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = seal_queries.leaf_digests()
        forged = [bytes(32) if at == 0 else digest for at, digest in enumerate(real)]
        monkeypatch.setattr(seal_queries, "leaf_digests", lambda: forged)

        page = page_of(browser_of(sealed.filer).get(self.opened(sealed)))

        assert "与最近封存不一致" in page.get_text()
        assert "立即告诉系统管理员" in page.get_text()

    @pytest.mark.parametrize("number", ["0", "999999"])
    def test_that_is_not_there_is_not_found(self, sealed: LittleCity, number: str) -> None:
        response = browser_of(sealed.filer).get(f"{where(sealed)}{number}/")

        assert response.status_code == 404


class TestTheFile:
    def test_is_taken_by_the_program_that_knows_nothing_of_us(
        self, sealed: LittleCity, tmp_path: Path
    ) -> None:
        browser = browser_of(sealed.filer)
        file, program = tmp_path / "回执.json", tmp_path / "verify_trace.py"
        file.write_bytes(browser.get(f"{where(sealed)}receipts.json").content)
        program.write_bytes(browser.get("/receipts/verify_trace.py").content)

        done = subprocess.run(
            [sys.executable, "-I", str(program), str(file)], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

        told = json.loads(file.read_text("utf-8"))
        assert told["county"] == "610922"

        told["receipts"][0]["event"] += " "
        file.write_text(json.dumps(told), "utf-8")
        done = subprocess.run(
            [sys.executable, "-I", str(program), str(file)], capture_output=True, check=False
        )
        assert done.returncode == 1
