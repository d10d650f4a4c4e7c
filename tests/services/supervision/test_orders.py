"""Orders: laid by the office, answered by the body, checked and closed by other hands."""

from dataclasses import dataclass
from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.orders.deeds import DeedKind, OrderState
from jiugai.domain.supervision.orders.waits import Wait
from jiugai.services.actor import Actor, NotAllowed
from jiugai.services.reach import as_officer
from jiugai.services.supervision.orders import desk, doing
from jiugai.services.supervision.orders.doing import ActedMeanwhile, AlreadyDone, OrderDraft, Said
from jiugai.storage.accounts.models import Organisation, Post
from tests.services.little_city import LittleCity

TODAY, DUE = date(2020, 11, 3), date(2020, 11, 20)


def body_of(actor: Actor) -> int:
    return Post.objects.get(pk=actor.post_id).organisation_id


def laid(little: LittleCity, **more: object) -> str:
    draft = OrderDraft(
        **{
            "demand": "11月20日前北苑小区进场施工。",
            "owner_id": body_of(little.filer),
            "due_on": DUE,
            **more,
        }  # type: ignore[arg-type]
    )
    opened = doing.open_order(draft, actor=little.clerk, today=TODAY)
    assert opened.findings == ()
    return opened.public_id


@dataclass
class Chain:
    """One order taken through its chain, a deed at a time."""

    order: str
    little: LittleCity

    def do(self, kind: DeedKind, who: Actor, *, on: date = TODAY, **said: object) -> list[str]:
        page = desk.page(self.order, actor=self.little.clerk, today=on)
        done = doing.do(
            self.order,
            kind,
            Said(**{"words": "已办", **said}),  # type: ignore[arg-type]
            seen=page.version,
            actor=who,
            today=on,
        )
        assert done.entered is not bool(done.findings)
        return [finding.code for finding in done.findings]

    @property
    def state(self) -> OrderState:
        return desk.page(self.order, actor=self.little.clerk, today=TODAY).card.standing.state

    def to(self, last: DeedKind) -> "Chain":
        steps = [
            (DeedKind.ASSIGN, self.little.clerk),
            (DeedKind.SIGN, self.little.filer),
            (DeedKind.ANSWER, self.little.filer),
            (DeedKind.PASS, self.little.clerk),
            (DeedKind.CLOSE, self.little.head),
        ]
        for kind, who in steps:
            assert self.do(kind, who) == []
            if kind is last:
                break
        return self


@pytest.fixture
def chain(little: LittleCity) -> Chain:
    return Chain(laid(little), little)


class TestLaying:
    def test_numbers_the_orders_of_a_year_in_turn(self, little: LittleCity) -> None:
        for _ in range(3):
            laid(little)
        cards = desk.orders(actor=little.clerk, today=TODAY).cards
        assert sorted(card.label for card in cards) == [f"督〔2020〕{n}号" for n in (1, 2, 3)]
        assert {card.standing.state for card in cards} == {OrderState.OPENED}

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"demand": "  "}, "order.no_demand"),
            ({"demand": "字" * 2001}, "order.demand_too_long"),
            ({"owner_id": None}, "order.no_owner"),
            ({"owner_id": 987_654}, "order.owner_unknown"),
            ({"due_on": date(2020, 11, 2)}, "order.due_in_the_past"),
        ],
    )
    def test_refuses_what_nobody_could_follow(
        self, little: LittleCity, more: dict[str, object], code: str
    ) -> None:
        draft = OrderDraft(
            **{"demand": "进场施工。", "owner_id": body_of(little.filer), "due_on": DUE, **more}  # type: ignore[arg-type]
        )
        opened = doing.open_order(draft, actor=little.clerk, today=TODAY)
        assert [f.code for f in opened.findings] == [code]
        assert "没有立项。" in opened.findings[0].message
        assert desk.orders(actor=little.clerk, today=TODAY).total == 0

    def test_is_not_to_oneself(self, little: LittleCity) -> None:
        draft = OrderDraft("进场施工。", owner_id=body_of(little.clerk))
        opened = doing.open_order(draft, actor=little.clerk, today=TODAY)
        assert [f.code for f in opened.findings] == ["order.own_body"]
        assert body_of(little.clerk) not in [
            row.id for row in doing.owners(actor=little.clerk, today=TODAY)
        ]

    def test_is_the_offices_power(self, little: LittleCity) -> None:
        for actor in (little.filer, little.reviewer, little.street):
            with pytest.raises(NotAllowed):
                doing.open_order(OrderDraft("进场施工。", 1), actor=actor, today=TODAY)
            with pytest.raises(NotAllowed):
                doing.owners(actor=actor, today=TODAY)

    def test_happens_once_for_one_request(self, little: LittleCity) -> None:
        draft, key = OrderDraft("进场施工。", body_of(little.filer)), uuid4()
        doing.open_order(draft, actor=little.clerk, today=TODAY, key=key)
        with pytest.raises(AlreadyDone):
            doing.open_order(draft, actor=little.clerk, today=TODAY, key=key)
        assert desk.orders(actor=little.clerk, today=TODAY).total == 1


