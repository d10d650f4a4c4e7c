"""What is wrong with a page as it is seen: for the tests that look at every page in Chromium."""

import hashlib
import mimetypes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page

from jiugai.web.access import Headers

STATIC = Path(__file__).parents[2] / "src/jiugai/web/static"
CHROMIUM = Path("/usr/bin/chromium")
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


def shapes_of(html: str) -> frozenset[str]:
    """Return digests of how a page and the frame around it are built, whatever they say.

    Two of one shape look alike; a post's menu is looked at once, not again on every page.
    """
    body = BeautifulSoup(html, "html.parser").select_one("body")
    if body is None:
        return frozenset({html})
    main = body.select_one("main")
    inside = main.extract() if main else None
    return frozenset(_shape_of(part) for part in (body, inside) if part)


def _shape_of(part: Tag) -> str:
    parts = []
    rows: dict[int, int] = {}
    for one in part.find_all(True):
        if isinstance(one, Tag):
            parent = id(one.parent)
            if one.name in ("tr", "li", "option"):  # many alike say no more than a few
                rows[parent] = rows.get(parent, 0) + 1
                if rows[parent] > 2:
                    continue
            parts.append(f"{one.name} {' '.join(sorted(one.get('class') or []))}")
    return hashlib.sha256("\n".join(dict.fromkeys(parts)).encode()).hexdigest()


class Windows:
    """A window of each size, to which pages of the site are shown one after another.

    The site's own files come from a server, not from a hook into the browser, so that it keeps them.
    """

    def __init__(self, browser: Browser, site: "Site") -> None:
        self._site = site
        self._complaints: list[str] = []
        self._pages = {size: self._open(browser, size) for size in SIZES}

    def _open(self, browser: Browser, size: str) -> Page:
        width, height = SIZES[size]
        page = browser.new_page(viewport={"width": width, "height": height})
        page.on("pageerror", lambda fault: self._complaints.append(str(fault)))
        page.on("console", lambda said: _note(self._complaints, said.type, said.text))
        return page

    def faults(self, html: str, size: str, *, status: int = 200) -> dict[str, Any]:
        """Show a page and say what is wrong with it."""
        page = self._pages[size]
        self._complaints.clear()
        page.goto(self._site.put(html, status))
        page.wait_for_load_state("load")
        found = _found(page)
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        return found | ({"complaints": list(self._complaints)} if self._complaints else {})


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


class Site(ThreadingHTTPServer):
    """One page at a time under the site's own policy, and the site's own files, on this machine."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.page = (200, b"")
        self._count = 0

    def put(self, html: str, status: int) -> str:
        """Put a page out and return its address, a new one each time."""
        self.page = (status, html.encode())
        self._count += 1
        return f"http://127.0.0.1:{self.server_port}/page/{self._count}/"


class _Answer(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        file = STATIC / path.removeprefix("/static/")
        if path.startswith("/page/"):
            status, body = self.server.page
            self._send(status, body, "text/html", policy=Headers.CONTENT)
        elif path.startswith("/static/") and file.is_file():
            script = file.suffix in (".js", ".mjs")
            kind = "text/javascript" if script else mimetypes.guess_type(file.name)[0]
            self._send(200, file.read_bytes(), kind or "font/woff2")
        else:
            self._send(404, f"no {path}".encode(), "text/plain")

    def _send(self, status: int, body: bytes, kind: str, *, policy: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.send_header("Cache-Control", "no-store" if policy else "max-age=86400")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what the page could not fetch, it says itself."""
