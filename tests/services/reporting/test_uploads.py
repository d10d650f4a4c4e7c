"""The wizard: files kept, read in the background, planned, decided on, written once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from jiugai.domain.registry.ledger import Column
from jiugai.domain.registry.plan import RowKind, row_key
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.reporting import uploads
from jiugai.services.reporting.uploads import NoSuchUpload, NotReady, OutsideScope
from jiugai.storage.audit.queries import acts, last_mark
from tests.services.little_city import HEAD, SHIQUAN, LittleCity, ledger, send, table

AT = datetime(2020, 6, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
NEW = "西苑小区,城关镇,1993,2,45,5400,90"
DOUBT = "金州家属院,,1985,3,101,12000,300"
BAD = "东苑小区,城关镇,1993,2,440/447,5400,90"


def sent(little: LittleCity, *rows: str, actor: Actor | None = None, name: str = "台账.csv") -> int:
    who = actor or little.filer
    batch = uploads.receive(
        [(name, table(HEAD, rows), "610922")],
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


class TestAnUpload:
    def test_goes_from_queued_to_written_and_leaves_one_act(self, little: LittleCity) -> None:
        upload = sent(little, NEW, BAD, *SHIQUAN)
        assert uploads.one_of(upload, actor=little.filer).state == "queued"

        uploads.read_upload(upload, actor_of=lambda *_: little.filer)
        row = uploads.one_of(upload, actor=little.filer)
        assert (row.state, row.summary["add"], row.summary["refuse"]) == ("planned", 1, 1)
        mark = last_mark()

        for _ in range(2):  # a second click finds it under way
            uploads.start_writing(upload, actor=little.filer)
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
        uploads.start_writing(upload, actor=little.filer)
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
            [("坏.xlsx", b"PK\x03\x04 nonsense", "610922")],
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
            uploads.start_writing,
        ):
            with pytest.raises(NoSuchUpload):
                look(upload, actor=little.clerk)
        assert uploads.recent(actor=little.clerk) == ()

    def test_sends_for_the_own_county_alone(self, little: LittleCity) -> None:
        with pytest.raises(OutsideScope):
            sent(little, NEW, actor=little.sibling)
        with pytest.raises(NotAllowed):
            sent(little, NEW, actor=little.head)

    def test_sends_all_files_or_none(self, little: LittleCity) -> None:
        files = [("甲.csv", table(HEAD, [NEW]), "610922"), ("乙.csv", b"", "610902")]

        with pytest.raises(OutsideScope):
            uploads.receive(
                files, year=2020, effective_on=date(2020, 6, 1), actor=little.filer, at=AT
            )

        assert uploads.recent(actor=little.filer) == ()