class TestTheChain:
    def test_ends_closed_by_another_hand(self, chain: Chain) -> None:
        chain.to(DeedKind.CLOSE)
        page = desk.page(chain.order, actor=chain.little.clerk, today=TODAY)
        assert page.card.standing.state is OrderState.CLOSED
        assert [row.deed.kind.word for row in page.card.row.deeds] == [
            "立项", "交办", "签收", "反馈", "核查通过", "销号"
        ]  # fmt: skip
        assert len({row.recorded_at for row in page.card.row.deeds}) == 6

    def test_refuses_a_deed_out_of_turn_and_writes_nothing(self, chain: Chain) -> None:
        assert chain.do(DeedKind.CLOSE, chain.little.head) == ["order.out_of_turn"]
        assert desk.page(chain.order, actor=chain.little.clerk, today=TODAY).version == 1

    def test_the_checker_does_not_close(self, chain: Chain) -> None:
        chain.to(DeedKind.PASS)
        assert chain.do(DeedKind.CLOSE, chain.little.clerk) == ["order.own_check"]
        assert chain.state is OrderState.CHECKED

    def test_the_owner_has_no_power_to_check(self, chain: Chain) -> None:
        chain.to(DeedKind.ANSWER)
        with pytest.raises(NotAllowed):
            chain.do(DeedKind.PASS, chain.little.filer)

    def test_another_county_does_not_see_it(self, chain: Chain) -> None:
        chain.to(DeedKind.ASSIGN)
        with pytest.raises(desk.NoSuchOrder):
            desk.page(chain.order, actor=chain.little.sibling, today=TODAY)
        with pytest.raises(doing.NoSuchOrder):
            chain.do(DeedKind.SIGN, chain.little.sibling)
        assert desk.orders(actor=chain.little.sibling, today=TODAY).total == 0

    def test_the_reviewer_of_the_body_answers_for_it_too(self, chain: Chain) -> None:
        chain.to(DeedKind.SIGN)
        assert chain.do(DeedKind.ANSWER, chain.little.reviewer) == []

    def test_an_extension_is_asked_for_and_decided(self, chain: Chain) -> None:
        chain.to(DeedKind.SIGN)
        later = date(2020, 12, 1)
        assert chain.do(DeedKind.EXTEND, chain.little.head, due_on=later) == ["order.nothing_asked"]
        assert chain.do(DeedKind.ASK_EXTENSION, chain.little.filer, due_on=later) == []
        assert chain.do(DeedKind.EXTEND, chain.little.head, due_on=later) == []
        card = desk.page(chain.order, actor=chain.little.clerk, today=TODAY).card
        assert (card.standing.due_on, card.standing.extended) == (later, 1)

    def test_a_deed_upon_an_old_page_is_refused(self, chain: Chain) -> None:
        chain.to(DeedKind.ASSIGN)
        with pytest.raises(ActedMeanwhile):
            doing.do(
                chain.order, DeedKind.SIGN, Said(), seen=1, actor=chain.little.filer, today=TODAY
            )
        assert chain.state is OrderState.ASSIGNED

    def test_one_request_twice_is_one_deed(self, chain: Chain) -> None:
        key = uuid4()

        def assign() -> bool:
            return doing.do(
                chain.order,
                DeedKind.ASSIGN,
                Said(),
                seen=1,
                actor=chain.little.clerk,
                today=TODAY,
                key=key,
            ).entered

        assert assign()
        with pytest.raises(AlreadyDone):
            assign()

    def test_the_office_enters_the_papers_of_a_body_without_a_desk(
        self, little: LittleCity
    ) -> None:
        chain = Chain(laid(little, owner_id=None, owner_name="市供电局"), little)
        chain.do(DeedKind.ASSIGN, little.clerk)
        assert chain.do(DeedKind.SIGN, little.clerk) == ["order.no_paper"]
        assert chain.do(DeedKind.SIGN, little.clerk, paper="复函〔2020〕8号") == []
        assert chain.do(DeedKind.ANSWER, little.clerk, paper="复函〔2020〕9号") == []
        assert chain.do(DeedKind.PASS, little.clerk) == ["order.own_answer"]
        assert chain.do(DeedKind.PASS, little.head) == []
        assert chain.do(DeedKind.CLOSE, little.clerk) == []


