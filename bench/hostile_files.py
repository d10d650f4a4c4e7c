"""What each hostile file costs the guard, and what some of them cost without it.

``python -m bench.hostile_files`` prints one table. Each file is looked at in a fresh process, so that
its peak memory is its own; *more* is what the file added to it. ``--bare`` also lets the reading libraries at the worst of them, with 4 GiB of memory and a minute of processor time.
"""

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jiugai.exchange.reading_process import read_ledger
from jiugai.exchange.upload_guard import examine

if TYPE_CHECKING:
    from tests.exchange.hostile_files import Hostile

BARE = (
    "400 MB 的一个单元格",
    "400 MB 谎报 1 KB",
    "一百万行",
    "XFD1048576 的一个值",
    "没有引用的一万列",
    "两个角上的值",
    "行号 10^12",
    "一万张表指向一处",
    "十亿个笑",
    "ods 重复成一千八百万格",
)
LET_IN = "（放行）"
ROWS = 100_000
PATIENCE = 90  # s


def in_fresh_process(act: str, path: Path, name: str) -> str:
    """Run one act of this module on a file; return what it prints, or how it ended."""
    command = [sys.executable, "-m", "bench.hostile_files", "--act", act, str(path), name]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        return f"still hanging after {PATIENCE} s"
    return done.stdout.strip() or f"ended by signal {-done.returncode}"


def peak_mib() -> float:
    """Return this process's peak; unlike ru_maxrss it knows nothing of the process before exec."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if "VmHWM" in line)


def guard(content: bytes, name: str) -> str:
    """Return the guard's answer, its time in ms and the peak of the process in MiB."""
    before = peak_mib()
    began = time.perf_counter()
    found = examine(content, name)
    taken = (time.perf_counter() - began) * 1e3
    answer = found.refusal.code if found.refusal else LET_IN
    return f"{answer}\t{taken:.1f}\t{peak_mib():.0f}\t{max(peak_mib() - before, 0):.0f}"


def bare(content: bytes, library: str) -> str:
    """Return how a reading library fares alone: its end, its time in s and its peak in MiB."""
    import openpyxl  # here, so that the guard's figures are not those of these libraries
    from python_calamine import CalamineWorkbook

    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
    began = time.perf_counter()
    try:
        if library == "calamine":
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            rows = sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
        else:
            pages = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            rows = sum(1 for page in pages for _ in page.iter_rows())
        end = f"{rows:,} rows"
    except BaseException as fault:
        end = type(fault).__name__
    return f"{end}, {time.perf_counter() - began:.1f} s, {peak_mib():,.0f} MiB"


def _table(files: "tuple[Hostile, ...]", folder: Path) -> int:
    """Print a line for each file; return how many did not get their answer."""
    print(f"{'KiB':>8} {'ms':>8} {'MiB':>5} {'more':>5}  answer, file")
    slowest, largest, wrong = 0.0, 0.0, 0
    for file in files:
        path = folder / "file"
        path.write_bytes(file.make())
        said = in_fresh_process("guard", path, file.name.replace("\0", "")).split("\t")
        answer, taken, peak, more = said if len(said) == 4 else (said[0], "0", "0", "0")
        wrong += answer != (file.code or LET_IN)
        slowest, largest = max(slowest, float(taken)), max(largest, float(more))
        size = path.stat().st_size / 1024
        print(f"{size:8.1f} {taken:>8} {peak:>5} {more:>5}  {answer}, {file.what}")
    print(
        f"{len(files)} files; the slowest took {slowest:.0f} ms, the largest {largest:.0f} MiB more"
    )
    print(f"{wrong} did not get their answer (goal: 0)")
    return wrong


def _bare_table(files: "tuple[Hostile, ...]", folder: Path) -> None:
    print("\nwithout the guard")
    for file in files:
        if file.what in BARE:
            path = folder / "file"
            path.write_bytes(file.make())
            for library in ("calamine", "openpyxl"):
                if library == "calamine" or not file.name.endswith(".ods"):
                    print(f"  {file.what}: {library}: {in_fresh_process('bare', path, library)}")


def honest_ledger() -> bytes:
    """Return a plain ledger of 100,000 rows and 12 columns."""
    import openpyxl

    heads = ("序号", "县区", "街道", "社区", "小区名称", "建成年份", "楼栋数", "户数")
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("台账")
    page.append((*heads, "建筑面积（㎡）", "计划投资（万元）", "开工日期", "备注"))
    for n in range(ROWS):
        place = ("汉滨区", f"鼓楼街道{n % 30}", f"金川社区{n % 300}", f"河滨{n}号院")
        figures = (1980 + n % 20, 1 + n % 20, 40 + n % 800, 4000.5 + n % 60_000, 90.25 + n % 800)
        page.append((n + 1, *place, *figures, f"2020-{n % 12 + 1:02}-{n % 28 + 1:02}", "已核对"))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _honest(folder: Path) -> None:
    content = honest_ledger()
    path = folder / "file"
    path.write_bytes(content)
    print(f"\nan honest ledger of {ROWS:,} rows × 12 columns, {len(content) / 2**20:.1f} MiB")
    answer, taken, peak, _ = in_fresh_process("guard", path, "台账.xlsx").split("\t")
    print(f"  guard: {answer}, {taken} ms, {peak} MiB")
    print(f"  guard + read in a process of its own: {in_fresh_process('read', path, '台账.xlsx')}")


def read(content: bytes, name: str) -> str:
    """Return how long a whole reading takes, and the peaks of the two processes."""
    began = time.perf_counter()
    reading = read_ledger(content, document=name, year=2020)
    taken = time.perf_counter() - began
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows = len(reading.rows)
    return f"{rows:,} rows, {taken:.1f} s, reader {child:.0f} MiB, server {peak_mib():.0f} MiB"


ACTS = {"guard": guard, "bare": bare, "read": read}


def main(arguments: Sequence[str] = ()) -> int:
    """Print the table; 1 if a file did not get its answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--act", nargs=3, metavar=("ACT", "PATH", "NAME"), help=argparse.SUPPRESS)
    parser.add_argument("--bare", action="store_true", help="also without the guard")
    chosen = parser.parse_args(arguments)
    if chosen.act:
        act, path, name = chosen.act
        print(ACTS[act](Path(path).read_bytes(), name))
        return 0
    from tests.exchange.hostile_files import hostile_files

    with tempfile.TemporaryDirectory() as folder:
        files = hostile_files()
        wrong = _table(files, Path(folder))
        _honest(Path(folder))
        if chosen.bare:
            _bare_table(files, Path(folder))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
