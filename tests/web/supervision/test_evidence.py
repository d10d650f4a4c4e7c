"""The wall and one community's evidence on the screen."""

import re
import uuid

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.supervision.capture import Shows
from jiugai.storage.supervision.models import Trace
from tests.exchange.photos.pictures import front, with_exif
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.site_photos import Phone, shot, site_named
from tests.web.reading import lines, page_of, said, wrong

HOME = "金州家属院"


def address(little: LittleCity, name: str = HOME) -> str:
    return f"/evidence/{little.number_of(name)}/"


def enter(little: LittleCity, browser: Client, **more: object) -> HttpResponse:
    fields = {
        "key": str(uuid.uuid4()),
        "site": site_named(HOME, little.filer),
        "claim": "60",
        "kind": "permit",
        "on": "2020-10-10",
        "said": "开工令 石建〔2020〕12号",
    } | more
    return browser.post(f"{address(little)}trace/", fields, follow=True)


class TestTheWall:
    def test_draws_each_claim_with_its_grade(self, today: LittleCity) -> None:
        page = page_of(browser_of(today.clerk).get("/evidence/"))

        names = [one.get_text() for one in page.select(".wall h2 a")]
        assert names == [HOME, "河街小区"]
        assert "没有照片" in page.select_one(".wall").get_text()  # type: ignore[union-attr]

    def test_counts_the_grades_of_each_county(self, today: LittleCity) -> None:
        answer = browser_of(today.clerk).get("/evidence/")

        assert lines(answer, "各县区证据等级") == [
            "石泉县 | 开工 | 0 | 0 | 1 | 0 | 1",
            "旬阳县 | 开工 | 0 | 0 | 1 | 0 | 1",
        ]

    def test_opens_each_count_to_the_sites_that_it_is_made_of(self, today: LittleCity) -> None:
        browser = browser_of(today.clerk)
        page = page_of(browser.get("/evidence/"))
        opened = 0
        for link in page.select(".tally td a.figure"):
            found = page_of(browser.get(str(link["href"])))
            assert len(found.select(".wall > li")) == int(link.get_text())
            opened += 1

        assert opened == 4  # of each of two counties its one C and its sum

    def test_shows_photos_small_and_warns_of_copies(self, today: LittleCity) -> None:
        Phone.at("北苑小区", today.filer).send(shot(1))
        Phone.at(HOME, today.filer).send(shot(1))

        page = page_of(browser_of(today.clerk).get("/evidence/"))

        assert len(page.select(".shots img")) == 2
        assert "疑似重复使用 1 张" in " ".join(page.select_one(".wall").get_text().split())  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("asked", "sentence"),
        [
            ({"grade": "A"}, "没有符合条件的小区"),
            ({"month": "2020-09"}, "没有符合条件的小区"),
            ({"county": "abc", "month": "13月", "grade": "Z", "page": "-1"}, HOME),
            ({"page": "99999"}, HOME),
        ],
    )
    def test_is_narrowed_or_says_that_nothing_is_found(
        self, today: LittleCity, asked: dict[str, str], sentence: str
    ) -> None:
        answer = browser_of(today.clerk).get("/evidence/", asked)

        assert answer.status_code == 200
        assert sentence in answer.content.decode()

    def test_of_an_empty_county_says_what_will_stand_there(self, today: LittleCity) -> None:
        page = page_of(browser_of(today.sibling).get("/evidence/"))

        assert "墙上还没有东西" in page.get_text()

    def test_tells_no_path_on_a_disk(self, today: LittleCity) -> None:
        Phone.at(HOME, today.filer).send(shot(1))
        page = page_of(browser_of(today.clerk).get("/evidence/"))

        for image in page.select(".shots img"):
            assert re.fullmatch(r"/photos/[0-9A-Za-z]+/small\.jpg", str(image["src"]))

    def test_asks_few_questions(
        self, today: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(today.clerk)
        with django_assert_max_num_queries(30):
            browser.get("/evidence/")


class TestACommunity:
    def test_opens_a_grade_to_its_traces(self, today: LittleCity) -> None:
        browser = browser_of(today.filer)
        answer = enter(today, browser)

        assert said(answer) == ["已登记，证据等级随即重算；写错了只能撤销，不能改。"]
        traces = [
            " ".join(one.get_text().split()) for one in page_of(answer).select(".traces > li")
        ]
        assert traces[0].startswith("施工许可或开工令 作数 2020-10-10 开工令 石建〔2020〕12号")
        assert "再有1种痕迹就到B" in answer.content.decode()

    def test_sets_before_and_after_of_a_scene_side_by_side(self, today: LittleCity) -> None:
        phone = Phone.at(HOME, today.filer)
        phone.send(shot(1), shows=Shows.BEFORE, scene="3号楼北墙")
        phone.send(shot(2), shows=Shows.FINISH, scene="3号楼北墙")

        page = page_of(browser_of(today.clerk).get(address(today)))

        shown = [one.get_text() for one in page.select(".pair-shots figcaption b")]
        assert shown == ["改造前", "完工"]

    def test_marks_what_a_photo_says_of_itself_as_such(self, today: LittleCity) -> None:
        Phone.at(HOME, today.filer).send(with_exif(front(4)))

        page = page_of(browser_of(today.clerk).get(address(today)))

        terms = [one.get_text() for one in page.select(".album dt")]
        assert {"自述时间", "自述位置", "自述机型"} <= set(terms)
        assert "请看牌子上的口令" in page.select_one(".album .doubt").get_text()  # type: ignore[union-attr]

    def test_shows_a_copy_beside_its_original(self, today: LittleCity) -> None:
        Phone.at("北苑小区", today.filer).send(shot(1))
        Phone.at(HOME, today.filer).send(shot(1))

        page = page_of(browser_of(today.clerk).get(address(today)))

        assert len(page.select(".album .alike img")) == 1

    @pytest.mark.parametrize(
        ("more", "sentence"),
        [
            ({"said": ""}, "请写内容或文号，例如“开工令石建〔2020〕12号”。"),
            ({"on": "十月"}, "日期没有读懂，请写成2020-10-28这样的年-月-日。"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(
        self, today: LittleCity, more: dict[str, object], sentence: str
    ) -> None:
        answer = enter(today, browser_of(today.filer), **more)

        assert answer.status_code == 422
        assert sentence in wrong(answer)
        assert not Trace.objects.exists()

    def test_says_what_contradicts_the_facts(self, today: LittleCity) -> None:
        answer = enter(today, browser_of(today.filer), claim="70")

        assert said(answer) == ["这个小区还没有报完工，没有可以作证的事。没有写入任何数据。"]

    def test_lets_a_complaint_lower_the_grade_and_another_hand_end_it(
        self, today: LittleCity
    ) -> None:
        enter(today, browser_of(today.street), kind="complaint", said="没有人施工")
        form = {"key": str(uuid.uuid4()), "trace": Trace.objects.get().pk, "reason": "已核实"}

        own = browser_of(today.filer).post(f"{address(today)}withdraw/", form)
        assert own.status_code == 422
        assert "不能由本岗位了结" in own.content.decode()
        other = browser_of(today.street).post(f"{address(today)}withdraw/", form, follow=True)
        assert said(other) == ["已撤销，证据等级随即重算；原来那一条仍在留痕里。"]

    def test_is_told_on_the_communitys_own_page(self, today: LittleCity) -> None:
        browser = browser_of(today.clerk)
        page = page_of(browser.get(f"/communities/{today.number_of(HOME)}/"))
        asked = page.select_one("[hx-get$='/grades/']")
        assert asked is not None

        told = browser.get(str(asked["hx-get"]), headers={"hx-request": "true"})

        assert "报开工" in told.content.decode()
        assert b"<html" not in told.content

    def test_is_nobody_elses(self, today: LittleCity) -> None:
        for path in ("", "grades/"):
            assert browser_of(today.sibling).get(address(today) + path).status_code == 404

    def test_asks_few_questions(
        self, today: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(today.clerk)
        with django_assert_max_num_queries(30):
            browser.get(address(today))
