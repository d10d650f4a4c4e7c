"""What pages are read off: one moment, one count, opened to its facts, within the reader's scope."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from jiugai.domain.divisions import CITY_WIDE
from jiugai.domain.facts import Horizon as ReferenceHorizon
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Sizes
from jiugai.domain.reporting import history
from jiugai.domain.reporting.indicators import Basis, count
from jiugai.services import facts
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.facts import horizon, horizon_at, on_day, remembered
from jiugai.services.reporting import (
    board,
    community,
    corrections,
    exports,
    ledger_list,
    measures,
    statement,
    trace,
)
from jiugai.services.reporting.ledger_list import Filter
from jiugai.services.reporting.trace import NoSuchFigure, Question
from jiugai.services.supervision import cockpit, league
from jiugai.storage.audit.as_of import rows
from jiugai.storage.audit.queries import acts, last_mark
from jiugai.storage.registry.queries import NoSuchCommunity
from tests.services.little_city import OCTOBER, LittleCity, a_return, file_plan, plan_file, send

NOVEMBER = date(2020, 11, 30)
LATE = "北苑小区,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-05,2020-10-28,,,80,,"
BASES = (Basis.COMMUNITIES, Basis.BUILDINGS, Basis.HOUSEHOLDS, Basis.AREA)


def now(day: date = OCTOBER) -> facts.Horizon:
    return horizon(day)


def starts(asked: facts.Horizon, actor: Actor, **other: Any) -> trace.Trace:
    question = Question(
        other.get("measure", "start_rate"),
        other.get("basis", Basis.COMMUNITIES),
        2020,
        other.get("county"),
    )
    return trace.trace(question, asked, actor=actor)


def site_of(name: str, day: date = NOVEMBER) -> board.SiteStanding:
    city = board.board(horizon(day))
    return next(s for s in city.sites.values() if city.cards[s.site.community_id].name == name)


def _facts(table: str, kind: Callable[..., Any], columns: str, **made: Any) -> tuple[Any, ...]:
    found = rows(
        f"""SELECT f.id, s.seq, f.effective_on, f.replaces, f.withdrawn, {columns}
            FROM {table} f JOIN audit_stamp s ON s.act_id = f.act_id""",
        {},
    )
    sized = kind is history.Entry
    return tuple(kind(**(_with_sizes(row) if sized else row) | made) for row in found)


_SIZES = ("households", "buildings", "area_dm2", "investment_fen")


def _with_sizes(row: dict[str, Any]) -> dict[str, Any]:
    sizes = Sizes(*(row.pop(name) for name in _SIZES))
    return row | {"sizes": sizes}


def reference_history() -> history.History:
    """Return every fact of the city as the plain-Python reference takes them."""
    sizes = ", ".join(_SIZES)
    return history.History(
        sites=tuple(
            history.Site(**row)
            for row in rows(
                """SELECT t.id, t.project_id, p.county_id FROM programme_site t
                   JOIN programme_project p ON p.id = t.project_id""",
                {},
            )
        ),
        entries=_facts("programme_entry", history.Entry, f"list_id, site_id, is_in, {sizes}"),
        filings=_facts("programme_filing", history.Filing, "list_id"),
        lines=tuple(
            history.FilingLine(**_with_sizes(row))
            for row in rows(f"SELECT filing_id, site_id, {sizes} FROM programme_filing_line", {})
        ),
        steps=_facts("programme_step", history.Step, "site_id, step"),
        readings=_facts("works_reading", history.Reading, "site_id, indicator, value"),
        flows=_facts("funding_flow", history.Flow, "project_id, source, kind, amount_fen"),
    )


def stir(little: LittleCity) -> None:
    """Correct, withdraw, refile and return money, so that the as-of rule has work to do."""
    send(a_return([LATE], day=NOVEMBER), actor=little.filer)
    late = site_of("北苑小区").steps[int(Step.START)]
    corrections.correct_step(
        site_id=late.site_id,
        fact_id=late.id,
        on=date(2020, 11, 12),
        reason="日期误填",
        actor=little.filer,
        today=NOVEMBER,
    )
    file_plan(plan_file(day=date(2020, 7, 1), households=50), actor=little.clerk)
    first = "金州家属院,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-01,2020-10-12,,40,90,30,20"
    send(a_return([first], day=NOVEMBER), actor=little.filer)
    corrected = site_of("北苑小区").steps[int(Step.START)]
    corrections.withdraw_step(
        site_id=corrected.site_id,
        fact_id=corrected.id,
        reason="照片是另一小区",
        actor=little.filer,
        today=NOVEMBER,
    )


class TestCounts:
    def test_agree_with_the_reference_at_every_stamp(self, little: LittleCity) -> None:
        stir(little)
        told = reference_history()
        days = (date(2020, 6, 30), date(2020, 7, 1), OCTOBER, date(2020, 11, 12), NOVEMBER)

        compared = 0
        for seq in range(last_mark().seq + 1):
            for day in days:
                expected = count(told, ReferenceHorizon(day, seq))
                assert list(measures.counted(horizon_at(day, seq))) == expected
                compared += len(expected)
        assert compared > 100

    def test_agree_between_league_board_statement_and_trace(self, little: LittleCity) -> None:
        stir(little)
        for day in (OCTOBER, date(2020, 11, 12), NOVEMBER):
            asked = now(day)
            table = league.league(
                asked,
                year=2020,
                measure="start_rate",
                basis=Basis.COMMUNITIES,
                actor=little.clerk,
            )
            city = board.board(asked)
            filed = [site for site in city.sites.values() if site.filed]
            done = [site for site in filed if int(Step.START) in site.steps]
            told = statement.state(day)
            assert told is not None
            said = next(
                row
                for row in told["rows"]
                if (row["measure"], row["basis"]) == ("start_rate", "communities")
            )
            opened = starts(asked, little.clerk)

            expected = (len(done), len(filed))
            assert (table.total.numerator, table.total.denominator) == expected
            assert (said["numerator"], said["denominator"]) == expected
            assert (opened.rate.numerator, opened.rate.denominator) == expected

    def test_are_asked_for_by_measure_and_basis(self, little: LittleCity) -> None:
        with pytest.raises(KeyError):
            measures.figures_of(now(), "start_rate", Basis.FEN, list_ids=[1], scope=CITY_WIDE)
        with pytest.raises(KeyError):
            measures.figures_of(now(), "no_rate", Basis.AREA, list_ids=[1], scope=CITY_WIDE)
        assert measures.Rate(0, 0).value is None

    def test_are_none_without_any_list(self, database: None) -> None:
        assert statement.state(OCTOBER) is None


class TestTrace:
    @pytest.mark.parametrize("basis", BASES)
    @pytest.mark.parametrize("measure", ["start_rate", "completion_rate"])
    def test_of_steps_sums_to_the_figure(
        self, little: LittleCity, measure: str, basis: Basis
    ) -> None:
        found = starts(now(), little.clerk, measure=measure, basis=basis)

        assert sum(fact.size for fact in found.counted) == found.rate.numerator
        assert sum(share.rate.denominator for share in found.shares) == found.rate.denominator

    @pytest.mark.parametrize("measure", ["investment_rate", "funding_rate", "payment_rate"])
    def test_of_money_sums_to_the_figure(self, little: LittleCity, measure: str) -> None:
        found = starts(now(), little.clerk, measure=measure, basis=Basis.FEN)

        assert found.rate.numerator > 0
        assert sum(fact.size for fact in found.counted) == found.rate.numerator

    def test_names_who_entered_what_from_which_paper(self, little: LittleCity) -> None:
        found = starts(now(), little.clerk, county=little.divisions.shiquan)

        (fact,) = found.counted
        assert (fact.community, fact.county, fact.on) == (
            "金州家属院",
            "石泉县",
            date(2020, 10, 12),
        )
        assert fact.post == "石泉县住建局 填报岗"
        assert [paper.name for paper in fact.papers] == ["月报.csv"]
        assert found.place == "石泉县"

    def test_says_why_a_fact_is_left_out(self, little: LittleCity) -> None:
        before = last_mark().seq
        send(a_return([LATE], day=NOVEMBER), actor=little.filer)

        (recorded_late,) = starts(horizon_at(OCTOBER, before), little.clerk).left_out
        (too_late,) = starts(now(date(2020, 10, 27)), little.clerk).left_out
        assert "录入截止" in recorded_late.why
        assert "2020-10-28" in too_late.why

        late = site_of("北苑小区").steps[int(Step.START)]
        corrections.withdraw_step(
            site_id=late.site_id,
            fact_id=late.id,
            reason="照片是另一小区",
            actor=little.filer,
            today=NOVEMBER,
        )
        said = [left.why for left in starts(now(), little.clerk).left_out]
        assert any("已撤销：照片是另一小区" in why for why in said)

    def test_compares_with_the_same_day_of_last_month(self, little: LittleCity) -> None:
        found = starts(now(), little.clerk)

        assert found.before is not None
        assert (found.before.numerator, found.before.denominator) == (1, 4)
        assert found.change is not None
        assert float(found.change) == 0.25

    @pytest.mark.parametrize(
        "other", [{"measure": "no_rate"}, {"basis": Basis.FEN}, {"county": "hanbin"}]
    )
    def test_of_what_is_not_there_or_not_theirs_is_no_figure(
        self, little: LittleCity, other: dict[str, Any]
    ) -> None:
        if "county" in other:
            other = {"county": little.divisions.hanbin}

        with pytest.raises(NoSuchFigure):
            starts(now(), little.filer, **other)


class TestScope:
    def test_shows_a_county_filer_the_own_county_alone(self, little: LittleCity) -> None:
        asked, own = now(), {"石泉县"}
        lines = ledger_list.lines(asked, Filter(), actor=little.filer)
        table = league.league(
            asked, year=2020, measure="start_rate", basis=Basis.COMMUNITIES, actor=little.filer
        )
        desk = cockpit.cockpit(asked, actor=little.filer)
        opened = starts(asked, little.filer)

        assert {line.county for line in lines} == own
        assert {place.county for place in table.places} == own
        assert (table.total.numerator, table.total.denominator) == (1, 2)
        assert {change.county for change in desk.changes} == own
        assert (desk.communities, desk.acts) == (3, ())
        assert {money.county for money in desk.idle} <= own
        assert {fact.county for fact in opened.counted} == own
        assert {share.county for share in opened.shares} == own
        assert opened.rate == measures.Rate(1, 2)

    def test_hides_other_communities_as_if_there_were_none(self, little: LittleCity) -> None:
        theirs, nowhere = little.number_of("江北小区"), "ZZZZZZZZZZ"

        for number in (theirs, nowhere):
            with pytest.raises(NoSuchCommunity):
                community.page(number, now(), actor=little.filer)
        assert community.page(theirs, now(), actor=little.sibling).county == "汉滨区"

    def test_of_a_street_is_its_communities_alone(self, little: LittleCity) -> None:
        lines = ledger_list.lines(now(), Filter(), actor=little.street)

        assert {line.card.street for line in lines} == {"城关镇"}
        assert {line.county for line in lines} == {"石泉县"}

    def test_of_the_administrator_is_nothing(self, little: LittleCity) -> None:
        nobody = little.administrator
        for look in (
            lambda: ledger_list.list_page(now(), Filter(), page=1, actor=nobody),
            lambda: cockpit.cockpit(now(), actor=nobody),
            lambda: starts(now(), nobody),
            lambda: exports.ledger(now(), Filter(), actor=nobody),
            lambda: community.page(little.number_of("金州家属院"), now(), actor=nobody),
        ):
            with pytest.raises(NotAllowed):
                look()


class TestLedgerList:
    @pytest.mark.parametrize(
        ("narrowed", "names"),
        [
            (Filter(cohort="none"), {"南苑小区"}),
            (Filter(cohort="2020", stage="UNDER_WORKS"), {"金州家属院", "河街小区"}),
            (Filter(name="金 州"), {"金州家属院"}),
            (Filter(name="没有"), set()),
            (Filter(stage="nonsense"), set()),
        ],
    )
    def test_narrows(self, little: LittleCity, narrowed: Filter, names: set[str]) -> None:
        found = ledger_list.lines(now(), narrowed, actor=little.clerk)

        assert {line.card.name for line in found} == names

    @pytest.mark.parametrize("sort", ledger_list.SORTS)
    def test_sorts_both_ways_and_loses_none(self, little: LittleCity, sort: str) -> None:
        up = ledger_list.lines(now(), Filter(sort=sort), actor=little.clerk)
        down = ledger_list.lines(now(), Filter(sort=sort, descending=True), actor=little.clerk)

        assert len(up) == 6
        assert {line.card.id for line in up} == {line.card.id for line in down}

    @pytest.mark.parametrize("page", [-3, 0, 1, 99])
    def test_beyond_its_pages_is_the_nearest(self, little: LittleCity, page: int) -> None:
        found = ledger_list.list_page(now(), Filter(), page=page, actor=little.clerk)

        assert (found.page, found.pages, found.count, found.households) == (1, 1, 6, 550)
        assert found.tabs == (("", "全部", 6), ("2020", "2020 年批次", 5), ("none", "未入批次", 1))

    def test_goes_out_as_a_workbook(self, little: LittleCity) -> None:
        assert exports.ledger(now(), Filter(), actor=little.clerk)[:2] == b"PK"


class TestCommunityPage:
    def test_tells_its_life_with_papers_and_posts(self, little: LittleCity) -> None:
        stir(little)

        found = community.page(little.number_of("北苑小区"), now(NOVEMBER), actor=little.filer)

        told = [(f.state, f.on, f.old, f.reason) for f in found.facts if f.word == "开工"]
        assert sorted(told, key=lambda each: each[:2]) == [
            ("corrected", date(2020, 10, 28), "", ""),
            ("corrected", date(2020, 11, 12), "2020-10-28", "日期误填"),
            ("withdrawn", date(2020, 11, 12), "2020-11-12", "照片是另一小区"),
        ]
        stations = {station.word: station.on for station in found.stations}
        assert stations["招标"] == date(2020, 8, 5)
        assert stations["开工"] is None

    def test_of_a_day_before_its_card_is_no_page(self, little: LittleCity) -> None:
        with pytest.raises(NoSuchCommunity):
            community.page(little.number_of("北苑小区"), now(date(2020, 1, 1)), actor=little.filer)


class TestRecordingByHand:
    def test_writes_a_step_with_its_paper(self, little: LittleCity) -> None:
        site = site_of("北苑小区")

        done = corrections.record_step(
            site_id=site.site.id,
            step=Step.START,
            on=date(2020, 11, 3),
            document="开工令〔2020〕9号",
            actor=little.filer,
            today=NOVEMBER,
        )

        assert done.written
        row = site_of("北苑小区").steps[int(Step.START)]
        assert (row.effective_on, row.origin) == (date(2020, 11, 3), "开工令〔2020〕9号")
        assert acts(limit=1)[0].verb == "programme.record_step"

    @pytest.mark.parametrize(
        ("name", "step", "on", "code"),
        [
            ("北苑小区", Step.COMPLETION, date(2020, 11, 3), "step.without_earlier"),
            ("金州家属院", Step.START, date(2020, 11, 3), "step.again"),
            ("北苑小区", Step.START, NOVEMBER + timedelta(days=1), "step.in_future"),
            ("北苑小区", Step.START, date.max, "step.in_future"),
            ("北苑小区", Step.START, date(1899, 12, 31), "step.before_its_time"),
            ("北苑小区", Step.START, date.min, "step.before_its_time"),
        ],
    )
    def test_writes_nothing_that_the_known_steps_contradict(
        self, little: LittleCity, name: str, step: Step, on: date, code: str
    ) -> None:
        mark = last_mark()

        done = corrections.record_step(
            site_id=site_of(name).site.id,
            step=step,
            on=on,
            document="",
            actor=little.filer,
            today=NOVEMBER,
        )

        assert not done.written
        assert code in [finding.code for finding in done.findings]
        assert last_mark() == mark

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_corrects_and_withdraws_nothing_without_a_reason(
        self, little: LittleCity, reason: str
    ) -> None:
        start = site_of("金州家属院").steps[int(Step.START)]
        asked: dict[str, Any] = {
            "site_id": start.site_id,
            "fact_id": start.id,
            "reason": reason,
            "actor": little.filer,
            "today": NOVEMBER,
        }

        for done in (
            corrections.correct_step(on=date(2020, 10, 20), **asked),
            corrections.withdraw_step(**asked),
        ):
            assert not done.written
            assert [finding.code for finding in done.findings] == ["fact.no_reason"]

    def test_of_a_fact_that_was_corrected_is_of_none(self, little: LittleCity) -> None:
        start = site_of("金州家属院").steps[int(Step.START)]
        asked: dict[str, Any] = {
            "site_id": start.site_id,
            "fact_id": start.id,
            "on": date(2020, 10, 20),
            "reason": "日期误填",
            "actor": little.filer,
            "today": NOVEMBER,
        }
        assert corrections.correct_step(**asked).written

        with pytest.raises(corrections.NoSuchFact):
            corrections.correct_step(**asked)

    def test_is_for_the_own_county_and_who_has_the_power(self, little: LittleCity) -> None:
        start = site_of("金州家属院").steps[int(Step.START)]
        asked: dict[str, Any] = {
            "site_id": start.site_id,
            "fact_id": start.id,
            "reason": "x",
            "today": NOVEMBER,
        }

        with pytest.raises(corrections.NoSuchFact):
            corrections.withdraw_step(actor=little.sibling, **asked)
        with pytest.raises(NotAllowed):
            corrections.withdraw_step(actor=little.reviewer, **asked)
        with pytest.raises(corrections.NoSuchFact):
            corrections.record_step(
                site_id=10**9,
                step=Step.START,
                on=OCTOBER,
                document="",
                actor=little.clerk,
                today=NOVEMBER,
            )


class TestRemembered:
    def test_counts_once_for_one_question_and_again_for_another(self, little: LittleCity) -> None:
        asked_for: list[tuple[date, str]] = []

        @remembered
        def answer(asked: facts.Horizon, word: str) -> str:
            asked_for.append((asked.as_of, word))
            return word

        first = now()
        for asked, word in (
            (first, "a"),
            (first, "a"),
            (on_day(first, NOVEMBER), "a"),
            (first, "b"),
        ):
            assert answer(asked, word) == word

        assert asked_for == [(OCTOBER, "a"), (NOVEMBER, "a"), (OCTOBER, "b")]

    def test_never_mixes_two_databases(self, little: LittleCity) -> None:
        asked = now()
        elsewhere = facts.Horizon(asked.as_of, asked.recorded_by, asked.last_seq, None)
        counted: list[facts.Horizon] = []
        answer = remembered(lambda asked: counted.append(asked) or len(counted))

        assert (answer(asked), answer(elsewhere), answer(asked)) == (1, 2, 1)

    def test_counts_anew_once_something_is_stamped(self, little: LittleCity) -> None:
        before = starts(now(), little.clerk).rate

        send(a_return([LATE], name="补报.csv"), actor=little.filer)

        assert before == measures.Rate(2, 4)
        assert starts(now(), little.clerk).rate == measures.Rate(3, 4)

    def test_tells_what_was_recorded_by_a_moment(self, little: LittleCity) -> None:
        before = horizon_at(OCTOBER, last_mark().seq)
        send(a_return([LATE], name="补报.csv"), actor=little.filer)

        then = horizon(OCTOBER, before.recorded_by)
        assert (then.last_seq, then.key) == (before.last_seq, before.key)
        assert not then.is_now
        assert now().is_now


class TestLeague:
    def test_ranks_who_has_a_plan_and_leaves_the_others_unranked(self, little: LittleCity) -> None:
        table = league.league(
            now(), year=2020, measure="start_rate", basis=Basis.COMMUNITIES, actor=little.clerk
        )

        shown = [(place.rank, place.county, place.shown) for place in table.places]
        assert shown == [
            (1, "旬阳县", "100.0%"),
            (2, "石泉县", "50.0%"),
            (3, "汉滨区", "0.0%"),
            (None, "安康高新区", "未定"),
        ]

    @pytest.mark.parametrize(
        "asked", [{"year": 2019}, {"measure": "no_rate"}, {"basis": Basis.FEN}]
    )
    def test_of_what_is_not_there_is_none(self, little: LittleCity, asked: dict[str, Any]) -> None:
        question: dict[str, Any] = {
            "year": 2020,
            "measure": "start_rate",
            "basis": Basis.COMMUNITIES,
        }

        with pytest.raises(league.NoSuchLeague):
            league.league(now(), actor=little.clerk, **question | asked)
