"""What a reader overcome by a hostile file might do; run by tests in the reading process."""

import os
import select
import socket
import subprocess
import sys
from pathlib import Path

from jiugai.domain.findings import Finding
from jiugai.domain.registry.ledger import LedgerReading


def size(content: bytes, *, add: int = 0) -> int:
    return len(content) + add


def spin(content: bytes) -> int:
    number = 0
    while True:
        number += 1


def take_memory(content: bytes) -> int:
    return len(bytearray(8 << 30))


def abort(content: bytes) -> int:
    os.abort()


def abort_at_bad(content: bytes) -> str:
    if b"bad" in content:
        os.abort()
    return content.decode()


def leave(content: bytes) -> int:
    sys.exit(0)


def fail(content: bytes) -> int:
    raise KeyError("a fault of ours")


def chatter(content: bytes) -> int:
    print("noise on standard output", flush=True)
    os.write(1, b"\x00" * 64)
    return 7


def answer_much(content: bytes) -> str:
    return "多" * (1 << 20)


def refuse(content: bytes) -> Finding:
    return Finding("test.refused", "不收。")


def return_a_module(content: bytes) -> object:
    return object()


def what_may_be_done(content: bytes) -> list[str]:
    """Return the names of the forbidden things that could be done."""
    done = []
    for name, act in (
        ("network", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM)),
        ("program", lambda: subprocess.run(["/bin/true"], check=False)),
        ("writing", lambda: Path("/tmp/jiugai-must-not-exist").write_text("x")),
        ("parent", lambda: os.kill(os.getppid(), 0)),
    ):
        try:
            act()
        except OSError:
            continue
        done.append(name)
    return done


def environment(content: bytes) -> list[str]:
    return sorted(os.environ)


def open_descriptors(content: bytes) -> int:
    return len(os.listdir("/proc/self/fd"))


def big_reading(content: bytes) -> LedgerReading:
    return LedgerReading(content.decode())


def wait(content: bytes) -> int:
    select.select([], [], [])
    return 0
