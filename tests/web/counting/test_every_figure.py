"""Any figure opens to its facts, in two clicks at most: every one on the pages that people show."""

import re
from collections.abc import Iterable

import pytest
from bs4 import NavigableString, Tag
from django.http import HttpResponse
from django.test import Client

from tests.web.reading import page_of

CLERK, HEAD, FILER = "demo-zonghe", "demo-fuzeren", "demo-tianbao-610922"
NUMBER = re.compile(r"\d")
# Where figures stand on each page. What stands elsewhere are names, days and the rules' own numbers.
PLACES = {
    "/": (".say b", ".rate strong", ".rate > .left b", ".rate-of", ".pace b", ".phase .key b",
          "#counties td.r", ".idle td.r", ".trend td.r"),
    "/ranking/?second=households": (".ranking td.r",),
    "/map/": ("#beside td.r", ".map-units"),
    "/communities/?cohort=2020": ("tbody td.r", ".views .count"),
    "/trace/?measure=start_rate&basis=communities&year=2020": (".trace section table:not(.facts) td.r",),
    "/bulletins/2020-10/red_head/": (".sheet-page .bound",),
    "/bulletins/2020-10/serial/": (".sheet-page .bound",),
}  # fmt: skip
BESIDE = re.compile(
    r"""^(
    \d{4}年 | \d{4}年\d{1,2}月\d{1,2}日   # a cohort's name, the day of the page
    | \d+天 | 第\d+期                       # the rule that says from when money is called idle
    )$""",
    re.VERBOSE,
)


def unopened(response: HttpResponse, places: Iterable[str]) -> list[str]:
    """Return the numbers in some places of a page that lead nowhere."""
    found = []
    for place in places:
        for element in page_of(response).select(f"main {place}"):
            if element.name == "td" and element.find_previous_sibling(["td", "th"]) is None:
                continue  # a rank stands in the table that it was made from
            found += [text for text in numbers(element) if not leads_on(text)]
    return [text for text in map(str.strip, map(str, found)) if not BESIDE.match(text)]


def numbers(element: Tag) -> list[NavigableString]:
    return [
        text
        for text in element.find_all(string=NUMBER)
        if not text.find_parent(["small", "time"]) and isinstance(text, NavigableString)
    ]


def leads_on(text: NavigableString) -> bool:
    link = text.find_parent("a")
    return isinstance(link, Tag) and bool(link.get("href"))


@pytest.mark.parametrize("path", PLACES)
def test_opens(demo, path: str):
    response = demo(CLERK).get(path)

    assert response.status_code == 200
    assert any(numbers(one) for one in page_of(response).select(f"main {PLACES[path][0]}"))
    assert unopened(response, PLACES[path]) == []


@pytest.mark.parametrize("path", ["/", "/ranking/?second=households"])
def test_opens_for_a_county_too(demo, path: str):
    assert unopened(demo(FILER).get(path), PLACES[path]) == []


class TestWhereItOpens:
    def leads(self, client: Client, path: str) -> set[str]:
        page = page_of(client.get(path))
        return {str(a["href"]) for a in page.select("main a.figure, main a.bound")}

    @pytest.mark.parametrize("path", ["/", "/ranking/", "/bulletins/2020-10/red_head/"])
    def test_is_there(self, demo, path: str):
        client = demo(CLERK)
        links = {link for link in self.leads(client, path) if not link.startswith("#")}
        for link in sorted(links)[:: max(1, len(links) // 24)]:
            assert client.get(link).status_code == 200, link

    def test_lists_the_facts_or_the_list_it_was_counted_from(self, demo):
        client = demo(CLERK)
        for link in self.leads(client, "/"):
            page = page_of(client.get(link))
            assert page.select(".facts tbody tr, main table tbody tr"), link

    def test_of_a_community_is_the_paper_it_was_read_from(self, demo):
        client = demo(CLERK)
        row = page_of(client.get("/communities/?q=银华花园")).select_one("main tbody tr")
        assert row is not None
        links = {str(a["href"]) for a in row.select("td a.figure")}
        (path,) = {link.partition("#")[0] for link in links}
        page = page_of(client.get(path))

        for link in links:
            assert page.select_one(f"[id='{link.partition('#')[2]}']") is not None, link
        assert "首次登记：" in page.get_text()
        assert "户数 245" in page.get_text()
        assert unopened(client.get(path), (".strip dd .figure", "#money-title ~ div td.r")) == []
