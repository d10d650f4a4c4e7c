"""The monthly return: counted when sent, verified by another, locked with the month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Barrier, Thread
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.reporting.submission.cells import Typed, TypedReason
from jiugai.domain.reporting.submission.stages import MoveKind, Stage
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.reach import as_officer
from jiugai.services.reporting import closing, corrections
from jiugai.services.reporting.board import board
from jiugai.services.reporting.submission import desk, moving
from jiugai.services.reporting.submission.moving import AlreadyDone, MovedMeanwhile
from jiugai.storage.programme.models import Site
from tests.services.little_city import LittleCity

OCTOBER = Month(2020, 10)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2020, 11, day, hour, tzinfo=SHANGHAI)


@dataclass
class County:
    """石泉县's return for October, moved by its officers one move at a time."""

    little: LittleCity

    def page(self, actor: Actor | None = None) -> desk.ReturnPage:
        return desk.page(
            OCTOBER, self.little.divisions.shiquan, actor=actor or self.little.clerk, now=at(20)
        )

    def do(self, kind: MoveKind, who: Actor, *, day: int = 2, **said: object) -> list[str]:
        moved = moving.move_return(
            OCTOBER,
            self.little.divisions.shiquan,
            kind,
            **{"words": "有误"} | said,  # type: ignore[arg-type]
            seen=self.page().county.version,
            actor=who,
            now=at(day),
        )
        assert moved.made is not bool(moved.findings)
        return [finding.code for finding in moved.findings]

    def to(self, last: MoveKind) -> "County":
        for kind, who in (
            (MoveKind.SUBMIT, self.little.filer),
            (MoveKind.VERIFY, self.little.reviewer),
            (MoveKind.ACCEPT, self.little.clerk),
        ):
            assert self.do(kind, who) == []
            if kind is last:
                break
        return self

    @property
    def stage(self) -> Stage:
        return self.page().county.standing.stage


@pytest.fixture
def county(little: LittleCity) -> County:
    return County(little)


def close_october(little: LittleCity, folder: Path) -> None:
    closing.close(OCTOBER, actor=little.clerk, at=at(6), snapshots=folder)


class TestTheCells:
    def test_are_counted_from_the_facts(self, county: County) -> None:
        cells = {cell.name: cell.counted for cell in county.page().cells}
        assert cells["planned_communities"] == 2
        assert cells["started_communities"] == 1
        assert cells["paid_fen"] == 300_000_00

    def test_are_kept_as_they_were_sent(self, county: County) -> None:
        county.to(MoveKind.SUBMIT)
        site = Site.objects.get(community__versions__name="北苑小区")
        corrections.record_step(
            site_id=site.pk,
            step=Step.START,
            on=date(2020, 10, 28),
            document="开工令",
            actor=county.little.filer,
            today=date(2020, 11, 3),
        )
        page = county.page()
        assert page.county.sent is not None
        sent = {cell.name: cell.value for cell in page.county.sent.cells}
        now = {cell.name: cell.value for cell in page.cells}
        assert (sent["started_communities"], now["started_communities"]) == (1, 2)
        assert {name for _, name in page.changed} == {
            f"started_{basis}" for basis in ("communities", "buildings", "households", "area")
        }

    def test_typed_ones_say_why_and_keep_the_count(self, county: County) -> None:
        list_id = county.page().cells[0].list_id
        over = {(list_id, "started_communities"): Typed(2, TypedReason.PAPER, "开工令〔2020〕8号")}
        assert county.do(MoveKind.SUBMIT, county.little.filer, typed=over) == []
        sent = county.page().county.sent
        assert sent is not None
        (cell,) = [cell for cell in sent.cells if cell.typed]
        assert (cell.value, cell.counted, cell.typed) == (2, 1, next(iter(over.values())))

    def test_an_unreasoned_one_is_refused_and_nothing_is_sent(self, county: County) -> None:
        list_id = county.page().cells[0].list_id
        over = {(list_id, "started_communities"): Typed(2, TypedReason.ESTIMATE, "")}
        codes = county.do(MoveKind.SUBMIT, county.little.filer, typed=over)
        assert codes == ["cell.no_reason"]
        assert county.stage is Stage.DRAFT


