"""A speech taken apart on the screen: text left, tasks right, one click to an order."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from jiugai.services.actor import Actor
from jiugai.services.supervision.orders import desk
from tests.model_server import Model, model_server
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.test_orders import TODAY
from tests.web.reading import page_of, said, wrong

SPEECH = (
    "同志们：\n石泉县住建局要在11月20日前完成北苑小区进场施工。"
    "市财政局要在*月*日前拨付资金。今年省上批复我市项目45个，目前只开工了2个，开工率仅为4.4%。"
)


def sent(who: Actor, **changed: object) -> HttpResponse:
    return browser_of(who).post("/orders/apart/", {"day": "2020-11-03", "text": SPEECH} | changed)


class TestApart:
    def test_lists_the_tasks_beside_the_text(self, today: LittleCity) -> None:
        page = page_of(sent(today.clerk))
        tasks = [" ".join(one.get_text().split()) for one in page.select(".tasks > li")]
        assert len(tasks) == 2
        assert "石泉县住建局" in tasks[0]
        assert "2020-11-20" in tasks[0]
        marks = [mark.get_text() for mark in page.select(".said mark")]
        assert len(marks) == 2

    def test_invents_no_day(self, today: LittleCity) -> None:
        masked = page_of(sent(today.clerk)).select(".tasks > li")[1].get_text()
        assert "未定" in masked
        assert "2020" not in masked.split("指标")[0]

    def test_reads_a_file(self, today: LittleCity) -> None:
        file = SimpleUploadedFile("讲话.txt", SPEECH.encode("gb18030"), "text/plain")
        page = page_of(sent(today.clerk, text="", file=file))
        assert len(page.select(".tasks > li")) == 2

    def test_refuses_what_it_cannot_read(self, today: LittleCity) -> None:
        file = SimpleUploadedFile("讲话.pdf", b"%PDF-1.4 broken", "application/pdf")
        answer = sent(today.clerk, text="", file=file)
        assert answer.status_code == 422
        assert said(answer)

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"text": " "}, "请选一个文件，或者粘贴文字。"),
            ({"day": "11月"}, "日期没有读懂，请写成2020-11-03这样的年-月-日。"),
        ],
    )
    def test_says_what_is_missing(
        self, today: LittleCity, changed: dict[str, object], sentence: str
    ) -> None:
        answer = sent(today.clerk, **changed)
        assert answer.status_code == 422
        assert sentence in wrong(answer)

    def test_markup_in_a_text_stays_text(self, today: LittleCity) -> None:
        answer = sent(today.clerk, text="各县区要在11月20日前完成<script>alert(1)</script>整改。")
        assert "<script>alert(1)" not in answer.content.decode()

    def test_is_the_offices(self, today: LittleCity) -> None:
        assert sent(today.filer).status_code == 403
        assert browser_of(today.filer).get("/orders/apart/").status_code == 403


class TestDraft:
    def test_fills_the_form_and_writes_nothing(self, today: LittleCity) -> None:
        browser = browser_of(today.clerk)
        form = page_of(sent(today.clerk)).select_one(".tasks form")
        assert form is not None
        told = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        answer = browser.post(form["action"], told)
        page = page_of(answer)
        chosen = page.select_one("select[name=owner] option[selected]")
        assert chosen is not None
        assert chosen.get_text() == "石泉县住建局"
        due = page.select_one("input[name=due_on]")
        assert due is not None
        assert due["value"] == "2020-11-20"
        assert desk.orders(actor=today.clerk, today=TODAY).total == 0

    def test_leads_to_an_order_once_it_is_confirmed(self, today: LittleCity) -> None:
        browser = browser_of(today.clerk)
        form = page_of(sent(today.clerk)).select_one(".tasks form")
        assert form is not None
        told = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        drafted = page_of(browser.post(form["action"], told))
        key = drafted.select_one("input[name=key]")
        assert key is not None
        browser.post("/orders/new/", told | {"key": key["value"]})
        (card,) = desk.orders(actor=today.clerk, today=TODAY).cards
        assert card.row.owner_name == "石泉县住建局"
        assert card.row.sentence.startswith("石泉县住建局要在")

    def test_is_not_opened_by_get(self, today: LittleCity) -> None:
        assert browser_of(today.clerk).get("/orders/draft/").status_code == 405


class TestModel:
    """A language model that the administrator named proposes more; off unless both want it."""

    MORE = "群众盼了多年，市财政局的补助资金年底前到账是底线。"

    @pytest.fixture
    def model(self, settings: Any) -> Iterator[Model]:
        with model_server() as found:
            found.says = json.dumps(
                {"sentences": ["市财政局的补助资金年底前到账是底线", "平利县要开工"]}
            )
            settings.MODEL_URL, settings.MODEL_NAME = found.base, "小模型"
            yield found

    def test_is_not_offered_where_none_was_named(self, today: LittleCity) -> None:
        page = page_of(browser_of(today.clerk).get("/orders/apart/"))
        assert page.select("[name=ask_model]") == []

    def test_is_not_asked_unless_the_officer_says_so(self, today: LittleCity, model: Model) -> None:
        page = page_of(browser_of(today.clerk).get("/orders/apart/"))
        assert model.base.split("/")[2] in page.select_one("#id_ask_model_helptext").get_text()
        sent(today.clerk)
        sent(today.clerk, text=SPEECH + self.MORE)
        assert model.asked == []

    def test_proposes_beside_the_tasks_and_says_so(self, today: LittleCity, model: Model) -> None:
        page = page_of(sent(today.clerk, text=SPEECH + self.MORE, ask_model="on"))
        rules, proposed = (one.select("li") for one in page.select("ol.tasks"))
        assert (len(rules), len(proposed)) == (2, 1)
        assert "2020-12-31" in proposed[0].get_text()
        assert "模型建议，待人确认" in proposed[0].select_one("[name=source]")["value"]
        assert "模型建议" not in rules[0].select_one("[name=source]")["value"]
        assert "在原文里找不到，没有列出" in page.get_text()
        assert len(model.asked) == 1

    def test_that_fails_leaves_the_tasks_of_the_rules(
        self, today: LittleCity, model: Model
    ) -> None:
        model.status = 500
        answer = sent(today.clerk, ask_model="on")
        assert answer.status_code == 200
        page = page_of(answer)
        assert len(page.select(".tasks > li")) == 2
        assert "没有模型建议" in page.get_text()
