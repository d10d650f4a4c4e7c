"""The cadence: what changed between two meetings, what is on the agenda, what the papers say."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.bulletins.agenda import (
    Agenda,
    DueVisit,
    IdleSum,
    LateOrder,
    LateReturn,
    MeetingKind,
    ReachedStep,
    SiteBehind,
    moved,
)
from jiugai.domain.bulletins.agenda_paper import compose_agenda, compose_minutes
from jiugai.domain.bulletins.document import (
    Bulletin,
    Imprint,
    Level,
    SnapshotId,
    Template,
    Text,
    printed_lines,
    text_of,
)
from jiugai.domain.bulletins.minutes import check_meeting, check_minutes, level_of
from jiugai.domain.calendar import Month
from jiugai.domain.programme.pipeline import Step

DAY, LAST = date(2020, 11, 5), date(2020, 10, 29)
STANDS = SnapshotId("安康市", Month(2020, 11), DAY, 321, "7c1e09a4d2b85f60" * 4)
IMPRINT = Imprint(
    Template.SERIAL,
    "安康旧改会议材料",
    "安康市老旧小区改造工作领导小组办公室",
    DAY,
    "各县区",
    held_on=DAY,
)


def reached(site: int = 1, step: Step = Step.START, on: date = DAY) -> ReachedStep:
    return ReachedStep(site, 2020, "石泉县", f"小区{site}", f"c{site}", step, on)


def agenda(**more: object) -> Agenda:
    return Agenda(
        **{  # type: ignore[arg-type]
            "kind": MeetingKind.WEEK,
            "held_on": DAY,
            "last_on": LAST,
            "since": LAST,
            "seq": 321,
            "month": Month(2020, 10),
            **more,
        }
    )


FULL = agenda(
    changes=moved([reached(2, on=LAST)], [reached(1), reached(2), reached(3, Step.TENDER)]),
    running=7,
    late_orders=(LateOrder("督〔2020〕5号", "o1", "石泉县住建局", "进场施工。", LAST, 7),),
    behind=(SiteBehind(2019, "石泉县", "北苑小区", "c9", Step.COMPLETION, LAST),),
    owing=3,
    late_returns=(LateReturn(1, "汉滨区", 2, True), LateReturn(2, "旬阳县", 2, False)),
    idle=(IdleSum(2020, 1, "岚皋县", 318_500_000, LAST),),
    idle_days=90,
)


def said(paper: Bulletin) -> list[str]:
    return [text_of(line.runs, paper.figures) for line in printed_lines(paper)]


class TestMoved:
    def test_tells_new_from_corrected_from_withdrawn(self) -> None:
        before = [reached(1, on=LAST), reached(2), reached(3)]
        now = [reached(1, on=DAY), reached(2), reached(4)]
        found = {change.reached.site_id: change for change in moved(before, now)}
        assert set(found) == {1, 3, 4}
        assert (found[1].before, found[1].now, found[1].is_correction) == (LAST, DAY, True)
        assert (found[3].before, found[3].now) == (DAY, None)
        assert not found[4].is_correction

    @given(
        st.lists(st.tuples(st.integers(1, 5), st.sampled_from([Step.START, Step.TENDER]))),
        st.lists(st.tuples(st.integers(1, 5), st.sampled_from([Step.START, Step.TENDER]))),
    )
    def test_undoes_itself(
        self, before: list[tuple[int, Step]], now: list[tuple[int, Step]]
    ) -> None:
        then, later = ([reached(*pair) for pair in sorted(set(some))] for some in (before, now))
        forth = {(one.reached.site_id, one.reached.step) for one in moved(then, later)}
        back = {(one.reached.site_id, one.reached.step) for one in moved(later, then)}
        assert forth == back == set(before) ^ set(now)


class TestTheAgenda:
    def test_lists_only_what_there_is(self) -> None:
        assert agenda().items == ("部署下一步工作",)
        assert len(FULL.items) == 6

    def test_names_the_leaders_who_should_have_been_on_site(self) -> None:
        late = (
            DueVisit("副市长王志远", "L1", "石泉县", LAST, 40),
            DueVisit("副市长王志远", "L1", "汉滨区", None, 63),
        )
        paper = compose_agenda(agenda(kind=MeetingKind.MONTH, due_visits=late), IMPRINT, STANDS)
        text = "".join(said(paper))
        assert "施工期间该走访而没有走访的包抓事项2处，涉及领导1位。" in text
        assert "通报领导包抓走访情况" in text
        assert "该走访的包抓领导表" in text
        assert "走访" not in "".join(said(compose_agenda(agenda(), IMPRINT, STANDS)))

    @pytest.mark.parametrize("kind", MeetingKind)
    def test_tells_visits_by_the_month_and_not_by_the_day(self, kind: MeetingKind) -> None:
        assert kind.tells_visits is (kind in {MeetingKind.MONTH, MeetingKind.QUARTER})

    def test_counts_what_is_new_by_step_in_the_order_of_the_pipeline(self) -> None:
        assert FULL.reached == ((Step.TENDER, 1), (Step.START, 1))
        assert FULL.corrected == 1

    @pytest.mark.parametrize(
        ("kind", "since"),
        [
            (MeetingKind.DAY, date(2020, 11, 4)),
            (MeetingKind.WEEK, date(2020, 10, 29)),
            (MeetingKind.MONTH, date(2020, 10, 5)),
            (MeetingKind.QUARTER, date(2020, 8, 5)),
        ],
    )
    def test_looks_back_as_far_as_its_kind_does_at_first(
        self, kind: MeetingKind, since: date
    ) -> None:
        assert kind.since(DAY) == since


class TestTheAgendaOnPaper:
    def test_says_each_count_with_its_unit(self) -> None:
        lines = said(compose_agenda(FULL, IMPRINT, STANDS))
        assert "上次会议（2020年10月29日）以来，新增招标1个、开工1个；更正或撤销1处。" in lines
        assert "在办督办事项7件，其中逾期1件，最长逾期7天。" in lines
        assert "已过期限仍未完成相应环节的小区1个，涉及县区1个。" in lines
        assert "2020年10月月报应报县区3个，迟报或未报2个，其中未报1个。" in lines
        assert "资金到位满90天、项目尚未开工而没有拨付的合计318.5万元。" in lines

    def test_names_every_one_in_a_table(self) -> None:
        paper = compose_agenda(FULL, IMPRINT, STANDS)
        assert [len(one.table.rows) for one in paper.appendices] == [3, 1, 1, 2, 1]
        assert "督〔2020〕5号\t石泉县住建局\t进场施工。\t2020年10月29日\t7天" in said(paper)

    def test_says_plainly_when_there_is_nothing(self) -> None:
        lines = said(compose_agenda(agenda(last_on=None), IMPRINT, STANDS))
        assert "首次会议，统计自2020年10月29日以来，没有小区进入新的环节。" in lines
        assert "在办督办事项0件，其中逾期0件。" in lines

    def test_has_no_number_that_is_not_bound(self) -> None:
        paper = compose_agenda(FULL, IMPRINT, STANDS)
        runs = [run for paragraph in paper.body for run in paragraph.runs]
        runs += [
            run
            for one in paper.appendices
            for row in one.table.rows
            for cell in row
            for run in cell.runs
        ]
        plain = [run.words for run in runs if isinstance(run, Text)]
        assert [words for words in plain if any(char.isdigit() for char in words)] == []


class TestMinutes:
    @pytest.mark.parametrize(
        ("line", "level"),
        [
            ("一、会议议定", Level.FIRST),
            ("（一）关于开工", Level.SECOND),
            ("1.石泉县", Level.THIRD),
            ("（2）北苑小区", Level.FOURTH),
            ("会议指出，进度偏慢。", Level.BODY),
            ("一、石泉县要在11月20日前进场施工。", Level.BODY),
            ("一、" + "长" * 40, Level.BODY),
        ],
    )
    def test_take_their_levels_from_their_own_numbers(self, line: str, level: Level) -> None:
        assert level_of(line) is level

    def test_print_each_line_as_it_was_taken(self) -> None:
        text = "一、会议议定\n石泉县{fig:x}11月20日前进场施工。\x0b\n\n二、其他"
        imprint = replace(IMPRINT, issue=3)
        paper = compose_minutes("周协调", text, "石泉县住建局\n市财政局", imprint, STANDS)
        lines = said(paper)
        assert "第三期" in lines
        assert "2020年11月5日，召开周协调会议。现将会议情况纪要如下。" in lines
        assert "石泉县{fig:x}11月20日前进场施工。" in lines
        assert "出席：石泉县住建局、市财政局。" in lines
        assert [one.level for one in paper.body[1:4]] == [Level.FIRST, Level.BODY, Level.FIRST]


class TestChecks:
    @pytest.mark.parametrize(
        ("held_on", "known", "codes"),
        [
            (DAY, frozenset(), []),
            (DAY, frozenset({LAST}), []),
            (DAY, frozenset({DAY}), ["meeting.known"]),
            (LAST, frozenset({DAY}), ["meeting.out_of_order"]),
            (date(2021, 1, 5), frozenset(), ["meeting.far_ahead"]),
        ],
    )
    def test_of_a_meeting(self, held_on: date, known: frozenset[date], codes: list[str]) -> None:
        found = check_meeting(MeetingKind.WEEK, held_on, known, DAY)
        assert [finding.code for finding in found] == codes

    @pytest.mark.parametrize(
        ("text", "present", "today", "codes"),
        [
            ("议定事项", "", DAY, []),
            (" \n\u200b\x0b", "", DAY, ["minutes.empty"]),
            ("议定事项", "", LAST, ["minutes.before_the_meeting"]),
            ("字" * 50_001, "人" * 1_001, DAY, ["minutes.too_long", "minutes.too_long"]),
        ],
    )
    def test_of_minutes(self, text: str, present: str, today: date, codes: list[str]) -> None:
        found = check_minutes(text, present, DAY, today)
        assert [finding.code for finding in found] == codes
