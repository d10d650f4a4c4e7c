"""重名核对: pairs side by side, decided by whoever may, each side shown to whoever may see it."""

import re
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from jiugai.console import background
from jiugai.services.facts import horizon
from jiugai.services.registry.register import records
from jiugai.storage.audit.queries import acts, last_mark
from tests.web.reading import lines, page_of, said

CLERK, FILER, HEAD = "demo-zonghe", "demo-tianbao-610922", "demo-fuzeren"
PATH = "/look-alikes/"
GONGXIAO = "“供销社家属院”（城关镇）与“供销社家属院”（蜀河镇）"


def words(response: HttpResponse) -> str:
    return " ".join(page_of(response).get_text(" ", strip=True).split())


def titles(response: HttpResponse) -> list[str]:
    return [heading.get_text(strip=True) for heading in page_of(response).select(".pairs h2")]


def pair_url(browser: Client, name: str = "供销社家属院") -> str:
    found = page_of(browser.get(PATH, {"q": name})).select_one(".pairs h2 a")
    assert found is not None
    return str(found["href"])


def form_of(response: HttpResponse) -> dict[str, str]:
    """Return what the pair's form would send."""
    form = page_of(response).select_one("form[method=post][action$='/decide/']")
    assert form is not None
    hidden = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
    chosen = form.select_one("input[name=kept][checked]")
    return hidden | ({"kept": str(chosen["value"])} if chosen else {})


def decide(browser: Client, url: str, verdict: str, **changed: str) -> HttpResponse:
    sent = form_of(browser.get(url)) | {"verdict": verdict} | changed
    return browser.post(f"{url}decide/", sent, follow=True)


class TestList:
    def test_shows_every_pair_side_by_side(self, demo):
        response = demo(CLERK).get(PATH)

        assert len(titles(response)) == 9
        assert GONGXIAO in titles(response)
        rows = lines(response, f"{GONGXIAO}并排比较")
        assert "户数 | 50 | 77 | 不同" in rows
        assert "县区 | 旬阳县 | 旬阳县 | 相同" in rows
        assert "名称相同，建成年份、栋数、户数、面积不同，不在同一街道。" in words(response)

    def test_offers_each_state_with_its_count(self, demo):
        views = page_of(demo(CLERK).get(PATH)).select(".views a")

        assert [" ".join(view.get_text(" ").split()) for view in views] == [
            "待核 9",
            "同一小区 0",
            "不是同一小区 0",
        ]

    @pytest.mark.parametrize(
        ("query", "count"),
        [("reach=within", 2), ("reach=across", 7), ("q=家属院", 4), ("q=没有这个名字", 0)],
    )
    def test_is_narrowed(self, demo, query, count):
        assert len(titles(demo(CLERK).get(f"{PATH}?{query}"))) == count

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("q=没有这个名字", "没有符合条件的"),
            ("state=same", "还没有认定过同一小区"),
            ("state=apart", "还没有认定过不是同一小区"),
        ],
    )
    def test_says_so_when_it_is_empty(self, demo, query, sentence):
        assert sentence in words(demo(CLERK).get(f"{PATH}?{query}"))

    @pytest.mark.parametrize(
        "query", ["county=汉滨", "county=²", "page=-1", "page=二", "page=" + "9" * 99, "state=evil"]
    )
    def test_takes_no_harm_from_conditions_that_make_no_sense(self, demo, query):
        assert len(titles(demo(CLERK).get(f"{PATH}?{query}"))) == 9

    def test_gives_htmx_the_pairs_alone(self, demo):
        response = demo(CLERK).get(PATH, headers={"HX-Request": "true"})

        assert b"<html" not in response.content
        assert len(titles(response)) == 9

    @pytest.mark.parametrize(
        ("username", "query"),
        [(CLERK, "as_of=2020-10-21"), (FILER, "as_of=2020-10-22"), (CLERK, "as_of=2020-10-23&q=x")],
    )
    def test_asks_the_database_as_often_for_many_as_for_few(
        self, demo, django_assert_max_num_queries, username, query
    ):
        """Each day is a new one, so that no answer is remembered."""
        browser = demo(username)

        with django_assert_max_num_queries(26):
            browser.get(f"{PATH}?{query}")

    def test_is_led_to_from_the_ledger_and_the_cockpit(self, demo):
        ledger = page_of(demo(CLERK).get("/communities/")).select_one(f"a[href='{PATH}']")
        cockpit = words(demo(CLERK).get("/"))

        assert ledger is not None
        assert ledger.get_text() == "重名核对，9 对待核"
        assert "重名待核 9 对" in cockpit
        assert "重名待核" not in words(demo(HEAD).get("/"))


