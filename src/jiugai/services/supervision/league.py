"""The league table of counties by one measure of one cohort (排名)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.calendar import a_month_before
from jiugai.domain.programme.plans import Authority
from jiugai.domain.reporting.indicators import Basis, Figure, Measure
from jiugai.domain.supervision.ranking import Contender, Method, Ranked, Ties, rank
from jiugai.domain.supervision.shares import Share
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon, on_day
from jiugai.services.reporting.board import Board, board
from jiugai.services.reporting.measures import Rate, figures_of, measures_on

SECOND_KEYS = {
    "": "不设",
    "households": "同指标按户数",
    "area": "同指标按面积",
    "investment_rate": "投资完成率",
}
"""What parts counties whose first rates are equal (第二排序键)."""


class NoSuchLeague(LookupError):
    """No such measure, basis or cohort."""


@dataclass(frozen=True, slots=True)
class Place:
    """A county's line of the table (名次行).

    Attributes:
      second: what parts it from its equals; None where no second key was chosen.
    """

    county_id: int
    county: str
    code: str
    rank: int | None
    tied: bool
    rate: Rate
    before: Rate
    shown: str
    second: Rate | None = None

    @property
    def change(self) -> Fraction | None:
        """Return the change on last month from the unrounded rates; 1 is 100 个百分点."""
        now, then = self.rate.value, self.before.value
        return None if now is None or then is None else now - then


@dataclass(frozen=True, slots=True)
class League:
    """A league table with the method that made it (排名表)."""

    year: int
    measure: Measure
    basis: Basis
    method: Method
    places: tuple[Place, ...]
    leading: tuple[Place, ...]
    trailing: tuple[Place, ...]
    total: Rate
    total_before: Rate

    @property
    def total_change(self) -> Fraction | None:
        now, then = self.total.value, self.total_before.value
        return None if now is None or then is None else now - then


def last_month_of(asked: Horizon) -> Horizon:
    """Return the same day of the month before, counted from what is known at the same stamp."""
    return on_day(asked, a_month_before(asked.as_of))


def league(
    asked: Horizon,
    *,
    year: int,
    measure: str,
    basis: Basis,
    actor: Actor,
    ties: Ties = Ties.SHARED,
    decimals: int = 1,
    second_key: str = "",
    authority: Authority = Authority.PROVINCIAL,
    before: Horizon | None = None,
) -> League:
    """Rank the counties in the actor's scope by one measure of one cohort.

    Counties without a plan have no rate and no rank. They are put in the order of their codes
    first, so that a running number among equals is repeatable.

    :raises NotAllowed: if the actor may not look at figures.
    :raises NoSuchLeague: if there is no such measure, basis or cohort.
    """
    require(actor, Power.SEE)
    city = board(asked)
    task_list = city.list_of(year, authority)
    declared = measures_on(asked).get(measure)
    if task_list is None or declared is None or basis not in declared.bases:
        raise NoSuchLeague(f"{year} {measure} {basis}")
    now = _by_county(asked, measure, basis, task_list.id, actor)
    then = _by_county(before or last_month_of(asked), measure, basis, task_list.id, actor)
    second = _second(asked, second_key, measure, task_list.id, actor)
    method = _method(declared, basis, decimals, ties, second_key)
    ranking = rank(_contenders(city, actor, now, then, second), method)

    def placed(rows: Iterable[Ranked]) -> tuple[Place, ...]:
        return tuple(_place(row, city, now, then, second) for row in rows)

    return League(
        year=year,
        measure=declared,
        basis=basis,
        method=method,
        places=placed(ranking.rows),
        leading=placed(ranking.leading()),
        trailing=placed(ranking.trailing()),
        total=_sum(now),
        total_before=_sum(then),
    )


def _method(declared: Measure, basis: Basis, decimals: int, ties: Ties, second_key: str) -> Method:
    return Method(
        declared.code,
        basis.value,
        decimals=decimals,
        ties=ties,
        second_key=second_key,
        measure_version=declared.version,
    )


def _contenders(
    city: Board,
    actor: Actor,
    now: dict[int, Figure],
    then: dict[int, Figure],
    second: dict[int, Figure],
) -> list[Contender]:
    return [
        Contender(
            region=str(county.id),
            share=_share(now.get(county.id)),
            second=_share(second.get(county.id)),
            before=_share(then.get(county.id)),
        )
        for county in sorted(city.counties.values(), key=lambda c: ("-" in c.code, c.code))
        if actor.scope.covers(county.id)
    ]


def _by_county(
    asked: Horizon, measure: str, basis: Basis, list_id: int, actor: Actor
) -> dict[int, Figure]:
    found = figures_of(asked, measure, basis, list_ids=[list_id], scope=actor.scope)
    return {figure.county_id: figure for figure in found}


def _second(
    asked: Horizon, second_key: str, measure: str, list_id: int, actor: Actor
) -> dict[int, Figure]:
    if second_key in {Basis.HOUSEHOLDS.value, Basis.AREA.value}:
        basis = Basis(second_key)
        declared = measures_on(asked)[measure]
        if basis in declared.bases:
            return _by_county(asked, measure, basis, list_id, actor)
    if second_key == "investment_rate":
        return _by_county(asked, "investment_rate", Basis.FEN, list_id, actor)
    return {}


def _share(figure: Figure | None) -> Share | None:
    return Share.of(figure.numerator, figure.denominator) if figure else None


def _rate(figures: dict[int, Figure], county_id: int) -> Rate:
    figure = figures.get(county_id)
    return Rate(figure.numerator, figure.denominator) if figure else Rate(0, 0)


def _sum(figures: dict[int, Figure]) -> Rate:
    return Rate(
        sum(figure.numerator for figure in figures.values()),
        sum(figure.denominator for figure in figures.values()),
    )


def _place(
    row: Ranked,
    city: Board,
    now: dict[int, Figure],
    then: dict[int, Figure],
    second: dict[int, Figure],
) -> Place:
    county = city.counties[int(row.contender.region)]
    return Place(
        county_id=county.id,
        county=county.name,
        code=county.code,
        rank=row.rank,
        tied=row.is_tied,
        rate=_rate(now, county.id),
        before=_rate(then, county.id),
        shown=row.shown or "未定",
        second=_rate(second, county.id) if second else None,
    )
