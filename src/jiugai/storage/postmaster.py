"""In what state a data folder of PostgreSQL is (数据文件夹的状态), by its ``postmaster.pid`` and by who is alive.

The file outlives a power cut, and the number in it may meanwhile be that of another program; a
server that is ending or reading its log again is alive and yet takes nobody in.
"""

import os
from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path

_PROCESSES = Path("/proc")
_SOCKETS = 4  # the line that names the folder of the socket
_STATUS = 7  # the line that says ``starting``, ``ready`` or ``stopping``


class State(Enum):
    """What a data folder's server is doing."""

    STOPPED = auto()  # there is none
    STALE = auto()  # there is none, but its file was left behind
    CHANGING = auto()  # it starts, recovers or stops; or its children have not ended yet
    READY = auto()


def state_of(folder: Path) -> State:
    """Return what the server on a data folder is doing."""
    try:
        lines = (folder / "postmaster.pid").read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return State.CHANGING if any(_servers_on(folder)) else State.STOPPED
    said = lines[0].strip() if lines else ""
    if not (said.isdigit() and _is_server(int(said), folder)):
        return State.CHANGING if any(_servers_on(folder)) else State.STALE
    status = lines[_STATUS].strip() if len(lines) > _STATUS else ""
    return State.READY if status == "ready" else State.CHANGING


def forget(folder: Path) -> None:
    """Remove what a server that is no more left behind, so that another may start.

    Its socket bears a number too, and a process that ended but was never waited for, as happens in
    containers, still counts as alive to whoever only asks by number.
    """
    told = folder / "postmaster.pid"
    lines = told.read_text(errors="replace").splitlines() if told.exists() else []
    sockets = {folder, *(Path(line.strip()) for line in lines[_SOCKETS : _SOCKETS + 1] if line)}
    for lock in [lock for place in sockets for lock in place.glob(".s.PGSQL.*.lock")]:
        if lock.read_text(errors="replace").splitlines()[1:2] == [str(folder)]:
            lock.with_suffix("").unlink(missing_ok=True)
            lock.unlink(missing_ok=True)
    told.unlink(missing_ok=True)


def _servers_on(folder: Path) -> Iterator[int]:
    if not _PROCESSES.is_dir():  # not Linux: PostgreSQL's own checks must do
        return
    for entry in _PROCESSES.iterdir():
        if entry.name.isdigit() and _is_server(int(entry.name), folder):
            yield int(entry.name)


def _is_server(pid: int, folder: Path) -> bool:
    """Say whether a process is a PostgreSQL server, or a child of one, that works in a folder."""
    if not _PROCESSES.is_dir():
        return is_alive(pid)
    process = _PROCESSES / str(pid)
    try:
        name = (process / "comm").read_text().strip()
        return name.startswith("postgres") and (process / "cwd").samefile(folder)
    except OSError:  # it ended meanwhile, or is somebody else's
        return False


def is_alive(pid: int) -> bool:
    """Say whether there is a process of this number, whoever it is."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
