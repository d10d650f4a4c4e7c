"""What the rankings, the draws, the photos and the papers leave to do, and to whom."""

from datetime import date
from pathlib import Path

import pytest

from jiugai.domain.bulletins.agenda import MeetingKind
from jiugai.domain.bulletins.order_paper_figures import PaperWords
from jiugai.domain.bulletins.order_papers import PaperKind
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.domain.supervision.photos import Verdict
from jiugai.domain.supervision.rounds import Tallies, Visit
from jiugai.services.bulletins import meetings, order_papers
from jiugai.services.supervision import hearings, recounting, rounds
from jiugai.services.supervision.evidence import looking
from jiugai.services.supervision.orders import doing
from jiugai.services.supervision.orders.doing import OrderDraft, Said
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.services.today.waiting import waiting
from jiugai.storage.accounts.queries import organisation_of
from tests.services.conftest import fresh_little, little
from tests.services.little_city import LittleCity
from tests.services.supervision.drawn_city import DRAWN, OCTOBER, close_october, issue_october
from tests.services.supervision.site_photos import enter_photo
from tests.services.today.test_waiting import NOW, TODAY, some

__all__ = ["fresh_little", "little"]

UNTIL, AFTER = date(2020, 11, 10), date(2020, 11, 11)


class TestARanking:
    @pytest.fixture
    def shown(self, little: LittleCity, tmp_path: Path) -> LittleCity:
        rank_close(close_october(little, tmp_path), actor=little.clerk)
        hearings.show(OCTOBER, UNTIL, seen=0, actor=little.clerk, today=TODAY)
        return little

    def object_to(self, little: LittleCity) -> None:
        done = hearings.object_to(OCTOBER, "开工小区", "开工令", actor=little.filer, today=TODAY)
        assert done.entered

    def answer(self, little: LittleCity, *, upheld: bool) -> None:
        (row,) = hearings.hearing_of(OCTOBER, actor=little.head).row.objections
        done = hearings.answer(
            OCTOBER, row.id, upheld=upheld, words="已核对", actor=little.head, today=TODAY
        )
        assert done.entered

    def test_waits_to_be_shown_once_its_month_is_closed(
        self, little: LittleCity, tmp_path: Path
    ) -> None:
        assert some(little.clerk, "排名") == []
        close = close_october(little, tmp_path)
        said = ["2020年10月排名还没有公示，等您公示给县区核对。"]
        assert some(little.clerk, "排名") == some(little.head, "排名") == said
        assert some(little.filer, "排名") == []

        rank_close(close, actor=little.clerk)
        hearings.show(OCTOBER, UNTIL, seen=0, actor=little.clerk, today=TODAY)
        assert some(little.clerk, "排名") == []

    def test_waits_for_an_answer_by_who_did_not_make_it(self, shown: LittleCity) -> None:
        assert some(shown.head, "排名") == []
        self.object_to(shown)

        assert some(shown.head, "排名") == ["2020年10月排名有 1 条异议等您答复。"]
        for other in (shown.clerk, shown.filer, shown.reviewer):
            assert some(other, "排名有") == []
        (duty,) = [
            one
            for one in waiting(actor=shown.head, today=TODAY, now=NOW).soon
            if "异议" in one.sentence
        ]
        assert (duty.due_on, duty.page, duty.arguments) == (
            UNTIL,
            "supervision:hearing",
            {"month": OCTOBER},
        )

    def test_then_to_be_made_anew_or_to_go_out(self, shown: LittleCity) -> None:
        self.object_to(shown)
        self.answer(shown, upheld=False)
        assert some(shown.head, "排名", UNTIL) == []
        words = "2020年10月排名已经公示到 2020-11-10，没有待答复的异议，等您发布。"
        assert some(shown.head, "排名", AFTER) == some(shown.clerk, "排名", AFTER) == [words]

        assert hearings.release(OCTOBER, seen=1, actor=shown.head, today=AFTER).entered
        assert some(shown.head, "排名", AFTER) == []

    def test_is_made_anew_once_an_objection_was_upheld(self, shown: LittleCity) -> None:
        self.object_to(shown)
        self.answer(shown, upheld=True)

        words = ["2020年10月排名有成立的异议，等您重新排名、再公示。"]
        assert some(shown.clerk, "排名") == some(shown.head, "排名", AFTER) == words


