"""The book on screen: every figure opens, money that lies is named, vouchers pass two hands."""

import io
import re
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.funding.book.figures import BookFigure
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.services.actor import Actor, PostKind
from jiugai.services.funding.book.writing import write_voucher
from jiugai.storage.funding.book_models import (
    Contract,
    Earmark,
    PeriodClose,
    PostingRow,
    VoucherRow,
)
from tests.officers import City, appoint, browser_of
from tests.services.funding.book.little_book import TODAY, LittleBook, open_book
from tests.web.reading import lines, page_of, said, wrong

BOOK, IDLE, VOUCHERS, NEW = (
    "/funding/book/", "/funding/idle/", "/funding/vouchers/", "/funding/vouchers/new/",
)  # fmt: skip
TABLE = "各县区各项专款"


@pytest.fixture
def little(city: City, monkeypatch: pytest.MonkeyPatch) -> LittleBook:
    """Open the little book on 2020-11-03."""
    monkeypatch.setenv("JIUGAI_AS_OF", TODAY.isoformat())
    return open_book(city)


@pytest.fixture
def moved(little: LittleBook) -> LittleBook:
    """Take 500 yuan of 石泉县 from the paper to the firm, 200 of them half of the way."""
    for step, fen in (
        (MoneyStep.GRANT, 70_000), (MoneyStep.ALLOT, 60_000), (MoneyStep.COMMIT, 50_000),
        (MoneyStep.FUND, 50_000), (MoneyStep.PAY, 30_000), (MoneyStep.REFUND, 1_000),
        (MoneyStep.WITHDRAW, 2_000),
    ):  # fmt: skip
        assert little.book(step, fen, project=_project(little, step)).entered, step
    return little


def _project(little: LittleBook, step: MoneyStep) -> int | None:
    return None if step in (MoneyStep.GRANT, MoneyStep.FUND) else little.project


def own_page(little: LittleBook) -> str:
    return f"{BOOK}{little.earmark}/{little.city.shiquan}/"


def typed(little: LittleBook, **more: Any) -> dict[str, Any]:
    fields = {
        "earmark": little.earmark, "county": little.city.shiquan, "amount": "120000.00",
        "unit": "元", "on": "2020-10-09", "paper": "安财建〔2020〕12号", "memo": "",
    }  # fmt: skip
    return fields | more


def write(who: Actor, step: str, told: dict[str, Any]) -> HttpResponse:
    """Write a voucher by the form that the page offers."""
    browser, path = browser_of(who), f"{NEW}?step={step}"
    key = page_of(browser.get(path)).select_one("main input[name=key]")
    assert key is not None
    return browser.post(path, {"key": key["value"]} | told, follow=True)


def do(who: Actor, voucher_id: int, kind: str, **more: Any) -> HttpResponse:
    """Do a deed by the form that a voucher's page offers; raise if it offers none."""
    browser = browser_of(who)
    for form in page_of(browser.get(f"{VOUCHERS}{voucher_id}/")).select(".deed form"):
        fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        if fields["kind"] == kind:
            return browser.post(form["action"], fields | more, follow=True)
    raise AssertionError(f"the page offers no {kind}")


def waiting(little: LittleBook) -> int:
    """Return a voucher that the city's maker wrote."""
    done = write_voucher(little.voucher(MoneyStep.GRANT, 500), actor=little.maker, today=TODAY)
    assert done.id is not None
    return done.id


