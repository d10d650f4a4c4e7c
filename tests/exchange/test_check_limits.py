"""The thresholds of the checks are on file, each with its reason, and held to what each check asks for."""

from datetime import date
from fractions import Fraction
from importlib import resources
from pathlib import Path

import pytest

from jiugai.domain.reporting.checks.catalogue import CHECKS
from jiugai.exchange.check_limits import check_limits
from jiugai.exchange.policy_tables import BadPolicy

ON_FILE = resources.files("jiugai.policy").joinpath("national", "return_checks.toml")
FIRST_DAY = date(2019, 1, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for level in ("national", "provincial", "municipal"):
        (tmp_path / level).mkdir()
    return tmp_path


def put(folder: Path, text: str) -> Path:
    (folder / "national" / "return_checks.toml").write_text(text, encoding="utf-8")
    return folder


class TestCheckLimits:
    @pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
    def test_has_every_threshold_of_every_check_from_the_first_day(self, check):
        named = {
            limit.name
            for limit in check_limits()
            if (limit.check, limit.version) == (check.code, check.version)
            and limit.holds("610902", FIRST_DAY)
        }

        assert named == set(check.limits)

    @pytest.mark.parametrize("limit", check_limits(), ids=lambda limit: limit.clause)
    def test_says_why_each_is_what_it_is_and_that_nobody_verified_it(self, limit):
        assert len(limit.reason) >= 8
        assert len(limit.source) >= 4
        assert not limit.verified

    def test_reads_decimals_exactly(self):
        (chance,) = [
            limit.value
            for limit in check_limits()
            if (limit.check, limit.name) == ("silent_county", "chance")
        ]

        assert chance == Fraction(1, 1000)

    def test_refuses_a_file_that_leaves_one_out(self, folder: Path):
        text = ON_FILE.read_text("utf-8")
        first = text.index("\n[[limit]]")
        second = text.index("\n[[limit]]", first + 1)

        with pytest.raises(BadPolicy, match="“hard_logic”缺少界限“least_times”"):
            check_limits(put(folder, text[:first] + text[second:]))

    def test_refuses_a_threshold_that_no_check_asks_for(self, folder: Path):
        text = ON_FILE.read_text("utf-8")
        more = text.replace('name = "least_times"', 'name = "lest_times"', 1)

        with pytest.raises(BadPolicy, match="没有叫“lest_times”的界限"):
            check_limits(put(folder, more))
