"""Which computation reads which policy file (谁用这份规定): told from the code itself, never typed.

A file is named where it is opened: ``read_tables(root, "overdue_ladder", LADDER)``. Whatever of the
exchange refers to that place reads the file too, and so does each module above that imports it.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_CODE = resources.files("jiugai")
_ABOVE = ("services", "analytics", "console")
_CHINESE = re.compile(r"\(([^()]*[一-鿿][^()]*)\)")

_Unit = tuple[str, str]
"""A module and the name of a function, class or constant at its top."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A module that computes with a policy file.

    Attributes:
      module: such as ``services/supervision/orders/desk.py``.
      title: what it is called in Chinese by its own first line; empty if that says nothing.
      room: what its room is called, in the same way.
    """

    module: str
    title: str
    room: str


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Who reads a file: the exchange modules that open it, and those who compute with it."""

    opened_in: tuple[str, ...] = ()
    readers: tuple[Reader, ...] = ()


@dataclass(frozen=True, slots=True)
class _Module:
    name: str
    first_line: str
    units: Mapping[str, frozenset[_Unit]]
    opens: Mapping[str, frozenset[str]]


@cache
def read_by(name: str) -> ReadBy:
    """Return who reads a policy file.

    :param name: such as ``overdue_ladder``; or ``jiugai.policy.measures``, a folder read as a whole.
    """
    below, above = _modules()
    opening = {
        (module.name, unit)
        for module in below
        for unit, named in module.opens.items()
        if named & {name, f"{name}.toml"}
    }
    opened_in = {module for module, _ in opening}
    reading = _reaching(opening, below)
    readers = [
        module for module in above if any(found & reading for found in module.units.values())
    ]
    # A file that is read in a process of its own is asked for by no import from above.
    within = {module for module, _ in reading} - opened_in
    readers = readers or [module for module in below if module.name in within]
    return ReadBy(tuple(sorted(opened_in)), tuple(_reader(module) for module in readers))


def _reaching(begun: set[_Unit], below: Iterable[_Module]) -> set[_Unit]:
    """Return all units that come, by however many steps, to those begun with."""
    found, grew = set(begun), True
    while grew:
        more = {
            (module.name, unit)
            for module in below
            for unit, uses in module.units.items()
            if uses & found
        }
        grew = not more <= found
        found |= more
    return found


def _reader(module: _Module) -> Reader:
    parts = module.name.split(".")[1:]
    room = _chinese(_first_line(_CODE.joinpath(parts[0], parts[1], "__init__.py")))
    return Reader("/".join(parts) + ".py", _chinese(module.first_line), room)


def _chinese(line: str) -> str:
    return next(reversed(_CHINESE.findall(line)), "")


def _first_line(file: Traversable) -> str:
    return file.read_text("utf-8").partition("\n")[0] if file.is_file() else ""


@cache
def _modules() -> tuple[tuple[_Module, ...], tuple[_Module, ...]]:
    """Return the modules of the exchange, and those above it that import from it."""
    below = tuple(_module(*found) for found in _files("exchange"))
    above = [_module(*found) for floor in _ABOVE for found in _files(floor)]
    return below, tuple(module for module in above if any(module.units.values()))


def _files(floor: str) -> Iterator[tuple[str, Traversable]]:
    waiting = [(f"jiugai.{floor}", _CODE.joinpath(floor))]
    while waiting:
        above, folder = waiting.pop(0)
        for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
            if file.is_dir():
                waiting.append((f"{above}.{file.name}", file))
            elif file.name.endswith(".py"):
                yield f"{above}.{file.name.removesuffix('.py')}".removesuffix(".__init__"), file


def _module(name: str, file: Traversable) -> _Module:
    text = file.read_text("utf-8")
    if name.split(".")[1] != "exchange" and "jiugai.exchange" not in text:
        return _Module(name, "", {}, {})
    tree = ast.parse(text)
    known = _imported(tree) | {unit: (name, unit) for part in tree.body for unit in _named(part)}
    units, opens = {}, {}
    for part in tree.body:
        for unit in _named(part):
            units[unit] = frozenset(_uses(part, known)) - {(name, unit)}
            opens[unit] = frozenset(_texts(part))
    return _Module(name, text.partition("\n")[0], units, opens)


def _named(part: ast.stmt) -> list[str]:
    if isinstance(part, ast.FunctionDef | ast.ClassDef):
        return [part.name]
    if isinstance(part, ast.Assign):
        return [target.id for target in part.targets if isinstance(target, ast.Name)]
    if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
        return [part.target.id]
    return []


def _imported(tree: ast.Module) -> dict[str, _Unit]:
    """Return what a module imports from the exchange, by the name that it goes by there."""
    return {
        alias.asname or alias.name: (part.module, alias.name)
        for part in ast.walk(tree)
        if isinstance(part, ast.ImportFrom) and (part.module or "").startswith("jiugai.exchange")
        for alias in part.names
        if part.module
    }


def _uses(part: ast.stmt, known: Mapping[str, _Unit]) -> Iterator[_Unit]:
    for node in ast.walk(part):
        if isinstance(node, ast.Name) and node.id in known:
            yield known[node.id]
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in known
        ):
            package, module = known[node.value.id]
            yield (f"{package}.{module}", node.attr)


def _texts(part: ast.stmt) -> Iterator[str]:
    """Yield the names by which a statement may open a file: what it calls with, or is set to."""
    if isinstance(part, ast.Assign) and isinstance(part.value, ast.Constant):
        yield str(part.value.value)
    for node in ast.walk(part):
        if isinstance(node, ast.Call):
            yield from (
                one.value
                for one in node.args
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )
