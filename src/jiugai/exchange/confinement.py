"""What the process that reads may not do (隔离): no network, no other program, no writing, no excess.

Resource limits hold everywhere. On Linux a system call filter (seccomp) refuses the rest; a kernel
without it leaves the limits alone, and ``confine`` says so.
"""

import ctypes
import platform
import resource
import struct
import sys

from jiugai.exchange.upload_limits import UploadLimits

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_LOAD, _EQUALS, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001  # the second answers EPERM
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_WRITES = 0x1 | 0x2 | 0x40 | 0x200  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC
_OTHER_ABI = 0x40000000

# The calls refused outright, by their numbers on each machine; None where there is no such call.
_X86_64, _AARCH64 = 0, 1
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "ptrace": (101, 117),
    "process_vm_writev": (311, 271),
    "io_uring_setup": (425, 425),
    "openat2": (437, 437),
    "creat": (85, None),
    "truncate": (76, 45),
    "ftruncate": (77, 46),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "link": (86, None),
    "linkat": (265, 37),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
}
_MACHINES: dict[str, tuple[int, int, dict[int, int]]] = {
    # machine: which number, its audit architecture, and the calls that open, with the place of their flags
    "x86_64": (_X86_64, 0xC000003E, {2: 1, 257: 2}),
    "aarch64": (_AARCH64, 0xC00000B7, {56: 2}),
}


def confine(limits: UploadLimits) -> bool:
    """Confine this process for the rest of its life.

    :returns: whether the system call filter holds too.
    """
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    return _filter_calls()


def allow_cpu_seconds(seconds: int) -> None:
    """Let this process use so many more seconds of processor time before it is ended."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def _filter_calls() -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None or not sys.platform.startswith("linux"):
        return False
    which, architecture, opening = machine
    refused = [numbers[which] for numbers in _REFUSED.values()]
    program = _program(architecture, opening, [number for number in refused if number is not None])
    text = ctypes.create_string_buffer(program)
    head = struct.pack("@HP", len(program) // 8, ctypes.addressof(text))
    libc = ctypes.CDLL(None, use_errno=True)
    no_way_back: int = libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    filtered: int = libc.prctl(_SET_SECCOMP, _FILTER_MODE, head, 0, 0)
    return no_way_back == filtered == 0


def _program(architecture: int, opening: dict[int, int], refused: list[int]) -> bytes:
    """Return the filter as classic BPF: eight bytes an instruction."""
    allow, refuse = _step(_RETURN, _ALLOW), _step(_RETURN, _REFUSE)
    steps = [
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_EQUALS, architecture, 1, 0),
        refuse,
        _step(_LOAD, _NUMBER_AT),
        _step(_AT_LEAST, _OTHER_ABI, 0, 1),
        refuse,
    ]
    for number in refused:
        steps += [_step(_EQUALS, number, 0, 1), refuse]
    for number, place in opening.items():
        steps += [
            _step(_EQUALS, number, 0, 4),
            _step(_LOAD, 16 + 8 * place),
            _step(_ANY_BIT, _WRITES, 0, 1),
            refuse,
            allow,
        ]
    return b"".join([*steps, allow])


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
