"""Duplicates and near-duplicates (疑似重复): pairs for a person to confirm, never merged by themselves.

Candidates are found by blocks (one spelling, one stem, one address, the same figures), so a hundred
thousand rows are compared without comparing each with each.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jiugai.domain.registry import names
from jiugai.domain.registry.ledger import Column, LedgerRow

_MOST_IN_BLOCK = 50  # a block in which more lie singles nobody out
_SIGNS = ("地址", "建成年份", "栋数", "户数", "面积")
_HAS_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of a community, from a file or from the register (比对项).

    Attributes:
      ref: the caller's own handle: a row, a cell, a community's number.
      is_carved_out: its county is a local unit (单列单位), cut out of neighbours whose lists may still
        hold it.
      key: how the name is looked for, see ``names.key``; made from the name where nobody knows it.
    """

    ref: Hashable
    name: str
    county: str = ""
    street: str = ""
    built_year: int | None = None
    buildings: int | None = None
    households: int | None = None
    floor_area: Decimal | None = None
    address: str = ""
    is_carved_out: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", names.key(self.name))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one community (疑似重复对).

    Attributes:
      same_name: whether the names are one name in two spellings.
      likeness: 0 to 1, see ``names.Likeness``; 0 where only address and households speak.
      reasons: what is alike and what differs, in Chinese.
      alike: which signs besides the name are the same: 地址, 建成年份, 栋数, 户数, 面积.
    """

    first: Entry
    second: Entry
    same_name: bool
    likeness: float
    reasons: tuple[str, ...]
    alike: tuple[str, ...] = ()


def entry_of(
    row: LedgerRow, ref: Hashable, county: str = "", *, is_carved_out: bool = False
) -> Entry:
    """Return what is compared of a ledger row; ``county`` is where rows lie that do not say."""
    values = row.values
    area = values.get(Column.FLOOR_AREA)
    return Entry(
        ref=ref,
        name=row.name,
        county=str(values.get(Column.COUNTY) or county),
        street=str(values.get(Column.STREET) or ""),
        built_year=_whole(values.get(Column.BUILT_YEAR)),
        buildings=_whole(values.get(Column.BUILDINGS)),
        households=_whole(values.get(Column.HOUSEHOLDS)),
        floor_area=area if isinstance(area, Decimal) else None,
        address=str(values.get(Column.ADDRESS) or ""),
        is_carved_out=is_carved_out,
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def pairs(entries: Sequence[Entry]) -> list[Pair]:
    """Return the pairs within a file in its order: each entry with the nearest one before it."""
    return _pairs(entries, _Places(chained=True))


def every_pair(entries: Sequence[Entry]) -> list[Pair]:
    """Return the pairs within a register: each entry with every one that it resembles."""
    return _pairs(entries, _Places())


def pairs_across(entries: Sequence[Entry], register: Sequence[Entry]) -> list[Pair]:
    """Return the pairs of an entry of a file, first, and an entry of the register, second."""
    found = _pairs([*register, *entries], _Places(border=len(register)))
    turned = (compare(pair.second, pair.first) for pair in found)
    return [pair for pair in turned if pair]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a community of another county must share with some entries to be paired (比对线索).

    Attributes:
      names: spellings, as ``names.key`` gives them.
      areas: households and floor areas.
      figures: households, buildings and years built.
    """

    names: frozenset[str]
    areas: frozenset[tuple[int, Decimal]]
    figures: frozenset[tuple[int, int, int]]

    def finds(self, entry: Entry) -> bool:
        """Say whether an entry of another county may be paired with one of those."""
        return (
            entry.key in self.names
            or not self.areas.isdisjoint(_areas(entry))
            or not self.figures.isdisjoint(_three(entry))
        )


def sought(entries: Iterable[Entry]) -> Sought:
    """Return by what a register's other counties are to be searched for entries of a file."""
    every = list(entries)
    return Sought(
        frozenset(entry.key for entry in every) - {""},
        frozenset(area for entry in every for area in _areas(entry)),
        frozenset(three for entry in every for three in _three(entry)),
    )


def _areas(entry: Entry) -> tuple[tuple[int, Decimal], ...]:
    if not (entry.households and entry.floor_area):
        return ()
    return ((entry.households, entry.floor_area),)


def _three(entry: Entry) -> tuple[tuple[int, int, int], ...]:
    if not (entry.households and entry.buildings and entry.built_year):
        return ()
    return ((entry.households, entry.buildings, entry.built_year),)