class TestScope:
    def test_a_county_sees_its_own_side_alone(self, demo):
        response = demo(FILER).get(PATH)

        assert titles(response) == ["“文庙小区”与安康高新区的一个小区"]
        text = words(response)
        assert "名称相同，栋数、户数相同，不在同一县区。" in text
        assert "2,775" in text
        for foreign in ("居尚路", "建民街道", "2,695", "1989"):
            assert foreign not in text
        assert "由市改造办核对" in text
        assert not page_of(response).select("form[method=post][action$='/decide/']")
        assert b"2,695" not in demo(FILER).get(pair_url(demo(FILER), "文庙小区")).content

    def test_a_county_cannot_decide_on_a_pair_that_lies_across(self, demo):
        url, mark = pair_url(demo(FILER), "文庙小区"), last_mark()
        sent = form_of(demo(CLERK).get(url)) | {"verdict": "apart"}

        response = demo(FILER).post(f"{url}decide/", sent)

        assert response.status_code == 403
        assert "没有改动任何数据" in words(response)
        assert last_mark() == mark

    def test_pairs_of_other_counties_are_not_there(self, demo):
        url = pair_url(demo(CLERK))

        assert demo(FILER).get(url).status_code == 404
        assert demo(FILER).post(f"{url}decide/").status_code == 404

    def test_whoever_lacks_the_power_may_look_and_not_decide(self, demo):
        url = pair_url(demo(HEAD))

        response = demo(HEAD).get(url)
        assert "没有“核对重名小区”的职权" in words(response)
        assert not page_of(response).select("form[method=post][action$='/decide/']")
        assert demo(HEAD).post(f"{url}decide/").status_code == 403

    def test_strangers_are_sent_to_sign_in(self, db, client: Client):
        assert client.get(PATH)["Location"] == "/sign-in/?next=%2Flook-alikes%2F"
        assert client.get(f"{PATH}A/B/").status_code == 302
        assert client.post(f"{PATH}A/B/decide/").status_code == 403

    @pytest.mark.parametrize("pair", ["A/B", "長/短", "%00/x"])
    def test_addresses_that_there_are_not_are_not_found(self, demo, pair):
        assert demo(CLERK).get(f"{PATH}{pair}/").status_code in {400, 404}

    def test_nothing_is_decided_by_looking(self, demo):
        assert demo(CLERK).get(f"{pair_url(demo(CLERK))}decide/").status_code == 405
        assert demo(CLERK).post(PATH).status_code == 405


