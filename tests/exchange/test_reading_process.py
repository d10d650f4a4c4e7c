"""Reading in a process of its own: whatever a file does to that process, the server answers."""

import io
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.registry.ledger import Column, LedgerReading
from jiugai.domain.registry.profile import ColumnProfile
from jiugai.exchange import confinement, reading_process
from jiugai.exchange.reading_process import (
    LedgerFile,
    Task,
    read_ledger,
    read_ledgers,
    run_all,
    run_reader,
)
from jiugai.exchange.upload_limits import upload_limits
from tests.exchange.hostile_files import hostile_files
from tests.exchange.workbook_parts import workbook

TASKS = "tests.exchange.misbehaving_tasks"
TEXT = b"a,b\n1,2\n"


def run(task: str, content: bytes = TEXT, **limits: int) -> object:
    within = replace(upload_limits(), **limits)
    return run_reader(f"{TASKS}:{task}", content, expect=object, name="台账.csv", limits=within)


def code_of(found: object) -> str:
    assert isinstance(found, Finding)
    assert found.message.endswith("本次没有写入任何数据。")
    return found.code


class TestRunReader:
    def test_returns_what_the_function_returns(self) -> None:
        assert run_reader(f"{TASKS}:size", TEXT, {"add": 3}, expect=int) == 11

    def test_returns_a_finding_of_the_function_as_it_is(self) -> None:
        assert run("refuse") == Finding("test.refused", "不收。")

    def test_asks_the_guard_first(self) -> None:
        assert code_of(run("size", b"%PDF-1.7")) == "upload.not_a_workbook"

    @pytest.mark.parametrize(
        ("task", "limits", "code"),
        [
            ("spin", {"cpu_seconds": 0}, "upload.too_slow"),
            ("wait", {"wall_seconds": 1}, "upload.too_slow"),
            ("take_memory", {}, "upload.out_of_memory"),
            ("abort", {}, "upload.broke_off"),
            ("leave", {}, "upload.broke_off"),
            ("fail", {}, "upload.unreadable"),
            ("return_a_module", {}, "upload.unreadable"),
            ("answer_much", {"answer_bytes": 1 << 20}, "upload.answer_too_large"),
        ],
    )
    def test_makes_a_finding_of_every_end(
        self, task: str, limits: dict[str, int], code: str
    ) -> None:
        assert code_of(run(task, **limits)) == code

    def test_takes_another_class_than_expected_for_unreadable(self) -> None:
        found = run_reader(f"{TASKS}:size", TEXT, expect=LedgerReading, name="台账.csv")

        assert code_of(found) == "upload.unreadable"

    def test_is_not_confused_by_what_a_library_prints(self) -> None:
        assert run("chatter") == 7


