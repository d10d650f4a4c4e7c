"""Closing a month: what was counted then never moves, and the chain of snapshots proves it."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection

from jiugai.analytics import snapshot
from jiugai.domain.bulletins.document import Template
from jiugai.domain.calendar import Month
from jiugai.domain.divisions import CITY_WIDE
from jiugai.domain.reporting.indicators import Basis, Figure
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.bulletins import publishing, writing
from jiugai.services.facts import horizon
from jiugai.services.reach import as_operator
from jiugai.services.reporting import closing
from jiugai.services.reporting.board import board
from jiugai.services.reporting.closing import MonthNotOver, NothingToReport, OutOfOrder
from jiugai.services.reporting.measures import Rate, figures_of, rate_of
from jiugai.services.supervision import ranking_runs
from jiugai.storage.audit.queries import acts, last_mark
from jiugai.storage.bulletins.queries import IssueRow
from jiugai.storage.divisions import entries as divisions
from jiugai.storage.reporting import queries
from jiugai.storage.reporting.models import Close
from jiugai.storage.unit_of_work import unit_of_work
from tests.services.little_city import (
    OCTOBER,
    LittleCity,
    a_return,
    file_plan,
    ledger,
    officers,
    plan_file,
    send,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
IN_OCTOBER, IN_NOVEMBER = Month(2020, 10), Month(2020, 11)
FIFTH = datetime(2020, 11, 5, 18, tzinfo=SHANGHAI)
NEXT_FIFTH = datetime(2020, 12, 5, 18, tzinfo=SHANGHAI)
LATE_START = "北苑小区,2020,2020-03-20,2020-04-18,2020-06-01,2020-08-05,2020-10-28,,,80,,"

Close_ = Callable[..., closing.Closed]


@pytest.fixture
def close(little: LittleCity, tmp_path: Path) -> Close_:
    """Close a month of the little city, October unless told otherwise."""

    def it(month: Month = IN_OCTOBER, at: datetime = FIFTH) -> closing.Closed:
        return closing.close(month, actor=little.clerk, at=at, snapshots=tmp_path)

    return it


def late_news(little: LittleCity) -> None:
    """Let everything change after October was closed, as far back as it may."""
    send(a_return([LATE_START], name="补报.csv"), actor=little.filer)
    send(ledger(["金州花园,城关镇,1985,3,44,12000,300"], day=OCTOBER), actor=little.filer)
    rows = [("石泉县", "南苑小区", "2020-09-20", "2020-10-18")]
    file_plan(plan_file(rows, day=OCTOBER, year=2021), actor=little.clerk)
    with unit_of_work(verb="divisions.rename", user_id=0, post_id=0) as act:
        divisions.rename(
            act,
            division_id=little.divisions.shiquan,
            code="610992",
            name="石泉市",
            parent_id=little.divisions.ankang,
            since=date(2020, 1, 1),
        )


def _provincial(day: date) -> list[int]:
    lists = board(horizon(day)).lists.values()
    return [row.id for row in lists if row.authority == "provincial"]


def issue(actor: Actor) -> IssueRow:
    """Issue October's bulletin, whose ranking nobody has heard."""
    return writing.issue(
        IN_OCTOBER,
        Template.RED_HEAD,
        issued_on=FIFTH.date(),
        actor=actor,
        unheard_because="市政府要求当日印发",
    )


def started(asked_on: date = OCTOBER) -> Rate:
    return rate_of(
        figures_of(
            horizon(asked_on),
            "start_rate",
            Basis.COMMUNITIES,
            list_ids=_provincial(asked_on),
            scope=CITY_WIDE,
        )
    )


