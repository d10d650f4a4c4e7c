"""A month's ranking on its way out: shown, objected to, answered by another hand, released once."""

from datetime import date
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.supervision.hearing import Answer, HearingState
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.reach import as_officer
from jiugai.services.supervision import hearings
from jiugai.services.supervision.hearings import ActedMeanwhile, NoSuchHearing
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.storage.supervision import hearings as stored
from jiugai.storage.unit_of_work import unit_of_work
from tests.services.little_city import SHIQUAN_OCTOBER, LittleCity, a_return, send
from tests.services.supervision.drawn_city import OCTOBER, close_october

SHOWN, UNTIL, AFTER = date(2020, 11, 4), date(2020, 11, 10), date(2020, 11, 11)


def page(little: LittleCity, actor: Actor | None = None) -> hearings.HearingPage:
    return hearings.hearing_of(OCTOBER, actor=actor or little.clerk)


def codes(done: hearings.Done) -> list[str]:
    assert done.entered is not bool(done.findings)
    return [finding.code for finding in done.findings]


def show(little: LittleCity, *, seen: int = 0, until: date = UNTIL) -> list[str]:
    done = hearings.show(OCTOBER, until, seen=seen, actor=little.clerk, today=SHOWN)
    return codes(done)


def object_to(who: Actor, *, on: date = SHOWN) -> list[str]:
    done = hearings.object_to(OCTOBER, "开工小区应为2个", "开工令已录入", actor=who, today=on)
    return codes(done)


def answer(little: LittleCity, who: Actor, *, upheld: bool) -> list[str]:
    (row,) = [row for row in page(little).row.objections if row.objection.is_open]
    done = hearings.answer(
        OCTOBER, row.id, upheld=upheld, words="已核对开工令", actor=who, today=SHOWN
    )
    return codes(done)


def release(little: LittleCity, *, on: date = AFTER, seen: int = 1) -> list[str]:
    return codes(hearings.release(OCTOBER, seen=seen, actor=little.head, today=on))


@pytest.fixture
def ranked(little: LittleCity, tmp_path: Path) -> LittleCity:
    rank_close(close_october(little, tmp_path), actor=little.clerk)
    return little


@pytest.fixture
def shown(ranked: LittleCity) -> LittleCity:
    assert show(ranked) == []
    return ranked


class TestShowing:
    def test_lets_the_counties_see_what_only_the_city_saw(self, ranked: LittleCity) -> None:
        with as_officer(ranked.filer):
            assert page(ranked, ranked.filer).tables == ()
        assert show(ranked) == []
        with as_officer(ranked.filer):
            found = page(ranked, ranked.filer)
        assert [table.result["measure"] for table in found.tables] == [
            "start_rate",
            "completion_rate",
        ]
        assert found.tables == page(ranked).tables
        assert (found.state, found.may_object) == (HearingState.SHOWN, True)

    def test_lasts_at_least_the_days_of_the_rule(self, ranked: LittleCity) -> None:
        assert show(ranked, until=date(2020, 11, 6)) == ["hearing.too_short"]
        assert page(ranked).state is HearingState.MADE

    def test_from_an_old_page_is_refused(self, ranked: LittleCity) -> None:
        with pytest.raises(ActedMeanwhile):
            show(ranked, seen=3)

    def test_is_the_citys_power(self, ranked: LittleCity) -> None:
        for actor in (ranked.filer, ranked.reviewer, ranked.auditor):
            with pytest.raises(NotAllowed):
                hearings.show(OCTOBER, UNTIL, seen=0, actor=actor, today=SHOWN)

    def test_needs_a_closed_month(self, little: LittleCity) -> None:
        with pytest.raises(NoSuchHearing):
            hearings.hearing_of(Month(2020, 9), actor=little.clerk)


class TestObjecting:
    def test_stops_the_release_until_it_is_answered(self, shown: LittleCity) -> None:
        assert object_to(shown.filer) == []
        assert release(shown) == ["hearing.open_objections"]
        assert answer(shown, shown.head, upheld=False) == []
        assert release(shown) == []
        assert page(shown).state is HearingState.RELEASED

    def test_is_the_countys_and_seen_by_no_other(self, shown: LittleCity) -> None:
        object_to(shown.filer)
        with as_officer(shown.sibling):
            assert page(shown, shown.sibling).row.objections == ()
        with as_officer(shown.reviewer):
            (row,) = page(shown, shown.reviewer).row.objections
        assert row.objection.county_id == shown.divisions.shiquan
        with pytest.raises(NotAllowed):
            object_to(shown.clerk)

    def test_after_the_last_day_is_too_late(self, shown: LittleCity) -> None:
        assert object_to(shown.filer, on=AFTER) == ["hearing.too_late"]
        assert object_to(shown.filer, on=UNTIL) == []

    def test_to_what_is_out_is_refused(self, shown: LittleCity) -> None:
        release(shown)
        assert object_to(shown.filer) == ["hearing.released"]


