"""The appendices: the league tables in full, and the overdue sites where they are many (附件)."""

from collections.abc import Sequence

from jiugai.domain.bulletins import binding, wording
from jiugai.domain.bulletins.binding import compact
from jiugai.domain.bulletins.document import Appendix, Cell, Table, runs_of, token
from jiugai.domain.bulletins.draft import Draft
from jiugai.domain.bulletins.figures import Basis, League
from jiugai.domain.bulletins.problems import listed_apart

NONE = "—"
"""None: there is nothing to count. Zero is 0; what is not known is 未定."""


def appendices(draft: Draft) -> tuple[Appendix, ...]:
    """Return the appendices of a bulletin."""
    tables = [
        _league(draft, number, league)
        for number, league in enumerate(draft.figures.leagues, start=1)
        if league.rows
    ]
    if listed_apart(draft.figures.overdue):
        tables.append(_overdue(draft))
    if listed_apart(draft.figures.idle):
        tables.append(_idle(draft))
    return tuple(tables)


def _cell(source: str, columns: int = 1) -> Cell:
    return Cell(runs_of(source), columns)


def _columns(league: League) -> list[tuple[str, str, int]]:
    """Return key, head and width of each column; one that no county fills is left out."""
    word, unit = wording.STEP[league.step], wording.UNIT[league.basis]
    rate = wording.RATE[league.step]
    optional = [
        ("hhrate", f"{rate}（按户数计）", 68, any(row.households for row in league.rows)),
        ("invrate", "投资完成率", 57, any(row.investment for row in league.rows)),
        ("fundrate", "资金到位率", 57, any(row.funding for row in league.rows)),
    ]
    counted = 62 if league.basis is Basis.AREA else 37
    columns = [
        ("rank", "名次", 26),
        ("name", "县（市、区）", 60),
        ("planned", f"计划数（{unit}）", counted),
        ("reached", f"{word}数（{unit}）", counted),
        ("rate", rate, 42),
    ]
    if any(row.change is not None for row in league.rows):
        columns.append(("move", "较上月（个百分点）", 68))
    if league.basis is Basis.HOUSEHOLDS:
        optional = optional[1:]
    return columns + [(key, head, width) for key, head, width, filled in optional if filled]


def _league(draft: Draft, number: int, league: League) -> Appendix:
    columns = _columns(league)
    year, rate = draft.fig(f"l{number}.year"), wording.RATE[league.step]
    by = wording.COUNTED_BY[league.basis]
    table = Table(
        widths=tuple(width for _, _, width in columns),
        heads=(tuple(_cell(head) for _, head, _ in columns),),
        rows=(*_rows(draft, number, league, columns), _total(draft, number, columns)),
    )
    notes = (
        f"注：1．{rate}为{wording.STEP[league.step]}数与计划数之比，{by}，以未舍入的比率排序；"
        f"{league.tie_rule}。",
        f"2．“{NONE}”表示没有计划，不参加排名；“未定”表示尚无数据。",
    )
    return Appendix(
        title=runs_of(f"{year}批次各县区{wording.STEP[league.step]}情况表"),
        caption=runs_of(f"（截至{draft.fig('snapshot.asof')}，{by}）"),
        table=table,
        notes=tuple(runs_of(note) for note in notes),
    )


def _rows(
    draft: Draft, number: int, league: League, columns: Sequence[tuple[str, str, int]]
) -> list[tuple[Cell, ...]]:
    ordered = sorted(league.rows, key=lambda row: (row.rank is None, row.rank or 0))
    rows = []
    for row in ordered:
        stem = f"l{number}.{compact(row.code)}"
        cells = []
        for key, _, _ in columns:
            if key == "name":
                cells.append(_cell(draft.county(row.name)))
                continue
            unknown = key in ("planned", "reached") or (key == "rate" and row.reached is None)
            cells.append(_cell(_value(draft, f"{stem}.{key}", "未定" if unknown else NONE)))
        rows.append(tuple(cells))
    return rows


def _value(draft: Draft, figure_id: str, missing: str) -> str:
    return token(figure_id, bare=True) if draft.has(figure_id) else missing


def _total(draft: Draft, number: int, columns: Sequence[tuple[str, str, int]]) -> tuple[Cell, ...]:
    """Return the foot of the table; what the city's own rows do not add up to is left open."""
    cells = [_cell("全市", columns=2)]
    for key, _, _ in columns[2:]:
        figure_id = _city_wide(draft, number, key)
        cells.append(
            _cell(_value(draft, figure_id, "未定" if key in ("planned", "reached") else NONE))
        )
    return tuple(cells)


def _city_wide(draft: Draft, number: int, key: str) -> str:
    """Return the id of the city's own figure for a column."""
    league = draft.figures.leagues[number - 1]
    cohort, step = f"c{league.cohort}", league.step
    return {
        "move": f"{cohort}.{binding.MOVE_ID[step]}.{league.basis.value}",
        "hhrate": f"{cohort}.{binding.RATE_ID[step]}.households",
        "invrate": f"{cohort}.invrate",
        "fundrate": f"{cohort}.fundrate",
    }.get(key, f"l{number}.{key}")


def _overdue(draft: Draft) -> Appendix:
    heads = ("序号", "县（市、区）", "项目（小区）", "批次", "未完成环节", "期限", "逾期（天）")
    rows = [
        (
            str(number),
            draft.county(site.county),
            draft.fig(f"o{number}.name"),
            draft.fig(f"o{number}.year"),
            wording.STEP[site.step],
            draft.fig(f"o{number}.due"),
            token(f"o{number}.days", bare=True),
        )
        for number, site in enumerate(draft.figures.overdue, start=1)
    ]
    return _listed(draft, "逾期项目名单", heads, (7, 15, 28, 11, 13, 20, 12), rows)


def _idle(draft: Draft) -> Appendix:
    heads = ("序号", "县（市、区）", "资金", "金额（万元）", "到位日期", "未拨付（天）")
    rows = [
        (
            str(number),
            draft.county(money.county),
            money.purpose,
            token(f"i{number}.money", bare=True),
            draft.fig(f"i{number}.since"),
            token(f"i{number}.days", bare=True),
        )
        for number, money in enumerate(draft.figures.idle, start=1)
    ]
    return _listed(draft, "到位未拨付资金明细表", heads, (7, 16, 30, 15, 22, 15), rows)


def _listed(
    draft: Draft,
    name: str,
    heads: Sequence[str],
    widths: tuple[int, ...],
    rows: Sequence[Sequence[str]],
) -> Appendix:
    """Return an appendix that lists things one a row."""
    return Appendix(
        title=runs_of(name),
        caption=runs_of(f"（截至{draft.fig('snapshot.asof')}）"),
        table=Table(
            widths=widths,
            heads=(tuple(_cell(head) for head in heads),),
            rows=tuple(tuple(_cell(cell) for cell in row) for row in rows),
        ),
    )
