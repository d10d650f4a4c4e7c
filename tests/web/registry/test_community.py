"""A community's page: its life, and the facts written onto it once, whoever clicks twice."""

import re
import uuid
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client

from jiugai.domain.programme.pipeline import Step
from jiugai.storage.audit.queries import last_mark
from tests.web.reading import lines, page_of, said, wrong

CLERK, FILER, SIBLING = "demo-zonghe", "demo-tianbao-610922", "demo-tianbao-610902"
LATE = "?as_of=2022-06-30"


def first_of(browser: Client, query: str) -> str:
    """Return the address of the first community of a narrowed list."""
    link = page_of(browser.get(f"/communities/{query}")).select_one("tbody a[href]")
    assert link is not None
    return str(link["href"])


def open_site(browser: Client) -> tuple[str, str]:
    """Return a community of 2020 under works, and the number of its site."""
    path = first_of(browser, f"{LATE}&cohort=2020&stage=UNDER_WORKS")
    option = page_of(browser.get(path)).select_one("#record select[name=site] option[value]")
    assert option is not None
    return path, str(option["value"])


def completion(site_id: str, **changed: object) -> dict[str, object]:
    return {
        "key": str(uuid.uuid4()),
        "site": site_id,
        "step": int(Step.COMPLETION),
        "on": "2022-06-01",
        "document": "石住建验〔2022〕3号",
    } | changed


def correction_of(browser: Client, path: str) -> str:
    """Return where the first fact of a community is corrected."""
    link = page_of(browser.get(path)).select_one("a[href$='/correct/']")
    assert link is not None
    return str(link["href"])


def heading(response: HttpResponse) -> str:
    found = page_of(response).select_one("h1")
    assert found is not None
    return found.get_text(strip=True)


class TestPage:
    def test_says_what_the_list_says_of_it(self, demo):
        browser = demo(FILER)
        listed = lines(browser.get("/communities/?cohort=2020"), "小区台账")[0].split(" | ")

        response = browser.get(first_of(browser, "?cohort=2020"))

        assert heading(response) == listed[0]
        text = page_of(response).get_text(" ", strip=True)
        for figure in (*listed[1:7], "2020"):
            assert figure in text

    def test_shows_its_facts_with_whence_they_came(self, demo):
        browser = demo(CLERK)

        text = page_of(browser.get(first_of(browser, "?cohort=2020"))).get_text(" ", strip=True)

        assert re.search(r"事实 \d+ 条，只增不改", text)
        assert "申报" in text
        assert "首次登记" in text

    def test_without_a_cohort_or_buildings_says_so(self, demo):
        browser = demo(FILER)

        text = page_of(browser.get(first_of(browser, "?cohort=none"))).get_text(" ", strip=True)

        assert "未入批次" in text
        assert "还没有列入任何批次。" in text
        assert "还没有分楼栋登记。" in text
        assert "记下这条事实" not in text

    def test_of_a_sibling_county_is_absent(self, demo):
        path = first_of(demo(SIBLING), "?cohort=2020")
        browser = demo(FILER)

        foreign, absent = browser.get(path), browser.get("/communities/none/")

        assert (foreign.status_code, absent.status_code) == (404, 404)
        assert browser.post(f"{path}record/", completion("1")).status_code == 404
        assert browser.post(f"{path}buildings/", {}).status_code == 404

    @pytest.mark.parametrize("number", ["长" * 200, "'--", "%2e%2e"])
    def test_of_no_such_number_is_absent(self, demo, number):
        assert demo(CLERK).get(f"/communities/{number}/").status_code == 404

    @pytest.mark.parametrize("query", ["?cohort=2019", "?cohort=2020", "?cohort=none"])
    def test_asks_the_database_within_bounds(self, demo, django_assert_max_num_queries, query):
        browser = demo(CLERK)
        path = first_of(browser, query)

        with django_assert_max_num_queries(24):
            assert browser.get(path).status_code == 200

    def test_is_written_to_by_forms_alone(self, demo):
        browser = demo(CLERK)
        path = first_of(browser, "?cohort=2020")

        assert browser.get(f"{path}record/").status_code == 405
        assert browser.get(f"{path}buildings/").status_code == 405
        assert browser.post(path).status_code == 405
        assert Client().get(path).status_code == 302

    def test_offers_no_forms_to_who_only_looks(self, demo):
        path = first_of(demo(CLERK), "?cohort=2020")
        browser = demo("demo-shenji")

        assert not page_of(browser.get(path)).select("#record, a[href$='/correct/']")
        assert browser.post(f"{path}record/", {}).status_code == 403


