"""Codes, the names that a division bore on a day, outlines, and how far a writ runs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.divisions import (
    CITY_WIDE,
    DivisionVersion,
    Level,
    Outline,
    Scope,
    level_of_code,
    version_on,
)

XUNYANG = (
    DivisionVersion(1, "610928", "旬阳县", Level.COUNTY, date(2000, 1, 1)),
    DivisionVersion(1, "610981", "旬阳市", Level.COUNTY, date(2021, 2, 3)),
)


class TestLevelOfCode:
    @pytest.mark.parametrize(
        ("code", "level"),
        [
            ("610000", Level.PROVINCE),
            ("61", Level.PROVINCE),
            ("610900", Level.CITY),
            ("6109", Level.CITY),
            ("610922", Level.COUNTY),
            ("610900-L01", Level.COUNTY),
            ("610922100", Level.SUBDISTRICT),
            ("610922100001", Level.NEIGHBORHOOD),
        ],
    )
    def test_tells_the_level_by_the_form(self, code: str, level: Level) -> None:
        assert level_of_code(code) is level

    @pytest.mark.parametrize(
        "code",
        ["", "石泉县", "61092", "6109221", "610900-L1", "610900L01", "６１０９２２", "-610922"],
    )
    def test_refuses_what_is_no_code(self, code: str) -> None:
        with pytest.raises(ValueError, match="not a division code"):
            level_of_code(code)

    @given(st.from_regex(r"([0-9]{2}){1,6}|[0-9]{9}|[0-9]{6}-L[0-9]{2}", fullmatch=True))
    def test_never_puts_a_longer_code_above_a_shorter_one(self, code: str) -> None:
        depth = {2: 1, 4: 2, 8: None, 9: 4, 10: None, 12: 5}.get(len(code), 3)
        if depth is None and "-" not in code:
            with pytest.raises(ValueError, match="not a division code"):
                level_of_code(code)
        else:
            assert level_of_code(code) <= (depth or 3)


class TestVersionOn:
    @pytest.mark.parametrize(
        ("day", "name"),
        [
            (date(2021, 2, 2), "旬阳县"),
            (date(2021, 2, 3), "旬阳市"),
            (date(2030, 1, 1), "旬阳市"),
            (date(2000, 1, 1), "旬阳县"),
        ],
    )
    def test_gives_last_years_table_last_years_name(self, day: date, name: str) -> None:
        found = version_on(XUNYANG, day)

        assert found is not None
        assert found.name == name

    def test_knows_nothing_before_the_first_day(self) -> None:
        assert version_on(XUNYANG, date(1999, 12, 31)) is None

    def test_ends_with_abolition(self) -> None:
        gone = DivisionVersion(
            1, "610981", "旬阳市", Level.COUNTY, date(2030, 1, 1), abolished=True
        )

        assert version_on([*XUNYANG, gone], date(2029, 12, 31)) == XUNYANG[1]
        assert version_on([*XUNYANG, gone], date(2030, 1, 1)) is None

    @given(st.permutations(XUNYANG), st.dates(date(2000, 1, 1), date(2040, 1, 1)))
    def test_does_not_depend_on_the_order_of_versions(
        self, versions: list[DivisionVersion], day: date
    ) -> None:
        assert version_on(versions, day) == version_on(XUNYANG, day)


def test_an_outline_answers_to_its_former_codes() -> None:
    outline = Outline("610981", "旬阳市", (), former_codes=("610928",))

    assert outline.bears("610981")
    assert outline.bears("610928")
    assert not outline.bears("610922")


class TestScope:
    @pytest.mark.parametrize(
        ("scope", "record", "covered"),
        [
            (CITY_WIDE, (7, None), True),
            (Scope(), (7, None), False),
            (Scope(frozenset({7})), (7, None), True),
            (Scope(frozenset({7})), (7, 70), True),
            (Scope(frozenset({7})), (8, 70), False),
            (Scope(frozenset({7}), frozenset({70})), (7, 70), True),
            (Scope(frozenset({7}), frozenset({70})), (7, 71), False),
            # a street sees no record that is not known to lie in it
            (Scope(frozenset({7}), frozenset({70})), (7, None), False),
        ],
    )
    def test_covers_what_the_post_answers_for(
        self, scope: Scope, record: tuple[int, int | None], covered: bool
    ) -> None:
        assert scope.covers(*record) is covered
