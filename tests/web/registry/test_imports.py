"""The import wizard: files sent, read, looked at, written once."""

import re
import uuid
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from jiugai.console import background
from jiugai.exchange.upload_limits import upload_limits
from jiugai.services.registry import reading_only
from jiugai.storage.audit.queries import acts, last_mark
from tests.web.reading import page_of, said, wrong

CLERK, FILER, SIBLING = "demo-zonghe", "demo-tianbao-610922", "demo-tianbao-610902"
LEDGER = """序号,小区名称,所属街道,建成年份,楼栋,户数（户）
1,缫丝厂新区家属院,城关镇,1992年,３栋,105户
2,老粮站宿舍,城关镇,九十年代末,2,64
"""
WRITING = ["choose", "columns", "write", "abandon"]
NO_SUCH = "/import/files/999999999999999999999999"


def send(browser: Client, *names: str, text: str = LEDGER, **changed: str) -> HttpResponse:
    files = [SimpleUploadedFile(name, text.encode("gb18030")) for name in names]
    form = {"county": "", "year": "2020", "effective_on": "2020-10-31"} | changed
    return browser.post("/import/", {**form, "files": files}, follow=True)


class Worker:
    """The background worker, doing what is queued when told to."""

    def __init__(self) -> None:
        self.last = 0

    def __call__(self) -> list[str]:
        """Do what was queued since; return the names of the tasks done."""
        done = []
        for job in ProcrastinateJob.objects.filter(pk__gt=self.last).order_by("pk"):
            getattr(background, job.task_name)(**job.args)
            self.last = job.pk
            done.append(job.task_name)
        return done


@pytest.fixture
def work() -> Callable[[], list[str]]:
    return Worker()


def words(response: HttpResponse) -> str:
    return " ".join(page_of(response).get_text(" ", strip=True).split())


def link(response: HttpResponse, ending: str) -> str:
    found = page_of(response).select_one(f"main [href^='/import/files/'][href$='{ending}']")
    assert found is not None
    return str(found["href"])


@pytest.fixture
def plan(demo, work) -> str:
    """The address of a file's plan, sent by the filer of 石泉县 and read."""
    sent = send(demo(FILER), "补充台账.csv")
    assert work() == ["read_upload"]
    return link(sent, "/")


def write(browser: Client, plan: str) -> HttpResponse:
    """Click 写入 on a plan's page as it stands."""
    seen = page_of(browser.get(plan)).select_one("input[name=mark]")
    return browser.post(f"{plan}write/", {"mark": seen["value"] if seen else ""}, follow=True)


