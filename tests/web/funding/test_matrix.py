"""Which money may pay for what, on the screen: every answer opens to the paper behind it."""

from pytest_django import DjangoAssertNumQueries

from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.web.reading import lines, page_of

PAGE = "/funding/sources/"


class TestMatrix:
    def test_shows_every_source_against_every_item_of_a_class(self, little: LittleCity) -> None:
        response = browser_of(little.clerk).get(f"{PAGE}?as_of=2020-11-03")

        rows = lines(response, "基础类各项可以用哪些资金")
        assert len(rows) == 16
        assert {len(row.split(" | ")) for row in rows} == {12}
        (roof,) = [row for row in rows if "B14" in row]
        assert roof.split(" | ")[1:3] == ["✓ 可以", "○ 无规定"]  # 发改的规定四天后才有

    def test_follows_the_day_that_is_asked_about(self, little: LittleCity) -> None:
        response = browser_of(little.clerk).get(f"{PAGE}?as_of=2020-11-30")

        (roof,) = [row for row in lines(response, "基础类各项可以用哪些资金") if "B14" in row]
        assert roof.split(" | ")[1:3] == ["✓ 可以", "✕ 不得"]

    def test_shows_the_other_classes(self, little: LittleCity) -> None:
        rows = lines(
            browser_of(little.clerk).get(f"{PAGE}?class=upgrade"), "提升类各项可以用哪些资金"
        )

        (care,) = [row for row in rows if "T05" in row]
        assert care.split(" | ")[1] == "✓ 可以，仅小区内部"
        assert "✓ 可以，须有文件" in care

    def test_opens_one_pair_to_its_paper(self, little: LittleCity) -> None:
        response = browser_of(little.clerk).get(
            f"{PAGE}?class=basic&fund=policy_bank_loan&item=B02"
        )

        said = page_of(response).select_one("#why")
        assert said is not None
        assert "不得用于排水（含雨污分流）（B02），依据安政通报第五十六期" in said.get_text()
        assert len(lines(response, "各级怎么说")) == 1

    def test_says_that_nobody_spoke(self, little: LittleCity) -> None:
        response = browser_of(little.clerk).get(f"{PAGE}?class=improvement&fund=city&item=W02")

        assert "没有规定说市级配套可以用于绿化" in response.content.decode()

    def test_says_nothing_of_a_pair_that_there_is_not(self, little: LittleCity) -> None:
        for asked in ("fund=city&item=B99", "fund=bribes&item=B02", "item=B02", "class=gold"):
            response = browser_of(little.clerk).get(f"{PAGE}?{asked}")

            assert response.status_code == 200
            assert page_of(response).select_one("#why") is None

    def test_asks_little(
        self, little: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(little.clerk)

        with django_assert_max_num_queries(12):
            browser.get(PAGE)
