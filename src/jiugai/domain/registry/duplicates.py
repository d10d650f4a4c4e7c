"""Duplicates and near-duplicates (疑似重复): pairs for a person to confirm, never merged by themselves.

Candidates are found by blocks (one spelling, one stem, the same figures), so a hundred thousand
rows are compared without comparing each with each.
"""

import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiugai.domain.registry import names
from jiugai.domain.registry.ledger import Column, LedgerRow

_MOST_IN_BLOCK = 50  # names one character apart are sought only where figures single out a few


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of a community, from a file or from the register (比对项).

    ``ref`` is the caller's own handle: a row, a cell, a community's number.
    """

    ref: Hashable
    name: str
    county: str = ""
    street: str = ""
    built_year: int | None = None
    buildings: int | None = None
    households: int | None = None
    floor_area: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one community (疑似重复对).

    Attributes:
      same_name: whether the names are one name in two spellings.
      likeness: 0 to 1, see ``names.Likeness``.
      reasons: what is alike and what differs, in Chinese.
    """

    first: Entry
    second: Entry
    same_name: bool
    likeness: float
    reasons: tuple[str, ...]


def entry_of(row: LedgerRow, ref: Hashable, county: str = "") -> Entry:
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
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def pairs(entries: Sequence[Entry]) -> list[Pair]:
    """Return the pairs within one list in its order: each entry with the nearest one before it."""
    return _pairs(entries, len(entries))


def pairs_across(entries: Sequence[Entry], register: Sequence[Entry]) -> list[Pair]:
    """Return the pairs of an entry of a file, first, and an entry of the register, second."""
    return [
        Pair(pair.second, pair.first, pair.same_name, pair.likeness, pair.reasons)
        for pair in _pairs([*register, *entries], len(register), across=True)
    ]


def _pairs(entries: Sequence[Entry], border: int, *, across: bool = False) -> list[Pair]:
    """Return pairs; ``across`` wants one entry before the border and one behind it."""
    found: dict[tuple[int, int], Pair] = {}
    keys = [names.key(entry.name) for entry in entries]
    for i, j in _candidates(entries, keys, border if across else 0):
        if (i, j) not in found:
            pair = compare(entries[i], entries[j])
            if pair:
                found[i, j] = pair
    return [found[place] for place in sorted(found, key=lambda place: (place[1], place[0]))]


def compare(first: Entry, second: Entry) -> Pair | None:
    """Return the pair that two entries make, or None if they are plainly two communities."""
    like = names.likeness(first.name, second.name)
    same, other = _figures(first, second)
    agree = len(same) >= 2 and not other
    one_county = first.county == second.county
    one_street = not (first.street and second.street) or first.street == second.street
    if like.score == names.SAME_SPELLING:
        wanted = one_county or agree
    elif like.score == names.SAME_STEM:
        wanted = agree or (one_county and one_street)
    else:
        wanted = like.score > 0 and agree and one_county
    if not wanted:
        return None
    reasons = [*like.reasons]
    if same:
        reasons.append(f"{'、'.join(same)}相同")
    if other:
        reasons.append(f"{'、'.join(other)}不同")
    if not one_county:
        reasons.append("不在同一县区")
    elif not one_street:
        reasons.append("不在同一街道")
    return Pair(first, second, like.score == names.SAME_SPELLING, like.score, tuple(reasons))


def _figures(first: Entry, second: Entry) -> tuple[list[str], list[str]]:
    """Return which figures of two entries are the same, and which differ."""
    same: list[str] = []
    other: list[str] = []
    for label, a, b in (
        ("建成年份", first.built_year, second.built_year),
        ("栋数", first.buildings, second.buildings),
        ("户数", first.households, second.households),
        ("面积", first.floor_area, second.floor_area),
    ):
        if a is not None and b is not None:
            (same if a == b else other).append(label)
    return same, other


def _candidates(
    entries: Sequence[Entry], keys: Sequence[str], border: int
) -> Iterator[tuple[int, int]]:
    """Yield places worth comparing; with a border, only those that lie on its two sides."""
    spelling: dict[Hashable, list[int]] = defaultdict(list)
    figures: dict[Hashable, list[int]] = defaultdict(list)
    stems = [names.stem_of_key(key) for key in keys]
    for place, (entry, key) in enumerate(zip(entries, keys, strict=True)):
        if not key:
            continue
        spelling[key, entry.county].append(place)
        spelling["", stems[place], entry.county].append(place)
        if entry.households:
            if entry.floor_area:
                figures[entry.households, entry.floor_area].append(place)
            if entry.buildings and entry.built_year:
                figures[entry.households, entry.buildings, entry.built_year].append(place)
    for block in spelling.values():
        if len(block) > 1:
            yield from _neighbours(block, border)
    for block in figures.values():
        if 1 < len(block) <= _MOST_IN_BLOCK:
            for i, j in _all(block, border):
                if stems[i] == stems[j] or names.is_one_apart(keys[i], keys[j]):
                    yield i, j


def _neighbours(block: list[int], border: int) -> Iterator[tuple[int, int]]:
    """Yield each place with the one before it; across a border, with the last on the other side."""
    if not border:
        yield from itertools.pairwise(block)
        return
    before = [place for place in block if place < border]
    if before:
        yield from ((before[-1], place) for place in block if place >= border)


def _all(block: list[int], border: int) -> Iterator[tuple[int, int]]:
    for i, j in itertools.combinations(block, 2):
        if not border or i < border <= j:
            yield i, j
