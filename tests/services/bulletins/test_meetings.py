"""The cadence at work: papers counted from facts, minutes kept by versions, issued once."""

from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import close_old_connections, connection, transaction

from jiugai.domain.bulletins.agenda import MeetingKind
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.targets import Strength
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.exchange.digests import sm3
from jiugai.services.actor import NotAllowed
from jiugai.services.bulletins import meetings
from jiugai.services.bulletins.meetings import (
    AlreadyDone,
    KeptMeanwhile,
    MeetingPage,
    MinutesTaken,
    NoSuchMeeting,
    PaperChanged,
)
from jiugai.services.programme import targets
from jiugai.services.reach import as_officer
from jiugai.services.supervision.orders.doing import OrderDraft, open_order
from tests.services.little_city import SHIQUAN_OCTOBER, LittleCity, a_return, send
from tests.services.supervision.test_orders import DUE, TODAY, Chain, body_of, laid

TEXT = "一、会议议定\n石泉县住建局要在11月20日前完成北苑小区进场施工。"


def convened(
    little: LittleCity, held_on: date = TODAY, kind: MeetingKind = MeetingKind.WEEK
) -> str:
    done = meetings.convene(kind, held_on, actor=little.clerk, today=held_on)
    assert done.findings == ()
    return done.public_id


def page(little: LittleCity, public_id: str, today: date = TODAY) -> MeetingPage:
    return meetings.page(public_id, actor=little.clerk, today=today)


def keep(little: LittleCity, public_id: str, seen: int = 0, text: str = TEXT) -> None:
    found = meetings.keep_minutes(
        public_id, MinutesTaken(text, "石泉县住建局"), seen=seen, actor=little.clerk, today=DUE
    )
    assert found == ()


def issue(little: LittleCity, public_id: str, seen: int = 1, **more: object) -> int:
    row = meetings.issue_minutes(public_id, seen=seen, actor=little.head, today=DUE, **more)  # type: ignore[arg-type]
    assert row.issue is not None
    return row.issue.number


class TestTheAgenda:
    def test_of_a_first_meeting_looks_back_as_far_as_its_kind(self, little: LittleCity) -> None:
        found = page(little, convened(little, date(2020, 10, 15), MeetingKind.WEEK)).agenda
        assert (found.last_on, found.since) == (None, date(2020, 10, 8))
        assert [(one.reached.community, one.reached.step) for one in found.changes] == [
            ("金州家属院", Step.START)
        ]

    def test_tells_what_changed_since_the_last_one_of_its_kind(self, little: LittleCity) -> None:
        first = convened(little, date(2020, 10, 31))
        keep(little, first)
        changed = SHIQUAN_OCTOBER[1].replace("2020-08-05,,", "2020-08-05,2020-10-30,")
        send(a_return([changed], day=date(2020, 11, 2), name="补报.csv"), actor=little.filer)
        convened(little, date(2020, 11, 1), MeetingKind.DAY)
        found = page(little, convened(little)).agenda
        assert found.last_on == date(2020, 10, 31)
        assert [(one.reached.community, one.reached.step, one.now) for one in found.changes] == [
            ("北苑小区", Step.START, date(2020, 10, 30))
        ], "entered late, and told all the same"

    def test_counts_overdue_orders_as_of_its_day(self, little: LittleCity) -> None:
        late, _in_time = laid(little), laid(little, due_on=date(2021, 1, 1))
        Chain(late, little).to(DeedKind.ASSIGN)
        day = date(2020, 11, 25)
        found = page(little, convened(little, day)).agenda
        assert found.running == 2
        assert [(one.label, one.days_late) for one in found.late_orders] == [("督〔2020〕1号", 5)]
        assert page(little, convened(little, TODAY, MeetingKind.DAY)).agenda.late_orders == ()

    def test_names_who_is_behind_a_target_and_who_owes_a_return(self, little: LittleCity) -> None:
        targets.set_target(
            division_code="610900",
            year=2020,
            indicator="start",
            value=4,
            due_on=date(2020, 10, 30),
            strength=Strength.MUST,
            wording="10月底前全部开工",
            effective_on=date(2020, 10, 1),
            actor=little.clerk,
        )
        found = page(little, convened(little, date(2020, 11, 25))).agenda
        assert {one.community for one in found.behind} == {"北苑小区", "江北小区"}
        assert (found.owing, {one.county for one in found.late_returns}) == (
            3,
            {"石泉县", "汉滨区", "旬阳县"},
        )
        assert not any(one.is_sent for one in found.late_returns)

    def test_stands_still_once_minutes_are_kept(self, little: LittleCity) -> None:
        public_id = convened(little)
        keep(little, public_id)
        before = page(little, public_id).agenda
        laid(little)
        changed = SHIQUAN_OCTOBER[1].replace("2020-08-05,,", "2020-08-05,2020-10-30,")
        send(a_return([changed], day=date(2020, 11, 2), name="补报.csv"), actor=little.filer)
        assert page(little, public_id).agenda == before
        file = meetings.agenda_file(public_id, actor=little.clerk)[1]
        assert meetings.agenda_file(public_id, actor=little.head)[1] == file

    def test_is_the_offices(self, little: LittleCity) -> None:
        public_id = convened(little)
        for actor in (little.filer, little.street, little.auditor):
            with pytest.raises(NotAllowed):
                meetings.page(public_id, actor=actor, today=TODAY)
            with pytest.raises(NotAllowed):
                meetings.meetings(actor=actor)


