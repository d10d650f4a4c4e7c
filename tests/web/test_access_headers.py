"""What every answer says to the browser, and that looking changes nothing."""

import os
import re
import subprocess
import sys

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiugai.services.actor import Actor
from jiugai.web.access import Url
from tests.officers import City, browser_of
from tests.web.access_table import COLUMNS, read_table
from tests.web.reading import page_of
from tests.web.test_access_matrix import POSTS, all_urls, arguments_of, cookies_of

MOST_QUERIES = 30
SEVERAL_DAYS = {
    "bulletins:agenda-file": 50,
    "bulletins:meeting": 50,
    "home:today": 50,
    "reporting:return": 32,
}
"""Pages that look at the city as of more than one moment: how often they ask the first time.

What stood at a moment is loaded once for everybody, until somebody enters another fact.
"""
WRITES = re.compile(  # each statement says first how far it reaches
    r"(SET LOCAL [^;]*;)?\s*(INSERT|UPDATE|DELETE|TRUNCATE|ALTER|DROP|CREATE|COPY)\b", re.I
)
HOUSEKEEPING = ("django_session", "accounts_sign_in")  # that one is still there


def seen_by(url: Url, relation: str) -> str | None:
    """Return the first post that is shown the page, by the reviewed table.

    None where the bare address asks nothing, and so shows nobody anything.
    """
    met = dict(zip(COLUMNS, read_table()[url.name, "GET", relation], strict=True))
    return next((post for post in POSTS if met[post] == "ok"), None)


def readable() -> list[Url]:
    return [url for url in all_urls() if url.policy and "GET" in url.policy.methods]


def open_page(url: Url, city: City) -> tuple[Client, str]:
    client = Client()
    relation, arguments = next(iter(arguments_of(url, city).items()))
    client.cookies = cookies_of(seen_by(url, relation) or "clerk", city)
    return client, reverse(url.name, kwargs=arguments)


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
DIRECTIVES = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "form-action": "'self'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


def what_headers_lack(response: HttpResponseBase) -> list[str]:
    """Return which of the promised headers say something else: no foreign script, no frame."""
    headers = response.headers
    policy = dict(
        directive.split(" ", 1) for directive in headers["Content-Security-Policy"].split("; ")
    )
    return [
        *(name for name, value in DIRECTIVES.items() if policy[name] != value),
        *(name for name, value in HEADERS.items() if headers[name] != value),
    ]


def what_the_policy_would_stop(response: HttpResponseBase) -> list[str]:
    """Return what of a page the site's own policy forbids: scripts, styles, foreign addresses."""
    if not response.headers["Content-Type"].startswith("text/html"):
        return []
    page = page_of(response)
    programs = [one for one in page.select("script") if one.get("type") != "application/json"]
    return [
        *(str(one) for one in programs if not one.get("src")),
        *(str(one) for one in page.select("style, [style]")),
        *(
            f"{one.name} {name}"
            for one in page.select("*")
            for name in one.attrs
            if name.lower().startswith("on") or name.lower().startswith("hx-on")
        ),
        *(
            str(one)
            for one in page.select("[src], [href], [action], [hx-get], [hx-post]")
            if re.match(r"(https?:)?//|javascript:", one.get("src") or one.get("href") or "")
        ),
    ]


def what_was_written(asked: CaptureQueriesContext) -> list[str]:
    return [
        query["sql"]
        for query in asked.captured_queries
        if WRITES.match(query["sql"]) and not any(one in query["sql"] for one in HOUSEKEEPING)
    ]


@pytest.mark.parametrize("url", readable(), ids=lambda url: url.name)
def test_every_page_is_safe_to_look_at_and_asks_seldom(working_city: City, url: Url):
    client, path = open_page(url, working_city)
    shown = any("ok" in met for key, met in read_table().items() if key[:2] == (url.name, "GET"))

    with CaptureQueriesContext(connection) as first:
        response = client.get(path)
    with CaptureQueriesContext(connection) as again:
        client.get(path)
    to_a_stranger = Client().get(path)

    assert response.status_code in ({200, 302} if shown else {404})
    assert what_headers_lack(response) == what_headers_lack(to_a_stranger) == []
    assert what_the_policy_would_stop(response) == []
    assert what_was_written(first) == []
    assert len(first) <= SEVERAL_DAYS.get(url.name, MOST_QUERIES)
    assert len(again) <= MOST_QUERIES


class TestCookies:
    def test_are_kept_from_scripts_and_from_other_sites(self, clerk: Actor, clerk_client: Client):
        sent = clerk_client.post("/me/post/", {"post": clerk.post_id}).cookies
        sent |= clerk_client.get("/me/password/").cookies

        assert set(sent) == {"jiugai", "jiugai-form"}
        for cookie in sent.values():
            assert cookie["httponly"]
            assert cookie["samesite"] == "Lax"

    def test_let_a_form_through_a_proxy_that_ends_tls(self, settings, clerk: Actor):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        settings.ALLOWED_HOSTS = ["jiugai.example"]
        client = Client(
            enforce_csrf_checks=True,
            headers={"X-Forwarded-Proto": "https", "Host": "jiugai.example"},
        )
        client.cookies = browser_of(clerk).cookies
        page = page_of(client.get("/me/sessions/"))
        token = page.select_one("[name=csrfmiddlewaretoken]")["value"]

        def send(origin: str) -> int:
            form = {"post": clerk.post_id, "csrfmiddlewaretoken": token}
            return client.post("/me/post/", form, headers={"Origin": origin}).status_code

        assert send("https://jiugai.example") == 302
        assert send("https://evil.example") == 403

    def test_travel_over_tls_alone_where_there_is_tls(self):
        # The settings are read once, at the start: read them as a server behind TLS would.
        printed = subprocess.run(
            [
                sys.executable,
                "-c",
                "from jiugai.config import settings as s; print(s.SESSION_COOKIE_SECURE,"
                " s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME,"
                " s.SECURE_HSTS_SECONDS)",
            ],
            env=os.environ | {"JIUGAI_TLS": "1"},
            capture_output=True,
            text=True,
            check=True,
        )

        assert printed.stdout.split() == [
            "True",
            "True",
            "__Host-jiugai",
            "__Host-jiugai-form",
            "31536000",
        ]
