"""The thresholds of the alerts: all on file, each cited, none of another alert."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from jiugai.domain.funding.alerts.catalogue import ALERTS, BY_CODE
from jiugai.domain.law import rule_in_force
from jiugai.exchange.funding.alert_limits import FILE, alert_thresholds
from jiugai.exchange.policy_files import ON_FILE, overrun_rules
from jiugai.exchange.policy_tables import BadPolicy

WHOLE = (ON_FILE / "national" / f"{FILE}.toml").read_text("utf-8")


def folder_with(text: str, root: Path) -> Path:
    for level in ("national", "provincial", "municipal"):
        (root / level).mkdir()
    (root / "national" / f"{FILE}.toml").write_text(text, "utf-8")
    overrun = "cost_overrun.toml"  # the one law that another room keeps, too
    (root / "national" / overrun).write_bytes((ON_FILE / "national" / overrun).read_bytes())
    return root


class TestOnFile:
    def test_holds_every_threshold_that_an_alert_asks_for(self):
        found = alert_thresholds()
        for alert in ALERTS:
            limits = found.of(alert, "610922", date(2022, 6, 30))
            assert set(limits.values) == set(alert.limits), alert.code
            assert bool(limits.words) == alert.words, alert.code

    def test_takes_the_law_on_overruns_from_where_schemes_do(self):
        found = alert_thresholds().of(BY_CODE["FD-17"], "610922", date(2022, 6, 30))
        rule = rule_in_force(overrun_rules(), "610922", date(2022, 6, 30))
        assert rule is not None
        assert found.values == {"single": 1 + rule.item_over}

    def test_shows_what_is_only_recalled(self):
        assert all(one.source for one in alert_thresholds().limits)
        assert not all(one.verified for one in alert_thresholds().limits)


class TestFaults:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('name = "months"', 'name = "weeks"', "没有叫“weeks”的界限"),
            ('alert = "FD-03"', 'alert = "FD-99"', "预警“FD-99”没有叫“days”的界限"),
            ('alert = "FD-16"', 'alert = "FD-01"', "预警“FD-16”没有写要找的用词"),
            ('alert = "FD-16"', 'alert = "FD-01"', "预警“FD-01”不找用词"),
        ],
    )
    def test_are_refused_with_what_is_wrong(self, tmp_path: Path, old: str, new: str, said: str):
        assert old in WHOLE
        with pytest.raises(BadPolicy) as refused:
            alert_thresholds(folder_with(WHOLE.replace(old, new), tmp_path))
        assert any(said in finding.message for finding in refused.value.findings)

    def test_a_newer_threshold_takes_the_place_of_the_older(self, tmp_path: Path):
        newer = (
            '[[limit]]\nclause = "YJ-99"\nalert = "FD-03"\nname = "days"\nvalue = 15\nunit = "天"\n'
            'reason = "收紧"\nregion = "CN"\nin_force_from = 2021-01-01\nsource = "试验"\n'
        )
        found = alert_thresholds(folder_with(f"{WHOLE}\n{newer}", tmp_path))
        late = BY_CODE["FD-03"]
        days = [found.of(late, "610922", date(year, 6, 1)).values["days"] for year in (2020, 2022)]
        assert days == [Fraction(30), Fraction(15)]
