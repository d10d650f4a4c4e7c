"""The demo city as it stands once all its post has been loaded, against what its story says."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from jiugai.console import setting_up
from jiugai.domain.calendar import Month
from jiugai.domain.divisions import CITY_WIDE
from jiugai.domain.programme.cohorts import Stage
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.domain.quantities import percent
from jiugai.domain.reporting.checks.verdicts import Answer
from jiugai.domain.reporting.doubts.answers import Ruling
from jiugai.domain.reporting.indicators import Basis
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.domain.supervision.leads import ChargeKind, VisitState
from jiugai.services import demo, divisions
from jiugai.services.accounts import signing_in
from jiugai.services.facts import Horizon, horizon
from jiugai.services.funding.plan_studio import cases, results
from jiugai.services.reach import as_officer
from jiugai.services.reporting import closing, measures
from jiugai.services.reporting.board import Board, board
from jiugai.services.reporting.doubts import desk as doubt_desk
from jiugai.services.reporting.intake import console_actor
from jiugai.services.reporting.submission import desk as return_desk
from jiugai.services.supervision.evidence import taking
from jiugai.services.supervision.leads.roster import roster
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.audit.as_of import rows
from tests import throwaway_server

CITY = setting_up.ROOT / "demo" / "city"
EXPECTED: dict[str, Any] = tomllib.loads((CITY / "expected.toml").read_text("utf-8"))
AS_OF = EXPECTED["as_of"]["day"]
RECORDED_BY = EXPECTED["as_of"]["recorded_by"]
COHORTS = sorted(EXPECTED["cohort"])

pytestmark = [
    pytest.mark.skipif(
        not setting_up.divisions_folder().is_dir(),
        reason="全国区划未下载：请先运行 make install",
    ),
    pytest.mark.usefixtures("loaded"),
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def loaded(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Path]:
    """Load the city once, as the owner, and stay connected; return the folder of its snapshots."""
    snapshots = tmp_path_factory.mktemp("snapshots")
    with (
        django_db_blocker.unblock(),
        throwaway_server.clone() as own,
        throwaway_server.connected_to(own, user=own.user),
    ):
        demo.load(folder=CITY, divisions_folder=setting_up.divisions_folder(), snapshots=snapshots)
        yield snapshots


def now() -> Horizon:
    return horizon(AS_OF, RECORDED_BY)


def list_of(city: Board, year: int, authority: Authority) -> int:
    found = city.list_of(year, authority)
    assert found is not None
    return found.id


def reached(asked: Horizon, year: int, measure: str) -> measures.Rate:
    found = board(asked).list_of(year, Authority.PROVINCIAL)
    ids = [found.id] if found else []
    return measures.rate_of(
        measures.figures_of(asked, measure, Basis.COMMUNITIES, list_ids=ids, scope=CITY_WIDE)
    )


class TestRegister:
    def test_holds_every_community_of_the_story(self) -> None:
        cards = board(now()).cards.values()
        said = EXPECTED["register"]

        assert len(cards) == said["communities"]
        assert sum(card.households or 0 for card in cards) == said["households"]
        assert sum(card.buildings or 0 for card in cards) == said["buildings"]
        assert sum(card.area_dm2 or 0 for card in cards) // 100 == said["area_m2"]
        assert max(card.built_year or 0 for card in cards) == said["newest"]

    def test_counts_them_county_by_county(self) -> None:
        city = board(now())
        found = {
            county.code: (
                county.name,
                sum(card.county_id == county.id for card in city.cards.values()),
                sum(c.households or 0 for c in city.cards.values() if c.county_id == county.id),
            )
            for county in city.counties.values()
        }

        assert found == {
            county["code"]: (county["name"], county["communities"], county["households"])
            for county in EXPECTED["register"]["county"]
        }


class TestCohorts:
    @pytest.mark.parametrize("year", COHORTS)
    def test_stand_as_the_story_tells(self, year: str) -> None:
        said, city = EXPECTED["cohort"][year], board(now())
        sites = city.cohort(int(year), CITY_WIDE)
        filed = [
            site
            for site in sites
            if any(city.lists[key].authority == "provincial" for key in site.filed)
        ]

        assert len(sites) == said["sites"]
        assert len({site.site.project_id for site in sites}) == said["projects"]
        assert sum(int(Step.APPLICATION) in site.steps for site in sites) == said["applied"]
        assert len(filed) == said["approved"]
        for word, step in (
            ("started", Step.START),
            ("completed", Step.COMPLETION),
            ("accepted", Step.ACCEPTANCE),
        ):
            assert sum(int(step) in site.steps for site in filed) == said[word], word

    @pytest.mark.parametrize("year", COHORTS)
    def test_stand_county_by_county(self, year: str) -> None:
        city = board(now())
        for said in EXPECTED["cohort"][year]["county"]:
            (county,) = [c for c in city.counties.values() if c.code == said["code"]]
            mine = [s for s in city.cohort(int(year), CITY_WIDE) if s.site.county_id == county.id]
            filed = [
                sizes
                for site in mine
                for list_id, sizes in site.filed.items()
                if city.lists[list_id].authority == "provincial"
            ]
            assert len(mine) == said["applied"], said
            assert len(filed) == said["planned"], said
            assert sum(sizes.households for sizes in filed) == said["planned_households"], said
            for word, step in (
                ("tendered", Step.TENDER),
                ("started", Step.START),
                ("completed", Step.COMPLETION),
            ):
                assert sum(int(step) in site.steps for site in mine) == said[word], (said, word)

    def test_of_2020_are_what_the_deputy_mayor_read_out(self) -> None:
        found = reached(now(), 2020, "start_rate")

        assert found == measures.Rate(2, 45)
        assert found.value is not None
        assert percent(found.value) == "4.4%"
        assert reached(now(), 2019, "start_rate") == measures.Rate(21, 21)


class TestCloses:
    @pytest.mark.parametrize("said", EXPECTED["close"], ids=lambda said: str(said["day"]))
    def test_print_what_was_known_and_restate_what_is(self, said: dict[str, Any]) -> None:
        row = closing.close_of(Month.of(said["day"]))

        assert row is not None
        printed, restated = closing.horizon_of(row), horizon(said["day"])
        for asked, word in ((printed, "printed"), (restated, "restated")):
            found = reached(asked, 2020, "start_rate").numerator
            assert found == said[f"{word}_started_2020"], word
            done = reached(asked, 2019, "completion_rate").numerator
            assert done == said[f"{word}_completed_2019"], word

    def test_form_a_chain_that_verifies(self, loaded: Path) -> None:
        closed = closing.closes(actor=console_actor())

        assert len(closed) >= 20
        assert [closing.verify(row, snapshots=loaded) for row in closed] == [""] * len(closed)
        assert [row.previous_digest for row in closed][1:] == [row.digest for row in closed][:-1]


class TestMoney:
    def test_arrived_to_the_yuan(self) -> None:
        found = rows(
            """SELECT sum(amount_fen)::bigint AS fen FROM funding_flow
               WHERE kind = 2 AND effective_on <= '2020-12-31'""",
            {},
        )

        assert found[0]["fen"] == EXPECTED["money"]["received_yuan_by_end_of_2020"] * 100

    def test_of_2020_had_arrived_as_the_table_says(self) -> None:
        asked = now()
        city = board(asked)
        found = measures.figures_of(
            asked,
            "funding_rate",
            Basis.FEN,
            list_ids=[list_of(city, 2020, Authority.PROVINCIAL)],
            scope=CITY_WIDE,
        )
        shown = {
            city.counties[f.county_id].code: round(1000 * f.numerator / f.denominator)
            for f in found
            if f.denominator
        }

        assert shown == EXPECTED["money"]["received_of_2020_in_november"]


class TestReturns:
    def test_are_in_time_late_sent_back_and_corrected(self) -> None:
        found = [
            one
            for month in (Month(2019, 12), Month(2020, 4), Month(2020, 9), Month(2020, 10))
            for one in return_desk.month_board(
                month, actor=console_actor(), now=datetime(2021, 5, 1, tzinfo=UTC)
            ).counties
        ]
        kinds = {row.move.kind for one in found for row in one.moves}

        assert kinds == set(MoveKind)
        assert any(one.sent and one.late for one in found)
        assert sum(one.sent is not None and not one.late for one in found) > len(found) / 2

    def test_were_doubted_explained_and_ruled_on(self) -> None:
        found = doubt_desk.doubts_on_file(actor=console_actor(), today=date(2021, 5, 1))

        assert set(found.by_ruling) == {Ruling.UPHELD, Ruling.DISMISSED, Ruling.UNCLEAR}
        assert found.open > 10

    def test_give_away_every_fraud_that_was_planted(self) -> None:
        planted = tomllib.loads((CITY / "returns_truth.toml").read_text("utf-8"))["fraud"]
        raised = doubt_desk.doubts_on_file(actor=console_actor(), today=date(2021, 5, 1)).cards
        caught = {
            (fraud["kind"], fraud["project"])
            for fraud in planted
            for card in raised
            if card.row.project == fraud["project"] and str(card.row.month) in _watched(fraud)
        }
        missed = [f for f in planted if (f["kind"], f["project"]) not in caught]
        for fraud in missed:
            print(f"没有查出：{fraud['project']} {fraud['months'][0]} {fraud['what']}")

        assert missed == []

    def test_are_held_against_the_photos_of_their_starts(self) -> None:
        planted = tomllib.loads((CITY / "returns_truth.toml").read_text("utf-8"))["fraud"]
        false = {fraud["project"] for fraud in planted if fraud["kind"] == "false_start"}
        raised = doubt_desk.doubts_on_file(actor=console_actor(), today=date(2021, 5, 1)).cards
        unseen = {card.row.project for card in raised if card.row.check == "start_unseen"}

        assert unseen == false, "each of them, and no start that somebody saw"

    def test_ask_little_of_the_honest(self) -> None:
        planted = tomllib.loads((CITY / "returns_truth.toml").read_text("utf-8"))["fraud"]
        false = {fraud["project"] for fraud in planted}
        raised = doubt_desk.doubts_on_file(actor=console_actor(), today=date(2021, 5, 1)).cards
        honest = [card for card in raised if card.row.project not in false]
        returns = rows(
            "SELECT count(DISTINCT (county_id, month)) AS n FROM reporting_submission_move", {}
        )[0]["n"]

        assert len(honest) <= 2 * returns
        assert not [card for card in honest if card.row.answer is Answer.REFUSE]


def _watched(fraud: dict[str, Any]) -> set[str]:
    """Return the falsified months and the two after them."""
    last = Month.parse(fraud["months"][-1])
    return {*fraud["months"], str(last.next), str(last.next.next)}


class TestTheFirmsDesk:
    def test_photographs_two_sites_under_works(self) -> None:
        (post,) = accounts.posts_held(accounts.user_id_of(demo.BUILDER), day=AS_OF)
        firm = signing_in.actor_in(post, day=AS_OF)
        with as_officer(firm):
            found = taking.sites_to_photograph(horizon(AS_OF), actor=firm)

        assert found.found == demo.SITES_GIVEN
        assert {one.stage for one in found.shown} == {Stage.UNDER_WORKS.word}


class TestTheRegisterOfActs:
    def test_is_gapless_and_in_the_order_of_its_moments(self) -> None:
        stamps = rows("SELECT seq, recorded_at FROM audit_stamp ORDER BY seq", {})

        assert [row["seq"] for row in stamps] == list(range(1, len(stamps) + 1))
        moments = [row["recorded_at"] for row in stamps]
        assert moments == sorted(set(moments))

    def test_names_no_fact_without_a_stamp(self) -> None:
        assert not rows(
            """SELECT a.id FROM audit_act a
               WHERE NOT EXISTS (SELECT FROM audit_stamp s WHERE s.act_id = a.id)""",
            {},
        )

    def test_stamps_again_by_the_clock(self) -> None:
        hung = rows(
            "SELECT tgenabled FROM pg_trigger WHERE tgname = 'act_is_stamped'",
            {},
        )

        assert [row["tgenabled"] for row in hung] == ["O"]

    def test_keeps_the_renamed_county_one(self) -> None:
        before = divisions.queries.by_code("610928", day=date(2020, 12, 31))
        after = divisions.queries.by_code("610981", day=date(2021, 3, 1))

        assert (before.name, after.name) == ("旬阳县", "旬阳市")
        assert before.id == after.id


class TestTheLeaders:
    def test_answer_for_the_ten_counties_and_leave_gaps_to_be_seen(self) -> None:
        (post, *_) = accounts.posts_held(accounts.user_id_of("demo-zonghe"), day=AS_OF)
        clerk = signing_in.actor_in(post, day=AS_OF)
        found = roster(actor=clerk, today=AS_OF, year=2020)
        led = {
            charge.thing.name
            for line in found.lines
            for charge in line.charges
            if charge.thing.kind is ChargeKind.COUNTY
        }

        assert len(led) == 10
        assert len(found.lines) == 20
        assert {gap.county for gap in found.gaps if not gap.led_by} == {"安康高新区", "恒口示范区"}
        states = {line.state for line in found.lines}
        assert states == set(VisitState), "one of each is to be seen"


class TestThePlanCase:
    def test_stands_computed_for_the_studio(self) -> None:
        user_id = accounts.user_id_of("demo-zonghe")
        (post, *_) = accounts.posts_held(user_id, day=AS_OF)
        actor = signing_in.actor_in(post, day=AS_OF)
        with as_officer(actor):
            (line,) = cases.cases_of(actor=actor)
            page = results.studio(line.case.public_id, actor=actor)

        assert line.case.title == "2022 年计划第一稿"
        assert page.run is not None
        assert page.run.has_plan
        assert len(page.lines) == 920
        chosen = [one for one in page.lines if one.is_in]
        paid = sum(fen for one in chosen for _, _, fen in one.line.told["paid"])
        assert 20_000 <= paid // 1_000_000 <= 21_000
        assert all(one.line.told["because"] for one in page.lines if not one.is_in)
