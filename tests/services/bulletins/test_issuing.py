"""A bulletin waits for its ranking to be heard, unless whoever issues says why not."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from jiugai.domain.bulletins.document import Bulletin, Template
from jiugai.domain.bulletins.figures import Basis
from jiugai.domain.bulletins.heard import HeardState
from jiugai.exchange.digests import sm3
from jiugai.services.bulletins import publishing, writing
from jiugai.services.reporting.closing import CloseRow
from jiugai.services.supervision import hearings
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.storage.bulletins import entries
from jiugai.storage.bulletins.queries import IssueRow
from jiugai.storage.unit_of_work import unit_of_work
from tests.domain.bulletins.reading import body_text
from tests.services.little_city import SHIQUAN_OCTOBER, LittleCity, a_return, send
from tests.services.supervision.drawn_city import OCTOBER, close_october, issue_october

RED, SERIAL = Template.RED_HEAD, Template.SERIAL
SHOWN, UNTIL, AFTER = date(2020, 11, 4), date(2020, 11, 10), date(2020, 11, 11)
CLOSED_AT = datetime(2020, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def closed(little: LittleCity, tmp_path: Path) -> CloseRow:
    row = close_october(little, tmp_path)
    rank_close(row, actor=little.clerk)
    return row


def paper(little: LittleCity, template: Template = RED) -> writing.Paper:
    return writing.paper(OCTOBER, template, actor=little.head)


def issue(little: LittleCity, because: str = "", template: Template = RED) -> IssueRow:
    return writing.issue(
        OCTOBER, template, issued_on=AFTER, actor=little.head, unheard_because=because
    )


def show(little: LittleCity, *, seen: int = 0, until: date = UNTIL) -> None:
    done = hearings.show(OCTOBER, until, seen=seen, actor=little.clerk, today=SHOWN)
    assert done.entered


def release(little: LittleCity, *, seen: int = 1, on: date = AFTER) -> None:
    assert hearings.release(OCTOBER, seen=seen, actor=little.head, today=on).entered


def object_and_answer(little: LittleCity, *, upheld: bool) -> None:
    hearings.object_to(OCTOBER, "开工小区", "开工令已录入", actor=little.filer, today=SHOWN)
    (row,) = hearings.hearing_of(OCTOBER, actor=little.head).row.objections
    hearings.answer(OCTOBER, row.id, upheld=upheld, words="已核对", actor=little.head, today=SHOWN)


def starts_told(bulletin: Bulletin) -> dict[str, int]:
    """Return how many sites of each county have started, as the bulletin's table has it."""
    return {
        figure.county: figure.numerator
        for figure in bulletin.figures
        if (figure.measure, figure.basis) == ("start_rate", Basis.COMMUNITIES)
        if figure.county and figure.numerator is not None
    }


