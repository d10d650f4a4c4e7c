"""Schemes as files: those on file are whole, and one that contradicts itself is refused whole."""

from fractions import Fraction

import pytest

from jiugai.domain.law import Rule
from jiugai.domain.supervision.scoring_scheme import holes
from jiugai.exchange.policy_tables import BadPolicy
from jiugai.exchange.scoring_files import read_scheme, schemes_on_file

HEAD = """
[scheme]
clause = "PF-1"
title = "某市考核办法"
region = "610900"
in_force_from = 2020-01-01
total = 100
source = "某市考核办法（2020年）"
"""
ITEM = """
[[criterion]]
code = "start_rate"
word = "开工率"
marking = "linear"
points = 100
deduct = "0.5"
"""


def faults(text: str) -> str:
    with pytest.raises(BadPolicy) as refusal:
        read_scheme(text.encode(), "办法.toml")
    return "\n".join(f"{finding.code} {finding}" for finding in refusal.value.findings)


class TestSchemesOnFile:
    def test_hold_jiangxis_grades_with_the_three_scores_left_open(self):
        jiangxi = schemes_on_file()["jiangxi_2022"]

        assert len(jiangxi.criteria) == 18
        assert [hole.word for hole in holes(jiangxi.grades, jiangxi.total)] == [
            "95分",
            "85分",
            "75分",
        ]

    def test_hold_zhumadians_weights_of_seventy_and_thirty(self):
        zhumadian = schemes_on_file()["zhumadian_2020"]

        assert [(part.word, part.weight) for part in zhumadian.assessments] == [
            ("季度考核", Fraction(7, 10)),
            ("年终考核", Fraction(3, 10)),
        ]
        assert sum(c.points or 0 for c in zhumadian.criteria) == 100

    @pytest.mark.parametrize("name", schemes_on_file())
    def test_name_their_paper_and_are_unverified_where_the_platform_made_them_up(self, name: str):
        scheme: Rule = schemes_on_file()[name]

        assert len(scheme.source) >= 4
        assert not (scheme.verified and "本平台" in scheme.source)

    @pytest.mark.parametrize("name", schemes_on_file())
    def test_have_no_consequence_that_the_platform_made_up_and_calls_verified(self, name: str):
        for rule in schemes_on_file()[name].consequences:
            assert not (rule.verified and "本平台" in rule.source)


class TestReadScheme:
    def test_reads_numbers_exactly(self):
        scheme = read_scheme((HEAD + ITEM).encode(), "办法.toml")

        assert scheme.criteria[0].deduct == Fraction(1, 2)
        assert scheme.criteria[0].target == 100

    def test_reads_a_file_that_notepad_saved(self):
        assert read_scheme(b"\xef\xbb\xbf" + (HEAD + ITEM).encode(), "办法.toml").total == 100

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            (HEAD, "scoring.no_criteria"),
            (ITEM, "scoring.one_scheme"),
            (HEAD + ITEM + HEAD.replace("[scheme]", "[[scheme]]"), "policy.not_toml"),
            (HEAD + ITEM.replace('"0.5"', "0.5"), "带引号的小数"),
            (HEAD + ITEM.replace('deduct = "0.5"\n', ""), "每一步扣几分"),
            (HEAD + ITEM.replace("points = 100", "points = 90"), "相加为 90，与满分 100 不等"),
            (HEAD + ITEM + "per = 0\n", "scoring.step"),
            (HEAD + ITEM + 'numerator = "started"\n', "scoring.half_a_share"),
            (HEAD + ITEM + ITEM.replace("start_rate", "again"), "表头“开工率”写了两次"),
            (HEAD + ITEM + "colour = 1\n", "读到不认识的项“colour”"),
            (HEAD + ITEM + '[[grade]]\nword = "好"\n', "scoring.no_bound"),
            (
                HEAD
                + ITEM
                + '[[grade]]\nword="好"\nat_least=60\n[[grade]]\nword="差"\nat_most=60\n',
                "60分同时属于好、差",
            ),
            (
                HEAD
                + ITEM
                + '[[assessment]]\ncode="q"\nword="季度"\nweight="7/10"\nsheets=["一季度"]\n',
                "相加为 7/10，应等于 1",
            ),
            (
                HEAD + ITEM + '[[consequence]]\neffect="cut"\nsource="某条"\n',
                "会落到每个单位头上",
            ),
            (
                HEAD + ITEM + '[[consequence]]\neffect="cut"\ngrade="差"\nsource="某条"\n',
                "等次表里没有",
            ),
            ("[scheme", "不能按 TOML 读取"),
            ("x = " + "[" * 5000, "policy.not_toml"),
        ],
    )
    def test_refuses_what_contradicts_itself(self, text: str, told: str):
        assert told in faults(text)

    def test_tells_all_faults_at_once(self):
        text = HEAD + ITEM.replace("points = 100", "points = 90") + "per = 0\n"

        assert len(faults(text).splitlines()) == 2
