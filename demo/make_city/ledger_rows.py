"""The rows of a county's ledger (台账行): what is true, what is written, what will come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from demo.make_city.communities import Community
from demo.make_city.ledger_shapes import Shape
from demo.make_city.mess import DOUBTS, RIDDLES, SLIPS, wide
from demo.make_city.sheets import Cell

OPTIONAL = ("structure", "management", "tenure", "storeys", "investment", "address")
FIGURES = ("households", "buildings", "area", "investment")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is written.

    Attributes:
      cells: by column, where what is written is not simply the true value.
      unread: columns whose cell no reader can settle.
      doubted: whether a cell is read and asked about.
      again: whether its community stands further up already.
    """

    community: Community
    cells: Mapping[str, Cell]
    unread: frozenset[str] = frozenset()
    doubted: bool = False
    again: bool = False

    @property
    def comes_back(self) -> bool:
        return bool(self.unread)

    @property
    def in_second_file(self) -> bool:
        return bool(self.unread) or self.doubted


def rows_of(seed: int, shape: Shape, communities: Sequence[Community]) -> list[Row]:
    """Return a county's rows in the order of its ledger, written as its clerk writes."""
    rng = Random(f"{seed}/ledger/{shape.place}")
    columns = {key for key, _, _ in shape.heads}
    rows = [Row(each, _blanks(shape, columns, rng)) for each in communities]
    _riddles(rows, shape, rng)
    _doubts(rows, shape, rng)
    _slips(rows, shape, rng)
    for _ in range(shape.twice):
        _write_twice(rows, rng)
    return rows


def _blanks(shape: Shape, columns: set[str], rng: Random) -> dict[str, Cell]:
    return {
        key: shape.blank
        for key in OPTIONAL
        if key in columns and rng.random() < (0.07 if key != "investment" else 0.02)
    }


def _pick(rows: Sequence[Row], column: str, rng: Random) -> int:
    """Return a row whose cell of this column is still plainly written, and which does not come back."""
    return rng.choice(
        [
            n
            for n, row in enumerate(rows)
            if column not in row.cells and not row.in_second_file and not row.again
        ]
    )


def _riddles(rows: list[Row], shape: Shape, rng: Random) -> None:
    for kind, count in shape.riddles.items():
        riddle = RIDDLES[kind]
        for _ in range(count):
            n = _pick(rows, riddle.column, rng)
            true = replace(rows[n].community, built_year=_fitting_year(kind, rows[n].community))
            cells = {**rows[n].cells, riddle.column: riddle.write(true, rng)}
            rows[n] = Row(true, cells, frozenset({riddle.column}))
    if shape.swapped:
        n = _pick(rows, "households", rng)
        true = rows[n].community
        cells = {**rows[n].cells, "households": true.buildings, "buildings": true.households}
        rows[n] = Row(true, cells, frozenset({"households", "buildings"}))


def _fitting_year(kind: str, community: Community) -> int:
    """Return a year that lies in the decade which a cell speaks of."""
    ones = community.built_year % 10
    return {"decade_90s": 1990 + ones, "decade_80s": 1980 + ones}.get(kind, community.built_year)


def _doubts(rows: list[Row], shape: Shape, rng: Random) -> None:
    for kind, count in shape.doubts.items():
        doubt = DOUBTS[kind]
        for _ in range(count):
            n = _pick(rows, doubt.column, rng)
            cells = {**rows[n].cells, doubt.column: doubt.write(rows[n].community, rng)}
            rows[n] = replace(rows[n], cells=cells, doubted=True)


def _slips(rows: list[Row], shape: Shape, rng: Random) -> None:
    for kind, count in shape.slips.items():
        slip = SLIPS[kind]
        fitting = [
            n
            for n, row in enumerate(rows)
            if slip.column not in row.cells
            and not row.in_second_file
            and slip.write(row.community, Random(0)) != getattr(row.community, slip.column)
        ]
        for n in rng.sample(fitting, min(count, len(fitting))):
            written = slip.write(rows[n].community, rng)
            rows[n] = replace(rows[n], cells={**rows[n].cells, slip.column: written})


def _write_twice(rows: list[Row], rng: Random) -> None:
    """Write a community a second time further down its street, its name in another spelling."""
    candidates = [
        n
        for n, row in enumerate(rows[:-6])
        if not row.in_second_file
        and any(sign.isdigit() for sign in row.community.name)
        and "、" not in row.community.name
        and rows[n + 5].community.street == row.community.street
    ]
    n = rng.choice(candidates)
    true = rows[n].community
    again = Row(true, {**rows[n].cells, "name": wide(true.name)}, again=True)
    rows.insert(n + 5, again)