class TestADraw:
    def test_is_made_then_every_project_is_visited(
        self, little: LittleCity, tmp_path: Path
    ) -> None:
        issue_october(close_october(little, tmp_path))
        words = ["2020年10月通报已经发出，等您抽取核实名单。"]
        assert some(little.clerk, "核实") == some(little.head, "核实") == words
        assert some(little.filer, "核实") == some(little.auditor, "核实") == []

        rounds.draw_month(OCTOBER, actor=little.clerk, today=DRAWN)
        assert some(little.head, "核实", DRAWN) == [
            "2020年10月抽中的 2 个项目还有 2 个没有现场核实。"
        ]
        for line in rounds.round_of(OCTOBER, actor=little.clerk).lines:
            visit = Visit(DRAWN, Tallies(1, 0, 5), "已到现场")
            recounting.record(
                OCTOBER, line.row.line.number, visit, seen=0, actor=little.head, today=DRAWN
            )
        assert some(little.head, "核实", DRAWN) == []


class TestAPhoto:
    def test_waits_for_whoever_may_judge_it(self, little: LittleCity) -> None:
        first = enter_photo("北苑小区", little.filer, seed=1)
        number = enter_photo("金州家属院", little.filer, seed=1001, like=first)

        words = ["1 张现场照片与别的照片相像，等您判定是不是同一张。"]
        assert some(little.clerk, "照片") == words
        for other in (little.filer, little.reviewer, little.sibling, little.head):
            assert some(other, "照片") == []  # the reviewer's own office sent it

        looking.judge(
            number, Verdict.DIFFERENT, "窗户不同，两栋楼", seen=0, actor=little.clerk, today=TODAY
        )
        assert some(little.clerk, "照片") == []


class TestPapers:
    def test_minutes_are_kept_by_one_and_issued_by_another(self, little: LittleCity) -> None:
        meeting = meetings.convene(
            MeetingKind.WEEK, TODAY, actor=little.clerk, today=TODAY
        ).public_id
        assert some(little.clerk, "纪要") == ["2020-11-03 周协调会的纪要还没有录入。"]
        assert some(little.head, "纪要") == []

        taken = meetings.MinutesTaken("议定事项。")
        meetings.keep_minutes(meeting, taken, seen=0, actor=little.clerk, today=TODAY)
        assert some(little.head, "纪要") == ["2020-11-03 周协调会的纪要已经录入，等您签发。"]
        assert some(little.clerk, "纪要") == []

        meetings.issue_minutes(meeting, seen=1, actor=little.head, today=TODAY)
        assert some(little.head, "纪要") == []

    def test_of_orders_wait_for_who_signs_them(self, little: LittleCity) -> None:
        draft = OrderDraft("进场施工。", owner_id=organisation_of(little.filer.post_id))
        order = doing.open_order(draft, actor=little.clerk, today=TODAY).public_id
        assert some(little.head, "督办单") == []

        doing.do(order, DeedKind.ASSIGN, Said(), seen=1, actor=little.clerk, today=TODAY)
        words = "1 件已交办的督办事项还没有签发督办单，最早的是督〔2020〕1号。"
        assert some(little.head, "督办单") == [words]
        assert some(little.clerk, "督办单") == some(little.filer, "督办单") == []

        order_papers.issue(
            order, PaperKind.SUPERVISE, PaperWords(), seen=2, actor=little.head, today=TODAY
        )
        assert some(little.head, "督办单") == []
