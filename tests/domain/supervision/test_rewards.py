"""Rewards and cuts: what the rules propose after a released ranking, and who may decide them."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.supervision.honours import Entrant, Honours, honours
from jiugai.domain.supervision.rewards import (
    NextYearBasis,
    RewardDecision,
    RewardProposal,
    RewardRuling,
    check_decision,
    propose,
    rewards_in_force,
)
from jiugai.domain.supervision.scoring_scheme import Effect
from jiugai.exchange.supervision_policy import honours_rules, reward_rules

DAY = date(2020, 11, 11)
RULES = rewards_in_force(reward_rules(), NATION, DAY)
BASES = {"戊县": NextYearBasis(100_000_005, None), "甲县": NextYearBasis(None, 30_000_000)}
CITY = (
    Entrant("甲县", 30, 30),
    Entrant("乙县", 18, 20),
    Entrant("丙县", 24, 30),
    Entrant("丁县", 3, 4),
    Entrant("戊县", 20, 40),
)


def board(*entrants: Entrant) -> Honours:
    rule = rule_in_force(honours_rules(), NATION, DAY)
    assert rule is not None
    return honours(entrants or CITY, rule)


def proposed(*entrants: Entrant) -> dict[str, RewardProposal]:
    found = propose({("start_rate", 2020): board(*entrants)}, RULES, 2020, BASES)
    return {one.county: one for one in found}


class TestPropose:
    def test_rewards_the_red_list_and_cuts_the_red_lights_of_the_black_one(self) -> None:
        assert {county: (one.effect, one.change) for county, one in proposed().items()} == {
            "甲县": (Effect.REWARD, "资金增5%"),
            "乙县": (Effect.REWARD, "资金增5%"),
            "丙县": (Effect.REWARD, "资金增5%"),
            "戊县": (Effect.CUT, "计划减10%，资金减10%"),
        }

    def test_speaks_of_the_next_year_and_bears_its_clause(self) -> None:
        one = proposed()["戊县"]
        assert (one.year, one.clause, one.verified) == (2021, "JC-减开工", False)

    def test_explains_itself_to_its_facts(self) -> None:
        assert proposed()["戊县"].ground.sentence == (
            "20/40 = 50.0%，排第 5 名，全市 76.6%，比全市 −26.6 个百分点，红灯，列入黑榜"
        )

    def test_gives_the_amount_where_the_basis_is_known_and_none_where_not(self) -> None:
        found = proposed()
        assert (found["戊县"].plan_change_fen, found["戊县"].money_change_fen) == (
            -10_000_001,
            None,
        )
        assert (found["甲县"].plan_change_fen, found["甲县"].money_change_fen) == (None, 1_500_000)
        assert found["乙县"].money_change_fen is None

    def test_proposes_nothing_where_all_are_level(self) -> None:
        assert proposed(Entrant("甲县", 1, 2), Entrant("乙县", 2, 4)) == {}

    def test_reads_last_years_cohort_for_what_was_finished(self) -> None:
        boards = {("completion_rate", 2019): board(), ("completion_rate", 2020): board()}
        found = propose(boards, RULES, 2020, {})
        assert {one.ground.cohort for one in found} == {2019}
        assert [one.effect for one in found] == [Effect.REWARD] * 3 + [Effect.CUT]


ENTRANTS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda p: (min(p), max(p))),
    min_size=1,
    max_size=10,
)


@given(ENTRANTS)
def test_nobody_is_rewarded_and_cut_by_one_ranking(pairs: list[tuple[int, int]]) -> None:
    entrants = [Entrant(f"{n}县", *pair) for n, pair in enumerate(pairs)]
    found = propose({("start_rate", 2020): board(*entrants)}, RULES, 2020, {})
    assert len({one.county for one in found}) == len(found)
    rates = {entrant.county: entrant.rate for entrant in entrants}
    cuts = [rates[one.county] for one in found if one.effect is Effect.CUT]
    rewards = [rates[one.county] for one in found if one.effect is Effect.REWARD]
    assert all(cut < reward for cut in cuts for reward in rewards)  # type: ignore[operator]


ADOPT = RewardDecision(RewardRuling.ADOPTED, None, None, "市政府专题会议纪要", "", 2, DAY)


def codes(decision: RewardDecision, *, decided: bool = False) -> list[str]:
    proposal = replace(proposed()["戊县"], user_id=1, on=DAY)
    return [f.code for f in check_decision(proposal, decision, decided=decided)]


class TestCheckDecision:
    @pytest.mark.parametrize(
        ("change", "wrong"),
        [
            ({}, []),
            ({"user_id": 1}, ["reward.own_proposal"]),
            ({"paper": " "}, ["reward.no_paper"]),
            ({"ruling": RewardRuling.REFUSED}, ["reward.no_words"]),
            ({"ruling": RewardRuling.REFUSED, "words": "受灾停工"}, []),
            (
                {"ruling": RewardRuling.CHANGED, "words": "受灾停工"},
                ["reward.no_change"],
            ),
            (
                {"ruling": RewardRuling.CHANGED, "words": "受灾", "plan": Fraction(1, 20)},
                [],
            ),
            (
                {"ruling": RewardRuling.CHANGED, "words": "受灾", "plan": Fraction(3, 2)},
                ["reward.share"],
            ),
            (
                {
                    "ruling": RewardRuling.CHANGED,
                    "words": "受灾",
                    "plan": Fraction(1, 10),
                    "money": Fraction(1, 10),
                },
                ["reward.same"],
            ),
            (
                {"ruling": RewardRuling.CHANGED, "user_id": 1, "paper": "", "money": Fraction(0)},
                ["reward.own_proposal", "reward.no_paper", "reward.no_words", "reward.share"],
            ),
        ],
    )
    def test_finds_all_that_forbids_it(self, change: dict[str, object], wrong: list[str]) -> None:
        assert codes(replace(ADOPT, **change)) == wrong  # type: ignore[arg-type]

    def test_refuses_a_second_decision(self) -> None:
        assert codes(ADOPT, decided=True) == ["reward.decided"]
