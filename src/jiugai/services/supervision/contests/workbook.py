"""A closed round as a workbook: each entrant's place, and each sheet behind it (评比结果导出)."""

from collections.abc import Iterator
from decimal import Decimal

from jiugai.domain.quantities import round_half_up
from jiugai.domain.supervision.contest import TENTHS
from jiugai.domain.supervision.contest_result import Judged, deviation
from jiugai.exchange import register_export
from jiugai.services.supervision.contests.reading import ContestPage

HEADINGS = (
    "名次", "县区", "小区", "示范小区", "收到评分表（份）", "得分", "平均分", "最低分", "最高分", "标准差",
    "少一位评委最好名次", "少一位评委最差名次", "评委", "评委单位", "评委来自",
)  # fmt: skip
TAIL = ("该评委总分", "第几稿", "更正理由")


def contest_workbook(page: ContestPage) -> bytes:
    """Return a round's result, a row for each entrant and sheet; an entrant without any has one."""
    lines = tuple(f"{line.title}（{line.full}）" for line in page.row.contest.criteria)
    title = f"{page.row.contest.title}（满分 {page.row.contest.full}）"
    headings = (*HEADINGS, *lines, *TAIL)
    return register_export.write_rows(title, headings, _rows(page), sheet="观摩评比")


def _rows(page: ContestPage) -> Iterator[tuple[object, ...]]:
    for judged in page.result.rows if page.result else ():
        number = judged.entrant.number
        head = _head(page, judged)
        sheets = [row for row in page.row.standing.values() if row.sheet.entrant == number]
        for row in sheets:
            juror = page.row.contest.jurors[row.sheet.juror - 1]
            marks = (_points(mark) for mark in row.sheet.marks)
            who = juror.name, juror.office, page.county(juror.county_id)
            yield (*head, *who, *marks, _points(row.sheet.total), row.version, row.reason)
        if not sheets:
            yield (*head, *(None for _ in range(3 + len(page.row.contest.criteria) + len(TAIL))))


def _head(page: ContestPage, judged: Judged) -> tuple[object, ...]:
    spread = None if judged.variance is None else deviation(judged.variance)
    values = judged.score, judged.mean, judged.lowest, judged.highest, spread
    return (
        judged.rank if judged.rank is not None else "评分表不够，不排",
        page.county(judged.entrant.county_id),
        judged.entrant.name,
        "是" if judged.entrant.number in page.row.models else "",
        judged.sheets,
        *(None if value is None else round_half_up(value, 2) for value in values),
        judged.best,
        judged.worst,
    )


def _points(tenths: int) -> Decimal:
    return Decimal(tenths) / TENTHS
