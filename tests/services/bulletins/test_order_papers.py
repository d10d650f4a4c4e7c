"""Papers of an order: drafted, issued under a number taken once, made again byte for byte."""

from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from jiugai.domain.bulletins.order_paper_figures import PaperWords
from jiugai.domain.bulletins.order_papers import PaperKind
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.domain.supervision.orders.waits import Wait
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.bulletins import order_papers
from jiugai.services.bulletins.order_papers import (
    ActedMeanwhile,
    AlreadyDone,
    NoSuchPaper,
    PaperChanged,
)
from jiugai.services.reach import as_officer
from jiugai.services.supervision.orders import desk
from jiugai.services.supervision.orders.desk import NoSuchOrder
from jiugai.storage.bulletins import queries
from tests.services.little_city import LittleCity
from tests.services.supervision.test_orders import TODAY, Chain, laid

LATE = date(2020, 12, 15)
TALK = PaperWords(date(2020, 12, 20), "上午9:30", "市住建局三楼会议室", "县住建局主要负责人")


@pytest.fixture
def assigned(little: LittleCity) -> Chain:
    return Chain(laid(little), little).to(DeedKind.ASSIGN)


def issue(
    chain: Chain,
    kind: PaperKind = PaperKind.SUPERVISE,
    words: PaperWords = PaperWords(),  # noqa: B008  frozen
    *,
    on: date = TODAY,
    seen: int = 2,
    **more: object,
) -> order_papers.IssuedPaper:
    out, findings = order_papers.issue(
        chain.order,
        kind,
        words,
        seen=seen,
        actor=chain.little.head,
        today=on,
        **more,  # type: ignore[arg-type]
    )
    assert findings == ()
    assert out is not None
    return out


def again(
    chain: Chain, paper: order_papers.IssuedPaper, who: Actor | None = None, on: date = TODAY
) -> bytes:
    row = paper.row
    return order_papers.paper_file(
        chain.order, paper.kind, row.year, row.number, actor=who or chain.little.clerk, today=on
    )[1]


class TestIssuing:
    def test_takes_the_years_next_number_of_its_kind(self, assigned: Chain) -> None:
        first, second = issue(assigned), issue(assigned)
        notice = issue(assigned, PaperKind.RECTIFY, PaperWords(LATE), on=LATE)
        assert [one.label for one in (first, second, notice)] == [
            "安旧改督〔2020〕1号", "安旧改督〔2020〕2号", "安旧改整〔2020〕1号"
        ]  # fmt: skip

    def test_keeps_the_digest_of_the_very_file(self, assigned: Chain) -> None:
        paper = issue(assigned)
        assert sm3(again(assigned, paper)).hex() == paper.row.sm3

    def test_leaves_the_same_bytes_whatever_happens_to_the_order_later(
        self, little: LittleCity
    ) -> None:
        chain = Chain(laid(little, wait=Wait(Step.START, 2020)), little).to(DeedKind.ASSIGN)
        paper = issue(chain)
        before = again(chain, paper)
        for kind, who in (
            (DeedKind.CHASE, little.clerk),
            (DeedKind.SIGN, little.filer),
            (DeedKind.ANSWER, little.filer),
        ):
            assert chain.do(kind, who) == []
        assert again(chain, paper, on=LATE) == before
        assert again(chain, paper, little.auditor, LATE) == before

    def test_is_the_heads(self, assigned: Chain) -> None:
        for actor in (assigned.little.clerk, assigned.little.filer, assigned.little.auditor):
            with pytest.raises(NotAllowed):
                order_papers.issue(
                    assigned.order,
                    PaperKind.SUPERVISE,
                    PaperWords(),
                    seen=2,
                    actor=actor,
                    today=TODAY,
                )

    def test_happens_once_for_one_request(self, assigned: Chain) -> None:
        key = uuid4()
        issue(assigned, key=key)
        with pytest.raises(AlreadyDone):
            issue(assigned, key=key)
        assert issue(assigned).row.number == 2, "a request refused takes no number"

    def test_upon_an_old_page_is_refused(self, assigned: Chain) -> None:
        with pytest.raises(ActedMeanwhile):
            issue(assigned, seen=1)
        assert issue(assigned).row.number == 1

    def test_says_what_is_wrong_and_takes_no_number(self, assigned: Chain) -> None:
        out, findings = order_papers.issue(
            assigned.order,
            PaperKind.SUMMON,
            TALK,
            seen=2,
            actor=assigned.little.head,
            today=TODAY,
        )
        assert (out, [finding.code for finding in findings]) == (None, ["paper.out_of_turn"])
        page = desk.page(assigned.order, actor=assigned.little.clerk, today=TODAY)
        assert order_papers.papers(page, actor=assigned.little.clerk, today=TODAY).issued == ()

    def test_summons_once_the_ladder_has_come_to_it(self, assigned: Chain) -> None:
        page = desk.page(assigned.order, actor=assigned.little.clerk, today=LATE)
        found = order_papers.papers(page, actor=assigned.little.clerk, today=LATE)
        assert found.offered == tuple(PaperKind)
        paper = issue(assigned, PaperKind.SUMMON, TALK, on=LATE)
        assert paper.label == "安旧改约〔2020〕1号"
        assert (paper.row.place, paper.row.due_on) == (TALK.place, TALK.due_on)