class TestTheBookAtAGlance:
    def test_counts_each_hop_and_says_who_holds_what_lies(self, moved: LittleBook) -> None:
        (row,) = lines(browser_of(moved.checker).get(BOOK), TABLE)

        cells = [cell.split(" ")[0] for cell in row.split(" | ")]
        assert cells[2:] == [
            "0.07", "0.06", "0.05", "0.05", "0.03", "0.00", "0.00", "0.04", "0.02",
        ]  # fmt: skip
        assert "停 25 天，在石泉县财政局" in row
        assert "停 25 天，在石泉县住建局" in row

    @pytest.mark.parametrize("figure", list(BookFigure))
    def test_opens_every_figure_to_the_postings_that_sum_to_it(
        self, moved: LittleBook, figure: BookFigure
    ) -> None:
        browser = browser_of(moved.checker)
        links = {one["href"] for one in page_of(browser.get(BOOK)).select("a.figure")}
        path = f"{own_page(moved)}{figure.value}/"
        assert path in links

        answer = browser.get(path)
        rows = [row.split(" | ") for row in lines(answer, f"{figure.word}的每一笔")]
        total = page_of(answer).select_one("tfoot")
        assert total is not None
        summed = sum(round(float(row[2].replace(",", "")) * 100) for row in rows)
        shown = re.search(r"-?[\d,]+\.\d\d", total.get_text())
        assert shown is not None
        assert summed == round(float(shown[0].replace(",", "")) * 100) != 0

    def test_shows_a_county_its_own_alone(self, moved: LittleBook) -> None:
        hanbin = appoint(moved.city, "hb", PostKind.FINANCE, "汉滨区财政局", moved.city.hanbin)

        assert lines(browser_of(hanbin).get(BOOK), TABLE)[0].startswith("还没有记账")
        assert browser_of(hanbin).get(own_page(moved)).status_code == 404
        assert browser_of(moved.county_maker).get(own_page(moved)).status_code == 200

    def test_knows_no_other_figure(self, moved: LittleBook) -> None:
        assert browser_of(moved.checker).get(f"{own_page(moved)}secret/").status_code == 404

    def test_is_of_one_year_if_asked(self, moved: LittleBook) -> None:
        browser = browser_of(moved.checker)
        assert len(lines(browser.get(f"{BOOK}?year=2020"), TABLE)) == 1
        assert lines(browser.get(f"{BOOK}?year=2019"), TABLE)[0].startswith("还没有记账")
        assert browser.get(f"{BOOK}?year=abcd").status_code == 200

    def test_tells_another_day(self, moved: LittleBook) -> None:
        answer = browser_of(moved.checker).get(f"{BOOK}?as_of=2020-10-08")
        assert lines(answer, TABLE)[0].startswith("还没有记账")

    def test_is_downloaded_to_the_fen(self, moved: LittleBook) -> None:
        answer = browser_of(moved.checker).get(f"{BOOK}export/")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        (row,) = sheet.iter_rows(min_row=3, values_only=True)
        assert row[0] == "石泉县"
        assert [float(one) for one in row[4:13]] == [700, 600, 500, 500, 300, 10, 20, 390, 210]


class TestWhatHasCome:
    def test_is_counted_by_county_and_leads_to_its_earmarks(self, moved: LittleBook) -> None:
        answer = browser_of(moved.checker).get("/funding/rates/")
        (row,) = lines(answer, "各县区资金到位率、支付率、居民筹资率")
        cells = row.replace(" ", "").split("|")
        assert cells == ["石泉县", "0.07", "0.05", "73.53%", "0.03", "58.00%", "0", "0.00%"]
        (link, *_) = page_of(answer).select("tbody a.figure")
        opened = browser_of(moved.checker).get(link["href"])
        assert len(lines(opened, TABLE)) == 1
        assert "只看石泉县" in page_of(opened).get_text()

    def test_is_of_one_source_if_asked(self, moved: LittleBook) -> None:
        browser = browser_of(moved.checker)
        for asked, rows in (("source=1", 1), ("source=7", 0), ("source=55", 1), ("county=x", 1)):
            found = lines(browser.get(f"{BOOK}?{asked}"), TABLE)
            assert len([row for row in found if not row.startswith("还没有记账")]) == rows


class TestAnEarmark:
    def test_shows_its_accounts_and_every_posting(self, moved: LittleBook) -> None:
        answer = browser_of(moved.checker).get(own_page(moved))

        hops = lines(answer, "各环节现在有多少、在谁手里、停了多久")
        assert any(row.startswith("已下达指标 向阳小区改造 | 石泉县住建局") for row in hops)
        assert any("专户 | 石泉县财政局 | 510.00 | 300.00 | 210.00" in row for row in hops)
        postings = lines(answer, "每一笔记账")
        assert len(postings) == 7
        assert "300.00 | 合同占用、专户 → 已支出、已付收款单位" in postings[4]