class TestConvening:
    def test_refuses_the_same_day_twice_and_one_before_the_last(self, little: LittleCity) -> None:
        convened(little)
        for day, code in ((TODAY, "meeting.known"), (date(2020, 11, 1), "meeting.out_of_order")):
            done = meetings.convene(MeetingKind.WEEK, day, actor=little.clerk, today=TODAY)
            assert [finding.code for finding in done.findings] == [code]
        assert len(meetings.meetings(actor=little.clerk)) == 1

    def test_happens_once_for_one_request(self, little: LittleCity) -> None:
        key = uuid4()
        meetings.convene(MeetingKind.DAY, TODAY, actor=little.clerk, today=TODAY, key=key)
        with pytest.raises(AlreadyDone):
            meetings.convene(
                MeetingKind.DAY, date(2020, 11, 4), actor=little.clerk, today=TODAY, key=key
            )


class TestMinutes:
    def test_are_kept_version_by_version(self, little: LittleCity) -> None:
        public_id = convened(little)
        keep(little, public_id)
        keep(little, public_id, 1, f"{TEXT}\n二、其他")
        found = page(little, public_id)
        assert [one.version for one in found.row.minutes] == [1, 2]
        assert found.minutes is not None
        assert found.minutes.text.endswith("二、其他")

    def test_upon_an_old_page_are_refused(self, little: LittleCity) -> None:
        public_id = convened(little)
        keep(little, public_id)
        with pytest.raises(KeptMeanwhile):
            keep(little, public_id)
        assert page(little, public_id).version == 1

    def test_are_taken_apart_and_lead_to_orders_that_the_meeting_knows(
        self, little: LittleCity
    ) -> None:
        public_id = convened(little)
        keep(little, public_id)
        row, paper = meetings.apart(public_id, actor=little.clerk)
        (task,) = paper.found.tasks
        assert (task.due_on, [owner.name for owner in task.owners]) == (DUE, ["石泉县住建局"])
        draft = OrderDraft(
            task.text, body_of(little.filer), source=meetings.source_of_orders(row), due_on=DUE
        )
        open_order(draft, actor=little.clerk, today=TODAY)
        assert [card.row.demand for card in page(little, public_id).orders] == [task.text]

    def test_are_read_from_a_file(self, little: LittleCity) -> None:
        text, findings = meetings.read_minutes(
            TEXT.encode("gb18030"), document="纪要.txt", actor=little.clerk
        )
        assert "北苑小区进场施工" in text
        assert findings == ()
        nothing, refused = meetings.read_minutes(
            b"PK\x03\x04 broken", document="纪要.docx", actor=little.clerk
        )
        assert nothing == ""
        assert refused

    def test_that_were_not_kept_lead_nowhere(self, little: LittleCity) -> None:
        public_id = convened(little)
        for ask in (
            lambda: meetings.apart(public_id, actor=little.clerk),
            lambda: meetings.minutes_file(public_id, actor=little.clerk, today=TODAY),
            lambda: meetings.page("nowhere", actor=little.clerk, today=TODAY),
        ):
            with pytest.raises(NoSuchMeeting):
                ask()


class TestIssuing:
    def test_takes_the_years_next_number_and_keeps_the_files_digest(
        self, little: LittleCity
    ) -> None:
        first, second = convened(little), convened(little, TODAY, MeetingKind.MONTH)
        keep(little, first)
        keep(little, second)
        assert [issue(little, second), issue(little, first)] == [1, 2]
        row, file = meetings.minutes_file(first, actor=little.clerk, today=date(2021, 5, 1))
        assert row.issue is not None
        assert sm3(file).hex() == row.issue.sm3

    def test_is_the_heads_and_once(self, little: LittleCity) -> None:
        public_id = convened(little)
        keep(little, public_id)
        with pytest.raises(NotAllowed):
            meetings.issue_minutes(public_id, seen=1, actor=little.clerk, today=DUE)
        issue(little, public_id)
        with pytest.raises(KeptMeanwhile):
            issue(little, public_id)
        with pytest.raises(KeptMeanwhile):
            keep(little, public_id, 1)

    def test_hands_out_nothing_that_is_not_what_was_issued(
        self, little: LittleCity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        public_id = convened(little)
        keep(little, public_id)
        issue(little, public_id)
        monkeypatch.setattr(meetings, "write_docx", lambda _paper: b"another")
        with pytest.raises(PaperChanged):
            meetings.minutes_file(public_id, actor=little.clerk, today=DUE)

    def test_changes_nothing_that_was_kept(self, little: LittleCity) -> None:
        keep(little, convened(little))
        with (
            pytest.raises(Exception, match=r"never changed|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE bulletins_minutes SET text = '另一种说法'")


def test_of_two_who_keep_minutes_at_once_one_is_told(fresh_little: LittleCity) -> None:
    public_id = convened(fresh_little)
    barrier, outcomes = Barrier(2), []

    def send_minutes(text: str) -> None:
        try:
            barrier.wait()
            with as_officer(fresh_little.clerk):
                keep(fresh_little, public_id, text=text)
            outcomes.append("kept")
        except KeptMeanwhile:
            outcomes.append("meanwhile")
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=send_minutes, args=(f"纪要{n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept", "meanwhile"]
