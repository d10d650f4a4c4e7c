"""The reviewed table of who meets what; as a program, it writes the table anew for review."""

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

TABLE = Path(__file__).with_name("access_matrix.txt")
COLLECT = "JIUGAI_COLLECT_ACCESS"
STRANGER = "stranger"
COLUMNS = (
    STRANGER,
    *("clerk", "head", "filer", "reviewer", "street", "neighbor"),
    *("finance", "auditor", "builder", "admin"),
)
Key = tuple[str, str, str]  # url, method, relation
Cells = tuple[str, ...]  # what each column meets
HEADING = """\
# Who meets what at every URL. Reviewed by hand; written by: python -m tests.web.access_table
#
# own: an object of 石泉县 (城关镇, 北街社区), where filer, reviewer, street, neighbor and builder stand;
# sibling: one of 汉滨区; none: no such object; -: the URL names no object. The others stand at the city.
# ok: the page, or the form's own answer; door: sent to sign in; else the status.
"""


def read_table() -> dict[Key, Cells]:
    """Return the reviewed table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return _rows(line for line in lines if line and not line.startswith(("#", "url ")))


def _rows(lines: Iterable[str]) -> dict[Key, Cells]:
    rows: dict[Key, Cells] = {}
    for line in lines:
        name, method, relation, *cells = line.split()
        assert len(cells) == len(COLUMNS), f"cannot be read: {line}"
        assert (name, method, relation) not in rows, f"twice: {line}"
        rows[name, method, relation] = tuple(cells)
    return rows


def note(found: Mapping[Key, Cells]) -> None:
    """Note what was met, for the program that writes the table."""
    with Path(os.environ[COLLECT]).open("a", encoding="utf-8") as file:
        file.writelines(" ".join((*key, *cells)) + "\n" for key, cells in found.items())


def write_table(rows: Mapping[Key, Cells]) -> None:
    """Write the table for review."""
    lines = [("url", "method", "object", *COLUMNS)]
    lines += [(*key, *cells) for key, cells in sorted(rows.items())]
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    text = "\n".join(
        " ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    TABLE.write_text(f"{HEADING}\n{text}\n", encoding="utf-8")


def main() -> None:
    """Try every URL as every post and write down what was met."""
    collected = TABLE.with_suffix(".collected")
    collected.unlink(missing_ok=True)
    test = Path(__file__).with_name("test_access_matrix.py")
    try:
        subprocess.run(
            [
                sys.executable,
                *("-m", "pytest", "-q", "-p", "no:cacheprovider"),
                f"{test}::test_every_post_meets_what_was_reviewed_and_no_other_method",
            ],
            env=os.environ | {COLLECT: str(collected)},
            check=True,
        )
        write_table(_rows(collected.read_text(encoding="utf-8").splitlines()))
    finally:
        collected.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