class TestIdleMoney:
    def test_is_listed_the_longest_first_with_word_and_shape(self, little: LittleBook) -> None:
        little.book(MoneyStep.GRANT, 700, on=TODAY.replace(month=1))
        little.book(MoneyStep.ALLOT, 300, on=TODAY.replace(month=9))
        answer = browser_of(little.checker).get(IDLE)

        first, second = lines(answer, "停着没有动的钱，停得最久的在前")
        assert first.startswith("严重滞留 | 石泉县财政局 | 待下达指标 | 4.00 | 305")
        assert second.startswith("滞留 | 石泉县住建局 | 已下达指标 向阳小区改造 | 3.00 | 61")
        assert page_of(answer).select(".status .icon, .status svg")

    def test_is_counted_for_the_day_asked(self, little: LittleBook) -> None:
        little.book(MoneyStep.GRANT, 700)
        browser = browser_of(little.checker)
        (row,) = lines(browser.get(f"{IDLE}?as_of=2020-10-19"), "停着没有动的钱，停得最久的在前")
        assert "| 10 天 |" in row

    def test_is_downloaded(self, little: LittleBook) -> None:
        little.book(MoneyStep.GRANT, 700)
        answer = browser_of(little.checker).get(f"{IDLE}export/")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        (row,) = sheet.iter_rows(min_row=3, values_only=True)
        assert (row[1], row[2], float(row[8]), row[10]) == ("石泉县财政局", "待下达指标", 7.0, 25)


