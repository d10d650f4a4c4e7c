"""Every page of the site as every post sees it, in real Chromium, at a desk's and a phone's size.

Pages come from the site's own list of addresses, so that a new one is looked at unasked. Nobody is
shut out (axe: no serious fault), nothing scrolls sideways, one primary button, tables have captions,
charts a table, targets are large enough for a thumb, and the site's own policy stops nothing.
"""

import os
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import sync_playwright

from jiugai.web.access import Url, urls
from tests.officers import City
from tests.web.exemplars import ANY, EXEMPLARS, OWN
from tests.web.faults_of_look import CHROMIUM, QUIET, SIZES, STATIC, Site, Windows, shapes_of
from tests.web.test_access_matrix import POSTS, cookies_of

pytestmark = [
    pytest.mark.journey,
    pytest.mark.timeout(420),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium on this machine"),
    pytest.mark.skipif(
        not (STATIC / "vendor/htmx/htmx.min.js").exists(), reason="run scripts/vendor.py first"
    ),
]
NOW = "2020-10-31"
SHAPES_SEEN: set[str] = set()
"""Shapes already looked at in this run: a page is not looked at again for what was seen before."""
DEMO_PAGES = {
    "demo-zonghe": (
        "/", "/?measure=payment_rate", "/map/", "/communities/?cohort=2020&plan=1",
        "/communities/?q=没有这样的小区", "/eligibility/", "/eligibility/what-if/?built_by=1990",
        "/eligibility/areas/", "/ranking/?second=households", "/bulletins/2020-10/serial/",
        "/trace/?measure=payment_rate&basis=fen&year=2019", "/?as_of=2020-06-30", "/?as_of=yesterday",
        "/nothing/", "/accounts/", "/policy/owed/ZC-01/",
        "/leads/",
    ),
    "demo-tianbao-610922": ("/", "/today/", "/messages/", "/ranking/", "/trace/", "/map/"),
    "demo-fuzeren": ("/bulletins/2020-10/red_head/", "/trace/acts/"),
    "demo-guanli": ("/accounts/",),
    "demo-shequ": ("/", "/communities/", "/map/"),
}  # fmt: skip


@pytest.fixture(scope="module")
def windows() -> Iterator[Windows]:
    # Playwright keeps a loop of its own in this thread; Django would take us for part of it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play, Site() as site:
        Thread(target=site.serve_forever, daemon=True).start()
        chromium = play.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield Windows(chromium, site)
        site.shutdown()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


SHOWCASES = {"gallery:show"}
"""Every component in every state at once: no page of an officer; ``test_looks`` looks at it."""


def read_urls() -> list[Url]:
    """Return the addresses that are read, not written to."""
    read = [url for url in urls() if url.policy and "GET" in url.policy.methods]
    return sorted((url for url in read if url.name not in SHOWCASES), key=lambda url: url.name)


def looked_at(windows: Windows, html: str, status: int) -> dict[str, object]:
    """Return a page's faults at both sizes; none if all its shapes were looked at before."""
    shapes = shapes_of(html)
    if shapes <= SHAPES_SEEN:
        return {}
    SHAPES_SEEN.update(shapes)
    found = {size: windows.faults(html, size, status=status) for size in SIZES}
    return {size: what for size, what in found.items() if what}


def page_at(client: Client, path: str) -> tuple[str, int] | None:
    """Return the page that an officer meets; None for a file, or where one is sent elsewhere."""
    response = client.get(path)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return None
    if 300 <= response.status_code < 400:
        return None
    return response.content.decode(), response.status_code


@pytest.mark.parametrize("url", read_urls(), ids=lambda url: url.name)
def test_every_page_can_be_seen_by_everybody(
    working_city: City, windows: Windows, url: Url, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("JIUGAI_AS_OF", NOW)
    if "<" in url.route:
        samples = EXEMPLARS[url.name](working_city)
        arguments = samples.get(OWN) or samples[ANY]
    else:
        arguments = {}
    path = reverse(url.name, kwargs=arguments)
    wrong: dict[str, object] = {}
    for post in POSTS:
        client = Client()
        client.cookies = cookies_of(post, working_city)
        met = page_at(client, path)
        found = looked_at(windows, *met) if met else {}
        if found:
            wrong[post] = found

    assert wrong == {}


@pytest.mark.parametrize("path", ["/", "/sign-in/", "/sign-in/link/x/"])
def test_the_door_can_be_seen_by_strangers(city: City, windows: Windows, path: str):
    met = page_at(Client(), path)

    assert met is None or looked_at(windows, *met) == {}


@pytest.mark.parametrize(
    ("username", "path"), [(name, path) for name, paths in DEMO_PAGES.items() for path in paths]
)
def test_pages_at_a_citys_full_size_can_be_seen(
    demo: Callable[[str], Client], windows: Windows, username: str, path: str
):
    met = page_at(demo(username), path)

    assert met is not None
    assert looked_at(windows, *met) == {}


def test_an_empty_city_can_be_seen(clerk_client: Client, windows: Windows):
    wrong = {}
    for path in (
        "/",
        "/map/",
        "/ranking/",
        "/trace/",
        "/communities/",
        "/bulletins/",
        "/eligibility/",
    ):
        met = page_at(clerk_client, path)
        found = looked_at(windows, *met) if met else {}
        if found:
            wrong[path] = found

    assert wrong == {}
