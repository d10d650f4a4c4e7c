"""Leaders on screen: named, sent on visits, handed over by clicking; every figure opens to its facts."""

import io
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.supervision.leads import ChargeKind, LeaderLevel
from jiugai.services.actor import Actor
from jiugai.storage.supervision.models import Charge, Leader, LeaderVisit
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.named_leaders import (
    COUNTY_DEPUTY,
    DEPUTY,
    key_of,
    name_leader,
    record_visit,
)
from tests.web.reading import lines, page_of, said, wrong

LIST, NEW = "/leads/", "/leads/new/"
HOME, OTHER = "金州家属院", "北苑小区"


@pytest.fixture
def led(today: LittleCity) -> LittleCity:
    """A deputy mayor leads 石泉县, a deputy of the county one project of it."""
    name_leader(HOME, today.clerk, DEPUTY, kind=ChargeKind.COUNTY, level=LeaderLevel.CITY)
    name_leader(HOME, today.reviewer)
    return today


def own_page(who: tuple[str, str] = COUNTY_DEPUTY) -> str:
    return f"/leads/{Leader.objects.get(name=who[0]).public_id}/"


def send(who: Actor, **typed: Any) -> HttpResponse:
    """Name a leader by the form that the page offers."""
    browser = browser_of(who)
    form = page_of(browser.get(NEW)).select_one("form:has(#id_thing)")
    assert form is not None
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    said = {"name": "王志远", "office": "副市长", "level": "city", "ground": "常务会议纪要"}
    return browser.post(NEW, fields | said | typed, follow=True)


def do(who: Actor, page: str, kind: str, **typed: Any) -> HttpResponse:
    """Do a deed by the form that a leader's page offers; raise if it offers none."""
    browser = browser_of(who)
    for form in page_of(browser.get(page)).select(".deed form"):
        inputs = form.select("input[name], textarea[name]")
        fields = {one["name"]: one.get("value", one.get_text().strip()) for one in inputs}
        if fields["kind"] == kind:
            for one in form.select("select"):
                chosen = one.select_one("option[selected]") or one.select_one("option")
                fields[one["name"]] = chosen["value"] if chosen else ""
            return browser.post(form["action"], fields | typed, follow=True)
    raise AssertionError(f"the page offers no {kind}")


