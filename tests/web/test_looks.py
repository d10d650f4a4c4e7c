"""The gallery and the door in real Chromium: seen by all, within the site's own policy.

Pages are rendered here and handed to the browser by interception: no server, no network.
"""

import mimetypes
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from jiugai.exchange.map_layers import county_outlines
from jiugai.web.access import Headers
from jiugai.web.gallery import gallery_context
from tests.web.test_components import rendered

STATIC = Path(__file__).parents[2] / "src/jiugai/web/static"
CHROMIUM = Path("/usr/bin/chromium")
SITE = "http://jiugai.test"
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
    pytest.mark.skipif(
        not (STATIC / "vendor/htmx/htmx.min.js").exists(), reason="run scripts/vendor.py first"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    context = gallery_context(county_outlines("610900"))
    demo = [{"username": "d", "password": "d", "label": "市改造办 综合岗", "sees": "全市"}]
    return {
        "/gallery/": str(rendered("gallery/gallery.html", **context)),
        "/gallery/?part=trace": str(rendered("trace.html", **context)),
        "/gallery/refused/": '<p role="alert">10 月已封账，不能改。没有改动任何数据。</p>',
        "/sign-in/": str(
            rendered("accounts/sign_in.html", messages=["账号或密码不对。"], demo_accounts=demo)
        ),
        "/404/": str(rendered("errors/404.html")),
    }


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, pages: dict[str, str]) -> Iterator[Page]:
    """Open a page of that size; whatever the browser complains of fails the test."""
    width, height = SIZES[request.param]
    opened = browser.new_page(viewport={"width": width, "height": height})
    complaints: list[str] = []
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    opened.on(
        "console",
        lambda said: (
            complaints.append(said.text)
            if said.type == "error" and "409" not in said.text
            else None
        ),
    )
    opened.route("**/*", lambda route: answer(route, pages))
    yield opened
    opened.close()
    assert complaints == []


def answer(route: Route, pages: dict[str, str]) -> None:
    path = route.request.url.removeprefix(SITE)
    if path in pages:
        route.fulfill(
            status=409 if path == "/gallery/refused/" else 200,
            body=pages[path],
            headers={"Content-Type": "text/html", "Content-Security-Policy": Headers.CONTENT},
        )
        return
    file = STATIC / path.removeprefix("/static/").partition("?")[0]
    if file.is_file():
        kind = "text/javascript" if file.suffix == ".js" else mimetypes.guess_type(file.name)[0]
        route.fulfill(body=file.read_bytes(), headers={"Content-Type": kind or "font/woff2"})
    else:
        route.fulfill(status=404, body=f"no {path}")


FIGURE = ".cohort.main .rate strong .figure"


class TestLooks:
    @pytest.mark.parametrize("path", ["/gallery/", "/sign-in/", "/404/"])
    def test_shut_nobody_out_and_never_scroll_sideways(self, page: Page, path: str):
        page.goto(SITE + path)

        found = Axe().run(page).response["violations"]

        grave = [(one["id"], one["nodes"][0]["html"]) for one in found
                 if one["impact"] in ("serious", "critical")]  # fmt: skip
        assert grave == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


class TestDrawer:
    def test_opens_a_figure_keeps_the_focus_and_gives_it_back(self, page: Page):
        page.goto(f"{SITE}/gallery/")
        page.bring_to_front()  # another window may have taken the keyboard meanwhile
        page.click(FIGURE)
        page.wait_for_selector("#drawer[open] #drawer-title")

        expect(page.locator("#drawer #drawer-title")).to_be_focused()
        page.keyboard.press("Escape")
        page.wait_for_selector("#drawer:not([open])", state="attached")
        expect(page.locator(FIGURE)).to_be_focused()
        assert page.url == f"{SITE}/gallery/"

    def test_is_closed_by_going_back_and_the_page_stays(self, page: Page):
        page.goto(f"{SITE}/gallery/")
        page.evaluate("window.stayed = true")
        page.click(FIGURE)
        page.wait_for_selector("#drawer[open] #drawer-title")

        page.go_back()

        page.wait_for_selector("#drawer:not([open])", state="attached")
        assert page.evaluate("window.stayed") is True


class TestIslands:
    def test_draw_the_trend_and_fold_its_table(self, page: Page):
        page.goto(f"{SITE}/gallery/")

        page.wait_for_selector(".trend-box svg path", state="attached")

        assert page.evaluate("document.querySelector('.trend details').open") is False

    def test_refuse_a_file_of_another_kind_before_sending(self, page: Page):
        page.goto(f"{SITE}/gallery/")
        page.wait_for_selector("form.drop.ready")
        page.set_input_files(
            "#drop-files",
            [
                {"name": "石泉县.xlsx", "mimeType": "", "buffer": b"x" * 3000},
                {"name": "照片.pdf", "mimeType": "", "buffer": b"x"},
            ],
        )

        assert page.inner_text("[data-send]") == "读取 1 个文件"
        assert "只读 .xlsx、.xls、.ods、.csv，这一个没有上传。" in page.inner_text("[data-chosen]")
        assert page.evaluate("document.getElementById('drop-files').files.length") == 1

    def test_say_a_refusal_in_the_notices_and_leave_the_fragment(self, page: Page):
        page.goto(f"{SITE}/gallery/")
        page.wait_for_selector("html.scripted", state="attached")
        page.evaluate("htmx.ajax('GET', '/gallery/refused/', {target: '#gallery-rows'})")

        page.wait_for_selector("#notices .notice.bad")
        assert "10 月已封账，不能改。" in page.inner_text("#notices")
        assert page.query_selector("#gallery-rows table") is not None
