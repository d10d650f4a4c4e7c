"""The phone's page: choose a site, get a code, send photos; every refusal a sentence."""

import io
import json
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from jiugai.services.actor import Actor
from jiugai.storage.supervision.models import Challenge, Photo
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.site_photos import shot
from tests.web.reading import page_of, said, wrong

HOME = "金州家属院"


def coded(browser: Client, name: str = HOME) -> str:
    """Get a code by the button that the page shows; return its page's address."""
    page = page_of(browser.get("/site-photos/", {"q": name}))
    button = page.select_one("button[name=site]")
    key = page.select_one("input[name=key]")
    assert button is not None
    assert key is not None
    answer = browser.post("/site-photos/code/", {"site": button["value"], "key": key["value"]})
    assert answer.status_code == 302
    return str(answer["Location"])


def file_of(content: bytes, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def sent(browser: Client, address: str, content: bytes, **more: object) -> HttpResponse:
    fields = {"shows": "works", "scene": "3号楼北墙", "photo": file_of(content)} | more
    return browser.post(f"{address}send/", fields, follow=True)


class Script:
    """What the page's script sends, as a browser would."""

    def __init__(self, browser: Client, address: str) -> None:
        self.browser, self.address = browser, address
        self.set_key = page_of(browser.get(address)).select_one("[data-set]")["data-set"]  # type: ignore[index]

    def begin(self, content: bytes, number: str, **more: object) -> tuple[int, dict[str, Any]]:
        fields = {
            "key": number,
            "set_key": self.set_key,
            "size": len(content),
            "shows": "works",
            "scene": "",
            "phone_at": "2020-11-03T10:02:03.456Z",
        } | more
        return self._told(self.browser.post(f"{self.address}begin/", fields))

    def piece(self, key: str, at: int, content: bytes) -> tuple[int, dict[str, Any]]:
        where = f"{self.address}piece/?key={key}&at={at}"
        return self._told(
            self.browser.post(where, content, content_type="application/octet-stream")
        )

    def finish(self, key: str) -> tuple[int, dict[str, Any]]:
        return self._told(self.browser.post(f"{self.address}finish/", {"key": key}))

    @staticmethod
    def _told(answer: HttpResponse) -> tuple[int, dict[str, Any]]:
        return answer.status_code, json.loads(answer.content)


@pytest.fixture
def script(today: LittleCity) -> Script:
    browser = browser_of(today.filer)
    return Script(browser, coded(browser))


class TestChoosing:
    def test_lists_the_officers_own_sites(self, today: LittleCity) -> None:
        page = page_of(browser_of(today.filer).get("/site-photos/"))

        names = [one.b.get_text() for one in page.select("button[name=site]") if one.b]
        assert names[0] == HOME  # under works goes first
        assert set(names) == {HOME, "北苑小区"}

    def test_says_when_nothing_is_found(self, today: LittleCity) -> None:
        page = page_of(browser_of(today.filer).get("/site-photos/", {"q": "没有的小区"}))

        assert "没有叫“没有的小区”的小区" in page.get_text()

    def test_is_for_those_on_site(self, today: LittleCity) -> None:
        for who in (today.clerk, today.auditor, today.reviewer):
            assert browser_of(who).get("/site-photos/").status_code == 403
        assert browser_of(today.street).get("/site-photos/").status_code == 200

    def test_twice_is_one_code(self, today: LittleCity) -> None:
        browser = browser_of(today.filer)
        page = page_of(browser.get("/site-photos/"))
        form = {
            "site": page.select_one("button[name=site]")["value"],  # type: ignore[index]
            "key": page.select_one("input[name=key]")["value"],  # type: ignore[index]
        }
        browser.post("/site-photos/code/", form)

        assert browser.post("/site-photos/code/", form).status_code == 409
        assert Challenge.objects.count() == 1

    @pytest.mark.parametrize("site", ["", "x", "999999999", "9" * 40])
    def test_of_no_site_gives_no_code(self, today: LittleCity, site: str) -> None:
        form = {"site": site, "key": str(uuid.uuid4())}

        answer = browser_of(today.filer).post("/site-photos/code/", form)

        assert answer.status_code in {404, 422}
        assert not Challenge.objects.exists()


class TestWithoutScript:
    def test_sends_a_photo_and_shows_what_became_of_it(self, today: LittleCity) -> None:
        browser = browser_of(today.filer)
        answer = sent(browser, coded(browser), shot(1))

        assert said(answer) == ["照片已收下，没有发现用过。"]
        (image,) = page_of(answer).select(".came img")
        small = browser.get(image["src"])
        assert (small.status_code, small["Content-Type"]) == (200, "image/jpeg")
        assert max(Image.open(io.BytesIO(small.content)).size) <= 480

    def test_has_a_camera_and_targets_for_a_thumb(self, today: LittleCity) -> None:
        browser = browser_of(today.filer)
        page = page_of(browser.get(coded(browser)))

        control = page.select_one("input[type=file]")
        assert control is not None
        assert control["capture"] == "environment"
        assert len(page.select_one(".code").get_text().split()) == 4  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "照片是空的"),
            (b"hello", "这不是.jpg、.png或.webp照片"),
            (b"\x00" * 64, "这不是.jpg、.png或.webp照片"),
        ],
    )
    def test_refuses_what_is_no_photo_in_plain_words(
        self, today: LittleCity, content: bytes, sentence: str
    ) -> None:
        browser = browser_of(today.filer)
        answer = sent(browser, coded(browser), content)

        assert any(sentence in one for one in [*said(answer), *wrong(answer)])
        assert not Photo.objects.exists()

    def test_refuses_a_photo_of_another_site(self, today: LittleCity) -> None:
        browser = browser_of(today.filer)
        sent(browser, coded(browser, "北苑小区"), shot(1))

        answer = sent(browser, coded(browser), shot(1))

        (sentence,) = said(answer)
        assert sentence.startswith("与北苑小区已有的一张是同一张照片")
        assert "重复使用，已退回" in page_of(answer).select_one(".came").get_text()  # type: ignore[union-attr]

    def test_without_a_photo_says_so(self, today: LittleCity) -> None:
        browser = browser_of(today.filer)
        answer = browser.post(f"{coded(browser)}send/", {"shows": "works"})

        assert answer.status_code == 422
        assert wrong(answer) == ["还没有拍照，请点“拍照”。"]