class TestDeciding:
    def test_two_communities_takes_one_click_in_the_list(self, demo):
        browser = demo(CLERK)
        card = page_of(browser.get(PATH, {"q": "供销社"})).select_one(
            "form[method=post][action$='/decide/']"
        )
        sent = {str(one["name"]): str(one["value"]) for one in card.select("input[type=hidden]")}

        response = browser.post(str(card["action"]), sent | {"verdict": "apart"}, follow=True)

        assert said(response) == [f"已记下：{GONGXIAO}，不是同一小区。结论留痕，可再更正。"]
        assert response.request["QUERY_STRING"].startswith("q=")  # back to where one was
        assert len(titles(browser.get(PATH))) == 8
        assert acts(limit=1)[0].subject == "“供销社家属院”与“供销社家属院”：不是同一小区"

    def test_one_community_says_what_follows_and_counts_it_once(self, demo):
        browser = demo(CLERK)
        url = pair_url(browser)
        page = words(browser.get(url))
        assert (
            "以“供销社家属院”（城关镇）为准：“供销社家属院”（蜀河镇）不再单独计数，"
            "台账少 1 个小区、77 户、5,715 ㎡。" in page
        )
        assert "什么也不合并" in page

        response = decide(browser, url, "same", basis="现场核对，一个门牌")

        assert "同一小区。结论留痕" in said(response)[0]
        assert "1,084 个小区 · 105,033 户" in words(browser.get("/communities/"))
        assert "1,084 个小区" in words(browser.get("/"))
        (title,) = titles(browser.get(f"{PATH}?state=same"))
        assert title == GONGXIAO

    def test_leaves_either_page_with_a_word_on_the_other(self, demo):
        browser = demo(CLERK)
        url = pair_url(browser)
        kept, other = url.strip("/").split("/")[1:]
        assert "还没有核对是不是同一小区" in words(browser.get(f"/communities/{other}/"))

        decide(browser, url, "same", kept=kept, basis="现场核对")

        stands = said(browser.get(f"/communities/{kept}/"))
        down = said(browser.get(f"/communities/{other}/"))
        assert "计在本小区名下" in stands[0]
        assert "不再单独计数；这里的卡片和事实都留着。" in down[0]

    def test_may_be_corrected_with_its_history_shown(self, demo):
        browser = demo(CLERK)
        url = pair_url(browser)
        decide(browser, url, "same", basis="看错了户数")

        assert decide(browser, url, "apart", basis="").status_code == 422
        decide(browser, url, "apart", basis="实地看过，隔着一条河")

        history = words(browser.get(url))
        assert "核定的沿革 2 次，只增不改" in history
        assert history.index("隔着一条河") < history.index("看错了户数")
        assert "（后来更正）" in history
        assert "1,085 个小区" in words(browser.get("/communities/"))

    def test_twice_is_harmless(self, demo):
        browser = demo(CLERK)
        url = pair_url(browser)
        sent = form_of(browser.get(url)) | {"verdict": "same", "basis": "现场核对"}
        browser.post(f"{url}decide/", sent)
        mark = last_mark()

        again = browser.post(f"{url}decide/", sent, follow=True)
        anew = browser.post(f"{url}decide/", sent | {"key": str(uuid.uuid4())})

        assert said(again)[-1] == "这个请求已经办过，没有重复写入。"
        assert (anew.status_code, "再看一遍" in words(anew)) == (422, True)
        assert last_mark() == mark
        shown = form_of(anew) | {"verdict": "apart", "basis": "再看过一遍"}
        assert browser.post(f"{url}decide/", shown).status_code == 302

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"verdict": "same", "basis": ""}, "没有写依据"),
            ({"verdict": "same", "kept": "", "basis": "看过"}, "请选以哪条为准"),
            ({"verdict": "same", "kept": "ZZ", "basis": "看过"}, "请在这两条里选一条为准"),
            ({"verdict": "merge"}, "请按“是同一小区”或“不是同一小区”来定"),
            ({"verdict": "apart", "key": "x"}, "没有改动任何数据"),
            ({"verdict": "apart", "seen": "1-2-3"}, "请再看一遍再定"),
            ({"verdict": "apart", "basis": "长" * 201}, "200"),
        ],
    )
    def test_is_refused_in_words_and_keeps_nothing(self, demo, changed, sentence):
        browser = demo(CLERK)
        url, mark = pair_url(browser), last_mark()
        sent = form_of(browser.get(url)) | changed

        response = browser.post(f"{url}decide/", sent)

        assert response.status_code == 422
        assert sentence in words(response)
        assert last_mark() == mark

    def test_is_not_done_in_the_past(self, demo):
        browser = demo(CLERK)
        url = pair_url(browser)
        sent = form_of(browser.get(url)) | {"verdict": "apart"}

        page = browser.get(f"{url}?as_of=2020-06-30")
        response = browser.post(f"{url}decide/", sent)

        assert not page_of(page).select("form[method=post][action$='/decide/']")
        assert response.status_code == 422
        assert "回到最新" in words(response)

    def test_leads_back_nowhere_else(self, demo):
        browser = demo(CLERK)

        response = decide(browser, pair_url(browser), "apart", back="//evil.example/?state=same")

        assert re.fullmatch(r"/look-alikes/(\?.*)?", response.redirect_chain[0][0])


class TestImporting:
    """A ledger of 石泉县 that holds 县剧团宿舍 under another name, with the same figures."""

    @pytest.fixture
    def plan(self, demo) -> str:
        browser = demo(FILER)
        (known,) = [
            card for card in records(horizon(date(2020, 11, 3))) if card.name == "县剧团宿舍"
        ][:1]
        row = f"县剧团家属院,{known.street},{known.built_year},{known.buildings},{known.households}"
        text = f"小区名称,所属街道,建成年份,楼栋,户数（户）\n{row}\n"
        file = SimpleUploadedFile("补报.csv", text.encode("gb18030"))
        form = {"county": "", "year": "2020", "effective_on": "2020-10-31", "files": [file]}
        before = ProcrastinateJob.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        sent = browser.post("/import/", form, follow=True)
        for job in ProcrastinateJob.objects.filter(pk__gt=before):
            getattr(background, job.task_name)(**job.args)
        found = page_of(sent).select_one("main [href^='/import/files/']")
        assert found is not None
        return str(found["href"])

    def test_tells_of_a_row_that_looks_like_one_on_file(self, demo, plan):
        response = demo(FILER).get(plan)

        assert "有 1 行与别的小区同名或相近" in words(response)
        assert page_of(response).select(f".notice a[href^='{PATH}?county=']")
        card = page_of(response).select_one(".finding")
        assert "“县剧团家属院”与台账里的“县剧团宿舍”" in card.get_text()
        assert [button.get_text() for button in card.select("button")] == [
            "就是“县剧团宿舍”",
            "确是两个，新增",
            "这行不写",
        ]
        assert "写入 1 行" in words(response)

    @pytest.mark.parametrize(
        ("button", "sentence"), [(0, "改动 1"), (1, "新增 1"), (2, "共写入 0 行")]
    )
    def test_takes_what_is_said_of_it(self, demo, plan, button, sentence):
        browser = demo(FILER)
        chosen = page_of(browser.get(plan)).select(".finding button")[button]

        browser.post(f"{plan}choose/", {"choice": str(chosen["value"])})

        response = browser.get(plan)
        assert sentence in words(response)
        assert "与别的小区同名或相近" not in words(response)
