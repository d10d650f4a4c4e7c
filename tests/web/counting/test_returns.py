"""The screens of monthly returns: counted cells that open, moves by clicking, days granted in public."""

import io
import uuid

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.services.actor import Actor
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.web.reading import lines, page_of, said, wrong

MONTH = "/returns/2020-10/"


@pytest.fixture
def november(little: LittleCity, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-03")
    return little


def own(little: LittleCity) -> str:
    return f"{MONTH}{little.divisions.shiquan}/"


def send(who: Actor, little: LittleCity, kind: str, **changed: object) -> HttpResponse:
    """Make a move by the form that the page shows; raise if it shows none."""
    browser = browser_of(who)
    for form in page_of(browser.get(own(little))).select(".deed form"):
        fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        if fields["kind"] == kind:
            return browser.post(form["action"], fields | changed, follow=True)
    raise AssertionError(f"the page offers no {kind}")


class TestOneReturn:
    def test_shows_cells_that_open_to_their_facts(self, november: LittleCity) -> None:
        browser = browser_of(november.filer)
        page = page_of(browser.get(own(november)))
        figures = page.select(".sheets a.figure")
        assert len(figures) == 20
        for figure in figures[:6]:
            assert browser.get(figure["href"]).status_code == 200
        assert "计划 | 2 | 5 | 180" in lines(browser.get(own(november)), "2020年批次月报")[0]

    def test_goes_up_by_three_hands(self, november: LittleCity) -> None:
        send(november.filer, november, "submit")
        send(november.reviewer, november, "verify")
        answer = send(november.clerk, november, "accept")
        assert said(answer) == ["已接收，登记在册。"]
        moves = [line.split(" | ")[0] for line in lines(answer, "报送记录")]
        assert moves == ["接收", "审核通过", "报送"]

    def test_offers_nobody_anothers_move(self, november: LittleCity) -> None:
        for who, kind in ((november.reviewer, "submit"), (november.clerk, "verify")):
            with pytest.raises(AssertionError, match="offers no"):
                send(who, november, kind)

    def test_goes_back_with_a_reason_that_is_shown(self, november: LittleCity) -> None:
        send(november.filer, november, "submit")
        silent = send(november.reviewer, november, "send_back")
        assert silent.status_code == 422
        assert wrong(silent) == ["请写明理由，例如“2020年批次开工数与现场不符”。"]
        send(november.reviewer, november, "send_back", words="漏了北苑小区")
        seen = browser_of(november.filer).get(own(november))
        assert "退回理由：漏了北苑小区" in said(seen)

    def test_takes_a_typed_cell_with_its_reason(self, november: LittleCity) -> None:
        page = page_of(browser_of(november.filer).get(own(november)))
        option = page.select_one("select[name=t0-cell] option[value$='started_communities']")
        assert option is not None
        typed = {"t0-cell": option["value"], "t0-value": "2", "t0-reason": "paper"}
        bare = send(november.filer, november, "submit", **typed)
        assert bare.status_code == 422
        assert "须写明依据" in said(bare)[0]
        send(november.filer, november, "submit", **typed, **{"t0-words": "开工令〔2020〕8号"})
        table = lines(browser_of(november.clerk).get(own(november)), "2020年批次月报")
        assert "报送手填 2（甲）" in table[1]

    def test_a_number_that_is_none_is_said_beside_its_field(self, november: LittleCity) -> None:
        page = page_of(browser_of(november.filer).get(own(november)))
        option = page.select("select[name=t0-cell] option")[1]
        answer = send(
            november.filer, november, "submit", **{"t0-cell": option["value"], "t0-value": "两个"}
        )
        assert answer.status_code == 422
        assert "数没有读懂，请只写数字，例如12。" in wrong(answer)

    def test_an_old_page_is_told_so(self, november: LittleCity) -> None:
        form = {"key": str(uuid.uuid4()), "kind": "submit", "seen": "0"}
        send(november.filer, november, "submit")
        answer = browser_of(november.filer).post(f"{own(november)}move/", form, follow=True)
        assert "刚刚被别人办理过" in said(answer)[0]

    def test_hides_from_another_county(self, november: LittleCity) -> None:
        browser = browser_of(november.sibling)
        assert browser.get(own(november)).status_code == 404
        assert browser.post(f"{own(november)}move/", {"kind": "submit"}).status_code == 404

    def test_writes_nothing_by_get(self, november: LittleCity) -> None:
        assert browser_of(november.filer).get(f"{own(november)}move/").status_code == 405


class TestTheMonth:
    def test_leads_to_the_last_month_that_is_over(self, november: LittleCity) -> None:
        answer = browser_of(november.clerk).get("/returns/")
        assert answer["Location"] == MONTH

    def test_lists_who_holds_each_return(self, november: LittleCity) -> None:
        send(november.filer, november, "submit")
        found = lines(browser_of(november.clerk).get(MONTH), "2020年10月月报收报情况")
        assert any(line.startswith("石泉县 | 待审核 | 县区审核岗 | 按时") for line in found)
        assert any(line.startswith("汉滨区 | 待报送 | 县区填报岗 | 限 11-03") for line in found)

    def test_grants_days_in_public(self, november: LittleCity) -> None:
        form = {"key": str(uuid.uuid4()), "county": "", "days": "2", "reason": "市里停网"}
        browser_of(november.clerk).post(f"{MONTH}extend/", form)
        seen = said(browser_of(november.sibling).get(MONTH))
        assert seen[0].startswith("所有县区延期2天：市里停网")
        assert browser_of(november.clerk).post(f"{MONTH}extend/", form).status_code == 409

    def test_refuses_days_without_a_reason(self, november: LittleCity) -> None:
        form = {"key": str(uuid.uuid4()), "county": "", "days": "2", "reason": ""}
        answer = browser_of(november.clerk).post(f"{MONTH}extend/", form)
        assert answer.status_code == 422
        assert wrong(answer) == ["请写明理由，例如“10月31日至11月2日市里停网”。"]
        assert browser_of(november.filer).post(f"{MONTH}extend/", form).status_code == 403

    def test_a_month_to_come_is_none(self, november: LittleCity) -> None:
        assert browser_of(november.clerk).get("/returns/2021-01/").status_code == 404
        assert browser_of(november.clerk).get("/returns/2020-13/").status_code == 404

    def test_is_drawn_for_whoever_sees_no_county(self, november: LittleCity) -> None:
        answer = browser_of(november.street).get(MONTH)
        assert "没有县区要报" in answer.content.decode()

    def test_asks_the_database_the_same_for_many_counties(
        self, november: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(november.clerk)
        browser.get(MONTH)
        with django_assert_max_num_queries(24):
            browser.get(MONTH)


class TestTheWorkbook:
    def read_back(self, little: LittleCity, content: bytes) -> HttpResponse:
        browser = browser_of(little.filer)
        form = page_of(browser.get(own(little))).select_one("form[enctype]")
        assert form is not None
        fields = {one["name"]: one.get("value", "") for one in form.select("input[type=hidden]")}
        file = SimpleUploadedFile("月报.xlsx", content)
        return browser.post(form["action"], fields | {"file": file})

    def changed(self, little: LittleCity, value: object) -> bytes:
        """Return the form with another number of communities started."""
        book = openpyxl.load_workbook(io.BytesIO(self.given(little)))
        (cell,) = [
            row[6]
            for row in book["_jiugai"].iter_rows(min_row=2, values_only=True)
            if row[3] == "started_communities"
        ]
        book["月报"][cell] = value
        kept = io.BytesIO()
        book.save(kept)
        return kept.getvalue()

    def given(self, little: LittleCity) -> bytes:
        return browser_of(little.filer).get(f"{own(little)}form.xlsx").content

    def test_untouched_types_nothing(self, november: LittleCity) -> None:
        answer = self.read_back(november, self.given(november))
        assert "没有要手填的" in said(answer)[0]

    def test_fills_the_changed_cell_in_and_asks_why(self, november: LittleCity) -> None:
        answer = self.read_back(november, self.changed(november, 2))
        assert said(answer)[0].startswith("表里有1格与计算的不同")
        page = page_of(answer)
        form = page.select_one(".deed form:not([enctype])")
        assert form is not None
        chosen = page.select_one("select[name=t0-cell] option[selected]")
        number = page.select_one("input[name=t0-value]")
        assert chosen is not None
        assert number is not None
        assert (chosen["value"].split(".")[1], number["value"]) == ("started_communities", "2")

        typed = {"t0-cell": chosen["value"], "t0-value": "2", "t0-reason": "paper"}
        assert "须写明依据" in said(send(november.filer, november, "submit", **typed))[0]
        done = send(november.filer, november, "submit", **typed, **{"t0-words": "开工令8号"})
        assert said(done) == ["已报送，登记在册。"]

    def test_names_the_cell_that_is_no_number(self, november: LittleCity) -> None:
        answer = self.read_back(november, self.changed(november, "两个"))
        assert answer.status_code == 422
        assert "读到“两个”" in wrong(answer)[0]

    def test_of_another_month_is_refused(self, november: LittleCity) -> None:
        other = f"/returns/2020-09/{november.divisions.shiquan}/form.xlsx"
        content = browser_of(november.filer).get(other).content
        assert "不是石泉县2020年10月的" in wrong(self.read_back(november, content))[0]

    def test_is_no_way_into_another_county(self, november: LittleCity) -> None:
        for who in (november.sibling, november.street):
            assert browser_of(who).get(f"{own(november)}form.xlsx").status_code == 404
        form = f"{own(november)}form/"
        assert browser_of(november.sibling).post(form).status_code == 404
        assert browser_of(november.clerk).post(form).status_code == 403
