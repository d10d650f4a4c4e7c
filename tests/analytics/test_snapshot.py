"""Snapshots: chained, provable from their files alone, and the same however often they are made."""

import json
import shutil
from pathlib import Path

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.analytics import snapshot
from jiugai.analytics.duckdb_engine import Engine
from jiugai.analytics.snapshot import Broken, Delta
from jiugai.analytics.snapshot_load import engine_tables
from jiugai.analytics.snapshot_tables import LEFT_OUT, TABLES, SnapshotTable
from jiugai.domain.calendar import Month
from jiugai.domain.facts import Horizon
from jiugai.domain.reporting.indicators import count
from jiugai.exchange.digests import sm3
from tests.analytics.histories import DAYS, FIRST_DAY, SEQS_A_CASE, Case, load
from tests.analytics.test_engines_agree import by_postgres

CITY = "610900"
MONTHS = 4
NASTY = ["", "\\N", "制表\t换行\n回车\r反斜\\杠", '引号"与,逗号', "\u2028行\x85", " 空 ", "\b\f\v"]


def deltas() -> list[Delta]:
    """Return four months of forty stamps each, not yet chained."""
    month, found = Month(2020, 1), []
    for number in range(MONTHS):
        first = number * SEQS_A_CASE + 1
        found.append(Delta(CITY, month, first, first + SEQS_A_CASE - 1, ""))
        month = month.next
    return found


def close_all(postgres: psycopg.Connection, root: Path) -> list[str]:
    """Write all months as a chain; return their digests."""
    digests: list[str] = []
    for delta in deltas():
        chained = Delta(
            delta.city,
            delta.month,
            delta.first_seq,
            delta.last_seq,
            digests[-1] if digests else "",
        )
        digests.append(snapshot.write(postgres, root, chained, sm3=sm3))
    return digests


def folders(root: Path) -> list[Path]:
    return [snapshot.folder_of(root, delta.city, delta.month) for delta in deltas()]


@pytest.fixture
def register(spine: psycopg.Connection) -> psycopg.Connection:
    cases = [Case(number) for number in range(MONTHS)]
    load(spine, [case.history for case in cases], range(1, MONTHS * SEQS_A_CASE + 1))
    return spine


def say(postgres: psycopg.Connection, text: str, number: int) -> None:
    """Record a paper of the given name in the first act."""
    with postgres.transaction():
        postgres.execute("SET LOCAL session_replication_role = replica")
        postgres.execute(
            "INSERT INTO audit_document (sm3, kind, name, number, bytes, act_id)"
            " SELECT decode(lpad(to_hex(%s::int), 64, '0'), 'hex'), '照片', %s, '', 0, act_id"
            " FROM audit_stamp WHERE seq = 1",
            [number, text],
        )


class TestWrite:
    def test_twice_gives_the_same_digests_and_the_same_bytes(
        self, register: psycopg.Connection, tmp_path: Path
    ) -> None:
        first = close_all(register, tmp_path / "a")
        second = close_all(register, tmp_path / "b")

        def files(root: Path) -> dict[str, bytes]:
            found = (file for folder in folders(root) for file in folder.iterdir())
            return {f"{file.parent.name}/{file.name}": file.read_bytes() for file in found}

        assert first == second
        assert len(set(first)) == MONTHS
        assert files(tmp_path / "a") == files(tmp_path / "b")

    def test_leaves_old_digests_as_they_were_when_history_is_corrected(
        self, register: psycopg.Connection, tmp_path: Path
    ) -> None:
        before = close_all(register, tmp_path / "a")
        later = Case(MONTHS)
        load(
            register,
            [later.history],
            range(MONTHS * SEQS_A_CASE + 1, (MONTHS + 1) * SEQS_A_CASE + 1),
        )

        assert close_all(register, tmp_path / "b") == before

    def test_over_the_remains_of_a_crash_makes_it_whole(
        self, register: psycopg.Connection, tmp_path: Path
    ) -> None:
        digests = close_all(register, tmp_path)
        folder = folders(tmp_path)[0]
        remains = folder.with_name(folder.name + ".new")
        remains.mkdir()
        (remains / "step.parquet").write_bytes(b"half")
        (folder / "step.parquet").unlink()

        assert snapshot.write(register, tmp_path, deltas()[0], sm3=sm3) == digests[0]
        assert snapshot.verify(folder, sm3=sm3) == digests[0]
        assert not remains.exists()

    @pytest.mark.parametrize("setting", ["DateStyle = 'SQL, DMY'", "TimeZone = 'America/Lima'"])
    def test_does_not_depend_on_the_session(
        self, register: psycopg.Connection, tmp_path: Path, setting: str
    ) -> None:
        before = close_all(register, tmp_path / "a")
        register.execute(f"SET {setting}".encode())

        assert close_all(register, tmp_path / "b") == before


