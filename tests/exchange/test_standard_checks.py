"""The numbers and words of the standards' checks: each named by a check, none left out."""

from pathlib import Path

import pytest

from jiugai.domain.supervision.standards.catalogue import CHECKS
from jiugai.exchange.policy_files import scope_items
from jiugai.exchange.policy_tables import BadPolicy
from jiugai.exchange.standard_checks import standard_thresholds

CODES = frozenset(check.code for check in CHECKS)


class TestThresholds:
    def test_are_none_of_them_said_to_be_seen(self) -> None:
        found = standard_thresholds()

        assert found.limits
        assert not any(one.verified for one in (*found.limits, *found.words))

    def test_name_items_that_the_catalogue_has(self) -> None:
        known = {item.clause for item in scope_items()}
        named = {w for one in standard_thresholds().words if one.name != "harm" for w in one.words}

        assert named <= known

    @pytest.mark.parametrize(
        ("put", "told"),
        [
            (("accept_days", "accept_weeks"), "没有叫“accept_weeks”的界限"),
            (("accept_days", "accept_weeks"), "缺少界限“accept_days”"),
            (("value = 90", 'value = "九十"'), "九十"),
        ],
    )
    def test_that_fit_no_check_refuse_the_file(
        self, tmp_path: Path, put: tuple[str, str], told: str
    ) -> None:
        for level in ("national", "provincial", "municipal"):
            (tmp_path / level).mkdir()
        own = Path("src/jiugai/policy/national/standard_checks.toml").read_text("utf-8")
        (tmp_path / "national" / "standard_checks.toml").write_text(own.replace(*put, 1), "utf-8")

        with pytest.raises(BadPolicy, match=told):
            standard_thresholds(tmp_path)
