"""Write the reference of docs/components.md from what the components say of themselves.

    python scripts/component_reference.py          # writes it
    python scripts/component_reference.py --check  # fails if it is out of date

A component's comment is its contract; the document only gathers them.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMPONENTS = ROOT / "src/jiugai/web/components"
ISLANDS = ROOT / "src/jiugai/web/static/islands"
DOCUMENT = ROOT / "docs/components.md"
MARK = "<!-- From here on written by scripts/component_reference.py -->\n"


def main() -> int:
    written = DOCUMENT.read_text("utf-8")
    head, mark, _ = written.partition(MARK)
    if not mark:
        print(f"{DOCUMENT.name} has lost its mark", file=sys.stderr)
        return 1
    fresh = head + MARK + reference()
    if "--check" in sys.argv:
        if fresh != written:
            print(f"{DOCUMENT.name} is out of date: run {Path(__file__).name}", file=sys.stderr)
        return int(fresh != written)
    DOCUMENT.write_text(fresh, "utf-8")
    return 0


def reference() -> str:
    """Return the contracts of all components and islands, each under its file's name."""
    components = [
        (file.name, said[1])
        for file in sorted(COMPONENTS.glob("*.html"))
        if (
            said := re.search(
                r"\{% comment %\}(.*?)\{% endcomment %\}", file.read_text("utf-8"), re.S
            )
        )
    ]
    islands = [
        (file.name, file.read_text("utf-8").partition("*/")[0].removeprefix("/*"))
        for file in sorted(ISLANDS.glob("*.js"))
    ]
    return "\n".join(
        ["\n## Components\n", *map(_entry, components), "## Islands\n", *map(_entry, islands)]
    )


def _entry(part: tuple[str, str]) -> str:
    name, said = part
    return f"### {name}\n\n```text\n{said.strip()}\n```\n"


if __name__ == "__main__":
    sys.exit(main())
