from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.reporting.checks.paradata import (
    CHECK,
    FigureEdit,
    FilingTrace,
    examine_device,
    examine_edits,
)
from jiugai.domain.reporting.checks.verdicts import Outcome, Verdict
from tests.domain.reporting.checks.returns import LAST_DAY, THRESHOLDS

LIMITS = THRESHOLDS.of(CHECK, LAST_DAY)
NOON = datetime(2020, 10, 25, 12, tzinfo=UTC)


def filed(seconds_apart: float, times: int, county: str = "甲县") -> list[FilingTrace]:
    return [
        FilingTrace(county, "一号机", NOON + timedelta(seconds=n * seconds_apart))
        for n in range(times)
    ]


def edited(raised: int, lowered: int) -> Verdict:
    edits = [FigureEdit(10, 12)] * raised + [FigureEdit(10, 8)] * lowered
    return examine_edits([*edits, FigureEdit(5, 5)], LIMITS)


class TestExamineDevice:
    def test_looks_at_one_device_that_files_for_two_counties(self):
        verdict = examine_device([*filed(600, 3), *filed(600, 1, "乙县")], LIMITS)

        assert verdict.message == "同一台设备为 2 个县区填报（乙县、甲县）"

    def test_looks_at_forms_filed_faster_than_anybody_types(self):
        assert examine_device(filed(6, 30), LIMITS).message == "3 分钟之内报出 30 张表，快过人手"

    def test_passes_a_clerks_day(self):
        assert examine_device(filed(120, 60), LIMITS).outcome is Outcome.PASSED

    def test_is_not_asked_where_no_device_is_known(self):
        traces = [FilingTrace("甲县", "", NOON), FilingTrace("乙县", "", NOON)]

        assert examine_device(traces, LIMITS).outcome is Outcome.NOT_APPLICABLE

    @given(st.integers(1, 29), st.floats(0, 60))
    def test_never_looks_at_fewer_forms_than_policy_names(self, times: int, apart: float):
        assert not examine_device(filed(apart, times), LIMITS).failed


class TestExamineEdits:
    def test_looks_where_all_is_raised_once_others_are_seen(self):
        assert "以后改了 10 处，10 处是改高" in edited(10, 0).message

    def test_passes_corrections_both_ways(self):
        assert edited(6, 5).outcome is Outcome.PASSED

    def test_is_not_asked_of_a_few(self):
        assert edited(7, 0).outcome is Outcome.NOT_APPLICABLE

    @given(st.integers(0, 20), st.integers(0, 20))
    def test_never_looks_where_no_more_is_raised_than_lowered(self, raised: int, more: int):
        assert not edited(raised, raised + more).failed
