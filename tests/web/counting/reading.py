"""Reading the screens of counting aloud."""

from bs4 import Tag
from django.http import HttpResponse

from tests.web.reading import page_of

FRAGMENT = {"hx-request": "true"}


def sentence(response: HttpResponse, selector: str) -> str:
    """Return the text of the one thing selected, without any space."""
    found = page_of(response).select_one(selector)
    assert found is not None, f"nothing is {selector!r}"
    return "".join(found.get_text().split())


def section(response: HttpResponse, heading: str) -> Tag:
    """Return the part of a page under a heading that begins so."""
    for title in page_of(response).select("h2, h3"):
        if "".join(title.get_text().split()).startswith(heading):
            found = title.find_parent(["section", "article", "details"])
            assert found is not None
            return found
    raise AssertionError(f"no heading {heading!r}")


def spoken(part: Tag) -> str:
    """Return what a part says, without any space."""
    return "".join(part.get_text().split())


def definitions(response: HttpResponse) -> dict[str, str]:
    """Return the terms of a figure's 何时之数 with what stands beside them."""
    listed = page_of(response).select_one("dl.definitions")
    assert listed is not None
    terms = ["".join(term.get_text().split()) for term in listed.select("dt")]
    return dict(zip(terms, map(spoken, listed.select("dd")), strict=True))
