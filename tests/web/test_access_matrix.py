"""Who meets what at every URL: posts × relations × methods, against the reviewed table.

The table is ``access_matrix.txt``. After a change that is meant, write it anew and read the
difference, line by line, before it is kept::

    .venv/bin/python -m tests.web.access_table
"""

import os
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from jiugai.services.actor import PostKind
from jiugai.web.access import Url, urls
from tests.officers import City, appoint, browser_of
from tests.web.access_table import COLLECT, COLUMNS, STRANGER, TABLE, Cells, Key, note, read_table
from tests.web.exemplars import ANY, EXEMPLARS, Arguments

POSTS: dict[str, tuple[PostKind, str, str]] = {
    "clerk": (PostKind.CITY_CLERK, "安康市改造办", "ankang"),
    "head": (PostKind.CITY_HEAD, "安康市改造办", "ankang"),
    "filer": (PostKind.COUNTY_FILER, "石泉县住建局", "shiquan"),
    "reviewer": (PostKind.COUNTY_REVIEWER, "石泉县住建局", "shiquan"),
    "street": (PostKind.STREET, "石泉县城关镇", "chengguan"),
    "neighbor": (PostKind.NEIGHBORHOOD, "石泉县城关镇北街社区", "beijie"),
    "finance": (PostKind.FINANCE, "安康市财政局", "ankang"),
    "auditor": (PostKind.AUDITOR, "安康市审计局", "ankang"),
    "builder": (PostKind.CONTRACTOR, "某建筑公司", "shiquan"),
    "admin": (PostKind.ADMINISTRATOR, "安康市信息中心", "ankang"),
}
assert set(COLUMNS) == {STRANGER, *POSTS}


def all_urls() -> list[Url]:
    return sorted(urls(), key=lambda url: url.name)


def methods_of(url: Url) -> list[str]:
    assert url.policy is not None, f"{url.route} has no policy"
    return sorted(url.policy.methods - {"HEAD"})


def arguments_of(url: Url, city: City) -> Arguments:
    """Return the URL's sample arguments by relation."""
    if "<" not in url.route:
        return {ANY: {}}
    assert url.name in EXEMPLARS, (
        f"{url.name} takes arguments: give it one in tests/web/exemplars.py"
    )
    return EXEMPLARS[url.name](city)


def cookies_of(column: str, city: City) -> SimpleCookie:
    """Sign a post in; return the cookies of its browser."""
    if column == STRANGER:
        return SimpleCookie()
    kind, organisation, place = POSTS[column]
    actor = appoint(city, f"post-{column}", kind, organisation, getattr(city, place))
    return browser_of(actor).cookies


def met(cookies: SimpleCookie, method: str, path: str) -> str:
    """Say what a browser meets; whatever the request wrote is rolled back."""
    client = Client()
    client.cookies = SimpleCookie(cookies.output(header="", sep=";"))
    with transaction.atomic():
        response: HttpResponseBase = client.generic(method, path)
        transaction.set_rollback(True)
    if 300 <= response.status_code < 400:
        target = urlsplit(response.headers["Location"])
        at_the_door = target.path == reverse("accounts:sign-in") and "next" in parse_qs(
            target.query
        )
        return "door" if at_the_door else "ok"
    return "ok" if response.status_code in {200, 400, 422} else str(response.status_code)


def rows_of(
    url: Url, samples: Arguments, seats: dict[str, SimpleCookie]
) -> Iterator[tuple[Key, Cells]]:
    """Try a URL in every way; yield the rows of the table."""
    for method in methods_of(url):
        for relation, arguments in samples.items():
            path = reverse(url.name, kwargs=arguments)
            yield (
                (url.name, method, relation),
                tuple(met(seats[column], method, path) for column in COLUMNS),
            )


@pytest.mark.parametrize("url", all_urls(), ids=lambda url: url.name)
def test_every_post_meets_what_was_reviewed_and_no_other_method(working_city: City, url: Url):
    samples = arguments_of(url, working_city)
    seats = {column: cookies_of(column, working_city) for column in COLUMNS}
    others = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - set(methods_of(url))

    found = dict(rows_of(url, samples, seats))
    path = reverse(url.name, kwargs=next(iter(samples.values())))
    met_otherwise = {method: met(seats["clerk"], method, path) for method in others}

    assert met_otherwise == dict.fromkeys(others, "405")

    if COLLECT in os.environ:
        note(found)
        return
    reviewed = {key: cells for key, cells in read_table().items() if key[0] == url.name}
    assert found == reviewed, (
        f"{url.name} is not as reviewed in {TABLE.name}. If it is meant, write the table anew "
        "with: python -m tests.web.access_table"
    )


class TestTable:
    def test_has_rows_for_no_url_that_is_gone(self):
        names = {url.name for url in all_urls()}

        assert {key[0] for key in read_table()} <= names

    def test_gives_exemplars_for_no_url_that_is_gone(self):
        assert set(EXEMPLARS) <= {url.name for url in all_urls()}

    def test_lets_strangers_see_public_pages_alone(self):
        public = {
            url.name for url in all_urls() if url.policy and url.policy.needs.name == "PUBLIC"
        }

        met_by_strangers = {
            key[0] for key, cells in read_table().items() if cells[COLUMNS.index(STRANGER)] == "ok"
        }
        assert met_by_strangers <= public

    def test_never_tells_a_foreign_object_from_an_absent_one(self):
        rows = read_table()
        seated = [COLUMNS.index(name) for name in ("filer", "reviewer", "street", "neighbor")]
        scoped = {url.name for url in all_urls() if url.policy and url.policy.scoped}
        told_apart = [
            (key, COLUMNS[i])
            for key, cells in rows.items()
            for i in seated
            if key[2] == "sibling"
            and key[0] in scoped
            and cells[i] != rows.get((key[0], key[1], "none"), cells)[i]
        ]

        assert told_apart == []
