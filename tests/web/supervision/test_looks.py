"""Two photos side by side on the screen, and what a person says of them."""

import uuid

from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from jiugai.services.actor import Actor
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.site_photos import enter_photo
from tests.web.reading import page_of, said, wrong

HOME = "金州家属院"


def alike(sender: Actor, seed: int = 1) -> str:
    first = enter_photo("北苑小区", sender, seed=seed)
    return enter_photo(HOME, sender, seed=seed + 1000, like=first)


def say(browser: Client, number: str, **more: object) -> HttpResponse:
    form = page_of(browser.get(f"/photos/{number}/look/"))
    seen = form.select_one("input[name=seen]")
    fields = {
        "key": str(uuid.uuid4()),
        "seen": seen["value"] if seen else 0,
        "verdict": "different",
        "said": "窗户和雨篷不同，是两栋楼",
    } | more
    return browser.post(f"/photos/{number}/judge/", fields, follow=True)


class TestTheList:
    def test_is_counted_on_the_wall_and_opened_there(self, today: LittleCity) -> None:
        number = alike(today.filer)
        browser = browser_of(today.clerk)
        link = page_of(browser.get("/evidence/")).select_one(".to-look a")
        assert link is not None
        assert link.get_text() == "1 张照片与在册的很像，等人判定是不是同一张"

        page = page_of(browser.get(str(link["href"])))

        assert (
            next(img["src"] for img in page.select(".looks img")) == f"/photos/{number}/small.jpg"
        )
        assert "1 张与在册的很像，其中 1 张由您判定" in page.get_text()

    def test_says_who_judges_what_this_officer_may_not(self, today: LittleCity) -> None:
        alike(today.filer)
        page = page_of(browser_of(today.reviewer).get("/evidence/looks/"))

        assert "这是本单位传的照片，由安康市改造办 综合岗等别的单位判定。" in page.get_text()

    def test_is_empty_without_anything_to_look_at(self, today: LittleCity) -> None:
        assert (
            "没有等人看的照片"
            in page_of(browser_of(today.sibling).get("/evidence/looks/")).get_text()
        )

    def test_asks_few_questions(
        self, today: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for seed in (1, 2, 3):
            alike(today.filer, seed)
        browser = browser_of(today.clerk)
        with django_assert_max_num_queries(30):
            browser.get("/evidence/looks/")


class TestThePair:
    def test_stands_side_by_side(self, today: LittleCity) -> None:
        number = alike(today.filer)
        page = page_of(browser_of(today.clerk).get(f"/photos/{number}/look/"))

        assert len(page.select(".pair-shots img")) == 2
        assert "还没有人判定" in page.get_text()

    def test_is_judged_and_stands_so_beside_the_photo(self, today: LittleCity) -> None:
        number = alike(today.filer)
        browser = browser_of(today.clerk)

        answer = say(browser, number)

        assert said(answer) == [
            "已判定“不是同一张”，这张照片从今天起计入证据等级；判错了可以更正。"
        ]
        album = page_of(browser.get(f"/evidence/{today.number_of(HOME)}/")).select_one(".album")
        assert album is not None
        assert "有人看过，不是同一张" in album.get_text()
        assert "安康市改造办 综合岗：窗户和雨篷不同，是两栋楼" in album.get_text()

    def test_is_judged_anew_with_the_first_judgment_in_sight(self, today: LittleCity) -> None:
        number = alike(today.street)
        say(browser_of(today.reviewer), number)
        browser = browser_of(today.clerk)
        page = page_of(browser.get(f"/photos/{number}/look/"))
        assert "石泉县住建局 审核岗 判定不是同一张：窗户和雨篷不同，是两栋楼" in page.get_text()

        answer = say(browser, number, verdict="same", said="行人都一样")

        assert said(answer) == ["已判定“是同一张”，这张照片退回，不算证据；判错了可以更正。"]

    def test_says_what_is_missing(self, today: LittleCity) -> None:
        number = alike(today.filer)
        browser = browser_of(today.clerk)

        answer = say(browser, number, verdict="", said="")

        assert answer.status_code == 422
        assert wrong(answer) == [
            "请选“不是同一张”或“是同一张”。",
            "请写凭什么，例如“窗户和雨篷不同，是两栋楼”。",
        ]
        short = page_of(say(browser, number, said="像"))
        assert "没有写看到了什么" in short.select_one(".notice.bad").get_text()  # type: ignore[union-attr]

    def test_seen_before_somebody_elses_judgment_is_shown_again(self, today: LittleCity) -> None:
        number = alike(today.street)
        browser = browser_of(today.clerk)
        say(browser_of(today.reviewer), number)

        answer = say(browser, number, seen=0, verdict="same")

        assert said(answer)[0].startswith("这张照片刚刚有人判定过，没有重复写入。")

    def test_is_nobody_elses_to_open(self, today: LittleCity) -> None:
        number = alike(today.filer)

        assert browser_of(today.sibling).get(f"/photos/{number}/look/").status_code == 404
        assert browser_of(today.street).post(f"/photos/{number}/judge/").status_code == 403
