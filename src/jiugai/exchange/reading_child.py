"""The process that reads (读取进程): confined, it takes files from standard input and answers on standard output.

A job is a line of JSON (task, kinds, sizes), then the task's arguments as a parcel, then the file.
An answer is eight bytes of length and a parcel ``(word, body, remarks)``. The server's end is
``exchange.reading_process``.
"""

import gc
import json
import os
import struct
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO

from jiugai.domain.findings import Finding
from jiugai.exchange import parcel
from jiugai.exchange.confinement import allow_cpu_seconds, confine
from jiugai.exchange.file_kind import Kind
from jiugai.exchange.upload_guard import examine
from jiugai.exchange.upload_limits import UploadLimits

DONE, REFUSED, OUT_OF_MEMORY, FAILED = "done", "refused", "out_of_memory", "failed"

LENGTH = struct.Struct(">Q")
_LONGEST_TRACE = 4000


@dataclass(frozen=True, slots=True)
class Start:
    """What the process is told first: the limits for all its life."""

    limits: UploadLimits


def main() -> None:
    """Answer jobs until there are no more."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not stand between the answers
    jobs = os.fdopen(0, "rb")
    start: Start = parcel.unpack(bytes.fromhex(sys.argv[1]))
    confine(start.limits)
    gc.disable()  # a short life: collecting costs more than it frees
    while line := jobs.readline():
        allow_cpu_seconds(start.limits.cpu_seconds)
        answer = _pack(_answer(json.loads(line), jobs, start.limits))
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()
        gc.collect()


def _pack(answer: tuple[object, ...]) -> bytes:
    try:
        return parcel.pack(answer)
    except MemoryError:
        return parcel.pack((OUT_OF_MEMORY, "", ()))
    except (TypeError, ValueError):
        return parcel.pack((FAILED, _trace(), ()))


def _answer(job: dict[str, Any], jobs: BinaryIO, limits: UploadLimits) -> tuple[object, ...]:
    try:
        kwargs = parcel.unpack(jobs.read(job["kwargs"]))
        content = jobs.read(job["content"])
        kinds = frozenset(Kind(kind) for kind in job["kinds"])
        inspection = examine(content, job["name"], kinds=kinds, limits=limits)
        if inspection.refusal:
            return (REFUSED, inspection.refusal, ())
        found = _task(job["task"])(content, **kwargs)
    except MemoryError:
        return (OUT_OF_MEMORY, "", ())
    except BaseException as fault:  # a panic in a library's native code is not an Exception
        if isinstance(fault, (KeyboardInterrupt, SystemExit)):
            raise
        return (FAILED, _trace(), ())
    return (REFUSED if isinstance(found, Finding) else DONE, found, inspection.remarks)


def _task(dotted: str) -> Callable[..., object]:
    module, _, name = dotted.partition(":")
    task: Callable[..., object] = getattr(import_module(module), name)
    return task


def _trace() -> str:
    return traceback.format_exc()[-_LONGEST_TRACE:]
