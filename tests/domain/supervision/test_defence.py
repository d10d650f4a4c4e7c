"""A county's defence file: one sentence for each act, one digest for all of them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.calendar import Month
from jiugai.domain.supervision.defence import (
    DefenceFact,
    DefenceFile,
    DefencePart,
    facts_text,
    months_of,
    sentence_of,
)

AT = datetime(2020, 11, 3, 9, 30, tzinfo=UTC)
OCTOBER = Month(2020, 10)


def fact(part: DefencePart, kind: str, **more: object) -> DefenceFact:
    told = {"seq": 7, "recorded_at": AT, "by": "石泉县住建局 填报岗", "on": date(2020, 11, 3)}
    return DefenceFact(part=part, kind=kind, **(told | {"month": OCTOBER} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (fact(DefencePart.RETURNS, "submit"), "2020年10月月报报送"),
        (
            fact(DefencePart.RETURNS, "send_back", words="漏了北苑小区"),
            "2020年10月月报退回：漏了北苑小区",
        ),
        (fact(DefencePart.RETURNS, "file", label="月报.csv"), "报送文件《月报.csv》"),
        (
            fact(DefencePart.RETURNS, "extend", label="3", words="汛期"),
            "2020年10月月报准予延期 3 天：汛期",
        ),
        (
            fact(DefencePart.DOUBTS, "raise", label="北苑小区", words="与上月相同"),
            "2020年10月“北苑小区”被提示：与上月相同",
        ),
        (
            fact(DefencePart.DOUBTS, "explain", words="停工", paper="停工令"),
            "2020年10月的疑点已说明：停工（见停工令）",
        ),
        (
            fact(DefencePart.DOUBTS, "rule", words="可信", ruling="dismissed"),
            "2020年10月的疑点认定为“不成立”：可信",
        ),
        (
            fact(DefencePart.ORDERS, "assign", label="督〔2020〕5号", due_on=date(2020, 12, 1)),
            "督〔2020〕5号 交办，限 2020-12-01",
        ),
        (
            fact(DefencePart.OBJECTIONS, "object", label="开工小区", words="开工令已录入"),
            "对2020年10月排名提异议：开工小区；理由：开工令已录入",
        ),
        (
            fact(DefencePart.OBJECTIONS, "answer", words="已核对", ruling="成立"),
            "2020年10月排名异议答复“成立”：已核对",
        ),
        (
            fact(DefencePart.REWARDS, "propose", label="奖补", words="JC-奖开工：调度会"),
            "按2020年10月排名拟奖惩建议：奖补；依据 JC-奖开工：调度会",
        ),
        (
            fact(DefencePart.REWARDS, "decide", ruling="adopted", paper="纪要"),
            "按2020年10月排名的奖惩建议采纳（见纪要）",
        ),
        (
            fact(DefencePart.PHOTOS, "start", label="北苑小区 照片 p1"),
            "北苑小区 照片 p1，自述拍的是“开工”",
        ),
    ],
)
def test_each_act_has_its_sentence(known: DefenceFact, said: str) -> None:
    assert sentence_of(known) == said


def a_file(*facts: DefenceFact) -> DefenceFile:
    return DefenceFile(
        code="610922",
        county="石泉县",
        since=date(2020, 10, 1),
        until=date(2020, 11, 30),
        last_seq=9,
        facts=facts,
        returns=(),
        grades=(("开工", "A", 3),),
        sealed=(),
        trace_size=4,
        trace_root="ab",
    )


class TestFactsText:
    def test_is_the_same_for_the_same_facts(self) -> None:
        one = fact(DefencePart.DOUBTS, "raise", words="同", numbers={"本月": 12, "上月": "12"})
        other = replace(one, numbers={"上月": "12", "本月": 12})
        assert facts_text(a_file(one)) == facts_text(a_file(other))

    @given(st.sampled_from(["words", "by", "digest", "formula"]), st.text(min_size=1))
    def test_changes_with_every_word(self, name: str, words: str) -> None:
        one = fact(DefencePart.DOUBTS, "raise", words="同", formula="本月=上月")
        other = replace(one, **{name: f"{getattr(one, name)}{words}"})  # type: ignore[arg-type]
        assert facts_text(a_file(one)) != facts_text(a_file(other))

    def test_tells_instants_alike_whatever_their_clock(self) -> None:
        one = fact(DefencePart.RETURNS, "submit")
        here = replace(one, recorded_at=AT.astimezone(ZoneInfo("Asia/Shanghai")))
        assert facts_text(a_file(one)) == facts_text(a_file(here))


def test_months_are_those_of_the_returns_alone() -> None:
    facts = (
        fact(DefencePart.RETURNS, "submit"),
        fact(DefencePart.RETURNS, "file", month=None),
        fact(DefencePart.DOUBTS, "raise", month=Month(2020, 8)),
        fact(DefencePart.RETURNS, "submit", month=Month(2020, 9)),
    )
    assert months_of(facts) == (Month(2020, 9), OCTOBER)
