"""The policy library on screen: every rule opened, in Chinese, for whoever may see records."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.exchange.policy_library import policy_files
from jiugai.services.supervision.policy_library import ReadBy, library
from jiugai.web.supervision.policy_keys import said
from jiugai.web.supervision.policy_words import library_context
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.web.reading import lines, page_of

LADDER = "/policy/national-overdue_ladder/"


class TestLibrary:
    def test_lists_every_file_once(self, today: LittleCity) -> None:
        page = page_of(browser_of(today.clerk).get("/policy/"))
        links = [one["href"] for one in page.select("tbody th a")]
        assert sorted(links) == sorted(f"/policy/{file.name}/" for file in policy_files())

    def test_says_who_uses_a_file_and_how_much_waits(self, today: LittleCity) -> None:
        rows = lines(browser_of(today.clerk).get("/policy/"), "国家规定和全国通用口径")
        (ladder,) = [row for row in rows if row.startswith("督办事项逾期阶梯")]
        assert "督办台" in ladder
        assert "待核定" in ladder
        assert "2015-01-01起" in ladder

    def test_is_in_the_rail_of_whoever_may_see(self, today: LittleCity) -> None:
        for who in (today.clerk, today.filer, today.auditor):
            page = page_of(browser_of(who).get("/policy/"))
            assert "政策" in [one.get_text(strip=True) for one in page.select("nav a")]

    def test_is_shut_to_strangers(self, today: LittleCity) -> None:
        for path in ("/policy/", LADDER):
            assert Client().get(path).headers["Location"].startswith("/sign-in/")

    def test_asks_the_database_little(
        self, today: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(today.clerk)
        with django_assert_max_num_queries(30):
            browser.get("/policy/")
        with django_assert_max_num_queries(30):
            browser.get(LADDER)


class TestOneFile:
    def test_opens_its_values_with_their_paper(self, today: LittleCity) -> None:
        rows = lines(browser_of(today.filer).get(LADDER), "各条规定")
        assert len(rows) == 5
        assert rows[0].startswith("YQ-01 | 措施：提醒；逾期天数：-3；由谁办：交办单位经办人 | 全国")
        assert all(row.endswith("待核定") for row in rows)

    def test_says_which_computation_reads_it(self, today: LittleCity) -> None:
        page = page_of(browser_of(today.filer).get(LADDER)).get_text()
        assert "督办台（督导考核）" in page
        assert "exchange/supervision_policy.py" in page

    def test_shows_a_vocabulary_as_words(self, today: LittleCity) -> None:
        found = lines(browser_of(today.clerk).get("/policy/national-ledger_vocabulary/"), "用语")
        assert any(row.startswith("县区 | ") for row in found)

    def test_says_so_where_nothing_uses_a_file(self, today: LittleCity) -> None:
        (page,) = [
            one for one in library(actor=today.clerk) if one.file.name == "national-standards_20"
        ]
        unused = replace(page, read_by=ReadBy())

        told = library_context([unused])["tables"][0]["table"]["rows"][0]["cells"]
        assert "还没有计算用它，只供查阅" in [cell.get("value") for cell in told]

    @pytest.mark.parametrize("name", ["national-nothing", "x", "national-../main"])
    def test_of_no_file_is_not_found(self, today: LittleCity, name: str) -> None:
        assert browser_of(today.clerk).get(f"/policy/{name}/").status_code == 404


@pytest.mark.parametrize("file", policy_files(), ids=lambda file: file.name)
def test_nothing_on_a_page_is_left_in_the_words_of_the_machine(file) -> None:
    pairs = [pair for one in file.provisions for pair in said(one)]
    assert [pair for pair in pairs if pair[0].isascii()] == []
    assert [pair for pair in pairs if re.fullmatch(r"[a-z][a-z_]{2,}", pair[1])] == []
