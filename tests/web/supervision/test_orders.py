"""The screens of orders: laid, answered and closed by clicking; refused in plain words."""

import uuid

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.services.actor import Actor
from jiugai.services.supervision.orders import desk
from jiugai.storage.accounts.models import Post
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.test_orders import TODAY, laid
from tests.web.reading import lines, page_of, said, wrong


def typed(little: LittleCity, **changed: object) -> dict[str, object]:
    return {
        "key": str(uuid.uuid4()),
        "demand": "北苑小区11月20日前进场施工。",
        "owner": Post.objects.get(pk=little.filer.post_id).organisation_id,
        "due_on": "2020-11-20",
        "strength": "must",
    } | changed


def send(who: Actor, order: str, kind: str, **changed: object) -> HttpResponse:
    """Do a deed by the form that the page shows; raise if it shows none."""
    browser = browser_of(who)
    page = page_of(browser.get(f"/orders/{order}/"))
    for form in page.select(".deed form"):
        fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        if fields["kind"] == kind:
            return browser.post(form["action"], fields | {"words": "已办"} | changed, follow=True)
    raise AssertionError(f"the page offers no {kind}")


def state_of(little: LittleCity, order: str) -> str:
    return desk.page(order, actor=little.clerk, today=TODAY).card.standing.state.word