class TestReading:
    def test_is_the_bodys_and_not_its_neighbours(self, assigned: Chain) -> None:
        paper = issue(assigned)
        assert again(assigned, paper, assigned.little.filer)
        with pytest.raises(NoSuchOrder):
            again(assigned, paper, assigned.little.sibling)

    def test_of_a_number_that_was_never_taken_is_told_so(self, assigned: Chain) -> None:
        with pytest.raises(NoSuchPaper):
            order_papers.paper_file(
                assigned.order,
                PaperKind.SUPERVISE,
                2020,
                9,
                actor=assigned.little.head,
                today=TODAY,
            )

    def test_hands_out_nothing_that_is_not_what_was_issued(
        self, assigned: Chain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        paper = issue(assigned)
        monkeypatch.setattr(order_papers, "write_docx", lambda _paper: b"another")
        with pytest.raises(
            PaperChanged, match="安旧改督〔2020〕1号重新生成的文件与签发时的摘要不一致"
        ):
            again(assigned, paper)

    def test_offers_drafts_to_the_office_alone(self, assigned: Chain) -> None:
        little = assigned.little
        for actor, offered in ((little.clerk, (PaperKind.SUPERVISE,)), (little.filer, ())):
            page = desk.page(assigned.order, actor=actor, today=TODAY)
            assert order_papers.papers(page, actor=actor, today=TODAY).offered == offered
        with pytest.raises(NotAllowed):
            order_papers.draft(
                assigned.order, PaperKind.SUPERVISE, PaperWords(), actor=little.filer, today=TODAY
            )


class TestADraft:
    def test_bears_no_number_and_keeps_nothing(self, assigned: Chain) -> None:
        found = order_papers.draft(
            assigned.order,
            PaperKind.SUPERVISE,
            PaperWords(),
            actor=assigned.little.clerk,
            today=TODAY,
        )
        assert found.bulletin is not None
        assert found.bulletin.imprint.number == ""
        assert order_papers.draft_file(found)[:2] == b"PK"
        assert issue(assigned).row.number == 1


class TestTheDatabase:
    def test_takes_no_number_twice(self, assigned: Chain) -> None:
        issue(assigned)
        with (
            pytest.raises(IntegrityError, match="bulletins_order_paper_numbered"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "INSERT INTO bulletins_order_paper (act_id, order_id, kind, year, number, issued_on,"
                " version, last_seq, at, place, who, more, sm3) SELECT act_id, order_id, kind, year,"
                " number, issued_on, version, last_seq, '', '', '', '', sm3"
                " FROM bulletins_order_paper"
            )

    def test_changes_nothing_that_was_issued(self, assigned: Chain) -> None:
        issue(assigned)
        with (
            pytest.raises(Exception, match=r"never changed|permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE bulletins_order_paper SET number = 9")


def test_two_who_issue_at_once_take_two_numbers(fresh_little: LittleCity) -> None:
    chains = [Chain(laid(fresh_little), fresh_little).to(DeedKind.ASSIGN) for _ in range(2)]
    barrier = Barrier(2)

    def send(chain: Chain) -> None:
        try:
            barrier.wait()
            with as_officer(fresh_little.head):
                issue(chain)
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=send, args=(chain,)) for chain in chains]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = []
    for chain in chains:
        order = desk.page(chain.order, actor=fresh_little.clerk, today=TODAY).card.row
        taken += [row.number for row in queries.order_papers(order.id)]
    assert sorted(taken) == [1, 2]
