"""Accounts: opening, appointing, closing, signing in; each refusal; the trace."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from jiugai.domain.divisions import CITY_WIDE, Scope
from jiugai.services import accounts
from jiugai.services.accounts import refusals, signing_in
from jiugai.services.accounts.signing_in import Over
from jiugai.services.actor import Actor, NotAllowed, PostKind
from jiugai.services.organisations import OrganisationKind
from jiugai.storage.accounts import queries
from jiugai.storage.accounts.queries import NoSuchAccount, SignInRow
from jiugai.storage.audit import queries as audit
from tests.officers import City, appoint

TODAY = date(2020, 11, 3)
AT = datetime(2020, 11, 3, 1, 0, tzinfo=UTC)
GOOD = "秋水-长天-一色-2020"


def last_act() -> tuple[str, str, str]:
    """Return the verb, subject and post of the last act."""
    (act,) = audit.acts(limit=1)
    return act.verb, act.subject, act.post


def count_acts() -> int:
    return audit.last_mark().seq


@pytest.fixture
def invited(administrator: Actor) -> accounts.Invited:
    return accounts.add_account(
        actor=administrator, username="shiquan-tianbao", label="石泉县住建局填报岗", at=AT
    )


def post_id(title: str, organisation: str) -> int:
    (found,) = [
        post.id
        for post in queries.posts()
        if (post.title, post.organisation) == (title, organisation)
    ]
    return found


class TestAddAccount:
    def test_opens_it_without_a_password_and_leaves_its_trace(self, administrator, invited):
        account = queries.account(invited.user_id)

        assert (account.username, account.is_active, account.has_password) == (
            "shiquan-tianbao",
            True,
            False,
        )
        assert last_act() == (
            "accounts.add_account",
            "账号 shiquan-tianbao",
            "安康市信息中心 系统管理员",
        )

    def test_keeps_no_token(self, invited, owner):
        assert signing_in.link(invited.token, at=AT).user_id == invited.user_id
        assert queries.link(signing_in.digest_of(invited.token), at=AT)
        with pytest.raises(queries.NoSuchLink):
            queries.link(invited.token.encode(), at=AT)

    @pytest.mark.parametrize(
        "kind", [kind for kind in PostKind if kind is not PostKind.ADMINISTRATOR]
    )
    def test_is_refused_to_every_other_post(self, city: City, kind: PostKind):
        other = appoint(city, "other", kind, "某单位", city.ankang)
        before = count_acts()

        with pytest.raises(NotAllowed, match="管理账号与岗位"):
            accounts.add_account(actor=other, username="abc", label="某岗", at=AT)

        assert count_acts() == before

    @pytest.mark.parametrize(
        "username", ["", "ab", "1abc", "张三丰", "a b c", "a" * 33, "a\nbc", "ａｂｃ"]
    )
    def test_refuses_what_is_no_name_and_shows_one(self, administrator, username):
        with pytest.raises(refusals.NameUnfit, match="例如 shiquan-tianbao"):
            accounts.add_account(actor=administrator, username=username, label="某某岗", at=AT)

    def test_refuses_a_label_that_says_nothing(self, administrator):
        with pytest.raises(refusals.NameUnfit, match="显示名应为 2 至 64 个字，读到的是 0 个字"):
            accounts.add_account(actor=administrator, username="abc", label="　 ", at=AT)

    def test_refuses_a_name_in_use_however_it_is_written(self, administrator, invited):
        before = count_acts()

        with pytest.raises(refusals.NameTaken, match="已有人用"):
            accounts.add_account(
                actor=administrator, username=" Shiquan-Tianbao ", label="某某岗", at=AT
            )

        assert count_acts() == before

    def test_twice_with_one_key_opens_one(self, administrator):
        key = uuid.uuid4()
        asked = {"actor": administrator, "username": "abc", "label": "某某岗", "at": AT, "key": key}
        accounts.add_account(**asked)

        with pytest.raises(accounts.AlreadyDone, match="没有重复写入"):
            accounts.add_account(**asked)
        with pytest.raises(accounts.KeyReused):
            accounts.add_account(**asked | {"username": "abd"})

        assert {"abc"} == queries.usernames() - {"administrator"}


class TestOrganisationsAndPosts:
    def test_stand_where_their_kind_stands(self, administrator: Actor, city: City):
        office = accounts.add_organisation(
            actor=administrator,
            name=" 石泉县　住建局 ",
            kind=OrganisationKind.BUREAU,
            division_id=city.shiquan,
            today=TODAY,
        )
        accounts.add_post(
            actor=administrator,
            organisation_id=office,
            title="填报岗",
            kind=PostKind.COUNTY_FILER,
            today=TODAY,
        )

        (row,) = [one for one in queries.organisations(day=TODAY) if one.id == office]
        assert (row.name, row.division) == ("石泉县 住建局", "石泉县")
        assert post_id("填报岗", "石泉县 住建局")
        assert last_act()[:2] == ("accounts.add_post", "岗位 石泉县 住建局 填报岗")

    def test_are_refused_at_the_wrong_level(self, administrator: Actor, city: City):
        with pytest.raises(
            refusals.OutOfPlace, match="“县区主管部门”应设在县区一级，选的是“安康市”"
        ):
            accounts.add_organisation(
                actor=administrator,
                name="安康市住建局",
                kind=OrganisationKind.BUREAU,
                division_id=city.ankang,
                today=TODAY,
            )

    def test_are_refused_where_no_division_is(self, administrator: Actor):
        with pytest.raises(refusals.NoSuchThing, match="没有找到这个区划"):
            accounts.add_organisation(
                actor=administrator,
                name="无处局",
                kind=OrganisationKind.BUREAU,
                division_id=10**9,
                today=TODAY,
            )

    def test_have_only_posts_of_their_own(self, administrator: Actor, filer: Actor):
        (office,) = [one for one in queries.organisations(day=TODAY) if one.name == "石泉县住建局"]

        with pytest.raises(refusals.OutOfPlace, match="可设“县区填报岗”、“县区审核岗”"):
            accounts.add_post(
                actor=administrator,
                organisation_id=office.id,
                title="综合岗",
                kind=PostKind.CITY_CLERK,
                today=TODAY,
            )

    def test_bear_a_name_once(self, administrator: Actor, filer: Actor, city: City):
        (office,) = [one for one in queries.organisations(day=TODAY) if one.name == "石泉县住建局"]
        before = count_acts()

        with pytest.raises(refusals.NameTaken, match="已有单位“石泉县住建局”"):
            accounts.add_organisation(
                actor=administrator,
                name="石泉县住建局",
                kind=OrganisationKind.BUREAU,
                division_id=city.shiquan,
                today=TODAY,
            )
        with pytest.raises(refusals.NameTaken, match="“石泉县住建局”已有岗位“填报岗”"):
            accounts.add_post(
                actor=administrator,
                organisation_id=office.id,
                title="填报岗",
                kind=PostKind.COUNTY_FILER,
                today=TODAY,
            )

        assert count_acts() == before

    def test_are_called_as_on_the_day(self, city: City):
        appoint(city, "xunyang", PostKind.COUNTY_FILER, "旬阳住建局", city.xunyang)

        names = [
            one.division
            for day in (date(2020, 11, 3), date(2021, 11, 3))
            for one in queries.organisations(day=day)
        ]
        assert names == ["旬阳县", "旬阳市"]

    def test_are_not_the_business_of_others(self, filer: Actor, city: City):
        with pytest.raises(NotAllowed):
            accounts.add_organisation(
                actor=filer,
                name="某某局",
                kind=OrganisationKind.BUREAU,
                division_id=city.shiquan,
                today=TODAY,
            )
        with pytest.raises(NotAllowed):
            accounts.add_post(
                actor=filer, organisation_id=1, title="某岗", kind=PostKind.STREET, today=TODAY
            )


class TestAppoint:
    def test_puts_an_account_in_a_post_from_a_day_on(self, administrator, invited, filer):
        accounts.appoint(
            actor=administrator,
            user_id=invited.user_id,
            post_id=filer.post_id,
            since=TODAY + timedelta(days=1),
            today=TODAY,
        )

        assert queries.posts_held(invited.user_id, day=TODAY) == ()
        (held,) = queries.posts_held(invited.user_id, day=TODAY + timedelta(days=1))
        assert held.label == "石泉县住建局 填报岗"
        assert last_act()[:2] == (
            "accounts.appoint",
            "账号 shiquan-tianbao 任 石泉县住建局 填报岗",
        )

    def test_refuses_the_past(self, administrator, invited, filer):
        with pytest.raises(refusals.TooEarly, match="请填今天（2020-11-03）或以后"):
            accounts.appoint(
                actor=administrator,
                user_id=invited.user_id,
                post_id=filer.post_id,
                since=TODAY - timedelta(days=1),
                today=TODAY,
            )

    def test_refuses_a_post_held_already(self, administrator, filer):
        with pytest.raises(refusals.PostHeld, match="不用再任"):
            accounts.appoint(
                actor=administrator,
                user_id=filer.user_id,
                post_id=filer.post_id,
                since=TODAY,
                today=TODAY,
            )

    def test_refuses_posts_that_must_be_in_two_hands(self, administrator, filer, reviewer):
        before = count_acts()

        with pytest.raises(refusals.PostsClash, match="填报的人不审核自己填报的数据"):
            accounts.appoint(
                actor=administrator,
                user_id=filer.user_id,
                post_id=reviewer.post_id,
                since=TODAY,
                today=TODAY,
            )

        assert count_acts() == before

    def test_refuses_a_clash_that_still_lies_ahead(self, administrator, invited, filer, reviewer):
        accounts.appoint(
            actor=administrator,
            user_id=invited.user_id,
            post_id=filer.post_id,
            since=TODAY + timedelta(days=30),
            today=TODAY,
        )

        with pytest.raises(refusals.PostsClash):
            accounts.appoint(
                actor=administrator,
                user_id=invited.user_id,
                post_id=reviewer.post_id,
                since=TODAY,
                today=TODAY,
            )

    def test_lets_a_filer_become_reviewer_once_the_first_post_is_over(
        self, administrator, filer, reviewer
    ):
        (held,) = queries.posts_held(filer.user_id, day=TODAY)
        accounts.end_appointment(
            actor=administrator,
            user_id=filer.user_id,
            appointment_id=held.appointment_id,
            today=TODAY,
        )

        accounts.appoint(
            actor=administrator,
            user_id=filer.user_id,
            post_id=reviewer.post_id,
            since=TODAY,
            today=TODAY,
        )

        (now_held,) = queries.posts_held(filer.user_id, day=TODAY)
        assert now_held.title == "审核岗"

    def test_refuses_oneself_so_that_no_administrator_gives_himself_data(
        self, administrator, clerk
    ):
        with pytest.raises(refusals.OwnAccount, match="请由另一名管理员办理"):
            accounts.appoint(
                actor=administrator,
                user_id=administrator.user_id,
                post_id=clerk.post_id,
                since=TODAY,
                today=TODAY,
            )

    def test_does_not_know_what_is_not_on_file(self, administrator, filer):
        with pytest.raises(NoSuchAccount):
            accounts.appoint(
                actor=administrator, user_id=10**9, post_id=1, since=TODAY, today=TODAY
            )
        with pytest.raises(refusals.NoSuchThing, match="没有找到这个岗位"):
            accounts.appoint(
                actor=administrator,
                user_id=filer.user_id,
                post_id=10**9,
                since=TODAY,
                today=TODAY,
            )

    def test_is_refused_to_others(self, clerk, filer):
        with pytest.raises(NotAllowed):
            accounts.appoint(
                actor=clerk,
                user_id=filer.user_id,
                post_id=clerk.post_id,
                since=TODAY,
                today=TODAY,
            )


class TestEndAppointment:
    def test_takes_the_post_away_that_very_day(self, administrator, filer):
        (held,) = queries.posts_held(filer.user_id, day=TODAY)

        accounts.end_appointment(
            actor=administrator,
            user_id=filer.user_id,
            appointment_id=held.appointment_id,
            today=TODAY,
        )

        assert queries.posts_held(filer.user_id, day=TODAY) == ()
        assert len(queries.posts_held(filer.user_id, day=TODAY - timedelta(days=1))) == 1
        assert last_act()[:2] == ("accounts.end_appointment", "账号 filer 免 石泉县住建局 填报岗")

    def test_refuses_a_second_time_and_another_accounts(self, administrator, filer, clerk):
        (held,) = queries.posts_held(filer.user_id, day=TODAY)
        asked = {
            "actor": administrator,
            "appointment_id": held.appointment_id,
            "today": TODAY,
        }
        with pytest.raises(refusals.NoSuchThing, match="没有这项任职"):
            accounts.end_appointment(user_id=clerk.user_id, **asked)
        accounts.end_appointment(user_id=filer.user_id, **asked)
        before = count_acts()

        with pytest.raises(refusals.NoSuchThing, match="已经免去"):
            accounts.end_appointment(user_id=filer.user_id, **asked)

        assert count_acts() == before

    def test_is_refused_to_others(self, clerk, filer):
        with pytest.raises(NotAllowed):
            accounts.end_appointment(
                actor=clerk, user_id=filer.user_id, appointment_id=1, today=TODAY
            )


class TestDisable:
    def test_ends_sign_ins_and_links(self, administrator, invited):
        sign_in = signing_in.begin(user_id=invited.user_id, at=AT)

        accounts.disable(actor=administrator, user_id=invited.user_id, at=AT)

        assert not queries.account(invited.user_id).is_active
        ended = queries.sign_in(sign_in)
        assert ended is not None
        assert ended.ended_at == AT
        with pytest.raises(refusals.LinkSpent):
            signing_in.link(invited.token, at=AT)
        assert last_act()[0] == "accounts.disable"

    def test_leaves_no_post_to_work_that_was_begun(self, administrator, filer):
        accounts.disable(actor=administrator, user_id=filer.user_id, at=AT)

        assert queries.posts_held(filer.user_id, day=TODAY) == ()

    def test_and_enable_refuse_what_is_so_already(self, administrator, invited):
        with pytest.raises(refusals.NoSuchThing, match="本来就启用着"):
            accounts.enable(actor=administrator, user_id=invited.user_id)
        accounts.disable(actor=administrator, user_id=invited.user_id, at=AT)

        with pytest.raises(refusals.NoSuchThing, match="已经停用"):
            accounts.disable(actor=administrator, user_id=invited.user_id, at=AT)
        with pytest.raises(refusals.NoSuchThing, match="请先启用"):
            accounts.renew_link(actor=administrator, user_id=invited.user_id, at=AT)

        accounts.enable(actor=administrator, user_id=invited.user_id)
        assert queries.account(invited.user_id).is_active

    def test_refuses_oneself(self, administrator):
        with pytest.raises(refusals.OwnAccount):
            accounts.disable(actor=administrator, user_id=administrator.user_id, at=AT)

    def test_is_refused_to_others(self, clerk, filer):
        with pytest.raises(NotAllowed):
            accounts.disable(actor=clerk, user_id=filer.user_id, at=AT)
        with pytest.raises(NotAllowed):
            accounts.enable(actor=clerk, user_id=filer.user_id)
        with pytest.raises(NotAllowed):
            accounts.renew_link(actor=clerk, user_id=filer.user_id, at=AT)


class TestOneTimeLink:
    def test_sets_the_password_once(self, invited):
        sign_in = signing_in.begin(user_id=invited.user_id, at=AT)

        username = accounts.set_password_by_link(token=invited.token, password=GOOD, at=AT)

        assert username == "shiquan-tianbao"
        assert queries.account(invited.user_id).has_password
        assert last_act()[:2] == ("accounts.set_password_by_link", "账号 shiquan-tianbao")
        ended = queries.sign_in(sign_in)
        assert ended is not None
        assert ended.ended_at == AT
        with pytest.raises(refusals.LinkSpent, match="已经用过"):
            accounts.set_password_by_link(token=invited.token, password=GOOD, at=AT)

    @pytest.mark.parametrize(
        ("after", "holds"),
        [(timedelta(hours=24) - timedelta(seconds=1), True), (timedelta(hours=24), False)],
    )
    def test_holds_for_24_hours(self, invited, after: timedelta, holds: bool):
        try:
            found = signing_in.link(invited.token, at=AT + after)
        except refusals.LinkSpent:
            assert not holds
        else:
            assert holds
            assert found.username == "shiquan-tianbao"

    def test_gives_way_to_a_newer_one(self, administrator, invited):
        newer = accounts.renew_link(actor=administrator, user_id=invited.user_id, at=AT)

        with pytest.raises(refusals.LinkSpent):
            signing_in.link(invited.token, at=AT)
        assert signing_in.link(newer.token, at=AT).user_id == invited.user_id

    @pytest.mark.parametrize(
        ("password", "because"),
        [
            ("short", "少于 12 个字符"),
            ("password12345", "太常见"),
            ("shiquan-tianbao1", "与账号太像"),
        ],
    )
    def test_still_holds_after_a_password_that_will_not_do(self, invited, password, because):
        before = count_acts()

        with pytest.raises(refusals.WeakPassword, match=because):
            accounts.set_password_by_link(token=invited.token, password=password, at=AT)

        assert count_acts() == before
        assert signing_in.link(invited.token, at=AT)

    def test_is_unknown_under_any_other_token(self, invited):
        for token in ("", "x", invited.token[:-1], invited.token + "x", "密"):
            with pytest.raises(refusals.LinkSpent):
                signing_in.link(token, at=AT)


class TestChangePassword:
    @pytest.fixture
    def user_id(self, invited: accounts.Invited) -> int:
        accounts.set_password_by_link(token=invited.token, password=GOOD, at=AT)
        return invited.user_id

    def test_ends_all_other_sign_ins(self, user_id: int):
        here, there = (signing_in.begin(user_id=user_id, at=AT) for _ in range(2))

        accounts.change_password(
            user_id=user_id, post_id=0, old=GOOD, new=GOOD + "改", keep=here, at=AT
        )

        assert [row.id for row in queries.open_sign_ins(user_id, seen_since=AT)] == [here]
        assert last_act()[:2] == ("accounts.change_password", "账号 shiquan-tianbao")
        assert there != here

    @pytest.mark.parametrize(
        ("old", "new", "refusal"),
        [
            ("wrong-old-password", GOOD + "改", refusals.WrongPassword),
            (GOOD, GOOD, refusals.WeakPassword),
            (GOOD, "short", refusals.WeakPassword),
        ],
    )
    def test_refuses_and_changes_nothing(self, user_id: int, old, new, refusal):
        other = signing_in.begin(user_id=user_id, at=AT)
        before = count_acts()

        with pytest.raises(refusal, match="没有改动任何数据"):
            accounts.change_password(user_id=user_id, post_id=0, old=old, new=new, keep=0, at=AT)

        assert count_acts() == before
        assert [row.id for row in queries.open_sign_ins(user_id, seen_since=AT)] == [other]


class TestOver:
    @pytest.mark.parametrize(
        ("begun", "seen", "expected"),
        [
            (timedelta(0), timedelta(0), None),
            (timedelta(hours=11, minutes=59), timedelta(hours=1, minutes=59), None),
            (timedelta(hours=3), timedelta(hours=2), Over.IDLE),
            (timedelta(hours=12), timedelta(0), Over.TOO_LONG),
        ],
    )
    def test_counts_the_limit_itself_as_over(self, begun, seen, expected):
        row = SignInRow(1, 7, AT - begun, AT - seen, None, "", "")

        over = signing_in.over(
            row, user_id=7, at=AT, idle=timedelta(hours=2), whole=timedelta(hours=12)
        )

        assert over is expected

    def test_knows_an_ended_an_absent_and_anothers_sign_in(self):
        limits = {"at": AT, "idle": timedelta(hours=2), "whole": timedelta(hours=12)}

        assert signing_in.over(None, user_id=7, **limits) is Over.ENDED
        ended = SignInRow(1, 7, AT, AT, AT, "", "")
        assert signing_in.over(ended, user_id=7, **limits) is Over.ENDED
        anothers = SignInRow(1, 8, AT, AT, None, "", "")
        assert signing_in.over(anothers, user_id=7, **limits) is Over.ENDED


class TestSignIns:
    def test_end_one_by_one_and_only_ones_own(self, clerk, filer):
        mine = signing_in.begin(user_id=filer.user_id, at=AT)

        assert not signing_in.end(user_id=clerk.user_id, sign_in_id=mine, at=AT)
        assert signing_in.end(user_id=filer.user_id, sign_in_id=mine, at=AT)
        assert not signing_in.end(user_id=filer.user_id, sign_in_id=mine, at=AT)

    def test_are_noted_as_seen_once_a_minute(self, filer):
        row = queries.sign_in(signing_in.begin(user_id=filer.user_id, at=AT))
        assert row is not None

        signing_in.note_seen(row, at=AT + timedelta(seconds=59))
        assert queries.sign_in(row.id) == row

        signing_in.note_seen(row, at=AT + timedelta(seconds=60))
        after = queries.sign_in(row.id)
        assert after is not None
        assert after.seen_at == AT + timedelta(seconds=60)

    def test_keep_a_long_browser_name_to_its_column(self, filer):
        signing_in.begin(user_id=filer.user_id, at=AT, address="x" * 500, browser="火" * 5000)

        (row,) = queries.open_sign_ins(filer.user_id, seen_since=AT)
        assert (len(row.address), len(row.browser)) == (64, 200)


class TestActorIn:
    @pytest.mark.parametrize(
        ("kind", "place"),
        [
            (PostKind.CITY_CLERK, "ankang"),
            (PostKind.COUNTY_FILER, "shiquan"),
            (PostKind.STREET, "chengguan"),
            (PostKind.NEIGHBORHOOD, "beijie"),
            (PostKind.CONTRACTOR, "shiquan"),
        ],
    )
    def test_reaches_as_far_as_the_organisation_stands(self, city: City, kind, place):
        expected = appoint(city, "someone", kind, "某单位", getattr(city, place))
        (held,) = queries.posts_held(expected.user_id, day=TODAY)

        assert signing_in.actor_in(held, day=TODAY) == expected

    def test_reaches_nothing_from_a_division_the_tree_has_lost(self, city: City):
        street = appoint(city, "someone", PostKind.STREET, "某街道", city.chengguan)
        (held,) = queries.posts_held(street.user_id, day=TODAY)

        assert signing_in.actor_in(held, day=date(1990, 1, 1)).scope == Scope()

    def test_takes_the_post_chosen_while_it_is_held(self, city: City):
        first = appoint(city, "someone", PostKind.CITY_CLERK, "安康市改造办", city.ankang)
        second = appoint(city, "someone", PostKind.CITY_HEAD, "安康市改造办", city.ankang)
        posts = queries.posts_held(first.user_id, day=TODAY)

        def taken(post: int | None) -> int | None:
            found = signing_in.chosen(posts, post)
            return found.post_id if found else None

        assert taken(second.post_id) == second.post_id
        assert taken(None) == first.post_id
        assert taken(10**9) == first.post_id
        assert signing_in.chosen((), first.post_id) is None


class TestFirstAdministrator:
    def found(self, city: City, username: str = "guanli") -> accounts.Invited:
        return accounts.first_administrator(
            username=username,
            organisation="安康市信息中心",
            city_id=city.ankang,
            at=AT,
            today=TODAY,
        )

    def test_is_founded_without_a_password(self, city: City):
        invited = self.found(city)

        assert not queries.account(invited.user_id).has_password
        (held,) = queries.posts_held(invited.user_id, day=TODAY)
        actor = signing_in.actor_in(held, day=TODAY)
        assert actor.kind is PostKind.ADMINISTRATOR
        assert actor.scope == Scope() != CITY_WIDE
        served = accounts.city_served(day=TODAY)
        assert served is not None
        assert served.code == "610900"

    def test_gets_a_new_link_until_the_password_is_set(self, city: City):
        first, second = self.found(city), self.found(city)

        assert first.user_id == second.user_id
        with pytest.raises(refusals.LinkSpent):
            signing_in.link(first.token, at=AT)
        accounts.set_password_by_link(token=second.token, password=GOOD, at=AT)
        with pytest.raises(accounts.AlreadyFounded, match="请由现有管理员"):
            self.found(city)

    def test_is_not_founded_beside_others(self, city: City, clerk: Actor):
        with pytest.raises(accounts.AlreadyFounded):
            self.found(city)


class TestLoadDemoAccounts:
    def load(self, city: City) -> tuple[accounts.DemoSignIn, ...]:
        return accounts.load_demo_accounts(city_id=city.ankang, day=TODAY, since=date(2019, 1, 1))

    def test_gives_every_kind_of_post_a_sign_in(self, city: City):
        sign_ins = self.load(city)

        kinds = {post.kind for account in queries.accounts() for post in account.posts}
        assert kinds == {kind.value for kind in PostKind}
        assert len(sign_ins) == 7 + 2 * len(city.counties) + 2
        assert all(len(one.password) >= 12 for one in sign_ins)
        assert "demo-tianbao-610928" in {one.username for one in sign_ins}

    def test_adds_nothing_when_asked_again(self, city: City):
        first = self.load(city)
        acts = count_acts()

        assert self.load(city) == first
        assert accounts.demo_sign_ins(city_id=city.ankang, day=TODAY) == first
        assert count_acts() == acts

    def test_refuses_to_stand_beside_people(self, city: City, clerk: Actor):
        with pytest.raises(accounts.NotADemo, match="人人皆知"):
            self.load(city)

        assert accounts.demo_sign_ins(city_id=city.ankang, day=TODAY) == ()
