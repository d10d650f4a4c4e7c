"""The trace of acts: in words, a page at a time, for whom may read it."""

import re
from pathlib import Path

import pytest

from jiugai.services.actor import NotAllowed
from jiugai.services.reporting import acts
from jiugai.services.reporting.acts import acts_page
from jiugai.web.reporting.acts_presenter import ROOMS, VERBS, word_of
from tests.officers import browser_of
from tests.services.little_city import OCTOBER, a_return, send
from tests.web.counting.reading import sentence, spoken
from tests.web.reading import lines, page_of

SERVICES = Path(__file__).parents[3] / "src" / "jiugai" / "services"
VERB = re.compile(r'verb="([a-z_.]+)"')


def numbers(page) -> list[int]:
    return [int(line.split(" | ")[0]) for line in lines(page, "留痕")]


class TestTheWords:
    def test_say_every_verb_that_a_service_uses(self):
        used = {
            verb
            for file in SERVICES.rglob("*.py")
            for verb in VERB.findall(file.read_text("utf-8"))
        }

        assert used, "no verb was found: has the way to name one changed?"
        assert used <= VERBS.keys()

    def test_have_a_room_for_every_verb(self):
        assert {verb.split(".")[0] for verb in VERBS} <= ROOMS.keys()

    def test_show_an_unknown_verb_as_it_is_kept(self):
        assert word_of("works.dream") == "works.dream"


class TestTheList:
    def test_says_who_did_what_to_what_and_when(self, counted, look):
        first, *_ = lines(look("/trace/acts/", counted.head), "留痕")
        number, moment, word, subject, post, account = first.split(" | ")

        assert int(number) > 0
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", moment)
        assert (word, post, account) == ("导入月报", "旬阳县住建局 填报岗", "xunyang")
        assert "月报.csv" in subject

    def test_is_narrowed_to_a_room(self, counted, look):
        words = {line.split(" | ")[2] for line in lines(look("/trace/acts/?room=programme", counted.head), "留痕")}  # fmt: skip

        assert words == {"导入年度计划"}

    def test_says_when_a_room_has_none(self, counted, look):
        assert lines(look("/trace/acts/?room=bulletins", counted.head), "留痕") == [
            "没有这一类的留痕。"
        ]

    @pytest.mark.parametrize(
        "query", ["before=x", "after=-1", "room=nonsense", "before=" + "9" * 40]
    )
    def test_takes_no_harm_from_an_address_without_sense(self, counted, look, query):
        page = look(f"/trace/acts/?{query}", counted.head)

        assert numbers(page) == numbers(look("/trace/acts/", counted.head))


class TestItsPages:
    @pytest.fixture(autouse=True)
    def three_a_page(self, monkeypatch):
        monkeypatch.setattr(acts, "PAGE", 3)

    def follow(self, look, actor, page, words: str):
        link = page_of(page).select_one(f'.pager a[rel="{words}"]')
        return look(link["href"], actor) if link else None

    def test_follow_each_other_without_gap_or_repetition(self, counted, look):
        page = look("/trace/acts/", counted.auditor)
        seen = numbers(page)
        while (page := self.follow(look, counted.auditor, page, "next")) is not None:
            seen += numbers(page)

        assert seen == [row.seq for row in every(counted)]

    def test_lead_back_the_way_one_came(self, counted, look):
        first = look("/trace/acts/", counted.auditor)
        second = self.follow(look, counted.auditor, first, "next")
        back = self.follow(look, counted.auditor, second, "prev")

        assert numbers(back) == numbers(first)
        assert sentence(second, ".head .acts") == "回到最新"

    def test_stand_still_while_acts_are_added(self, counted, look):
        second = f"/trace/acts/?before={every(counted)[2].seq}"
        before = numbers(look(second, counted.auditor))
        late = a_return(["北苑小区,2020,,,,,2020-10-20,,,,,"], day=OCTOBER, name="补.csv")
        send(late, actor=counted.filer)

        assert numbers(look(second, counted.auditor)) == before


def every(counted) -> list:
    found, before = [], None
    while True:
        page = acts_page(actor=counted.auditor, before=before)
        found += page.rows
        if page.older is None:
            return found
        before = page.older


class TestWhoMayRead:
    def test_the_clerk_may_not(self, counted, look):
        page = look("/trace/acts/", counted.clerk)

        assert page.status_code == 403
        assert "没有“查阅留痕”的职权" in spoken(page_of(page))
        with pytest.raises(NotAllowed):
            acts_page(actor=counted.clerk)

    def test_the_questions_asked_are_few(self, counted, django_assert_max_num_queries):
        client = browser_of(counted.auditor)

        with django_assert_max_num_queries(12):
            client.get("/trace/acts/")