class TestRecordStep:
    def test_twice_records_once(self, demo):
        browser = demo(CLERK)
        path, site = open_site(browser)
        form = completion(site)
        first = browser.post(f"{path}record/", form, follow=True)
        acts = last_mark().seq

        response = browser.post(f"{path}record/", form, follow=True)

        assert "已记下这条事实。" in said(first)
        assert "已记下这条事实。" not in said(response)
        assert last_mark().seq == acts
        assert "石住建验〔2022〕3号" in page_of(browser.get(path)).get_text()

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"on": ""}, "请填日期，例如2020-10-28。"),
            ({"on": "十月"}, "日期没有读懂，请写成2020-10-28这样的年-月-日。"),
            ({"step": 7}, "选择"),
            ({"site": 0}, "选择"),
            ({"document": "长" * 161}, "160"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, demo, changed, sentence):
        browser = demo(CLERK)
        path, site = open_site(browser)
        acts = last_mark().seq

        response = browser.post(f"{path}record/", completion(site, **changed))

        assert response.status_code == 422
        assert any(sentence in one for one in wrong(response))
        assert last_mark().seq == acts

    @pytest.mark.parametrize(
        ("on", "sentence"),
        [
            ("9999-12-31", "9999-12-31，晚于今天"),
            ("2019-01-01", "2019-01-01"),
            ("0001-01-01", "0001-01-01，早于1900年"),
        ],
    )
    def test_writes_no_day_that_cannot_be_and_says_why(self, demo, on, sentence):
        browser = demo(CLERK)
        path, site = open_site(browser)
        acts = last_mark().seq

        response = browser.post(f"{path}record/", completion(site, on=on), follow=True)

        assert response.status_code == 200
        assert any(sentence in one for one in said(response))
        assert last_mark().seq == acts

    def test_writes_nothing_for_a_stranger(self, demo):
        path, site = open_site(demo(CLERK))
        acts = last_mark().seq

        assert Client().post(f"{path}record/", completion(site)).status_code == 403
        assert last_mark().seq == acts


class TestCorrectStep:
    def test_keeps_the_old_fact_beside_the_new(self, demo):
        browser = demo(CLERK)
        path, _ = open_site(browser)
        form = {"key": str(uuid.uuid4()), "withdraw": "on", "reason": "填错了小区"}

        response = browser.post(last_correction(browser, path), form, follow=True)

        assert "已撤销，原记录保留可查。" in said(response)
        text = page_of(browser.get(path)).get_text(" ", strip=True)
        assert "（已撤销）" in text
        assert "更正：填错了小区" in text

    def test_twice_corrects_once(self, demo):
        browser = demo(CLERK)
        path, _ = open_site(browser)
        address = last_correction(browser, path)
        form = {"key": str(uuid.uuid4()), "withdraw": "on", "reason": "填错了小区"}
        browser.post(address, form)
        acts = last_mark().seq

        for key in (form["key"], str(uuid.uuid4())):
            response = browser.post(address, form | {"key": key}, follow=True)

            assert response.status_code in {200, 404}
            assert "已撤销，原记录保留可查。" not in said(response)
            assert last_mark().seq == acts

    def test_asks_for_a_day_and_a_reason(self, demo):
        browser = demo(CLERK)
        path, _ = open_site(browser)
        address = correction_of(browser, path)
        acts = last_mark().seq

        shown = browser.get(address)
        response = browser.post(address, {"key": str(uuid.uuid4())})

        assert "现在记的是" in shown.content.decode()
        assert response.status_code == 422
        assert len(wrong(response)) == 2
        assert last_mark().seq == acts

    def test_knows_no_fact_of_another_community(self, demo):
        browser = demo(CLERK)
        path, _ = open_site(browser)

        for fact in ("0", "9" * 30):
            assert browser.get(f"{path}facts/{fact}/correct/").status_code == 404

    def test_is_closed_to_strangers_and_siblings(self, demo):
        address = correction_of(demo(CLERK), open_site(demo(FILER))[0])

        assert Client().get(address).status_code == 302
        assert Client().post(address).status_code == 403
        assert demo(SIBLING).get(address).status_code == 404


def last_correction(browser: Client, path: str) -> str:
    """Return where the newest step of a community is corrected: nothing stands on it yet."""
    links = page_of(browser.get(path)).select("a[href$='/correct/']")
    day = re.compile(r"\d{4}-\d{2}-\d{2}")

    def on(link: object) -> date:
        found = day.search(str(link))
        assert found is not None
        return date.fromisoformat(found.group())

    return str(max(links, key=on)["href"])


class TestBuildings:
    def form(self, **changed: object) -> dict[str, object]:
        key = str(uuid.uuid4())
        return {"key": key, "name": "1号楼", "entrances": "一单元、二单元"} | changed

    def test_twice_registers_one(self, demo):
        browser = demo(FILER)
        path, form = first_of(browser, "?cohort=none"), self.form(storeys=6)
        first = browser.post(f"{path}buildings/", form, follow=True)
        acts = last_mark().seq

        again = browser.post(f"{path}buildings/", form, follow=True)
        other = browser.post(f"{path}buildings/", self.form(), follow=True)

        assert said(first) == ["已登记1号楼。"]
        assert "已登记1号楼。" not in said(again)
        assert said(other) == ["已有“1号楼”，没有重复登记。"]
        assert last_mark().seq == acts
        late = browser.get(f"{path}?as_of=2100-01-01")
        assert lines(late, "楼栋") == ["1号楼 | 未定 | 6 | 未定 | 一单元、二单元"]

    @pytest.mark.parametrize(
        "changed",
        [
            {"name": ""},
            {"name": "长" * 65},
            {"storeys": "六"},
            {"built_year": 1066},
            {"households": -1},
            {"entrances": "长" * 33},
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, demo, changed):
        browser = demo(FILER)
        path = first_of(browser, "?cohort=none")
        acts = last_mark().seq

        response = browser.post(f"{path}buildings/", self.form(**changed))

        assert response.status_code == 422
        assert len(wrong(response)) == 1
        assert last_mark().seq == acts
