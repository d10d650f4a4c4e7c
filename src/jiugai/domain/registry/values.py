"""The values of a row (行的值) kept small: the columns are held once for the whole table."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar, overload

from jiugai.domain.registry.ledger import Column, LedgerRow, Value

T = TypeVar("T")


class RowValues(Mapping[Column, Value | None]):
    """What each column of one row says; ``places`` is shared by all rows of a table."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[Column, int], values: tuple[Value | None, ...]) -> None:
        self._places = places
        self._values = values

    @property
    def in_order(self) -> tuple[Value | None, ...]:
        """The values alone, in the order of the table's columns."""
        return self._values

    def __getitem__(self, column: Column) -> Value | None:
        return self._values[self._places[column]]

    @overload
    def get(self, key: Column, /) -> Value | None: ...
    @overload
    def get(self, key: Column, /, default: T) -> Value | T | None: ...
    def get(self, key: Column, /, default: object = None) -> object:
        """Return what a column says; asked a million times a ledger, so without an exception."""
        place = self._places.get(key)
        return default if place is None else self._values[place]

    def __iter__(self) -> Iterator[Column]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[type["RowValues"], tuple[object, ...]]:
        return RowValues, (self._places, self._values)


def in_column(rows: Sequence[LedgerRow], column: Column) -> list[Value | None]:
    """Return one column of rows that have the same columns in the same order, as a table's have."""
    place = (
        next((n for n, known in enumerate(rows[0].values) if known is column), None) if rows else 0
    )
    if place is None:
        return [None] * len(rows)
    return [
        row.values.in_order[place] if isinstance(row.values, RowValues) else row.values.get(column)
        for row in rows
    ]


class RowCells(Mapping[Column, str]):
    """Where each column of one row stands: ``C7`` is made of the table's letter and the row.

    ``letters`` is shared by all rows of a table.
    """

    __slots__ = ("letters", "row")

    def __init__(self, letters: Mapping[Column, str], row: int) -> None:
        self.letters = letters
        self.row = row

    def __getitem__(self, column: Column) -> str:
        return f"{self.letters[column]}{self.row}"

    def __iter__(self) -> Iterator[Column]:
        return iter(self.letters)

    def __len__(self) -> int:
        return len(self.letters)

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[type["RowCells"], tuple[object, ...]]:
        return RowCells, (self.letters, self.row)
