from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.readings import MISSING
from jiugai.domain.registry.years import EARLIEST, read_cohort, read_year

LATEST = 2020


class TestReadYear:
    @pytest.mark.parametrize(
        ("cell", "year"),
        [
            (1998, 1998), (1998.0, 1998), ("1998", 1998), ("1998年", 1998), ("１９９８年", 1998), ("1998-05", 1998), ("1998.5", 1998),
            ("1998年5月底", None), (199805, 1998), (date(1998, 5, 1), 1998), (datetime(1998, 5, 1), 1998), ("一九九八年", 1998),  # noqa: DTZ001
            ("2000年底", 2000), ("建于1998年", 1998), ("二〇〇〇年", 2000), (2020, 2020), (1900, 1900),
        ],
    )  # fmt: skip
    def test_reads_a_year(self, cell: object, year: int | None) -> None:
        assert read_year(cell, LATEST).value == year  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "cell", ["九八年", "98年", 35796, "1998年左右", "约1998年", "1998（推定）", "05年"]
    )
    def test_asks_about_a_year_that_is_not_written_out(self, cell: object) -> None:
        read = read_year(cell, LATEST)  # type: ignore[arg-type]
        assert read.value in (1998, 2005)
        assert read.code
        assert not read.blocks

    @pytest.mark.parametrize(
        ("cell", "code"),
        [
            ("上世纪80年代", "decade"), ("九十年代末", "decade"), ("1980年代", "decade"), ("20世纪末", "decade"),
            ("1998-2002", "two_readings"), ("1998/1999", "two_readings"), ("1998、2001", "two_readings"), ("20年", "two_readings"),
            (2021, "year_out_of_range"), (1899, "year_out_of_range"), ("民国38年", "not_a_year"), ("2000年以前", "not_a_year"),
            (105, "not_a_year"), (19998, "not_a_year"), ("98", "not_a_year"), (date(1905, 6, 20), "two_readings"),
        ],
    )  # fmt: skip
    def test_refuses_what_is_no_single_year(self, cell: object, code: str) -> None:
        read = read_year(cell, LATEST)  # type: ignore[arg-type]
        assert (read.value, read.code, read.blocks) == (None, f"ledger.{code}", True)

    def test_takes_a_dash_for_missing(self) -> None:
        assert read_year("-", LATEST) == MISSING

    @given(st.one_of(st.text(max_size=20), st.integers(-(10**9), 10**9), st.floats(allow_nan=True)))
    def test_never_gives_a_year_outside_of_its_bounds(self, cell: str | float) -> None:
        value = read_year(cell, LATEST).value
        assert value is None or (isinstance(value, int) and EARLIEST <= value <= LATEST)


class TestReadCohort:
    def test_reads_the_year_of_a_batch(self) -> None:
        assert read_cohort("2020年第一批", LATEST).value == 2020
        assert read_cohort(2021, LATEST).value == 2021

    def test_asks_about_more_than_a_batch(self) -> None:
        read = read_cohort("2019起累计", LATEST)
        assert (read.value, bool(read.code), read.blocks) == (2019, True, False)

    def test_refuses_two_years(self) -> None:
        assert read_cohort("2019-2022合计", LATEST).blocks
