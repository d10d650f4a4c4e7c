"""The auditor's desk on screen: the worst first, every finding opens, a pack that proves itself."""

import hashlib
import io
import json
import zipfile

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.audit.little_audit import LATER, LittleAudit, keep_book
from tests.web.reading import lines, page_of

DESK = "/funding/audit/"


@pytest.fixture
def audit(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleAudit:
    monkeypatch.setenv("JIUGAI_AS_OF", LATER.isoformat())
    return keep_book(little)


def opened(actor: Actor, code: str) -> str:
    """Return the address of the first finding of a rule."""
    page = page_of(browser_of(actor).get(f"{DESK}?rule={code}"))
    (table,) = [t for t in page.select("table") if t.caption.get_text(strip=True) == "审计发现"]
    return str(table.select_one("tbody a")["href"])


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class TestDesk:
    def test_puts_the_largest_sum_first_with_word_and_shape(self, audit: LittleAudit):
        rows = lines(browser_of(audit.city.auditor).get(DESK), "审计发现")
        assert rows[0].startswith("FD-")
        assert "石泉县" in rows[0]
        page = page_of(browser_of(audit.city.auditor).get(DESK))
        assert page.select("tbody .status svg")

    def test_narrows_to_a_rule_and_to_a_county(self, audit: LittleAudit):
        browser = browser_of(audit.city.auditor)
        idle = lines(browser.get(f"{DESK}?rule=FD-01"), "审计发现")
        assert len(idle) == 1
        assert all("FD-01" in row for row in idle)
        xunyang = lines(browser.get(f"{DESK}?county=610981"), "审计发现")
        assert not any("石泉县" in row for row in xunyang)

    def test_counts_what_cannot_be_said(self, audit: LittleAudit):
        found = lines(browser_of(audit.city.auditor).get(DESK), "说不清的，缺哪件事实")
        assert any(row.startswith("FD-11 多计工程价款") or "RS-02" in row for row in found)

    def test_shows_a_county_its_own_alone(self, audit: LittleAudit):
        own = lines(browser_of(audit.finance).get(DESK), "按县区")
        assert [row.split(" | ")[0] for row in own] == ["石泉县"]

    def test_is_shut_to_strangers_and_to_streets(self, audit: LittleAudit):
        assert Client().get(DESK).headers["Location"].startswith("/sign-in/")
        assert browser_of(audit.city.street).get(DESK).status_code == 403

    def test_asks_the_database_little(
        self, audit: LittleAudit, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        browser, path = browser_of(audit.city.auditor), opened(audit.city.auditor, "FD-10")
        with django_assert_max_num_queries(30):
            browser.get(DESK)
        with django_assert_max_num_queries(30):
            browser.get(path)

    def test_stands_in_the_rail_of_whoever_may_read(self, audit: LittleAudit):
        for who, shown in ((audit.city.auditor, True), (audit.city.filer, False)):
            page = page_of(browser_of(who).get("/policy/"))
            assert ("审计" in [a.get_text(strip=True) for a in page.select("nav a")]) is shown


class TestFinding:
    def test_opens_to_its_facts_and_thresholds(self, audit: LittleAudit):
        browser = browser_of(audit.city.auditor)
        answer = browser.get(opened(audit.city.auditor, "FD-10"))

        facts = lines(answer, "依据的事实")
        assert any("支付 600,000.00 元，摘要“B01 供水进度款”" in row for row in facts)
        assert any("安康建工，合同价 1,000,000.00 元" in row for row in facts)
        (limit,) = lines(answer, "按什么界限")
        assert "待核实" in limit
        assert "FD-06" in page_of(answer).get_text()

    def test_leads_to_the_community_that_a_fact_is_about(self, audit: LittleAudit):
        page = page_of(browser_of(audit.city.auditor).get(opened(audit.city.auditor, "FD-10")))
        number = LittleCity.number_of("金州家属院")
        assert page.select(f'a[href^="/communities/{number}/"]')

    def test_of_another_county_is_not_there(self, audit: LittleAudit):
        path = opened(audit.city.auditor, "FD-10")
        assert browser_of(audit.other_finance).get(path).status_code == 404
        assert browser_of(audit.finance).get(path).status_code == 200


class TestRules:
    def test_are_all_shown_with_where_they_come_from(self, audit: LittleAudit):
        answer = browser_of(audit.finance).get(f"{DESK}rules/")
        page = page_of(answer)
        assert len(page.select("section.card h2")) == 26
        assert "《中华人民共和国预算法》第五十二条，待核实" in page.get_text()
        published = lines(answer, "已公布的审计发现")
        assert any(row.startswith("RS-11") and "说不清" in row for row in published)


class TestPack:
    def pack(self, audit: LittleAudit, code: str = "FD-10", query: str = "") -> bytes:
        path = f"{opened(audit.city.auditor, code)}pack.zip{query}"
        answer = browser_of(audit.city.auditor).get(path)
        assert answer.headers["Content-Type"] == "application/zip"
        return bytes(answer.content)

    def test_is_the_same_bytes_for_the_same_day(self, audit: LittleAudit):
        assert self.pack(audit) == self.pack(audit)

    def test_bears_the_digests_of_all_that_is_in_it(self, audit: LittleAudit):
        files = unpacked(self.pack(audit))
        for name, digest in (("SHA-256.txt", "sha256"), ("SM3.txt", "sm3")):
            told = dict(line.split("  ")[::-1] for line in files[name].decode().splitlines())
            assert set(told) == set(files) - {"SHA-256.txt", "SM3.txt"}
            for file, expected in told.items():
                content = files[file]
                counted = sm3(content) if digest == "sm3" else hashlib.sha256(content).digest()
                assert counted.hex() == expected

    def test_holds_the_finding_its_facts_and_how_to_check_it(self, audit: LittleAudit):
        files = unpacked(self.pack(audit))
        (finding,) = json.loads(files["发现.json"])
        facts = json.loads(files["事实.json"])

        assert finding["code"] == "FD-10"
        named = {(kind, one) for kind, ids in finding["facts"].items() for one in ids}
        assert {(one["kind"], one["id"]) for one in facts} == named
        assert "sha256sum -c SHA-256.txt" in files["说明.txt"].decode()
        assert files["事实.xlsx"][:2] == b"PK"

    def test_names_the_papers_by_their_digests(self, audit: LittleAudit):
        papers = json.loads(unpacked(self.pack(audit))["凭据.json"])
        assert papers
        assert all(len(one["sm3"]) == 64 for one in papers)

    def test_may_hold_all_that_is_wrong_with_the_same_thing(self, audit: LittleAudit):
        whole = json.loads(unpacked(self.pack(audit, query="?whole=1"))["发现.json"])
        assert {one["code"] for one in whole} >= {"FD-06", "FD-10"}

    def test_is_for_auditors_and_the_city_alone(self, audit: LittleAudit):
        path = f"{opened(audit.city.auditor, 'FD-10')}pack.zip"
        assert browser_of(audit.finance).get(path).status_code == 403
        assert browser_of(audit.city.clerk).get(path).status_code == 200
        assert Client().get(path).headers["Location"].startswith("/sign-in/")
