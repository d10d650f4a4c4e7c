"""The papers of an order on the screen: drafted by the clerk, issued by the head, downloaded."""

import io
import re
from urllib.parse import unquote

import docx
import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.services.bulletins import order_papers
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.test_orders import Chain, laid
from tests.web.reading import lines, page_of, said, wrong

TALK = {"due_on": "2020-12-20", "at": "上午9:30", "place": "三楼会议室", "who": "局长"}


@pytest.fixture
def order(today: LittleCity) -> Chain:
    return Chain(laid(today), today).to(DeedKind.ASSIGN)


def form_of(answer: HttpResponse) -> tuple[str, dict[str, str]]:
    """Return where the page would send the paper to be issued, and with what."""
    form = page_of(answer).select_one(".sheet-paper form")
    assert form is not None
    fields = form.select("input[name]")
    return str(form["action"]), {str(one["name"]): str(one.get("value", "")) for one in fields}


def issued(order: Chain) -> HttpResponse:
    browser = browser_of(order.little.head)
    action, fields = form_of(browser.get(f"/orders/{order.order}/papers/supervise/"))
    return browser.post(action, fields, follow=True)


class TestDrafting:
    def test_shows_the_paper_as_it_will_read(self, order: Chain) -> None:
        page = page_of(
            browser_of(order.little.clerk).get(f"/orders/{order.order}/papers/supervise/")
        )
        text = page.select_one(".sheet-paper .in").get_text()  # type: ignore[union-attr]
        assert "请于2020年11月20日前办结。" in text
        assert page.select_one(".sheet-paper form") is None, "the clerk drafts, the head issues"

    def test_asks_first_what_it_cannot_know(
        self, order: Chain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JIUGAI_AS_OF", "2020-12-15")
        browser = browser_of(order.little.clerk)
        address = f"/orders/{order.order}/papers/summon/"
        first = browser.get(address)
        assert (first.status_code, wrong(first)) == (200, [])
        half = browser.get(address, {"due_on": "2020-12-20"})
        assert half.status_code == 422
        assert "请写约谈地点，例如“市住建局三楼会议室”。" in wrong(half)
        assert "时间：2020年12月20日上午9:30。" in browser.get(
            address, TALK
        ).content.decode().replace('<b title="公文所定日期">', "").replace(
            '<b title="约谈时间">', ""
        ).replace("</b>", "")

    def test_says_why_a_paper_is_not_in_turn(self, order: Chain) -> None:
        answer = browser_of(order.little.clerk).get(f"/orders/{order.order}/papers/summon/", TALK)
        assert answer.status_code == 422
        assert said(answer)[0].startswith("约谈通知要在逾期天数达到约谈界线以后")

    def test_downloads_a_draft_without_a_number(self, order: Chain) -> None:
        browser = browser_of(order.little.clerk)
        answer = browser.get(f"/orders/{order.order}/papers/supervise/draft.docx")
        assert "（草稿）.docx" in unquote(answer.headers["Content-Disposition"])
        text = "\n".join(one.text for one in docx.Document(io.BytesIO(answer.content)).paragraphs)
        assert "任务要求" in text
        assert "安旧改督" not in text

    def test_is_not_the_bodys(self, order: Chain) -> None:
        for actor in (order.little.filer, order.little.auditor):
            answer = browser_of(actor).get(f"/orders/{order.order}/papers/supervise/")
            assert answer.status_code == 403


class TestIssuing:
    def test_leads_back_to_the_order_where_the_file_lies(self, order: Chain) -> None:
        answer = issued(order)
        assert re.fullmatch(
            r"安旧改督〔2020〕1号督办单已签发，文件摘要[0-9a-f]{8}…。", said(answer)[0]
        )
        (line,) = lines(answer, "公文")
        assert line.startswith("安旧改督〔2020〕1号 | 2020-11-03 | 督办单")
        assert "<time" not in line
        file = browser_of(order.little.filer).get(
            f"/orders/{order.order}/papers/supervise/2020-1.docx"
        )
        assert unquote(file.headers["Content-Disposition"]).endswith(
            "安旧改督〔2020〕1号督办单.docx"
        )
        text = "\n".join(one.text for one in docx.Document(io.BytesIO(file.content)).paragraphs)
        assert "安旧改督〔2020〕1号" in text

    def test_twice_is_one_paper(self, order: Chain) -> None:
        browser = browser_of(order.little.head)
        action, fields = form_of(browser.get(f"/orders/{order.order}/papers/supervise/"))
        browser.post(action, fields)
        again = browser.post(action, fields, follow=True)
        assert said(again)[-1] == "这个请求已经办过，没有重复写入。"
        assert len(lines(again, "公文")) == 1

    def test_is_refused_to_the_clerk_and_by_get(self, order: Chain) -> None:
        address = f"/orders/{order.order}/papers/supervise/issue/"
        assert browser_of(order.little.clerk).post(address).status_code == 403
        assert browser_of(order.little.head).get(address).status_code == 405
        assert browser_of(order.little.head).post(address).status_code == 422


class TestTheFile:
    def test_is_hidden_from_another_county(self, order: Chain) -> None:
        issued(order)
        address = f"/orders/{order.order}/papers/supervise/2020-1.docx"
        assert browser_of(order.little.sibling).get(address).status_code == 404
        assert browser_of(order.little.head).get(address.replace("-1", "-2")).status_code == 404
        huge = address.replace("2020-1", f"2020-{'9' * 40}")
        assert browser_of(order.little.head).get(huge).status_code == 404

    def test_that_is_not_what_was_issued_is_not_handed_out(
        self, order: Chain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        issued(order)
        monkeypatch.setattr(order_papers, "write_docx", lambda _paper: b"another")
        answer = browser_of(order.little.head).get(
            f"/orders/{order.order}/papers/supervise/2020-1.docx"
        )
        assert answer.status_code == 409
        assert "重新生成的文件与签发时的摘要不一致" in answer.content.decode()


def test_an_order_with_papers_is_one_page_of_few_questions(
    order: Chain, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        issued(order)
    browser = browser_of(order.little.clerk)
    with django_assert_max_num_queries(24):
        browser.get(f"/orders/{order.order}/")
