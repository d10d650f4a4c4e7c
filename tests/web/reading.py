"""Reading a page as a person would: the sentences and the rows of its tables."""

from bs4 import BeautifulSoup
from django.http import HttpResponse


def page_of(response: HttpResponse) -> BeautifulSoup:
    """Return a response's page."""
    return BeautifulSoup(response.content, "html.parser")


def lines(response: HttpResponse, caption: str) -> list[str]:
    """Return the body rows of the table with that caption, cells joined by `` | ``."""
    for table in page_of(response).select("table"):
        if table.caption and table.caption.get_text(strip=True) == caption:
            return [
                " | ".join(" ".join(cell.get_text().split()) for cell in row.select("th, td"))
                for row in table.select("tbody tr")
            ]
    raise AssertionError(f"no table {caption!r}")


def said(response: HttpResponse) -> list[str]:
    """Return the sentences of the notices at the head of a page and within it."""
    found = page_of(response).select(".notice .body")
    return ["".join(notice.get_text().split()) for notice in found]


def wrong(response: HttpResponse) -> list[str]:
    """Return what is said beside the fields of a form."""
    return ["".join(one.get_text().split()) for one in page_of(response).select(".wrong-because")]