class TestStart:
    def test_offers_the_officers_own_counties(self, demo):
        city = page_of(demo(CLERK).get("/import/")).select(".drop select[name=county] option")
        county = page_of(demo(FILER).get("/import/")).select(".drop select[name=county] option")

        assert len(city) == 13
        assert [option.get_text() for option in county] == ["石泉县"]
        assert "还没有传过文件。" in words(demo(FILER).get("/import/"))

    def test_takes_many_files_at_once(self, demo, work):
        response = send(demo(CLERK), "石泉县补充.csv", "汉滨区补充.csv", "平利县补充.csv")

        assert "导入：3 个文件" in words(response)
        assert "正在处理，已完成 0 / 3 个" in words(response)
        assert work() == ["read_upload"] * 3

    @pytest.mark.parametrize(
        ("names", "changed", "sentence"),
        [
            ((), {}, "还没有选文件。"),
            (("某县.csv",), {}, "看不出《某县.csv》是哪个县区的。"),
            (("石泉县.csv",) * 41, {}, "一次最多40个文件，您选了41个。"),
            (("石泉县.csv",), {"year": ""}, "请填年度，例如2020。"),
            (("石泉县.csv",), {"year": "二〇二〇"}, "年度应是四位数，例如2020。"),
            (("石泉县.csv",), {"effective_on": "十月"}, "日期没有读懂"),
            (("石泉县.csv",), {"county": "110101"}, "选择"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_nothing(self, demo, work, names, changed, sentence):
        response = send(demo(CLERK), *names, **changed)

        assert response.status_code == 422
        assert any(sentence in one for one in said(response) + wrong(response))
        assert work() == []

    def test_takes_a_file_with_a_long_name(self, demo, work):
        response = send(demo(FILER), "长" * 240 + ".csv")

        assert "导入：1 个文件" in words(response)
        assert work() == ["read_upload"]

    @pytest.mark.parametrize("text", ["", "\x00\x01\x02", "随便写的一句话"])
    def test_says_of_a_file_that_holds_no_ledger(self, demo, work, text):
        browser = demo(FILER)
        sent = send(browser, "空.csv", text=text)
        work()

        response = browser.get(sent.request["PATH_INFO"])

        assert "拒收" in page_of(response).select_one("ul.files h2").get_text()
        assert re.search("未写入任何数据|没有写入任何数据", words(response))
        assert browser.get(link(response, "/")).status_code == 200

    def test_asks_the_database_within_bounds(self, demo, work, django_assert_max_num_queries):
        browser = demo(CLERK)
        send(browser, *(f"石泉县{n}.csv" for n in range(20)))

        with django_assert_max_num_queries(16):
            response = browser.get("/import/")

        assert len(page_of(response).select("ul.files li")) >= 10


class TestBatch:
    def test_says_which_files_wait_and_has_one_button_for_the_next(self, demo, work):
        browser = demo(CLERK)
        sent = send(browser, "石泉县补充.csv", "平利县补充.csv")
        work()

        page = page_of(browser.get(sent.request["PATH_INFO"]))

        assert "还有 2 个文件等您看方案" in page.get_text()
        assert len(page.select("main .btn.first")) == 1

    def test_leads_from_a_written_file_to_the_next_and_then_to_the_ledger(self, demo, work):
        browser = demo(CLERK)
        sent = send(browser, "石泉县补充.csv", "平利县补充.csv")
        work()
        waiting = [
            str(a["href"])
            for a in page_of(browser.get(sent.request["PATH_INFO"])).select("ul.files h2 a")
        ]
        onward = []
        for path in waiting:
            write(browser, path)
            work()
            onward.append(page_of(browser.get(path)).select_one(".sticky a.btn.first"))

        assert [a.get_text() for a in onward] == ["看下一个文件", "去看台账"]
        assert onward[0]["href"] == waiting[1]
        assert "都处理完了，没有等您办的。" in words(browser.get(sent.request["PATH_INFO"]))

    def test_marks_a_file_that_has_nothing_to_write(self, demo, plan, work):
        browser = demo(FILER)
        write(browser, plan)
        work()
        sent = send(browser, "补充台账.csv")
        work()

        page = page_of(browser.get(sent.request["PATH_INFO"]))

        assert "没有要写的" in page.select_one("ul.files h2").get_text()
        assert page.select("main .btn.first") == []


class TestPlan:
    def test_shows_what_would_be_done_before_it_is(self, demo, plan):
        text = words(demo(FILER).get(plan))

        assert "尚未写入任何数据" in text
        assert "写入 1 行" in text
        assert "九十年代末" in text
        assert "缫丝厂新区家属院" in text

    def test_is_the_senders_alone(self, demo, plan):
        for browser in (demo(SIBLING), demo(CLERK)):
            assert browser.get(plan).status_code == 404
            assert browser.post(f"{plan}write/").status_code == 404

    def test_leads_back_to_the_batch_while_the_file_is_read(self, demo):
        browser = demo(FILER)
        sent = send(browser, "补充台账.csv")

        response = browser.get(link(sent, "/"), follow=True)

        assert response.redirect_chain == [(sent.request["PATH_INFO"], 302)]

    def test_gives_the_returned_rows_as_a_workbook(self, demo, plan):
        response = demo(FILER).get(f"{plan}returned/")

        sheet = openpyxl.load_workbook(BytesIO(response.content)).worksheets[0]
        assert any(cell.comment for row in sheet.iter_rows() for cell in row)

    def test_reads_the_file_again_by_the_columns_named(self, demo, plan, work):
        browser, form = demo(FILER), {"header": ["楼栋"], "column": ["buildings"]}

        browser.post(f"{plan}columns/", form)
        assert work()[-1] == "read_upload"

        assert "写入 1 行" in words(browser.get(plan))

    @pytest.mark.parametrize("choice", ["", "|", "none|new", "\x01|\x02", "长" * 5000 + "|x"])
    def test_takes_no_harm_from_choices_that_make_no_sense(self, demo, plan, choice):
        response = demo(FILER).post(f"{plan}choose/", {"choice": choice}, follow=True)

        assert response.status_code == 200
        assert "写入 1 行" in words(response)

    @pytest.mark.parametrize("header", ["\x01", "长" * 5000, ""])
    def test_takes_no_harm_from_headers_that_there_are_not(self, demo, plan, header):
        form = {"header": [header], "column": ["buildings"]}

        assert demo(FILER).post(f"{plan}columns/", form, follow=True).status_code == 200


class TestTheLimitOfAFile:
    """One number: in the page's words, in the browser, at the door, and where files are read."""

    MOST, WORDS = 32 * 2**20, "32 MB"

    def test_is_said_and_held_by_the_page(self, demo):
        page = page_of(demo(FILER).get("/import/"))

        assert page.select_one("form.drop")["data-max-bytes"] == str(self.MOST)
        assert f"每个不超过 {self.WORDS}" in page.select_one("form.drop").get_text()

    def test_is_held_at_the_door_before_anything_is_read(self, demo, work):
        browser, large = demo(FILER), SimpleUploadedFile("石泉县.csv", b"x" * (self.MOST + 1))
        form = {"files": [large], "year": 2020, "effective_on": "2020-11-03", "county": "610922"}

        response = browser.post("/import/", form)

        assert response.status_code == 422
        assert any("《石泉县.csv》超过32MB" in one for one in wrong(response) + said(response))
        assert work() == []

    def test_is_the_one_by_which_files_are_read(self):
        assert upload_limits().file_bytes == self.MOST
        assert reading_only.largest_file() == (self.MOST, self.WORDS)

    def test_is_not_undercut_by_the_limit_of_what_is_typed(self, demo, work, settings):
        large = b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 2**20)
        form = {
            "files": [SimpleUploadedFile("石泉县.csv", large)],
            "year": 2020,
            "effective_on": "2020-11-03",
            "county": "610922",
        }

        assert demo(FILER).post("/import/", form).status_code == 302


class TestWrite:
    def test_twice_writes_once(self, demo, plan, work):
        browser = demo(FILER)
        work()
        before = last_mark().seq

        write(browser, plan)
        write(browser, plan)
        assert work() == ["write_upload"]
        written = last_mark().seq
        response = write(browser, plan)

        assert work() == []
        assert last_mark().seq == written
        new = [act.verb for act in acts(limit=9) if act.seq > before]
        assert new.count("registry.import_ledger") == 1
        assert "已写入 1 行" in words(response)

    def test_of_a_plan_that_has_changed_since_asks_to_look_again(self, demo, plan, work):
        browser = demo(FILER)
        seen = page_of(browser.get(plan)).select_one("input[name=mark]")["value"]
        other = send(browser, "另一份.csv", text=LEDGER.replace("105户", "106户"))
        work()
        write(browser, link(other, "/"))
        work()

        browser.post(f"{plan}write/", {"mark": seen})
        work()

        assert "请重新看一遍方案再写入；这次没有写入任何数据" in words(browser.get(plan))

    def test_of_the_same_file_again_changes_nothing(self, demo, plan, work):
        browser = demo(FILER)
        write(browser, plan)
        work()

        sent = send(browser, "补充台账.csv")
        work()
        response = browser.get(link(sent, "/"))

        assert "再写一次不会改变任何数据" in words(response)
        assert not page_of(response).select("form[action$='/write/']")

    def test_of_an_old_file_says_that_it_would_undo_what_came_since(self, demo, plan, work):
        browser = demo(FILER)
        write(browser, plan)
        work()
        later = send(browser, "更正.csv", text=LEDGER.replace("105户", "106户"))
        work()
        write(browser, link(later, "/"))
        work()

        sent = send(browser, "补充台账.csv")
        work()
        text = words(browser.get(link(sent, "/")))

        assert "再写会把 1 行改回这份文件里的样子" in text
        assert "再写一次不会改变任何数据" not in text

    def test_shows_in_the_ledger(self, demo, plan, work):
        browser = demo(FILER)
        write(browser, plan)
        work()

        response = browser.get("/communities/?q=缫丝厂新区")

        assert "1 个小区 · 105 户" in words(response)

    def test_is_not_done_once_given_up(self, demo, plan, work):
        browser = demo(FILER)
        work()

        for _ in range(2):
            response = browser.post(f"{plan}abandon/", follow=True)
            assert said(response) == ["已放弃《补充台账.csv》，没有写入任何数据。"]
        write(browser, plan)

        assert work() == []

    def test_cannot_be_given_up_afterwards(self, demo, plan, work):
        browser = demo(FILER)
        write(browser, plan)
        work()

        response = browser.post(f"{plan}abandon/", follow=True)

        assert said(response) == ["《补充台账.csv》已写入，不能放弃。"]
        assert "已写入 1 行" in words(response)


class TestAddresses:
    @pytest.mark.parametrize("verb", WRITING)
    def test_are_written_to_by_forms_alone(self, demo, plan, verb):
        assert demo(FILER).get(f"{plan}{verb}/").status_code == 405
        assert Client().post(f"{plan}{verb}/").status_code == 403

    def test_of_what_was_never_sent_are_absent(self, demo):
        browser = demo(FILER)

        assert browser.get(f"/import/{uuid.uuid4()}/").status_code == 404
        assert browser.get(f"{NO_SUCH}/").status_code == 404
        assert browser.get(f"{NO_SUCH}/returned/").status_code == 404
        for verb in WRITING:
            assert browser.post(f"{NO_SUCH}/{verb}/").status_code == 404


class TestTemplate:
    def test_is_offered_for_counties_that_there_are(self, demo):
        page = page_of(demo(CLERK).get("/import/"))
        options = page.select("#template-county option")

        assert len(options) == 12
        assert all(option["value"] for option in options)

    def test_of_the_own_county_names_its_communities(self, demo):
        response = demo(FILER).get("/import/template/?county=610922")

        book = openpyxl.load_workbook(BytesIO(response.content))
        assert max(sheet.max_row for sheet in book) > 81

    @pytest.mark.parametrize("county", ["610902", "", "nonsense", "\x01"])
    def test_of_any_other_is_absent(self, demo, county):
        response = demo(FILER).get("/import/template/", {"county": county})

        assert response.status_code == 404
