"""A plan weighed from the register: who is in, why others are not, pinned, compared, put forward."""

import pytest

from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.choice.case import CaseBudget
from jiugai.services.actor import NotAllowed
from jiugai.services.facts import horizon
from jiugai.services.funding.plan_studio import adopting, cases, results, running
from jiugai.services.funding.plan_studio.law import case_rules
from jiugai.services.funding.plan_studio.pool import pool_at
from jiugai.storage.programme import plan_cases, plan_runs, queries
from tests.services.funding.plan_studio.weighed import (
    AT,
    DAY,
    WAN,
    enlarge,
    inputs,
    opened,
    run,
    weigh,
)
from tests.services.little_city import LittleCity

pytestmark = pytest.mark.usefixtures("little")


def names(page: results.StudioPage, *, is_in: bool) -> set[str]:
    return {one.card.name for one in page.lines if one.is_in is is_in}


class TestPool:
    def test_holds_whoever_stands_in_no_list(self, little: LittleCity):
        enlarge(little)

        found = pool_at(horizon(DAY), "610900")

        assert {card.name for card in found.cards.values()} == {
            "南苑小区",
            "粮站家属院",
            "电厂家属院",
            "供销社宿舍",
            "育才小区",
            "静宁小区",
            "鼓楼小区",
        }
        assert found.counts["listed"] == 5

    def test_says_which_costs_are_estimates(self, little: LittleCity):
        enlarge(little)

        found = pool_at(horizon(DAY), "610900")

        told = {found.cards[one].name: cost.basis.value for one, cost in found.costs.items()}
        assert told["供销社宿舍"] == "unit_price"
        assert told["粮站家属院"] == "ledger"
        fen = {found.cards[one].name: sum(cost.fen.values()) for one, cost in found.costs.items()}
        assert fen["粮站家属院"] == 100 * WAN


class TestLaw:
    def test_is_the_one_table_of_what_money_may_pay(self, little: LittleCity):
        rules = case_rules(inputs(), year=2021, code="610900")

        kinds = {item.code: item.kind for item in rules.items}
        may = {(rule.money, kind) for rule in rules.payments for kind in rule.kinds}
        assert ("city", kinds["B01"]) in may
        assert ("city", kinds["W02"]) not in may
        assert ("central_budget_investment", kinds["B14"]) not in may
        assert ("central_subsidy", kinds["B14"]) in may

    def test_denies_where_no_rule_speaks(self, little: LittleCity):
        rules = case_rules(inputs(), year=2021, code="420100")

        assert not [rule for rule in rules.payments if rule.money in ("city", "county", "province")]


class TestRun:
    def test_chooses_within_the_money_and_says_of_every_other_why_not(self, little: LittleCity):
        number = weigh(little)

        page = results.studio(number, actor=little.clerk)

        assert page.run is not None
        assert page.run.state == "done"
        assert len(page.lines) == 7
        chosen = [one for one in page.lines if one.is_in]
        assert chosen
        paid = sum(fen for one in chosen for _, _, fen in one.line.told["paid"])
        assert paid == sum(one.line.cost_fen for one in chosen) <= 350 * WAN
        for one in page.lines:
            if not one.is_in:
                assert one.line.told["because"].endswith("。")
                assert one.line.told["needs"].endswith("。")
                assert one.line.missing_fen is not None

    def test_writes_no_list(self, little: LittleCity):
        before = queries.entries(last_seq=10**9, on_day=DAY)

        weigh(little)

        assert queries.entries(last_seq=10**9, on_day=DAY) == before

    def test_gives_the_same_plan_for_the_same_input_without_solving_again(self, little: LittleCity):
        number = weigh(little)
        first = results.studio(number, actor=little.clerk)

        run(little, number, inputs())

        again = results.studio(number, actor=little.clerk)
        assert again.run is not None
        assert first.run is not None
        assert again.run.same_as == first.run.id
        assert names(again, is_in=True) == names(first, is_in=True)
        assert again.setting is not None
        assert again.setting.number == 1
        assert again.changed == ()

    def test_takes_in_whom_it_is_told_to_and_tells_who_left(self, little: LittleCity):
        number = weigh(little)
        first = results.studio(number, actor=little.clerk)
        wanted = next(one for one in first.lines if one.card.name == "静宁小区")
        assert not wanted.is_in

        pinned = cases.pinned(number, wanted.card.public_id, "in", actor=little.clerk)
        run(little, number, pinned)

        page = results.studio(number, actor=little.clerk)
        assert "静宁小区" in names(page, is_in=True)
        assert {one.now.card.name for one in page.changed if one.came_in} >= {"静宁小区"}
        assert [one for one in page.changed if not one.came_in]
        assert page.before == first.run

    def test_leaves_out_whom_it_is_told_to(self, little: LittleCity):
        number = weigh(little)
        one = next(x for x in results.studio(number, actor=little.clerk).lines if x.is_in)

        run(little, number, cases.pinned(number, one.card.public_id, "out", actor=little.clerk))

        page = results.studio(number, actor=little.clerk)
        told = next(x for x in page.lines if x.card.id == one.card.id)
        assert (told.is_in, told.line.by) == (False, "pinned_out")

    def test_says_what_cannot_stand_together_and_the_cheapest_relief(self, little: LittleCity):
        enlarge(little)
        number = opened(little)
        run(little, number, inputs(CaseBudget(4, None, 10 * WAN), floor_percent=50))

        page = results.studio(number, actor=little.clerk)

        assert page.run is not None
        assert page.run.state == "infeasible"
        said = "".join(page.report["sentences"])
        assert "至少入选" in said
        assert "万元" in said

    def test_goes_on_year_by_year(self, little: LittleCity):
        enlarge(little)
        number = opened(little, years=2)
        run(little, number, inputs())

        page = results.studio(number, actor=little.clerk)

        assert page.run is not None
        assert [one["year"] for one in page.run.summary["years"]] == [2021, 2022]
        entered = [one.line.year for one in page.lines if one.is_in]
        assert set(entered) == {2021, 2022}
        later = next(one for one in page.lines if one.line.year == 2022)
        assert later.line.told["because"]

    def test_stops_when_told_to(self, little: LittleCity):
        enlarge(little)
        number = opened(little)
        done = cases.compute(number, inputs(), horizon(DAY), actor=little.clerk, at=AT, defer=False)

        assert cases.stop(number, actor=little.clerk)

        running.solve_run(int(done.number), actor_of=lambda *_: little.clerk)
        assert plan_runs.one(int(done.number)).state == "stopped"
        assert not cases.stop(number, actor=little.clerk)

    def test_stops_in_the_midst_of_it(self, little: LittleCity):
        enlarge(little)
        number = opened(little)
        done = cases.compute(number, inputs(), horizon(DAY), actor=little.clerk, at=AT, defer=False)

        def found_when_told_to_stop(*_: int):  # type: ignore[no-untyped-def]
            assert cases.stop(number, actor=little.clerk)
            return little.clerk

        running.solve_run(int(done.number), actor_of=found_when_told_to_stop)

        assert plan_runs.one(int(done.number)).state == "stopped"
        assert plan_runs.lines(int(done.number)) == ()


