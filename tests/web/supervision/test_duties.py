"""The matrix of duties on screen: bodies, their papers, and what they have in hand."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.exchange.duty_files import duties
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.test_orders import laid
from tests.web.reading import lines, page_of, said
from tests.web.supervision.test_orders import send

HOUSING, POWER = "/duties/ZZ-04/", "/duties/ZZ-19/"


def demands(answer: object) -> list[str]:
    return [row.split(" | ")[0] for row in lines(answer, "在办督办事项")]  # type: ignore[arg-type]


class TestMatrix:
    def test_has_a_row_for_every_body_with_its_paper(self, today: LittleCity) -> None:
        rows = lines(browser_of(today.clerk).get("/duties/"), "各单位职责")
        assert len(rows) == len(duties()) >= 20
        (housing,) = [row for row in rows if row.startswith("县住房和城乡建设局")]
        assert "外地样本 | 牵头 | 统筹推进和组织实施" in housing
        assert "金府办〔2021〕140号" in housing
        assert "地区 520523，2021-11-19起，当日尚未施行" in housing

    def test_says_that_another_countys_paper_is_not_the_citys_own(self, today: LittleCity) -> None:
        (notice,) = said(browser_of(today.clerk).get("/duties/"))
        assert notice.startswith("其中21个单位的职责是外地的样本，不是安康市的规定")

    def test_counts_the_open_orders_of_a_body(self, today: LittleCity) -> None:
        laid(today)
        rows = lines(browser_of(today.clerk).get("/duties/"), "各单位职责")
        counted = {row.split(" | ")[0].split()[0]: row.split(" | ")[-1] for row in rows}
        assert counted["县住房和城乡建设局"] == "1"
        assert counted["县财政局"] == "0"

    def test_has_a_number_of_its_own_for_every_body(self) -> None:
        clauses = [duty.clause for duty in duties()]
        assert len(clauses) == len(set(clauses))

    def test_is_shut_to_strangers(self, today: LittleCity) -> None:
        for path in ("/duties/", HOUSING):
            assert Client().get(path).headers["Location"].startswith("/sign-in/")

    @pytest.mark.parametrize("path", ["/duties/", HOUSING])
    def test_asks_the_database_little(
        self, today: LittleCity, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(3):
            laid(today)
        browser = browser_of(today.clerk)
        with django_assert_max_num_queries(30):
            browser.get(path)


class TestOneBody:
    def test_shows_the_orders_that_it_leads_and_assists_in(self, today: LittleCity) -> None:
        laid(today, partners="市财政局、石泉县供电局")
        browser = browser_of(today.clerk)
        assert demands(browser.get(HOUSING)) == ["11月20日前北苑小区进场施工。"]
        (row,) = lines(browser.get(POWER), "在办督办事项")
        assert " | 石泉县住建局 | 配合 | " in row

    def test_shows_no_order_that_the_officer_may_not_see(self, today: LittleCity) -> None:
        laid(today)
        for who, many in ((today.clerk, 1), (today.filer, 1), (today.sibling, 0)):
            answer = browser_of(who).get(HOUSING)
            shown = "11月20日前北苑小区进场施工。" in answer.content.decode()
            assert shown is bool(many)

    def test_lets_go_of_an_order_that_is_ended(self, today: LittleCity) -> None:
        order = laid(today)
        send(today.clerk, order, "cancel")
        assert "没有这类单位在办的" in browser_of(today.clerk).get(HOUSING).content.decode()

    def test_is_reached_from_an_orders_owner(self, today: LittleCity) -> None:
        page = page_of(browser_of(today.clerk).get(f"/orders/{laid(today)}/"))
        (link,) = page.select('a[href^="/duties/"]')
        assert link["href"] == HOUSING

    def test_is_not_offered_for_a_body_that_is_not_known(self, today: LittleCity) -> None:
        order = laid(today, owner_id=None, owner_name="某某协会")
        page = page_of(browser_of(today.clerk).get(f"/orders/{order}/"))
        assert page.select('a[href^="/duties/"]') == []

    def test_of_no_paper_is_not_found(self, today: LittleCity) -> None:
        assert browser_of(today.clerk).get("/duties/ZZ-99/").status_code == 404
