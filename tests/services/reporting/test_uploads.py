"""The wizard: files kept, read in the background, planned, decided on, written once."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import pytest

from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.plan import RowKind, row_key
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.reporting import intake, uploads
from jiugai.services.reporting.intake import LedgerFile
from jiugai.services.reporting.uploads import NoSuchUpload, NotReady, OutsideScope
from jiugai.storage.audit.queries import acts, last_mark
from jiugai.storage.programme.models import Step
from jiugai.storage.registry.models import CommunityVersion
from tests.services.little_city import (
    HEAD,
    RETURN_HEAD,
    SHIQUAN,
    SHIQUAN_OCTOBER,
    LittleCity,
    a_return,
    ledger,
    send,
    table,
)

AT = datetime(2020, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
NOVEMBER = date(2020, 11, 3)
NEW = "西苑小区,城关镇,1993,2,45,5400,90"
DOUBT = "金州家属院,,1985,3,101,12000,300"
BAD = "东苑小区,城关镇,1993,2,440/447,5400,90"


def sent(little: LittleCity, *rows: str, actor: Actor | None = None, name: str = "台账.csv") -> int:
    who = actor or little.filer
    batch = uploads.receive(
        [(name, BytesIO(table(HEAD, rows)), "610922")],
        year=2020,
        effective_on=date(2020, 6, 1),
        actor=who,
        at=AT,
    )
    (upload,) = uploads.batch(batch, actor=who)
    return upload.id


def read(little: LittleCity, *rows: str) -> int:
    upload = sent(little, *rows)
    uploads.read_upload(upload, actor_of=lambda *_: little.filer)
    return upload


def sent_return(little: LittleCity, *rows: str) -> int:
    """Send a return of November, have it read, and have its writing queued."""
    batch = uploads.receive(
        [("月报.csv", BytesIO(table(RETURN_HEAD, rows)), "610922")],
        year=2020,
        effective_on=NOVEMBER,
        actor=little.filer,
        at=AT,
    )
    (upload,) = uploads.batch(batch, actor=little.filer)
    uploads.read_upload(upload.id, actor_of=lambda *_: little.filer)
    start_writing(upload.id, little)
    return upload.id


def start_writing(upload: int, little: LittleCity) -> None:
    """Look at the plan, and say that it be written."""
    seen = uploads.plan_of(upload, actor=little.filer)
    uploads.start_writing(upload, actor=little.filer, mark=seen.mark)


class TestAnUpload:
    def test_goes_from_queued_to_written_and_leaves_one_act(self, little: LittleCity) -> None:
        upload = sent(little, NEW, BAD, *SHIQUAN)
        assert uploads.one_of(upload, actor=little.filer).state == "queued"

        uploads.read_upload(upload, actor_of=lambda *_: little.filer)
        row = uploads.one_of(upload, actor=little.filer)
        assert (row.state, row.summary["add"], row.summary["refuse"]) == ("planned", 1, 1)
        mark = last_mark()

        for _ in range(2):  # a second click finds it under way
            start_writing(upload, little)
        for _ in range(2):
            uploads.write_upload(upload, actor_of=lambda *_: little.filer)

        row = uploads.one_of(upload, actor=little.filer)
        assert (row.state, row.summary["written"], row.summary["returned"]) == ("written", 1, 1)
        assert last_mark().seq == mark.seq + 1
        assert acts(limit=1)[0].verb == "registry.import_ledger"

    def test_is_decided_on_row_by_row(self, little: LittleCity) -> None:
        upload = read(little, DOUBT)
        planned = uploads.plan_of(upload, actor=little.filer)
        (asked,) = planned.plan.rows
        assert asked.kind is RowKind.ASK

        same = f"same:{little.number_of('金州家属院')}"
        uploads.choose(upload, {row_key(asked.row): same}, actor=little.filer)

        (settled,) = uploads.plan_of(upload, actor=little.filer).plan.rows
        assert settled.kind is RowKind.CHANGE

    def test_that_the_register_overtook_is_planned_again_as_it_stands(
        self, little: LittleCity
    ) -> None:
        upload = read(little, NEW)
        send(ledger([NEW], day=date(2020, 6, 1), name="别人.csv"), actor=little.clerk)

        (row,) = uploads.plan_of(upload, actor=little.filer).plan.rows

        assert row.kind is RowKind.SAME

    def test_comes_back_with_a_comment_in_each_bad_cell(self, little: LittleCity) -> None:
        upload = read(little, NEW, BAD)

        name, content = uploads.returned(upload, actor=little.filer)

        assert name == "台账（退回）.xlsx"
        assert content[:2] == b"PK"

    def test_may_be_given_up_and_is_then_closed(self, little: LittleCity) -> None:
        upload = read(little, NEW)
        mark = last_mark()

        uploads.abandon(upload, actor=little.filer)
        start_writing(upload, little)
        uploads.write_upload(upload, actor_of=lambda *_: little.filer)

        assert uploads.one_of(upload, actor=little.filer).state == "abandoned"
        assert last_mark() == mark
        with pytest.raises(NotReady, match="不能再改"):
            uploads.choose(upload, {}, actor=little.filer)
        with pytest.raises(NotReady):
            uploads.name_columns(
                upload, {"户": Column.HOUSEHOLDS}, actor=little.filer, today=date(2020, 6, 1)
            )

    def test_is_read_again_by_the_columns_that_the_clerk_named(self, little: LittleCity) -> None:
        upload = sent(little, NEW)
        uploads.read_upload(upload, actor_of=lambda *_: little.filer)

        uploads.name_columns(
            upload,
            {"计划投资（万元）": Column.REMARK},
            actor=little.filer,
            today=date(2020, 6, 1),
        )
        uploads.read_upload(upload, actor_of=lambda *_: little.filer)

        reading = uploads.plan_of(upload, actor=little.filer).reading
        assert Column.INVESTMENT not in reading.rows[0].values
        assert acts(limit=1)[0].verb == "registry.name_columns"

    def test_that_is_no_workbook_is_refused_in_a_sentence(self, little: LittleCity) -> None:
        batch = uploads.receive(
            [("坏.xlsx", BytesIO(b"PK\x03\x04 nonsense"), "610922")],
            year=2020,
            effective_on=date(2020, 6, 1),
            actor=little.filer,
            at=AT,
        )
        (upload,) = uploads.batch(batch, actor=little.filer)
        uploads.read_upload(upload.id, actor_of=lambda *_: little.filer)

        row = uploads.one_of(upload.id, actor=little.filer)
        assert row.state == "refused"
        assert row.summary["sentence"]


class TestAWritingThatIsOvertaken:
    """Somebody else writes after the plan was made and before its lock was had."""

    OTHER = ledger([NEW], day=date(2020, 6, 1), name="别人.csv")

    @pytest.fixture
    def overtaken(
        self, little: LittleCity, monkeypatch: pytest.MonkeyPatch
    ) -> Callable[[LedgerFile], None]:
        """Let a clerk's file be written in the very moment after the next plan."""

        def by(file: LedgerFile) -> None:
            waiting, planned = [file], intake.plan

            def plan(*given: Any, **named: Any) -> intake.Plan:
                found = planned(*given, **named)
                if waiting:
                    send(waiting.pop(), actor=little.clerk)
                return found

            monkeypatch.setattr(uploads.intake, "plan", plan)

        return by

    def test_writes_nothing_and_shows_the_plan_as_it_is_now(
        self, little: LittleCity, overtaken: Callable[[LedgerFile], None]
    ) -> None:
        upload = read(little, NEW, "东苑小区,城关镇,1993,2,45,5400,90")
        start_writing(upload, little)
        before = last_mark().seq
        overtaken(self.OTHER)

        uploads.write_upload(upload, actor_of=lambda *_: little.filer)

        row = uploads.one_of(upload, actor=little.filer)
        assert (row.state, row.progress) == ("planned", 100)
        assert "没有写入任何数据" in row.summary["sentence"]
        assert (row.summary["add"], row.summary["same"]) == (1, 1)  # the clerk's own stands by now
        assert last_mark().seq == before + 1  # and is all that was written

    def test_holds_from_the_look_on_and_not_only_from_the_writing(self, little: LittleCity) -> None:
        upload = read(little, NEW, "东苑小区,城关镇,1993,2,45,5400,90")
        seen = uploads.plan_of(upload, actor=little.filer).mark
        send(self.OTHER, actor=little.clerk)
        before = last_mark().seq

        uploads.start_writing(upload, actor=little.filer, mark=seen)
        uploads.write_upload(upload, actor_of=lambda *_: little.filer)

        row = uploads.one_of(upload, actor=little.filer)
        assert row.state == "planned"
        assert "请重新看一遍方案" in row.summary["sentence"]
        assert last_mark().seq == before

    def test_of_a_monthly_return_holds_from_the_look_on(self, little: LittleCity) -> None:
        started = SHIQUAN_OCTOBER[1].replace("2020-08-05,,", "2020-08-05,2020-11-02,")
        upload = sent_return(little, started)  # its plan is looked at here
        send(a_return([started], day=NOVEMBER, name="别人.csv"), actor=little.clerk)
        before = last_mark().seq

        uploads.write_upload(upload, actor_of=lambda *_: little.filer)

        assert uploads.one_of(upload, actor=little.filer).state == "planned"
        assert last_mark().seq == before

    @pytest.mark.parametrize("mark", ["", "abc", "-1", "9" * 40, "１２"])
    def test_is_asked_for_again_if_nobody_can_tell_which_plan_was_seen(
        self, little: LittleCity, mark: str
    ) -> None:
        upload = read(little, NEW)
        before = last_mark().seq

        uploads.start_writing(upload, actor=little.filer, mark=mark)
        uploads.write_upload(upload, actor_of=lambda *_: little.filer)

        assert uploads.one_of(upload, actor=little.filer).state == "planned"
        assert last_mark().seq == before

    def test_is_written_once_when_it_is_sent_on_again(
        self, little: LittleCity, overtaken: Callable[[LedgerFile], None]
    ) -> None:
        upload = read(little, NEW, "东苑小区,城关镇,1993,2,45,5400,90")
        start_writing(upload, little)
        overtaken(self.OTHER)
        uploads.write_upload(upload, actor_of=lambda *_: little.filer)

        start_writing(upload, little)
        uploads.write_upload(upload, actor_of=lambda *_: little.filer)

        row = uploads.one_of(upload, actor=little.filer)
        assert (row.state, row.summary["written"], row.summary["sentence"]) == ("written", 1, "")
        for name in ("西苑小区", "东苑小区"):
            assert CommunityVersion.objects.filter(name=name).count() == 1

    def test_of_a_monthly_return_writes_none_of_its_facts(
        self, little: LittleCity, overtaken: Callable[[LedgerFile], None]
    ) -> None:
        started = SHIQUAN_OCTOBER[1].replace("2020-08-05,,", "2020-08-05,2020-11-02,")
        upload = sent_return(little, started)
        facts = Step.objects.count()
        overtaken(a_return([started], day=NOVEMBER, name="别人.csv"))

        uploads.write_upload(upload, actor_of=lambda *_: little.filer)

        row = uploads.one_of(upload, actor=little.filer)
        assert row.state == "planned"
        assert "没有写入任何数据" in row.summary["sentence"]
        assert Step.objects.count() == facts + 1  # the other's 开工 alone