class TestAClosedMonth:
    def test_keeps_numerators_and_denominators_of_every_county(
        self, close: Close_, little: LittleCity
    ) -> None:
        done = close()

        kept = {
            (f.county_id, f.measure, f.basis): (f.numerator, f.denominator)
            for f in queries.figures(done.row.id)
            if f.denominator
        }
        where = little.divisions
        starts = ("start_rate", Basis.COMMUNITIES)
        assert kept[(where.shiquan, *starts)] == (1, 2)
        assert kept[(where.hanbin, *starts)] == (0, 1)
        assert kept[(where.xunyang, *starts)] == (1, 1)
        assert kept[where.shiquan, "funding_rate", Basis.FEN] == (200_000_000, 540_000_000)
        last = acts(limit=1)[0]
        assert (last.verb, last.subject) == ("reporting.close_month", "2020-10")
        assert done.row.last_seq == last.seq - 1

    def test_never_moves_when_later_facts_come_and_the_restated_one_does(
        self, close: Close_, little: LittleCity
    ) -> None:
        row = close().row
        kept, before = queries.figures(row.id), started()

        late_news(little)

        assert queries.figures(row.id) == kept
        assert _recounted(row) == {
            figure for figure in kept if figure.denominator or figure.numerator
        }
        assert (before, started()) == (Rate(2, 4), Rate(3, 5))

    def test_closed_again_is_the_first(self, close: Close_, little: LittleCity) -> None:
        first = close()
        late_news(little)
        mark = last_mark()

        again = close(at=NEXT_FIFTH)

        assert (first.is_new, again.is_new) == (True, False)
        assert again.row == first.row
        assert last_mark() == mark

    def test_closed_by_two_clerks_at_once_is_closed_once(
        self, fresh_little: LittleCity, tmp_path: Path
    ) -> None:
        def clerk(_: int) -> str:
            try:
                return closing.close(
                    IN_OCTOBER, actor=fresh_little.clerk, at=FIFTH, snapshots=tmp_path
                ).row.digest
            finally:
                connection.close()

        with ThreadPoolExecutor(2, initializer=as_operator) as clerks:
            digests = set(clerks.map(clerk, range(2)))

        assert len(digests) == Close.objects.count() == 1
        row = closing.close_of(IN_OCTOBER)
        assert row is not None
        assert closing.verify(row, snapshots=tmp_path) == ""

    def test_names_who_filed_no_return(self, close: Close_) -> None:
        findings = {finding.code: finding.message for finding in close().findings}

        assert list(findings) == ["close.no_return"]
        assert findings["close.no_return"].startswith("汉滨区没有报 2020-10 的月报")

    def test_is_refused_before_its_end(self, close: Close_) -> None:
        with pytest.raises(MonthNotOver, match="没有改动任何数据"):
            close(at=datetime(2020, 10, 31, 23, 59, tzinfo=SHANGHAI))

        # midnight is Shanghai's, wherever the clock stands
        assert close(at=datetime(2020, 10, 31, 16, 1, tzinfo=ZoneInfo("UTC"))).is_new

    def test_is_refused_behind_a_later_one(self, close: Close_) -> None:
        close(IN_NOVEMBER, NEXT_FIFTH)

        with pytest.raises(OutOfOrder, match="已封到 2020-11"):
            close()

    def test_is_refused_without_any_list(self, database: None, tmp_path: Path) -> None:
        empty = officers()

        with pytest.raises(NothingToReport):
            closing.close(IN_OCTOBER, actor=empty.clerk, at=FIFTH, snapshots=tmp_path)

    def test_is_the_city_clerks_to_close(self, little: LittleCity, tmp_path: Path) -> None:
        for actor in (little.head, little.filer, little.auditor):
            with pytest.raises(NotAllowed):
                closing.close(IN_OCTOBER, actor=actor, at=FIFTH, snapshots=tmp_path)
        assert not list(tmp_path.iterdir())


def _recounted(row: closing.CloseRow) -> set[Figure]:
    found = set()
    asked = closing.horizon_of(row)
    for measure in ("start_rate", "completion_rate", "acceptance_rate"):
        for basis in (Basis.COMMUNITIES, Basis.BUILDINGS, Basis.HOUSEHOLDS, Basis.AREA):
            found |= set(figures_of(asked, measure, basis, list_ids=range(99), scope=CITY_WIDE))
    for measure in ("investment_rate", "funding_rate", "payment_rate"):
        found |= set(figures_of(asked, measure, Basis.FEN, list_ids=range(99), scope=CITY_WIDE))
    return {figure for figure in found if figure.denominator or figure.numerator}


