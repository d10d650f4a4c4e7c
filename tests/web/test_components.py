"""Components say what they mean to the eye, to the ear and without colour."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup, Tag
from django.template import Context, engines
from django.test import RequestFactory

from jiugai.exchange.map_layers import county_outlines
from jiugai.web.gallery import gallery_context

WEB = Path(__file__).parents[2] / "src/jiugai/web"
TOKENS = dict(
    re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", (WEB / "static/css/tokens.css").read_text("utf-8"))
)
FRAME = {
    "actor": {"label": "市改造办 综合岗", "organisation": "市改造办", "post_id": 1},
    "city": "安康市",
    "nav": [
        {
            "label": "底数",
            "items": [
                {
                    "label": f"页{n}",
                    "url": f"/{n}/",
                    "icon": "ledger",
                    "count": 1085,
                    "current": n == 6,
                }
                for n in range(7)
            ],
        }
    ],
}


def horizon(*, is_now: bool = True) -> SimpleNamespace:
    recorded_by = datetime(2020, 11, 5, 10, 0, tzinfo=UTC)
    return SimpleNamespace(as_of=date(2020, 11, 3), recorded_by=recorded_by, is_now=is_now)


def rendered(name: str, query: str = "", **context: object) -> BeautifulSoup:
    """Render a template as a page would, without asking the desk or a database."""
    template = engines["django"].get_template(name).template
    request = RequestFactory().get(f"/gallery/{query}")
    values = Context({**FRAME, "horizon": horizon(), "request": request, **context})
    values.request = request  # where {% querystring %} looks; a RequestContext would ask the desk
    made = template.render(values)
    return BeautifulSoup(made, "html.parser")


@pytest.fixture(scope="module")
def gallery() -> BeautifulSoup:
    return rendered("gallery/gallery.html", **gallery_context(county_outlines("610900")))


def text_of(found: Tag | None) -> str:
    assert found is not None
    return re.sub(r"\s+", " ", found.get_text(" ")).strip()


class TestGallery:
    def test_shows_every_component(self):
        parts = {"toast.html", "page_head.html"}  # the one is sent, the other heads every page
        shown = "".join(
            file.read_text("utf-8")
            for file in (
                *(WEB / "templates/gallery").glob("*.html"),
                *(WEB / "components").glob("*.html"),
                WEB / "templates/frame.html",
            )
        )

        missing = [
            file.name
            for file in (WEB / "components").glob("*.html")
            if f'"{file.name}"' not in shown and file.name not in parts
        ]

        assert missing == []

    def test_has_one_first_heading_and_no_id_twice(self, gallery: BeautifulSoup):
        ids = [tag["id"] for tag in gallery.find_all(id=True)]

        assert len(gallery.find_all("h1")) == 1
        assert sorted(ids) == sorted(set(ids))

    def test_labels_every_control(self, gallery: BeautifulSoup):
        named = {label["for"] for label in gallery.find_all("label", attrs={"for": True})}

        nameless = [
            str(control)
            for control in gallery.find_all(["input", "select", "textarea"])
            if control.get("type") != "hidden"
            and control.get("id") not in named
            and not control.get("aria-label")
        ]

        assert nameless == []


class TestRate:
    def test_never_stands_without_what_it_is_the_rate_of(self, gallery: BeautifulSoup):
        card = gallery.select_one("section.cohort.main")

        said = text_of(card)

        assert "4.4 %" in said
        assert "开工 2 / 批复 45 个" in said
        assert "较上月 +2.2 个百分点" in said

    def test_says_why_there_is_no_deadline(self, gallery: BeautifulSoup):
        last = gallery.select("section.cohort")[-1]

        assert "未定 文件未写期限" in text_of(last)


class TestPhaseBar:
    def test_counts_up_to_the_cohort_for_the_ear_too(self, gallery: BeautifulSoup):
        bar = gallery.select_one("section.cohort.main .phase svg")

        assert bar is not None
        assert bar["aria-label"] == (
            "已开工2个，已定标6个，招标中9个，审批中11个，方案与表决17个，合计45个"
        )


class TestTable:
    def test_says_which_column_is_sorted_and_only_that(self, gallery: BeautifulSoup):
        league = gallery.select_one(".map-and-table table")

        assert league is not None
        assert [text_of(head) for head in league.select("[aria-sort]")] == ["率 % ↓"]

    def test_reads_a_row_as_one_would_aloud(self, gallery: BeautifulSoup):
        first = gallery.select_one(".map-and-table tbody tr")

        assert text_of(first) == "1 石泉县 4 1 25.0 +25.0 有开工"

    def test_has_a_total_row_of_its_own(self, gallery: BeautifulSoup):
        assert text_of(gallery.select_one(".map-and-table tfoot")) == "全市 45 2 4.4 +2.2"


class TestSheet:
    def test_leads_from_each_mark_to_its_finding_and_back(self, gallery: BeautifulSoup):
        marks = gallery.select(".sheet td[id]")

        assert [mark["id"] for mark in marks] == ["cell-1", "cell-2", "cell-A", "cell-B", "cell-3"]
        for mark in marks:
            finding = gallery.select_one(f"#{str(mark['id']).replace('cell', 'finding')}")
            assert finding is not None
            assert finding.select_one(f"a[href='#{mark['id']}']") is not None

    def test_keeps_what_was_sent_beside_what_it_was_taken_as(self, gallery: BeautifulSoup):
        repaired = gallery.select_one(".sheet td.repaired")

        assert text_of(repaired) == "１２ 12"


class TestFacts:
    def test_strike_through_what_a_correction_replaced(self, gallery: BeautifulSoup):
        old = gallery.select_one(".facts .replaced")

        assert text_of(old) == "原为 164"

    def test_stand_always_in_the_same_order(self, gallery: BeautifulSoup):
        heads = gallery.select(".facts thead tr")

        assert {text_of(head) for head in heads} == {"发生 事实 证据 凭据 录入"}


class TestField:
    def test_keeps_the_wrong_value_and_says_what_was_read(self, gallery: BeautifulSoup):
        price = gallery.select_one("#id_price")

        assert price is not None
        assert price["value"] == "3986000"
        assert price["aria-invalid"] == "true"
        assert "例如 398.6" in text_of(gallery.select_one(".wrong-because"))


class TestFrame:
    def test_names_both_times_in_the_top_bar(self):
        bar = rendered("gallery/trace.html", **gallery_context()).select_one(".asof")

        assert "截至 2020-11-03 ，只计 11-05 18:00 前录入的事实" in text_of(bar)

    def test_warns_while_one_looks_at_another_time(self):
        page = rendered(
            "gallery/trace.html",
            "?as_of=2020-11-03&q=x",
            **gallery_context(),
            horizon=horizon(is_now=False),
        )

        warning = page.select_one(".elsewhen")

        assert "您在看 2020-11-03 的情况" in text_of(warning)
        assert page.select_one(".elsewhen a")["href"] == "?as_of=now&q=x"  # type: ignore[index]

    def test_keeps_the_other_conditions_when_the_time_is_changed(self):
        page = rendered("gallery/trace.html", "?q=甲&as_of=2020-11-03", **gallery_context())

        kept = page.select(".asof form input[type=hidden]")

        assert [(field["name"], field["value"]) for field in kept] == [("q", "甲")]

    def test_gives_the_phone_five_tabs_the_last_for_all_else(self):
        tabs = rendered("gallery/trace.html", **gallery_context()).select_one("nav.tabs")

        assert tabs is not None
        assert len(tabs.find_all("a", recursive=False)) == 4
        assert text_of(tabs.select_one("summary.here")) == "更多"  # page 6 stands behind it
        assert len(tabs.select(".tabs-more li")) == 7

    def test_prints_the_time_and_the_digest(self):
        page = rendered("gallery/trace.html", **gallery_context(), digest="SM3 7c1e")

        printed = text_of(page.select_one(".print-head"))

        assert "截至 2020-11-03 ，只计 2020-11-05 18:00 前录入的事实" in printed
        assert "快照摘要 SM3 7c1e" in printed

    def test_gives_htmx_the_token_and_never_swaps_a_refusal(self):
        page = rendered("gallery/trace.html", **gallery_context(), csrf_token="t0ken")

        assert page.body is not None
        assert page.body["hx-headers:inherited"] == '{"X-CSRFToken": "t0ken"}'
        config = page.select_one("meta[name=htmx-config]")
        assert config is not None
        assert "409" in config["content"]
        assert '"5xx"' in config["content"]
        assert "422" not in config["content"]


class TestErrorPages:
    @pytest.mark.parametrize(
        ("page", "context", "said"),
        [
            ("errors/404.html", {}, "可能地址抄错，也可能不在您的管辖范围。没有改动任何数据。"),
            (
                "errors/403.html",
                {"sentence": "“填报岗”没有“封账”的职权。"},
                "“填报岗”没有“封账”的职权。",
            ),
            ("errors/409.html", {"sentence": "10 月已封账，不能改。"}, "10 月已封账，不能改。"),
            ("errors/500.html", {"reference": "7F3A-21"}, "要找人处理，请报编号 7F3A-21。"),
            ("errors/503.html", {}, "已写入的数据都在，没有丢失"),
        ],
    )
    def test_say_it_in_one_sentence_that_scripts_find_too(
        self, page: str, context: dict[str, str], said: str
    ):
        template = engines["django"].get_template(page).template

        made = BeautifulSoup(template.render(Context(dict(context))), "html.parser")

        assert said in text_of(made.select_one("[data-sentence]"))
        assert len(made.find_all("h1")) == 1


class TestSignIn:
    def test_asks_for_an_account_and_a_password(self):
        page = rendered("accounts/sign_in.html", messages=["账号或密码不对。"], next="/import/")

        form = page.select_one("form")

        assert form is not None
        assert [field["name"] for field in form.select("input")] == ["next", "username", "password"]
        assert text_of(page.select_one("[role=alert]")) == "账号或密码不对。"

    def test_offers_demo_accounts_only_where_there_are_any(self):
        account = {"username": "demo", "password": "p", "label": "市改造办 综合岗", "sees": "全市"}

        without = rendered("accounts/sign_in.html")
        with_demo = rendered("accounts/sign_in.html", demo_accounts=[account])

        assert without.select_one(".demo") is None
        assert text_of(with_demo.select_one(".demo button")) == "市改造办 综合岗 全市"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


class TestContrast:
    @pytest.mark.parametrize("ground", ["--surface", "--paper", "--rail", "--sunken", "--hover"])
    @pytest.mark.parametrize("ink", ["--ink", "--ink-2", "--ink-3", "--accent"])
    def test_text_stands_out_on_every_ground(self, ink: str, ground: str):
        assert contrast(TOKENS[ink], TOKENS[ground]) >= 4.5

    @pytest.mark.parametrize("kind", ["ok", "warn", "bad", "lost", "doubt", "idle", "accent"])
    def test_a_status_stands_out_on_white_on_paper_and_on_its_own_ground(self, kind: str):
        for ground in ("--surface", "--paper", f"--{kind}-soft"):
            assert contrast(TOKENS[f"--{kind}"], TOKENS[ground]) >= 4.5

    def test_the_borders_of_inputs_are_seen(self):
        for ground in ("--surface", "--paper"):
            assert contrast(TOKENS["--line-strong"], TOKENS[ground]) >= 3

    @pytest.mark.parametrize(
        ("ground", "ink"),
        [(f"--map-{n}", "--ink" if n < 4 else "--surface") for n in range(1, 6)],
    )
    def test_labels_stand_out_on_the_map(self, ground: str, ink: str):
        assert contrast(TOKENS[ground], TOKENS[ink]) >= 4.5