class TestTheWayUp:
    def test_ends_with_the_city(self, county: County) -> None:
        county.to(MoveKind.ACCEPT)
        assert county.stage is Stage.ACCEPTED
        sent = county.page().county.sent
        assert sent is not None
        assert len(sent.digest) == 64

    def test_each_post_makes_its_own_moves(self, county: County) -> None:
        assert county.page(county.little.filer).county.mine == (MoveKind.SUBMIT,)
        assert county.page(county.little.reviewer).county.mine == ()
        county.to(MoveKind.SUBMIT)
        assert county.page(county.little.filer).county.mine == ()
        mine = county.page(county.little.reviewer).county.mine
        assert mine == (MoveKind.VERIFY, MoveKind.SEND_BACK)
        county.do(MoveKind.VERIFY, county.little.reviewer)
        mine = county.page(county.little.clerk).county.mine
        assert mine == (MoveKind.ACCEPT, MoveKind.SEND_BACK)

    def test_others_have_not_the_power(self, county: County) -> None:
        for actor in (county.little.clerk, county.little.reviewer):
            with pytest.raises(NotAllowed):
                county.do(MoveKind.SUBMIT, actor)
        county.to(MoveKind.SUBMIT)
        for actor in (county.little.clerk, county.little.filer, county.little.head):
            with pytest.raises(NotAllowed):
                county.do(MoveKind.VERIFY, actor)

    def test_another_county_neither_sees_nor_sends_it(self, county: County) -> None:
        with pytest.raises(desk.NoSuchReturn):
            county.page(county.little.sibling)
        with pytest.raises(desk.NoSuchReturn):
            county.do(MoveKind.SUBMIT, county.little.sibling)

    def test_does_not_begin_before_the_month_is_over(self, county: County) -> None:
        early = moving.move_return(
            OCTOBER,
            county.little.divisions.shiquan,
            MoveKind.SUBMIT,
            seen=0,
            actor=county.little.filer,
            now=datetime(2020, 10, 31, 23, 59, tzinfo=SHANGHAI),
        )
        assert [f.code for f in early.findings] == ["submission.too_early"]

    def test_one_request_twice_is_one_move(self, county: County) -> None:
        key = uuid4()

        def submit() -> bool:
            return moving.move_return(
                OCTOBER,
                county.little.divisions.shiquan,
                MoveKind.SUBMIT,
                seen=0,
                actor=county.little.filer,
                now=at(2),
                key=key,
            ).made

        assert submit()
        with pytest.raises(AlreadyDone):
            submit()
        assert county.page().county.version == 1


class TestALockedMonth:
    @pytest.fixture
    def locked(self, county: County, tmp_path: Path) -> Iterator[County]:
        close_october(county.little, tmp_path)
        return county

    def test_takes_only_a_correction(self, locked: County) -> None:
        assert locked.do(MoveKind.SUBMIT, locked.little.filer, day=7) == ["submission.locked"]
        assert locked.page(locked.little.filer).county.mine == (MoveKind.CORRECT,)
        assert locked.do(MoveKind.CORRECT, locked.little.filer, day=7, words="") == [
            "submission.no_reason"
        ]
        assert locked.do(MoveKind.CORRECT, locked.little.filer, day=7) == []
        assert locked.stage is Stage.SUBMITTED

    def test_leaves_the_figures_of_the_close_alone(self, locked: County) -> None:
        row = closing.close_of(OCTOBER)
        assert row is not None
        digest = row.digest
        locked.do(MoveKind.CORRECT, locked.little.filer, day=7)
        again = closing.close_of(OCTOBER)
        assert again is not None
        assert again.digest == digest

    def test_takes_no_extension(self, locked: County) -> None:
        granted = moving.grant_extension(
            OCTOBER, county_id=None, days=2, reason="停网", actor=locked.little.clerk
        )
        assert [f.code for f in granted.findings] == ["submission.extension_too_late"]


class TestExtensions:
    def test_move_the_due_days_of_whom_they_name(self, county: County) -> None:
        before = county.page().county.timings[0].due_on
        moving.grant_extension(
            OCTOBER,
            county_id=county.little.divisions.shiquan,
            days=3,
            reason="洪水断网",
            actor=county.little.clerk,
        )
        page = county.page(county.little.filer)
        assert (page.county.timings[0].due_on - before).days == 3
        assert [one.extension.reason for one in page.extensions] == ["洪水断网"]
        board = desk.month_board(OCTOBER, actor=county.little.sibling, now=at(20))
        assert board.counties[0].timings[0].due_on == before
        assert len(board.extensions) == 1, "public, also for those whom it does not name"

    @pytest.mark.parametrize(
        ("days", "reason", "code"),
        [
            (0, "停网", "submission.extension_days"),
            (61, "停网", "submission.extension_days"),
            (2, " ", "submission.extension_unreasoned"),
        ],
    )
    def test_are_refused(self, county: County, days: int, reason: str, code: str) -> None:
        granted = moving.grant_extension(
            OCTOBER, county_id=None, days=days, reason=reason, actor=county.little.clerk
        )
        assert [f.code for f in granted.findings] == [code]

    def test_are_the_citys_to_grant(self, county: County) -> None:
        with pytest.raises(NotAllowed):
            moving.grant_extension(
                OCTOBER, county_id=None, days=2, reason="停网", actor=county.little.filer
            )


