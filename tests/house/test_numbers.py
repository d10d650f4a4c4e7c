"""Numbers of the law stand in policy, dated and cited; never in a rule."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import modules, place_of, tree_of

EPOCHS = {(1899, 12, 30), (1904, 1, 1)}
"""Day nought of Excel, and of Excel on old Macintoshes: no law, but the file format."""
_DAY = re.compile(r"(19|20)\d\d[-.年/](0?[1-9]|1[0-2])[-.月/]([0-2]?\d|3[01])日?")
_PAPER = re.compile(r"〔20\d\d〕\d+号")


def texts(tree: ast.Module) -> Iterator[str]:
    """Yield the texts that a program works with; docstrings are not among them."""
    said = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said:
            yield node.value


def days_written(tree: ast.Module) -> Iterator[str]:
    """Yield days that code calculates with: ``date(2000, 12, 31)`` or ``"2000-12-31"`` by itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"date", "datetime.date"}:
            parts = tuple(arg.value for arg in node.args if isinstance(arg, ast.Constant))
            if len(parts) == 3 and parts not in EPOCHS:
                yield ast.unparse(node)
    yield from (text for text in texts(tree) if _DAY.fullmatch(text))


def papers_cited(tree: ast.Module) -> Iterator[str]:
    """Yield papers that a message cites by itself instead of the rule that it was decided by."""
    for text in texts(tree):
        if "例如" not in text and "如“" not in text:
            yield from _PAPER.findall(text)


@pytest.mark.parametrize("file", modules("domain"), ids=place_of)
def test_a_rule_is_written_without_days_and_papers_of_its_own(file: Path):
    assert [*days_written(tree_of(file)), *papers_cited(tree_of(file))] == []


@pytest.mark.parametrize(
    "code", ["LATEST = date(2000, 12, 31)", 'LATEST = "2000-12-31"', 'x = "依据建办城〔2021〕50号"']
)
def test_a_number_of_the_law_in_code_would_be_seen(code: str):
    tree = ast.parse(code)

    assert [*days_written(tree), *papers_cited(tree)]
