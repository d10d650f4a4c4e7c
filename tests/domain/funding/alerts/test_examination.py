"""Asking every alert of everything: nothing is dropped, nothing is guessed, sentences are whole."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.alerts.cases import CaseKind, EarmarkCase, ProjectCase, SiteFacts
from jiugai.domain.funding.alerts.catalogue import ALERTS, FUNDING_ALERTS
from jiugai.domain.funding.alerts.examination import AlertThresholds, examine_cases
from jiugai.domain.funding.alerts.lying import (
    balance,
    came,
    latest_overdue,
    passed_late,
    still_lying,
    went,
)
from jiugai.domain.funding.alerts.published import PUBLISHED, also_found_as, codes_unknown
from jiugai.domain.funding.alerts.verdicts import Outcome
from jiugai.domain.funding.book.ageing import Movement, stay
from jiugai.domain.funding.sources import Source
from jiugai.exchange.funding.alert_limits import alert_thresholds
from tests.domain.funding.alerts.examples import DAY, a_county, a_project, an_earmark, place
from tests.domain.funding.alerts.test_triples import TRIPLES

DAYS = st.dates(date(2019, 1, 1), date(2023, 12, 31))
MOVES = st.lists(st.builds(Movement, DAYS, st.integers(-(10**9), 10**9).filter(bool)), max_size=12)


def whole(moves: list[Movement]) -> tuple[Movement, ...]:
    """Return the movements in order, without those by which an account would fall below nought."""
    kept: list[Movement] = []
    held = 0
    for one in sorted(moves, key=lambda one: one.on):
        if held + one.amount_fen >= 0:
            held += one.amount_fen
            kept.append(one)
    return tuple(kept)


class TestCatalogue:
    def test_has_fd_01_to_fd_18_in_order(self):
        assert [one.code for one in FUNDING_ALERTS] == [f"FD-{n:02d}" for n in range(1, 19)]

    def test_has_no_code_twice(self):
        assert len({one.code for one in ALERTS}) == len(ALERTS)

    def test_every_published_finding_is_looked_for_or_says_what_is_missing(self):
        assert not codes_unknown()
        assert all(bool(one.alerts) != bool(one.missing) for one in PUBLISHED)

    def test_holds_the_eleven_of_renshou(self):
        eleven = [one.code for one in PUBLISHED if one.code.startswith("RS-")]
        assert eleven == [f"RS-{n:02d}" for n in range(1, 12)]

    def test_says_where_else_a_finding_was_published(self):
        assert "RS-10" in {one.code for one in also_found_as("FD-10")}
        assert "RS-01" not in {one.code for one in also_found_as("RS-01")}


class TestExamine:
    def test_counts_every_answer_once(self):
        cases = [an_earmark(), a_project(), a_county()]
        found = examine_cases(cases, alert_thresholds())
        asked = sum(
            one.ask(case, alert_thresholds().of(one, "610922", DAY)) is not None
            for one in ALERTS
            for case in cases
        )
        assert asked == len(found.failed) + len(found.undefined) + sum(found.passed.values())
        assert not found.failed

    def test_a_sentence_says_where_what_expected_and_what_to_do(self):
        (answer,) = examine_cases([TRIPLES["FD-09"][2]], alert_thresholds()).failed
        assert answer.sentence == (
            "石泉县“财综〔2022〕1号”：向阳小区上报 130 户，台账只有 100 户，多 30 户；"
            "上报的户数不得多于台账的户数。请核对户数；台账不对的更正台账，计划多报的重新上报。"
        )

    def test_a_day_before_any_threshold_is_undefined_and_not_in_order(self):
        early = replace(TRIPLES["FD-18"][2], day=date(2020, 8, 31))
        found = examine_cases([early], alert_thresholds())
        assert "FD-18" not in found.passed
        assert found.missing()["FD-18"] == {"那一天还没有现行的界限": 1}

    def test_without_thresholds_nothing_that_has_one_is_in_order(self):
        found = examine_cases([an_earmark()], AlertThresholds(()))
        assert set(found.passed) <= {one.code for one in ALERTS if not one.limits}

    @pytest.mark.parametrize("kind", [CaseKind.EARMARK, CaseKind.PROJECT])
    def test_of_what_nobody_told_nothing_is_found_wrong(self, kind: CaseKind):
        unknown = (
            EarmarkCase(place=place(kind), day=DAY, source=Source.UNSPLIT)
            if kind is CaseKind.EARMARK
            else ProjectCase(place=place(kind), day=DAY, sites=(SiteFacts(name="向阳小区"),))
        )
        found = examine_cases([unknown], alert_thresholds())
        assert not found.failed
        assert found.undefined

    @given(moves=MOVES, day=DAYS, year=st.integers(2019, 2023), source=st.sampled_from(Source))
    def test_no_alert_ever_says_more_than_lies_there(
        self, moves: list[Movement], day: date, year: int, source: Source
    ):
        told = whole(moves)
        case = an_earmark(
            day=day,
            year=year,
            source=source,
            quota=told,
            held=told,
            pledged=told,
            cash=told,
            paid=(),
        )
        for answer in examine_cases([case], alert_thresholds()).failed:
            most = came(told, date.max)
            fen = [v for k, v in answer.verdict.numbers.items() if k.endswith("_fen")]
            assert all(0 <= int(value) <= most for value in fen)

    @given(
        days=st.lists(st.none() | DAYS, min_size=4, max_size=4),
        told=st.frozensets(st.sampled_from(["accepted", "settled"])),
        day=DAYS,
        claimed=st.none() | st.integers(0, 500),
        real=st.none() | st.integers(0, 500),
    )
    def test_every_answer_about_a_project_is_whole(self, days, told, day, claimed, real):
        site = SiteFacts(
            name="向阳小区",
            claimed_households=claimed,
            households=real,
            planned_year=2021,
            started_on=days[0],
            completed_on=days[1],
            accepted_on=days[2],
            settled_on=days[3],
        )
        found = examine_cases([a_project(site=site, told=told, day=day)], alert_thresholds())
        for answer in (*found.failed, *found.undefined):
            assert answer.sentence.endswith("。")
            assert "None" not in answer.sentence
            assert answer.verdict.outcome is not Outcome.OK


class TestLying:
    @given(moves=MOVES, day=DAYS)
    def test_what_still_lies_is_what_is_there(self, moves: list[Movement], day: date):
        told = whole(moves)
        assert (
            still_lying(told, day, day) == balance(told, day) == came(told, day) - went(told, day)
        )

    @given(moves=MOVES, day=DAYS, age=st.integers(0, 400))
    def test_something_is_overdue_just_when_the_oldest_is(
        self, moves: list[Movement], day: date, age: int
    ):
        told = whole(moves)
        since = latest_overdue(told, day, lambda on: on + timedelta(days=age))
        overdue = still_lying(told, since, day) if since else 0
        found = stay(told, day)
        assert (overdue > 0) == (found is not None and found.days > age)

    def test_takes_first_what_came_first(self):
        moves = (
            Movement(date(2020, 1, 1), 100),
            Movement(date(2020, 2, 1), 50),
            Movement(date(2020, 3, 15), -120),
        )
        late = passed_late(moves, date(2020, 12, 31), lambda on: on + timedelta(days=30))
        assert late is not None
        assert (late.amount_fen, late.since) == (150, date(2020, 2, 1))
        assert still_lying(moves, date(2020, 2, 1), date(2020, 12, 31)) == 30
