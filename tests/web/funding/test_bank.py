"""Bank and book on screen: a statement dropped in, pairs confirmed by a click, a month that agrees."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.services.actor import Actor, PostKind
from jiugai.storage.funding.bank_models import BankAccount, Match, StatementLine
from tests.officers import City, appoint, browser_of
from tests.services.funding.bank.test_bank import FIRST, NEXT, statement
from tests.services.funding.book.little_book import TODAY, LittleBook, open_book
from tests.web.reading import lines, page_of, said, wrong

BANK = "/funding/bank/"
PAIRS = "金额相等、日期相近、只有一笔能对的"


@pytest.fixture
def little(city: City, monkeypatch: pytest.MonkeyPatch) -> LittleBook:
    """Open the little book on 2020-11-03; 5 yuan came into the account, 3 and 1 were paid."""
    monkeypatch.setenv("JIUGAI_AS_OF", TODAY.isoformat())
    little = open_book(city)
    for step, fen in (
        (MoneyStep.GRANT, 900), (MoneyStep.ALLOT, 900), (MoneyStep.COMMIT, 900),
        (MoneyStep.FUND, 500), (MoneyStep.PAY, 300), (MoneyStep.PAY, 100),
    ):  # fmt: skip
        project = {} if step in (MoneyStep.GRANT, MoneyStep.FUND) else {"project": little.project}
        day = TODAY.replace(month=10, day=10 if step is not MoneyStep.PAY else 12)
        assert little.book(step, fen, on=day, **project).entered
    return little


@pytest.fixture
def banked(little: LittleBook) -> LittleBook:
    """Enter the account and two lines of it by the pages."""
    enter(little.maker, county=little.city.shiquan)
    assert "导入 2 行" in " ".join(page_of(drop(little.maker)).get_text().split())
    return little


def enter(who: Actor, **told: Any) -> HttpResponse:
    browser = browser_of(who)
    key = page_of(browser.get(BANK)).select_one("main input[name=key]")
    assert key is not None
    fields = {"key": key["value"], "bank": "长安银行石泉支行", "number": "6109 2201"}
    return browser.post(f"{BANK}new/", fields | told, follow=True)


def own_page() -> str:
    return f"{BANK}{BankAccount.objects.get().pk}/"


def drop(who: Actor, content: bytes = statement(*FIRST), name: str = "对账单.csv") -> HttpResponse:
    file = SimpleUploadedFile(name, content)
    return browser_of(who).post(f"{own_page()}take/", {"file": file}, follow=True)


def send(who: Actor, action: str, **told: Any) -> HttpResponse:
    """Send the form of the page that leads to an action, as the page fills it."""
    browser = browser_of(who)
    form = page_of(browser.get(own_page())).select_one(f'form[action$="{action}"]')
    assert form is not None, f"the page offers no {action}"
    fields: dict[str, Any] = {}
    for one in form.select("input[name]"):
        fields.setdefault(str(one["name"]), []).append(one.get("value", ""))
    return browser.post(form["action"], fields | told, follow=True)


class TestSpecialAccounts:
    def test_are_entered_and_listed(self, banked: LittleBook) -> None:
        (row,) = lines(browser_of(banked.checker).get(BANK), "各县区专户")
        assert row.startswith("石泉县 长安银行石泉支行 | 6109 2201 | 2020-10-12 | 2.00 | 2 | 3")
        assert "有未达账项" in row

    def test_say_what_is_wrong(self, banked: LittleBook) -> None:
        empty = enter(banked.maker, bank="")
        assert empty.status_code == 422
        assert any("请写开户行" in one for one in wrong(empty))
        again = enter(banked.maker, county=banked.city.shiquan, number="1")
        assert again.status_code == 422
        assert "已经登记了专户" in said(again)[0]

    def test_of_another_county_are_not_there(self, banked: LittleBook) -> None:
        hanbin = appoint(banked.city, "hb", PostKind.FINANCE, "汉滨区财政局", banked.city.hanbin)
        browser = browser_of(hanbin)
        assert lines(browser.get(BANK), "各县区专户")[0].startswith("还没有登记专户")
        for path in ("", "months/2020-10/", "months/2020-10/export/"):
            assert browser.get(f"{own_page()}{path}").status_code == 404
        for path in ("take/", "confirm/", "undo/"):
            assert browser.post(f"{own_page()}{path}", {}).status_code == 404


class TestAStatement:
    def test_dropped_twice_changes_nothing(self, banked: LittleBook) -> None:
        again = drop(banked.maker)
        assert again.status_code == 422
        assert "以前导入过" in said(again)[0]
        assert StatementLine.objects.count() == 2

    def test_says_every_fault_with_its_cell(self, banked: LittleBook) -> None:
        broken = statement(("25", "1e5", "收", "多", "A3"))
        answer = drop(banked.maker, broken)
        assert answer.status_code == 422
        assert [one.split("：")[0] for one in said(answer)] == ["B2", "F2"]

    def test_is_asked_for(self, banked: LittleBook) -> None:
        answer = browser_of(banked.maker).post(f"{own_page()}take/", {})
        assert answer.status_code == 422
        assert "请选对账单" in said(answer)[0]

    def test_is_written_by_post_alone(self, banked: LittleBook) -> None:
        browser = browser_of(banked.maker)
        for path in ("take/", "confirm/", "undo/"):
            assert browser.get(f"{own_page()}{path}").status_code == 405
        assert browser.get(f"{BANK}new/").status_code == 405


class TestConfirming:
    def test_is_one_click_for_what_is_sure(self, banked: LittleBook) -> None:
        assert len(lines(browser_of(banked.checker).get(own_page()), PAIRS)) == 2
        done = send(banked.checker, "confirm/")
        assert said(done) == ["确认对上2笔。"]
        assert Match.objects.count() == 2
        assert lines(done, PAIRS) == ["没有可以确认的。"]
        (left,) = lines(done, "账面有、银行没有的")
        assert left.startswith("2020-10-12 | -1.00 | 支付 安康建工")

    def test_twice_is_harmless(self, banked: LittleBook) -> None:
        browser = browser_of(banked.checker)
        form = page_of(browser.get(own_page())).select_one('form[action$="confirm/"]')
        assert form is not None
        fields = {
            "key": form.select_one("[name=key]")["value"],  # type: ignore[index]  the page has one
            "pair": [one["value"] for one in form.select("[name=pair]")],
        }
        for _ in range(2):
            again = browser.post(form["action"], fields, follow=True)
        assert "没有再办一次" in said(again)[0]
        assert Match.objects.count() == 2

    def test_asks_where_several_fit(self, banked: LittleBook) -> None:
        day = TODAY.replace(month=10, day=12)
        assert banked.book(MoneyStep.PAY, 300, on=day, project=banked.project).findings
        banked.book(MoneyStep.FUND, 500, on=day)
        page = page_of(browser_of(banked.checker).get(own_page()))
        (asked,) = page.select("select[name=pair]")
        assert [option.get_text()[:10] for option in asked.select("option")][1:] == [
            "2020-10-10", "2020-10-12",
        ]  # fmt: skip
        chosen = str(asked.select("option")[1]["value"])
        done = send(banked.checker, "confirm/", pair=[chosen, ""])
        assert said(done) == ["确认对上1笔。"]

    @pytest.mark.parametrize("pair", ["x", "1", "1-x", f"1-{10**20}", "-1-2"])
    def test_reads_no_nonsense(self, banked: LittleBook, pair: str) -> None:
        answer = send(banked.checker, "confirm/", pair=pair)
        assert answer.status_code == 422
        assert "没有读懂" in said(answer)[0]
        assert not Match.objects.exists()

    def test_is_taken_back_with_a_reason(self, banked: LittleBook) -> None:
        send(banked.checker, "confirm/")
        silent = send(banked.checker, "undo/", words="")
        assert silent.status_code == 422
        assert "请写为什么取消" in said(silent)[0]
        done = send(banked.checker, "undo/", words="对错了笔")
        assert "已取消这一对" in said(done)[0]
        assert len(lines(done, PAIRS)) == 1

    def test_is_offered_to_finance_alone(self, banked: LittleBook, clerk: Actor) -> None:
        page = page_of(browser_of(clerk).get(own_page()))
        assert not page.select("main form")
        for path in ("take/", "confirm/", "undo/"):
            assert browser_of(clerk).post(f"{own_page()}{path}", {}).status_code == 403


class TestTheBalanceSheet:
    def test_agrees_and_lists_what_is_under_way(self, banked: LittleBook) -> None:
        drop(banked.maker, statement(*FIRST, *NEXT))
        send(banked.checker, "confirm/")
        answer = browser_of(banked.checker).get(f"{own_page()}months/2020-10/")

        rows = lines(answer, "2020年10月余额调节表")
        assert [row.split(" | ")[0] for row in rows] == [
            "账面余额（专户和待查款）", "银行已收，账面未收", "调节后的账面余额",
            "银行对账单余额", "账面已付，银行未付", "调节后的银行余额", "差额",
        ]  # fmt: skip
        assert [row.split(" | ")[-1] for row in rows] == [
            "1.00", "0.50", "1.50", "2.50", "-1.00", "1.50", "0.00",
        ]  # fmt: skip
        assert "相符" in page_of(answer).get_text()

    def test_does_not_call_it_the_same_before_somebody_has_decided(
        self, banked: LittleBook
    ) -> None:
        page = page_of(browser_of(banked.checker).get(f"{own_page()}months/2020-10/"))
        assert "还有 2 笔银行流水像是账上记过的" in page.get_text()
        assert "没有对完" in page.get_text()

    def test_says_what_is_not_explained(self, little: LittleBook) -> None:
        enter(little.maker, county=little.city.shiquan)
        drop(little.maker, statement(("12", "3.00", "付", "7.00", "A2")))
        answer = browser_of(little.checker).get(f"{own_page()}months/2020-10/")
        assert "没有说清" in page_of(answer).get_text()
        assert "不符" in page_of(answer).get_text()

    def test_is_downloaded(self, banked: LittleBook) -> None:
        send(banked.checker, "confirm/")
        answer = browser_of(banked.checker).get(f"{own_page()}months/2020-10/export/")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        assert "余额调节表" in str(sheet.cell(1, 1).value)

    def test_is_of_months_with_a_statement(self, banked: LittleBook) -> None:
        browser = browser_of(banked.checker)
        for month in ("2020-09", "2020-13", "x"):
            assert browser.get(f"{own_page()}months/{month}/").status_code == 404
        assert browser.get(f"{own_page()}months/2020-11/").status_code == 200


@pytest.mark.parametrize("path", ["list", "own", "month"])
def test_asks_the_database_little(
    banked: LittleBook, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    send(banked.checker, "confirm/")
    own = own_page()
    address = {"list": BANK, "own": own, "month": f"{own}months/2020-10/"}[path]
    browser = browser_of(banked.checker)
    browser.get(address)
    with django_assert_max_num_queries(30):
        assert browser.get(address).status_code == 200