class TestTheTable:
    def test_counts_what_each_answers_for(self, led: LittleCity) -> None:
        record_visit(HOME, led.filer)
        mayor, deputy = lines(browser_of(led.clerk).get(LIST), "包抓领导")

        assert mayor.startswith("王志远 市级 副市长 | 石泉县 | 2 | 2 | 180 | 1 | 0 | 0 | 0 |")
        assert "还没有走访" in mayor
        assert deputy.startswith("陈立新 石泉县 副县长 | 金州家属院改造项目 | 1 | 1 | 100 | 1 |")
        assert "按时走访 最近 2020-10-20，14 天前" in deputy

    def test_says_how_often_they_must_go_and_that_it_is_only_assumed(self, led: LittleCity) -> None:
        text = page_of(browser_of(led.clerk).get(LIST)).get_text(" ")
        assert "31 天内至少走访一次" in text
        assert "待核实" in text

    def test_names_the_projects_without_anybody(self, led: LittleCity) -> None:
        answer = browser_of(led.clerk).get(LIST)
        rows = lines(answer, "没有具体到人的项目")

        assert "4 个项目没有具体到人，其中 3 个连县区也没有人包抓" in page_of(answer).get_text(" ")
        assert len(rows) == 4
        assert any(row.startswith("北苑小区改造项目 | 石泉县") and "王志远" in row for row in rows)
        assert any("没有人" in row and "指定领导" in row for row in rows)

    def test_says_who_shares_a_thing(self, led: LittleCity) -> None:
        name_leader(HOME, led.clerk, ("赵明", "副市长"), level=LeaderLevel.CITY)
        rows = lines(browser_of(led.clerk).get(LIST), "包抓领导")
        assert any("与陈立新共同包抓" in row for row in rows)

    def test_of_a_county_is_its_own(self, led: LittleCity) -> None:
        rows = lines(browser_of(led.sibling).get(LIST), "包抓领导")
        assert rows == ["还没有指定包抓领导。"]
        assert browser_of(led.sibling).get(own_page()).status_code == 404
        assert browser_of(led.filer).get(own_page()).status_code == 200

    def test_is_downloaded(self, led: LittleCity) -> None:
        answer = browser_of(led.filer).get(f"{LIST}export/")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        rows = list(sheet.iter_rows(min_row=3, values_only=True))

        assert [row[0] for row in rows] == ["王志远", "陈立新", None]
        assert rows[1][3:6] == ("项目", "金州家属院改造项目", "石泉县")
        assert rows[2][15] == "没有人包抓"

    @pytest.mark.parametrize("path", [LIST, NEW, "own", "facts", "of"])
    def test_asks_the_database_little(
        self, led: LittleCity, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        record_visit(HOME, led.filer)
        named = {
            "own": own_page(DEPUTY),
            "facts": f"{own_page()}facts/started/",
            "of": f"/leads/of/{led.number_of(HOME)}/",
        }
        browser, address = browser_of(led.clerk), named.get(path, path)
        asked = {"HX-Request": "true"} if path == "of" else {}
        browser.get(address, headers=asked)
        with django_assert_max_num_queries(30):
            assert browser.get(address, headers=asked).status_code == 200


class TestNaming:
    def test_is_one_form(self, today: LittleCity) -> None:
        done = send(today.clerk, thing=key_of(HOME, ChargeKind.COUNTY), since="2020-10-01")
        assert said(done)[0] == "已指定王志远包抓，从2020-10-01起。"
        assert lines(done, "包抓领导")[0].startswith("王志远 市级 副市长 | 石泉县")

    def test_says_what_is_wrong_and_writes_nothing(self, led: LittleCity) -> None:
        twice = send(led.clerk, thing=key_of(HOME, ChargeKind.COUNTY), since="2020-11-01")
        assert twice.status_code == 422
        assert "已经包抓这里" in said(twice)[0]
        empty = send(led.clerk, thing=key_of(HOME), name="", since="")
        assert empty.status_code == 422
        assert any("请写领导姓名" in one for one in wrong(empty))
        foreign = send(led.reviewer, thing=key_of("江北小区"), level="county")
        assert foreign.status_code == 422
        assert Charge.objects.count() == 2

    def test_sent_twice_is_harmless(self, today: LittleCity) -> None:
        key = "5d0f1c1e-5f0d-4f3d-9a55-0d3f7f6b3a11"
        typed = {"thing": key_of(HOME), "since": "2020-10-01", "key": key}
        send(today.clerk, **typed)
        again = send(today.clerk, **typed)
        assert again.status_code == 200 or again.status_code == 409
        assert Charge.objects.count() == 1

    def test_is_offered_from_a_gap_with_the_project_chosen(self, led: LittleCity) -> None:
        browser = browser_of(led.clerk)
        link = page_of(browser.get(LIST)).select_one("a[href^='/leads/new/?for=project-']")
        assert link is not None
        chosen = page_of(browser.get(str(link["href"]))).select_one("#id_thing option[selected]")
        assert chosen is not None
        assert chosen["value"] == str(link["href"]).rpartition("=")[2]

    def test_is_not_for_those_without_the_power(self, today: LittleCity) -> None:
        for actor in (today.filer, today.head, today.auditor, today.street):
            assert browser_of(actor).get(NEW).status_code == 403
            assert "指定领导" not in browser_of(actor).get(LIST).content.decode()


class TestALeader:
    def test_is_shown_with_each_thing_and_how_it_stands(self, led: LittleCity) -> None:
        answer = browser_of(led.clerk).get(own_page(DEPUTY))
        (charge,) = lines(answer, "包抓的事项")
        home, other = sorted(lines(answer, "包抓的小区"), reverse=True)

        assert charge.startswith("石泉县 县区 | 2020-10-01 起 | 按时走访 | 没有 | 2020-11-12")
        assert home.startswith("金州家属院 金州家属院改造项目 | 施工中 | 100 | 16.7%")
        assert other.startswith("北苑小区 北苑小区改造项目 | 已定标 | 80 | —")
        assert home.endswith("没去过")

    def test_opens_a_figure_to_its_facts(self, led: LittleCity) -> None:
        browser = browser_of(led.clerk)
        link = page_of(browser.get(LIST)).select_one("a.figure[href*='/facts/started/']")
        assert link is not None
        (fact,) = lines(browser.get(str(link["href"])), "王志远包抓的小区开工的事实")
        assert "2020-10-12" in fact
        assert "金州家属院" in fact
        assert "月报.csv" in fact
        assert browser.get(f"{own_page()}facts/nothing/").status_code == 404

    def test_stays_to_be_read_when_he_answers_for_nothing_more(self, led: LittleCity) -> None:
        done = do(led.reviewer, own_page(), "end", last_day="2020-11-01", reason="职务调整")
        assert said(done)[0] == "已结束包抓，登记在册。"
        assert "现在没有包抓的事项。" in lines(done, "包抓的事项")
        assert "结束理由：职务调整" in page_of(done).get_text()

    def test_is_followed_by_another(self, led: LittleCity) -> None:
        typed = {"name": "李向阳", "office": "副县长", "since": "2020-11-02"}
        typed |= {"ground": "县政府纪要", "reason": "职务调整"}
        done = do(led.clerk, own_page(), "hand", **typed)
        assert said(done)[0] == "已交接，登记在册。"
        rows = lines(browser_of(led.clerk).get(LIST), "包抓领导")
        assert any(row.startswith("李向阳 石泉县 副县长 | 金州家属院改造项目") for row in rows)


class TestAVisit:
    VISIT = {"on": "2020-10-28", "found": "管网未动", "asked": "11月20日前进场"}

    def test_is_written_down_and_told_as_on_his_behalf(self, led: LittleCity) -> None:
        done = do(led.filer, own_page(), "visit", **self.VISIT)
        assert said(done)[0] == "已登记走访，登记在册。"
        (told,) = page_of(done).select(".visits li:has(a[href^='/communities/'])")
        assert "看到：管网未动" in told.get_text()
        assert "代录，石泉县住建局 填报岗" in told.get_text()

    def test_says_what_is_wrong(self, led: LittleCity) -> None:
        late = do(led.filer, own_page(), "visit", **(self.VISIT | {"on": "2020-12-01"}))
        assert late.status_code == 422
        assert "还没有去的不能登记" in said(late)[0]
        empty = do(led.filer, own_page(), "visit", **(self.VISIT | {"found": ""}))
        assert any("请写看到了什么" in one for one in wrong(empty))
        assert not LeaderVisit.objects.exists()

    def test_is_corrected_and_the_old_one_stays(self, led: LittleCity) -> None:
        do(led.filer, own_page(), "visit", **self.VISIT)
        browser = browser_of(led.filer)
        link = page_of(browser.get(own_page())).select_one("a[href*='correct=']")
        assert link is not None
        typed = {"on": "2020-10-29", "reason": "日期记错"}
        done = do(led.filer, str(link["href"]).partition("#")[0], "correct", **typed)
        assert said(done)[0] == "已更正走访，登记在册。"
        told = [li.get_text(" ") for li in page_of(done).select("#visits li")]
        assert len(told) == 2
        assert "更正：日期记错" in told[0]
        assert "已更正" in told[1]

    def test_is_to_a_community_that_was_chosen_and_not_the_first_by_chance(
        self, led: LittleCity
    ) -> None:
        none = do(led.filer, own_page(DEPUTY), "visit", **self.VISIT)
        assert none.status_code == 422
        assert "请选走访了哪个小区。" in wrong(none)
        typed = self.VISIT | {"community": led.number_of(OTHER)}
        done = do(led.filer, f"{own_page(DEPUTY)}?year=all", "visit", **typed)
        assert said(done)[0] == "已登记走访，登记在册。"

    def test_leads_to_an_order_that_is_shown_beside_it(self, led: LittleCity) -> None:
        do(led.filer, own_page(), "visit", **self.VISIT)
        browser = browser_of(led.clerk)
        link = page_of(browser.get(own_page())).select_one("a[href^='/orders/new/?visit=']")
        assert link is not None
        form = page_of(browser.get(str(link["href"]))).select_one("form:has(#id_demand)")
        assert form is not None
        typed = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        typed |= {one["name"]: one.get_text().strip() for one in form.select("textarea")}
        owner = form.select_one("#id_owner option[selected]")
        assert owner is not None
        assert owner.get_text() == "石泉县住建局"
        opened = browser.post(
            "/orders/new/", typed | {"owner": owner["value"], "strength": "must"}, follow=True
        )
        assert said(opened)[0].startswith("已立项")
        shown = page_of(browser.get(own_page()))
        assert "督〔2020〕1号" in shown.select_one("#visits").get_text()  # type: ignore[union-attr]
        assert not shown.select("a[href^='/orders/new/?visit=']")

    def test_is_not_offered_to_strangers_nor_written_by_looking(self, led: LittleCity) -> None:
        for actor in (led.auditor, led.street, led.head):
            with pytest.raises(AssertionError, match="offers no"):
                do(actor, own_page(), "visit", **self.VISIT)
        assert browser_of(led.filer).get(f"{own_page()}do/").status_code == 405
        assert browser_of(led.sibling).post(f"{own_page()}do/").status_code == 404


class TestTheLinks:
    def test_lead_from_a_community_to_who_answers_for_it(self, led: LittleCity) -> None:
        browser = browser_of(led.street)
        community = page_of(browser.get(f"/communities/{led.number_of(HOME)}/"))
        part = community.select_one("[hx-get^='/leads/of/']")
        assert part is not None
        answer = browser.get(str(part["hx-get"]), headers={"HX-Request": "true"})
        told = [li.get_text(" ") for li in page_of(answer).select("li")]
        assert "副县长陈立新" in told[0]
        assert "副市长王志远" in told[1]

    def test_lead_from_the_duties_and_from_the_menu(self, led: LittleCity) -> None:
        page = page_of(browser_of(led.clerk).get("/duties/"))
        assert page.select_one("main a[href='/leads/'], header a[href='/leads/']")
        assert page.select_one("nav a[href='/leads/']")