class TestVerify:
    def test_recomputes_the_digest_from_the_files_alone(
        self, register: psycopg.Connection, tmp_path: Path
    ) -> None:
        for number, text in enumerate(NASTY, 1):
            say(register, text, number)

        digests = close_all(register, tmp_path)

        assert [snapshot.verify(folder, sm3=sm3) for folder in folders(tmp_path)] == digests
        names = snapshot.read_rows(folders(tmp_path)[0], "document")["name"].to_pylist()
        assert names == NASTY

    def test_does_not_mind_another_writer_or_other_settings(
        self, register: psycopg.Connection, tmp_path: Path
    ) -> None:
        digests = close_all(register, tmp_path)
        file = folders(tmp_path)[0] / "reading.parquet"
        pq.write_table(pq.read_table(file), file, compression="snappy", row_group_size=3)

        assert snapshot.verify(folders(tmp_path)[0], sm3=sm3) == digests[0]

    @pytest.mark.parametrize("name", ["step", "reading", "act"])
    def test_finds_a_changed_a_missing_and_an_added_row(
        self, register: psycopg.Connection, tmp_path: Path, name: str
    ) -> None:
        close_all(register, tmp_path)
        files = [folder / f"{name}.parquet" for folder in folders(tmp_path)]
        file = max(files, key=lambda found: pq.read_table(found).num_rows)
        rows = pq.read_table(file)
        turned = rows.take(list(reversed(range(rows.num_rows))))
        spoilt = [rows.slice(1), rows.slice(0, rows.num_rows - 1), turned]
        spoilt.append(pa.concat_tables([rows, rows.slice(0, 1)]))

        for other in spoilt:
            pq.write_table(other, file)
            with pytest.raises(Broken, match=name):
                snapshot.verify(file.parent, sm3=sm3)

    def test_finds_what_is_no_snapshot(self, register: psycopg.Connection, tmp_path: Path) -> None:
        close_all(register, tmp_path)
        folder = folders(tmp_path)[0]
        manifest = folder / snapshot.MANIFEST
        good = manifest.read_bytes()
        for bad in (
            b"",
            b"[]",
            b"{}",
            good + b" ",
            good.replace(b'"2020-01"', b'"2020-13"'),
            json.dumps(json.loads(good), indent=1).encode(),
        ):
            manifest.write_bytes(bad)
            with pytest.raises(Broken):
                snapshot.verify(folder, sm3=sm3)
        manifest.write_bytes(good)
        (folder / "step.parquet").write_bytes(b"PAR1 not")
        with pytest.raises(Broken, match="step"):
            snapshot.verify(folder, sm3=sm3)


