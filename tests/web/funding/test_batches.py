"""Batches on the screen: drawn up from a dropped table, confirmed by another, answered, opened."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.funding.batches import Mouth
from jiugai.services.actor import Actor
from jiugai.storage.funding.batch_models import Batch
from tests.officers import browser_of
from tests.services.funding.batches.little_batches import (
    ASKED,
    ASKED_HEAD,
    HOME,
    NORTH,
    RIVER,
    TODAY,
    WON_HEAD,
    answer,
    asked,
    filed,
    won,
)
from tests.services.little_city import LittleCity, table
from tests.web.reading import lines, page_of, said, wrong

LIST = "/batches/"
LINES = "申报的行和批复"


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIUGAI_AS_OF", TODAY.isoformat())


def drop(who: Actor, rows: tuple[str, ...] = ASKED, **more: Any) -> HttpResponse:
    """Send the form of a new batch, as the page fills it."""
    browser = browser_of(who)
    key = page_of(browser.get(LIST)).select_one("form[action='/batches/new/'] input[name=key]")
    assert key is not None
    told = {
        "key": key["value"],
        "year": 2020,
        "mouth": "treasury",
        "decider": 1,
        "paper": "安旧改办〔2020〕6号",
        "on": "2020-05-08",
        "file": SimpleUploadedFile("申报表.csv", table(ASKED_HEAD, rows)),
    }
    return browser.post("/batches/new/", told | more, follow=True)


def own_page() -> str:
    return f"{LIST}{Batch.objects.get().pk}/"


def send(who: Actor, deed: str, **told: Any) -> HttpResponse:
    """Send a deed's form from the batch's page, as the page fills it."""
    browser = browser_of(who)
    form = page_of(browser.get(own_page())).select_one(f"form[action$='/{deed}/']")
    assert form is not None, f"the page offers no {deed}"
    fields = {str(one["name"]): one.get("value", "") for one in form.select("input[name]")}
    return browser.post(form["action"], fields | told, follow=True)


class TestABatch:
    def test_goes_from_a_table_to_its_answer(self, little: LittleCity) -> None:
        drawn = drop(little.clerk)
        assert "拟稿，待复核" in page_of(drawn).get_text()
        assert "没有您辖区" not in page_of(drawn).get_text()

        filed_page = send(little.head, "confirm")
        assert "已报，等批复" in page_of(filed_page).get_text()

        rows = (f"{HOME},B14,100000,", f"{HOME},B01,0,资金有限", f"{NORTH},,0,方案不成熟", f"{RIVER},,120000,")  # fmt: skip
        file = SimpleUploadedFile("批复表.csv", table(WON_HEAD, rows))
        answered = send(
            little.clerk, "answer", paper="陕财建〔2020〕9号", on="2020-06-02", file=file
        )
        told = lines(answered, LINES)
        assert "12.00 | 12.00 | 批准" in told[3]
        assert "8.00 | 0.00 | 未批 | 方案不成熟" in told[2]
        story = page_of(answered).get_text()
        assert "安康市改造办" in story
        assert "复核报出第1版" in story
        assert "<time" not in story

    def test_counts_open_to_the_communities(self, little: LittleCity) -> None:
        batch_id = filed(little.clerk, little.head)
        told = (f"{HOME},B14,100000,", f"{HOME},B01,0,资金有限", f"{NORTH},,0,方案不成熟", f"{RIVER},,120000,")  # fmt: skip
        assert answer(little.clerk, batch_id, won(told)).entered
        browser = browser_of(little.clerk)
        page = page_of(browser.get(LIST))
        strip = {dt.get_text(): dt.find_next("dd") for dt in page.select("dl.strip dt")}
        link = strip["获批"].select_one("a")
        assert link is not None
        assert link.get_text().strip() == "2"
        names = lines(browser.get(f"{LIST}{link['href'].partition('#')[0]}"), "2020年获批的小区")
        assert [one.split(" | ")[0] for one in names] == ["江北小区", "金州家属院"]
        (refused,) = lines(browser.get(f"{LIST}?year=2020&state=refused"), "2020年未批的小区")
        assert refused.endswith("未批 | 方案不成熟")

    def test_says_every_fault_with_its_cell(self, little: LittleCity) -> None:
        answered = drop(little.clerk, ("石泉县,没有的,,1", f"{HOME},,一百"))
        assert answered.status_code == 422
        assert said(answered)[0].startswith("D3：申请金额读到“一百”")
        both = drop(little.clerk, ("石泉县,没有的,,1", f"{HOME},Z9,1"))
        assert [one.partition("：")[0] for one in said(both)] == ["B2", "B3"]
        assert not Batch.objects.exists()

    def test_asks_for_what_was_left_out(self, little: LittleCity) -> None:
        answered = drop(little.clerk, mouth="", paper="")
        assert answered.status_code == 422
        assert any("请选报给哪个口" in one for one in wrong(answered))
        assert any("请写文号" in one for one in wrong(answered))

    def test_sent_twice_is_written_once(self, little: LittleCity) -> None:
        browser = browser_of(little.clerk)
        key = page_of(browser.get(LIST)).select_one("main input[name=key]")
        assert key is not None
        for _ in range(2):
            drop(little.clerk, key=key["value"])
        assert Batch.objects.count() == 1

    def test_is_confirmed_by_another_hand_alone(self, little: LittleCity) -> None:
        drop(little.filer, (f"{HOME},,1000",))
        page = page_of(browser_of(little.filer).get(own_page()))
        assert page.select_one("form[action$='/confirm/']") is None
        assert "等另一位有复核职权的人复核报出" in page.get_text() or page.select("form")
        assert send(little.reviewer, "confirm").status_code == 200
        assert "已报，等批复" in page_of(browser_of(little.filer).get(own_page())).get_text()

    def test_is_corrected_with_its_reason(self, little: LittleCity) -> None:
        filed(little.clerk, little.head)
        file = SimpleUploadedFile("申报表.csv", table(ASKED_HEAD, (f"{HOME},B14,9",)))
        told = {"paper": "安旧改办〔2020〕7号", "on": "2020-05-09", "file": file}
        assert any("请写更正理由" in one for one in wrong(send(little.clerk, "correct", **told)))
        file.seek(0)
        done = send(little.clerk, "correct", reason="核减", **told)
        assert "更正理由：核减" in page_of(done).get_text()

    def test_is_not_there_for_another_county(self, little: LittleCity) -> None:
        drop(little.filer, (f"{HOME},,1000",))
        browser = browser_of(little.sibling)
        assert browser.get(own_page()).status_code == 404
        assert browser.get(f"{own_page()}file/").status_code == 404
        for deed in ("confirm", "correct", "answer"):
            assert browser.post(f"{own_page()}{deed}/", {}).status_code in (403, 404)

    def test_comes_down_as_the_table_that_goes_up(self, little: LittleCity) -> None:
        filed(little.clerk, little.head)
        browser = browser_of(little.clerk)
        for address in (f"{own_page()}file/", "/batches/blank/"):
            sheet = browser.get(address)
            assert sheet["Content-Type"].endswith("spreadsheetml.sheet")
        file = SimpleUploadedFile("批复表.xlsx", browser.get(f"{own_page()}file/").content)
        blank = send(little.clerk, "answer", paper="陕财建〔2020〕9号", on="2020-06-02", file=file)
        assert blank.status_code == 422, "nothing was filled in"
        assert said(blank)[0].startswith("H2：批准金额是空的")

    def test_asks_little(
        self, little: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        filed(little.clerk, little.head)
        browser = browser_of(little.clerk)
        for address in (LIST, own_page()):
            browser.get(address)
            with django_assert_max_num_queries(22):
                browser.get(address)


class TestTheTwoMouths:
    @pytest.fixture
    def told(self, little: LittleCity) -> LittleCity:
        first = filed(little.clerk, little.head)
        rows = (f"{HOME},B14,100000,", f"{HOME},B01,20000,资金有限", f"{NORTH},,0,方案不成熟", f"{RIVER},,120000,")  # fmt: skip
        assert answer(little.clerk, first, won(rows)).entered
        second = filed(
            little.clerk, little.head, asked((f"{HOME},B01,50000",)), mouth=Mouth.PLANNERS
        )
        assert answer(little.clerk, second, won((f"{HOME},B01,0,投资计划已下达完",))).entered
        return little

    def test_stand_on_a_communitys_page(self, told: LittleCity) -> None:
        where = f"/communities/{told.number_of('金州家属院')}/mouths/"
        answered = browser_of(told.filer).get(where)
        roof, pipes, last = lines(answered, "向两个口申报过的")
        assert "10.00 | 10.00 | 批准 | 陕财建〔2020〕9号" in roof
        assert "5.00 | 2.00 | 部分批准" in pipes
        assert last.endswith("投资计划已下达完")
        page = page_of(answered).get_text()
        assert "争取到财政，没有发改" in page
        assert "288.00" in page, "300 planned, 12 won"

    def test_list_everybody_with_the_sums(self, told: LittleCity) -> None:
        browser = browser_of(told.clerk)
        whole = browser.get("/mouths/")
        assert len(lines(whole, "各小区两个口争取情况")) == 3
        total = page_of(whole).select_one("tfoot")
        assert total is not None
        assert "合计 3 个" in total.get_text()
        assert "24.00" in total.get_text()
        county = browser.get(f"/mouths/?won=treasury&county={told.divisions.shiquan}")
        (only,) = lines(county, "各小区两个口争取情况")
        assert only.startswith(
            "金州家属院 | 石泉县 | 300.00 | 5.00 | 0.00 | 15.00 | 12.00 | 288.00"
        )
        export = browser.get("/mouths/export/?won=treasury")
        assert export["Content-Type"].endswith("spreadsheetml.sheet")

    def test_show_a_county_its_own(self, told: LittleCity) -> None:
        (only,) = lines(browser_of(told.sibling).get("/mouths/"), "各小区两个口争取情况")
        assert only.startswith("江北小区")

    def test_ask_little(
        self, told: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(told.clerk)
        browser.get("/mouths/")
        with django_assert_max_num_queries(20):
            browser.get("/mouths/")
