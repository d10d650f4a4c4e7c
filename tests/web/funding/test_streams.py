"""Where money flows, on screen: the table says all, each band opens to its vouchers."""

import pytest
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.web.funding.stream_drawing import Way, draw
from tests.officers import City, browser_of
from tests.services.funding.book.little_book import TODAY, LittleBook, open_book
from tests.web.reading import lines, page_of

FLOWS = "/funding/flows/"
TABLE, VOUCHERS = "来源、类别、改造内容、县区", "每一笔记账"


@pytest.fixture
def moved(city: City, monkeypatch: pytest.MonkeyPatch) -> LittleBook:
    """Take 600 yuan to the project and pay 300, of which the memo names an item for 200."""
    monkeypatch.setenv("JIUGAI_AS_OF", TODAY.isoformat())
    little = open_book(city)
    for step, fen, memo in (
        (MoneyStep.GRANT, 70_000, ""),
        (MoneyStep.ALLOT, 60_000, ""),
        (MoneyStep.COMMIT, 50_000, ""),
        (MoneyStep.FUND, 50_000, ""),
        (MoneyStep.PAY, 20_000, "B01 供水进度款"),
        (MoneyStep.PAY, 10_000, "进度款"),
        (MoneyStep.REFUND, 1_000, ""),
    ):
        assert little.book(step, fen, memo=memo).entered, step
    return little


class TestFlows:
    def test_names_what_the_memo_names_and_guesses_nothing(self, moved: LittleBook) -> None:
        rows = lines(browser_of(moved.maker).get(FLOWS), TABLE)
        assert [row.split(" | ")[-1] for row in rows] == ["200.00", "90.00"]
        assert rows[0].startswith("中央财政补助 | 基础类 | ")
        assert rows[1].startswith("中央财政补助 | 没有写明 | 没有写明 | 石泉县")

    def test_opens_every_number_and_band_to_its_vouchers(self, moved: LittleBook) -> None:
        browser = browser_of(moved.maker)
        page = page_of(browser.get(FLOWS))
        links = {one["href"] for one in page.select(".streams a, .long td a")}
        assert len(links) == 12
        sums = {link: lines(browser.get(link), VOUCHERS) for link in links}
        assert all(sums.values())
        named = next(
            link for link in links if "item=B01" in link and "county" in link and "source" in link
        )
        (row,) = sums[named]
        assert row.startswith("第 ")
        assert row.endswith("200.00 | 200.00")

    def test_follows_another_step(self, moved: LittleBook) -> None:
        rows = lines(browser_of(moved.maker).get(f"{FLOWS}?money=allotted"), TABLE)
        assert [row.split(" | ")[-1] for row in rows] == ["600.00"]

    def test_is_empty_before_the_first_posting(self, moved: LittleBook) -> None:
        answer = browser_of(moved.maker).get(f"{FLOWS}?as_of=2020-01-01")
        assert "还没有记到项目的钱" in page_of(answer).get_text()
        assert page_of(answer).select(".streams") == []

    @pytest.mark.parametrize(
        "asked", ["?money=x", "?source=77", "?county=x", "?class=x", "?item=zz&county=99999"]
    )
    def test_bears_any_address(self, moved: LittleBook, asked: str) -> None:
        browser = browser_of(moved.maker)
        for path in (FLOWS, f"{FLOWS}behind/"):
            assert browser.get(f"{path}{asked}").status_code == 200

    def test_asks_the_database_little(
        self, moved: LittleBook, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(moved.maker)
        for path in (FLOWS, f"{FLOWS}behind/"):
            with django_assert_max_num_queries(30):
                browser.get(path)


class TestDraw:
    WAYS = (
        Way((("source", "1"), ("class", "basic"), ("item", "B01"), ("county", "3")), 300),
        Way((("source", "1"), ("class", "basic"), ("item", "B02"), ("county", "4")), 100),
        Way((("source", "2"), ("class", "basic"), ("item", "B01"), ("county", "3")), -50),
    )

    def test_draws_in_proportion_and_leaves_out_what_came_back(self) -> None:
        found = draw(self.WAYS)
        heights = {block.key: block.height for block in found.blocks}
        assert heights["item", "B01"] == pytest.approx(3 * heights["item", "B02"])
        assert ("source", "2") not in heights

    def test_keeps_every_ribbon_within_its_blocks(self) -> None:
        found = draw(self.WAYS)
        for place in range(3):
            own = [r for r in found.ribbons if r.start[0] == ("source", "class", "item")[place]]
            assert sum(ribbon.amount for ribbon in own) == 400

    def test_draws_nothing_of_nothing(self) -> None:
        assert (draw([]).blocks, draw([]).ribbons) == ((), ())
