"""Copy what the browser needs from node_modules into the site's own folder.

The site never asks another host for anything: fonts, HTMX, charts and maps are served by us.
Run after ``npm ci``: ``python scripts/vendor.py``. Runs again for nothing if nothing changed.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "src/jiugai/web/static/vendor"

# From the package's file to ours. Licences go along: they must stand beside what they cover.
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "echarts/dist/echarts.common.min.js": "echarts/echarts.common.min.js",
    "echarts/LICENSE": "echarts/LICENSE",
    "echarts/NOTICE": "echarts/NOTICE",
    "maplibre-gl/dist/maplibre-gl.mjs": "maplibre/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-shared.mjs": "maplibre/maplibre-gl-shared.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs": "maplibre/maplibre-gl-worker.mjs",
    "maplibre-gl/dist/maplibre-gl.css": "maplibre/maplibre-gl.css",
    "maplibre-gl/LICENSE.txt": "maplibre/LICENSE.txt",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "fonts/inter-latin.woff2",
    "@fontsource-variable/inter/LICENSE": "fonts/inter-LICENSE",
    "@fontsource-variable/noto-serif-sc/LICENSE": "fonts/noto-serif-sc/LICENSE",
}
SERIF = "@fontsource-variable/noto-serif-sc"


def main() -> int:
    missing = [source for source in FILES if not (PACKAGES / source).exists()]
    if missing:
        print(f"not in node_modules: {', '.join(missing)}; run `npm ci` first", file=sys.stderr)
        return 1
    copied = sum(_copy(PACKAGES / source, VENDOR / target) for source, target in FILES.items())
    copied += _copy_serif()
    print(f"vendor: {copied} files copied, {_megabytes(VENDOR):.1f} MB in all")
    return 0


def _copy(source: Path, target: Path) -> bool:
    """Copy one file unless ours is already the same size and no older."""
    if target.exists():
        ours, theirs = target.stat(), source.stat()
        if ours.st_size == theirs.st_size and ours.st_mtime >= theirs.st_mtime:
            return False
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
    return True


def _copy_serif() -> int:
    """Copy the sliced serif face of the bulletin page; a page loads the few slices it needs."""
    sheet = (PACKAGES / SERIF / "wght.css").read_text(encoding="utf-8")
    names = sorted(set(re.findall(r"files/([\w.\[\]-]+\.woff2)", sheet)))
    target = VENDOR / "fonts/noto-serif-sc"
    copied = sum(
        _copy(PACKAGES / SERIF / "files" / name, target / "files" / name) for name in names
    )
    return copied + _copy(PACKAGES / SERIF / "wght.css", target / "wght.css")


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


if __name__ == "__main__":
    sys.exit(main())
