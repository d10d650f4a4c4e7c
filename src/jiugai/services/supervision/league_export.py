"""A league table as a workbook (排名表导出)."""

from collections.abc import Iterator

from jiugai.domain.quantities import round_half_up, square_metres, wan_yuan
from jiugai.domain.reporting.indicators import Basis
from jiugai.exchange import register_export
from jiugai.services.facts import Horizon
from jiugai.services.reporting.measures import Rate
from jiugai.services.reporting.statement import BASIS_WORDS
from jiugai.services.supervision.league import League

HEADINGS = (
    "名次",
    "县区",
    "代码",
    "批次",
    "指标",
    "口径",
    "分母",
    "分子",
    "单位",
    "率（%）",
    "比上月（百分点）",
    "上月率（%）",
)


def ranking_workbook(table: League, asked: Horizon) -> bytes:
    """Return a league table as a workbook; every row names its measure and basis."""
    title = (
        f"{table.year} 年批次{table.measure.title}排名，{BASIS_WORDS[table.basis]}，"
        f"截至 {asked.as_of}（登记序号 {asked.last_seq}，排名方法第 {table.method.version} 版）"
    )
    return register_export.write_rows(title, HEADINGS, _rows(table), sheet="排名")


def _rows(table: League) -> Iterator[tuple[object, ...]]:
    for place in table.places:
        yield _row(table, (place.rank, place.county, place.code), place.rate, place.before)
    yield _row(table, (None, "合计", ""), table.total, table.total_before)


def _row(table: League, who: tuple[object, ...], now: Rate, then: Rate) -> tuple[object, ...]:
    value, before = now.value, then.value
    decimals = table.method.decimals
    change = None if value is None or before is None else round_half_up((value - before) * 100, 1)
    return (
        *who,
        table.year,
        table.measure.title,
        table.basis.word,
        _amount(table.basis, now.denominator),
        _amount(table.basis, now.numerator),
        table.basis.unit,
        "未定" if value is None else round_half_up(value * 100, decimals),
        change,
        None if before is None else round_half_up(before * 100, decimals),
    )


def _amount(basis: Basis, value: int) -> object:
    if basis is Basis.FEN:
        return wan_yuan(value, 2)
    return square_metres(value) if basis is Basis.AREA else value