class TestConfinement:
    def test_hands_down_neither_environment_nor_open_files(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgres://secret")
        with (tmp_path / "open").open("w") as file:
            os.set_inheritable(file.fileno(), True)

            assert run("environment") == ["LANG", "OPENBLAS_NUM_THREADS"]
            assert run("open_descriptors") == 5  # three streams, the answers, the listing itself

    def test_keeps_files_from_being_written(self) -> None:
        assert "writing" not in run("what_may_be_done")  # type: ignore[operator]

    def test_keeps_the_network_and_other_programs_out_of_reach(self) -> None:
        script = (
            "from jiugai.exchange.confinement import confine\n"
            "from jiugai.exchange.upload_limits import upload_limits\n"
            "print(confine(upload_limits()))"
        )
        tried = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        if tried.stdout.strip() != "True":
            pytest.skip("this kernel has no seccomp filter")

        assert run("what_may_be_done") == []

    def test_filters_by_architecture_first(self) -> None:
        program = confinement._program(0xC000003E, {257: 2}, [41])

        assert len(program) % 8 == 0
        assert program[:8] == confinement._step(0x20, 4)
        assert program[-8:] == confinement._step(0x06, 0x7FFF0000)

    def test_never_loads_the_reading_library_into_the_server(self) -> None:
        script = (
            "import sys, json\n"
            "import jiugai.exchange.reading_process, jiugai.exchange.returned_workbook\n"
            "import jiugai.exchange.ledger_template, jiugai.exchange.register_export\n"
            "print(json.dumps([n for n in sys.modules if n.startswith('python_calamine')]))"
        )
        said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

        assert json.loads(said.stdout) == []


class TestRunAll:
    def test_reads_many_files_in_one_process(self, monkeypatch: pytest.MonkeyPatch) -> None:
        started = []
        original = reading_process._Process

        def counted(*arguments: object) -> object:
            started.append(arguments)
            return original(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(reading_process, "_Process", counted)

        answers = list(run_all([Task(f"{TASKS}:size", TEXT + b"x" * n) for n in range(20)]))

        assert [answer.found for answer in answers] == list(range(8, 28))
        assert len(started) == 1

    def test_lets_no_file_suffer_for_its_neighbour(self) -> None:
        bad = {0, 3, 4, 9}
        tasks = [
            Task(f"{TASKS}:abort_at_bad", b"bad" if n in bad else b"%d" % n, f"{n}.csv")
            for n in range(10)
        ]

        answers = [answer.found for answer in run_all(tasks)]

        assert {n for n, found in enumerate(answers) if isinstance(found, Finding)} == bad
        assert [found for found in answers if isinstance(found, str)] == [
            "1",
            "2",
            "5",
            "6",
            "7",
            "8",
        ]

    def test_refuses_an_oversized_file_without_starting_a_process(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reading_process, "_Process", None)
        limits = replace(upload_limits(), file_bytes=3)

        (answer,) = run_all([Task(f"{TASKS}:size", TEXT)], limits=limits)

        assert code_of(answer.found) == "upload.too_large"

    def test_leaves_no_process_behind_when_nobody_asks_for_the_rest(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        started: list[subprocess.Popen[bytes]] = []
        original = subprocess.Popen

        def kept(*arguments: object, **named: object) -> subprocess.Popen[bytes]:
            started.append(original(*arguments, **named))  # type: ignore[call-overload]
            return started[-1]

        monkeypatch.setattr(reading_process.subprocess, "Popen", kept)
        answers = run_all([Task(f"{TASKS}:size", TEXT), Task(f"{TASKS}:spin", TEXT)])
        next(answers)

        answers.close()  # type: ignore[attr-defined]  # a generator

        assert [process.returncode for process in started] == [-signal.SIGKILL]


class TestReadLedgers:
    def test_answers_for_the_whole_hostile_collection(self) -> None:
        hostile = hostile_files()
        told: list[tuple[int, int]] = []
        files = [LedgerFile(file.make(), file.name, 2020) for file in hostile]

        readings = read_ledgers(files, progress=lambda done, of, _: told.append((done, of)))

        for file, reading in zip(hostile, readings, strict=True):
            if file.code:
                assert [finding.code for finding in reading.findings] == [file.code]
                assert reading.refused
                assert not reading.rows
            else:
                assert reading.rows or reading.findings, file.what
        assert told == [(n, len(files)) for n in range(1, len(files) + 1)]

    def test_a_file_that_ends_the_process_is_one_finding(self) -> None:
        for file in hostile_files():
            if not file.code and file.make is workbook:
                reading = read_ledger(file.make(), document=file.name, year=2020)
                assert [row.name for row in reading.rows] == [f"河滨{n}号院" for n in (1, 2, 3)]
                break
        else:
            pytest.fail("the collection has no honest content under a hostile name")

    def test_reads_by_the_profile_of_the_county(self) -> None:
        book, target = Workbook(), io.BytesIO()
        for line in (("小区名称", "甲数"), ("河滨小区", 214), ("江南小区", 120)):
            book.active.append(line)
        book.save(target)
        profile = ColumnProfile({"甲数": Column.HOUSEHOLDS})

        reading = read_ledger(target.getvalue(), document="台账.xlsx", year=2020, profile=profile)

        assert [row.values[Column.HOUSEHOLDS] for row in reading.rows] == [214, 120]

    def test_sets_the_guards_remarks_before_the_readers(self) -> None:
        reading = read_ledger(workbook(), document="台账.xls", year=2020)

        assert reading.findings[0].code == "upload.other_kind"
        assert reading.findings[0].weight is Weight.NOTES
        assert len(reading.rows) == 3