class TestSetting:
    def test_is_the_clerks_alone(self, little: LittleCity):
        with pytest.raises(NotAllowed):
            cases.open_case(
                "甲", year=2021, years=1, city_id=little.divisions.ankang, actor=little.filer
            )

    @pytest.mark.parametrize(
        ("title", "year", "years"), [(" ", 2021, 1), ("甲", 2020, 1), ("甲", 2021, 8)]
    )
    def test_refuses_a_case_that_makes_no_sense(
        self, title: str, year: int, years: int, little: LittleCity
    ):
        done = cases.open_case(
            title, year=year, years=years, city_id=little.divisions.ankang, actor=little.clerk
        )

        assert not done.entered
        assert plan_cases.cases() == ()

    def test_is_not_overwritten_unseen(self, little: LittleCity):
        number = opened(little)
        asked, at = horizon(DAY), AT
        cases.compute(number, inputs(), asked, actor=little.clerk, at=at, seen=0, defer=False)

        with pytest.raises(cases.SetMeanwhile):
            cases.compute(
                number,
                inputs(floor_percent=9),
                asked,
                actor=little.clerk,
                at=at,
                seen=0,
                defer=False,
            )

    def test_without_money_computes_nothing(self, little: LittleCity):
        number = opened(little)

        done = cases.compute(
            number,
            inputs(CaseBudget(int(Source.CITY), None, 0)),
            horizon(DAY),
            actor=little.clerk,
            at=AT,
        )

        assert [finding.code for finding in done.findings] == ["plan_case.no_money"]
        assert plan_runs.runs() == ()


class TestAdopting:
    def test_is_put_forward_by_one_and_decided_by_another(self, little: LittleCity):
        number = weigh(little)
        page = results.studio(number, actor=little.clerk)
        assert page.run is not None
        assert page.may_propose

        done = adopting.put_forward(
            number, page.run.id, "报市政府审定", actor=little.clerk, today=DAY
        )

        assert done.entered
        head = results.studio(number, actor=little.head)
        assert head.may_decide
        refused = adopting.decide(
            number, page.run.id, is_adopted=False, paper="", words="", actor=little.head, today=DAY
        )
        assert [one.code for one in refused.findings] == [
            "plan_case.no_paper",
            "plan_case.no_reason",
        ]
        assert adopting.decide(
            number,
            page.run.id,
            is_adopted=True,
            paper="纪要〔2020〕15号",
            words="",
            actor=little.head,
            today=DAY,
        ).entered
        after = results.studio(number, actor=little.head)
        assert after.proposal is not None
        assert after.proposal.is_adopted
        assert not after.may_decide

    def test_lets_a_county_read_its_own_part_once_it_is_put_forward(self, little: LittleCity):
        number = weigh(little)
        assert cases.cases_of(actor=little.reviewer) == ()
        with pytest.raises(results.NoSuchCase):
            results.studio(number, actor=little.reviewer)
        page = results.studio(number, actor=little.clerk)
        assert page.run is not None
        adopting.put_forward(number, page.run.id, "报审", actor=little.clerk, today=DAY)

        own = results.studio(number, actor=little.reviewer)

        assert {one.line.county_id for one in own.lines} == {little.divisions.shiquan}
        assert not own.may_set
        assert own.report == {} or "sentences" not in own.report

    def test_refuses_a_run_without_a_plan(self, little: LittleCity):
        enlarge(little)
        number = opened(little)
        id_ = run(little, number, inputs(CaseBudget(4, None, WAN), floor_percent=50))

        done = adopting.put_forward(number, id_, "报审", actor=little.clerk, today=DAY)

        assert [one.code for one in done.findings] == ["plan_case.no_plan"]
