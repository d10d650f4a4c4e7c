"""The drawn list of a month: drawn once, redone by anybody, verified by who did not report."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.findings import blocking
from jiugai.domain.supervision.lights import Light
from jiugai.domain.supervision.rounds import Tallies, Tally, Visit
from jiugai.exchange.draw_files import read_frame
from jiugai.services.actor import Actor, NotAllowed, PostKind
from jiugai.services.reach import as_officer
from jiugai.services.supervision import drawing, recounting, rounds
from jiugai.services.supervision.recounting import OwnReport, RecordedMeanwhile
from jiugai.services.supervision.rounds import AlreadyDone, DrawnBefore, NoBulletin, NoSuchRound
from jiugai.storage.supervision import draws as stored
from jiugai.storage.unit_of_work import unit_of_work
from tests.officers import appoint
from tests.services.little_city import SHIQUAN_OCTOBER, LittleCity, a_return, send
from tests.services.supervision.drawn_city import (
    DRAWN,
    OCTOBER,
    TODAY,
    close_october,
    draw_october,
    issue_october,
)


@pytest.fixture
def drawn(little: LittleCity, tmp_path: Path) -> LittleCity:
    draw_october(little, tmp_path)
    return little


def page(little: LittleCity, actor: Actor | None = None) -> rounds.RoundPage:
    return rounds.round_of(OCTOBER, actor=actor or little.clerk)


def number_of(little: LittleCity, county: str) -> str:
    (line,) = [line for line in page(little).lines if line.row.line.county == county]
    return line.row.line.number


def visit(found: Tallies, **more: object) -> Visit:
    return replace(Visit(date(2020, 11, 12), found, "已到现场"), **more)  # type: ignore[arg-type]


def find(
    little: LittleCity, county: str, found: Tallies, *, who: Actor | None = None, seen: int = 0,
    **more: object,
) -> list[str]:  # fmt: skip
    done = recounting.record(
        OCTOBER,
        number_of(little, county),
        visit(found, **more),
        seen=seen,
        actor=who or little.head,
        today=TODAY,
    )
    assert done.entered is not bool(blocking(done.findings))
    return [finding.code for finding in done.findings]


class TestTheDraw:
    def test_takes_every_project_that_declares_something(self, drawn: LittleCity) -> None:
        found = page(drawn)
        shown = {(line.row.line.county, line.row.line.declared) for line in found.lines}
        # 汉滨区 has started nothing: there is nothing of it to verify.
        assert shown == {("石泉县", Tallies(1, 0, 20)), ("旬阳县", Tallies(1, 0, 10))}
        assert (found.projects, found.draw.light, found.open) == (2, Light.GREEN, 2)

    def test_is_redone_from_what_the_page_gives_away(self, drawn: LittleCity) -> None:
        known = page(drawn).draw
        told = drawing.draw_list(
            rounds.frame_file(OCTOBER, actor=drawn.sibling),
            document="名册.csv",
            month=OCTOBER,
            root=known.root,
            light=known.light,
        )
        assert told.drawn is not None
        assert (told.findings, told.drawn.seed, told.drawn.frame) == ((), known.seed, known.frame)
        assert [pick.candidate.project for pick in told.drawn.picks] == [
            line.row.line.number for line in page(drawn).lines
        ]
        assert [pick.ticket.hex() for pick in told.drawn.picks] == [
            line.row.ticket for line in page(drawn).lines
        ]

    def test_is_drawn_once(self, drawn: LittleCity) -> None:
        with pytest.raises(DrawnBefore, match="一个月只抽一次"):
            rounds.draw_month(OCTOBER, actor=drawn.head, today=TODAY)
        assert len(rounds.rounds(actor=drawn.sibling).drawn) == 1

    def test_follows_from_the_close_and_not_from_what_came_after(
        self, little: LittleCity, tmp_path: Path
    ) -> None:
        issue_october(close_october(little, tmp_path))
        more = SHIQUAN_OCTOBER[0].replace(",20", ",99")
        send(a_return((more,), day=date(2020, 11, 3), name="更正.csv"), actor=little.filer)
        rounds.draw_month(OCTOBER, actor=little.clerk, today=DRAWN)
        declared = {line.row.line.declared.households for line in page(little).lines}
        assert declared == {20, 10}

    def test_waits_for_the_bulletin(self, little: LittleCity, tmp_path: Path) -> None:
        close_october(little, tmp_path)
        assert rounds.rounds(actor=little.clerk).open_month is None
        with pytest.raises(NoBulletin, match="还没有发过通报"):
            rounds.draw_month(OCTOBER, actor=little.clerk, today=DRAWN)

    def test_takes_no_other_month(self, little: LittleCity, tmp_path: Path) -> None:
        issue_october(close_october(little, tmp_path))
        with pytest.raises(NoBulletin, match="最近一期通报是2020年10月的"):
            rounds.draw_month(Month(2020, 9), actor=little.clerk, today=DRAWN)

    def test_is_the_citys_power(self, little: LittleCity) -> None:
        for actor in (little.filer, little.reviewer, little.auditor):
            with pytest.raises(NotAllowed):
                rounds.draw_month(OCTOBER, actor=actor, today=DRAWN)

    def test_happens_once_for_one_request(self, little: LittleCity, tmp_path: Path) -> None:
        issue_october(close_october(little, tmp_path))
        key = uuid4()
        rounds.draw_month(OCTOBER, actor=little.clerk, today=DRAWN, key=key)
        with pytest.raises((AlreadyDone, DrawnBefore)):
            rounds.draw_month(OCTOBER, actor=little.clerk, today=DRAWN, key=key)

    def test_of_two_at_once_one_stands(self, fresh_little: LittleCity, tmp_path: Path) -> None:
        issue_october(close_october(fresh_little, tmp_path))
        gate, told = Barrier(2), []

        def press(actor: Actor) -> None:
            try:
                with as_officer(actor):
                    gate.wait()
                    rounds.draw_month(OCTOBER, actor=actor, today=DRAWN)
                    told.append("drawn")
            except DrawnBefore:
                told.append("before")
            finally:
                connection.close()

        threads = [Thread(target=press, args=(a,)) for a in (fresh_little.clerk, fresh_little.head)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(told) == ["before", "drawn"]
        assert len(page(fresh_little).lines) == 2

    def test_without_one_there_is_no_page(self, little: LittleCity) -> None:
        with pytest.raises(NoSuchRound):
            page(little)


class TestTheVisit:
    def test_concludes_the_round_once_all_were_seen(self, drawn: LittleCity) -> None:
        assert find(drawn, "石泉县", Tallies(1, 0, 20)) == []
        assert page(drawn).verdict is None
        assert find(drawn, "旬阳县", Tallies(1, 0, 4)) == []
        verdict = page(drawn).verdict
        assert verdict is not None
        assert verdict.by_tally[Tally.STARTED].light is Light.GREEN
        assert verdict.by_tally[Tally.HOUSEHOLDS].light is Light.RED
        assert verdict.light is Light.RED
        following = page(drawn).next_rule
        assert following is not None
        assert (following.random, following.by_risk) == (10, 10)

    def test_is_not_by_who_reported(self, drawn: LittleCity) -> None:
        # The filer of 石泉县 has moved to the city's office; it is the same person.
        city = drawn.divisions
        both = appoint(city, "filer", PostKind.CITY_CLERK, "安康市改造办", city.ankang)
        with pytest.raises(OwnReport):
            find(drawn, "石泉县", Tallies(1, 0, 20), who=both)
        assert recounting.drawn_project(
            OCTOBER, number_of(drawn, "石泉县"), actor=both
        ).why_not  # and the page says so before anything is typed
        assert find(drawn, "旬阳县", Tallies(1, 0, 10), who=both) == []

    def test_by_who_reported_the_database_itself_refuses(self, drawn: LittleCity) -> None:
        line = page(drawn).lines[0]
        with (
            pytest.raises(OwnReport),
            transaction.atomic(),
            unit_of_work(verb="tests.enter", user_id=0, post_id=0) as act,
        ):
            stored.enter_recount(
                act,
                candidate=line.row,
                version=1,
                visit=visit(Tallies(1, 0, 1)),
                user_id=drawn.filer.user_id,
                reported_by=[drawn.filer.user_id, 0],
            )

    def test_is_corrected_by_a_later_version_with_its_reason(self, drawn: LittleCity) -> None:
        find(drawn, "石泉县", Tallies(1, 0, 10))
        assert find(drawn, "石泉县", Tallies(1, 0, 20), seen=1, reason="漏数3号楼") == []
        project = recounting.drawn_project(OCTOBER, number_of(drawn, "石泉县"), actor=drawn.filer)
        found = [(r.version, r.visit.found.households) for r in project.line.recounts]
        assert found == [(1, 10), (2, 20)]

    def test_without_a_reason_corrects_nothing(self, drawn: LittleCity) -> None:
        find(drawn, "石泉县", Tallies(1, 0, 10))
        assert find(drawn, "石泉县", Tallies(1, 0, 20), seen=1) == ["recount.no_reason"]

    def test_from_an_old_page_is_refused(self, drawn: LittleCity) -> None:
        find(drawn, "石泉县", Tallies(1, 0, 10))
        with pytest.raises(RecordedMeanwhile):
            find(drawn, "石泉县", Tallies(1, 0, 20), reason="漏数")

    def test_of_a_county_is_shown_to_that_county_alone(self, drawn: LittleCity) -> None:
        find(drawn, "石泉县", Tallies(1, 0, 20))
        find(drawn, "旬阳县", Tallies(1, 0, 4))
        with as_officer(drawn.filer):
            own = page(drawn, drawn.filer)
        assert [(part.county, part.recounted) for part in own.counties] == [("石泉县", 1)]
        assert own.verdict is None
        assert [line.row.line.county for line in own.lines if line.last] == ["石泉县"]

    def test_is_the_citys_power(self, drawn: LittleCity) -> None:
        for actor in (drawn.reviewer, drawn.auditor):
            with pytest.raises(NotAllowed):
                find(drawn, "石泉县", Tallies(1, 0, 20), who=actor)

    def test_is_never_changed(self, drawn: LittleCity) -> None:
        find(drawn, "石泉县", Tallies(1, 0, 20))
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            stored.models.Recount.objects.update(households=1)


class TestTheFiles:
    def test_of_the_frame_is_read_back_line_by_line(self, drawn: LittleCity) -> None:
        found = read_frame(rounds.frame_file(OCTOBER, actor=drawn.filer), "名册.csv")
        assert found.findings == ()
        assert {(c.county, c.light) for c in found.candidates} == {
            ("石泉县", None),
            ("旬阳县", None),
        }

    def test_of_what_was_found_gives_the_same_verdict(self, drawn: LittleCity) -> None:
        find(drawn, "石泉县", Tallies(1, 0, 20))
        find(drawn, "旬阳县", Tallies(1, 0, 4))
        known = page(drawn)
        back = rounds.returned_file(OCTOBER, Tally.HOUSEHOLDS, actor=drawn.clerk)
        told = drawing.draw_list(
            rounds.frame_file(OCTOBER, actor=drawn.clerk),
            document="名册.csv",
            month=OCTOBER,
            root=known.draw.root,
            light=known.draw.light,
            returned=(back, "回表.csv"),
        )
        assert known.verdict is not None
        assert told.verified == known.verdict.by_tally[Tally.HOUSEHOLDS]
