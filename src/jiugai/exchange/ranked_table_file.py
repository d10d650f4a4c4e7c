"""A ranking as a text table that Excel opens (排名表输出): UTF-8 with its mark, no live formulas."""

import csv
import io
from fractions import Fraction

from jiugai.domain.quantities import round_half_up
from jiugai.domain.supervision.published import TableBasis
from jiugai.domain.supervision.published_ranking import QUANTITY_WORDS, RankedTable

UNIT_WORDS = {
    TableBasis.COMMUNITIES: "个",
    TableBasis.PROJECTS: "个",
    TableBasis.BUILDINGS: "栋",
    TableBasis.HOUSEHOLDS: "户",
    TableBasis.AREA: "平方米",
    TableBasis.FEN: "元",
    TableBasis.UNNAMED: "",
}
_LIVE = ("=", "+", "-", "@", "\t", "\r")


def ranked_csv(table: RankedTable) -> bytes:
    """Return a ranking as .csv: the measure beside every rank, the total in the last row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    unit = UNIT_WORDS[table.basis]
    counted = f"（{unit}）" if unit else ""
    denominator, numerator = (
        f"{QUANTITY_WORDS[quantity]}{counted}"
        for quantity in (table.measure.denominator, table.measure.numerator)
    )
    writer.writerow(["名次", "指标", "地区", denominator, numerator, table.measure.title])
    for row in table.rows:
        rank = "" if row.rank is None else str(row.rank)
        figures = (plain(row.denominator), plain(row.numerator), row.shown)
        writer.writerow([rank, table.measure_words, inert(row.region), *map(inert, figures)])
    total = table.total
    shown = _percent(total.rate, table.method.decimals)
    writer.writerow(
        ["", table.measure_words, "合计", plain(total.denominator), plain(total.numerator), shown]
    )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def inert(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> inert("=1+1"), inert("汉滨区")
    ("'=1+1", '汉滨区')
    """
    return f"'{text}" if text.startswith(_LIVE) else text


def plain(value: Fraction | None) -> str:
    """Return a count without a unit: a whole number, or with the two decimals of 元 and ㎡."""
    if value is None:
        return ""
    return str(value.numerator) if value.denominator == 1 else str(round_half_up(value, 2))


def _percent(rate: str | None, decimals: int) -> str:
    return "" if rate is None else f"{round_half_up(Fraction(rate) * 100, decimals)}%"
