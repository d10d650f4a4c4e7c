from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.funding.book.accounts import AccountKey, AccountKind, Side
from jiugai.domain.funding.book.steps import (
    Leg,
    MoneyStep,
    Parties,
    legs_of,
    mirrored,
    needs_contract,
    needs_project,
)

PARTIES = Parties(county=7, project=70, contract=700, giver=1)
FORWARD = [step for step in MoneyStep if step is not MoneyStep.REVERSE]


class TestLegs:
    @given(st.sampled_from(FORWARD), st.integers(1, 10**15))
    def test_of_each_side_sum_to_nought(self, step: MoneyStep, fen: int):
        sums: Counter[Side] = Counter()
        for leg in legs_of(step, fen, PARTIES):
            sums[leg.account.kind.side] += leg.amount_fen

        assert set(sums.values()) == {0}

    def test_of_a_payment_move_quota_and_cash_at_once(self):
        legs = legs_of(MoneyStep.PAY, 500, PARTIES)

        assert [(leg.account.kind, leg.amount_fen) for leg in legs] == [
            (AccountKind.COMMITMENT, -500),
            (AccountKind.SPENT, 500),
            (AccountKind.BANK, -500),
            (AccountKind.PAYEE, 500),
        ]
        assert legs[0].account == AccountKey(AccountKind.COMMITMENT, 7, 70, 700)
        assert legs[2].account == AccountKey(AccountKind.BANK, 7)

    def test_of_an_assignment_go_from_the_giver_to_the_county(self):
        away, towards = legs_of(MoneyStep.ASSIGN, 500, PARTIES)

        assert (away.account.county, away.amount_fen) == (1, -500)
        assert (towards.account.county, towards.amount_fen) == (7, 500)

    def test_of_a_reversal_are_those_of_what_it_reverses(self):
        legs = legs_of(MoneyStep.ALLOT, 500, PARTIES)

        assert mirrored(mirrored(legs)) == legs
        assert {leg.amount_fen for leg in mirrored(legs)} == {-500, 500}
        with pytest.raises(ValueError, match="mirrors"):
            legs_of(MoneyStep.REVERSE, 500, PARTIES)


class TestSteps:
    @pytest.mark.parametrize("step", FORWARD)
    def test_name_every_account_that_they_need(self, step: MoneyStep):
        """What a step does not ask for, no account of its has; so none is opened half named."""
        for leg in legs_of(step, 1, PARTIES):
            assert (leg.account.project is not None) <= needs_project(step)
            assert (leg.account.contract is not None) <= needs_contract(step)

    def test_follow_each_other_from_the_paper_to_the_firm(self):
        held: Counter[AccountKind] = Counter()
        for step in (
            MoneyStep.GRANT,
            MoneyStep.ALLOT,
            MoneyStep.COMMIT,
            MoneyStep.FUND,
            MoneyStep.PAY,
        ):
            for leg in legs_of(step, 100, PARTIES):
                held[leg.account.kind] += leg.amount_fen
            assert min(v for k, v in held.items() if not k.may_fall_below_zero) >= 0, step

        assert {kind: fen for kind, fen in held.items() if fen} == {
            AccountKind.GRANTED: -100,
            AccountKind.SPENT: 100,
            AccountKind.TREASURY: -100,
            AccountKind.PAYEE: 100,
        }

    def test_have_words(self):
        assert len({step.word for step in MoneyStep}) == len(MoneyStep)
        assert len({kind.word for kind in AccountKind}) == len(AccountKind)
        assert Leg(AccountKey(AccountKind.BANK, 7), 1).account.kind.lies_idle