class TestAnswering:
    def test_is_not_by_who_ranked(self, shown: LittleCity) -> None:
        object_to(shown.filer)
        assert answer(shown, shown.clerk, upheld=False) == ["hearing.own_ranking"]

    def test_by_who_ranked_the_database_itself_refuses(self, shown: LittleCity) -> None:
        object_to(shown.filer)
        (row,) = page(shown).row.objections
        said = Answer(False, shown.clerk.user_id, SHOWN, "不成立")
        with (
            pytest.raises(IntegrityError, match="supervision_answerer_did_not_rank"),
            transaction.atomic(),
            unit_of_work(verb="tests.enter", user_id=0, post_id=0) as act,
        ):
            stored.enter_answer(act, row=row, made_by=shown.clerk.user_id, answer=said)

    def test_yes_leads_to_another_ranking_shown_anew(self, shown: LittleCity) -> None:
        before = page(shown).tables
        object_to(shown.filer)
        late = SHIQUAN_OCTOBER[1].replace("2020-08-05,,", "2020-08-05,2020-10-28,")
        send(a_return((late,), name="补报.csv"), actor=shown.filer)
        assert answer(shown, shown.head, upheld=True) == []
        assert release(shown) == ["hearing.must_rank_anew"]
        assert show(shown, seen=1, until=date(2020, 11, 20)) == []
        assert release(shown, seen=2) == ["hearing.still_shown"]
        assert release(shown, seen=2, on=date(2020, 11, 21)) == []
        after = page(shown).tables
        assert starts(before) == {"石泉县": (1, 2), "汉滨区": (0, 1), "旬阳县": (1, 1)}
        assert starts(after) == starts(before) | {"石泉县": (2, 2)}

    def test_no_leaves_the_ranking_as_it_is(self, shown: LittleCity) -> None:
        object_to(shown.filer)
        answer(shown, shown.head, upheld=False)
        assert show(shown, seen=1) == ["hearing.nothing_upheld"]


def starts(tables: tuple[hearings.Table, ...]) -> dict[str, tuple[int, int]]:
    (table,) = [table for table in tables if table.result["measure"] == "start_rate"]
    rows = table.result["rows"]
    found = {row["county"]: (row["numerator"], row["denominator"]) for row in rows}
    return {county: pair for county, pair in found.items() if pair[1]}


class TestReleasing:
    def test_waits_for_the_last_day(self, shown: LittleCity) -> None:
        assert release(shown, on=UNTIL) == ["hearing.still_shown"]

    def test_happens_once(self, shown: LittleCity) -> None:
        assert release(shown) == []
        assert release(shown, seen=2) == ["hearing.released"]
        assert show(shown, seen=2) == ["hearing.released"]

    def test_over_an_open_objection_the_database_itself_refuses(self, shown: LittleCity) -> None:
        object_to(shown.filer)
        known = page(shown).row
        with (
            pytest.raises(DatabaseError, match="supervision_release_heard"),
            transaction.atomic(),
            unit_of_work(verb="tests.enter", user_id=0, post_id=0) as act,
        ):
            stored.enter_release(
                act, close_id=close_id(), number=2, user_id=0, last=known.steps[0], on=AFTER
            )

    def test_and_an_objection_at_once_end_in_one_order(
        self, fresh_little: LittleCity, tmp_path: Path
    ) -> None:
        rank_close(close_october(fresh_little, tmp_path), actor=fresh_little.clerk)
        show(fresh_little)
        gate, told = Barrier(2), {}

        def run(name: str, actor: Actor) -> None:
            try:
                with as_officer(actor):
                    gate.wait()
                    told[name] = object_to(actor) if name == "object" else release(fresh_little)
            finally:
                connection.close()

        threads = [
            Thread(target=run, args=("object", fresh_little.filer)),
            Thread(target=run, args=("release", fresh_little.head)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert told in (
            {"object": [], "release": ["hearing.open_objections"]},
            {"object": ["hearing.released"], "release": []},
        )


def close_id() -> int:
    (found,) = stored.models.HearingStep.objects.values_list("close_id", flat=True)
    return int(found)
