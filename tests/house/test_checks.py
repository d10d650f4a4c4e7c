"""Every check is in the catalogue, on the reference page, and has a test of its own."""

import ast
from pathlib import Path

import pytest

from jiugai.domain.reporting.checks.catalogue import CHECKS, NOT_USED
from jiugai.exchange.check_limits import check_limits
from tests.house.source import HOUSE, ROOT, tree_of

ROOM = HOUSE / "domain" / "reporting" / "checks"
PAGE = ROOT / "docs" / "reference" / "checks.md"
TESTS = ROOT / "tests" / "domain" / "reporting" / "checks"


def declares_a_check(file: Path) -> bool:
    return any(
        isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "CHECK"
        for node in tree_of(file).body
    )


FILES = [file for file in sorted(ROOM.glob("*.py")) if declares_a_check(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_file_of_a_check_is_in_the_catalogue_under_its_own_name(file: Path):
    assert file.stem in {check.code for check in CHECKS}


def test_the_catalogue_names_nothing_that_has_no_file():
    assert {check.code for check in CHECKS} == {file.stem for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_check_is_tested_by_all_three_of_its_answers(file: Path):
    tests = "".join(
        test.read_text("utf-8")
        for test in TESTS.glob("test_*.py")
        if file.stem in test.read_text("utf-8") or f"import {file.stem}" in test.read_text("utf-8")
    )

    assert "Outcome.PASSED" in tests
    assert "NOT_APPLICABLE" in tests
    assert "@given" in tests


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_the_reference_page_tells_of_each_check_what_the_code_says(check):
    page = PAGE.read_text("utf-8")

    assert f"## {check.number} {check.title} `{check.code}`（第 {check.version} 版）" in page
    assert check.formula in page
    assert check.base_rate in page
    for limit in check_limits():
        if (limit.check, limit.version) == (check.code, check.version):
            assert f"`{limit.name}` {check.limits[limit.name]}" in page
            assert limit.reason in page


def test_the_reference_page_warns_of_base_rates_and_names_what_is_not_used():
    page = PAGE.read_text("utf-8")

    assert "提示从不等于认定" in page
    assert all(name in page for name, _ in NOT_USED)
