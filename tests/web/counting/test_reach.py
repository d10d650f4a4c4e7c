"""The database's wall takes nothing from a county's screens that their own filters left."""

import re
from contextlib import nullcontext

import pytest

from jiugai.services import eligibility
from jiugai.services.scheme import classifying
from jiugai.web import access
from tests.services.little_city import OCTOBER, LittleCity
from tests.web.counting.conftest import Look

MADE_ANEW = re.compile(rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9A-Za-z]{64}")
PAGES = (
    "/",
    "/communities/",
    "/communities/?cohort=2020&stage=STARTED",
    "/communities/export/",
    "/communities/{own}/",
    "/communities/{own}/?as_of=2020-05-01",
    "/ranking/?cohort=2020&measure=start_rate",
    "/ranking/?cohort=2020&measure=payment_rate",
    "/trace/?cohort=2020&measure=start_rate",
    "/trace/?cohort=2020&measure=payment_rate&basis=fen",
    "/eligibility/",
    "/eligibility/types/",
    "/eligibility/areas/",
    "/import/",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("post", ["filer", "street", "xunyang_filer"])
def test_a_countys_page_is_the_same_with_and_without_the_wall(
    counted: LittleCity, look: Look, monkeypatch: pytest.MonkeyPatch, post: str, page: str
) -> None:
    eligibility.decide_all(actor=counted.clerk, today=OCTOBER)
    classifying.classify_all(actor=counted.clerk, city_code="610900", today=OCTOBER)
    own = "河街小区" if post == "xunyang_filer" else "金州家属院"
    path = page.format(own=counted.number_of(own))

    walled = look(path, getattr(counted, post))
    monkeypatch.setattr(access, "as_officer", lambda _actor: nullcontext())
    bare = look(path, getattr(counted, post))

    assert walled.status_code == bare.status_code
    assert MADE_ANEW.sub(b"", walled.content) == MADE_ANEW.sub(b"", bare.content)
    if walled.status_code == 200 and page.startswith("/communities/{own}"):
        assert own in walled.content.decode()


def test_two_posts_that_ask_the_same_are_each_shown_their_own(
    counted: LittleCity, look: Look
) -> None:
    # One answer is remembered for each reach: neither must be shown the other's.
    for _ in range(2):
        own = look("/communities/", counted.filer).content.decode()
        theirs = look("/communities/", counted.xunyang_filer).content.decode()
        every = look("/communities/", counted.clerk).content.decode()

        assert ("金州家属院" in own, "河街小区" in own) == (True, False)
        assert ("金州家属院" in theirs, "河街小区" in theirs) == (False, True)
        assert ("金州家属院" in every, "河街小区" in every) == (True, True)


def test_whoever_forgets_the_filter_shows_the_own_county_all_the_same(
    counted: LittleCity, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jiugai.services.reporting import ledger_list

    monkeypatch.setattr(ledger_list, "_within", lambda found, _actor: list(found))

    shown = look("/communities/", counted.filer).content.decode()

    assert "金州家属院" in shown
    assert "江北小区" not in shown
    assert "河街小区" not in shown