class TestAFaultOfOurs:
    def fail(self, *_given: object, **_named: object) -> NoReturn:
        raise OSError("no space left on device")

    def test_in_reading_is_told_and_leaves_nothing_hanging(
        self, little: LittleCity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        upload = sent(little, NEW)
        monkeypatch.setattr(uploads.reading_process, "read_ledger", self.fail)

        with pytest.raises(OSError, match="no space"):
            uploads.read_upload(upload, actor_of=lambda *_: little.filer)

        row = uploads.one_of(upload, actor=little.filer)
        assert row.state == "refused"
        assert "没有写入任何数据。请重新上传" in row.summary["sentence"]

    def test_in_writing_goes_back_to_the_plan_and_can_be_tried_again(
        self, little: LittleCity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        upload = read(little, NEW)
        start_writing(upload, little)
        with monkeypatch.context() as broken:
            broken.setattr(uploads.intake, "write", self.fail)
            with pytest.raises(OSError, match="no space"):
                uploads.write_upload(upload, actor_of=lambda *_: little.filer)
        row = uploads.one_of(upload, actor=little.filer)
        assert row.state == "planned"
        assert "请再点一次“写入”" in row.summary["sentence"]

        start_writing(upload, little)
        uploads.write_upload(upload, actor_of=lambda *_: little.filer)

        row = uploads.one_of(upload, actor=little.filer)
        assert (row.state, row.summary["sentence"]) == ("written", "")

    def test_in_a_post_that_was_lost_meanwhile_writes_nothing(self, little: LittleCity) -> None:
        upload = read(little, NEW)
        start_writing(upload, little)
        mark = last_mark()

        def lost(user_id: int, post_id: int) -> Actor:
            raise LookupError(post_id)

        with pytest.raises(LookupError):
            uploads.write_upload(upload, actor_of=lost)

        assert uploads.one_of(upload, actor=little.filer).state == "planned"
        assert last_mark() == mark


class TestWhoMay:
    def test_not_yet_read_cannot_be_planned(self, little: LittleCity) -> None:
        upload = sent(little, NEW)

        with pytest.raises(NotReady, match="没有写入任何数据"):
            uploads.plan_of(upload, actor=little.filer)

    def test_sees_only_what_one_sent_oneself(self, little: LittleCity) -> None:
        upload = read(little, NEW)

        for look in (
            uploads.one_of,
            uploads.plan_of,
            uploads.returned,
            uploads.abandon,
        ):
            with pytest.raises(NoSuchUpload):
                look(upload, actor=little.clerk)
        with pytest.raises(NoSuchUpload):
            uploads.start_writing(upload, actor=little.clerk, mark="1")
        assert uploads.recent(actor=little.clerk) == ()

    def test_sends_for_the_own_county_alone(self, little: LittleCity) -> None:
        with pytest.raises(OutsideScope):
            sent(little, NEW, actor=little.sibling)
        with pytest.raises(NotAllowed):
            sent(little, NEW, actor=little.head)

    def test_sends_all_files_or_none(self, little: LittleCity) -> None:
        files = [("甲.csv", BytesIO(table(HEAD, [NEW])), "610922"), ("乙.csv", BytesIO(), "610902")]

        with pytest.raises(OutsideScope):
            uploads.receive(
                files, year=2020, effective_on=date(2020, 6, 1), actor=little.filer, at=AT
            )

        assert uploads.recent(actor=little.filer) == ()
