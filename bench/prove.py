"""The newcomer's run, timed: ``make prove``.

From a bare clone: ``make run`` until the sign-in page answers, the same a second time, and the
journeys of ``tests/journeys`` in a real browser, which sign in, import a county's file, open a
figure to its facts and issue a bulletin, and leave a picture of every page in ``var/journeys``.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.table import print_table, verdict

ROOT = Path(__file__).resolve().parents[1]
PORT = 8765
SIGN_IN = f"http://127.0.0.1:{PORT}/sign-in/"
FIRST_GOAL, SECOND_GOAL, PATIENCE = 240.0, 10.0, 900.0
GLANCE = 0.2  # s between two looks at the page


def main() -> int:
    """Print what a newcomer waits for; 1 if a goal was missed or a journey failed."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "jiugai"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first, second = (_until_the_page_answers(clone) for _ in range(2))
    journeys = [sys.executable, "-m", "pytest", "-q", "tests/journeys"]
    began = time.perf_counter()
    failed = subprocess.run(journeys, cwd=ROOT, check=False).returncode != 0
    took = time.perf_counter() - began
    print_table(
        ["a newcomer", "measured", "goal", ""],
        [
            [
                "bare clone → `make run` → sign-in page",
                f"{first:.0f} s",
                "≤ 240 s",
                _kept(first, FIRST_GOAL),
            ],
            [
                "`make run` again → sign-in page",
                f"{second:.1f} s",
                "< 10 s",
                _kept(second, SECOND_GOAL),
            ],
            [
                "sign in → import → figure → bulletin, all journeys",
                f"{took:.0f} s",
                "pass",
                verdict(not failed),
            ],
        ],
    )
    return int(failed or first > FIRST_GOAL or second > SECOND_GOAL)


def _kept(took: float, goal: float) -> str:
    return verdict(took <= goal)


def _until_the_page_answers(clone: Path) -> float:
    """Start the product as the README says; return how long its first page took, and stop it."""
    environment = {name: value for name, value in os.environ.items() if "JIUGAI" not in name}
    environment["JIUGAI_PORT"] = str(PORT)
    began = time.perf_counter()
    serving = subprocess.Popen(["make", "run"], cwd=clone, env=environment, start_new_session=True)
    try:
        while not _answers():
            if serving.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise RuntimeError("make run did not bring the sign-in page")
            time.sleep(GLANCE)
        return time.perf_counter() - began
    finally:
        os.killpg(serving.pid, signal.SIGINT)
        serving.wait(timeout=60)


def _answers() -> bool:
    try:
        with urllib.request.urlopen(SIGN_IN, timeout=5) as page:
            return bool(page.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(main())