class TestTheDatabase:
    """What the services never try, the tables refuse on their own."""

    @pytest.fixture
    def answered(self, chain: Chain) -> Chain:
        return chain.to(DeedKind.ANSWER)

    def test_refuses_a_checker_who_answered(self, answered: Chain) -> None:
        statement = """
            INSERT INTO supervision_deed (act_id, order_id, number, kind, user_id, organisation_id,
              on_day, words, paper, answered_by)
            SELECT act_id, order_id, 5, 'pass', user_id, organisation_id, on_day, '', '', user_id
            FROM supervision_deed WHERE kind = 'answer'
        """
        with (
            pytest.raises(IntegrityError, match="supervision_checker_did_not_answer"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    def test_refuses_to_change_what_was_done(self, answered: Chain) -> None:
        for statement in (
            "UPDATE supervision_deed SET words = '另一种说法'",
            "DELETE FROM supervision_order",
        ):
            with (
                pytest.raises(Exception, match=r"never changed|permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


class TestTheDesk:
    def test_sorts_the_latest_first_and_proposes_a_measure(self, little: LittleCity) -> None:
        late, later = Chain(laid(little), little), Chain(laid(little, due_on=None), little)
        late.do(DeedKind.ASSIGN, little.clerk)
        later.do(DeedKind.ASSIGN, little.clerk)
        found = desk.orders(actor=little.clerk, today=date(2020, 12, 2))
        assert found.cards[0].row.public_id == late.order
        assert found.cards[0].days_late == 12
        assert found.cards[0].proposed is not None
        assert (
            found.cards[0].proposed.why == "已逾期12天，逾期满10天可以通报，由交办单位负责人决定。"
        )
        assert found.cards[1].proposed is None
        assert (found.late, found.total) == (1, 2)

    def test_shows_each_post_what_it_may_do(self, chain: Chain) -> None:
        chain.to(DeedKind.ASSIGN)
        filers = desk.page(chain.order, actor=chain.little.filer, today=TODAY).card.mine
        assert filers == (DeedKind.SIGN, DeedKind.ASK_EXTENSION)
        clerks = desk.page(chain.order, actor=chain.little.clerk, today=TODAY).card.mine
        assert clerks == (DeedKind.CHASE, DeedKind.CANCEL)
        assert desk.orders(actor=chain.little.filer, today=TODAY).mine == 1

    def test_filters_add_up(self, chain: Chain) -> None:
        chain.to(DeedKind.ASSIGN)

        def found(**by: object) -> int:
            return len(desk.orders(actor=chain.little.clerk, today=TODAY, **by).cards)  # type: ignore[arg-type]

        assert found(state=OrderState.ASSIGNED) == found(words="北苑") == 1
        assert found(state=OrderState.CLOSED) == found(words="南苑") == found(late=True) == 0
        assert found(mine=True) == 0, "the office waits for the body now"

    def test_tells_how_far_the_awaited_fact_has_come(self, little: LittleCity) -> None:
        order = laid(little, wait=Wait(Step.START, 2020))
        arrival = desk.page(order, actor=little.clerk, today=TODAY).card.arrival
        assert arrival is not None
        assert arrival.sentence == "2020年度批次应有2个小区开工，按已登记的事实现有1个。"
        assert not arrival.arrived


class TestTwoAtOnce:
    def test_only_one_of_two_checks_counts(self, fresh_little: LittleCity) -> None:
        chain = Chain(laid(fresh_little), fresh_little).to(DeedKind.ANSWER)
        barrier, outcomes = Barrier(2), []

        def check(actor: Actor, kind: DeedKind) -> None:
            barrier.wait()
            try:
                with as_officer(actor):
                    done = doing.do(
                        chain.order, kind, Said("看过"), seen=4, actor=actor, today=TODAY
                    )
                outcomes.append("entered" if done.entered else done.findings[0].code)
            except ActedMeanwhile:
                outcomes.append("meanwhile")
            finally:
                close_old_connections()
                connection.close()

        threads = [
            Thread(target=check, args=(fresh_little.clerk, DeedKind.PASS)),
            Thread(target=check, args=(fresh_little.head, DeedKind.RETURN)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["entered", "meanwhile"]


def test_an_organisation_may_have_no_desk(little: LittleCity) -> None:
    """The bodies offered are those with an organisation here; others are named in words."""
    offered = {row.name for row in doing.owners(actor=little.clerk, today=TODAY)}
    assert offered == set(
        Organisation.objects.exclude(pk=body_of(little.clerk)).values_list("name", flat=True)
    )