class TestIssuing:
    def test_waits_for_the_showing_the_answers_and_the_release(
        self, little: LittleCity, closed: CloseRow
    ) -> None:
        with pytest.raises(writing.NotHeard, match=r"^排名还没有公示；.*没有发出。"):
            issue(little)
        show(little)
        hearings.object_to(OCTOBER, "开工小区", "开工令已录入", actor=little.filer, today=SHOWN)
        with pytest.raises(writing.NotHeard, match="公示到2020-11-10，1 件异议没有答复"):
            issue(little, because="  ")
        assert writing.issues(actor=little.head) == ()

    def test_after_the_release_says_how_it_was_heard(
        self, little: LittleCity, closed: CloseRow
    ) -> None:
        show(little)
        object_and_answer(little, upheld=False)
        release(little)
        found = issue(little)
        assert (found.heard, found.waived_because) == (HeardState.RELEASED.value, "")
        assert "公示期间收到异议1件，其中成立0件" in body_text(paper(little).bulletin)

    def test_without_hearing_needs_a_reason_that_is_kept(
        self, little: LittleCity, closed: CloseRow
    ) -> None:
        found = issue(little, because=" 市政府要求当日印发 ")
        assert (found.heard, found.waived_because) == ("waived", "市政府要求当日印发")

    def test_with_a_reason_that_is_not_needed_keeps_none(
        self, little: LittleCity, closed: CloseRow
    ) -> None:
        show(little)
        release(little)
        found = issue(little, because="先发")
        assert (found.heard, found.waived_because) == ("released", "")

    def test_as_released_the_database_itself_refuses_before(
        self, little: LittleCity, closed: CloseRow
    ) -> None:
        for heard, because, wrong in (
            ("released", "", (DatabaseError, "bulletins_issue_is_heard")),
            ("waived", "", (IntegrityError, "bulletins_issue_heard_or_says_why")),
        ):
            with (
                pytest.raises(wrong[0], match=wrong[1]),
                transaction.atomic(),
                unit_of_work(verb="tests.issue", user_id=0, post_id=0) as act,
            ):
                entries.issue(
                    act,
                    close_id=closed.id,
                    template="red_head",
                    year=2020,
                    number=10,
                    issued_on=AFTER,
                    source="正文",
                    sm3=bytes(32),
                    heard=heard,
                    waived_because=because,
                )

    def test_of_an_edited_text_that_leaves_the_counts_out_is_refused(
        self, little: LittleCity, closed: CloseRow
    ) -> None:
        source = paper(little).source + "\n请各县区抓紧。\n"
        writing.keep(OCTOBER, RED, source, actor=little.clerk, at=CLOSED_AT)
        show(little)
        release(little)
        assert [f.code for f in paper(little).findings] == ["bulletin.hearing_unsaid"]
        with pytest.raises(writing.NotInOrder):
            issue(little)
        added = source + "\n公示期间收到异议{fig:h.raised}，其中成立{fig:h.upheld}。\n"
        writing.keep(OCTOBER, RED, added, actor=little.clerk, at=CLOSED_AT)
        assert issue(little).heard == "released"


class TestABulletinMadeAgain:
    def test_that_went_out_without_hearing_is_the_same_after_the_release(
        self, little: LittleCity, closed: CloseRow
    ) -> None:
        issued = issue(little, because="市政府要求当日印发")
        before = writing.docx(paper(little)), writing.record(paper(little))
        show(little)
        object_and_answer(little, upheld=False)
        release(little)
        assert (writing.docx(paper(little)), writing.record(paper(little))) == before
        assert sm3(before[0]).hex() == issued.sm3

    def test_that_went_out_before_anybody_asked_is_the_same_after_the_release(
        self, little: LittleCity, closed: CloseRow
    ) -> None:
        issue_october(closed)
        before = writing.docx(paper(little))
        show(little)
        release(little)
        assert writing.docx(paper(little)) == before
        assert paper(little).waits_for == ""

    def test_that_was_heard_bears_the_digest_of_its_issue(
        self, little: LittleCity, closed: CloseRow
    ) -> None:
        show(little)
        release(little)
        issued = issue(little)
        assert sm3(writing.docx(paper(little))).hex() == issued.sm3

    def test_says_and_counts_what_was_released_where_it_was_ranked_anew(
        self, little: LittleCity, closed: CloseRow
    ) -> None:
        show(little)
        before = starts_told(paper(little).bulletin)
        late = SHIQUAN_OCTOBER[1].replace("2020-08-05,,", "2020-08-05,2020-10-28,")
        send(a_return((late,), name="补报.csv"), actor=little.filer)
        object_and_answer(little, upheld=True)
        show(little, seen=1, until=date(2020, 11, 20))
        release(little, seen=2, on=date(2020, 11, 21))
        found = paper(little).bulletin
        assert "按更正后的事实计算" in body_text(found)
        assert (before["石泉县"], starts_told(found)["石泉县"]) == (1, 2)
        assert sum(starts_told(found).values()) == sum(before.values()) + 1
        assert found.snapshot.seq > closed.last_seq

    def test_by_the_command_line_is_free_at_any_time(
        self, little: LittleCity, tmp_path: Path
    ) -> None:
        def write(folder: str) -> tuple[str, ...]:
            done = publishing.close_and_write(
                OCTOBER,
                actor=little.clerk,
                at=CLOSED_AT,
                folder=tmp_path / folder,
                snapshots=tmp_path / "snapshots",
            )
            return tuple(digest for _, digest in done.files)

        first = write("first")
        show(little)
        assert write("again") == first
        release(little)
        assert write("released") != first
        assert write("once more") == write("released")
