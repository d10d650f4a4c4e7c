"""What passes between the server and the process that reads (往来包): domain values as JSON.

JSON, because the answer comes from a process that has just read a hostile file: nothing in it can
name code to run. Only the plain classes of this project's lower floors are rebuilt, by name.
A reading of 100,000 rows is packed by column, so that it crosses in about a second.
"""

import base64
import gc
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from importlib import import_module
from typing import Any

from jiugai.domain.registry.ledger import LedgerReading
from jiugai.exchange import reading_blocks

_FLOORS = ("jiugai.domain.", "jiugai.exchange.")


class Garbled(ValueError):
    """The bytes are not a parcel."""


def pack(value: object) -> bytes:
    """Return a value as bytes.

    Taken are builtins, Decimal, Fraction, dates, enums, and the dataclasses of domain and exchange.

    :raises TypeError: if there is anything else in it.
    """
    # In ASCII, since one Chinese character would double the room that all the digits take.
    text = json.dumps(_plain(value), default=_tagged, separators=(",", ":"))
    return text.encode("ascii")


def unpack(content: bytes) -> Any:
    """Return the value that was packed.

    :raises Garbled: if the bytes were not made by ``pack``.
    """
    try:
        with _without_collection():
            return json.loads(content.decode("utf-8", "surrogatepass"), object_hook=_rebuilt)
    except Garbled:
        raise
    except (ValueError, TypeError, KeyError, IndexError, ArithmeticError, RecursionError) as fault:
        raise Garbled(str(fault)[:200]) from fault


@contextmanager
def _without_collection() -> Iterator[None]:
    """Build a million objects without the collector walking through them again and again."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


# --- Out ---------------------------------------------------------------------------


def _plain(value: object) -> object:
    """Return containers in tagged form; what json cannot write is left to ``_tagged``."""
    if isinstance(value, Enum):
        return _tagged(value)
    if isinstance(value, tuple):
        return {"tuple": [_plain(part) for part in value]}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {"mapping": [[_plain(key), _plain(part)] for key, part in value.items()]}
    return value


def _tagged(value: object) -> dict[str, object]:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"seconds": [value.days, value.seconds, value.microseconds]}
    if isinstance(value, Fraction):
        return {"fraction": [value.numerator, value.denominator]}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, frozenset):
        return {"set": sorted(map(_plain, value), key=str)}
    if isinstance(value, Enum):
        return {"enum": [_class_name(type(value)), _plain(value.value)]}
    if isinstance(value, LedgerReading):
        return {"reading": reading_blocks.packed(value, _plain)}
    if is_dataclass(value) and not isinstance(value, type):
        parts = [_plain(getattr(value, field.name)) for field in fields(value)]
        return {"object": [_class_name(type(value)), parts]}
    raise TypeError(f"{type(value)} does not cross between processes")


def _class_name(kind: type) -> str:
    return f"{kind.__module__}:{kind.__name__}"


# --- In ----------------------------------------------------------------------------


def _rebuilt(tagged: dict[str, Any]) -> object:
    if len(tagged) != 1:
        raise Garbled("not a tag")
    ((tag, body),) = tagged.items()
    return _BUILDERS[tag](body)


def _known_class(name: str) -> type[Any]:
    module, _, simple = name.partition(":")
    if not module.startswith(_FLOORS) or not simple.isidentifier():
        raise Garbled(name[:80])
    try:
        found = getattr(import_module(module), simple, None)
    except ImportError as fault:
        raise Garbled(name[:80]) from fault
    is_plain = isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum))
    if not isinstance(found, type) or not is_plain or found.__module__ != module:
        raise Garbled(name[:80])
    return found


def _object(body: list[Any]) -> object:
    name, parts = body
    return _known_class(name)(*parts)


def _enum(body: list[Any]) -> object:
    name, value = body
    return _known_class(name)(value)


_BUILDERS: dict[str, Callable[[Any], object]] = {
    "tuple": tuple,
    "mapping": dict,
    "decimal": Decimal,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "seconds": lambda body: timedelta(*body),
    "fraction": lambda body: Fraction(*body),
    "bytes": lambda body: base64.b64decode(body, validate=True),
    "set": frozenset,
    "enum": _enum,
    "object": _object,
    "reading": reading_blocks.unpacked,
}
