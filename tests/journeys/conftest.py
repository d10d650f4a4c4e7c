"""A whole site for a journey: the demo city, a web server, a worker, and a real browser."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests import demo_template, throwaway_server

CHROMIUM = shutil.which("chromium")
PICTURES = Path(__file__).resolve().parents[2] / "var" / "journeys"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True, slots=True)
class Site:
    """A running site: where it is and where its snapshots lie."""

    address: str
    snapshots: Path
    environment: dict[str, str]

    @contextmanager
    def on(self, day: str) -> Iterator[str]:
        """Serve the same city as of a later day; yields where."""
        with _serving(self.environment | {"JIUGAI_AS_OF": day}, self.snapshots.parent) as address:
            yield address


@contextmanager
def _running(arguments: list[str], environment: dict[str, str], log: Path) -> Iterator[None]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            arguments, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def site(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """Serve a demo city of this module's own."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: make test installs it where apt is allowed")
    var = tmp_path_factory.mktemp("site")
    shutil.copytree(Path(os.environ["JIUGAI_VAR"]) / "static", var / "static", dirs_exist_ok=True)
    with django_db_blocker.unblock(), demo_template.clone() as own:
        shutil.copytree(demo_template.folder() / "snapshots", var / "snapshots")
        with throwaway_server.connected_to(own, user="jiugai_app"):
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "jiugai.config.settings",
                "JIUGAI_VAR": str(var),
                "JIUGAI_DEMO": "1",
                "JIUGAI_AS_OF": "2020-11-03",
                "JIUGAI_DB_ROLE": "application",
                "JIUGAI_SECRET_KEY": "a-journey-lasts-for-one-run-of-the-tests",
                "PYTHONPATH": str(demo_template.ROOT),
            }
        _collect_static(environment)
        worker = [sys.executable, "-m", "tests.journeys.worker"]
        with _serving(environment, var) as address, _running(worker, environment, var / "log"):
            yield Site(address, var / "snapshots", environment)


@contextmanager
def _serving(environment: dict[str, str], var: Path) -> Iterator[str]:
    port = _free_port()
    web = [sys.executable, "-m", "gunicorn", "jiugai.config.wsgi:application"]
    web += [f"--bind=127.0.0.1:{port}", "--workers=1", "--threads=4", "--log-level=warning"]
    with _running(web, environment, var / "log"):
        _until_up(port, var / "log")
        yield f"http://127.0.0.1:{port}"


def _collect_static(environment: dict[str, str]) -> None:
    code = (
        "import django; django.setup();"
        "from django.core.management import call_command;"
        "call_command('collectstatic', verbosity=0, interactive=False)"
    )
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_up(port: int, log: Path) -> None:
    """Wait until the site answers; say what its log says if it does not."""
    for _ in range(300):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/sign-in/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise TimeoutError(log.read_text(errors="replace"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def desk(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Sign an officer of the demo in, on a desk of their own: ``desk("demo-zonghe")``.

    An address other than the site's is where it is served as of another day.
    """
    contexts = []

    def sign_in(username: str, address: str = "") -> Page:
        context = browser.new_context(
            viewport={"width": 1440, "height": 900},
            base_url=address or site.address,
            locale="zh-CN",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in/")
        page.locator("#username").fill(username)
        page.locator("#password").fill(f"{username}-2020")
        page.locator("form:has(#username) button").first.click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keep a picture of a page at both sizes, as an artefact of the run."""
    PICTURES.mkdir(parents=True, exist_ok=True)

    def take(page: Page, name: str) -> None:
        for width, height, size in ((390, 844, "phone"), (1440, 900, "desk")):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=str(PICTURES / f"{name}-{size}.png"))

    return take
