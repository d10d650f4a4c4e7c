"""HiGHS in a process that can be killed (可随时终止的求解进程): limits of time and memory that hold.

The best solution is kept on this side as it is found, so that a killed run still gives what it had.
"""

import os
import pickle
import select
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

import numpy as np

from jiugai.solvers.highs_child import LENGTH, Better, Ending, Question, Solution

Told = Callable[[Better], None]

_ENTRY = (
    "import sys; sys.path[:] = sys.argv[3:]; from jiugai.solvers.highs_child import main; main()"
)
_GRACE_SECONDS = 2.0
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What the solver's process may take (求解进程限额)."""

    memory_bytes: int = 4 << 30
    threads: int = 2


class HighsWorker:
    """A process of HiGHS, started when it is first asked, and anew after it was killed."""

    def __init__(self, limits: WorkerLimits | None = None) -> None:
        self._limits = limits or WorkerLimits()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "HighsWorker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    @property
    def pid(self) -> int | None:
        """Return the process's number while it runs."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start the process before it is asked, so that it loads while the question is made."""
        self._started()

    def kill(self) -> None:
        """End the process, whatever it does; nothing is left of it."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()

    def solve(self, question: Question, tell: Told | None = None) -> Solution:
        """Answer a question; never longer than its seconds and a short grace.

        :param tell: called with every better solution and every new bound.
        :returns: what was found; with ``Ending.FAILED``, if the process ended, the best that it had
          told before.
        """
        process = self._started()
        until = time.monotonic() + question.seconds + _GRACE_SECONDS
        best: Better | None = None
        bound = np.inf
        try:
            is_asked = self._ask(process, question, until)
            while is_asked:
                message = self._next(process, until)
                if message is None:
                    break
                if isinstance(message, Solution):
                    return message
                bound = min(bound, message.bound)
                best = message if message.columns is not None else best
                if tell:
                    tell(message)
        except (OSError, ValueError, EOFError, pickle.UnpicklingError):
            pass
        self.kill()
        late = time.monotonic() >= until
        ending, why = (Ending.STOPPED, "time") if late else (Ending.FAILED, "ended")
        if best is None:
            return Solution(ending, None, -np.inf, bound, why=why)
        return Solution(ending, best.columns, best.value, bound, why=why)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.kill()
            limits = self._limits
            told = (str(limits.memory_bytes), str(limits.threads))
            path = [os.path.abspath(entry) for entry in sys.path if entry]
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-B", "-X", "utf8", "-c", _ENTRY, *told, *path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"},
                cwd="/",
                start_new_session=True,
            )
        return self._process

    @staticmethod
    def _ask(process: subprocess.Popen[bytes], question: Question, until: float) -> bool:
        """Write a question; False if it was not taken in time."""
        if process.stdin is None:
            raise EOFError
        content = pickle.dumps(question, protocol=5)
        rest = memoryview(LENGTH.pack(len(content)) + content)
        descriptor = process.stdin.fileno()
        os.set_blocking(descriptor, False)
        waiting = select.poll()
        waiting.register(descriptor, select.POLLOUT)
        while rest:
            left = until - time.monotonic()
            if left <= 0 or not waiting.poll(left * 1000):
                return False
            rest = rest[os.write(descriptor, rest[:_PIECE]) :]
        return True

    def _next(self, process: subprocess.Popen[bytes], until: float) -> Better | Solution | None:
        head = self._read(process, LENGTH.size, until)
        if head is None:
            return None
        (size,) = LENGTH.unpack(head)
        body = self._read(process, size, until)
        if body is None:
            return None
        message = pickle.loads(body)
        if not isinstance(message, (Better, Solution)):
            raise pickle.UnpicklingError(type(message).__name__)
        return message

    @staticmethod
    def _read(process: subprocess.Popen[bytes], size: int, until: float) -> bytes | None:
        if process.stdout is None:
            return None
        descriptor = process.stdout.fileno()
        waiting = select.poll()
        waiting.register(descriptor, select.POLLIN)
        found = bytearray()
        while len(found) < size:
            left = until - time.monotonic()
            if left <= 0 or not waiting.poll(left * 1000):
                return None
            piece = os.read(descriptor, min(size - len(found), _PIECE))
            if not piece:
                return None
            found += piece
        return bytes(found)
