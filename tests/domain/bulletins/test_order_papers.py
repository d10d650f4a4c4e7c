"""The papers of an order: which may be made, what they say, and that no number stands unbound."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.bulletins.document import (
    Bulletin,
    Imprint,
    Place,
    SnapshotId,
    Template,
    Text,
    printed_lines,
    text_of,
)
from jiugai.domain.bulletins.order_paper_figures import (
    OrderOnPaper,
    PaperWords,
    lines_of,
    printable,
)
from jiugai.domain.bulletins.order_papers import (
    PaperKind,
    check_paper,
    compose_paper,
    number_of,
    offered,
)
from jiugai.domain.calendar import Month
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.orders.chain import standing
from jiugai.domain.supervision.orders.deeds import Deed, DeedKind, Hand
from jiugai.domain.supervision.orders.ladder import Proposed, Rung, RungRule
from jiugai.domain.supervision.orders.waits import Arrival, Wait

OPENED, TODAY = date(2020, 11, 3), date(2020, 11, 25)
OFFICE, BODY = Hand(1, 1), Hand(2, 2)
LAID = (Deed(DeedKind.OPEN, OFFICE, OPENED), Deed(DeedKind.ASSIGN, OFFICE, OPENED))


def order(*deeds: Deed, due_on: date | None = date(2020, 11, 20), **more: object) -> OrderOnPaper:
    done = (replace(LAID[0], due_on=due_on), LAID[1], *deeds)
    known = standing(done)
    return OrderOnPaper(
        **{
            "label": "督〔2020〕5号",
            "owner": "石泉县住建局",
            "demand": "11月20日前北苑小区进场施工。",
            "standing": known,
            "days_late": known.days_late(TODAY),
            **more,
        }  # type: ignore[arg-type]
    )


def summoning(days_late: int = 20, rung: Rung = Rung.SUMMON) -> Proposed:
    rule = RungRule(
        clause="YQ", source="本市规定", in_force_from=date(2015, 1, 1),
        rung=rung, days_late=days_late, who="负责人",
    )  # fmt: skip
    return Proposed(rule, days_late)


TALK = PaperWords(date(2020, 12, 1), "上午9:30", "市住建局三楼会议室", "县住建局主要负责人")
STANDS = SnapshotId("安康市", Month(2020, 11), TODAY, 321, "7c1e09a4d2b85f60" * 4)


def imprint(number: str = "安旧改督〔2020〕1号", **more: object) -> Imprint:
    office = "安康市老旧小区改造工作领导小组办公室"
    return Imprint(
        Template.RED_HEAD,
        f"{office}文件",
        office,
        TODAY,
        "石泉县住建局",
        number=number,
        **more,  # type: ignore[arg-type]
    )


def made(kind: PaperKind, of: OrderOnPaper | None = None, words: PaperWords = TALK) -> Bulletin:
    return compose_paper(kind, of or order(), words, imprint(), STANDS)


def said(paper: Bulletin) -> list[str]:
    return [text_of(line.runs, paper.figures) for line in printed_lines(paper)]


def unbound(paper: Bulletin) -> list[str]:
    """Return the plain words of title and body that hold a digit."""
    runs = [run for piece in paper.title for run in piece]
    runs += [run for paragraph in paper.body for run in paragraph.runs]
    return [
        run.words
        for run in runs
        if isinstance(run, Text) and any(char.isdigit() for char in run.words)
    ]


class TestOffered:
    @pytest.mark.parametrize(
        ("of", "proposed", "kinds"),
        [
            (order(due_on=date(2020, 11, 30)), None, [PaperKind.SUPERVISE]),
            (order(), None, [PaperKind.SUPERVISE, PaperKind.RECTIFY]),
            (order(), summoning(), list(PaperKind)),
            (order(), summoning(rung=Rung.ACCOUNT), list(PaperKind)),
            (order(), summoning(rung=Rung.NAME), [PaperKind.SUPERVISE, PaperKind.RECTIFY]),
            (order(due_on=None), None, [PaperKind.SUPERVISE]),
        ],
        ids=["in time", "late", "to be summoned", "past that", "to be named", "without a day"],
    )
    def test_follows_how_late_the_order_is(
        self, of: OrderOnPaper, proposed: Proposed | None, kinds: list[PaperKind]
    ) -> None:
        assert list(offered(of, proposed)) == kinds

    def test_offers_nothing_before_it_is_assigned_or_once_it_is_answered(self) -> None:
        opened = replace(order(), standing=standing(LAID[:1]))
        answered = order(
            Deed(DeedKind.SIGN, BODY, TODAY), Deed(DeedKind.ANSWER, BODY, TODAY, words="已办")
        )
        assert offered(opened, None) == offered(answered, summoning()) == ()

    def test_offers_rectification_after_an_answer_came_back(self) -> None:
        back = order(
            Deed(DeedKind.SIGN, BODY, OPENED),
            Deed(DeedKind.ANSWER, BODY, OPENED, words="已办"),
            Deed(DeedKind.RETURN, OFFICE, OPENED, words="照片不是这个小区的"),
            due_on=date(2020, 12, 31),
        )
        assert PaperKind.RECTIFY in offered(back, None)


class TestCheck:
    @pytest.mark.parametrize(
        ("kind", "words", "codes"),
        [
            (PaperKind.SUPERVISE, PaperWords(), []),
            (PaperKind.RECTIFY, PaperWords(TODAY), []),
            (PaperKind.RECTIFY, PaperWords(), ["paper.no_day"]),
            (PaperKind.RECTIFY, PaperWords(date(2020, 11, 24)), ["paper.day_in_the_past"]),
            (PaperKind.RECTIFY, PaperWords(TODAY, more="字" * 1001), ["paper.too_long"]),
            (PaperKind.SUMMON, PaperWords(TODAY, place="会议室"), ["paper.no_place"]),
            (PaperKind.SUMMON, PaperWords(), ["paper.no_day", "paper.no_place"]),
            (PaperKind.SUMMON, TALK, []),
        ],
    )
    def test_says_all_that_is_missing_at_once(
        self, kind: PaperKind, words: PaperWords, codes: Sequence[str]
    ) -> None:
        found = check_paper(kind, words, order(), summoning(), TODAY)
        assert [finding.code for finding in found] == list(codes)
        assert all(finding.message.endswith("没有签发。") for finding in found)

    def test_refuses_a_summons_of_an_order_that_is_hardly_late(self) -> None:
        (finding,) = check_paper(PaperKind.SUMMON, TALK, order(), None, TODAY)
        assert finding.code == "paper.out_of_turn"
        assert "逾期5天" in finding.message


class TestCompose:
    def test_supervises_with_the_day_and_what_it_waits_for(self) -> None:
        wait = Wait(Step.START, 2020)
        lines = said(
            made(PaperKind.SUPERVISE, order(arrival=Arrival(wait, 1, 4), partners="市供电局"))
        )
        assert "请于2020年11月20日前办结。" in lines
        assert "请市供电局配合办理，由你单位牵头。" in lines
        assert "本事项的销号条件：2020年批次有4个小区开工；按已登记的事实，现有1个。" in lines

    def test_never_invents_a_day(self) -> None:
        masked = said(made(PaperKind.SUPERVISE, order(due_on=None, deadline="*月*日前")))
        none = said(made(PaperKind.SUPERVISE, order(due_on=None)))
        assert "原文写作“*月*日前”，日期未定，由本办商你单位另行明确。" in masked
        assert "期限未定，由本办商你单位另行明确。" in none

    def test_asks_to_rectify_by_a_day_and_says_how_late_it_is(self) -> None:
        chased = order(Deed(DeedKind.CHASE, OFFICE, TODAY))
        lines = said(made(PaperKind.RECTIFY, chased, PaperWords(date(2020, 12, 5))))
        assert (
            "该事项于2020年11月3日交办，要求2020年11月20日前办结。"
            "截至2020年11月25日，尚未办结，已逾期5天。"
        ) in lines
        assert "其间催办1次。" in lines
        assert any(line.startswith("请于2020年12月5日前整改到位") for line in lines)

    def test_summons_with_time_place_and_people(self) -> None:
        lines = said(made(PaperKind.SUMMON))
        assert "时间：2020年12月1日上午9:30。" in lines
        assert "地点：市住建局三楼会议室。" in lines
        assert "县住建局主要负责人。" in lines

    def test_tells_where_the_register_stood_and_not_a_closed_month(self) -> None:
        paper = made(PaperKind.SUPERVISE)
        foot = [
            text_of(line.runs, paper.figures)
            for line in printed_lines(paper)
            if line.place is Place.IMPRINT
        ]
        assert foot[-2:] == [
            "办理登记：截至2020年11月25日，序号321",
            f"SM3摘要：{' '.join(['7c1e 09a4 d2b8 5f60'] * 4)}",
        ]
        assert paper.whence == "办理登记 2020-11-25"

    def test_numbers_each_kind_in_its_own_series(self) -> None:
        assert number_of("安旧改", PaperKind.RECTIFY, 2020, 3) == "安旧改整〔2020〕3号"
        assert len({kind.series for kind in PaperKind}) == len(PaperKind)

    def test_takes_text_that_looks_like_a_binding_as_text(self) -> None:
        lines = said(made(PaperKind.SUPERVISE, order(demand="按{fig:c2020.planned}办。")))
        assert "按{fig:c2020.planned}办。" in lines
        assert printable("甲{fig:x}局\n二科") == "甲｛fig:x｝局二科"

    def test_leaves_out_what_paper_cannot_show(self) -> None:
        assert lines_of("一\x0b二\x00\n\n 三 \n") == ("一", "二", "三")


_TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@given(
    kind=st.sampled_from(PaperKind),
    demand=_TEXT,
    source=_TEXT,
    sentence=_TEXT,
    more=_TEXT,
    late=st.integers(0, 400),
    chased=st.integers(0, 3),
    day=st.integers(0, 300),
)
def test_no_number_stands_unbound_whatever_was_typed(
    kind: PaperKind,
    demand: str,
    source: str,
    sentence: str,
    more: str,
    late: int,
    chased: int,
    day: int,
) -> None:
    deeds = [Deed(DeedKind.CHASE, OFFICE, TODAY)] * chased
    of = order(*deeds, demand=demand, source=source, sentence=sentence, days_late=late)
    words = replace(TALK, due_on=TODAY + timedelta(days=day), more=more)
    paper = compose_paper(kind, of, words, imprint(), STANDS)
    assert unbound(paper) == []
    for line in lines_of(demand):
        assert line in said(paper)
