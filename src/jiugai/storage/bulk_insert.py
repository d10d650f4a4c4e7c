"""Many rows of one table at once (成批写入), column by column.

Django's ``bulk_create`` makes an object of each row and looks at each value several times over, which
takes longer than the database needs to write it. Here a column crosses as one array. ``COPY``
would be quicker still, but PostgreSQL refuses it where rows are held to their counties.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, models

_CHUNK = 10_000

Value = str | int | None


def insert(model: type[models.Model], columns: Mapping[str, Any], count: int) -> list[int]:
    """Enter ``count`` rows and return their ids, in their order.

    Columns that are not named take the default that the database has for them.

    :param columns: by the name that Django has for the attribute (``act_id``): a list with one text,
      whole number or None for each row, or any other value, which is the same for all.
    """
    named = {field.attname: field for field in model._meta.concrete_fields}
    arrays = {name: values for name, values in columns.items() if isinstance(values, list)}
    same = {name: value for name, value in columns.items() if name not in arrays}
    target = ", ".join(f'"{named[name].column}"' for name in (*same, *arrays))
    taken = ", ".join(["%s"] * len(same) + [f"r.c{place}" for place in range(len(arrays))])
    given = ", ".join(f"%s::{_kind(named[name])}[]" for name in arrays)
    letters = ", ".join(f"c{place}" for place in range(len(arrays)))
    statement = (
        f'INSERT INTO "{model._meta.db_table}" ({target}) SELECT {taken}'
        f" FROM unnest({given}) WITH ORDINALITY AS r ({letters}, n) ORDER BY r.n RETURNING id"
    )
    found: list[int] = []
    with connection.cursor() as cursor:
        for chunk in _chunks(arrays, count):
            cursor.execute(statement, [*same.values(), *chunk])
            found += [row[0] for row in cursor.fetchall()]
    return found


def _kind(field: "models.Field[Any, Any]") -> str:
    """Return the widest type of a column's kind: a cast to ``varchar(64)`` would cut, not refuse."""
    return "text" if isinstance(field, models.CharField | models.TextField) else "bigint"


def _chunks(arrays: Mapping[str, Sequence[Value]], count: int) -> Iterator[list[str]]:
    for first in range(0, count, _CHUNK):
        yield [_array(values[first : first + _CHUNK]) for values in arrays.values()]


def _array(values: Sequence[Value]) -> str:
    """Return values as PostgreSQL writes an array.

    >>> _array([1, None, 3]), _array(["甲", "", None])
    ('{1,NULL,3}', '{"甲","",NULL}')
    """
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
