"""Run every benchmark, one after another: ``make bench``, or some by name: ``python -m bench pages``."""

import importlib
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
    "return_checks",
    "decomposition",
    "photo_search",
)


def main() -> int:
    """Print each table under its heading; 1 if a goal was missed or a benchmark failed."""
    chosen = sys.argv[1:] or list(NAMES)
    missed = 0
    for name in chosen:
        print(f"\n## {name}\n", flush=True)
        began = time.perf_counter()
        module = importlib.import_module(f"bench.{name}")
        missed += bool(module.main())
        print(f"\n({time.perf_counter() - began:.0f} s)", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
