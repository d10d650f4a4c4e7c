"""The alerts on the very day and at the very number of their thresholds."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from jiugai.domain.calendar import months_after
from jiugai.domain.funding.sources import Source
from tests.domain.funding.alerts.examples import (
    WAN,
    a_county,
    a_project,
    an_earmark,
    ask,
    contract,
    moves,
    site,
)

CAME = date(2021, 2, 28)


def fails(code: str, case) -> bool:
    verdict = ask(code, case)
    assert verdict is not None
    return verdict.failed


class TestDays:
    @pytest.mark.parametrize("source", [Source.CENTRAL_SUBSIDY, Source.SPECIAL_BOND])
    @pytest.mark.parametrize(
        ("day", "wrong"), [(date(2022, 2, 28), False), (date(2022, 3, 1), True)]
    )
    def test_money_may_lie_for_twelve_months_to_the_day(
        self, source: Source, day: date, *, wrong: bool
    ):
        code = "FD-05" if source is Source.SPECIAL_BOND else "FD-01"
        case = an_earmark(day=day, source=source, cash=moves((CAME, 1)), paid=())
        assert fails(code, case) is wrong

    @pytest.mark.parametrize(("day", "longest"), [(date(2023, 2, 28), 0), (date(2023, 3, 1), WAN)])
    def test_what_lay_for_two_years_is_told_apart(self, day: date, longest: int):
        verdict = ask("FD-01", an_earmark(day=day, cash=moves((CAME, 1)), paid=()))
        assert verdict is not None
        assert verdict.numbers["longest_idle_fen"] == longest

    @pytest.mark.parametrize(
        ("day", "wrong"), [(date(2022, 12, 31), False), (date(2023, 1, 1), True)]
    )
    def test_central_money_is_fixed_by_the_last_day_of_the_year(self, day: date, *, wrong: bool):
        assert fails("FD-02", an_earmark(day=day, quota=moves((CAME, 1)))) is wrong

    def test_what_was_fixed_on_the_last_day_of_the_year_was_fixed_in_time(self):
        fixed = moves((CAME, 1), (date(2022, 12, 31), -1))
        assert not fails("FD-02", an_earmark(day=date(2023, 5, 1), quota=fixed))
        late = moves((CAME, 1), (date(2023, 1, 1), -1))
        assert fails("FD-02", an_earmark(day=date(2023, 5, 1), quota=late))

    @pytest.mark.parametrize(("after", "wrong"), [(30, False), (31, True)])
    def test_money_is_passed_down_within_thirty_days(self, after: int, *, wrong: bool):
        passed = moves((CAME, 1), (CAME + timedelta(days=after), -1))
        assert fails("FD-03", an_earmark(quota=passed)) is wrong
        waiting = an_earmark(quota=moves((CAME, 1)), day=CAME + timedelta(days=after))
        assert fails("FD-03", waiting) is wrong

    @pytest.mark.parametrize(
        ("day", "wrong"), [(date(2022, 12, 31), False), (date(2023, 1, 1), True)]
    )
    def test_money_of_2021_is_carried_over_until_the_end_of_2022(self, day: date, *, wrong: bool):
        assert fails("FD-04", an_earmark(day=day, year=2021, held=moves((CAME, 1)))) is wrong

    @pytest.mark.parametrize(("after", "wrong"), [(0, False), (1, True)])
    def test_accounts_and_settlements_have_their_months(self, after: int, *, wrong: bool):
        for code, months in (("FD-12", 3), ("FD-13", 6)):
            day = months_after(date(2021, 12, 20), months) + timedelta(days=after)
            case = a_project(site=site(settled_on=None), accounts_made_on=None, day=day)
            assert fails(code, case) is wrong, code

    @pytest.mark.parametrize(("after", "wrong"), [(0, False), (1, True)])
    def test_a_site_is_accepted_within_three_months(self, after: int, *, wrong: bool):
        day = months_after(date(2021, 11, 20), 3) + timedelta(days=after)
        assert fails("RS-07", a_project(site=site(accepted_on=None), day=day)) is wrong
        assert fails("RS-07", a_project(site=site(accepted_on=day))) is wrong

    @pytest.mark.parametrize(("after", "wrong"), [(60, False), (61, True)])
    def test_a_firm_is_paid_within_sixty_days(self, after: int, *, wrong: bool):
        day = date(2022, 2, 20) + timedelta(days=after)
        owed = a_project(contract=contract(committed_fen=1), day=day)
        assert fails("FD-18", owed) is wrong

    @pytest.mark.parametrize(
        ("started", "wrong"), [(date(2021, 12, 31), False), (date(2022, 1, 1), True), (None, True)]
    )
    def test_a_site_starts_in_the_year_of_its_plan(self, started: date | None, *, wrong: bool):
        assert fails("RS-01", a_project(site=site(started_on=started))) is wrong

    @pytest.mark.parametrize(
        ("signed", "wrong"), [(date(2021, 5, 10), False), (date(2021, 5, 11), True)]
    )
    def test_a_contract_may_be_signed_on_the_day_of_the_start(self, signed: date, *, wrong: bool):
        assert fails("HZ-04", a_project(contract=contract(signed_on=signed))) is wrong


class TestNumbers:
    @pytest.mark.parametrize(("short", "wrong"), [(0, False), (1, True)])
    def test_one_fen_short_is_short(self, short: int, *, wrong: bool):
        case = an_earmark(source=Source.RESIDENTS, year=2021, pledged=moves((CAME, 100)))
        came = replace(case.cash[0], amount_fen=100 * WAN - short)
        assert fails("FD-14", replace(case, cash=(came, *case.cash[1:]))) is wrong

    @pytest.mark.parametrize(("paid", "wrong"), [(60 * WAN, False), (60 * WAN - 1, True)])
    def test_sixty_per_cent_spent_is_enough(self, paid: int, *, wrong: bool):
        cash, out = moves((CAME, 100)), replace(moves((CAME, 1))[0], amount_fen=paid)
        left = replace(out, amount_fen=-paid)
        case = an_earmark(year=2021, cash=(*cash, left), paid=(out,))
        assert fails("FD-15", case) is wrong

    @pytest.mark.parametrize(("paid", "wrong"), [(90 * WAN, False), (90 * WAN + 1, True)])
    def test_a_contract_lets_nine_tenths_of_the_work_be_paid(self, paid: int, *, wrong: bool):
        case = a_project(site=site(settled_on=None), contract=contract(paid_fen=paid))
        assert fails("FD-10", case) is wrong

    def test_a_contract_of_its_own_ratio_is_held_to_that(self):
        own = contract(paid_fen=71 * WAN, progress_share=Fraction(7, 10))
        assert fails("FD-10", a_project(site=site(settled_on=None), contract=own))

    def test_what_no_contract_could_let_pass_fails_without_its_ratio(self):
        own = contract(paid_fen=91 * WAN, progress_share=None)
        assert fails("FD-10", a_project(site=site(settled_on=None), contract=own))

    @pytest.mark.parametrize(("price", "wrong"), [(120 * WAN, False), (120 * WAN + 1, True)])
    def test_contracts_may_come_to_the_whole_plan(self, price: int, *, wrong: bool):
        assert fails("FD-17", a_project(contract=contract(amount_fen=price))) is wrong

    @pytest.mark.parametrize(("paid", "wrong"), [(110 * WAN, False), (110 * WAN + 1, True)])
    def test_an_item_may_exceed_its_budget_by_a_tenth(self, paid: int, *, wrong: bool):
        assert fails("FD-17", a_project(contract=contract(paid_fen=paid))) is wrong

    @pytest.mark.parametrize(("claimed", "wrong"), [(100, False), (101, True)])
    def test_one_household_too_many_is_too_many(self, claimed: int, *, wrong: bool):
        assert fails("FD-09", a_project(site=site(claimed_households=claimed))) is wrong

    @pytest.mark.parametrize(("came", "wrong"), [(50 * WAN, False), (50 * WAN - 1, True)])
    def test_half_arrived_is_enough(self, came: int, *, wrong: bool):
        assert fails("CX-01", a_county(arrived={Source.RESIDENTS: came})) is wrong

    @pytest.mark.parametrize(("most", "wrong"), [(98, False), (99, True)])
    def test_ninety_nine_of_a_hundred_is_one_channel(self, most: int, *, wrong: bool):
        arrived = {Source.CENTRAL_SUBSIDY: most * WAN, Source.RESIDENTS: (100 - most) * WAN}
        assert fails("NH-01", a_county(arrived=arrived)) is wrong

    def test_of_chuxiong_all_communities_were_done_and_not_all_households(self):
        case = a_county(
            year=2021,
            planned=664,
            completed=669,
            planned_households=30_511,
            completed_households=30_166,
        )
        verdict = ask("CX-02", case)
        assert verdict is not None
        assert "100.75%" in verdict.read
        assert "98.87%" in verdict.read
