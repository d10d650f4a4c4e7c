"""Rules of allocation and grant as files: whole and dated, or refused with every fault."""

from collections.abc import Callable

import pytest

from jiugai.exchange.funding.allocation_rules import allocation_rules, read_allocation_rule
from jiugai.exchange.funding.grant_rules import grant_rules, read_grant_rule
from jiugai.exchange.policy_tables import BadPolicy

HEAD = '[rule]\nclause = "A"\ntitle = "本市办法"\nregion = "610900"\nin_force_from = 2020-01-01\nsource = "本市办法"\n'
PART = '[[part]]\nword = "任务量"\n'
FACTOR = '[[factor]]\nof = "任务量"\ncolumn = "households"\nweight = "1/1"\n'
AREA = (
    '[[area]]\nword = "补助"\ncap_yuan_per_m2 = 300\neach = "1/100"\nup = "1/100"\nup_most = "1/10"\n'
    'down = "2/100"\nsource = "第三条"\n'
)
ONCE = '[[once]]\nword = "一次"\nyuan = 50000\nconditions = ["covenant"]\nsource = "第四条"\n'


def faults(read: Callable[[bytes, str], object], text: str) -> str:
    with pytest.raises(BadPolicy) as bad:
        read(text.encode(), "办法.toml")
    return "\n".join(str(one) for one in bad.value.findings)


class TestAllocationRules:
    def test_on_file_are_the_four_that_the_command_names(self):
        assert set(allocation_rules()) == {"mof_2019", "mof_2019_later", "mof_2024", "hebei_2019"}

    @pytest.mark.parametrize("name", allocation_rules())
    def test_weigh_the_whole(self, name: str):
        assert sum(term.weight for term in allocation_rules()[name].terms) == 1

    def test_may_declare_a_column_of_their_own(self):
        text = HEAD + PART + FACTOR.replace("households", "lifts")
        own = '[[column]]\ncode = "lifts"\nword = "加装电梯数"\nunit = "部"\ndecimals = 0\n'

        (column,) = read_allocation_rule((text + own).encode(), "办法.toml").columns
        assert (column.word, column.unit, column.step) == ("加装电梯数", "部", 1)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (HEAD, "至少要有一个"),
            (PART + FACTOR, "应有且只有一个 [rule]"),
            (HEAD + PART + FACTOR.replace("1/1", "9/10"), "相加为 90.00%（9/10），应等于 100%"),
            (HEAD + PART + FACTOR.replace("1/1", "0/10"), "权重是 0"),
            (HEAD + PART + FACTOR.replace("1/1", "0.5"), "带引号的分数"),
            (HEAD + PART + FACTOR.replace("任务量", "别的"), "没有这个部分"),
            (HEAD + PART + FACTOR.replace("households", "lifts"), "没有这一列"),
            (HEAD + PART + 'times = ["困难"]\n' + FACTOR, "没有这一列"),
            (HEAD + PART + FACTOR + FACTOR, "无法判断以哪一条为准"),
            (HEAD + PART + FACTOR + '[[column]]\ncode = "x"\nword = "户数"\n', "已是别的列的名称"),
            (HEAD.replace("source", "quelle") + PART + FACTOR, "不认识的项“quelle”"),
            ("[rule", "不能按 TOML 读取"),
            ("#" * (1 << 20) + "#", "超过 1 MB"),
        ],
    )
    def test_are_refused_with_what_is_wrong(self, text: str, said: str):
        assert said in faults(read_allocation_rule, text)

    def test_are_refused_with_all_that_is_wrong(self):
        text = HEAD + PART + FACTOR.replace("1/1", "0/1") + FACTOR.replace("households", "x")

        assert len(faults(read_allocation_rule, text).splitlines()) == 2


class TestGrantRules:
    def test_on_file_are_the_two_that_the_command_names(self):
        assert set(grant_rules()) == {"wenzhou_2020", "chengdu"}

    def test_may_grant_once_alone(self):
        assert read_grant_rule((HEAD + ONCE).encode(), "办法.toml").once[0].yuan == 50_000

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (HEAD, "不知道补什么"),
            (ONCE, "应有且只有一个 [rule]"),
            (HEAD + AREA, "还缺基础类、完善类、提升类"),
            (HEAD + AREA.replace('each = "1/100"', 'each = "0/1"'), "数不出几步"),
            (HEAD + AREA.replace("300", "0"), "应大于 0"),
            (HEAD + AREA + AREA.replace('"补助"', '"再补"'), "只能有一个"),
            (HEAD + ONCE.replace("50000", "-1"), "不能是负数"),
            (HEAD + ONCE.replace("covenant", "garden"), "以下之一：committee、covenant、service"),
            (HEAD + '[[household]]\nword = "户"\nyuan = 1\nplaces = ["甲区"]\nsource = "一"\n', "其余地方"),
        ],
    )  # fmt: skip
    def test_are_refused_with_what_is_wrong(self, text: str, said: str):
        assert said in faults(read_grant_rule, text)

    def test_do_not_name_a_district_twice(self):
        one = '[[household]]\nword = "{}"\nyuan = 1\nplaces = ["甲区"]\nsource = "一"\n'
        rest = '[[household]]\nword = "其余"\nyuan = 1\nsource = "一"\n'

        text = HEAD + one.format("一") + one.format("二") + rest
        assert "甲区写在两条" in faults(read_grant_rule, text)
