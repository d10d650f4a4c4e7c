"""The figures of the league tables (排名表用数), and the counties' names."""

from collections.abc import Iterator

from jiugai.domain.bulletins import binding, wording
from jiugai.domain.bulletins.binding import About, compact
from jiugai.domain.bulletins.figures import (
    Basis,
    BoundFigure,
    Kind,
    League,
    SnapshotFigures,
    Standing,
)


def county_figures(figures: SnapshotFigures) -> Iterator[BoundFigure]:
    """Bind the name of every county that the snapshot speaks of, once."""
    for name, figure_id in county_ids(figures).items():
        yield binding.name(figure_id, name, "县区", name)


def county_ids(figures: SnapshotFigures) -> dict[str, str]:
    """Return under which id each county's name is bound; those without a rank get a number."""
    ids = {row.name: f"n.{compact(row.code)}" for league in figures.leagues for row in league.rows}
    unranked = {site.county for site in figures.overdue}
    unranked |= {money.county for money in figures.idle} | set(figures.late_reporters)
    for number, name in enumerate(sorted(unranked - set(ids)), start=1):
        ids[name] = f"n.x{number}"
    return ids


def league_figures(league: League, number: int, decimals: int) -> Iterator[BoundFigure]:
    """Bind the rows of a league, its totals, and how many counties have none or all."""
    yield binding.year(f"l{number}.year", league.cohort)
    for row in league.rows:
        yield from _row(league, number, row, decimals)
    yield from _totals(league, number, decimals)
    for key, rows in league_groups(league).items():
        if rows:
            label = f"{league.cohort}年批次{_GROUPS[key]}县区数"
            about = About(label, f"{key}_counties", league.cohort)
            yield binding.tallied(f"l{number}.{key}", len(rows), "个", about)


_GROUPS = {"all": "参加排名", "zero": "挂零", "full": "全部完成计划"}


def league_groups(league: League) -> dict[str, list[Standing]]:
    """Return the counties with a plan: all of them, those at zero, those at 100 % or above."""
    ranked = [row for row in league.rows if row.rate is not None]
    return {
        "all": ranked,
        "zero": [row for row in ranked if row.rate == 0],
        "full": [row for row in ranked if row.rate is not None and row.rate >= 1],
    }


def _row(league: League, number: int, row: Standing, decimals: int) -> Iterator[BoundFigure]:
    stem = f"l{number}.{compact(row.code)}"
    who = f"{row.name}{league.cohort}年批次"
    by = f"（{wording.COUNTED_BY[league.basis]}）"

    def about(what: str, measure: str, basis: Basis | None = league.basis) -> About:
        return About(f"{who}{what}", measure, league.cohort, row.name, basis)

    if row.planned is not None:
        plan = about(f"计划数{by}", "planned")
        yield binding.count(f"{stem}.planned", row.planned, plan)
    if row.reached is not None:
        what = about(f"{wording.STEP[league.step]}数{by}", league.step.value)
        yield binding.count(f"{stem}.reached", row.reached, what)
    measured = about(f"{wording.RATE[league.step]}{by}", binding.MEASURE[league.step])
    if row.reached is not None and row.planned:
        yield binding.rate(f"{stem}.rate", (row.reached, row.planned), decimals, measured)
    if row.change is not None:
        yield binding.move(f"{stem}.move", row.change, decimals, measured)
    if row.rank is not None:
        yield _rank(league, stem, row)
    by_households = about(
        f"{wording.RATE[league.step]}（按户数计）", measured.measure, Basis.HOUSEHOLDS
    )
    shares = (
        ("hhrate", row.households, by_households),
        ("invrate", row.investment, about("投资完成率", "investment_rate", None)),
        ("fundrate", row.funding, about("资金到位率", "funding_rate", None)),
    )
    for key, share, of in shares:
        if share is not None and share.denominator:
            parts = (share.numerator, share.denominator)
            yield binding.rate(f"{stem}.{key}", parts, decimals, of)


def _rank(league: League, stem: str, row: Standing) -> BoundFigure:
    by = wording.COUNTED_BY[league.basis]
    return BoundFigure(
        id=f"{stem}.rank",
        kind=Kind.RANK,
        value=row.rank,
        shown=f"{'并列' if row.tied else ''}第{row.rank}位",
        bare=str(row.rank),
        label=f"{row.name}{league.cohort}年批次{wording.RATE[league.step]}名次（{by}）",
        cohort=league.cohort,
        county=row.name,
        measure="rank",
        basis=league.basis,
        extent=max(other.rank or 0 for other in league.rows),
    )


def _totals(league: League, number: int, decimals: int) -> Iterator[BoundFigure]:
    """Bind the foot of the table; a total over an unknown count is not drawn."""
    planned = [row.planned for row in league.rows]
    reached = [row.reached for row in league.rows]
    whole = sum(count for count in planned if count is not None)
    done = sum(count for count in reached if count is not None)
    by = f"（{wording.COUNTED_BY[league.basis]}）"
    city = f"全市{league.cohort}年批次"

    def about(what: str, measure: str) -> About:
        return About(f"{city}{what}{by}", measure, league.cohort, basis=league.basis)

    if None not in planned:
        yield binding.count(f"l{number}.planned", whole, about("计划数", "planned"))
    if None not in reached:
        what = about(f"{wording.STEP[league.step]}数", league.step.value)
        yield binding.count(f"l{number}.reached", done, what)
    if None not in planned and None not in reached and whole:
        measured = about(wording.RATE[league.step], binding.MEASURE[league.step])
        yield binding.rate(f"l{number}.rate", (done, whole), decimals, measured)
    zero = league_groups(league)["zero"]
    if zero and all(row.planned is not None for row in zero):
        idle = sum(row.planned or 0 for row in zero)
        what = about("挂零县区计划数", "zero_planned")
        yield binding.count(f"l{number}.zeroplanned", idle, what)
