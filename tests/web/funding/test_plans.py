"""The plan studio on the screen: a case opened, set, computed, explained, pinned, put forward."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.services.funding.plan_studio import cases, running
from jiugai.storage.programme import plan_runs
from tests.officers import browser_of
from tests.services.funding.plan_studio.weighed import enlarge, opened, weigh
from tests.services.little_city import LittleCity
from tests.web.reading import page_of

SAID = {
    "money_4": "350",
    "change_4": "0",
    "floor": "0",
    "keeps": "on",
    "seconds": "20",
    "mark_households": "1",
    "seen": "0",
}


def text_of(response: object) -> str:
    return page_of(response).get_text(" ", strip=True)  # type: ignore[arg-type]


@pytest.fixture
def clerk(little: LittleCity) -> Client:
    return browser_of(little.clerk)


class TestCases:
    def test_begins_with_none_and_says_what_helps(self, clerk: Client):
        assert "还没有方案" in text_of(clerk.get("/plan/"))

    def test_opens_one(self, clerk: Client, little: LittleCity):
        form = page_of(clerk.get("/plan/")).select_one("input[name=key]")
        assert form is not None
        said = {"key": form["value"], "title": "2021 年第一稿", "year": "2021", "years": "1"}

        response = clerk.post("/plan/new/", said)

        (line,) = cases.cases_of(actor=little.clerk)
        assert response.headers["Location"] == f"/plan/{line.case.public_id}/"
        assert "还没有比选过" in text_of(clerk.get(response.headers["Location"]))

    def test_says_what_is_wrong_with_one(self, clerk: Client):
        key = page_of(clerk.get("/plan/")).select_one("input[name=key]")
        assert key is not None
        said = {"key": key["value"], "title": "甲", "year": "2012", "years": "1"}

        response = clerk.post("/plan/new/", said)

        assert response.status_code == 422
        assert "首年应在 2021 年以后" in text_of(response)

    def test_offers_none_to_a_county(self, little: LittleCity):
        page = page_of(browser_of(little.reviewer).get("/plan/"))

        assert page.select("form[action='/plan/new/']") == []


class TestSetting:
    def test_is_queued_and_shown_as_it_goes_on(self, clerk: Client, little: LittleCity):
        enlarge(little)
        number = opened(little)

        response = clerk.post(f"/plan/{number}/compute/", SAID, headers={"HX-Request": "true"})

        assert "正在比选" in text_of(response)
        (run,) = plan_runs.runs()
        running.solve_run(run.id, actor_of=lambda *_: little.clerk)
        told = text_of(clerk.get(f"/plan/{number}/", headers={"HX-Request": "true"}))
        assert "正在比选" not in told
        assert "个小区列入 2021 年" in told
        assert "离最好的至多差" in told or "已证最优" in told

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"money_4": "三百"}, "没有读懂"),
            ({"money_4": "1e400"}, "写得"),
            ({"money_4": ""}, "一笔预算也没有"),
            ({"change_4": "80"}, "更小的整数"),
            ({"mark_households": "0"}, "目标的分值都是 0"),
            ({"seen": "7"}, "别人刚刚改过"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(
        self, changed: dict[str, str], sentence: str, clerk: Client, little: LittleCity
    ):
        number = opened(little)

        response = clerk.post(f"/plan/{number}/compute/", SAID | changed)

        assert response.status_code == 422
        assert sentence in text_of(response)
        assert plan_runs.runs() == ()


class TestResult:
    def test_says_who_is_in_and_why_another_is_not(self, clerk: Client, little: LittleCity):
        number = weigh(little)

        page = clerk.get(f"/plan/{number}/?show=out")

        told = text_of(page)
        assert "没有入选" in told
        assert "差" in told
        link = page_of(page).select_one("#list tbody th a")
        assert link is not None
        why = text_of(clerk.get(str(link["href"])))
        assert "为什么没进" in why
        assert "要怎样才能进" in why
        assert "指定入选，重新比选" in why

    def test_says_what_nobody_has_recorded(self, clerk: Client, little: LittleCity):
        told = text_of(clerk.get(f"/plan/{weigh(little)}/"))

        assert "同意率：还没有表决记录" in told
        assert "按面积单价的是估算" in told

    def test_pins_and_computes_anew(self, clerk: Client, little: LittleCity):
        number = weigh(little)

        clerk.post(f"/plan/{number}/pin/", {"pin": f"{little.number_of('静宁小区')}|in"})

        run = plan_runs.runs()[0]
        assert run.state == "queued"
        running.solve_run(run.id, actor_of=lambda *_: little.clerk)
        told = text_of(clerk.get(f"/plan/{number}/"))
        assert "静宁小区 （指定入选）" in told
        assert "和第 1 次比，进了" in told

    def test_pins_nobody_who_is_not_there(self, clerk: Client, little: LittleCity):
        number = weigh(little)

        response = clerk.post(f"/plan/{number}/pin/", {"pin": "XXXXXXXXXX|in"}, follow=True)

        assert "没有指定" in text_of(response)
        assert len(plan_runs.runs()) == 1

    def test_goes_forward_to_another_hand(self, clerk: Client, little: LittleCity):
        number = weigh(little)
        page = page_of(clerk.get(f"/plan/{number}/"))
        form = page.select_one(f"form[action^='/plan/{number}/propose/']")
        assert form is not None
        said = {
            str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")
        } | {"words": "报市政府审定"}

        told = text_of(clerk.post(str(form["action"]), said, follow=True))

        assert "已提出，等决定" in told
        head = browser_of(little.head)
        page = page_of(head.get(f"/plan/{number}/"))
        form = page.select_one(f"form[action^='/plan/{number}/decide/']")
        assert form is not None
        said = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")}
        said |= {"ruling": "yes", "paper": "纪要〔2020〕15号"}
        assert "已采纳" in text_of(head.post(str(form["action"]), said, follow=True))
        reviewer = browser_of(little.reviewer)
        own = "".join(
            text_of(reviewer.get(f"/plan/{number}/?show={show}")) for show in ("in", "out")
        )
        assert "粮站家属院" in own
        assert "育才小区" not in own

    @pytest.mark.parametrize("query", ["run=x", "run=99999999", "run=" + "9" * 30])
    def test_has_no_run_that_is_not_there(self, query: str, clerk: Client, little: LittleCity):
        assert clerk.get(f"/plan/{opened(little)}/?{query}").status_code == 404

    @pytest.mark.parametrize("query", ["county=zzz", "page=0", "page=9999", "show=all", "county=9"])
    def test_bears_any_condition(self, query: str, clerk: Client, little: LittleCity):
        assert clerk.get(f"/plan/{weigh(little)}/?{query}").status_code == 200

    def test_asks_little(
        self, little: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ):
        number, browser = weigh(little), browser_of(little.clerk)
        browser.get(f"/plan/{number}/")

        with django_assert_max_num_queries(30):
            browser.get(f"/plan/{number}/")
