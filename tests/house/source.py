"""The source of the house, read once: files, trees and functions."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "src" / "jiugai"


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def modules(*floors: str) -> list[Path]:
    """Return the modules of floors, or of the whole house; migrations are history and left out."""
    folders = [HOUSE / floor for floor in floors] or [HOUSE]
    return sorted(
        file
        for folder in folders
        for file in folder.rglob("*.py")
        if "migrations" not in file.parts
    )


def place_of(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    """Yield every function and method of a module."""
    yield from (node for node in ast.walk(tree_of(file)) if isinstance(node, ast.FunctionDef))


def without_docstring(function: ast.FunctionDef) -> list[ast.stmt]:
    first = function.body[0]
    said = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return function.body[1:] if said else function.body
