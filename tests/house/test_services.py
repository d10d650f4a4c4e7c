"""Every service asks for a power before it does anything for an officer."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import functions, modules, place_of, without_docstring

FILES = modules("services")
WITHOUT_POWER = {
    # What counts or looks up for a service that has asked already; nothing is written.
    "services/registry/importing.py county_of": "narrows a file to the officer's scope",
    "services/bulletins/figures.py snapshot_figures": "a part of writing a bulletin, which asks",
    "services/supervision/cockpit.py ready_by_county": "a part of the cockpit, which asks",
    "services/registry/pairing.py may_decide": "says whether the officer may, and does nothing",
    "services/supervision/leads/assigning.py may_assign": "says the same, and does nothing",
    "services/supervision/leads/visiting.py may_record": "says the same, and does nothing",
    "services/supervision/leads/things.py places": "narrows sites to the officer's scope",
    "services/supervision/contests/reading.py may_mark": "says the same, and does nothing",
    "services/funding/plan_studio/cases.py may_set": "says the same, and does nothing",
    "services/reach.py as_officer": "says to the database how far the officer reaches, and no more",
    # What needs no power but to be the officer whose post it is, and asks that.
    "services/accounts/delegating.py delegate": "leaves one's own post to a deputy",
    "services/accounts/delegating.py end_delegation": "ends what one is a party to, or administers",
    # The three that are asked with are what the others ask.
    "services/actor.py require": "is the question itself",
    "services/actor.py require_another_hand": "is the other question",
    "services/actor.py why_another_hand": "says whose work it is instead, and does nothing",
}
"""Public functions that take an officer and ask for nothing, with the reason; reviewed by hand."""


def officers_of(function: ast.FunctionDef) -> bool:
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return any(argument.arg == "actor" for argument in arguments)


def every_officers_function() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for file in FILES:
        yield from ((file, found) for found in functions(file) if officers_of(found))


BY_NAME: dict[str, list[ast.FunctionDef]] = {}
for _file, _one in every_officers_function():
    for _name in (_one.name, f"{_file.stem}.{_one.name}"):
        BY_NAME.setdefault(_name, []).append(_one)


def first_use(function: ast.FunctionDef) -> ast.Call | None:
    """Return the call to which the officer is handed first; None if looked into before that."""
    calls: dict[ast.AST, ast.Call] = {}
    for statement in without_docstring(function):
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                calls.update(dict.fromkeys(node.args, node))
                calls.update({keyword.value: node for keyword in node.keywords})
    uses = [
        node
        for statement in without_docstring(function)
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and node.id == "actor"
    ]
    first = min(uses, key=lambda node: (node.lineno, node.col_offset), default=None)
    return calls.get(first) if first else None


def writes_before(function: ast.FunctionDef, line: int) -> bool:
    """Say whether a transaction is opened above a line."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "unit_of_work"
        and node.lineno < line
        for node in ast.walk(function)
    )


def asks_first(function: ast.FunctionDef, *, seen: frozenset[str] = frozenset()) -> bool:
    """Say whether a function asks for a power, or hands the officer at once to one that does."""
    call = first_use(function)
    if call is None or writes_before(function, call.lineno):
        return False
    module, _, called = ast.unparse(call.func).rpartition(".")
    if called == "require":
        return ast.unparse(call.args[1]).startswith("Power.")
    asked = BY_NAME.get(f"{module}.{called}") or BY_NAME.get(called, [])
    called = f"{module}.{called}"
    return (
        bool(asked)
        and called not in seen
        and all(asks_first(one, seen=seen | {called}) for one in asked)
    )


PUBLIC = [(f, one) for f, one in every_officers_function() if not one.name.startswith("_")]


def named(pair: tuple[Path, ast.FunctionDef]) -> str:
    return f"{place_of(pair[0])} {pair[1].name}"


@pytest.mark.parametrize("pair", PUBLIC, ids=named)
def test_a_service_asks_for_a_power_before_anything_else(pair: tuple[Path, ast.FunctionDef]):
    assert asks_first(pair[1]) or named(pair) in WITHOUT_POWER, (
        f"{named(pair)}: begin with require(actor, Power.…)"
    )


def test_no_exception_outlives_its_reason():
    stale = [
        name
        for name in WITHOUT_POWER
        if not any(named(pair) == name and not asks_first(pair[1]) for pair in PUBLIC)
    ]

    assert stale == []
