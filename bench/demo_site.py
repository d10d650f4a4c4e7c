"""A demo city in a folder of its own, loaded once for every benchmark that needs one."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@cache
def folder() -> Path:
    """Return a data folder with the demo city in it, loaded if it is not there yet."""
    named = os.environ.get("JIUGAI_BENCH_VAR")
    path = Path(named) if named else Path(tempfile.mkdtemp(prefix="jiugai-bench-"))
    run("demo", "--if-empty", var=path)
    return path


def environment(var: Path) -> dict[str, str]:
    """Return the environment of a command on a data folder."""
    return {**os.environ, "JIUGAI_VAR": str(var), "JIUGAI_AS_OF": "2020-11-03"}


def run(*arguments: str, var: Path) -> str:
    """Run a command of the platform and return what it printed.

    :raises CalledProcessError: if it was refused.
    """
    done = subprocess.run(
        [sys.executable, "-m", "jiugai.console.main", *arguments],
        env=environment(var),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


@contextmanager
def in_process() -> Iterator[None]:
    """Set this process up as the application on the demo city."""
    os.environ.update(environment(folder()))
    from jiugai.console import setting_up

    setting_up.prepare()
    yield