class TestWriting:
    def test_offers_the_steps_in_the_order_money_goes(self, little: LittleBook) -> None:
        page = page_of(browser_of(little.maker).get(NEW))
        words = [one.get_text() for one in page.select(".step-choice b")]
        assert words[:3] == ["收到指标", "分配到县区", "下达到项目"]
        assert "冲销" not in words

    @pytest.mark.parametrize(
        ("step", "asked"),
        [("grant", set()), ("assign", {"giver"}), ("allot", {"project"}), ("pay", {"contract"})],
    )
    def test_asks_for_what_the_step_needs(
        self, little: LittleBook, step: str, asked: set[str]
    ) -> None:
        page = page_of(browser_of(little.maker).get(f"{NEW}?step={step}"))
        names = {str(one["name"]) for one in page.select("main [name]")}
        assert names & {"giver", "project", "contract"} == asked

    def test_is_one_form_and_counts_once_another_has_posted_it(self, little: LittleBook) -> None:
        written = write(little.maker, "grant", typed(little, amount="12", unit="万元"))
        (row,) = VoucherRow.objects.all()
        assert row.amount_fen == 12_000_000
        assert "等另一位财政岗复核后才算数" in said(written)[0]

        done = do(little.checker, row.pk, "post")

        assert said(done) == [f"第{row.pk}号凭证已记账。"]
        assert PostingRow.objects.count() == 1
        assert "已记账" in page_of(done).get_text()

    def test_pays_on_a_contract_and_knows_its_project(self, little: LittleBook) -> None:
        told = typed(little, contract=little.contract)
        write(little.maker, "commit", told)
        (row,) = VoucherRow.objects.all()
        assert (row.project_id, row.contract_id) == (little.project, little.contract)

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"unit": ""}, "不替您猜"),
            ({"amount": "1e5"}, "应为普通数字"),
            ({"amount": "１２"}, "应为普通数字"),
            ({"amount": "0.001"}, "不足一分"),
            ({"amount": ""}, "请填金额"),
            ({"on": "昨天"}, "日期没有读懂"),
            ({"county": "999999999"}, "列表里没有这个县区"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(
        self, little: LittleBook, change: dict[str, str], sentence: str
    ) -> None:
        answer = write(little.maker, "grant", typed(little, **change))

        assert answer.status_code == 422
        assert any(sentence in one for one in wrong(answer)), wrong(answer)
        assert not VoucherRow.objects.exists()

    def test_says_at_the_head_what_the_book_refuses(self, little: LittleBook) -> None:
        answer = write(little.maker, "grant", typed(little, amount="0"))
        assert answer.status_code == 422
        assert "应大于0" in said(answer)[0].replace(" ", "")
        assert not VoucherRow.objects.exists()

    def test_offers_a_county_only_its_own(self, little: LittleBook) -> None:
        page = page_of(browser_of(little.county_maker).get(f"{NEW}?step=grant"))
        offered = [one["value"] for one in page.select("select[name=county] option")]
        assert offered == ["", str(little.city.shiquan)]
        answer = write(little.county_maker, "grant", typed(little, county=little.city.hanbin))
        assert answer.status_code == 422
        assert not VoucherRow.objects.exists()

    def test_sent_twice_writes_one(self, little: LittleBook) -> None:
        key = "5d0f1c1e-5f0d-4f3d-9a55-0d3f7f6b3a11"
        write(little.maker, "grant", typed(little, key=key))
        again = write(little.maker, "grant", typed(little, key=key))
        assert "没有再写一张" in said(again)[0]
        other = write(little.maker, "grant", typed(little, key=key, amount="7"))
        assert other.status_code == 422
        assert "内容不一样" in said(other)[0]
        assert VoucherRow.objects.count() == 1


class TestChecking:
    def test_is_never_offered_to_whoever_wrote_it(self, little: LittleBook) -> None:
        number = waiting(little)
        page = page_of(browser_of(little.maker).get(f"{VOUCHERS}{number}/"))
        assert not page.select(".deed form")
        assert "这是您自己经手的" in page.get_text()

        typed_by_hand = {"key": "5d0f1c1e-5f0d-4f3d-9a55-0d3f7f6b3a12", "kind": "post", "seen": 1}
        answer = browser_of(little.maker).post(f"{VOUCHERS}{number}/do/", typed_by_hand)
        assert answer.status_code == 422
        assert "须由没有经手的人复核" in said(answer)[0]
        assert not PostingRow.objects.exists()

    def test_is_offered_to_nobody_but_finance(self, little: LittleBook, clerk: Actor) -> None:
        number = waiting(little)
        assert not page_of(browser_of(clerk).get(f"{VOUCHERS}{number}/")).select(".deed form")
        typed_by_hand = {"key": "5d0f1c1e-5f0d-4f3d-9a55-0d3f7f6b3a13", "kind": "post", "seen": 1}
        answer = browser_of(clerk).post(f"{VOUCHERS}{number}/do/", typed_by_hand)
        assert answer.status_code == 403

    def test_sends_back_with_a_reason(self, little: LittleBook) -> None:
        number = waiting(little)
        silent = do(little.checker, number, "back", reason="")
        assert silent.status_code == 422
        assert any("请写为什么退回" in one for one in wrong(silent))
        done = do(little.checker, number, "back", reason="与文件不符")
        assert "已退回" in said(done)[0]
        assert "与文件不符" in page_of(done).get_text()
        assert not PostingRow.objects.exists()

    def test_says_what_a_refusal_means(self, little: LittleBook) -> None:
        done = write_voucher(little.voucher(MoneyStep.ALLOT, 500), actor=little.maker, today=TODAY)
        answer = do(little.checker, done.id or 0, "post")
        assert answer.status_code == 422
        assert "超过“待下达指标”里现有的钱" in said(answer)[0]

    def test_done_twice_is_harmless(self, little: LittleBook) -> None:
        number = waiting(little)
        browser = browser_of(little.checker)
        form = page_of(browser.get(f"{VOUCHERS}{number}/")).select_one(".deed form")
        assert form is not None
        fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        for _ in range(2):
            again = browser.post(form["action"], fields, follow=True)
        assert "没有再办一次" in said(again)[0]
        assert PostingRow.objects.count() == 1

    def test_writes_by_post_alone(self, little: LittleBook) -> None:
        number = waiting(little)
        browser = browser_of(little.checker)
        for path in (
            f"{VOUCHERS}{number}/do/",
            "/funding/contracts/earmark/",
            "/funding/contracts/contract/",
            "/funding/months/close/",
        ):
            assert browser.get(path).status_code == 405

    def test_of_another_county_is_not_there(self, little: LittleBook) -> None:
        number = waiting(little)
        hanbin = appoint(little.city, "hb", PostKind.FINANCE, "汉滨区财政局", little.city.hanbin)
        assert browser_of(hanbin).get(f"{VOUCHERS}{number}/").status_code == 404
        assert browser_of(hanbin).post(f"{VOUCHERS}{number}/do/", {}).status_code == 404


class TestAReversal:
    def test_is_written_on_the_page_of_what_it_undoes(self, little: LittleBook) -> None:
        number = waiting(little)
        do(little.checker, number, "post")
        written = do(little.maker, number, "reverse", paper="更正单", reason="重复入账")
        assert "等另一位财政岗复核后才算数" in said(written)[0]
        second = VoucherRow.objects.latest("pk")
        do(little.checker, second.pk, "post")

        first = browser_of(little.maker).get(f"{VOUCHERS}{number}/")
        assert "已冲销" in page_of(first).get_text()
        assert not page_of(first).select(".deed form")
        (row,) = lines(browser_of(little.maker).get(BOOK), TABLE)
        assert row.split(" | ")[2] == "0"


class TestWhatTheBookRestsOn:
    def test_is_entered_by_two_forms(self, little: LittleBook) -> None:
        browser = browser_of(little.maker)
        key = {"key": "5d0f1c1e-5f0d-4f3d-9a55-0d3f7f6b3a14"}
        told = {"source": "3", "paper": "陕财建〔2020〕8号", "year": "2020"}
        browser.post("/funding/contracts/earmark/", key | told, follow=True)
        assert Earmark.objects.filter(paper="陕财建〔2020〕8号", source=3).exists()

        contract = {"project": little.project, "number": "HT-9", "payee": "安康建工",
                    "amount": "1.2", "unit": "万元", "on": "2020-03-01"}  # fmt: skip
        for _ in range(2):
            done = browser.post("/funding/contracts/contract/", key | contract, follow=True)
        assert "没有再登记一次" in said(done)[0]
        assert Contract.objects.get(number="HT-9").amount_fen == 1_200_000
        assert any("HT-9" in row for row in lines(done, "登记的合同"))

    def test_says_what_is_wrong(self, little: LittleBook) -> None:
        browser = browser_of(little.maker)
        empty = browser.post("/funding/contracts/earmark/", {})
        assert empty.status_code == 422
        assert any("请选资金来源" in one for one in wrong(empty))
        contract = {"key": "5d0f1c1e-5f0d-4f3d-9a55-0d3f7f6b3a15", "project": little.project,
                    "number": "HT-2020-01", "payee": "甲", "amount": "1", "unit": "元",
                    "on": "2020-03-01"}  # fmt: skip
        twice = browser.post("/funding/contracts/contract/", contract)
        assert twice.status_code == 422
        assert "已经有编号是“HT-2020-01”的合同" in said(twice)[0]


class TestClosing:
    def close(self, who: Actor, **told: Any) -> HttpResponse:
        key = {"key": "5d0f1c1e-5f0d-4f3d-9a55-0d3f7f6b3a16"}
        return browser_of(who).post("/funding/months/close/", key | told, follow=True)

    def test_closes_a_month_once(self, moved: LittleBook) -> None:
        unsure = self.close(moved.checker, month="2020-10")
        assert unsure.status_code == 422
        done = self.close(moved.checker, month="2020-10", sure="on")
        assert said(done) == ["2020年10月的账结了，不再打开。"]
        assert any(row.startswith("2020年10月") for row in lines(done, "已结的月份"))
        again = self.close(moved.checker, month="2020-10", sure="on")
        assert again.status_code == 422
        assert PeriodClose.objects.count() == 1

    def test_waits_for_vouchers(self, moved: LittleBook) -> None:
        waiting(moved)
        refused = self.close(moved.checker, month="2020-10", sure="on")
        assert refused.status_code == 422
        assert "还有1张凭证没有复核" in said(refused)[0]

    def test_is_the_citys(self, moved: LittleBook) -> None:
        page = page_of(browser_of(moved.county_checker).get("/funding/months/"))
        assert not page.select("main form")
        refused = self.close(moved.county_checker, month="2020-10", sure="on")
        assert refused.status_code == 403
        assert not PeriodClose.objects.exists()


@pytest.mark.parametrize(
    "path",
    [BOOK, "/funding/rates/", IDLE, VOUCHERS, f"{NEW}?step=pay", "own", "figure", "voucher",
     "/funding/contracts/", "/funding/months/"],
)  # fmt: skip
def test_asks_the_database_little(
    moved: LittleBook, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    named = {
        "own": own_page(moved),
        "figure": f"{own_page(moved)}paid/",
        "voucher": f"{VOUCHERS}{waiting(moved)}/",
    }
    browser, address = browser_of(moved.checker), named.get(path, path)
    browser.get(address)
    with django_assert_max_num_queries(30):
        assert browser.get(address).status_code == 200
