"""Dossiers on the screen: item by item, with what shows it; whatever checklist an office works by."""

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.services.eligibility import decide_all
from jiugai.storage.scheme import models
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.scheme.sent_bills import DAY, send_bill, sent
from tests.web.reading import lines, page_of, said, wrong

HOME = "金州家属院"
FIVE = "五个一逐项情况"
STANDARDS = "20条衡量标准逐条核对"


@pytest.fixture(autouse=True)
def on_the_third(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")


@pytest.fixture
def where(little: LittleCity) -> str:
    return f"/communities/{little.number_of(HOME)}/dossier/"


@pytest.fixture
def filer(little: LittleCity) -> Client:
    return browser_of(little.filer)


def mark(browser: Client, where: str, **more: object) -> HttpResponse:
    typed = {
        "key": uuid4(), "item": "QD-01/1", "state": 10, "on": "2020-11-02",
        "paper": "石旧改办〔2020〕3号",
    }  # fmt: skip
    return browser.post(f"{where}mark/", {**typed, **more})


def define(browser: Client, **more: object) -> HttpResponse:
    typed = {
        "key": uuid4(), "code": "", "title": "工程质量五个一", "source": "安旧改办〔2020〕5号",
        "items": "1|一张质量责任牌|照片|2\n2｜一本巡查记录｜记录｜1",
    }  # fmt: skip
    return browser.post("/checklists/define/", {**typed, **more})


class TestDossier:
    def test_shows_every_checklist_item_by_item(self, filer: Client, where: str) -> None:
        response = filer.get(where)

        assert len(lines(response, FIVE)) == 5
        assert len(lines(response, "两清两访四公开逐项情况")) == 8
        assert "还没有条目的清单：" in response.content.decode()

    def test_takes_what_is_done_with_what_shows_it(self, filer: Client, where: str) -> None:
        mark(filer, where)

        response = filer.get(where)
        first = lines(response, FIVE)[0]
        assert first == "1 | 一个工作专班 | 已办 | 石旧改办〔2020〕3号 | 2020-11-02 | —"
        assert "1 / 5 齐，20%" in response.content.decode()

    def test_is_told_by_the_register_what_it_knows(
        self, little: LittleCity, filer: Client, where: str
    ) -> None:
        send_bill(little, HOME, sent())

        assert "已办 | 改造方案已登记" in lines(filer.get(where), FIVE)[2]

    def test_judges_the_twenty_standards_by_facts(
        self, little: LittleCity, filer: Client, where: str
    ) -> None:
        decide_all(actor=little.clerk, today=DAY)

        rows = lines(filer.get(where), STANDARDS)
        assert len(rows) == 20
        assert "做到 | 对象认定为纳入 | 2020-11-03" not in rows[2]
        assert "做到 | 对象认定为纳入 | 对象认定：纳入" in rows[2]
        assert "说不清 | 没有登记摸底缺口和安全隐患；由县区填报岗在改造方案页登记" in rows[6]
        assert "2021-12-14 起施行，这里按已登记的事实预先对照" in filer.get(where).content.decode()
        later = filer.get(f"{where}?as_of=2021-12-31").content.decode()
        assert "由系统按登记的事实判定" in later

    def test_lets_what_is_recorded_stand_in_for_a_missing_fact(
        self, filer: Client, where: str
    ) -> None:
        mark(filer, where, item="N50/N50-19", paper="专户流水")

        row = lines(filer.get(where), STANDARDS)[18]
        assert "做到（手工登记） | 登记为已办，凭据：专户流水" in row
        page = page_of(filer.get(where))
        assert page.select_one("tr#N50-19 a[href$='#part-N50']")

    def test_leads_from_each_answer_to_its_facts(self, filer: Client, where: str) -> None:
        page = page_of(filer.get(where))

        applied = page.select_one("tr#N50-02 a")
        assert applied
        assert applied.get_text() == "2020-03-20 申报"
        assert str(applied["href"]).endswith("/#facts-title")

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"paper": ""}, "要写明文件的名称或编号"),
            ({"state": 30, "words": ""}, "写不适用，要写理由"),
            ({"on": "2999-01-01"}, "在今天以后"),
            ({"item": "QD-01/9"}, "选择一个有效的选项"),
            ({"on": "去年"}, "日期没有读懂"),
        ],
    )
    def test_says_what_is_wrong_and_writes_nothing(
        self, filer: Client, where: str, typed: dict[str, object], told: str
    ) -> None:
        response = mark(filer, where, **typed)

        assert response.status_code == 422
        assert told in "".join(wrong(response))
        assert models.Mark.objects.count() == 0

    def test_twice_with_one_number_enters_once(self, filer: Client, where: str) -> None:
        key = uuid4()
        mark(filer, where, key=key)
        mark(filer, where, key=key)

        assert models.Mark.objects.count() == 1

    def test_is_not_for_strangers_nor_by_get(
        self, little: LittleCity, filer: Client, where: str
    ) -> None:
        assert browser_of(little.sibling).get(where).status_code == 404
        assert mark(browser_of(little.auditor), where).status_code == 403
        assert filer.get(f"{where}mark/").status_code == 405

    def test_asks_little(
        self, filer: Client, where: str, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        filer.get(where)

        with django_assert_max_num_queries(24):
            filer.get(where)


class TestChecklists:
    def test_are_listed_with_the_empty_ones(self, little: LittleCity) -> None:
        rows = lines(browser_of(little.clerk).get("/checklists/"), "在用的清单")

        assert any(row.startswith("五个一 | 5 | 随附") for row in rows)
        assert any("1125" in row and "空表，待填写" in row for row in rows)

    def test_show_who_lacks_most_first(self, little: LittleCity, filer: Client, where: str) -> None:
        mark(filer, where)
        rows = lines(browser_of(little.clerk).get("/checklists/QD-01/"), "各小区的五个一")

        assert "0 / 5 齐，0%" in rows[0]
        assert rows[-1].startswith(f"{HOME} | 石泉县 | 1 / 5 齐，20%")

    def test_show_a_county_its_own(self, filer: Client) -> None:
        rows = lines(filer.get("/checklists/QD-01/"), "各小区的五个一")

        assert rows
        assert all("石泉县" in row for row in rows)

    def test_are_laid_down_on_the_screen_and_worked_by(
        self, little: LittleCity, filer: Client, where: str
    ) -> None:
        clerk = browser_of(little.clerk)
        page = clerk.get(define(clerk)["Location"])
        assert "已定《工程质量五个一》，2项。" in said(page)

        rows = lines(filer.get(where), "工程质量五个一逐项情况")
        assert [row.split(" | ")[1] for row in rows] == ["一张质量责任牌", "一本巡查记录"]

    def test_are_changed_into_a_next_version(self, little: LittleCity) -> None:
        clerk = browser_of(little.clerk)
        define(clerk, code="QD-06", title="物业管理“1125”", items="1|一个党支部|文件|1")
        define(clerk, code="QD-06", title="物业管理“1125”", items="1|一个党支部|文件|5")

        rows = lines(clerk.get("/checklists/"), "在用的清单")
        assert next(row for row in rows if "1125" in row).split(" | ")[1:3] == ["1", "第2版"]
        assert models.Checklist.objects.count() == 2

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"items": "一张质量责任牌"}, "应为“编号|内容|凭据|分值”"),
            ({"items": "1|甲|口头|1"}, "凭据写文件、照片、记录或数据"),
            ({"items": "1|甲|文件|一"}, "分值写整数"),
            ({"items": "1|甲|文件|101"}, "应为0到100的整数"),
            ({"title": ""}, "请写清单名称"),
        ],
    )
    def test_are_refused_with_what_is_wrong(
        self, little: LittleCity, typed: dict[str, object], told: str
    ) -> None:
        response = define(browser_of(little.clerk), **typed)

        assert response.status_code == 422
        assert told in "".join(wrong(response))
        assert models.Checklist.objects.count() == 0

    def test_are_the_citys_to_lay_down(self, filer: Client) -> None:
        assert define(filer).status_code == 403
        assert page_of(filer.get("/checklists/")).select("form[action*=define]") == []

    def test_of_the_standards_are_judged_and_not_laid_down(self, little: LittleCity) -> None:
        clerk = browser_of(little.clerk)
        page = clerk.get("/checklists/N50/")

        assert len(lines(page, "各小区的20条衡量标准")) == 6
        assert len(lines(page, "逐条有多少小区做到")) == 20
        assert page_of(page).select("form[action*=define]") == []
        assert "不能在这里改" in define(clerk, code="N50").content.decode()
        assert models.Checklist.objects.count() == 0

    def test_of_the_standards_ask_little(
        self, little: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        clerk = browser_of(little.clerk)
        clerk.get("/checklists/N50/")

        with django_assert_max_num_queries(20):
            clerk.get("/checklists/N50/")

    def test_that_are_none_are_not_found(self, filer: Client) -> None:
        assert filer.get("/checklists/QD-99/").status_code == 404
