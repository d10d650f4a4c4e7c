"""The names by which texts speak of one city's counties and streets (本市地名), without a database."""

import csv
from functools import cache
from pathlib import Path

from jiugai.exchange.division_files import DivisionsMissing, changes, local_units

_ENDINGS = "市区县旗"
_SHORTEST = 2


@cache
def place_names(city: str, folder: Path) -> tuple[str, ...]:
    """Return the names of a city's counties, long and short, and of its streets, earlier names too.

    :param city: six digits, such as ``610900``; ``folder`` is where the country's divisions lie.
    :returns: nothing if there is no such city.
    :raises DivisionsMissing: if the files are not there.
    """
    if not (folder / "streets.csv").exists():
        raise DivisionsMissing(f"找不到全国区划文件：{folder}。请先运行 make install。")
    stem = city[:4]
    counties = [row["name"] for row in _rows(folder / "areas.csv") if row["cityCode"] == stem]
    streets = [row["name"] for row in _rows(folder / "streets.csv") if row["cityCode"] == stem]
    if not counties:
        return ()
    counties += [change.before_name for change in changes() if change.before.startswith(stem)]
    counties += [node.name for node, _ in local_units(city)]
    own = [row["name"] for row in _rows(folder / "cities.csv") if row["code"] == stem]
    short = [name.removeprefix(city_name[:-1]) for name in counties for city_name in own]
    short += [name[:-1] for name in counties if name[-1] in _ENDINGS]
    names = [*own, *counties, *short, *streets]
    return tuple(dict.fromkeys(name for name in names if len(name) >= _SHORTEST))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
