"""What is wrong with a page as it is seen: for the tests that look at every page in Chromium."""

import hashlib
import mimetypes
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, Route

from jiugai.web.access import Headers

STATIC = Path(__file__).parents[2] / "src/jiugai/web/static"
CHROMIUM = Path("/usr/bin/chromium")
SITE = "http://jiugai.test"
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
_SEEN = """() => {
  const seen = (one) => one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
  const main = document.querySelector("main") || document.body;
  const firsts = [...main.querySelectorAll(".btn.first")].filter(seen);
  const tapped = [...main.querySelectorAll("a, button, select, summary, textarea, input:not([type=hidden])")];
  const words = (one) => (one.innerText || one.name || one.className || "").trim().slice(0, 24);
  const small = tapped.filter(seen).filter((one) => {
    const box = one.getBoundingClientRect();
    if (getComputedStyle(one).display === "inline" || box.width < 2) return false;
    if (one.closest("td, th, svg, label, .field, .crumbs, .head, li")) return box.height < 18;
    return box.height < 24;
  });
  return {
    sideways: document.documentElement.scrollWidth - innerWidth,
    firsts: firsts.length > 1 ? firsts.map(words) : [],
    captions: [...document.querySelectorAll("table")]
      .filter((one) => !one.caption || !one.caption.textContent.trim())
      .map((one) => one.outerHTML.slice(0, 80)),
    tableless: [...document.querySelectorAll(".trend, .county-map")]
      .filter((one) => !one.querySelector("table") && !document.querySelector("main table"))
      .map((one) => one.className),
    headings: document.querySelectorAll("h1").length,
    tiny: innerWidth > 720 ? [] : small.map(words),
    unnamed: [...document.querySelectorAll("svg[role=img], [role=region]")]
      .filter((one) => !one.getAttribute("aria-label") && !one.getAttribute("aria-labelledby"))
      .map((one) => one.outerHTML.slice(0, 80)),
  };
}"""


def shape_of(html: str) -> str:
    """Return a digest of how a page is built, whatever it says: two of one shape look alike."""
    main = BeautifulSoup(html, "html.parser").select_one("body")
    if main is None:
        return html
    parts = []
    rows: dict[int, int] = {}
    for one in main.find_all(True):
        if isinstance(one, Tag):
            parent = id(one.parent)
            if one.name in ("tr", "li", "option"):  # many alike say no more than a few
                rows[parent] = rows.get(parent, 0) + 1
                if rows[parent] > 2:
                    continue
            parts.append(f"{one.name} {' '.join(sorted(one.get('class') or []))}")
    return hashlib.sha256("\n".join(dict.fromkeys(parts)).encode()).hexdigest()


def faults(browser: Browser, html: str, size: str, *, status: int = 200) -> dict[str, Any]:
    """Show a page of the site to the browser, without any server, and say what is wrong with it."""
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    complaints: list[str] = []
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", lambda said: _note(complaints, said.type, said.text))
    page.route("**/*", lambda route: _answer(route, html, status))
    try:
        page.goto(f"{SITE}/page/")
        page.wait_for_load_state("load")
        return _found(page) | ({"complaints": complaints} if complaints else {})
    finally:
        page.close()


def _note(complaints: list[str], kind: str, text: str) -> None:
    """Note a complaint; that the page itself is a refusal, and that fonts are absent, is none."""
    if kind == "error" and "status of 4" not in text and "WebGL" not in text:
        complaints.append(text)


def _found(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(_SEEN)
    grave = [
        (one["id"], one["nodes"][0]["html"][:120])
        for one in Axe()
        .run(page, options={"preload": False, "resultTypes": ["violations"]})
        .response["violations"]
        if one["impact"] in ("serious", "critical")
    ]
    found |= {
        "axe": grave,
        "sideways": max(found["sideways"], 0),
        "headings": 0 if found["headings"] == 1 else found["headings"] or "none",
    }
    return {name: what for name, what in found.items() if what}


def _answer(route: Route, html: str, status: int) -> None:
    path = route.request.url.removeprefix(SITE).partition("?")[0]
    if path == "/page/":
        route.fulfill(
            status=status,
            body=html,
            headers={"Content-Type": "text/html", "Content-Security-Policy": Headers.CONTENT},
        )
        return
    file = STATIC / path.removeprefix("/static/")
    if path.startswith("/static/") and file.is_file():
        script = file.suffix in (".js", ".mjs")
        kind = "text/javascript" if script else mimetypes.guess_type(file.name)[0]
        route.fulfill(body=file.read_bytes(), headers={"Content-Type": kind or "font/woff2"})
    else:
        route.fulfill(status=404, body=f"no {path}")