class TestPieces:
    def test_come_one_by_one_and_end_in_a_photo(self, script: Script) -> None:
        key, content = str(uuid.uuid4()), shot(1)
        assert script.begin(content, key) == (200, {"received": 0})
        assert script.piece(key, 0, content[:9]) == (200, {"received": 9})
        assert script.piece(key, 0, content[:9]) == (200, {"received": 9})  # sent again
        assert script.finish(key) == (200, {"received": 9})
        assert script.begin(content, key) == (200, {"received": 9})
        script.piece(key, 9, content[9:])

        told = {"done": True, "kind": "ok", "sentence": "照片已收下，没有发现用过。"}
        assert script.finish(key) == (200, told)
        assert script.finish(key) == (200, told)
        assert Photo.objects.count() == 1

    def test_under_a_used_code_are_refused(self, script: Script) -> None:
        script.begin(shot(1), str(uuid.uuid4()))

        status, told = script.begin(shot(1), str(uuid.uuid4()), set_key=str(uuid.uuid4()))

        assert (status, told["done"], told["kind"]) == (422, True, "bad")
        assert "已经用过" in told["sentence"]

    @pytest.mark.parametrize(
        "more",
        [
            {"key": "x"},
            {"set_key": ""},
            {"size": "-1"},
            {"size": "1e9"},
            {"shows": "moon"},
            {"phone_at": "yesterday"},
            {"scene": "长" * 41},
        ],
    )
    def test_announced_wrongly_are_refused(self, script: Script, more: dict[str, object]) -> None:
        status, told = script.begin(shot(1), str(uuid.uuid4()), **more)

        assert (status, told["kind"]) == (422, "bad")

    def test_larger_than_a_piece_may_be_are_refused(self, script: Script) -> None:
        key = str(uuid.uuid4())
        script.begin(b"x" * 2_000_000, key)

        status, told = script.piece(key, 0, b"x" * 1_500_000)

        assert (status, told["kind"]) == (422, "bad")

    def test_of_anothers_code_are_not_found(self, today: LittleCity, script: Script) -> None:
        thief = Script.__new__(Script)
        thief.browser, thief.address = browser_of(today.street), script.address

        answer = thief.browser.post(f"{script.address}begin/", {})

        assert answer.status_code == 404


class TestPictures:
    def number(self, little: LittleCity) -> str:
        browser = browser_of(little.filer)
        sent(browser, coded(browser), shot(1))
        return Photo.objects.get().public_id

    @pytest.mark.parametrize("size", ["small", "picture"])
    def test_are_for_the_scope_alone(self, today: LittleCity, size: str) -> None:
        address = f"/photos/{self.number(today)}/{size}.jpg"

        def met(who: Actor) -> int:
            return browser_of(who).get(address).status_code

        assert [met(who) for who in (today.filer, today.clerk, today.street)] == [200] * 3
        assert [met(who) for who in (today.sibling, today.xunyang_filer)] == [404] * 2
        assert met(today.administrator) == 403
        assert Client().get(address).status_code == 302

    @pytest.mark.parametrize("number", ["x", "..", "%00", "%E5%8F%B7", "A" * 300])
    def test_of_no_photo_are_not_found(self, today: LittleCity, number: str) -> None:
        assert browser_of(today.clerk).get(f"/photos/{number}/small.jpg").status_code in {400, 404}


def test_choosing_asks_few_questions(
    today: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browser_of(today.filer)
    with django_assert_max_num_queries(30):
        browser.get("/site-photos/")
