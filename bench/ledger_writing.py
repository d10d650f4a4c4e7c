"""A 100,000-row ledger from the file to the register, by the clock; goals beside pandas' reading alone.

Guard, reading process, repairs, checks, the way between the processes and the plan together: no
slower than ``pandas.read_excel`` (openpyxl) only reads the file; writing: twice that. pandas and
the platform take turns, each round into another county, so that neighbours weigh on both. A
second process meanwhile commits small acts and notes how long the longest had to wait.
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
from typing import TypeVar

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
    rounds = []
    for county, road in COUNTIES.items():
        file = folder / f"{road}.xlsx"
        write(file, "plain", road=road)
        rounds.append(_round(file, county))
    return _report(rounds)


def _round(file: Path, county: str) -> dict[str, float]:
    """Return the seconds of each step, and of the longest wait beside the writing."""
    from jiugai.services.reporting import intake

    times: dict[str, float] = {}
    done = subprocess.run(
        [sys.executable, "-c", _PANDAS, str(file)], check=True, capture_output=True, text=True
    )
    times["pandas"] = float(done.stdout)
    actor = intake.console_actor()
    sent = intake.LedgerFile(file.read_bytes(), file.name, county, 2020, date(2020, 10, 31))
    reading = _timed(times, "reading", lambda: intake.read(sent, actor=actor))
    plan = _timed(times, "planning", lambda: intake.plan(reading, sent, actor=actor))
    with _neighbour(file.parent, times):
        written = _timed(times, "writing", lambda: intake.write(plan, sent, actor=actor))
    assert written.accepted == ROWS, written.accepted
    return times


def _timed(times: dict[str, float], step: str, work: Callable[[], T]) -> T:
    began = time.perf_counter()
    done = work()
    times[step] = time.perf_counter() - began
    return done


@contextmanager
def _neighbour(folder: Path, times: dict[str, float]) -> Iterator[None]:
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


def _report(rounds: list[dict[str, float]]) -> bool:
    planned = statistics.median((r["reading"] + r["planning"]) / r["pandas"] for r in rounds)
    written = statistics.median(r["writing"] / r["pandas"] for r in rounds)
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    names = {
        "pandas": "pandas.read_excel (openpyxl), reading only",
        "reading": "guard, reading process, repairs, checks",
        "planning": "planning against the register",
        "writing": "writing",
        "waited": "longest that another's small act had to wait beside the writing",
    }
    rows: list[list[object]] = [
        [said, ", ".join(f"{r[name]:.1f}" for r in rounds) + " s", "", ""]
        for name, said in names.items()
    ]
    rows += [
        ["guard to plan ÷ pandas' reading, median", f"{planned:.2f}", "≤ 1", verdict(planned <= 1)],
        ["writing ÷ pandas' reading, median", f"{written:.2f}", "≤ 2", verdict(written <= 2)],
        ["memory of the reading process, or of pandas", f"{child:.0f} MiB", "", ""],
        ["memory of the process that plans and writes", f"{ours:.0f} MiB", "", ""],
    ]
    print_table([f"{ROWS:,} rows, each round", "measured", "goal", ""], rows)
    return planned > 1 or written > 2


if __name__ == "__main__":
    sys.exit(main())
