"""The studio: a closed month's bulletin on the desk, edited, checked, issued once."""

import json
import uuid
import zipfile
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from jiugai.storage.audit.queries import last_mark
from jiugai.storage.bulletins.queries import issues
from tests.web.bulletins.months import next_month
from tests.web.reading import lines, page_of, said

CLERK, HEAD, FILER = "demo-zonghe", "demo-fuzeren", "demo-tianbao-610922"
PAPER = "/bulletins/2020-10/red_head/"
UNHEARD = {"because": "市政府要求当日印发"}
WRITING = ["keep", "recompose", "issue", "check"]


def sheet_of(response: HttpResponse) -> str:
    page = page_of(response).select_one("article.sheet-page")
    assert page is not None
    return page.get_text()


def source_of(response: HttpResponse) -> str:
    area = page_of(response).select_one("#source")
    assert area is not None
    return area.get_text()


def changed(docx: bytes, old: bytes, new: bytes) -> bytes:
    """Return a document with its text changed once, as an editor outside would."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as before, zipfile.ZipFile(kept, "w") as after:
        for item in before.infolist():
            part = before.read(item)
            if item.filename == "word/document.xml":
                assert old in part
                part = part.replace(old, new, 1)
            after.writestr(item, part)
    return kept.getvalue()


class TestStudio:
    def test_shows_the_closed_months_own_figures(self, demo):
        response = demo(CLERK).get(PAPER)

        page = sheet_of(response)
        for figure in ("1,085", "105,110", "4.4%"):
            assert figure in page or figure.replace(",", "") in page
        assert "2020年10月通报" in response.content.decode()
        assert "各数都与快照一致" in response.content.decode()

    def test_opens_a_figure_to_its_facts_at_the_close(self, demo):
        browser = demo(CLERK)
        link = page_of(browser.get(PAPER)).select_one("article a.bound[href*='start_rate']")

        assert link is not None
        assert "as_of=2020-10-31" in link["href"]
        assert browser.get(link["href"]).status_code == 200

    def test_lists_the_figures_used(self, demo):
        rows = lines(demo(CLERK).get(PAPER), "正文用到的数")

        assert any(" 4.4% " in row or "| 4.4% |" in row for row in rows)
        assert all(row.endswith(" 处") for row in rows)

    def test_has_no_paper_of_a_month_that_is_open(self, demo):
        for month in (next_month(), "2018-01"):
            assert demo(CLERK).get(f"/bulletins/{month}/serial/").status_code == 404

    def test_has_no_third_form(self, demo):
        assert demo(CLERK).get("/bulletins/2020-10/poster/").status_code == 404

    def test_is_closed_to_a_county_and_to_strangers(self, demo):
        assert demo(FILER).get(PAPER).status_code == 403
        response = Client().get(PAPER)
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=")

    def test_lets_only_the_head_issue(self, demo):
        assert not page_of(demo(CLERK).get(PAPER)).select("form[action$='/issue/']")
        assert page_of(demo(HEAD).get(PAPER)).select("form[action$='/issue/']")
        assert demo(CLERK).post(f"{PAPER}issue/", {"key": uuid.uuid4()}).status_code == 403

    @pytest.mark.parametrize("form", ["red_head", "serial"])
    def test_asks_the_database_within_bounds(self, demo, django_assert_max_num_queries, form):
        browser = demo(CLERK)

        with django_assert_max_num_queries(36):
            assert browser.get(f"/bulletins/2020-10/{form}/").status_code == 200

    @pytest.mark.parametrize("verb", WRITING)
    def test_writes_nothing_by_a_link(self, demo, verb):
        assert demo(HEAD).get(f"{PAPER}{verb}/").status_code == 405

    @pytest.mark.parametrize("verb", WRITING)
    def test_writes_nothing_for_a_stranger(self, demo, verb):
        response = Client().post(f"{PAPER}{verb}/")

        assert response.status_code == 403
        assert "没有改动任何数据" in response.content.decode()


class TestKeep:
    def test_keeps_the_text_and_says_what_is_doubtful(self, demo):
        browser = demo(CLERK)
        source = source_of(browser.get(PAPER))

        response = browser.post(
            f"{PAPER}keep/", {"source": f"{source}\n全市开工率为4.5%。"}, follow=True
        )

        assert any("处要改。" in sentence for sentence in said(response))
        assert "全市开工率为4.5%。" in source_of(response)
        assert "待改" in response.content.decode()

    def test_twice_is_as_good_as_once(self, demo):
        browser = demo(CLERK)
        form = {"source": source_of(browser.get(PAPER)) + "\n请各县区抓紧。"}
        browser.post(f"{PAPER}keep/", form, follow=True)
        once = source_of(browser.get(PAPER))

        response = browser.post(f"{PAPER}keep/", form, follow=True)

        assert said(response) == ["正文已保存，各数都与快照一致。"]
        assert source_of(response) == once

    def test_takes_long_and_hostile_text_as_text(self, demo):
        hostile = "<script>alert(1)</script>{fig:none.such}\x01" + "长" * 20_000

        response = demo(CLERK).post(f"{PAPER}keep/", {"source": hostile}, follow=True)

        assert response.status_code == 200
        assert b"<script>alert" not in response.content
        assert "长" * 20_000 in source_of(response)

    def test_is_undone_by_composing_anew(self, demo):
        browser = demo(CLERK)
        composed = source_of(browser.get(PAPER))
        browser.post(f"{PAPER}keep/", {"source": "请各县区抓紧。"}, follow=True)

        for _ in range(2):
            response = browser.post(f"{PAPER}recompose/", follow=True)

            assert said(response) == ["已恢复为自动成文的正文。"]
            assert source_of(response) == composed


class TestIssue:
    @pytest.mark.parametrize("same_key", [True, False])
    def test_twice_issues_once(self, demo, same_key):
        browser, key = demo(HEAD), uuid.uuid4()
        first = browser.post(f"{PAPER}issue/", {"key": key, **UNHEARD}, follow=True)
        acts = last_mark().seq

        again = key if same_key else uuid.uuid4()
        response = browser.post(f"{PAPER}issue/", {"key": again, **UNHEARD}, follow=True)

        assert said(first)[0].startswith("通报已发出，文件摘要")
        assert said(response) == ["2020-10的通报已经发出，不能再改。更正请另发一期。"]
        assert last_mark().seq == acts
        assert len(issues()) == 1

    def test_shows_in_the_list_and_ends_the_editing(self, demo):
        demo(HEAD).post(f"{PAPER}issue/", {"key": uuid.uuid4(), **UNHEARD})
        browser = demo(CLERK)

        row = next(
            line
            for line in lines(browser.get("/bulletins/"), "各月封账和通报")
            if line.startswith("2020-10 ")
        )
        assert "已发出" in row
        for verb, form in (("keep", {"source": "改"}), ("recompose", {})):
            response = browser.post(f"{PAPER}{verb}/", form, follow=True)
            assert said(response) == ["2020-10的通报已经发出，不能再改。更正请另发一期。"]

    def test_refuses_a_text_that_the_snapshot_does_not_bear_out(self, demo):
        demo(CLERK).post(f"{PAPER}keep/", {"source": "全市开工率为4.5%。"})

        response = demo(HEAD).post(f"{PAPER}issue/", {"key": "nonsense"}, follow=True)

        assert said(response)[0].endswith("没有发出。")
        assert not issues()


class TestCheck:
    def check(self, browser: Client, content: bytes) -> HttpResponse:
        file = SimpleUploadedFile("改过的通报.docx", content)
        return browser.post(f"{PAPER}check/", {"file": file}, follow=True)

    def test_finds_the_one_figure_that_was_changed(self, demo):
        browser = demo(CLERK)
        docx = browser.get(f"{PAPER}bulletin.docx").content

        assert "，0 处要看。" in self.check(browser, docx).content.decode()
        response = self.check(browser, changed(docx, b"4.4%", b"4.5%"))
        assert "与快照不符" in response.content.decode()
        assert "《改过的通报.docx》" in "".join(page_of(response).get_text().split())

    @pytest.mark.parametrize("content", [b"x", b"PK\x03\x04 not a zip", b"\x00" * 5000])
    def test_says_of_a_file_that_is_no_document(self, demo, content):
        response = self.check(demo(CLERK), content)

        assert response.status_code == 200
        assert page_of(response).select(".finding")

    def test_asks_for_a_file(self, demo):
        response = demo(CLERK).post(f"{PAPER}check/", follow=True)

        assert said(response) == ["请选择一份20MB以内的.docx通报。没有校对。"]


class TestDownloads:
    def test_are_the_same_bytes_each_time(self, demo):
        browser = demo(CLERK)

        for name in ("bulletin.docx", "annex.xlsx", "figures.json"):
            assert browser.get(PAPER + name).content == browser.get(PAPER + name).content

    def test_hold_the_closed_months_figures(self, demo):
        browser = demo(CLERK)

        annex = openpyxl.load_workbook(BytesIO(browser.get(f"{PAPER}annex.xlsx").content))
        cells = [c for sheet in annex for row in sheet.iter_rows(values_only=True) for c in row]
        assert "石泉县" in cells
        assert json.loads(browser.get(f"{PAPER}figures.json").content)
