"""The counties and units of the city (县区), their streets and neighborhoods."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CITY_CODE, CITY = "610900", "安康市"
DIVISIONS = Path(__file__).resolve().parents[1] / "divisions"


@dataclass(frozen=True, slots=True)
class Place:
    """A county or a local unit of its rank.

    Attributes:
      key: a short latin name by which the generator's tables speak of it.
      communities: how many old communities it has; all places sum to 1,085.
      streets: codes of its streets and towns, with the share of communities that lie there.
      owners: what the names of its units begin with: ``县粮食局家属院``.
    """

    key: str
    code: str
    name: str
    bureau: str
    communities: int
    streets: tuple[tuple[str, int], ...]
    owners: tuple[str, ...] = ("县", "县", "县", "原县")


PLACES = (
    Place(
        "hanbin",
        "610902",
        "汉滨区",
        "汉滨区住房和城乡建设局",
        382,
        (
            ("610902001", 27),
            ("610902002", 37),
            ("610902003", 25),
            ("610902100", 5),
            ("610902101", 3),
            ("610902104", 3),
        ),
        ("市", "市", "区", "区", "原地区"),
    ),
    Place(
        "hanyin",
        "610921",
        "汉阴县",
        "汉阴县住房和城乡建设局",
        84,
        (("610921100", 86), ("610921101", 8), ("610921102", 6)),
    ),
    Place(
        "shiquan",
        "610922",
        "石泉县",
        "石泉县住房和城乡建设局",
        81,
        (("610922100", 86), ("610922104", 8), ("610922105", 6)),
    ),
    Place(
        "ningshan",
        "610923",
        "宁陕县",
        "宁陕县住房和城乡建设局",
        46,
        (("610923100", 84), ("610923102", 16)),
    ),
    Place(
        "ziyang",
        "610924",
        "紫阳县",
        "紫阳县住房和城乡建设局",
        92,
        (("610924100", 82), ("610924101", 12), ("610924112", 6)),
    ),
    Place(
        "langao",
        "610925",
        "岚皋县",
        "岚皋县住房和城乡建设局",
        58,
        (("610925100", 88), ("610925106", 12)),
    ),
    Place(
        "pingli",
        "610926",
        "平利县",
        "平利县住房和城乡建设局",
        72,
        (("610926100", 88), ("610926106", 5), ("610926102", 7)),
    ),
    Place("zhenping", "610927", "镇坪县", "镇坪县住房和城乡建设局", 23, (("610927100", 100),)),
    Place(
        "xunyang",
        "610928",
        "旬阳县",
        "旬阳县住房和城乡建设局",
        142,
        (("610981100", 70), ("610981103", 13), ("610981110", 12), ("610981105", 5)),
    ),
    Place(
        "baihe",
        "610929",
        "白河县",
        "白河县住房和城乡建设局",
        49,
        (("610929100", 88), ("610929104", 12)),
    ),
    Place(
        "gaoxin",
        "610900-L01",
        "安康高新区",
        "安康高新区住房和城乡建设局",
        34,
        (("610902004", 100),),
        ("市", "区"),
    ),
    Place(
        "hengkou",
        "610900-L02",
        "恒口示范区",
        "恒口示范区住房和建设局",
        22,
        (("610902107", 100),),
        ("区", "镇"),
    ),
)
PLACE = {place.key: place for place in PLACES}


@cache
def street_names() -> dict[str, str]:
    """Return the real names of streets and towns by their 9-digit codes."""
    return {row["code"]: row["name"] for row in _rows("streets.csv")}


@cache
def neighborhoods(street_code: str) -> tuple[str, ...]:
    """Return the real neighborhoods of a street, in the short form that ledgers write."""
    found = [row["name"] for row in _rows("neighborhoods.csv") if row["street"] == street_code]
    return tuple(name.removesuffix("居委会") for name in found)


def _rows(name: str) -> list[dict[str, str]]:
    with (DIVISIONS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
