"""What leaves the house: the root in the bulletin, the export, the receipts; each convicts a liar."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jiugai.domain.bulletins.document import Template, imprint_lines, text_of
from jiugai.domain.calendar import Month
from jiugai.exchange import verify_trace
from jiugai.services.audit import papers, sealing
from jiugai.services.audit.verifying import verify_register
from jiugai.services.bulletins import writing
from jiugai.services.reporting import closing
from jiugai.storage.audit import seal_queries
from tests.services.little_city import LittleCity

TODAY = date(2020, 11, 20)
OCTOBER = Month(2020, 10)
NOVEMBER = datetime(2020, 11, 5, 18, tzinfo=ZoneInfo("Asia/Shanghai"))


def close(little: LittleCity, snapshots: Path) -> closing.CloseRow:
    return closing.close(OCTOBER, actor=little.clerk, at=NOVEMBER, snapshots=snapshots).row


class TestTheRootOfAClose:
    def test_is_over_everything_recorded_up_to_its_stamp(
        self, fresh_little: LittleCity, tmp_path: Path
    ):
        row = close(fresh_little, tmp_path)

        events = [leaf for leaf in seal_queries.leaves(last=row.trace_size - 1) if leaf.seq]
        assert [leaf.seq for leaf in events][-1] == row.last_seq
        sealing.seal_all()
        assert verify_register().findings == ()

    def test_stands_in_the_snapshot_and_in_the_bulletin(
        self, fresh_little: LittleCity, tmp_path: Path
    ):
        row = close(fresh_little, tmp_path)

        manifest = json.loads(next(tmp_path.rglob("manifest.json")).read_text("utf-8"))
        assert manifest["trace"] == {"size": row.trace_size, "root": row.trace_root}
        assert closing.verify(row, snapshots=tmp_path) == ""
        bulletin = writing.composed_bulletin(row, Template.RED_HEAD)
        last = text_of(imprint_lines(bulletin)[-1], bulletin.figures)
        assert last.replace(" ", "") == f"留痕根：{row.trace_size}条，{row.trace_root}"

    def test_is_told_by_none_of_a_month_closed_before_there_were_seals(
        self, fresh_little: LittleCity, tmp_path: Path
    ):
        row = close(fresh_little, tmp_path)
        traced = writing.composed_bulletin(row, Template.RED_HEAD)
        before = closing.CloseRow(
            row.id, row.month, row.on_day, row.last_seq, row.recorded_at, row.digest, ""
        )

        bulletin = writing.composed_bulletin(before, Template.RED_HEAD)

        assert imprint_lines(bulletin) == imprint_lines(traced)[:-1]
        assert "trace.root" not in bulletin.figures


class TestExport:
    def test_holds_every_event_and_every_root(self, fresh_little: LittleCity, tmp_path: Path):
        row = close(fresh_little, tmp_path / "snapshots")
        path = tmp_path / "留痕.txt"

        checkpoint = papers.export(path, today=TODAY)

        assert checkpoint.origin == "jiugai/610900"
        assert papers.examine_export(path).findings == ()
        assert verify_trace.main([str(path), row.trace_root]) == 0


class TestReceipts:
    def test_prove_each_filing_of_a_county_and_no_other(
        self, fresh_little: LittleCity, tmp_path: Path
    ):
        close(fresh_little, tmp_path / "snapshots")

        shiquan = papers.receipts("610922", today=TODAY)
        hanbin = papers.receipts("610902", today=TODAY)

        verbs = [json.loads(one.event)["verb"] for one in shiquan.receipts]
        assert set(verbs) == {"registry.import_ledger", "reporting.import_return"}
        assert not {one.seq for one in shiquan.receipts} & {one.seq for one in hanbin.receipts}
        path = tmp_path / "回执.json"
        path.write_text(json.dumps(shiquan.as_json(), ensure_ascii=False), encoding="utf-8")
        assert verify_trace.main([str(path), shiquan.printed[0].root.hex()]) == 0

    def test_make_every_county_a_witness_against_a_rewritten_past(
        self, fresh_little: LittleCity, tmp_path: Path
    ):
        document = json.dumps(papers.receipts("610902", today=TODAY).as_json()).encode()
        rewrite_everything()

        held = papers.held_roots(document, "汉滨区回执.json")

        assert verify_register().findings == ()
        assert [f.code for f in verify_register(held=held).findings] == ["register.root"]

    @pytest.mark.usefixtures("fresh_little")
    def test_are_refused_for_a_county_that_there_is_not(self):
        with pytest.raises(papers.NoSuchCounty):
            papers.receipts("999999", today=TODAY)


def rewrite_everything() -> None:
    """Falsify a filing of another county, and seal the whole past anew."""
    from tests.services.audit.test_register import behind_the_back

    with behind_the_back() as owner:
        owner.execute("UPDATE works_reading SET value = value * 2")
        for table in ("audit_leaf", "audit_salt", "audit_checkpoint", "audit_layout"):
            owner.execute(f"DELETE FROM {table}".encode())
    sealing.seal_all()