class TestTheMonth:
    def test_says_who_is_late_and_how_many_are_whole(self, county: County) -> None:
        county.to(MoveKind.SUBMIT)
        board = desk.month_board(OCTOBER, actor=county.little.clerk, now=at(20))
        assert {one.county for one in board.counties} == {"石泉县", "汉滨区", "旬阳县"}
        assert (board.discipline.owing, board.discipline.sent) == (3, 1)
        assert all(one.late == 17 for one in board.counties if one.sent is None)

    def test_shows_a_county_only_its_own(self, county: County) -> None:
        board = desk.month_board(OCTOBER, actor=county.little.filer, now=at(20))
        assert [one.county for one in board.counties] == ["石泉县"]
        assert desk.month_board(OCTOBER, actor=county.little.street, now=at(20)).counties == ()


class TestTheDatabase:
    def test_refuses_a_verifier_who_sent(self, county: County) -> None:
        county.to(MoveKind.SUBMIT)
        statement = """
            INSERT INTO reporting_submission_move (act_id, county_id, month, number, kind, user_id,
              on_day, words, sent_by)
            SELECT act_id, county_id, month, 2, 'verify', user_id, on_day, '', user_id
            FROM reporting_submission_move
        """
        with (
            pytest.raises(IntegrityError, match="reporting_verifier_did_not_send"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    def test_refuses_to_change_what_was_sent(self, county: County) -> None:
        county.to(MoveKind.SUBMIT)
        with (
            pytest.raises(DatabaseError, match=r"never changed|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE reporting_submission_move SET words = ''")

    def test_shows_a_county_nothing_of_another(self, county: County) -> None:
        county.to(MoveKind.SUBMIT)
        query = "SELECT count(*) FROM reporting_submission_move"
        for actor, many in ((county.little.filer, 1), (county.little.sibling, 0)):
            with as_officer(actor), connection.cursor() as cursor:
                cursor.execute(query)
                assert cursor.fetchone() == (many,)


class TestTwoAtOnce:
    def test_one_of_two_submissions_counts(self, fresh_little: LittleCity) -> None:
        county, barrier, outcomes = County(fresh_little), Barrier(2), []

        def submit() -> None:
            barrier.wait()
            try:
                with as_officer(fresh_little.filer):
                    moved = moving.move_return(
                        OCTOBER,
                        fresh_little.divisions.shiquan,
                        MoveKind.SUBMIT,
                        seen=0,
                        actor=fresh_little.filer,
                        now=at(2),
                    )
                outcomes.append("made" if moved.made else moved.findings[0].code)
            except MovedMeanwhile:
                outcomes.append("meanwhile")
            finally:
                connection.close()

        threads = [Thread(target=submit) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["made", "meanwhile"]
        assert county.page().county.version == 1


class TestWhoOwesAReturn:
    @pytest.mark.parametrize("month", [Month(2018, 1), Month(2020, 4), OCTOBER, Month(2021, 1)])
    def test_is_what_the_board_of_the_city_says(self, little: LittleCity, month: Month) -> None:
        asked = horizon(month.last_day)
        for who in (little.clerk, little.filer):
            with as_officer(who):
                city = board(asked)
                filed = {site.site.county_id for site in city.sites.values() if site.filed}
                told = {id_: (city.counties[id_].code, city.county_name(id_)) for id_ in filed}
                found = desk.owing_at(asked)
            assert {one.id: (one.code, one.name) for one in found} == told
        assert bool(found) is (month >= Month(2020, 4))

    def test_of_some_months_is_what_each_month_says(self, county: County) -> None:
        county.to(MoveKind.VERIFY)
        months = (Month(2020, 8), Month(2020, 9), OCTOBER)
        clerk = county.little.clerk
        together = desk.month_boards(
            months, closed=(), asked=horizon(at(20).date()), actor=clerk, now=at(20)
        )
        assert tuple(together) == tuple(
            desk.month_board(month, actor=clerk, now=at(20)) for month in months
        )
