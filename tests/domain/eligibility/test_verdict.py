"""In or out, by which clause, and why."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.eligibility.candidate import Candidate
from jiugai.domain.eligibility.rules import Exclusion, Treatment
from jiugai.domain.eligibility.verdict import Decision, Outcome, decide, floor_percent
from jiugai.domain.findings import Weight
from tests.domain.eligibility.papers import (
    BEGUN,
    HALF,
    NATIONAL,
    ON,
    candidate,
    extension,
    law,
    mixed,
)


def codes(decision: Decision) -> list[str]:
    return [reason.code for reason in decision.reasons]


class TestDecideByAge:
    @pytest.mark.parametrize(
        ("year", "outcome"),
        [(1980, "eligible"), (2000, "eligible"), (2001, "excluded"), (None, "unknown")],
    )
    def test_counts_the_year_of_the_cut_off_itself_as_in_time(self, year: int | None, outcome: str):
        assert decide(candidate(year), law(), ON).outcome.value == outcome

    def test_names_clause_source_and_day_of_the_law(self):
        decision = decide(candidate(1995), law(), ON)

        assert (decision.clause, decision.source, decision.rule_on) == ("国", "国文", ON)
        assert decision.verified

    def test_says_why_in_one_plain_sentence(self):
        assert decide(candidate(1995), law(), ON).reasons[0].message == (
            "1995年建成，不晚于2000年底，年限符合，依据国文。"
        )
        assert decide(candidate(2003), law(), ON).reasons[0].message == (
            "2003年建成，晚于2000年底，年限不符合，依据国文。"
        )

    def test_never_guesses_a_missing_year(self):
        decision = decide(candidate(None), law(extension()), ON)

        assert decision.outcome is Outcome.UNKNOWN
        assert (
            decision.reasons[0].message == "台账没有建成年份，无法认定；请补填四位年份，例如 1998。"
        )

    def test_does_not_know_where_no_law_was_in_force(self):
        before = BEGUN - timedelta(days=1)

        decision = decide(candidate(1995), law(), before)

        assert (decision.outcome, decision.clause, decision.source) == (Outcome.UNKNOWN, "", "")
        assert codes(decision) == ["eligibility.no_rule"]
        assert str(before) in decision.reasons[0].message

    def test_follows_the_law_of_the_day_and_not_an_older_or_a_newer_one(self):
        rules = law()
        rules = replace(
            rules,
            cutoffs=(
                replace(NATIONAL, in_force_from=date(2015, 1, 1), built_by=1995, clause="旧"),
                NATIONAL,
                replace(NATIONAL, in_force_from=date(2030, 1, 1), built_by=2010, clause="新"),
            ),
        )

        assert decide(candidate(1998), rules, ON).clause == "国"
        assert decide(candidate(1998), rules, ON).outcome is Outcome.ELIGIBLE
        assert decide(candidate(1998), rules, date(2016, 1, 1)).outcome is Outcome.EXCLUDED
        assert decide(candidate(2008), rules, date(2031, 1, 1)).outcome is Outcome.ELIGIBLE

    def test_lets_a_citys_rule_go_before_the_nations(self):
        city = replace(NATIONAL, region="610900", built_by=2004, clause="市", in_force_from=BEGUN)
        rules = replace(law(), cutoffs=(NATIONAL, city))

        assert decide(candidate(2004), rules, ON).clause == "市"
        assert decide(candidate(2004), rules, ON).outcome is Outcome.ELIGIBLE
        elsewhere = candidate(2004, division_code="340102")
        assert decide(elsewhere, rules, ON).outcome is Outcome.EXCLUDED

    def test_carries_the_doubt_of_a_recalled_rule(self):
        rules = replace(law(), cutoffs=(replace(NATIONAL, verified=False),))

        decision = decide(candidate(1995), rules, ON)

        assert not decision.verified
        assert "国文，待核实" in decision.reasons[0].message


class TestDecideByExtension:
    @pytest.mark.parametrize(
        ("treatment", "year", "outcome", "clause"),
        [
            (Treatment.ADMIT, 2000, "eligible", "国"),
            (Treatment.ADMIT, 2001, "eligible", "延"),
            (Treatment.ADMIT, 2005, "eligible", "延"),
            (Treatment.ADMIT, 2006, "excluded", "延"),
            (Treatment.RESERVE, 2003, "reserve", "延"),
            (Treatment.RESERVE, 2006, "excluded", "延"),
            (Treatment.IF_ADOPTED, 2003, "excluded", "国"),
            (Treatment.IF_ADOPTED, 2006, "excluded", "延"),
        ],
    )
    def test_begins_after_the_cut_off_and_ends_with_its_year(
        self, treatment: Treatment, year: int, outcome: str, clause: str
    ):
        decision = decide(candidate(year), law(extension(treatment)), ON)

        assert (decision.outcome.value, decision.clause) == (outcome, clause)

    def test_marks_only_those_admitted_by_it(self):
        rules = law(extension())

        assert decide(candidate(2003), rules, ON).under_extension
        assert not decide(candidate(1999), rules, ON).under_extension
        assert not decide(candidate(2003), law(extension(Treatment.RESERVE)), ON).under_extension

    def test_tells_conditions_and_cap_beside_the_verdict(self):
        rules = law(extension(cap=Fraction(15, 100), conditions=("任务能够完成", "财力允许")))

        decision = decide(candidate(2003), rules, ON)

        assert codes(decision) == [
            "eligibility.by_extension",
            "eligibility.extension_conditions",
            "eligibility.extension_capped",
        ]
        assert "任务能够完成；财力允许" in decision.reasons[1].message
        assert (
            "当年任务户数的15%，能否列入当年计划还要按上限核定，依据延文。"
            in decision.reasons[2].message
        )
        assert decision.reasons[0].message == (
            "2003年建成，不晚于2005年底，按延伸年限纳入，依据延文。"
        )

    def test_says_that_a_place_has_not_adopted_what_the_nation_allows(self):
        decision = decide(candidate(2003), law(extension(Treatment.IF_ADOPTED)), ON)

        assert codes(decision) == [
            "eligibility.built_too_late",
            "eligibility.extension_not_adopted",
        ]
        assert "本地采纳后可重新认定" in decision.reasons[1].message

    def test_ignores_an_extension_that_ends_before_the_cut_off(self):
        rules = law(extension(built_by=2000))

        assert decide(candidate(2003), rules, ON).clause == "国"


class TestDecideByExclusion:
    @pytest.mark.parametrize("kind", Exclusion)
    def test_bars_each_kind_by_its_own_clause(self, kind: Exclusion):
        decision = decide(candidate(1995, exclusions=frozenset({kind})), law(), ON)

        assert (decision.outcome, decision.clause) == (Outcome.EXCLUDED, f"禁-{kind.value}")
        assert decision.reasons[0].message == f"该小区属{kind.value}，不属于改造对象，依据禁文。"
        assert decision.reasons[0].weight is Weight.BLOCKS

    def test_outweighs_a_missing_year(self):
        barred = candidate(None, exclusions=frozenset({Exclusion.REBUILD}))

        decision = decide(barred, law(), ON)

        assert decision.outcome is Outcome.EXCLUDED
        assert codes(decision) == ["eligibility.excluded.rebuild", "eligibility.no_built_year"]

    def test_names_every_bar_at_once(self):
        both = frozenset({Exclusion.SHANTYTOWN, Exclusion.DANGEROUS})

        decision = decide(candidate(2010, exclusions=both, in_town=False), law(), ON)

        assert codes(decision) == [
            "eligibility.excluded.dangerous",
            "eligibility.excluded.shantytown",
            "eligibility.outside_town",
            "eligibility.built_too_late",
        ]

    def test_bars_nothing_that_no_clause_in_force_bars(self):
        rules = replace(law(), exclusions=())

        assert decide(candidate(1995, exclusions=frozenset(Exclusion)), rules, ON).outcome is (
            Outcome.ELIGIBLE
        )

    def test_asks_for_a_town_only_where_it_is_known_to_lie_outside(self):
        assert decide(candidate(1995, in_town=False), law(), ON).outcome is Outcome.EXCLUDED
        assert decide(candidate(1995, in_town=True), law(), ON).outcome is Outcome.ELIGIBLE
        assert decide(candidate(1995, in_town=None), law(), ON).outcome is Outcome.ELIGIBLE

    def test_says_what_the_ledger_left_unsaid(self):
        silent = candidate(1995, in_town=None, exclusions=None)

        decision = decide(silent, law(), ON)

        assert codes(decision)[1:] == ["eligibility.exclusions_unsaid", "eligibility.town_unsaid"]
        assert {reason.weight for reason in decision.reasons[1:]} == {Weight.WARNS}


class TestDecideMixedAges:
    @pytest.mark.parametrize(
        ("buildings", "outcome", "share"),
        [
            (((1995, 600), (2003, 400)), "eligible", Fraction(3, 5)),
            (((1995, 500), (2003, 500)), "excluded", Fraction(1, 2)),  # half is not a majority
            (((1995, 501), (2003, 499)), "eligible", Fraction(501, 1000)),
            (((1995, 400), (2003, 600)), "excluded", Fraction(2, 5)),
            (((2000, 600), (2001, 400)), "eligible", Fraction(3, 5)),  # the year itself is in time
            (
                ((1995, None), (1998, None)),
                "eligible",
                None,
            ),  # all on one side: areas do not matter
            (((2003, None), (2008, None)), "excluded", None),
            (((1995, None), (2003, 400)), "unknown", None),
            (((1995, 0), (2003, 0)), "unknown", None),
            (((1995, 600), (None, 400)), "eligible", None),  # the rest cannot turn it
            (((2003, 600), (None, 400)), "excluded", None),
            (((1995, 300), (None, 400), (2003, 300)), "unknown", None),
            (((None, 300), (None, 400)), "unknown", None),
        ],
    )
    def test_asks_for_more_than_half_of_the_floor_area(
        self, buildings: tuple[tuple[int | None, int | None], ...], outcome: str, share: Fraction
    ):
        decision = decide(mixed(*buildings), law(), ON)

        assert (decision.outcome.value, decision.share) == (outcome, share)

    def test_shows_the_share_and_that_the_majority_rule_is_unverified(self):
        decision = decide(mixed((1995, 600), (2003, 400)), law(), ON)

        assert decision.reasons[0].message == (
            "各楼栋1995至2003年建成，2000年底前建成的占建筑面积60%，"
            "达到超过50%的口径，年限符合，依据国文；混合楼栋的口径依据默认，待核实。"
        )
        assert not decision.verified

    def test_tells_the_first_and_the_last_of_many_years(self):
        decision = decide(mixed((1985, 1), (1990, 1), (1999, 1)), law(), ON)

        assert decision.reasons[0].message.startswith("1985至1999年建成，不晚于2000年底")

    def test_is_as_sure_as_its_cut_off_where_buildings_do_not_differ(self):
        assert decide(mixed((1995, 600), (1998, 400)), law(), ON).verified

    def test_says_between_which_shares_the_truth_lies(self):
        decision = decide(mixed((1995, 300), (None, 400), (2003, 300)), law(), ON)

        assert "占建筑面积30%至70%" in decision.reasons[0].message
        assert codes(decision) == ["eligibility.building_data_missing"]

    def test_gives_a_building_without_a_year_the_year_of_its_community(self):
        decision = decide(mixed((None, 600), (2003, 400), built_year=1996), law(), ON)

        assert (decision.outcome, decision.share) == (Outcome.ELIGIBLE, Fraction(3, 5))

    def test_does_not_know_without_a_rule_for_mixed_ages(self):
        decision = decide(mixed((1995, 600), (2003, 400)), law(mixed=None), ON)

        assert codes(decision) == ["eligibility.no_mixed_age_rule"]
        whole = decide(mixed((1995, 600), (1999, 400)), law(mixed=None), ON)
        assert whole.outcome is Outcome.ELIGIBLE
        none = decide(mixed((2003, 600), (2009, 400)), law(mixed=None), ON)
        assert none.outcome is Outcome.EXCLUDED

    def test_lets_the_share_itself_be_enough_where_the_rule_says_so(self):
        half = mixed((1995, 500), (2003, 500))

        decision = decide(half, law(mixed=replace(HALF, strict=False)), ON)

        assert decision.outcome is Outcome.ELIGIBLE
        assert "达到不低于50%" in decision.reasons[0].message

    def test_may_come_in_by_the_extension_with_all_its_area(self):
        decision = decide(mixed((1995, 400), (2003, 600)), law(extension()), ON)

        assert (decision.outcome, decision.under_extension) == (Outcome.ELIGIBLE, True)

    def test_is_unknown_if_missing_years_decide_about_the_extension(self):
        decision = decide(mixed((2003, 400), (None, 300), (2010, 300)), law(extension()), ON)

        assert (decision.outcome, decision.clause) == (Outcome.UNKNOWN, "延")


ages = st.lists(
    st.tuples(st.none() | st.integers(1990, 2010), st.none() | st.integers(0, 9)), max_size=4
)
communities = st.builds(
    lambda year, buildings, town, bars: replace(
        mixed(*buildings, built_year=year), in_town=town, exclusions=bars
    ),
    st.none() | st.integers(1980, 2012),
    ages,
    st.none() | st.booleans(),
    st.none() | st.frozensets(st.sampled_from(Exclusion), max_size=1),
)


class TestDecideAlways:
    @given(community=communities, earlier=st.integers(1990, 2010), more=st.integers(0, 15))
    def test_a_later_cut_off_never_puts_anyone_out(
        self, community: Candidate, earlier: int, more: int
    ):
        before = decide(community, law().with_cutoff(earlier), ON)
        after = decide(community, law().with_cutoff(earlier + more), ON)

        if before.outcome is Outcome.ELIGIBLE:
            assert after.outcome is Outcome.ELIGIBLE
        if after.outcome is Outcome.EXCLUDED:
            assert before.outcome is Outcome.EXCLUDED

    @given(community=communities)
    def test_always_gives_a_reason_in_a_whole_sentence(self, community: Candidate):
        decision = decide(community, law(extension(cap=Fraction(15, 100))), ON)

        assert decision.reasons
        assert all(reason.message.endswith("。") for reason in decision.reasons)

    @given(community=communities, bar=st.sampled_from(Exclusion))
    def test_nothing_barred_ever_comes_in(self, community: Candidate, bar: Exclusion):
        barred = replace(community, exclusions=frozenset({bar}))

        assert decide(barred, law(extension()), ON).outcome is Outcome.EXCLUDED


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(1, 2), "50%"),
        (Fraction(15, 100), "15%"),
        (Fraction(2, 3), "66.66%"),  # down, never 66.67
        (Fraction(49_999, 100_000), "49.99%"),
        (Fraction(1, 8), "12.50%"),
    ],
)
def test_shares_near_a_threshold_are_rounded_down(share: Fraction, shown: str):
    assert floor_percent(share) == shown
