"""Run every benchmark, one after another: ``make bench``, or some by name: ``python -m bench pages``."""

import importlib
import subprocess
import sys
import time

NAMES = (
    "ledger_reading",
    "ledger_writing",
    "hostile_files",
    "measures",
    "stamps",
    "pages",
    "close_month",
    "bulletin_geometry",
    "draw",
    "register",
    "book_postings",
    "book_faults",
    "choosing",
    "return_checks",
    "decomposition",
    "photo_search",
)


def main() -> int:
    """Run what is named, each in a process of its own; 1 if a goal was missed or one failed.

    A process holds one database's settings and one process's memory: what one benchmark leaves
    behind would be measured by the next.
    """
    chosen = sys.argv[1:] or list(NAMES)
    if len(chosen) == 1:
        return _run(chosen[0])
    codes = [subprocess.run([sys.executable, "-m", "bench", name]).returncode for name in chosen]
    return 1 if any(codes) else 0


def _run(name: str) -> int:
    print(f"\n## {name}\n", flush=True)
    began = time.perf_counter()
    missed = importlib.import_module(f"bench.{name}").main()
    print(f"\n({time.perf_counter() - began:.0f} s)", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
