"""Says of rows what only shows beside others (行与行): possible duplicates, another county's name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from jiugai.domain.findings import Finding, Place, Weight
from jiugai.domain.registry.duplicates import Pair
from jiugai.domain.registry.ledger import Column, LedgerRow

NO_NAME_COLUMN = "ledger.no_name_column"
_SUFFIXES = ("自治县", "自治旗", "县", "市", "区", "旗")


def ask_about(rows: list[LedgerRow], found: Sequence[Pair], document: str) -> None:
    """Ask about each pair at the later of its rows; the refs of the pairs are places in ``rows``."""
    for pair in found:
        place_first, place_second = pair.first.ref, pair.second.ref
        if not (isinstance(place_first, int) and isinstance(place_second, int)):
            continue
        first, second = rows[place_first], rows[place_second]
        code = "ledger.same_name" if pair.same_name else "ledger.near_duplicate"
        where = (
            f"“{first.sheet}”表 {first.cells[Column.NAME]}"
            if first.sheet
            else first.cells[Column.NAME]
        )
        near = "名称相近" if pair.likeness else "像是同一处"
        asked = "同名" if pair.same_name else near
        message = (
            f"“{second.name}”与{where} 的“{first.name}”{asked}（{'，'.join(pair.reasons)}）。"
            "是同一个小区还是两个小区，请确认；没有替您合并。"
        )
        place = Place(document, second.sheet, second.cells[Column.NAME])
        finding = Finding(code, message, Weight.WARNS, place)
        rows[place_second] = replace(second, findings=(*second.findings, finding))


def without_summaries(
    rows: list[LedgerRow], document: str
) -> tuple[list[LedgerRow], list[Finding]]:
    """Return the rows without the sums by place that stand beside the communities themselves.

    A workbook with a summary and the list that it sums up is no wrong one: its summary is told once
    a sheet. Where nothing but sums was sent, they stay, each refused.
    """
    sums = [row for row in rows if any(f.code == NO_NAME_COLUMN for f in row.findings)]
    if not sums or len(sums) == len(rows):
        return rows, []
    first: dict[str, LedgerRow] = {}
    for row in sums:
        first.setdefault(row.sheet, row)
    many = Counter(row.sheet for row in sums)
    told = [
        Finding(
            "ledger.summary_left",
            f"没有小区名称列，是按地区汇总的数，共 {many[sheet]} 行，没有作为小区读；小区以其余各表为准，请核对。",
            Weight.WARNS,
            Place(document, sheet, next(iter(row.cells.values()), "")),
        )
        for sheet, row in first.items()
    ]
    left = {id(row) for row in sums}
    return [row for row in rows if id(row) not in left], told


def told_of_counties(rows: Sequence[LedgerRow], county: str, document: str) -> list[Finding]:
    """Tell once of each other county that rows name, where one county's ledger was expected."""
    if not county or county.isascii():
        return []
    others: dict[str, list[LedgerRow]] = {}
    for row in rows:
        named = row.values.get(Column.COUNTY)
        if isinstance(named, str) and not same_county(named, county):
            others.setdefault(named, []).append(row)
    return [
        Finding(
            "ledger.other_county",
            f"台账按“{county}”导入，但有 {len(found)} 行写的是“{named}”，请核对是否选错县区。",
            Weight.WARNS,
            Place(document, found[0].sheet, found[0].cells[Column.COUNTY]),
        )
        for named, found in others.items()
    ]


def same_county(a: str, b: str) -> bool:
    """Say whether two texts name one county: ``汉滨`` and ``安康市汉滨区`` do."""
    short_a, short_b = _short(a), _short(b)
    return short_a.endswith(short_b) or short_b.endswith(short_a)


def _short(name: str) -> str:
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name[: -len(suffix)]
    return name
