"""The two upper mouths against a community's scheme, on the screen."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.domain.scheme.test_bill import ROOF, TREES
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.scheme.sent_bills import PIPES, send_bill, sent
from tests.web.reading import lines, page_of

HOME = "金州家属院"


@pytest.fixture
def where(little: LittleCity) -> str:
    return f"/communities/{little.number_of(HOME)}/mouths/"


class TestMouths:
    def test_say_that_there_is_no_scheme_yet(self, little: LittleCity, where: str) -> None:
        assert "还没有方案" in browser_of(little.filer).get(where).content.decode()

    def test_stand_beside_each_line_with_the_reason(self, little: LittleCity, where: str) -> None:
        send_bill(little, HOME, sent([ROOF, TREES, PIPES]))
        response = browser_of(little.clerk).get(f"{where}?as_of=2020-12-01")

        roof, trees, pipes = lines(response, "逐行看两个口能不能付")
        assert "103,843.25 | 0.00 | 只有财政能付" in roof
        assert "不得用于屋面（B14）" in roof
        assert "两个口都不能付" in trees
        assert "两个口都能付" in pipes
        said = page_of(response).get_text()
        assert "只争取到发改的，缺" in said

    def test_are_not_for_another_county(self, little: LittleCity, where: str) -> None:
        assert browser_of(little.sibling).get(where).status_code == 404

    def test_ask_little(
        self, little: LittleCity, where: str, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        send_bill(little, HOME, sent())
        browser = browser_of(little.clerk)
        browser.get(where)

        with django_assert_max_num_queries(16):
            browser.get(where)
