"""A 100,000-row ledger from the file to the register, by the clock; goals beside pandas' reading alone.

Guard, reading process, repairs, checks, the way between the processes and the plan together: no
slower than ``pandas.read_excel`` (openpyxl) only reads the file; writing: twice that. pandas and
the platform take turns, each round with another county's file, so that neighbours weigh on both.
Then the three are written, one after another: the later a plan, the more records of other
counties its rows are held against. A second process meanwhile commits small acts and notes how
long the longest had to wait.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from bench.ledger_reading import ROWS, write
from bench.own_folder import own_folder
from bench.table import print_table, verdict
from jiugai.console import setting_up

COUNTIES = {
    "610902": "建设路",
    "610922": "滨江大道",
    "610924": "解放巷",
}  # one a round, with its road
T = TypeVar("T")
Times = dict[str, float]
_PANDAS = """
import sys, time
import pandas
began = time.perf_counter()
pandas.read_excel(sys.argv[1], engine="openpyxl")
print(time.perf_counter() - began)
"""
_NEIGHBOUR = """
import sys, time
from pathlib import Path
from jiugai.console import setting_up
setting_up.prepare()
from jiugai.storage.unit_of_work import unit_of_work
longest = 0.0
print("ready", flush=True)
while not Path(sys.argv[1]).exists():
    began = time.perf_counter()
    with unit_of_work(verb="bench.write", user_id=1, post_id=1):
        pass
    longest = max(longest, time.perf_counter() - began)
    time.sleep(0.02)
print(longest)
"""


def main() -> bool:
    """Print how long each step took beside pandas; say whether a goal was missed."""
    folder = own_folder("writing")
    found = setting_up.prepare("owner")
    setting_up.migrate(found)
    from jiugai.services import divisions

    divisions.load_nation(setting_up.divisions_folder())
    setting_up.become("application")
    files = {county: folder / f"{road}.xlsx" for county, road in COUNTIES.items()}
    for county, file in files.items():
        write(file, "plain", road=COUNTIES[county])
    looked = [_looked_at(file, county) for county, file in files.items()]
    planning = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    written = [_written(file, county) for county, file in files.items()]
    return _report(looked, written, planning)


def _looked_at(file: Path, county: str) -> Times:
    """Return the seconds of reading and planning against an empty register, beside pandas."""
    done = subprocess.run(
        [sys.executable, "-c", _PANDAS, str(file)], check=True, capture_output=True, text=True
    )
    times = {"pandas": float(done.stdout)}
    _planned(file, county, times)
    return times


def _written(file: Path, county: str) -> Times:
    """Return the seconds of each step, and of the longest wait beside the writing."""
    from jiugai.services.reporting import intake

    times: Times = {}
    sent, plan = _planned(file, county, times)
    actor = intake.console_actor()
    with _neighbour(file.parent, times):
        written = _timed(times, "writing", lambda: intake.write(plan, sent, actor=actor))
    assert written.accepted == ROWS, written.accepted
    return times


def _planned(file: Path, county: str, times: Times) -> tuple[Any, Any]:
    from jiugai.services.reporting import intake

    actor = intake.console_actor()
    sent = intake.LedgerFile(file.read_bytes(), file.name, county, 2020, date(2020, 10, 31))
    reading = _timed(times, "reading", lambda: intake.read(sent, actor=actor))
    plan = _timed(times, "planning", lambda: intake.plan(reading, sent, actor=actor))
    return sent, plan


def _timed(times: Times, step: str, work: Callable[[], T]) -> T:
    began = time.perf_counter()
    done = work()
    times[step] = time.perf_counter() - began
    return done


@contextmanager
def _neighbour(folder: Path, times: Times) -> Iterator[None]:
    """Commit small acts in another process for as long as the block lasts; note the longest."""
    stop = folder / f"stop-{time.monotonic_ns()}"
    command = [sys.executable, "-c", _NEIGHBOUR, str(stop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            stop.touch()
        times["waited"] = float(process.stdout.read())


def _report(looked: list[Times], written: list[Times], planning: float) -> bool:
    planned = statistics.median((r["reading"] + r["planning"]) / r["pandas"] for r in looked)
    alone = statistics.median(r["pandas"] for r in looked)
    writing = statistics.median(r["writing"] for r in written) / alone
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows: list[list[object]] = [
        [said, ", ".join(f"{r[name]:.1f}" for r in rounds) + " s", "", ""]
        for said, name, rounds in (
            ("pandas.read_excel (openpyxl), reading only", "pandas", looked),
            ("guard, reading process, repairs, checks", "reading", looked),
            ("planning, nothing on file", "planning", looked),
            ("planning, 0, 1, 2 times as many on file in other counties", "planning", written),
            ("writing", "writing", written),
            ("longest that another's small act had to wait meanwhile", "waited", written),
        )
    ]
    rows += [
        ["guard to plan ÷ pandas' reading, median", f"{planned:.2f}", "≤ 1", verdict(planned <= 1)],
        ["writing ÷ pandas' reading, medians", f"{writing:.2f}", "≤ 2", verdict(writing <= 2)],
        [
            "memory of the process that plans, nothing on file",
            f"{planning:.0f} MiB",
            "≤ 400",
            verdict(planning <= 400),
        ],
        ["the same, writing beside twice as many on file", f"{ours:.0f} MiB", "", ""],
    ]
    print_table([f"{ROWS:,} rows, each round", "measured", "goal", ""], rows)
    return planned > 1 or writing > 2 or planning > 400


if __name__ == "__main__":
    sys.exit(main())
