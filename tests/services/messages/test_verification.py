"""Whom the drawing, the visits, the photos and the papers concern."""

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
from jiugai.services.supervision import documents_owed, recounting, rounds
from jiugai.services.supervision.evidence import looking
from jiugai.services.supervision.orders import doing
from jiugai.services.supervision.orders.doing import OrderDraft, Said
from jiugai.storage.accounts.queries import organisation_of
from tests.services.conftest import fresh_little, little
from tests.services.little_city import LittleCity
from tests.services.messages.test_inbox import TODAY, told
from tests.services.supervision.drawn_city import DRAWN, OCTOBER, draw_october
from tests.services.supervision.site_photos import DAY, enter_photo

__all__ = ["fresh_little", "little"]


class TestADraw:
    @pytest.fixture
    def drawn(self, little: LittleCity, tmp_path: Path) -> LittleCity:
        draw_october(little, tmp_path)
        return little

    def test_is_told_to_everybody_but_who_drew(self, drawn: LittleCity) -> None:
        (words,) = [one for one in told(drawn.filer) if "名单" in one]
        assert words == "2020年10月核实名单已经抽出，共 2 个项目。"
        assert words in told(drawn.sibling)
        assert words in told(drawn.auditor)
        assert words not in told(drawn.clerk)

    def test_is_followed_by_what_was_found_told_to_that_county(self, drawn: LittleCity) -> None:
        county = drawn.divisions.shiquan
        lines = rounds.round_of(OCTOBER, actor=drawn.clerk).lines
        line = next(one.row.line for one in lines if one.row.line.county_id == county)
        visit = Visit(DRAWN, Tallies(1, 0, 5), "塔吊在位，外墙未动")
        recounting.record(OCTOBER, line.number, visit, seen=0, actor=drawn.head, today=DRAWN)

        words = f"石泉县“{line.name}”2020-11-04 现场核实已经登记（第 1 版）：塔吊在位，外墙未动"
        assert told(drawn.filer)[0] == told(drawn.reviewer)[0] == words
        for stranger in (drawn.sibling, drawn.street, drawn.head):
            assert words not in told(stranger)


class TestAPhoto:
    def test_that_was_judged_is_told_to_its_county(self, little: LittleCity) -> None:
        first = enter_photo("北苑小区", little.filer, seed=1)
        number = enter_photo("金州家属院", little.filer, seed=1001, like=first)
        assert (
            looking.judge(
                number, Verdict.DIFFERENT, "窗户和雨篷不同", seen=0, actor=little.clerk, today=DAY
            )
            == ()
        )

        words = "石泉县一张与别的相像的现场照片，判定不是同一张：窗户和雨篷不同"
        assert told(little.filer)[0] == told(little.reviewer)[0] == words
        assert words not in told(little.sibling) + told(little.street)


class TestPapers:
    def test_of_an_order_are_told_to_the_body_that_does_it(self, little: LittleCity) -> None:
        draft = OrderDraft("进场施工。", owner_id=organisation_of(little.filer.post_id))
        order = doing.open_order(draft, actor=little.clerk, today=TODAY).public_id
        doing.do(order, DeedKind.ASSIGN, Said(), seen=1, actor=little.clerk, today=TODAY)
        issued = order_papers.issue(
            order, PaperKind.SUPERVISE, PaperWords(), seen=2, actor=little.head, today=TODAY
        )
        assert issued

        assert told(little.filer)[0] == "督〔2020〕1号已签发督办单（第 1 号）。"
        assert not any("签发" in one for one in told(little.sibling) + told(little.clerk))

    def test_minutes_are_told_to_the_office(self, little: LittleCity) -> None:
        meeting = meetings.convene(
            MeetingKind.WEEK, TODAY, actor=little.clerk, today=TODAY
        ).public_id
        taken = meetings.MinutesTaken("议定事项。")
        meetings.keep_minutes(meeting, taken, seen=0, actor=little.clerk, today=TODAY)
        meetings.issue_minutes(meeting, seen=1, actor=little.head, today=TODAY)

        assert told(little.clerk)[0] == "2020-11-03 周协调会的纪要已经印发（第 1 号）。"
        assert not any("纪要" in one for one in told(little.filer))


class TestDocuments:
    def test_owed_are_told_to_the_county_and_once_issued_to_the_city(
        self, little: LittleCity
    ) -> None:
        key = "ZC-08.610922"
        today, day = date(2021, 1, 20), date(2021, 2, 20)
        seen = documents_owed.document(key, actor=little.clerk, today=today).version
        found = documents_owed.set_due(
            key, day, "专题会议纪要", seen=seen, actor=little.clerk, today=today
        )
        assert found == ()
        assert told(little.filer)[0] == (
            "石泉县应出台的配套文件 ZC-08，限 2021-02-20 以前（专题会议纪要）。"
        )
        assert not any("配套文件" in one for one in told(little.sibling))

        new = documents_owed.Promulgation("石政办发〔2021〕9号", "石泉县实施方案", today, "", ())
        seen = documents_owed.document(key, actor=little.filer, today=today).version
        assert documents_owed.issue(key, new, seen=seen, actor=little.filer, today=today) == ()
        assert told(little.clerk)[0] == "石泉县印发了《石泉县实施方案》（石政办发〔2021〕9号）。"
        assert not any("石泉县实施方案" in one for one in told(little.sibling))
