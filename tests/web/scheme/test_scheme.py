"""A community's scheme on the screen: looked at before it is entered, changed with its grounds."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.scheme.bill import BillLine
from jiugai.exchange.scheme.bill_workbook import bill_workbook
from jiugai.storage.scheme import models
from tests.domain.scheme.test_bill import CATALOGUE, ROOF, TREES
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.scheme.sent_bills import DEARER, send_bill, sent
from tests.web.reading import lines, page_of, said, wrong

HOME = "金州家属院"


@pytest.fixture(autouse=True)
def on_the_third(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")


@pytest.fixture
def where(little: LittleCity) -> str:
    return f"/communities/{little.number_of(HOME)}/scheme/"


@pytest.fixture
def filer(little: LittleCity) -> Client:
    return browser_of(little.filer)


def a_file(*rows: BillLine) -> SimpleUploadedFile:
    return SimpleUploadedFile("清单.xlsx", bill_workbook("清单", rows or (ROOF, TREES), CATALOGUE))


def send(browser: Client, where: str, verb: str = "enter", **more: object) -> HttpResponse:
    typed = {"key": uuid4(), "stage": 10, "effective_on": "2020-11-03", "file": a_file(), **more}
    return browser.post(f"{where}{verb}/", typed)


def say_need(browser: Client, where: str, **more: object) -> HttpResponse:
    typed = {"key": uuid4(), "kind": 10, "item": "B14", "words": "3号楼漏水", "on": "2020-11-02"}
    return browser.post(f"{where}needs/", {**typed, **more})


class TestPage:
    def test_of_a_community_without_a_scheme_says_what_to_do(
        self, filer: Client, where: str
    ) -> None:
        page = page_of(filer.get(where))

        assert "还没有方案；下载空表填好，登记估算第一版" in page.get_text()
        assert page.select_one("#enter")

    def test_is_reached_from_the_community(self, filer: Client, where: str) -> None:
        page = page_of(filer.get(where.removesuffix("scheme/")))

        assert page.select_one(f'a[href="{where}"]')

    def test_offers_no_form_to_who_records_nothing(self, little: LittleCity, where: str) -> None:
        page = page_of(browser_of(little.auditor).get(where))

        assert not page.select("form[method=post][action*=scheme]")

    def test_names_the_standards_that_are_not_kept(
        self, little: LittleCity, filer: Client, where: str
    ) -> None:
        send_bill(little, HOME, sent([TREES]))

        text = page_of(filer.get(where)).get_text()
        assert "节能、适老、无障碍同步（N50-15）：方案里没有建筑节能改造（W14）" in text

    def test_of_another_county_is_not_found(self, little: LittleCity, where: str) -> None:
        assert browser_of(little.sibling).get(where).status_code == 404

    def test_asks_little(
        self, little: LittleCity, filer: Client, where: str,
        django_assert_max_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        send_bill(little, HOME, sent())
        say_need(filer, where)
        filer.get(where)

        with django_assert_max_num_queries(26):
            filer.get(where)


class TestEntering:
    def test_shows_lines_sums_and_what_is_left_out(self, filer: Client, where: str) -> None:
        send(filer, where, waived="B07 已于2018年改造")

        page = filer.get(where)
        assert "已登记估算第1版，2行。" in said(page)
        first, _ = lines(page, "工程量清单")
        assert "103,843.25" in first
        text = page.content.decode()
        assert "估算第1版（2020-11-03），10.41 万元" in text
        assert "供热（B07）已于2018年改造" in text
        assert "应改尽改" in text

    def test_is_looked_at_first_without_writing(self, filer: Client, where: str) -> None:
        response = send(filer, where, "look")

        assert response.status_code == 200
        assert "可以登记" in response.content.decode()
        assert models.Bill.objects.count() == 0

    def test_with_a_local_catalogue_shows_its_heads_and_the_places_own(
        self, filer: Client, where: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JIUGAI_AS_OF", "2021-12-01")
        file = a_file(replace(ROOF, head="房屋公共区域修缮"), replace(TREES, head="口袋公园"))
        send(filer, where, file=file, catalogue="jinsha", effective_on="2021-12-01")

        page = filer.get(where)
        assert lines(page, "工程量清单")[1].endswith("自有：口袋公园")
        sums = lines(page, "按本地分类合计")
        assert sums[2] == "房屋公共区域修缮 | 103,843.25"
        assert sums[-1] == "自有：口袋公园 | 300.00"
        assert "本地分类：金沙县六项改造内容" in page.content.decode()

    def test_of_a_catalogue_that_there_is_not_is_refused(self, filer: Client, where: str) -> None:
        assert send(filer, where, catalogue="atlantis").status_code == 422

    def test_of_a_wrong_line_says_which_and_writes_nothing(self, filer: Client, where: str) -> None:
        response = send(filer, where, file=a_file(replace(ROOF, item="B99"), TREES))

        assert response.status_code == 422
        assert "“B99”不在改造内容目录里" in response.content.decode()
        assert models.Bill.objects.count() == 0

    @pytest.mark.parametrize(
        ("typed", "told"),
        [
            ({"waived": "不改供热"}, "应先写编号，空一格，再写理由"),
            ({"stage": 40}, "请选估算、预算或决算"),
            ({"effective_on": "去年"}, "日期没有读懂"),
            ({"file": ""}, "请选工程量清单"),
        ],
    )
    def test_says_what_is_wrong_beside_the_field(
        self, filer: Client, where: str, typed: dict[str, object], told: str
    ) -> None:
        response = send(filer, where, **typed)

        assert response.status_code == 422
        assert told in wrong(response)[0]

    def test_again_asks_for_the_grounds_and_then_shows_both(
        self, filer: Client, where: str
    ) -> None:
        send(filer, where)
        refused = send(filer, where, file=a_file(DEARER, TREES))
        assert refused.status_code == 422
        assert "方案变更缺少批准文件" in refused.content.decode()

        send(
            filer,
            where,
            file=a_file(DEARER, TREES),
            reason="基层破损",
            paper="石旧改办〔2020〕12号",
        )

        newest, first = lines(filer.get(where), "估算各版")
        assert "调增屋面 +4,201.75 元" in newest
        assert "首版" in first

    def test_twice_with_one_number_enters_once(self, filer: Client, where: str) -> None:
        key = uuid4()
        send(filer, where, key=key)
        send(filer, where, key=key)

        assert models.Bill.objects.count() == 1

    def test_is_not_for_the_auditor_nor_by_get(
        self, little: LittleCity, filer: Client, where: str
    ) -> None:
        assert send(browser_of(little.auditor), where).status_code == 403
        assert filer.get(f"{where}enter/").status_code == 405
        assert filer.get(f"{where}look/").status_code == 405


class TestNeeds:
    def test_stand_open_until_an_item_answers_them(self, filer: Client, where: str) -> None:
        say_need(filer, where)
        send(filer, where, file=a_file(TREES))
        assert "没有着落" in lines(filer.get(where), "改造需求和着落")[0]

        send(
            filer, where, file=a_file(ROOF, TREES), reason="补漏项", paper="〔2020〕13号", vote="全体同意"
        )  # fmt: skip

        assert "方案里有" in lines(filer.get(where), "改造需求和着落")[0]

    def test_are_withdrawn_with_a_reason(self, filer: Client, where: str) -> None:
        say_need(filer, where)
        need = models.Need.objects.get()
        silent = filer.post(f"{where}needs/{need.pk}/withdraw/", {"key": uuid4(), "reason": ""})
        assert silent.status_code == 422
        assert "撤销需求要写理由" in silent.content.decode()

        filer.post(f"{where}needs/{need.pk}/withdraw/", {"key": uuid4(), "reason": "复查不漏"})

        assert "还没有登记摸底缺口" in filer.get(where).content.decode()

    def test_of_a_day_to_come_are_refused(self, filer: Client, where: str) -> None:
        response = say_need(filer, where, on="2020-11-04")

        assert response.status_code == 422
        assert "在今天以后" in response.content.decode()
        assert models.Need.objects.count() == 0


class TestFiles:
    def test_are_the_form_and_the_versions(self, filer: Client, where: str) -> None:
        send(filer, where)

        for path in ("form/", "estimate/1/"):
            found = filer.get(f"{where}{path}")
            assert found.content.startswith(b"PK")
        assert filer.get(f"{where}estimate/2/").status_code == 404
        assert filer.get(f"{where}gold/1/").status_code == 404
