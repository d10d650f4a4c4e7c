"""The made city keeps the figures of the speech, whatever else is drawn."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from demo.make_city.city import City, make
from demo.make_city.communities import Community, register
from demo.make_city.expected import RECORDED_BY, Known
from demo.make_city.mess import in_chinese
from demo.make_city.places import PLACES, neighborhoods
from demo.make_city.progress import split
from hypothesis import given, settings
from hypothesis import strategies as st

NOVEMBER, OCTOBER = date(2020, 11, 3), date(2020, 10, 3)


def by_county(expected: dict[str, Any], year: int, what: str) -> dict[str, int]:
    return {
        county["name"]: county[what]
        for county in expected["cohort"][str(year)]["county"]
        if county[what]
    }


class TestRegister:
    def test_has_1085_communities_and_over_100000_households(self, made: City) -> None:
        assert len(made.communities) == 1085
        assert 100_000 < sum(each.households for each in made.communities) < 115_000

    def test_is_over_twenty_years_old(self, made: City) -> None:
        assert max(each.built_year for each in made.communities) <= 2000

    def test_never_gives_two_communities_of_a_street_one_name(self, made: City) -> None:
        names = Counter((each.place, each.street, each.name) for each in made.communities)

        assert names.most_common(1)[0][1] == 1

    def test_has_namesakes_in_other_counties_and_in_other_streets(self, made: City) -> None:
        counties = Counter(name for name, _ in {(c.name, c.place) for c in made.communities})
        streets = Counter((c.name, c.place) for c in made.communities)

        assert counties.most_common(1)[0][1] >= 3
        assert [key for key, times in streets.items() if times > 1] == [
            ("中心小区", "hanbin"),
            ("供销社家属院", "xunyang"),
        ]

    @pytest.mark.parametrize("place", PLACES, ids=lambda place: place.key)
    def test_lies_in_real_neighborhoods(self, made: City, place: Any) -> None:
        real = {name for street, _ in place.streets for name in neighborhoods(street)}

        assert {c.neighborhood for c in made.communities if c.place == place.key} <= real

    @settings(max_examples=8)
    @given(seed=st.integers(0, 10**9))
    def test_is_believable_from_any_seed(self, seed: int) -> None:
        found = [each for mine in register(seed).values() for each in mine]

        assert len(found) == 1085
        assert 95_000 < sum(each.households for each in found) < 120_000
        assert all(believable(each) for each in found)


def believable(each: Community) -> bool:
    return (
        30 <= each.households <= 400
        and each.buildings <= each.entrances
        and 60 <= each.area / each.households <= 100
        and 250 <= each.investment / each.area <= 430
        and each.investment % 100 == 0
    )


class TestCohorts:
    def test_count_as_the_speech_says(self, expected: dict[str, Any]) -> None:
        cohort = expected["cohort"]

        assert (cohort["2019"]["projects"], cohort["2019"]["started"]) == (21, 21)
        assert (cohort["2020"]["applied"], cohort["2020"]["approved"]) == (69, 45)
        assert (cohort["2020"]["started"], cohort["2020"]["started_month_before"]) == (2, 1)
        assert (cohort["2021"]["projects"], cohort["2021"]["sites"]) == (72, 75)
        assert (cohort["2021"]["applied"], cohort["2021"]["approved"]) == (75, 0)

    def test_see_64_projects_of_2021_approved_in_the_new_year(self, made: City) -> None:
        approved = [site for site in made.programme.sites[2021] if site.approved_on]

        assert len({(site.place, site.project) for site in approved}) == 64
        assert len(approved) == 67

    def test_finish_9_of_21_and_7_a_month_before(self, expected: dict[str, Any]) -> None:
        of_2019 = expected["cohort"]["2019"]

        assert (of_2019["completed"], of_2019["completed_month_before"]) == (9, 7)
        assert of_2019["accepted"] == 4

    def test_are_shared_among_the_counties(self, expected: dict[str, Any]) -> None:
        assert by_county(expected, 2020, "planned") == {
            "汉滨区": 11,
            "旬阳县": 5,
            "汉阴县": 5,
            "紫阳县": 5,
            "石泉县": 4,
            "平利县": 3,
            "宁陕县": 3,
            "岚皋县": 3,
            "安康高新区": 2,
            "白河县": 2,
            "恒口示范区": 1,
            "镇坪县": 1,
        }
        assert by_county(expected, 2020, "started") == {"石泉县": 1, "汉阴县": 1}

    def test_have_eight_projects_that_could_be_under_works(self, expected: dict[str, Any]) -> None:
        assert by_county(expected, 2020, "tendered") == {
            "石泉县": 2,
            "汉阴县": 2,
            "汉滨区": 2,
            "平利县": 1,
            "旬阳县": 1,
        }

    def test_hold_no_community_twice(self, made: City) -> None:
        sites = Counter(
            (site.place, site.community.street, site.community.name)
            for site in made.programme.everyone()
        )

        assert sites.most_common(1)[0][1] == 1

    def test_stand_in_order_of_their_days(self, made: City) -> None:
        for site in made.programme.everyone():
            days = (
                site.applied_on,
                site.approved_on,
                site.prepared_on,
                site.tendered_on,
                site.life.start,
                site.life.completion,
                site.life.acceptance,
            )
            told = [day for day in days if day]
            assert told == sorted(told), site.community.name

    def test_have_one_site_in_two_task_lists(self, made: City) -> None:
        listed = Counter(
            (authority, site.key)
            for authority, key in {
                (plan.authority, site.key)
                for plan in made.plans
                if plan.approved
                for site in plan.sites
            }
            for site in made.programme.everyone()
            if site.key == key
        )
        national = {key for authority, key in listed if authority == "national"}

        assert len(national) == 1
        assert national <= {key for authority, key in listed if authority == "provincial"}

    @pytest.mark.parametrize("seed", [1, 20201103])
    def test_keep_these_figures_from_any_seed(self, seed: int) -> None:
        city = make(seed)
        known = Known(city, RECORDED_BY)
        sites = city.programme.sites

        assert len(city.communities) == 1085
        assert len(known.reached(sites[2019], "started", NOVEMBER)) == 21
        assert len(known.reached(sites[2020], "approved", NOVEMBER)) == 45
        assert len(known.reached(sites[2020], "started", NOVEMBER)) == 2
        assert len(known.reached(sites[2020], "started", OCTOBER)) == 1


class TestLaterMonths:
    def test_fall_short_of_the_target_at_the_end_of_the_year(
        self, expected: dict[str, Any]
    ) -> None:
        year_end = close(expected, "2020-12-31")

        assert year_end["printed_started_2020"] == 33
        assert year_end["printed_completed_2019"] == 17

    @pytest.mark.parametrize(
        ("day", "what", "printed", "restated"),
        [
            ("2020-07-31", "completed_2019", 5, 4),
            ("2020-08-31", "started_2020", 1, 0),
            ("2020-10-31", "started_2020", 2, 2),  # the bulletin's own month never moves
            ("2020-10-31", "completed_2019", 9, 9),
            ("2020-11-30", "started_2020", 8, 7),
            ("2020-12-31", "started_2020", 33, 32),
        ],
    )
    def test_are_restated(
        self, expected: dict[str, Any], day: str, what: str, printed: int, restated: int
    ) -> None:
        month = close(expected, day)

        assert (month[f"printed_{what}"], month[f"restated_{what}"]) == (printed, restated)

    def test_see_one_vetoed_and_one_swapped(self, made: City) -> None:
        exits = {
            line.exit
            for told in made.returns
            for line in told.lines
            if told.sending.month == "2021-03"
        }

        assert exits == {"", "居民否决", "调换"}

    def test_repeat_augusts_figures_in_langaos_september(self, made: City) -> None:
        langao = {
            told.sending.month: told.lines
            for told in made.returns
            if told.sending.place == "langao"
        }

        assert langao["2020-09"] == langao["2020-08"] != langao["2020-10"]

    def test_never_say_a_day_after_their_own(self, made: City) -> None:
        late = [
            (told.sending.place, told.sending.month)
            for told in made.returns
            for line in told.lines
            for day in line.days.values()
            if day > told.sending.effective_on
        ]

        assert late == []


def close(expected: dict[str, Any], day: str) -> dict[str, Any]:
    return next(month for month in expected["close"] if month["day"] == date.fromisoformat(day))


class TestMoney:
    def test_sums_to_what_was_won_by_the_end_of_2020(self, made: City) -> None:
        december = [told for told in made.returns if told.sending.month == "2020-12"]

        assert len(december) == 12
        assert sum(line.figures.received for told in december for line in told.lines) == 510_000_000

    def test_arrived_thinly_in_four_counties(self, expected: dict[str, Any]) -> None:
        rates = expected["money"]["received_of_2020_in_november"]

        assert {code for code, per_mille in rates.items() if per_mille < 200} == {
            "610900-L02",
            "610925",
            "610924",
            "610929",
        }

    def test_is_never_paid_before_it_arrived_and_never_unspent_backwards(self, made: City) -> None:
        for site in made.programme.everyone():
            steps = [
                made.progress.on(site, date(2019 + n // 12, n % 12 + 1, 28)) for n in range(27)
            ]
            assert all(each.paid <= each.received for each in steps)
            assert [s.invested for s in steps] == sorted(s.invested for s in steps)

    @given(
        total=st.integers(0, 10**7),
        weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any),
    )
    def test_is_split_without_a_remainder(self, total: int, weights: list[int]) -> None:
        parts = split(total, weights)

        assert sum(parts) == total
        assert all(
            abs(part - total * weight / sum(weights)) < 1.001
            for part, weight in zip(parts, weights, strict=True)
        )


class TestInChinese:
    @pytest.mark.parametrize(
        ("number", "spoken"), [(2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一")]
    )
    def test_speaks_as_people_do(self, number: int, spoken: str) -> None:
        assert in_chinese(number) == spoken

    def test_knows_every_number_of_buildings(self) -> None:
        assert len({in_chinese(number) for number in range(1, 100)}) == 99
