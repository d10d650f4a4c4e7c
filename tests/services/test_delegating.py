"""Posts left to a deputy: named, taken, traced, ended; and nobody checks what he reported, by no way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from jiugai.domain.calendar import Month
from jiugai.domain.delegation import Absence, Delegation
from jiugai.domain.reporting.submission.stages import MoveKind
from jiugai.domain.supervision.orders.deeds import DeedKind
from jiugai.services import accounts
from jiugai.services.accounts import refusals
from jiugai.services.accounts.delegating import Wanted
from jiugai.services.accounts.signing_in import actor_in
from jiugai.services.actor import Actor, NotAllowed, PostKind
from jiugai.services.messages import inbox
from jiugai.services.reach import as_officer
from jiugai.services.reporting.submission import moving
from jiugai.services.supervision.orders import desk as orders
from jiugai.services.supervision.orders import doing
from jiugai.storage.accounts import delegation_entries, queries
from jiugai.storage.accounts.models import Appointment, Post, User
from jiugai.storage.audit import queries as audit
from jiugai.storage.unit_of_work import AlreadyDone, SameHands, unit_of_work
from tests.officers import City, appoint
from tests.services.conftest import fresh_little, little
from tests.services.little_city import LittleCity

__all__ = ["fresh_little", "little"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = datetime.now(SHANGHAI).date()
"""The database tells by its own clock whose deputy does an act."""
WEEK = timedelta(days=7)
OCTOBER = Month(2020, 10)
THEN = datetime(2020, 11, 20, 9, tzinfo=SHANGHAI)


def wanted(principal: Actor, deputy: Actor, **more: object) -> Wanted:
    told = Wanted(principal.post_id, deputy.user_id, TODAY, TODAY + WEEK, Absence.LEAVE)
    return replace(told, **more)  # type: ignore[arg-type]


def named(principal: Actor, deputy: Actor, **more: object) -> int:
    return accounts.delegate(wanted(principal, deputy, **more), actor=principal, today=TODAY)


def seated(user: Actor, principal: Actor, *, day: date = TODAY) -> Actor | None:
    """Return an officer in the post of another, if it is among his that day."""
    for post in queries.posts_held(user.user_id, day=day):
        if post.post_id == principal.post_id:
            return actor_in(post, day=day)
    return None


def deputy_of(principal: Actor, deputy: Actor) -> Actor:
    named(principal, deputy)
    found = seated(deputy, principal)
    assert found is not None
    return found


def second_filer(city: City, filer: Actor, name: str = "second") -> Actor:
    """Return an account in a post of its own in the filer's office, that goes with the filer's."""
    office = Post.objects.get(pk=filer.post_id).organisation
    post = Post.objects.create(
        organisation=office, title=f"填报岗（{name}）", kind=PostKind.COUNTY_FILER.value
    )
    user = User.objects.create(username=name, label=f"李四{name}", password="!")
    Appointment.objects.create(user=user, post=post, since=date(2000, 1, 1))
    return replace(filer, user_id=user.pk, post_id=post.pk, label=f"{office.name} {post.title}")


class TestDelegate:
    def test_gives_the_deputy_the_post_and_says_for_whom_and_until_when(self, clerk, head) -> None:
        deputy = deputy_of(clerk, head)

        until = TODAY + WEEK
        assert (deputy.user_id, deputy.post_id, deputy.kind, deputy.scope) == (
            head.user_id,
            clerk.post_id,
            clerk.kind,
            clerk.scope,
        )
        assert deputy.label == f"安康市改造办 综合岗（代办 至{until.month}月{until.day}日）"

    def test_names_the_principal_where_his_label_is_not_the_posts(self, clerk, head) -> None:
        User.objects.filter(pk=clerk.user_id).update(label="张三")
        until = TODAY + WEEK

        assert deputy_of(clerk, head).label.endswith(
            f"综合岗（代 张三 至{until.month}月{until.day}日）"
        )

    @pytest.mark.parametrize(("after", "held"), [(-1, False), (0, True), (7, True), (8, False)])
    def test_counts_its_first_and_its_last_day(self, clerk, head, after: int, held: bool) -> None:
        named(clerk, head)

        day = TODAY + timedelta(days=after)
        assert (seated(head, clerk, day=day) is not None) is held

    def test_leaves_its_trace(self, clerk, head) -> None:
        named(clerk, head)
        (act,) = audit.acts(limit=1)

        assert (act.verb, act.subject, act.user) == (
            "accounts.delegate",
            "安康市改造办 综合岗 由账号 head 代办",
            "clerk",
        )

    def test_puts_the_own_posts_before_it(self, clerk, head) -> None:
        named(clerk, head)

        posts = queries.posts_held(head.user_id, day=TODAY)
        assert [post.post_id for post in posts] == [head.post_id, clerk.post_id]

    def test_is_done_once_when_sent_twice(self, clerk, head) -> None:
        key = uuid4()
        accounts.delegate(wanted(clerk, head), actor=clerk, today=TODAY, key=key)

        with pytest.raises(AlreadyDone):
            accounts.delegate(wanted(clerk, head), actor=clerk, today=TODAY, key=key)
        assert len(accounts.my_delegations(user_id=clerk.user_id, today=TODAY).rows) == 1


class TestDelegateRefuses:
    def refused(self, principal: Actor, told: Wanted, match: str) -> None:
        before = audit.last_mark().seq
        with pytest.raises(refusals.NotDelegable, match=match) as refusal:
            accounts.delegate(told, actor=principal, today=TODAY)
        assert str(refusal.value).endswith("没有改动任何数据。")
        assert audit.last_mark().seq == before

    def test_days_past_and_out_of_order_at_once(self, clerk, head) -> None:
        told = wanted(clerk, head, first_day=TODAY - WEEK, last_day=TODAY - 2 * WEEK)

        self.refused(clerk, told, "已经过去.*早于起始日")

    def test_oneself(self, clerk) -> None:
        self.refused(clerk, wanted(clerk, clerk), "不能委托自己")

    def test_a_second_deputy_on_a_day(self, city, clerk, head) -> None:
        other = appoint(city, "other", PostKind.CITY_HEAD, "安康市改造办", city.ankang)
        named(clerk, head)

        told = wanted(clerk, other, first_day=TODAY + WEEK, last_day=TODAY + 2 * WEEK)
        self.refused(clerk, told, "同一天只能有一人")

    def test_an_account_of_another_organisation(self, clerk, filer) -> None:
        self.refused(clerk, wanted(clerk, filer), "须是“安康市改造办”在任")

    def test_a_closed_account(self, clerk, head) -> None:
        User.objects.filter(pk=head.user_id).update(is_active=False)

        self.refused(clerk, wanted(clerk, head), "须是“安康市改造办”在任")

    def test_whoever_holds_the_post(self, city, clerk) -> None:
        other = appoint(city, "other", PostKind.CITY_CLERK, "安康市改造办", city.ankang)

        self.refused(clerk, wanted(clerk, other), "本来就任")

    def test_a_deputy_whose_own_post_does_not_go_with_it(self, city, filer) -> None:
        reviewer = appoint(city, "reviewer", PostKind.COUNTY_REVIEWER, "石泉县住建局", city.shiquan)

        self.refused(filer, wanted(filer, reviewer), "填报的人不审核自己填报的数据")
        self.refused(reviewer, wanted(reviewer, filer), "填报的人不审核自己填报的数据")

    def test_to_pass_on_what_was_delegated(self, city, clerk, head) -> None:
        other = appoint(city, "other", PostKind.CITY_HEAD, "安康市改造办", city.ankang)
        deputy = deputy_of(clerk, head)

        told = replace(wanted(clerk, other), post_id=deputy.post_id)
        self.refused(deputy, told, "不能再转给第三人")

    def test_a_post_of_another(self, clerk, head) -> None:
        self.refused(head, wanted(clerk, head), "不任这个岗位")

    def test_administration(self, city, administrator) -> None:
        other = appoint(city, "other", PostKind.ADMINISTRATOR, "安康市信息中心", city.ankang)

        self.refused(administrator, wanted(administrator, other), "不能委托代办")

    def test_an_appointment_that_does_not_go_with_what_was_taken(
        self, city, filer, administrator
    ) -> None:
        second = second_filer(city, filer)
        Appointment.objects.filter(user_id=second.user_id).update(since=TODAY - WEEK)
        named(filer, second)
        Appointment.objects.filter(user_id=second.user_id).update(until=TODAY)
        reviewer = appoint(city, "reviewer", PostKind.COUNTY_REVIEWER, "石泉县住建局", city.shiquan)

        with pytest.raises(refusals.PostsClash):
            accounts.appoint(
                actor=administrator,
                user_id=second.user_id,
                post_id=reviewer.post_id,
                since=TODAY,
                today=TODAY,
            )


class TestWhenItEnds:
    def test_either_party_and_an_administrator_may_end_it(self, clerk, head, administrator) -> None:
        for who in (clerk, head, administrator):
            id_ = named(clerk, head)
            assert seated(head, clerk) is not None
            accounts.end_delegation(id_, actor=who, today=TODAY)
            assert seated(head, clerk) is None
            assert audit.acts(limit=1)[0].verb == "accounts.end_delegation"

    def test_nobody_else_may(self, clerk, head, filer) -> None:
        id_ = named(clerk, head)

        with pytest.raises(refusals.NotParty):
            accounts.end_delegation(id_, actor=filer, today=TODAY)
        assert seated(head, clerk) is not None

    def test_once(self, clerk, head) -> None:
        id_ = named(clerk, head)
        accounts.end_delegation(id_, actor=clerk, today=TODAY)

        with pytest.raises(refusals.NoSuchThing, match="已经结束"):
            accounts.end_delegation(id_, actor=clerk, today=TODAY)

    @pytest.mark.parametrize("which", ["principal", "deputy"])
    def test_when_either_account_is_closed(self, clerk, head, which: str) -> None:
        named(clerk, head)
        closed = clerk if which == "principal" else head
        User.objects.filter(pk=closed.user_id).update(is_active=False)

        assert seated(head, clerk) is None

    @pytest.mark.parametrize("which", ["principal", "deputy"])
    def test_when_either_leaves_his_post(self, clerk, head, which: str) -> None:
        named(clerk, head)
        left = clerk if which == "principal" else head
        Appointment.objects.filter(user_id=left.user_id).update(until=TODAY)

        assert seated(head, clerk) is None

    def test_all_are_seen_by_an_administrator_alone(self, clerk, head, administrator) -> None:
        named(clerk, head)

        (row,) = accounts.all_delegations(actor=administrator, today=TODAY)
        assert (row.post, row.deputy_name, row.holds) == ("安康市改造办 综合岗", "head", True)
        with pytest.raises(NotAllowed):
            accounts.all_delegations(actor=clerk, today=TODAY)


class TestEveryAct:
    def test_says_who_did_it_and_for_whom(self, clerk, head) -> None:
        deputy = deputy_of(clerk, head)
        with unit_of_work(verb="tests.do", user_id=deputy.user_id, post_id=deputy.post_id):
            pass
        with unit_of_work(verb="tests.do", user_id=head.user_id, post_id=head.post_id):
            pass

        assert [act.user for act in audit.acts(limit=2)] == ["head", "head 代 clerk"]

    def test_is_still_done_for_him_when_written_a_moment_after_the_end(self, clerk, head) -> None:
        id_ = named(clerk, head)
        accounts.end_delegation(id_, actor=clerk, today=TODAY)
        with unit_of_work(verb="tests.do", user_id=head.user_id, post_id=clerk.post_id):
            pass

        assert audit.acts(limit=1)[0].user == "head 代 clerk"

    def test_is_his_own_once_he_holds_the_post(self, clerk, head) -> None:
        named(clerk, head)
        Appointment.objects.create(user_id=head.user_id, post_id=clerk.post_id, since=TODAY)
        with unit_of_work(verb="tests.do", user_id=head.user_id, post_id=clerk.post_id):
            pass

        assert audit.acts(limit=1)[0].user == "head"


# --- Nobody checks what he reported ---------------------------------------------------------------


def move(little: LittleCity, kind: MoveKind, who: Actor, seen: int) -> None:
    moved = moving.move_return(
        OCTOBER, little.divisions.shiquan, kind, words="", seen=seen, actor=who, now=THEN
    )
    assert moved.made, moved.findings


def as_reviewer(little: LittleCity, who: Actor) -> Actor:
    """Seat an account as the reviewer, past the rules of appointments."""
    return replace(little.reviewer, user_id=who.user_id)


class TestAReturn:
    """``filer`` is away, ``second`` reports for him."""

    @pytest.fixture
    def second(self, little: LittleCity) -> Actor:
        return second_filer(little.divisions, little.filer)

    def test_is_verified_by_a_third(self, little: LittleCity, second: Actor) -> None:
        move(little, MoveKind.SUBMIT, deputy_of(little.filer, second), 0)

        move(little, MoveKind.VERIFY, little.reviewer, 1)

    def test_reported_by_the_deputy_is_not_verified_by_the_principal(
        self, little: LittleCity, second: Actor
    ) -> None:
        move(little, MoveKind.SUBMIT, deputy_of(little.filer, second), 0)

        with pytest.raises(SameHands, match="没有写入任何数据"):
            move(little, MoveKind.VERIFY, as_reviewer(little, little.filer), 1)

    def test_reported_by_the_principal_is_not_verified_by_the_deputy(
        self, little: LittleCity, second: Actor
    ) -> None:
        move(little, MoveKind.SUBMIT, little.filer, 0)
        named(little.filer, second)

        with pytest.raises(SameHands):
            move(little, MoveKind.VERIFY, as_reviewer(little, second), 1)

    def test_reported_for_another_is_not_verified_by_who_did_after_the_end_either(
        self, little: LittleCity, second: Actor
    ) -> None:
        id_ = named(little.filer, second)
        deputy = seated(second, little.filer)
        assert deputy is not None
        move(little, MoveKind.SUBMIT, deputy, 0)
        accounts.end_delegation(id_, actor=little.filer, today=TODAY)

        with pytest.raises(SameHands):
            move(little, MoveKind.VERIFY, as_reviewer(little, little.filer), 1)

    def test_is_verified_by_who_was_the_deputy_once_it_is_over(
        self, little: LittleCity, second: Actor
    ) -> None:
        id_ = named(little.filer, second)
        accounts.end_delegation(id_, actor=little.filer, today=TODAY)
        move(little, MoveKind.SUBMIT, little.filer, 0)

        move(little, MoveKind.VERIFY, as_reviewer(little, second), 1)


def answered(little: LittleCity, by: Actor) -> str:
    draft = doing.OrderDraft("进场施工。", owner_id=queries.organisation_of(little.filer.post_id))
    order = doing.open_order(draft, actor=little.clerk, today=TODAY).public_id
    for kind, who in (
        (DeedKind.ASSIGN, little.clerk),
        (DeedKind.SIGN, little.filer),
        (DeedKind.ANSWER, by),
    ):
        do(order, kind, who, little)
    return order


def do(order: str, kind: DeedKind, who: Actor, little: LittleCity) -> None:
    seen = orders.page(order, actor=little.clerk, today=TODAY).version
    done = doing.do(order, kind, doing.Said("已办"), seen=seen, actor=who, today=TODAY)
    assert done.entered, done.findings


class TestAnOrder:
    def test_is_not_closed_by_the_deputy_of_who_checked_it(self, little: LittleCity) -> None:
        order = answered(little, little.filer)
        do(order, DeedKind.PASS, little.clerk, little)
        named(little.clerk, little.head)

        with pytest.raises(SameHands):
            do(order, DeedKind.CLOSE, little.head, little)

    def test_is_not_closed_by_whom_it_was_checked_for(self, little: LittleCity) -> None:
        order = answered(little, little.filer)
        do(order, DeedKind.PASS, deputy_of(little.clerk, little.head), little)

        with pytest.raises(SameHands):
            do(order, DeedKind.CLOSE, little.clerk, little)

    def test_is_closed_by_a_third(self, little: LittleCity) -> None:
        city = little.divisions
        third = appoint(city, "third", PostKind.CITY_HEAD, "安康市改造办", city.ankang)
        order = answered(little, little.filer)
        do(order, DeedKind.PASS, deputy_of(little.clerk, little.head), little)

        do(order, DeedKind.CLOSE, third, little)


def named_for(principal: Actor, deputy: Actor, by: Actor, **more: object) -> int:
    told = wanted(principal, deputy, **{"words": "住院，单位来函", **more})
    return accounts.delegate_for(principal.user_id, told, actor=by, today=TODAY)


class TestDelegateFor:
    """The principal is ill and cannot sign in; an administrator names his deputy."""

    def test_gives_the_deputy_the_post_and_says_who_named_him_and_why(
        self, clerk, head, administrator
    ) -> None:
        named_for(clerk, head, administrator)

        assert seated(head, clerk) is not None
        for who in (clerk, head):
            (row,) = accounts.my_delegations(user_id=who.user_id, today=TODAY).rows
            assert (row.named_by, row.words) == (
                administrator_name(administrator),
                "住院，单位来函",
            )

    def test_stands_in_the_acts_with_its_reason(self, clerk, head, administrator) -> None:
        named_for(clerk, head, administrator)
        (act,) = audit.acts(limit=1)

        assert (act.verb, act.subject) == (
            "accounts.delegate_for",
            "安康市改造办 综合岗 由账号 head 代办：住院，单位来函",
        )

    def test_is_ended_by_the_principal_once_he_is_back(self, clerk, head, administrator) -> None:
        id_ = named_for(clerk, head, administrator)
        accounts.end_delegation(id_, actor=clerk, today=TODAY)

        assert seated(head, clerk) is None

    def refused(self, told: Callable[[], object], kind: type[Exception], match: str) -> None:
        before = audit.last_mark().seq
        with pytest.raises(kind, match=match):
            told()
        assert audit.last_mark().seq == before

    def test_is_not_for_whoever_does_not_manage_accounts(self, clerk, head, filer) -> None:
        self.refused(lambda: named_for(clerk, head, filer), NotAllowed, "管理账号与岗位")

    @pytest.mark.parametrize("words", ["", "  \n "])
    def test_asks_why(self, clerk, head, administrator, words: str) -> None:
        self.refused(
            lambda: named_for(clerk, head, administrator, words=words),
            refusals.NotDelegable,
            "请写明理由",
        )

    def test_takes_no_reason_that_the_act_cannot_hold_whole(
        self, clerk, head, administrator
    ) -> None:
        self.refused(
            lambda: named_for(clerk, head, administrator, words="字" * 61),
            refusals.NotDelegable,
            "最多 60 个字",
        )

    def test_is_not_for_oneself(self, city, clerk, administrator) -> None:
        other = appoint(city, "other", PostKind.ADMINISTRATOR, "安康市信息中心", city.ankang)
        for principal, deputy in ((administrator, other), (clerk, administrator)):
            self.refused(
                lambda one=principal, two=deputy: named_for(one, two, administrator),
                refusals.OwnAccount,
                "自己不能是委托人，也不能是代办人",
            )

    def test_is_not_of_administration(self, city, administrator) -> None:
        two, three = (
            appoint(city, name, PostKind.ADMINISTRATOR, "安康市信息中心", city.ankang)
            for name in ("two", "three")
        )
        self.refused(
            lambda: named_for(two, three, administrator), refusals.NotDelegable, "管账号与岗位"
        )

    def test_holds_to_the_rules_of_every_delegation(
        self, clerk, head, filer, administrator
    ) -> None:
        for deputy, more, match in (
            (filer, {}, "须是“安康市改造办”在任"),
            (head, {"first_day": TODAY - WEEK}, "已经过去"),
            (head, {"post_id": filer.post_id}, "那天委托人不任这个岗位"),
        ):
            self.refused(
                lambda one=deputy, two=more: named_for(clerk, one, administrator, **two),
                refusals.NotDelegable,
                match,
            )


def administrator_name(administrator: Actor) -> str:
    return queries.account(administrator.user_id).username


class TestTheDatabase:
    """Attacked as the application, past the services."""

    def attack(self, statement: str, match: str) -> None:
        with (
            pytest.raises(DatabaseError, match=match),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    def enter(
        self,
        principal: Actor,
        deputy: Actor,
        *,
        post: int | None = None,
        by: Actor | None = None,
        words: str = "",
    ) -> Callable[[], None]:
        def attempt() -> None:
            hand = (by or principal).user_id
            with unit_of_work(verb="tests.delegate", user_id=hand, post_id=0) as act:
                told = Delegation(
                    post or principal.post_id,
                    principal.user_id,
                    deputy.user_id,
                    TODAY,
                    TODAY + WEEK,
                )
                delegation_entries.enter(act, told, absence=Absence.LEAVE, words=words)

        return attempt

    def test_refuses_one_named_by_the_deputy_by_a_third_or_without_a_reason(
        self, clerk, head, filer, administrator
    ) -> None:
        for by, words in ((head, "病了"), (filer, "病了"), (administrator, " ")):
            with pytest.raises(DatabaseError, match="accounts_delegation_named_rightly"):
                self.enter(clerk, head, by=by, words=words)()
        self.enter(clerk, head, by=administrator, words="病了")()

    def test_refuses_a_delegation_to_oneself(self, clerk) -> None:
        with pytest.raises(IntegrityError, match="accounts_delegation_to_another"):
            self.enter(clerk, clerk)()

    def test_refuses_one_of_a_post_that_the_principal_only_stands_in(
        self, city, clerk, head
    ) -> None:
        other = appoint(city, "other", PostKind.CITY_HEAD, "安康市改造办", city.ankang)
        named(clerk, head)

        with pytest.raises(delegation_entries.NotHeld):
            self.enter(head, other, post=clerk.post_id)()

    def test_refuses_one_of_administration(self, city, administrator) -> None:
        other = appoint(city, "other", PostKind.ADMINISTRATOR, "安康市信息中心", city.ankang)

        with pytest.raises(delegation_entries.NotHeld):
            self.enter(administrator, other)()

    def test_refuses_a_second_of_one_post_on_a_day(self, clerk, head) -> None:
        named(clerk, head)

        with pytest.raises(delegation_entries.Taken):
            self.enter(clerk, head)()

    def test_refuses_to_change_or_remove_one(self, clerk, head) -> None:
        named(clerk, head)

        refused = "never changed|permission denied"
        self.attack("UPDATE accounts_delegation SET last_day = last_day + 90", refused)
        self.attack("DELETE FROM accounts_delegation", refused)
        self.attack("DELETE FROM accounts_deputed_act", refused)

    def test_lets_nobody_say_for_whom_an_act_was_done(self, clerk, head) -> None:
        named(clerk, head)

        self.attack(
            "INSERT INTO accounts_deputed_act (act_id, delegation_id)"
            " SELECT max(a.id), max(d.id) FROM audit_act a, accounts_delegation d",
            "permission denied",
        )

    def test_refuses_a_check_whatever_the_row_says_of_who_reported(
        self, little: LittleCity
    ) -> None:
        second = second_filer(little.divisions, little.filer)
        move(little, MoveKind.SUBMIT, deputy_of(little.filer, second), 0)

        # The row names somebody else as its sender; the act is one of the principal's.
        with unit_of_work(
            verb="tests.verify", user_id=little.filer.user_id, post_id=little.reviewer.post_id
        ) as act:
            self.attack(
                f"""
                INSERT INTO reporting_submission_move (act_id, county_id, month, number, kind,
                  user_id, on_day, words, sent_by)
                SELECT {act.pk}, county_id, month, 2, 'verify', {little.filer.user_id}, on_day, '', 0
                FROM reporting_submission_move
                """,
                "accounts_another_hand",
            )


class TestTwoAtOnce:
    def test_one_of_two_deputies_for_one_post_counts(self, fresh_little: LittleCity) -> None:
        city, clerk = fresh_little.divisions, fresh_little.clerk
        other = appoint(city, "other", PostKind.CITY_HEAD, "安康市改造办", city.ankang)
        barrier, outcomes = Barrier(2), []

        def delegate(to: Actor) -> None:
            barrier.wait()
            try:
                named(clerk, to)
                outcomes.append("named")
            except refusals.NotDelegable:
                outcomes.append("refused")
            finally:
                connection.close()

        both = [Thread(target=delegate, args=(to,)) for to in (fresh_little.head, other)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()

        assert sorted(outcomes) == ["named", "refused"]
        rows = accounts.my_delegations(user_id=clerk.user_id, today=TODAY).rows
        assert len(rows) == 1


class TestTheInbox:
    def told(self, who: Actor) -> list[str]:
        with as_officer(who):
            found = inbox.inbox(actor=who, today=TODAY, now=datetime.now(SHANGHAI) + WEEK, days=30)
        return [message.sentence for message in found.messages]

    def test_tells_the_two_whom_it_concerns_and_nobody_else(self, little: LittleCity) -> None:
        id_ = named(little.clerk, little.head)
        (named_,) = self.told(little.head)
        accounts.end_delegation(id_, actor=little.administrator, today=TODAY)

        assert named_.startswith(
            "“安康市改造办 综合岗”由“安康市改造办 综合岗”委托“安康市改造办 负责人”代办"
        )
        for who in (little.clerk, little.head):
            assert "代办已经结束" in self.told(who)[0]
        assert not any("代办" in sentence for sentence in self.told(little.filer))

    def test_tells_both_why_an_administrator_named_the_deputy(self, little: LittleCity) -> None:
        named_for(little.clerk, little.head, little.administrator)

        for who in (little.clerk, little.head):
            (sentence,) = self.told(who)
            assert sentence == (
                "系统管理员替“安康市改造办 综合岗”委托“安康市改造办 负责人”代办“安康市改造办 综合岗”"
                f"，至 {TODAY + WEEK}：住院，单位来函"
            )

    def elsewhere(self, who: Actor) -> list[tuple[int, int]]:
        found = inbox.unread_elsewhere(
            queries.posts_held(who.user_id, day=TODAY),
            taken=who.post_id,
            today=TODAY,
            now=datetime.now(SHANGHAI),
            days=30,
        )
        return [(one.post.post_id, one.count) for one in found]

    def test_reaches_the_deputy_in_his_own_post_on_the_days_of_it(self, little: LittleCity) -> None:
        move(little, MoveKind.SUBMIT, little.filer, 0)
        move(little, MoveKind.VERIFY, little.reviewer, 1)
        assert self.elsewhere(little.head) == []
        id_ = named(little.clerk, little.head)
        assert self.elsewhere(little.head) == [(little.clerk.post_id, 1)]
        assert self.elsewhere(little.clerk) == []
        accounts.end_delegation(id_, actor=little.head, today=TODAY)
        assert self.elsewhere(little.head) == []
