"""The screens of doubts: shown with formula and numbers, answered by clicking."""

import ast
import inspect
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.reporting.checks.catalogue import COUNTY_CHECKS, RETURN_CHECKS
from jiugai.domain.reporting.checks.check import Check
from jiugai.domain.reporting.doubts.numbers import NUMBER_WORDS
from jiugai.services.actor import Actor
from tests.officers import browser_of
from tests.services.little_city import LittleCity, a_return, send
from tests.services.supervision.site_photos import enter_photo
from tests.web.reading import lines, page_of, said, wrong

LESS = ("金州家属院,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-01,2020-10-12,,40,120,30,20",)
REASON = "审计核减了10月多报的工程量，核减单已经开出"


@pytest.fixture
def december(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-12-02")
    send(a_return(LESS, day=date(2020, 11, 30), name="十一月.csv"), actor=little.filer)
    return little


def own(little: LittleCity) -> str:
    return f"/returns/2020-11/{little.divisions.shiquan}/"


def submit(little: LittleCity, address: str = "") -> HttpResponse:
    browser = browser_of(little.filer)
    form = page_of(browser.get(address or own(little))).select_one(".deed form")
    assert form is not None
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    return browser.post(form["action"], fields, follow=True)


def the_doubt(little: LittleCity) -> str:
    page = page_of(browser_of(little.clerk).get("/returns/doubts/?answer=refuse"))
    link = page.select_one("#doubts tbody a[href^='/returns/doubts/']")
    assert link is not None
    return str(link["href"])


def answer(little: LittleCity, who: Actor, kind: str, **typed: object) -> HttpResponse:
    """Answer the doubt by the form that its page shows; raise if it shows none."""
    browser, address = browser_of(who), the_doubt(little)
    for form in page_of(browser.get(address)).select(".deed form"):
        fields = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
        if fields["kind"] == kind:
            return browser.post(form["action"], fields | typed, follow=True)
    raise AssertionError(f"the page offers no {kind}")


class TestTheReturn:
    def test_says_what_holds_it_back_and_where_to_answer(self, december: LittleCity) -> None:
        refused = submit(december)

        assert refused.status_code == 422
        assert "累计数不应减少" in said(refused)[0]
        (row,) = [r for r in lines(refused, "疑点") if r.startswith("硬逻辑")]
        assert "金州家属院改造项目 | 退回" in row
        assert "公式：" in row
        assert "待说明，不办不能报送" in row

    def test_is_examined_by_clicking(self, december: LittleCity) -> None:
        browser = browser_of(december.filer)
        form = page_of(browser.get(own(december))).select_one("#doubts form")
        assert form is not None
        fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        done = browser.post(form["action"], fields, follow=True)

        assert said(done)[0].startswith("已核验2020年11月")
        assert "最近核验 <time" in done.content.decode()
        assert browser.post(form["action"], {}, follow=True).status_code == 200

    @pytest.mark.parametrize("by_sending", [True, False])
    def test_is_held_against_photos_when_sent_and_when_examined(
        self, little: LittleCity, monkeypatch: pytest.MonkeyPatch, by_sending: bool
    ) -> None:
        monkeypatch.setenv("JIUGAI_AS_OF", "2021-02-02")
        resting = (
            LESS[0].replace("2020-10-12", "2020-11-02").replace(",40,120,30,20", ",{},120,0,0")
        )
        for number, day in enumerate((date(2020, 11, 30), date(2020, 12, 31), date(2021, 1, 31))):
            told = a_return([resting.format(3 + number)], day=day, name=f"{day}.csv")
            send(told, actor=little.filer)
        enter_photo("河街小区", little.xunyang_filer)
        browser, address = browser_of(little.clerk), f"/returns/2021-01/{little.divisions.shiquan}/"
        if by_sending:
            assert submit(little, address).status_code == 200
        else:
            browser.post("/returns/2021-01/examine/", {"key": str(uuid.uuid4())})

        assert any(row.startswith("虚报开工") for row in lines(browser.get(address), "疑点"))

    def test_offers_the_examination_to_the_filer_alone(self, december: LittleCity) -> None:
        page = page_of(browser_of(december.reviewer).get(own(december)))
        assert page.select("#doubts form") == []


class TestTheDoubt:
    def test_is_explained_found_out_and_sent(self, december: LittleCity) -> None:
        submit(december)
        empty = answer(december, december.filer, "explain", words="", grade="pending")
        assert empty.status_code == 422
        assert any("请写明原因" in one for one in wrong(empty))
        done = answer(december, december.filer, "explain", words=REASON, grade="pending")
        assert said(done)[0] == "已说明，登记在册。"
        ruled = answer(december, december.clerk, "rule", ruling="dismissed", words="看了核减单")
        assert said(ruled)[0] == "已认定，登记在册。"
        assert lines(ruled, "办理记录")[0].startswith("认定：不成立")
        assert submit(december).status_code == 200

    def test_shows_formula_numbers_and_how_often_it_is_wrong(self, december: LittleCity) -> None:
        submit(december)
        page = browser_of(december.filer).get(the_doubt(december))
        text = page.content.decode()

        assert "累计数不减少" in text
        assert "应为 0 误报" in text
        assert "提示不等于有假" in text
        assert any(line == "累计完成投资（元） | 400,000.00" for line in lines(page, "数据"))

    def test_offers_nobody_anothers_part(self, december: LittleCity) -> None:
        submit(december)
        for who, kind in ((december.clerk, "explain"), (december.filer, "rule")):
            with pytest.raises(AssertionError, match="offers no"):
                answer(december, who, kind)
        with pytest.raises(AssertionError, match="offers no"):
            answer(december, december.auditor, "rule")

    def test_hides_from_another_county(self, december: LittleCity) -> None:
        submit(december)
        address = the_doubt(december)
        for who in (december.sibling, december.street):
            browser = browser_of(who)
            assert browser.get(address).status_code == 404
            form = {"key": str(uuid.uuid4()), "kind": "explain", "seen": "0", "words": REASON}
            assert browser.post(f"{address}answer/", form).status_code == 404
            assert lines(browser.get("/returns/doubts/"), "疑点")[0].startswith("没有符合条件")

    def test_an_old_page_is_told_so(self, december: LittleCity) -> None:
        submit(december)
        answer(december, december.filer, "explain", words=REASON, grade="pending")
        stale = answer(
            december,
            december.filer,
            "explain",
            words="另有原因见监理日志",
            grade="pending",
            seen="0",
        )
        assert "刚刚被别人办理过" in said(stale)[0]


class TestTheList:
    def test_warns_of_base_rates_and_tells_what_was_found(self, december: LittleCity) -> None:
        submit(december)
        page = browser_of(december.clerk).get("/returns/doubts/")

        assert "只有约两成" in said(page)[0]
        assert "还没有一条有结论" in page.content.decode()

    @pytest.mark.parametrize(
        ("asked", "many"),
        [
            ("answer=refuse", 1),
            ("answer=refuse&month=2020-11", 1),
            ("answer=refuse&month=2020-10", 0),
            ("answer=refuse&state=ruled", 0),
            ("ruling=upheld", 0),
            ("answer=refuse&county=1", 0),
            ("answer=refuse&month=abc&county=二&at=99999", 1),
        ],
    )
    def test_is_narrowed_as_asked(self, december: LittleCity, asked: str, many: int) -> None:
        submit(december)
        page = page_of(browser_of(december.clerk).get(f"/returns/doubts/?{asked}"))

        assert len(page.select("#doubts tbody a[href^='/returns/doubts/']")) == many

    def test_lets_the_city_examine_everybody(self, december: LittleCity) -> None:
        browser = browser_of(december.clerk)
        form = {"key": str(uuid.uuid4())}
        done = browser.post("/returns/2020-11/examine/", form, follow=True)

        assert said(done)[0].startswith("已核验2020年11月")
        assert browser_of(december.filer).post("/returns/2020-11/examine/", form).status_code == 403

    def test_asks_the_database_the_same_for_many_doubts(
        self, december: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        submit(december)
        browser = browser_of(december.clerk)
        browser.get("/returns/doubts/")
        with django_assert_max_num_queries(24):
            browser.get("/returns/doubts/")


def _numbers_told(check: Check) -> Iterator[str]:
    """Yield the names under which a check tells its numbers, as its source has them."""
    tree = ast.parse(Path(inspect.getfile(check.examine)).read_text("utf-8"))  # type: ignore[attr-defined]
    limits = {
        id(call.value)
        for call in ast.walk(tree)
        if isinstance(call, ast.keyword) and call.arg == "limits"
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "failed":
            yield from (word.arg for word in node.keywords if word.arg)
        if isinstance(node, ast.Dict) and id(node) not in limits:
            yield from (str(key.value) for key in node.keys if isinstance(key, ast.Constant))


class TestTheNumbers:
    @pytest.mark.parametrize(
        "check", [*RETURN_CHECKS, *COUNTY_CHECKS], ids=lambda check: check.code
    )
    def test_of_every_check_have_a_word(self, check: Check) -> None:
        assert set(_numbers_told(check)) - NUMBER_WORDS.keys() == set()
