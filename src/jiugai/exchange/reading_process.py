"""Reading in a process of its own (隔离读取): a hostile file ends that process, never the server.

Every way in which such a process can end is a finding in plain Chinese. Many files are read in one
process, since starting Python anew costs more than reading a county's ledger; the file at which a
process ended is tried once more in a fresh one, so that no file suffers for its neighbour.
"""

import json
import logging
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import IO, Any, TypeVar

from jiugai.domain.findings import Finding
from jiugai.domain.registry.ledger import LedgerReading
from jiugai.domain.registry.profile import ColumnProfile
from jiugai.exchange import parcel, reading_child
from jiugai.exchange.file_kind import SPREADSHEETS, Kind
from jiugai.exchange.refusals import SEND_AGAIN, TRIM, Refused
from jiugai.exchange.upload_guard import check_size, safe_name
from jiugai.exchange.upload_limits import UploadLimits, in_mib, upload_limits

LEDGER_READER = "jiugai.exchange.ledger.reader:read"

Progress = Callable[[int, int, str], None]
"""Told after each file: how many are done, of how many, and the name of the last."""

T = TypeVar("T")

_ENTRY = (
    "import sys; sys.path[:] = sys.argv[2:]; from jiugai.exchange.reading_child import main; main()"
)
_PIECE = 1 << 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """One file to be read by one function.

    Attributes:
      reader: ``package.module:function``; called as ``function(content, **kwargs)``.
      content: the file.
      name: the file's name as the sender wrote it.
      kwargs: what else the function is told; builtins and the project's own dataclasses.
      kinds: the kinds of file that the guard lets through to it.
    """

    reader: str
    content: bytes
    name: str = ""
    kwargs: Mapping[str, object] = field(default_factory=dict)
    kinds: frozenset[Kind] = SPREADSHEETS


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a task: what the function returned, or a finding; and the guard's remarks."""

    found: object
    remarks: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A ledger to be read: the arguments of the reader, with the file."""

    content: bytes
    document: str
    year: int
    profile: ColumnProfile | None = None
    county: str = ""


def read_ledger(
    content: bytes,
    *,
    document: str,
    year: int,
    profile: ColumnProfile | None = None,
    county: str = "",
) -> LedgerReading:
    """Read one ledger behind the guard, in a process of its own.

    A file that cannot be read gives a reading with one blocking finding and no rows.
    """
    return read_ledgers([LedgerFile(content, document, year, profile, county)])[0]


def read_ledgers(
    files: Sequence[LedgerFile], *, progress: Progress | None = None
) -> list[LedgerReading]:
    """Read many ledgers, in their order, in as few processes as may be."""
    tasks = [
        Task(
            LEDGER_READER,
            file.content,
            file.document,
            {
                "document": safe_name(file.document),
                "year": file.year,
                "profile": file.profile,
                "county": file.county,
            },
        )
        for file in files
    ]
    readings = []
    for task, answer in zip(tasks, run_all(tasks), strict=True):
        readings.append(_reading(task, answer))
        if progress:
            progress(len(readings), len(tasks), safe_name(task.name))
    return readings


def _reading(task: Task, answer: Answer) -> LedgerReading:
    found = answer.found
    if isinstance(found, LedgerReading):
        return replace(found, findings=answer.remarks + found.findings) if answer.remarks else found
    document = safe_name(task.name)
    finding = found if isinstance(found, Finding) else _failed().finding(document)
    return LedgerReading(document, findings=(finding,))


def run_reader(
    reader: str,
    content: bytes,
    kwargs: Mapping[str, object] | None = None,
    *,
    expect: type[T],
    name: str = "",
    kinds: frozenset[Kind] = SPREADSHEETS,
    limits: UploadLimits | None = None,
) -> T | Finding:
    """Let any function read a file behind the guard, in a process of its own.

    :param reader: ``package.module:function``; called as ``function(content, **kwargs)``. It returns
      builtins, dates, Decimals, enums and the dataclasses of domain and exchange; or a Finding.
    :param expect: the class of what it returns; anything else counts as a file that cannot be read.
    """
    task = Task(reader, content, name, kwargs or {}, kinds)
    (answer,) = run_all([task], limits=limits)
    if isinstance(answer.found, (expect, Finding)):
        return answer.found
    return _failed().finding(safe_name(name))


def run_all(tasks: Sequence[Task], *, limits: UploadLimits | None = None) -> Iterator[Answer]:
    """Yield what comes of each task, in their order; never raises for what is in a file."""
    limits = limits or upload_limits()
    with _Queue(tasks, limits) as queue:
        index = 0
        while index < len(tasks):
            early = _refused_by_size(tasks[index], limits)
            if early:
                yield Answer(early)
                index += 1
                continue
            is_first = True
            with _Process(queue, index, limits) as process:
                while index < len(tasks) and not _refused_by_size(tasks[index], limits):
                    answer = process.answer(tasks[index])
                    if answer is None and not is_first:
                        break
                    yield answer or Answer(process.how_it_ended(tasks[index]))
                    index += 1
                    is_first = False
                    if answer is None:
                        break


def _refused_by_size(task: Task, limits: UploadLimits) -> Finding | None:
    try:
        check_size(len(task.content), limits)
    except Refused as refused:
        return refused.finding(safe_name(task.name))
    return None


class _Queue:
    """The tasks in a nameless file, which each process reads from where it is told to begin."""

    def __init__(self, tasks: Sequence[Task], limits: UploadLimits) -> None:
        self.starts: list[int] = []
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by __exit__
        for task in tasks:
            self.starts.append(self.file.tell())
            kwargs = parcel.pack(dict(task.kwargs))
            content = task.content if len(task.content) <= limits.file_bytes else b""
            head = {
                "task": task.reader,
                "name": task.name,
                "kinds": sorted(kind.value for kind in task.kinds),
                "kwargs": len(kwargs),
                "content": len(content),
            }
            self.file.write(json.dumps(head).encode("ascii") + b"\n" + kwargs + content)
        self.file.flush()

    def __enter__(self) -> "_Queue":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


class _Process:
    """One reading process, started at one of the tasks."""

    def __init__(self, queue: _Queue, first: int, limits: UploadLimits) -> None:
        self._limits = limits
        self._too_late = self._too_much = False
        os.lseek(queue.file.fileno(), queue.starts[first], os.SEEK_SET)
        start = parcel.pack(reading_child.Start(limits)).hex()
        path = [os.path.abspath(entry) for entry in sys.path if entry]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", _ENTRY, start, *path],
            stdin=queue.file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},  # one file, one thread
            cwd="/",
            start_new_session=True,
        )

    def __enter__(self) -> "_Process":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def answer(self, task: Task) -> Answer | None:
        """Return the answer to the next task, or None if the process ended before it gave one."""
        deadline = time.monotonic() + self._limits.wall_seconds
        head = self._read(reading_child.LENGTH.size, deadline)
        if head is None:
            return None
        (size,) = reading_child.LENGTH.unpack(head)
        if size > self._limits.answer_bytes:
            self._too_much = True
            return None
        body = self._read(size, deadline)
        if body is None:
            return None
        try:
            word, found, remarks = parcel.unpack(bytes(body))
        except (parcel.Garbled, ValueError, TypeError):
            return Answer(_failed().finding(safe_name(task.name)))
        return _understood(word, found, remarks, task, self._limits)

    def _read(self, size: int, deadline: float) -> bytearray | None:
        if self._process.stdout is None:
            return None
        descriptor = self._process.stdout.fileno()
        waiting = select.poll()
        waiting.register(descriptor, select.POLLIN)
        found = bytearray()
        while len(found) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not waiting.poll(left * 1000):
                self._too_late = True
                return None
            piece = os.read(descriptor, min(size - len(found), _PIECE))
            if not piece:
                return None
            found += piece
        return found

    def how_it_ended(self, task: Task) -> Finding:
        """Return in words why there is no answer."""
        document = safe_name(task.name)
        if self._too_much:
            limit = in_mib(self._limits.answer_bytes)
            found = f"从文件里读出的内容超过 {limit}"
            return Refused("answer_too_large", found, "请拆成几个文件重传").finding(document)
        if self._too_late:
            return _too_slow(self._limits.wall_seconds).finding(document)
        code = self._process.wait()
        if code == -signal.SIGXCPU:
            return _too_slow(self._limits.cpu_seconds).finding(document)
        _log.warning("the reading process ended with %s at %s", code, document)
        return _broke_off().finding(document)


def _understood(
    word: str, found: Any, remarks: tuple[Finding, ...], task: Task, limits: UploadLimits
) -> Answer:
    document = safe_name(task.name)
    if word in (reading_child.DONE, reading_child.REFUSED):
        return Answer(found, remarks)
    if word == reading_child.OUT_OF_MEMORY:
        limit = in_mib(limits.memory_bytes)
        refused = Refused("out_of_memory", f"读取时需要的内存超过 {limit}，已停止", TRIM)
        return Answer(refused.finding(document))
    _log.warning("%s could not read %s: %s", task.reader, document, found)
    return Answer(_failed().finding(document))


def _too_slow(seconds: int) -> Refused:
    return Refused("too_slow", f"读取用时超过 {seconds} 秒，已停止", "请拆成几个较小的文件重传")


def _broke_off() -> Refused:
    return Refused("broke_off", "读取中途被文件内容打断，文件可能已损坏或被改动过", SEND_AGAIN)


def _failed() -> Refused:
    return Refused(
        "unreadable", "文件内容无法读出，可能已损坏，或不是它看上去的那种文件", SEND_AGAIN
    )
