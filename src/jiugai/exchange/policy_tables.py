"""Reads a policy file's tables strictly (政策参数读取): each key known, typed, and none missing.

A number of the law that is read wrongly is worse than none, so nothing is skipped or assumed: an
unknown key, a missing source or date, a wrong type, a region on the wrong level all refuse the
file, and all of its faults are told at once.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from importlib.resources.abc import Traversable
from typing import Any

from jiugai.domain.divisions import LOCAL_UNIT, Level, level_of_code
from jiugai.domain.findings import Finding, Place
from jiugai.domain.law import NATION

LEVELS = ("national", "provincial", "municipal")
_REQUIRED = object()
_SHARE = re.compile(r"\d{1,9}/[1-9]\d{0,8}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,6})?", re.ASCII)


class BadPolicy(Exception):
    """Policy files that cannot be read; carries every fault found in them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = tuple(findings)


class _Unfit(Exception):
    """A value that is not what was expected; says what was, with an example."""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a table: how its value is read, and what stands for it when it is absent."""

    read: Callable[[object], Any]
    default: Any = _REQUIRED

    def or_else(self, default: object) -> "Field":
        """Return the same field, but optional."""
        return Field(self.read, default)


@dataclass(frozen=True, slots=True)
class Table:
    """What one array of tables of a file holds.

    Attributes:
      name: as written in the file, ``[[cutoff]]``.
      fields: by key; none other is allowed.
      identity: the keys whose values no two entries may share.
    """

    name: str
    fields: Mapping[str, Field]
    identity: tuple[str, ...]


def _region(value: object) -> str:
    if value == NATION:
        return NATION
    if isinstance(value, str) and (
        LOCAL_UNIT.fullmatch(value) or re.fullmatch(r"\d{6}", value, re.ASCII)
    ):
        return value
    raise _Unfit("CN、六位区划代码或本地单位代码，例如 610900")


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise _Unfit("不空的文字")


def _list(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    raise _Unfit("方括号括起的清单")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _Unfit("true 或 false")


def _share(value: object) -> Fraction:
    if isinstance(value, str) and _SHARE.fullmatch(value):
        fraction = Fraction(value)
        if fraction <= 1:
            return fraction
    raise _Unfit('0 到 1 之间、带引号的分数，例如 "15/100"')


def _number(value: object) -> Fraction:
    """A number with a point is written in quotes: what TOML reads without them is binary."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return Fraction(value)
    raise _Unfit('整数，或带引号的小数，例如 "0.5"')


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise _Unfit("不带引号的日期，例如 2020-07-10")


def _spelling(value: object) -> str:
    """Return how a value is written in a file: enumerations of numbers go by their name."""
    if isinstance(value, Enum):
        return value.name.lower() if isinstance(value.value, int) else str(value.value)
    return str(value)


def text() -> Field:
    """Read words that are not blank."""
    return Field(_text)


def words() -> Field:
    """Read a list of words, none of them blank."""
    return Field(lambda value: tuple(_text(each) for each in _list(value)))


def flag() -> Field:
    """Read true or false."""
    return Field(_flag)


