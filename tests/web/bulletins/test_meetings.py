"""The meetings on the screen: entered, prepared, minuted, taken apart into orders, issued."""

import io
from urllib.parse import unquote

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.services.actor import Actor
from jiugai.services.bulletins import meetings
from jiugai.services.supervision.orders import desk
from tests.officers import browser_of
from tests.services.conftest import little
from tests.services.little_city import LittleCity
from tests.services.supervision.test_orders import TODAY
from tests.web.reading import lines, page_of, said, wrong

__all__ = ["little"]

TEXT = "一、会议议定\n石泉县住建局要在11月20日前完成北苑小区进场施工。"


@pytest.fixture
def city(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")
    return little


def fields_of(answer: HttpResponse, form: str) -> tuple[str, dict[str, str]]:
    found = page_of(answer).select_one(form)
    assert found is not None
    inputs = found.select("input[name]")
    return str(found["action"]), {str(one["name"]): str(one.get("value", "")) for one in inputs}


def convened(who: Actor, **changed: object) -> HttpResponse:
    browser = browser_of(who)
    action, fields = fields_of(browser.get("/meetings/"), "main form.card")
    return browser.post(action, fields | {"kind": "week"} | changed, follow=True)


@pytest.fixture
def meeting(city: LittleCity) -> str:
    answer = convened(city.clerk, held_on="2020-11-03")
    return str(answer.redirect_chain[-1][0])  # type: ignore[attr-defined]


def minuted(who: Actor, meeting: str, **changed: object) -> HttpResponse:
    browser = browser_of(who)
    action, fields = fields_of(browser.get(meeting), "form.single")
    return browser.post(
        action, fields | {"text": TEXT, "present": "石泉县住建局"} | changed, follow=True
    )


class TestTheList:
    def test_takes_a_meeting_and_opens_it(self, city: LittleCity) -> None:
        answer = convened(city.clerk, held_on="2020-11-03", place="三楼会议室")
        assert said(answer) == ["会议已登记，议程和材料按事实算好了；开会以后在这里录纪要。"]
        assert "三楼会议室" in answer.content.decode()
        (line,) = lines(browser_of(city.head).get("/meetings/"), "会议")
        assert line == "周协调 | 2020-11-03 | 三楼会议室 | 未录"

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"held_on": ""}, "请填会议日期，例如2020-11-05。"),
            ({"held_on": "11月"}, "日期没有读懂，请写成2020-11-05这样的年-月-日。"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(
        self, city: LittleCity, changed: dict[str, object], sentence: str
    ) -> None:
        answer = convened(city.clerk, **changed)
        assert answer.status_code == 422
        assert sentence in wrong(answer)

    def test_refuses_the_same_meeting_twice(self, meeting: str, city: LittleCity) -> None:
        answer = convened(city.head, held_on="2020-11-03")
        assert answer.status_code == 422
        assert said(answer) == ["2020-11-03的周协调已经登记，请从下面的清单打开。没有登记会议。"]

    def test_is_not_a_countys(self, city: LittleCity) -> None:
        assert browser_of(city.filer).get("/meetings/").status_code == 403
        assert (
            "会议"
            not in page_of(browser_of(city.filer).get("/orders/")).select_one(".rail").get_text()
        )  # type: ignore[union-attr]


class TestAMeeting:
    def test_opens_each_line_to_its_facts(self, city: LittleCity, meeting: str) -> None:
        answer = convened(city.clerk, held_on="2020-11-03", kind="month")
        page = page_of(answer)
        links = {str(one["href"]) for one in page.select("main table a")}
        assert any(link.startswith("/communities/") for link in links)
        sentences = [one.get_text(" ", strip=True) for one in page.select(".in > p")]
        assert "2020-10-03 以来（首次会议），新增开工 1 个。" in sentences

    def test_that_is_absent_is_not_found(self, city: LittleCity) -> None:
        browser = browser_of(city.clerk)
        for address in ("x/", "x/apart/", "x/agenda.docx", "x/minutes.docx"):
            assert browser.get(f"/meetings/{address}").status_code == 404

    def test_downloads_its_papers(self, city: LittleCity, meeting: str) -> None:
        answer = browser_of(city.clerk).get(f"{meeting}agenda.docx")
        assert unquote(answer.headers["Content-Disposition"]).endswith(
            "2020-11-03周协调会议材料.docx"
        )
        text = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
        assert "会间变化" in text

    def test_asks_the_database_no_more_than_a_page_may(
        self, city: LittleCity, meeting: str, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(city.clerk)
        browser.get(meeting)
        with django_assert_max_num_queries(20):
            browser.get(meeting)


class TestMinutes:
    def test_are_kept_and_lead_to_an_order(self, city: LittleCity, meeting: str) -> None:
        answer = minuted(city.clerk, meeting)
        assert said(answer) == ["纪要已保存；点“分解成任务”，一件件核对后立项。"]
        browser = browser_of(city.clerk)
        apart = browser.get(f"{meeting}apart/")
        form = page_of(apart).select_one(".tasks form")
        assert form is not None
        told = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")}
        assert told["source"] == "2020-11-03周协调会议纪要"
        drafted = page_of(browser.post(str(form["action"]), told))
        key = drafted.select_one("input[name=key]")
        assert key is not None
        browser.post("/orders/new/", told | {"key": str(key["value"])})
        (card,) = desk.orders(actor=city.clerk, today=TODAY).cards
        assert card.row.owner_name == "石泉县住建局"
        assert card.label in browser.get(meeting).content.decode()

    def test_come_from_a_file_too(self, city: LittleCity, meeting: str) -> None:
        file = SimpleUploadedFile("纪要.txt", TEXT.encode("gb18030"), "text/plain")
        minuted(city.clerk, meeting, text="", file=file)
        assert "北苑小区进场施工" in browser_of(city.head).get(meeting).content.decode()

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.4 broken"])
    def test_that_cannot_be_read_write_nothing(
        self, city: LittleCity, meeting: str, content: bytes
    ) -> None:
        file = SimpleUploadedFile("纪要.docx", content, "application/octet-stream")
        answer = minuted(city.clerk, meeting, text="", file=file)
        assert answer.status_code == 422
        assert said(answer) or wrong(answer)
        assert meetings.meetings(actor=city.clerk)[0].minutes == ()

    def test_are_issued_by_the_head_alone(self, city: LittleCity, meeting: str) -> None:
        minuted(city.clerk, meeting)
        assert page_of(browser_of(city.clerk).get(meeting)).select_one("footer form") is None
        browser = browser_of(city.head)
        action, fields = fields_of(browser.get(meeting), "footer.row form")
        answer = browser.post(action, fields, follow=True)
        assert said(answer)[0].startswith("会议纪要第1期已印发，文件摘要")
        assert page_of(answer).select_one("form.single") is None, "issued minutes are not edited"
        file = browser.get(f"{meeting}minutes.docx")
        text = "\n".join(one.text for one in docx.Document(io.BytesIO(file.content)).paragraphs)
        assert "第一期" in text
        assert browser_of(city.clerk).post(action, fields).status_code == 403

    def test_cannot_be_issued_before_they_are_kept(self, city: LittleCity, meeting: str) -> None:
        assert browser_of(city.head).post(f"{meeting}issue/").status_code == 422
