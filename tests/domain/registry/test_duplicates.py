from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.registry.duplicates import Entry, every_pair, pairs, pairs_across, sought


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

    def test_asks_about_one_door_under_two_names(self) -> None:
        here = {"address": "丽都路66号", "households": 74}
        found = pairs([_entry(1, "和华住宅小区", **here), _entry(2, "丽都路大院", **here)])

        assert [pair.reasons for pair in found] == [("名称不同", "地址、户数相同")]
        assert found[0].likeness == 0

    @pytest.mark.parametrize(
        "other",
        [
            {"address": "丽都路66号", "households": 75},  # two houses behind one door
            {"address": "丽都路", "households": 74},  # no door
            {"address": "丽都路66号"},
            {"address": "丽都路66号", "households": 74, "county": "旬阳市"},
        ],
    )
    def test_leaves_two_names_alone_where_less_speaks(self, other: dict[str, object]) -> None:
        here = _entry(1, "和华住宅小区", address="丽都路66号", households=74)
        there = _entry(2, "丽都路大院", **{"address": "", **other})
        vague = _entry(1, "和华住宅小区", address="丽都路", households=74)

        assert pairs([vague if other["address"] == "丽都路" else here, there]) == []


class TestEveryPair:
    def test_compares_each_of_one_name_with_each(self) -> None:
        found = every_pair([_entry(n, "供销社家属院", street=f"{n}镇") for n in range(4)])

        assert len(found) == 6
        assert all(pair.same_name for pair in found)

    def test_stays_small_where_a_name_says_nothing(self) -> None:
        assert len(every_pair([_entry(n, "家属院") for n in range(500)])) == 499

    def test_asks_about_namesakes_of_a_unit_cut_out_of_its_neighbour(self) -> None:
        old = _entry(1, "市蚕茧站家属院", households=102)
        new = Entry(2, "市蚕茧站家属院", "高新区", households=51, is_carved_out=True)
        far = Entry(3, "市蚕茧站家属院", "旬阳市", households=51)

        found = [(pair.first.ref, pair.second.ref) for pair in every_pair([old, new, far])]

        assert found == [(1, 2), (2, 3)]

    def test_asks_across_counties_where_address_and_figures_agree(self) -> None:
        here = _entry(1, "江边小区", address="江南路5号", built_year=1990)
        there = Entry(2, "江边小区", "旬阳市", built_year=1990, address="江南路５号")

        (pair,) = every_pair([here, there])

        assert pair.alike == ("地址", "建成年份")
        assert pair.reasons[-1] == "不在同一县区"


class TestPairsAcross:
    def test_holds_a_row_against_everything_like_it(self) -> None:
        register = [_entry(n, "明珠小区", street=f"{n}街道") for n in (70, 71)]

        found = pairs_across([_entry(1, "明珠小区")], register)

        assert [(pair.first.ref, pair.second.ref) for pair in found] == [(1, 70), (1, 71)]

    def test_of_an_empty_register_are_none(self) -> None:
        assert pairs_across([_entry(1, "明珠小区"), _entry(2, "明珠小区")], []) == []

    def test_pairs_a_row_with_the_register_and_not_with_its_neighbour(self) -> None:
        rows = [_entry(1, "明珠小区"), _entry(2, "明珠小区")]
        register = [_entry(70, "眀珠小区"), _entry(71, "别的小区")]
        assert [(p.first.ref, p.second.ref) for p in pairs_across(rows, register)] == [
            (1, 70),
            (2, 70),
        ]


CALLED = ("江边小区", "江边家属院", "江边住宅", "市供销社家属院", "供销社宿舍", "汇边小区")
entries = st.builds(
    Entry,
    ref=st.none(),
    name=st.sampled_from(CALLED),
    built_year=st.sampled_from([None, 1990, 1995]),
    buildings=st.sampled_from([None, 2, 3]),
    households=st.sampled_from([None, 0, 40, 80]),
    floor_area=st.sampled_from([None, Decimal(4000), Decimal("4000.5")]),
    address=st.sampled_from(["", "江南路5号"]),
)


class TestSought:
    @given(
        st.lists(entries, max_size=6), st.lists(entries, max_size=6), st.booleans(), st.booleans()
    )
    def test_finds_whatever_another_county_holds_that_makes_a_pair(
        self, told: list[Entry], known: list[Entry], here: bool, there: bool
    ) -> None:
        fresh = [replace(e, ref=n, county="汉滨区", is_carved_out=here) for n, e in enumerate(told)]
        register = [
            replace(e, ref=n, county="旬阳市", is_carved_out=there) for n, e in enumerate(known)
        ]
        found = sought(fresh)

        near = [entry for entry in register if found.finds(entry)]

        assert pairs_across(fresh, near) == pairs_across(fresh, register)

    def test_leaves_the_rest_of_a_register_where_it_is(self) -> None:
        found = sought([_entry(1, "江边小区", households=40, floor_area=Decimal(4000))])

        assert not found.finds(_entry(2, "供销社家属院", households=40, floor_area=Decimal(4100)))
