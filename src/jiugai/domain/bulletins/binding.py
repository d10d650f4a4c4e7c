"""How each kind of value is bound: its id, its exact value, the words that show it (绑定)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiugai.domain.bulletins import wording
from jiugai.domain.bulletins.figures import Basis, BoundFigure, Kind, Step
from jiugai.domain.quantities import percent, points

RATE_ID = {Step.STARTED: "startrate", Step.COMPLETED: "completerate", Step.ACCEPTED: "acceptrate"}
MOVE_ID = {Step.STARTED: "startmove", Step.COMPLETED: "completemove", Step.ACCEPTED: "acceptmove"}
FULL_ID = {Step.STARTED: "startfull", Step.COMPLETED: "completefull", Step.ACCEPTED: "acceptfull"}
LEFT_ID = {Step.STARTED: "unstarted", Step.COMPLETED: "uncompleted", Step.ACCEPTED: "unaccepted"}
MEASURE = {
    Step.STARTED: "start_rate",
    Step.COMPLETED: "completion_rate",
    Step.ACCEPTED: "acceptance_rate",
}
_SUM_UNIT = {Basis.AREA: "dm²"}


@dataclass(frozen=True, slots=True)
class About:
    """What a figure is about (所指): the lint finds a figure by it where no binding is left."""

    label: str
    measure: str = ""
    cohort: int | None = None
    county: str = ""
    basis: Basis | None = None


def compact(code: str) -> str:
    """Return a division's code as an id may hold it: ``610900-L01`` → ``610900l01``."""
    return "".join(char for char in code.lower() if char.isalnum())


def count(figure_id: str, number: int, about: About) -> BoundFigure:
    """Bind a count on a basis; area comes in dm² and is shown in 万平方米."""
    basis = about.basis or Basis.PROJECTS
    is_area = basis is Basis.AREA
    return BoundFigure(
        id=figure_id,
        kind=Kind.AREA if is_area else Kind.COUNT,
        value=number,
        shown=wording.quantity(basis, number),
        bare=wording.area(number) if is_area else str(number),
        label=about.label,
        unit=wording.UNIT[basis],
        cohort=about.cohort,
        county=about.county,
        measure=about.measure,
        basis=about.basis,
    )


def tallied(figure_id: str, number: int, unit: str, about: About) -> BoundFigure:
    """Bind a count in a unit of its own, such as days or counties."""
    return BoundFigure(
        id=figure_id,
        kind=Kind.COUNT,
        value=number,
        shown=f"{number}{unit}",
        bare=str(number),
        label=about.label,
        unit=unit,
        cohort=about.cohort,
        county=about.county,
        measure=about.measure,
    )


def amount(figure_id: str, fen: int, about: About) -> BoundFigure:
    """Bind an amount of money in 分, shown in 万元."""
    shown = wording.money(fen)
    return BoundFigure(
        id=figure_id,
        kind=Kind.MONEY,
        value=fen,
        shown=f"{shown}万元",
        bare=shown,
        label=about.label,
        unit="万元",
        cohort=about.cohort,
        county=about.county,
        measure=about.measure,
    )


def rate(
    figure_id: str, parts: tuple[int, int], decimals: int, about: About, *, words: str = ""
) -> BoundFigure:
    """Bind a share, numerator and denominator; ``words`` say it instead of its per cent."""
    share = Fraction(*parts)
    unit = "分" if about.basis is None else _SUM_UNIT.get(about.basis, "")
    return BoundFigure(
        id=figure_id,
        kind=Kind.RATE,
        value=share,
        shown=words or percent(share, decimals),
        label=about.label,
        numerator=parts[0],
        denominator=parts[1],
        unit=unit,
        cohort=about.cohort,
        county=about.county,
        measure=about.measure,
        basis=about.basis,
    )


def move(figure_id: str, change: Fraction, decimals: int, about: About) -> BoundFigure:
    """Bind a change on last month, from the unrounded shares, in percentage points."""
    return BoundFigure(
        id=figure_id,
        kind=Kind.POINTS,
        value=change,
        shown=wording.change(change, decimals),
        bare=points(change, decimals),
        label=f"{about.label}较上月变化",
        cohort=about.cohort,
        county=about.county,
        measure=about.measure,
        basis=about.basis,
    )


def day(figure_id: str, on: date, about: About) -> BoundFigure:
    """Bind a day."""
    return BoundFigure(
        id=figure_id,
        kind=Kind.DATE,
        value=on,
        shown=wording.day(on),
        label=about.label,
        cohort=about.cohort,
        county=about.county,
        measure=about.measure,
    )


def year(figure_id: str, number: int) -> BoundFigure:
    """Bind the year that names a cohort."""
    return BoundFigure(
        id=figure_id,
        kind=Kind.DATE,
        value=number,
        shown=f"{number}年",
        label="年度批次",
        cohort=number,
    )


def name(figure_id: str, words: str, what: str, county: str) -> BoundFigure:
    """Bind the name of a county or of a site."""
    return BoundFigure(
        id=figure_id, kind=Kind.NAME, value=words, shown=words, label=f"{what}名称", county=county
    )


def text(figure_id: str, words: str, label: str, *, value: str = "") -> BoundFigure:
    """Bind a mark of the paper, such as its number or its digest."""
    return BoundFigure(id=figure_id, kind=Kind.TEXT, value=value or words, shown=words, label=label)


def unique(figures: Sequence[BoundFigure]) -> dict[str, BoundFigure]:
    """Return figures by id.

    :raises ValueError: if two different figures would bear one id.
    """
    by_id: dict[str, BoundFigure] = {}
    for figure in figures:
        if by_id.setdefault(figure.id, figure) != figure:
            raise ValueError(f"two figures bear the id {figure.id}")
    return by_id