class TestTheChain:
    def test_verifies_from_parquet_alone(
        self, close: Close_, little: LittleCity, tmp_path: Path
    ) -> None:
        first = close().row
        late_news(little)
        second = close(IN_NOVEMBER, NEXT_FIFTH).row

        assert second.previous_digest == first.digest != second.digest
        folders = [snapshot.folder_of(tmp_path, "610900", m) for m in (IN_OCTOBER, IN_NOVEMBER)]
        assert snapshot.verify_chain(folders, sm3=sm3) == second.digest
        assert [closing.verify(row, snapshots=tmp_path) for row in (first, second)] == ["", ""]

    @pytest.mark.parametrize("harm", ["tampered", "truncated", "missing", "swapped manifest"])
    def test_tells_what_was_tampered_with(self, close: Close_, tmp_path: Path, harm: str) -> None:
        row = close().row
        folder = snapshot.folder_of(tmp_path, "610900", IN_OCTOBER)
        file = folder / "step.parquet"
        if harm == "tampered":
            rows = pq.read_table(file)
            position = rows.column_names.index("effective_on")
            days = pa.array([date(2020, 1, 1)] * rows.num_rows, rows.schema.field(position).type)
            pq.write_table(
                rows.set_column(position, rows.schema.field(position), days),
                file,
                store_schema=False,
            )
        elif harm == "truncated":
            file.write_bytes(file.read_bytes()[:-7])
        elif harm == "missing":
            file.unlink()
        else:
            manifest = folder / "manifest.json"
            manifest.write_bytes(manifest.read_bytes().replace(b"2020-10", b"2020-09"))

        said = closing.verify(row, snapshots=tmp_path)

        assert "2020-10" in said

    def test_tells_of_a_whole_folder_that_was_swapped(
        self, close: Close_, little: LittleCity, tmp_path: Path
    ) -> None:
        row = close().row
        other = tmp_path / "other"
        delta = snapshot.Delta("610900", IN_OCTOBER, 1, row.last_seq - 1, "")
        connection.ensure_connection()
        snapshot.write(connection.connection, other, delta, sm3=sm3)
        folder = snapshot.folder_of(tmp_path, "610900", IN_OCTOBER)
        shutil.rmtree(folder)
        shutil.move(snapshot.folder_of(other, "610900", IN_OCTOBER), folder)

        assert "与封账时不符" in closing.verify(row, snapshots=tmp_path)


