"""Closing a month of the demo city, with its bulletin, annex and digest: goal 20 s."""

import tempfile
import time

from bench import demo_site
from bench.table import print_table, verdict

GOAL = 20.0


def main() -> bool:
    """Print how long an open month takes to close and a closed one to write again."""
    var = demo_site.folder()
    rows = []
    missed = False
    for month, what in (
        ("2021-03", "an open month: closed and written"),
        ("2020-10", "a closed month: written again"),
    ):
        began = time.perf_counter()
        demo_site.run("close-month", month, "--out", tempfile.mkdtemp(), "--json", var=var)
        took = time.perf_counter() - began
        missed |= took > GOAL
        rows.append([what, f"{took:.1f} s", f"≤ {GOAL:.0f} s", verdict(took <= GOAL)])
    print_table(["close-month, whole process", "measured", "goal", ""], rows)
    return missed


if __name__ == "__main__":
    main()
