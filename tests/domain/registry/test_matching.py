"""Which community a row speaks of, where records bear one name or are one community."""

import pytest

from jiugai.domain.registry.matching import Known, directory

COUNTY, OTHER = 4, 3


def known(
    id: int, name: str = "供销社家属院", street: str = "", counted_as: int | None = None
) -> Known:
    return Known(id, COUNTY, name, street, counted_as)


class TestFind:
    @pytest.mark.parametrize(
        ("on_file", "street", "found"),
        [
            ([], "", None),
            ([known(1)], "", 1),
            ([known(1)], "城关镇", 1),  # the card knows no street
            ([known(1, street="蜀河镇")], "城关镇", None),
            ([known(1, street="城关镇"), known(2, street="蜀河镇")], "蜀河镇", 2),
            ([known(1, street="城关镇"), known(2, street="蜀河镇")], "", (1, 2)),
            ([known(1, street="城关镇"), known(2, street="城关镇")], "城关镇", (1, 2)),
            ([known(1), known(2)], "城关镇", (1, 2)),
        ],
    )
    def test_lets_a_street_decide_between_namesakes(
        self, on_file: list[Known], street: str, found: int | tuple[int, ...] | None
    ) -> None:
        said = directory(on_file).find(COUNTY, "供销社家属院", street)

        assert (
            tuple(one.id for one in said) if isinstance(said, tuple) else said and said.id
        ) == found

    def test_knows_no_community_of_another_county(self) -> None:
        assert directory([known(1)]).find(OTHER, "供销社家属院") is None

    @pytest.mark.parametrize("order", [1, -1])
    def test_means_the_record_that_is_counted_of_those_that_are_one(self, order: int) -> None:
        on_file = [known(1), known(2, counted_as=1)][::order]

        said = directory(on_file).find(COUNTY, "供销社家属院")

        assert isinstance(said, Known)
        assert said.id == 1

    def test_finds_a_record_that_stands_down_by_its_own_name(self) -> None:
        on_file = [known(1), known(2, "供销社宿舍", counted_as=1)]

        said = directory(on_file).find(COUNTY, "供销社宿舍")

        assert isinstance(said, Known)
        assert (said.id, said.community) == (2, 1)