class TestThePapers:
    @pytest.mark.parametrize("template", ["red_head", "serial"])
    def test_written_again_after_later_facts_are_the_same_bytes(
        self, close: Close_, little: LittleCity, tmp_path: Path, template: str
    ) -> None:
        def write(folder: str) -> publishing.Published:
            return publishing.close_and_write(
                IN_OCTOBER,
                actor=little.clerk,
                at=FIFTH,
                folder=tmp_path / folder,
                snapshots=tmp_path / "snapshots",
                template=template,
            )

        first = write("first")
        late_news(little)
        again = write("again")

        assert (first.is_new, again.is_new) == (True, False)
        for (one, _), (other, _) in zip(first.files, again.files, strict=True):
            assert one.name == other.name
            assert one.read_bytes() == other.read_bytes(), one.name
        assert [digest for _, digest in first.files] == [digest for _, digest in again.files]
        assert first.ranking == again.ranking

    def test_bear_the_digest_of_the_snapshot(
        self, close: Close_, little: LittleCity, tmp_path: Path
    ) -> None:
        done = publishing.close_and_write(
            IN_OCTOBER,
            actor=little.clerk,
            at=FIFTH,
            folder=tmp_path / "out",
            snapshots=tmp_path / "snapshots",
        )

        digests = (tmp_path / "out" / "digest-2020-10.txt").read_text("utf-8")
        assert done.row.digest in digests
        docx = (tmp_path / "out" / "bulletin-2020-10.docx").read_bytes()
        assert sm3(docx).hex() in digests
        found = writing.paper(IN_OCTOBER, Template.RED_HEAD, actor=little.clerk)
        assert (
            writing.check_file(IN_OCTOBER, Template.RED_HEAD, docx, actor=little.clerk).findings
            == ()
        )
        assert not found.findings

    def test_of_an_open_month_are_refused(self, little: LittleCity) -> None:
        with pytest.raises(writing.MonthOpen):
            writing.paper(IN_OCTOBER, Template.RED_HEAD, actor=little.clerk)

    def test_once_issued_are_not_written_over(self, close: Close_, little: LittleCity) -> None:
        close()
        red = Template.RED_HEAD
        source = writing.paper(IN_OCTOBER, red, actor=little.clerk).source
        with pytest.raises(NotAllowed):
            issue(little.clerk)

        row = issue(little.head)

        assert acts(limit=1)[0].verb == "bulletins.issue"
        assert writing.issues(actor=little.filer) == (row,)
        with pytest.raises(writing.AlreadyIssued):
            writing.keep(IN_OCTOBER, red, source, actor=little.clerk, at=FIFTH)
        with pytest.raises(writing.AlreadyIssued):
            writing.recompose(IN_OCTOBER, red, actor=little.clerk)
        with pytest.raises(writing.AlreadyIssued):
            issue(little.head)

    def test_with_a_figure_that_the_snapshot_does_not_know_cannot_be_issued(
        self, close: Close_, little: LittleCity
    ) -> None:
        close()
        red = Template.RED_HEAD
        source = writing.paper(IN_OCTOBER, red, actor=little.clerk).source

        kept = writing.keep(
            IN_OCTOBER,
            red,
            source + "\n\n全市已开工 99 个小区，开工率 98.7%。\n",
            actor=little.clerk,
            at=FIFTH,
        )

        assert not kept.is_in_order
        with pytest.raises(writing.NotInOrder):
            issue(little.head)
        writing.recompose(IN_OCTOBER, red, actor=little.clerk)
        assert writing.paper(IN_OCTOBER, red, actor=little.clerk).source == source


class TestKeptRankings:
    def test_are_run_once_and_again_with_the_same_result(
        self, close: Close_, little: LittleCity
    ) -> None:
        row = close().row
        many = ranking_runs.rank_close(row, actor=little.clerk)
        mark = last_mark()

        late_news(little)
        again = ranking_runs.leagues_of(row, actor=little.clerk)

        assert ranking_runs.rank_close(row, actor=little.clerk) == many == len(again) == 2
        kept = ranking_runs.runs_of(row)
        assert acts(verb="supervision.rank")[0].seq == mark.seq
        for run, table in zip(kept, again, strict=True):
            assert bytes(run["inputs_digest"]) == ranking_runs.inputs_digest(table)
            assert run["result"] == ranking_runs.result_of(table)
            assert run["method"] == ranking_runs.method_name(table)

    def test_run_by_two_clerks_at_once_are_kept_once(
        self, fresh_little: LittleCity, tmp_path: Path
    ) -> None:
        row = closing.close(IN_OCTOBER, actor=fresh_little.clerk, at=FIFTH, snapshots=tmp_path).row

        def clerk(_: int) -> int:
            try:
                return ranking_runs.rank_close(row, actor=fresh_little.clerk)
            finally:
                connection.close()

        with ThreadPoolExecutor(3, initializer=as_operator) as clerks:
            assert list(clerks.map(clerk, range(3))) == [2, 2, 2]
        assert len(ranking_runs.runs_of(row)) == 2

    def test_are_the_city_clerks_to_run(self, close: Close_, little: LittleCity) -> None:
        row = close().row

        with pytest.raises(NotAllowed):
            ranking_runs.rank_close(row, actor=little.filer)
