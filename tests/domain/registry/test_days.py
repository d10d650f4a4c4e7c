from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.days import read_day
from jiugai.domain.registry.readings import MISSING

LATEST = 2020
DAY = date(2020, 10, 28)
_days = st.dates(date(2000, 1, 1), date(2020, 12, 31))


class TestReadDay:
    @pytest.mark.parametrize(
        "cell", [DAY, "2020-10-28", "2020/10/28", "2020年10月28日", "2020.10.28", "20201028", 20201028, 44132, "2020-10-28 09:30", "2020年10月28日开工"]
    )  # fmt: skip
    def test_reads_a_day(self, cell: object) -> None:
        assert read_day(cell, LATEST).value == DAY  # type: ignore[arg-type]

    def test_honours_the_base_of_1904(self) -> None:
        assert read_day(44132 - 1462, LATEST, base_1904=True).value == DAY

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("2020年10月", "day_missing"), ("10月28日", "day_missing"), (2020, "day_missing"), ("2020-02-30", "no_such_day"),
            ("26/11/1", "two_readings"), ("11/12/2020", "two_readings"), ("是", "not_a_date"), ("已开工", "not_a_date"),
            ("预计2020年12月31日", "not_a_date"), (date(1905, 7, 12), "date_out_of_range"), ("9999-12-31", "date_out_of_range"),
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_single_day(self, cell: object, code: str) -> None:
        read = read_day(cell, LATEST)  # type: ignore[arg-type]
        assert (read.value, read.code, read.blocks) == (None, f"ledger.{code}", True)

    def test_takes_not_yet_for_missing(self) -> None:
        assert read_day("尚未开工", LATEST) == MISSING
        assert read_day("/", LATEST) == MISSING

    def test_asks_about_a_day_after_the_ledger(self) -> None:
        read = read_day(date(2021, 1, 1), LATEST)
        assert (read.value, read.blocks) == (date(2021, 1, 1), False)
        assert read.code == "ledger.date_out_of_range"

    @given(_days)
    def test_reads_every_way_of_writing_one_day_alike(self, day: date) -> None:
        serial = (day - date(1899, 12, 30)) // timedelta(days=1)
        for cell in (
            day,
            day.isoformat(),
            f"{day:%Y%m%d}",
            f"{day.year}.{day.month}.{day.day}",
            serial,
        ):
            assert read_day(cell, LATEST).value == day