class TestLaying:
    def test_leads_to_the_order(self, today: LittleCity) -> None:
        answer = browser_of(today.clerk).post("/orders/new/", typed(today), follow=True)
        assert said(answer) == ["已立项，还没有交办；核对后点“交办”，责任单位才看得到期限。"]
        assert "北苑小区11月20日前进场施工。" in answer.content.decode()

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"demand": ""}, "请写任务要求，例如“北苑小区11月20日前进场施工”。"),
            ({"owner": ""}, "请选责任单位；不在名单里的，在下面写名称。"),
            ({"due_on": "11月20"}, "日期没有读懂，请写成2020-11-20这样的年-月-日。"),
            ({"wait_step": "60"}, "请填是哪一年度批次，例如2020。"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(
        self, today: LittleCity, changed: dict[str, object], sentence: str
    ) -> None:
        answer = browser_of(today.clerk).post("/orders/new/", typed(today, **changed))
        assert answer.status_code == 422
        assert sentence in wrong(answer)
        assert desk.orders(actor=today.clerk, today=TODAY).total == 0

    def test_a_day_gone_by_is_refused_and_what_was_typed_stays(self, today: LittleCity) -> None:
        answer = browser_of(today.clerk).post("/orders/new/", typed(today, due_on="2020-11-01"))
        assert answer.status_code == 422
        assert said(answer) == ["期限2020-11-01已经过去，请改写期限。没有立项。"]
        assert "北苑小区11月20日前进场施工。" in answer.content.decode()

    def test_twice_is_one_order(self, today: LittleCity) -> None:
        browser, form = browser_of(today.clerk), typed(today)
        browser.post("/orders/new/", form)
        assert browser.post("/orders/new/", form).status_code == 409
        assert desk.orders(actor=today.clerk, today=TODAY).total == 1

    def test_is_not_offered_to_those_who_may_not(self, today: LittleCity) -> None:
        assert browser_of(today.filer).get("/orders/new/").status_code == 403
        assert "立项" not in browser_of(today.filer).get("/orders/").content.decode()


class TestOneOrder:
    def test_goes_from_hand_to_hand_until_it_is_closed(self, today: LittleCity) -> None:
        order = laid(today)
        for who, kind in (
            (today.clerk, "assign"),
            (today.filer, "sign"),
            (today.filer, "answer"),
            (today.clerk, "pass"),
            (today.head, "close"),
        ):
            assert send(who, order, kind).status_code == 200
        assert state_of(today, order) == "已销号"
        history = lines(browser_of(today.auditor).get(f"/orders/{order}/"), "办理记录")
        assert [line.split(" | ")[0] for line in history] == [
            "销号", "核查通过", "反馈", "签收", "交办", "立项"
        ]  # fmt: skip

    def test_offers_nobody_what_is_anothers(self, today: LittleCity) -> None:
        order = laid(today)
        send(today.clerk, order, "assign")
        page = page_of(browser_of(today.filer).get(f"/orders/{order}/"))
        offered = [one.get_text(strip=True) for one in page.select(".deed summary")]
        assert offered == ["签收", "申请延期"]
        with pytest.raises(AssertionError, match="offers no"):
            send(today.reviewer, order, "close")

    def test_says_when_a_needed_word_is_missing(self, today: LittleCity) -> None:
        order = laid(today)
        send(today.clerk, order, "assign")
        send(today.filer, order, "sign")
        answer = send(today.filer, order, "answer", words="")
        assert answer.status_code == 422
        assert wrong(answer)
        assert state_of(today, order) == "办理中"

    def test_a_forged_deed_out_of_turn_is_refused_in_words(self, today: LittleCity) -> None:
        order = laid(today)
        answer = browser_of(today.head).post(
            f"/orders/{order}/do/", {"key": str(uuid.uuid4()), "kind": "close", "seen": "1"}
        )
        assert answer.status_code == 422
        assert said(answer)[0].startswith("这件事项现在是“待交办”，不能“销号”")
        assert state_of(today, order) == "待交办"

    def test_an_old_page_is_told_so(self, today: LittleCity) -> None:
        order = laid(today)
        form = {"key": str(uuid.uuid4()), "kind": "assign", "seen": "1"}
        browser = browser_of(today.clerk)
        send(today.clerk, order, "assign")
        answer = browser.post(f"/orders/{order}/do/", form, follow=True)
        assert said(answer) == [
            "这件事项刚刚被别人办理过，您看到的已不是最新情况。没有写入任何数据，请刷新后再办。"
        ]

    def test_hides_from_another_county(self, today: LittleCity) -> None:
        order = laid(today)
        browser = browser_of(today.sibling)
        assert browser.get(f"/orders/{order}/").status_code == 404
        assert browser.post(f"/orders/{order}/do/", {"kind": "sign"}).status_code == 404
        assert browser.get("/orders/%00/").status_code in {400, 404}

    def test_writes_nothing_by_get(self, today: LittleCity) -> None:
        order = laid(today)
        assert browser_of(today.clerk).get(f"/orders/{order}/do/").status_code == 405


class TestTheBoard:
    def test_is_drawn_when_empty(self, today: LittleCity) -> None:
        assert "还没有督办事项" in browser_of(today.clerk).get("/orders/").content.decode()
        assert "市里交办给本单位的事项" in browser_of(today.filer).get("/orders/").content.decode()

    def test_puts_each_order_in_its_lane(self, today: LittleCity) -> None:
        order = laid(today)
        laid(today)
        send(today.clerk, order, "assign")
        page = page_of(browser_of(today.clerk).get("/orders/"))
        counts = [one.get_text(" ", strip=True) for one in page.select(".lane h2")]
        assert counts[:3] == ["待交办 1 件", "待签收 1 件", "办理中 0 件"]

    def test_the_list_narrows(self, today: LittleCity) -> None:
        order = laid(today)
        laid(today)
        send(today.clerk, order, "assign")
        browser = browser_of(today.filer)
        assert len(lines(browser.get("/orders/?view=list"), "督办事项")) == 2
        assert len(lines(browser.get("/orders/?view=list&mine=1"), "督办事项")) == 1
        assert len(lines(browser.get("/orders/?view=list&state=assigned"), "督办事项")) == 1

    def test_asks_the_database_no_more_for_many_orders(
        self, today: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(12):
            laid(today)
        browser = browser_of(today.clerk)
        with django_assert_max_num_queries(16):
            browser.get("/orders/")
