"""A module is read at one sitting, a function at one glance."""

import ast
from pathlib import Path

import pytest

from tests.house.source import functions, modules, place_of, without_docstring

LONGEST_MODULE, LONGEST_FUNCTION = 400, 40


def lines_of(function: ast.FunctionDef) -> int:
    """Return how many lines a function takes, what its docstring says aside."""
    body = without_docstring(function)
    said = body[0].lineno - function.body[0].lineno if body else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - said


@pytest.mark.parametrize("file", modules(), ids=place_of)
def test_a_module_is_read_at_one_sitting(file: Path):
    assert len(file.read_text("utf-8").splitlines()) <= LONGEST_MODULE

    too_long = {f.name: lines_of(f) for f in functions(file) if lines_of(f) > LONGEST_FUNCTION}
    assert too_long == {}


def test_no_room_is_named_for_nothing():
    nameless = {"utils", "helpers", "common", "core", "misc"}

    assert [place_of(file) for file in modules() if nameless & {*file.parts, file.stem}] == []
