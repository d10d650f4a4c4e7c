"""The table of regions that money is shared out among (地区基数表), as .csv or a plain table read before."""

from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.allocation import RegionFigures
from jiugai.domain.funding.allocation_rule import AllocationRule, FactorColumn
from jiugai.exchange import strict_cells as cells
from jiugai.exchange.plain_csv import PlainTable, read_plain
from jiugai.exchange.strict_table import Sought, StrictTable

REGION = Sought(
    "region",
    "地区",
    (
        "region",
        "county",
        "县区",
        "县(区)",
        "县(市、区)",
        "市(州)",
        "市",
        "省份",
        "省",
        "单位",
        "地区",
    ),
    cells.name,
)


@dataclass(frozen=True, slots=True)
class Regions:
    """What the regions reported (地区基数); none where a finding blocks."""

    document: str
    regions: tuple[RegionFigures, ...]
    findings: tuple[Finding, ...]


def read_regions(content: bytes, document: str, rule: AllocationRule) -> Regions:
    """Read a table for a rule; never raises for what is in the file."""
    table = read_plain(content, document)
    if isinstance(table, Finding):
        return Regions(document, (), (table,))
    return regions_of(table, rule)


def regions_of(table: PlainTable, rule: AllocationRule) -> Regions:
    """Return what a table that was read says; the columns are those of the rule, all of them needed."""
    reading = StrictTable(table, REGION, [_sought(column) for column in rule.columns])
    rows = reading.rows()
    told = reading.told()
    regions = () if blocking(told) else tuple(RegionFigures(r.name, r.values) for r in rows)
    return Regions(table.document, regions, told)


def _sought(column: FactorColumn) -> Sought:
    example = _example(column)
    read = cells.number(example, decimals=column.decimals, above_zero=column.above_zero)
    # A word without its unit is a heading only where there is no unit to guess.
    bare = () if column.unit in ("㎡", "元", "万元") else (column.word,)
    with_unit = (f"{column.word}({column.unit})",) if column.unit else ()
    headings = (column.code, *column.headings, *bare, *with_unit)
    return Sought(column.code, column.word, tuple(dict.fromkeys(headings)), read)


def _example(column: FactorColumn) -> str:
    if not column.decimals:
        return "1200"
    return "0.85" if column.above_zero else str(float(Fraction(2401, 2)))