@dataclass(frozen=True, slots=True)
class _Places:
    """Which places of a block are worth comparing, the lower one first.

    Attributes:
      chained: each with the one before it alone.
      border: only one before this place with one behind it; None for no border.
    """

    chained: bool = False
    border: int | None = None

    def of(self, block: list[int]) -> Iterator[tuple[int, int]]:
        if self.border is not None:
            return self._across(block, self.border)
        if self.chained or len(block) > _MOST_IN_BLOCK:
            return itertools.pairwise(block)
        return itertools.combinations(block, 2)

    def _across(self, block: list[int], border: int) -> Iterator[tuple[int, int]]:
        known = [place for place in block if place < border]
        told = [place for place in block if place >= border]
        if len(block) > _MOST_IN_BLOCK:
            known = known[-1:]
        return itertools.product(known, told)


def _pairs(entries: Sequence[Entry], places: _Places) -> list[Pair]:
    compared: dict[tuple[int, int], Pair | None] = {}
    for i, j in _candidates(entries, places):
        if (i, j) not in compared:
            compared[i, j] = compare(entries[i], entries[j])
    found = [(place, pair) for place, pair in compared.items() if pair]
    return [pair for _, pair in sorted(found, key=lambda one: (one[0][1], one[0][0]))]


def compare(first: Entry, second: Entry) -> Pair | None:
    """Return the pair that two entries make, or None if they are plainly two communities."""
    like = names.likeness(first.name, second.name)
    same, other = _signs(first, second)
    agree = len(same) >= 2 and not other
    one_county = first.county == second.county
    one_street = not (first.street and second.street) or first.street == second.street
    if like.score == names.SAME_SPELLING:
        wanted = one_county or agree or first.is_carved_out or second.is_carved_out
    elif like.score == names.SAME_STEM:
        wanted = agree or (one_county and one_street)
    elif like.score:
        wanted = agree and one_county
    else:
        wanted = agree and one_county and {"地址", "户数"} <= set(same)
    if not wanted:
        return None
    reasons = list(like.reasons or ["名称不同"])
    if same:
        reasons.append(f"{'、'.join(same)}相同")
    if other:
        reasons.append(f"{'、'.join(other)}不同")
    if not one_county:
        reasons.append("不在同一县区")
    elif not one_street:
        reasons.append("不在同一街道")
    is_one_name = like.score == names.SAME_SPELLING
    return Pair(first, second, is_one_name, like.score, tuple(reasons), tuple(same))


def _signs(first: Entry, second: Entry) -> tuple[list[str], list[str]]:
    """Return which signs of two entries are the same, and which figures differ.

    An address can be written in many ways, so that another wording of it says nothing.
    """
    same: list[str] = []
    other: list[str] = []
    if _door(first.address) and _door(first.address) == _door(second.address):
        same.append(_SIGNS[0])
    for label, a, b in zip(_SIGNS[1:], _figures(first), _figures(second), strict=True):
        if a is not None and b is not None:
            (same if a == b else other).append(label)
    return same, other


def _figures(entry: Entry) -> tuple[int | Decimal | None, ...]:
    return entry.built_year, entry.buildings, entry.households, entry.floor_area


def _door(address: str) -> str:
    """Return an address as it is compared; one without a number names no door."""
    if not address:
        return ""
    found = names.key(address)
    return found if _HAS_NUMBER.search(found) else ""


def _candidates(entries: Sequence[Entry], places: _Places) -> Iterator[tuple[int, int]]:
    """Yield places worth comparing, the lower first; some of them more than once."""
    said: dict[Hashable, list[int]] = defaultdict(list)
    figures: dict[Hashable, list[int]] = defaultdict(list)
    keys = [entry.key for entry in entries]
    stems = [names.stem_of_key(key) for key in keys]
    for place, (entry, key) in enumerate(zip(entries, keys, strict=True)):
        if not key:
            continue
        said[key, entry.county].append(place)
        said["", stems[place], entry.county].append(place)
        if address := _door(entry.address):
            said["", "", address, entry.county].append(place)
        for alike in (*_areas(entry), *_three(entry)):
            figures[alike].append(place)
    for block in said.values():
        if len(block) > 1:
            yield from places.of(block)
    if not places.chained:
        yield from _namesakes_elsewhere(entries, keys, places)
    every = replace(places, chained=False)
    for block in figures.values():
        if 1 < len(block) <= _MOST_IN_BLOCK:
            for i, j in every.of(block):
                if stems[i] == stems[j] or names.is_one_apart(keys[i], keys[j]):
                    yield i, j


def _namesakes_elsewhere(
    entries: Sequence[Entry], keys: Sequence[str], places: _Places
) -> Iterator[tuple[int, int]]:
    """Yield places of one spelling in two counties, unless their figures tell them apart."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if key:
            by_name[key].append(place)
    for block in by_name.values():
        if len({entries[place].county for place in block}) > 1:
            for i, j in places.of(block):
                a, b = entries[i], entries[j]
                if a.is_carved_out or b.is_carved_out or not _differ(a, b):
                    yield i, j


def _differ(first: Entry, second: Entry) -> bool:
    return any(
        a is not None and b is not None and a != b
        for a, b in zip(_figures(first), _figures(second), strict=True)
    )