def whole(least: int, most: int) -> Field:
    """Read a whole number within bounds, both included."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise _Unfit(f"{least} 到 {most} 之间的整数，例如 {least}")

    return Field(read)


def share() -> Field:
    """Read a share between nothing and the whole, written as a fraction: ``"15/100"``."""
    return Field(_share)


def number() -> Field:
    """Read an exact number: ``-2``, or ``"0.5"`` in quotes."""
    return Field(_number)


def day() -> Field:
    """Read a day: ``2020-07-10``, without quotes."""
    return Field(_day)


def choice(options: type[Enum]) -> Field:
    """Read a member of an enumeration, by its value or, where values are numbers, its name."""
    members = {_spelling(member): member for member in options}

    def read(value: object) -> Enum:
        if isinstance(value, str) and value in members:
            return members[value]
        raise _Unfit(f"以下之一：{'、'.join(members)}")

    return Field(read)


def choices(options: type[Enum]) -> Field:
    """Read a list of members of an enumeration."""
    one = choice(options)
    return Field(lambda value: tuple(one.read(each) for each in _list(value)))


RULE_FIELDS: Mapping[str, Field] = {
    "clause": text(),
    "source": text(),
    "region": Field(_region),
    "in_force_from": day(),
    "in_force_until": day().or_else(None),
    "url": text().or_else(""),
    "verified": flag().or_else(True),
    "note": text().or_else(""),
}
"""What every rule of law bears, whatever it says."""


def rule_table(name: str, fields: Mapping[str, Field], *, identity: Sequence[str] = ()) -> Table:
    """Describe a table of dated rules; two of one region and day would leave the law in doubt."""
    return Table(name, {**RULE_FIELDS, **fields}, ("region", "in_force_from", *identity))


def read_tables(
    root: Traversable, stem: str, tables: Sequence[Table]
) -> dict[str, list[dict[str, Any]]]:
    """Read one room's file on all levels (national, provincial, municipal) into plain values.

    :param root: the folder that holds the three levels.
    :param stem: name of the file without its ending; it must exist on the national level.
    :raises BadPolicy: with every fault of every file.
    """
    findings: list[Finding] = []
    entries: dict[str, list[dict[str, Any]]] = {table.name: [] for table in tables}
    for level in LEVELS:
        file = root.joinpath(level, f"{stem}.toml")
        place = Place(f"{level}/{stem}.toml")
        if not file.is_file():
            if level == LEVELS[0]:
                findings.append(_fault("missing_file", "没有找到这个政策参数文件。", place))
            continue
        content = _parse(file, place, findings)
        for name in sorted(set(content) - set(entries)):
            message = f"读到表“{name}”，这个文件只能有：{'、'.join(entries)}。"
            findings.append(_fault("unknown_table", message, place))
        for table in tables:
            entries[table.name] += _read_table(table, content, level, place, findings)
    for table in tables:
        findings += _twice(table, entries[table.name], stem)
    if findings:
        raise BadPolicy(findings)
    return entries


def read_document(
    content: bytes, document: str, tables: Sequence[Table]
) -> dict[str, list[dict[str, Any]]]:
    """Read one file that stands by itself, such as an office's own scheme, into plain values.

    A table that is written once may be written ``[scheme]`` instead of ``[[scheme]]``.

    :raises BadPolicy: with every fault of the file.
    """
    findings: list[Finding] = []
    place = Place(document)
    known = {table.name for table in tables}
    whole = {
        name: [part] if isinstance(part, dict) else part
        for name, part in _parsed(content, place, findings).items()
    }
    for name in sorted(set(whole) - known):
        message = f"读到表“{name}”，这个文件只能有：{'、'.join(sorted(known))}。"
        findings.append(_fault("unknown_table", message, place))
    entries = {table.name: _read_table(table, whole, "", place, findings) for table in tables}
    for table in tables:
        findings += _twice(table, entries[table.name], document)
    if findings:
        raise BadPolicy(findings)
    return entries


def _parse(file: Traversable, place: Place, findings: list[Finding]) -> dict[str, Any]:
    return _parsed(file.read_bytes(), place, findings)


def _parsed(content: bytes, place: Place, findings: list[Finding]) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        message = f"不能按 TOML 读取（{fault}）；请用 UTF-8 保存，并核对引号、括号和日期的写法。"
        findings.append(_fault("not_toml", message, place))
        return {}


def _read_table(
    table: Table, content: Mapping[str, Any], level: str, place: Place, findings: list[Finding]
) -> list[dict[str, Any]]:
    raw = content.get(table.name, [])
    if not isinstance(raw, list) or not all(isinstance(entry, dict) for entry in raw):
        message = f"“{table.name}”应写成 [[{table.name}]] 的若干条。"
        findings.append(_fault("not_a_table", message, place))
        return []
    read = []
    for number, entry in enumerate(raw, start=1):
        here = Place(place.document, f"{table.name} 第{number}条")
        values, faults = _read_entry(table, entry, here)
        faults += _wrong_level(values, level, here)
        findings += faults
        if not faults:
            read.append(values)
    return read


def _read_entry(
    table: Table, entry: Mapping[str, object], here: Place
) -> tuple[dict[str, Any], list[Finding]]:
    values: dict[str, Any] = {}
    faults = []
    for key in sorted(set(entry) - set(table.fields)):
        message = f"读到不认识的项“{key}”；可用的项：{'、'.join(table.fields)}。"
        faults.append(_fault("unknown_key", message, here))
    for key, field in table.fields.items():
        if key not in entry:
            if field.default is _REQUIRED:
                faults.append(_fault("missing_key", f"缺少“{key}”，每条都必须写明。", here))
            else:
                values[key] = field.default
            continue
        try:
            values[key] = field.read(entry[key])
        except _Unfit as unfit:
            message = f"“{key}”读到 {entry[key]!r}，应为{unfit}。"
            faults.append(_fault("wrong_value", message, here))
    return values, faults


def _wrong_level(values: Mapping[str, Any], level: str, here: Place) -> list[Finding]:
    """Refuse a rule filed on another level than its region, and one that ends before it begins.

    A file that stands by itself is on no level.
    """
    faults = []
    region = values.get("region")
    if level and region is not None and _level_of(region) != level:
        message = f"地区 {region} 的规定不应放在 {level} 目录，应放在 {_level_of(region)} 目录。"
        faults.append(_fault("wrong_level", message, here))
    begin, end = values.get("in_force_from"), values.get("in_force_until")
    if begin is not None and end is not None and end < begin:
        message = f"终止日 {end} 早于起始日 {begin}，请核对。"
        faults.append(_fault("ends_before_it_begins", message, here))
    return faults


def _twice(table: Table, entries: Sequence[Mapping[str, Any]], stem: str) -> list[Finding]:
    seen: set[tuple[object, ...]] = set()
    faults = []
    for entry in entries:
        identity = tuple(entry[key] for key in table.identity)
        if identity in seen:
            said = "、".join(f"{key}={_spelling(entry[key])}" for key in table.identity)
            message = (
                f"有两条 [[{table.name}]] 的 {said} 相同，无法判断以哪一条为准；请删去或改期。"
            )
            faults.append(_fault("same_twice", message, Place(f"{stem}.toml")))
        seen.add(identity)
    return faults


def _fault(code: str, message: str, place: Place) -> Finding:
    return Finding(f"policy.{code}", message, place=place)


def _level_of(region: str) -> str:
    if region == NATION:
        return "national"
    return "provincial" if level_of_code(region) is Level.PROVINCE else "municipal"
