"""A folder of rules: read as one, refused whole with all of its faults."""

from datetime import date
from pathlib import Path

import pytest

from jiugai.domain.programme.choice.aims import AimKind
from jiugai.exchange.plan_choice.rules_folder import (
    folder_files,
    read_plan_rules,
    rules_on_file,
)
from jiugai.exchange.policy_files import scope_items
from jiugai.exchange.policy_tables import BadPolicy

EXAMPLE = folder_files(Path(__file__).parents[3] / "demo" / "plan" / "rules")
DAY = date(2021, 1, 1)
LAW = 'clause = "甲"\nregion = "CN"\nin_force_from = 2020-01-01\nsource = "某市的文件"\n'


def faults(more: str) -> str:
    with pytest.raises(BadPolicy) as told:
        read_plan_rules({**EXAMPLE, "more.toml": more.encode()}, DAY)
    return str(told.value)


class TestThoseOnFile:
    def test_know_the_items_of_the_scope_catalogue_by_the_same_words(self):
        rules = read_plan_rules(rules_on_file(), DAY)
        catalogue = {one.clause: one for one in scope_items() if one.region == "CN"}
        kinds = {kind.code: kind for kind in rules.kinds}

        assert {one.code: one.word for one in rules.items} == {
            code: one.word for code, one in catalogue.items()
        }
        assert {one.code: kinds[one.kind].scope for one in rules.items} == {
            code: one.scope_class.word for code, one in catalogue.items()
        }

    def test_let_no_central_investment_pay_for_the_body_of_houses(self):
        rules = read_plan_rules(rules_on_file(), DAY)
        pays = {(rule.money, kind) for rule in rules.payments for kind in rule.kinds}
        assert ("central", "body") in pays
        assert ("ndrc", "body") not in pays

    def test_own_up_that_the_marks_are_nobody_s_law(self):
        rules = read_plan_rules(rules_on_file(), DAY)
        assert not any(aim.verified for aim in rules.aims)
        assert {aim.counts for aim in rules.aims if aim.rank == 1} == {
            AimKind.CARRIED_OVER,
            AimKind.ENDANGERED,
        }


class TestReadPlanRules:
    def test_takes_what_is_in_force_on_the_day_alone(self):
        later = "[[floor]]\n" + LAW.replace("2020", "2022") + 'least = "50/100"\n'
        contents = {**EXAMPLE, "later.toml": later.encode()}
        early = read_plan_rules(contents, DAY).floor
        late = read_plan_rules(contents, date(2022, 1, 1)).floor
        assert early is not None
        assert late is not None
        assert (early.least * 100, late.least * 100) == (20, 50)

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ("[[payment]]\n" + LAW + 'money = "central"\nkinds = ["lift"]\n', "写了“lift”，没有定义"),
            ("[[payment]]\n" + LAW + 'money = "loan"\nkinds = ["body"]\n', "写了“loan”，没有定义"),
            ("[[payment]]\n" + LAW + 'money = "central"\nkinds = ["body"]\n', "同时有效"),
            ("[[aim]]\n" + LAW + 'rank = 2\ncounts = "neighbours"\nmark = -1\n', "应大于 0"),
            ("[[aim]]\n" + LAW + 'rank = 3\ncounts = "neighbours"\nmark = 1\n', "请分成两级"),
            ("[[aim]]\n" + LAW + 'rank = 4\ncounts = "neighbours"\nmark = 1\n', "排在选小区的之后"),
            ('[[item]]\ncode = "X"\nword = "屋面"\nkind = "body"\nsource = "某"\n', "请改名"),
            ('[[item]]\ncode = "X"\nword = "别的"\nkind = "lift"\nsource = "某"\n', "没有这个大类"),
            ("[[match]]\n" + LAW + 'payers = ["county"]\nof = ["county"]\nshare = "1/5"\n', "给自己配套"),
            ("[[wish]]\n", "读到表“wish”"),
            ("[[floor", "不能按 TOML 读取"),
        ],
    )  # fmt: skip
    def test_refuses_what_contradicts_itself(self, more: str, said: str):
        assert said in faults(more)

    def test_tells_every_fault_of_every_file_at_once(self):
        told = faults("[[floor]]\n[[wish]]\n[[aim]]\n")
        assert "wish" in told
        assert "least" in told
        assert "mark" in told

    @pytest.mark.parametrize("contents", [{}, {f"{n}.toml": b"" for n in range(51)}])
    def test_refuses_a_folder_that_is_none(self, contents: dict[str, bytes]):
        with pytest.raises(BadPolicy, match="1 到 50 个"):
            read_plan_rules(contents, DAY)