class TestVerifyChain:
    def test_returns_the_last_digest_of_a_whole_chain(
        self, register: psycopg.Connection, tmp_path: Path
    ) -> None:
        digests = close_all(register, tmp_path)

        assert snapshot.verify_chain(folders(tmp_path), sm3=sm3) == digests[-1]
        assert snapshot.verify_chain([], sm3=sm3) == ""

    def test_finds_a_gap_and_a_month_that_was_made_anew(
        self, register: psycopg.Connection, tmp_path: Path
    ) -> None:
        close_all(register, tmp_path)
        chain = folders(tmp_path)
        with pytest.raises(Broken, match="2020-03"):
            snapshot.verify_chain([chain[0], chain[2]], sm3=sm3)
        say(register, "补进来的文件", 1)
        snapshot.write(register, tmp_path, deltas()[0], sm3=sm3)

        with pytest.raises(Broken, match="2020-02"):
            snapshot.verify_chain(chain, sm3=sm3)


class TestEngineTables:
    def test_count_the_same_as_the_register_at_every_close(
        self, register: psycopg.Connection, tmp_path: Path
    ) -> None:
        close_all(register, tmp_path)
        for months in range(1, MONTHS + 1):
            tables, high = engine_tables(folders(tmp_path)[:months])
            engine = Engine()
            engine.admit(tables, city=int(CITY), high=high)
            horizon = Horizon(FIRST_DAY.replace(month=2), high)

            told = engine.series(int(CITY), [horizon])[0]

            assert high == months * SEQS_A_CASE
            assert told == by_postgres(register, horizon)
            assert told == [
                row for number in range(months) for row in count(Case(number).history, horizon)
            ]
        assert DAYS > 31  # the day asked about lies within the histories


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)


class TestCanonicalText:
    TABLE = SnapshotTable({"seq": "int", "says": "text", "flag": "flag"}, "t f")

    @given(st.lists(st.tuples(st.none() | texts, st.none() | st.booleans()), max_size=6))
    def test_comes_back_from_the_rows_as_it_was(
        self, rows: list[tuple[str | None, bool | None]]
    ) -> None:
        lines = []
        for seq, (says, flag) in enumerate(rows):
            text = "\\N" if says is None else says.replace("\\", "\\\\")
            for raw, written in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\b", "\\b")):
                text = text.replace(raw, written)
            text = text.replace("\f", "\\f").replace("\v", "\\v")
            lines.append(f"{seq}\t{text}\t{ {None: chr(92) + 'N', True: 't', False: 'f'}[flag] }\n")
        written_text = "".join(lines).encode()

        parsed = self.TABLE.parse(written_text)

        assert parsed["says"].to_pylist() == [says for says, _ in rows]
        assert snapshot.canonical(parsed, self.TABLE) == written_text


class TestTables:
    def test_hold_every_column_that_bears_an_act_or_say_why_not(
        self, spine: psycopg.Connection
    ) -> None:
        rows = spine.execute(
            "SELECT c.relname, array_agg(a.attname) FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname"
        ).fetchall()
        held: dict[str, set[str]] = {}
        for table in TABLES.values():
            source = next(w for w in table.source.replace("(", " ").split() if "_" in w)
            for name in (source, *(w for w in table.source.split() if w in dict(rows))):
                held.setdefault(name, set()).update(table.columns)
        everywhere = {"id", "act_id"}  # the act is told by its stamp

        missing = [
            f"{name}.{column}"
            for name, columns in rows
            if "act_id" in columns or name in held
            for column in columns
            if column not in held.get(name, set()) | everywhere
            and not {name, f"{name}.{column}"} & LEFT_OUT.keys()
        ]

        assert missing == []

    def test_are_written_though_all_are_empty(
        self, spine: psycopg.Connection, tmp_path: Path
    ) -> None:
        digest = snapshot.write(spine, tmp_path, Delta(CITY, Month(2020, 1), 1, 0, ""), sm3=sm3)

        folder = snapshot.folder_of(tmp_path, CITY, Month(2020, 1))
        assert snapshot.verify(folder, sm3=sm3) == digest
        shutil.rmtree(folder)
        with pytest.raises(Broken):
            snapshot.verify(folder, sm3=sm3)
