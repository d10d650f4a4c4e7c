from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.duplicates import Entry, pairs, pairs_across


def _entry(ref: int, name: str, **more: object) -> Entry:
    return Entry(ref, name, **{"county": "汉滨区", **more})  # type: ignore[arg-type]


class TestPairs:
    def test_asks_about_two_of_one_name(self) -> None:
        (pair,) = pairs([_entry(1, "甲字街12号院"), _entry(2, "甲字街十二号院", street="新城街道")])
        assert (pair.first.ref, pair.second.ref, pair.same_name) == (1, 2, True)

    def test_leaves_one_name_in_two_counties_alone_unless_the_figures_agree(self) -> None:
        here = _entry(1, "幸福小区", households=120, built_year=1994)
        there = Entry(2, "幸福小区", "旬阳市", households=80, built_year=1988)
        same = Entry(
            3, "幸福小区", "旬阳市", households=120, built_year=1994, floor_area=Decimal(1)
        )
        twin = _entry(4, "幸福小区", households=120, built_year=1994, floor_area=Decimal(1))
        assert pairs([here, there]) == []
        assert [(p.first.ref, p.second.ref) for p in pairs([twin, same])] == [(4, 3)]

    def test_asks_about_one_character_only_where_the_figures_agree(self) -> None:
        figures = {"built_year": 1996, "buildings": 2, "households": 80}
        like = _entry(1, "城东商贸城小区", **figures)
        assert pairs([like, _entry(2, "城东商茂城小区", **figures)])
        assert pairs([like, _entry(2, "城东商茂城小区", built_year=1996)]) == []

    def test_chains_many_of_one_name(self) -> None:
        found = pairs([_entry(n, "家属院") for n in range(100)])
        assert [(p.first.ref, p.second.ref) for p in found] == [(n, n + 1) for n in range(99)]

    @given(
        st.lists(
            st.sampled_from(["甲小区", "乙小区", "甲小区1期", "丙家属院", "丙宿舍"]), max_size=12
        )
    )
    def test_gives_each_pair_once_and_in_order(self, called: list[str]) -> None:
        found = [
            (p.first.ref, p.second.ref) for p in pairs([_entry(n, c) for n, c in enumerate(called)])
        ]
        assert len(set(found)) == len(found)
        assert all(first < second for first, second in found)


class TestPairsAcross:
    def test_pairs_a_row_with_the_register_and_not_with_its_neighbour(self) -> None:
        rows = [_entry(1, "明珠小区"), _entry(2, "明珠小区")]
        register = [_entry(70, "眀珠小区"), _entry(71, "别的小区")]
        assert [(p.first.ref, p.second.ref) for p in pairs_across(rows, register)] == [
            (1, 70),
            (2, 70),
        ]
