"""A linear problem as arrays (线性规划), and a bound on it that holds whatever a solver says."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class LinearProblem:
    """Maximise ``gain`` within rows and bounds; every column is bounded on both sides.

    Attributes:
      is_whole: which columns must be whole.
      starts, columns, values: the matrix by rows, compressed; ``starts`` has one more than the rows.
      row_least, row_most: may be infinite.
    """

    gain: Floats
    least: Floats
    most: Floats
    is_whole: NDArray[np.bool_]
    starts: Whole
    columns: Whole
    values: Floats
    row_least: Floats
    row_most: Floats

    def within(self, least: Floats, most: Floats) -> "LinearProblem":
        """Return the same with other bounds of the columns."""
        return replace(self, least=least, most=most)

    def between(self, least: Floats, most: Floats) -> "LinearProblem":
        """Return the same with other ends of the rows."""
        return replace(self, row_least=least, row_most=most)

    def rewarding(self, gain: Floats) -> "LinearProblem":
        """Return the same with other gains."""
        return replace(self, gain=gain)

    def with_row(self, gain: Floats, least: float) -> "LinearProblem":
        """Return the same with one row more: what ``gain`` gives is at least so much."""
        columns = np.flatnonzero(gain)
        return replace(
            self,
            starts=np.append(self.starts, self.starts[-1] + len(columns)),
            columns=np.concatenate([self.columns, columns]),
            values=np.concatenate([self.values, gain[columns]]),
            row_least=np.append(self.row_least, least),
            row_most=np.append(self.row_most, np.inf),
        )

    def bound(self, prices: Floats) -> float:
        """Return a value that no solution exceeds, from any prices of the rows (weak duality).

        It holds for prices that are not quite right, so the tolerances of the solver that gave them
        do not matter; prices of the wrong sign at a row without an end are taken as nought.

        :param prices: of each row, above nought where more of ``row_most`` would gain.
        """
        upward = np.where(np.isfinite(self.row_most), np.maximum(prices, 0), 0)
        downward = np.where(np.isfinite(self.row_least), np.minimum(prices, 0), 0)
        used = upward + downward
        counts = np.diff(self.starts)
        by_entry = np.repeat(used, counts) * self.values
        reduced = self.gain - np.bincount(self.columns, by_entry, minlength=len(self.gain))
        best = np.where(reduced > 0, reduced * self.most, reduced * self.least)
        top = np.where(upward > 0, self.row_most, 0.0)
        bottom = np.where(downward < 0, self.row_least, 0.0)
        return float(upward @ top + downward @ bottom + best.sum())


@dataclass
class Rows:
    """Gathers columns and rows one by one."""

    gain: list[float] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    _starts: list[int] = field(default_factory=lambda: [0])
    _columns: list[int] = field(default_factory=list)
    _values: list[float] = field(default_factory=list)
    _row_least: list[float] = field(default_factory=list)
    _row_most: list[float] = field(default_factory=list)

    def column(
        self, least: float, most: float, *, gain: float = 0.0, is_whole: bool = False
    ) -> int:
        """Add a column; return its place."""
        self.gain.append(gain)
        self.least.append(least)
        self.most.append(most)
        self.is_whole.append(is_whole)
        return len(self.gain) - 1

    def row(self, terms: list[tuple[int, float]], least: float, most: float) -> int:
        """Add a row; return its place."""
        for column, value in terms:
            self._columns.append(column)
            self._values.append(value)
        self._starts.append(len(self._columns))
        self._row_least.append(least)
        self._row_most.append(most)
        return len(self._row_least) - 1

    @classmethod
    def of(cls, problem: LinearProblem) -> "Rows":
        """Return the columns and rows of a problem, to be added to."""
        return cls(
            problem.gain.tolist(),
            problem.least.tolist(),
            problem.most.tolist(),
            problem.is_whole.tolist(),
            problem.starts.tolist(),
            problem.columns.tolist(),
            problem.values.tolist(),
            problem.row_least.tolist(),
            problem.row_most.tolist(),
        )

    def extend(self, row: int, column: int, value: float) -> None:
        """Add one column to a row that is there; only rows after it move."""
        end = self._starts[row + 1]
        self._columns.insert(end, column)
        self._values.insert(end, value)
        self._starts[row + 1 :] = [start + 1 for start in self._starts[row + 1 :]]

    def problem(self) -> LinearProblem:
        """Return what was gathered."""
        return LinearProblem(
            np.array(self.gain, dtype=np.float64),
            np.array(self.least, dtype=np.float64),
            np.array(self.most, dtype=np.float64),
            np.array(self.is_whole, dtype=np.bool_),
            np.array(self._starts, dtype=np.int64),
            np.array(self._columns, dtype=np.int64),
            np.array(self._values, dtype=np.float64),
            np.array(self._row_least, dtype=np.float64),
            np.array(self._row_most, dtype=np.float64),
        )
