"""The door: signing in and out, lockout, sessions that end, one's posts and password."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from jiugai.services import accounts
from jiugai.services.actor import Actor, PostKind
from jiugai.storage.accounts import queries
from jiugai.web import desk, menu
from jiugai.web.accounts.presenters import browser_name
from tests.officers import City, appoint, browser_of
from tests.web.reading import lines, page_of, said, wrong

PASSWORD = "落霞-孤鹜-齐飞-2020"
WRONG = "not-the-password"


@pytest.fixture
def filer_with_password(filer: Actor, administrator: Actor) -> Actor:
    invited = accounts.renew_link(actor=administrator, user_id=filer.user_id, at=desk.now())
    accounts.set_password_by_link(token=invited.token, password=PASSWORD, at=desk.now())
    return filer


def knock(client: Client, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": "filer", "password": password, **more})


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """The desk's clock, which a test may put forward."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
        monkeypatch.setattr(desk, "now", lambda: self.at)

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.mark.usefixtures("filer_with_password")
class TestSignIn:
    def test_shows_a_door_without_telling_anything(self, client: Client):
        response = client.get("/sign-in/")

        assert response.status_code == 200
        assert "石泉" not in response.content.decode()

    def test_leads_to_where_the_officer_wanted_to_go(self, client: Client):
        response = knock(client, next="/me/sessions/")

        assert response.headers["Location"] == "/me/sessions/"
        assert client.get("/me/sessions/").status_code == 200

    @pytest.mark.parametrize(
        "next_",
        ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil", "/", ""],
    )
    def test_never_leads_off_the_site(self, client: Client, filer: Actor, next_: str):
        assert knock(client, next=next_).headers["Location"] == menu.landing(filer)

    def test_takes_a_new_session_number(self, client: Client):
        client.get("/sign-in/")
        session = client.session
        session["planted"] = "by another"
        session.save()
        client.cookies["jiugai"] = planted = session.session_key

        knock(client)

        assert client.cookies["jiugai"].value != planted

    def test_reads_the_name_however_it_is_typed(self, client: Client):
        response = client.post("/sign-in/", {"username": " FILER ", "password": PASSWORD})

        assert response.status_code == 302

    def test_says_the_same_of_a_wrong_password_and_an_unknown_account(self, client: Client):
        known = knock(client, WRONG)
        unknown = client.post("/sign-in/", {"username": "nobody", "password": WRONG})

        assert said(known) == said(unknown) == ["账号或密码不对。还可试4次，之后锁定15分钟。"]
        assert known.status_code == 422

    def test_asks_for_what_is_missing(self, client: Client):
        assert said(client.post("/sign-in/", {"username": "filer"})) == ["请填账号和密码。"]

    def test_keeps_the_name_and_drops_the_password(self, client: Client):
        page = page_of(knock(client, WRONG))

        assert page.select_one("[name=username]")["value"] == "filer"
        assert WRONG not in str(page)

    def test_refuses_a_disabled_account_like_any_other(
        self, client: Client, filer: Actor, administrator: Actor
    ):
        accounts.disable(actor=administrator, user_id=filer.user_id, at=desk.now())

        assert said(knock(client)) == ["账号或密码不对。还可试4次，之后锁定15分钟。"]

    def test_sends_whoever_is_in_already_onward(self, filer: Actor):
        response = browser_of(filer).get("/sign-in/?next=/me/sessions/")

        assert response.headers["Location"] == "/me/sessions/"


@pytest.mark.usefixtures("filer_with_password")
class TestLockout:
    def test_comes_with_the_fifth_wrong_password_and_says_for_how_long(self, client: Client):
        answers = [knock(client, WRONG) for _ in range(5)]

        assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
        assert said(answers[3]) == ["账号或密码不对。还可试1次，之后锁定15分钟。"]
        assert said(answers[4]) == [
            "密码连续错了5次，此账号在本机已锁定，15分钟后可再试。"
            "忘了密码请找系统管理员要一次性链接。"
        ]

    def test_holds_against_the_right_password(self, client: Client):
        for _ in range(5):
            knock(client, WRONG)

        assert knock(client).status_code == 429

    def test_leaves_other_accounts_of_the_same_office_alone(
        self, client: Client, clerk: Actor, administrator: Actor
    ):
        invited = accounts.renew_link(actor=administrator, user_id=clerk.user_id, at=desk.now())
        accounts.set_password_by_link(token=invited.token, password=PASSWORD, at=desk.now())
        for _ in range(5):
            knock(client, WRONG)

        response = client.post("/sign-in/", {"username": "clerk", "password": PASSWORD})
        assert response.status_code == 302

    def test_leaves_the_same_account_at_another_address_alone(self, client: Client):
        for _ in range(5):
            knock(client, WRONG)

        assert knock(Client(REMOTE_ADDR="10.9.8.7")).status_code == 302

    def test_does_not_believe_an_address_that_the_sender_writes(self, client: Client):
        for i in range(5):
            client.post(
                "/sign-in/",
                {"username": "filer", "password": WRONG},
                headers={"X-Forwarded-For": f"10.0.0.{i}"},
            )

        assert knock(client).status_code == 429

    def test_forgets_after_a_right_password(self, client: Client):
        for _ in range(4):
            knock(client, WRONG)
        knock(client)

        assert said(knock(Client(), WRONG)) == ["账号或密码不对。还可试4次，之后锁定15分钟。"]

    def test_opens_with_a_new_one_time_link(
        self, client: Client, filer: Actor, administrator: Actor
    ):
        for _ in range(5):
            knock(client, WRONG)
        invited = accounts.renew_link(actor=administrator, user_id=filer.user_id, at=desk.now())

        client.post(
            f"/sign-in/link/{invited.token}/", {"new": PASSWORD + "改", "again": PASSWORD + "改"}
        )

        assert knock(client, PASSWORD + "改").status_code == 302


@pytest.mark.usefixtures("filer_with_password")
class TestSession:
    @pytest.fixture(autouse=True)
    def signed_in(self, client: Client, clock: Clock, filer_with_password: Actor) -> None:
        knock(client)

    def test_ends_after_two_idle_hours(self, client: Client, clock: Clock):
        clock.forward(hours=1, minutes=59)
        assert client.get("/me/sessions/").status_code == 200

        clock.forward(hours=2)
        response = client.get("/me/sessions/")

        assert response.headers["Location"] == "/sign-in/?next=%2Fme%2Fsessions%2F&why=idle"
        assert said(client.get(response.headers["Location"])) == [
            "超过两小时没有操作，已自动退出，请重新登录。"
        ]

    def test_ends_after_twelve_hours_however_busy(self, client: Client, clock: Clock):
        for _ in range(11):
            clock.forward(hours=1)
            assert client.get("/me/sessions/").status_code == 200

        clock.forward(hours=1)

        assert client.get("/me/sessions/").headers["Location"].endswith("why=too_long")

    def test_ends_at_the_next_request_when_the_account_is_disabled(
        self, client: Client, filer: Actor, administrator: Actor
    ):
        accounts.disable(actor=administrator, user_id=filer.user_id, at=desk.now())

        assert client.get("/me/sessions/").status_code == 302

    def test_stays_ended_when_the_account_is_enabled_again(
        self, client: Client, filer: Actor, administrator: Actor
    ):
        accounts.disable(actor=administrator, user_id=filer.user_id, at=desk.now())
        accounts.enable(actor=administrator, user_id=filer.user_id)

        assert client.get("/me/sessions/").headers["Location"].endswith("why=ended")

    def test_cannot_be_kept_by_copying_the_cookie_before_signing_out(self, client: Client):
        thief = Client()
        thief.cookies["jiugai"] = client.cookies["jiugai"].value

        response = client.post("/sign-out/")

        assert response.headers["Location"] == "/sign-in/?why=out"
        assert said(client.get("/sign-in/?why=out")) == ["已退出。"]
        assert thief.get("/me/sessions/").status_code == 302


@pytest.mark.usefixtures("filer_with_password")
class TestSessions:
    def test_are_listed_with_where_and_since_when(self, client: Client, clock: Clock):
        knock(client)
        clock.forward(minutes=5)
        knock(Client(REMOTE_ADDR="10.9.8.7", headers={"User-Agent": "Firefox <b>"}))
        clock.forward(minutes=5)

        response = client.get("/me/sessions/")

        assert lines(response, "正在登录的浏览器") == [
            "没有报名称的浏览器 | 127.0.0.1 | 2026-11-02 09:00 | 2026-11-02 09:10 | 就是这里",
            "Firefox <b> | 10.9.8.7 | 2026-11-02 09:05 | 2026-11-02 09:05 | 结束",
        ]

    def test_end_one_by_one(self, client: Client):
        other = Client()
        for browser in (client, other):
            knock(browser)
        button = page_of(client.get("/me/sessions/")).select_one("button[name=sign_in]")

        for expected in ("那次登录已结束", "那次登录已经结束，没有改动任何数据"):
            response = client.post("/me/sessions/end/", {"sign_in": button["value"]}, follow=True)
            assert said(response)[0].startswith(expected)

        assert other.get("/me/sessions/").status_code == 302
        assert client.get("/me/sessions/").status_code == 200

    def test_end_all_but_this(self, client: Client):
        others = [Client(), Client()]
        for browser in (client, *others):
            knock(browser)

        response = client.post("/me/sessions/end-others/", follow=True)

        assert said(response) == ["已结束其他2次登录。"]
        assert [other.get("/me/sessions/").status_code for other in others] == [302, 302]
        assert said(client.post("/me/sessions/end-others/", follow=True)) == ["没有其他登录。"]

    def test_of_others_cannot_be_ended(self, clerk: Actor, filer_client: Client, filer: Actor):
        (theirs,) = queries.open_sign_ins(filer.user_id, seen_since=desk.now() - timedelta(hours=1))

        response = browser_of(clerk).post("/me/sessions/end/", {"sign_in": theirs.id})

        assert response.status_code == 302  # as for one that is over
        assert filer_client.get("/me/sessions/").status_code == 200

    @pytest.mark.parametrize("sign_in", ["", "x", "-1", "１", "9" * 40, "1.5", "0x1"])
    def test_are_not_found_by_what_is_no_number(self, filer_client: Client, sign_in: str):
        response = filer_client.post("/me/sessions/end/", {"sign_in": sign_in})

        assert response.status_code == 404


class TestPosts:
    @pytest.fixture
    def officer(self, city: City) -> tuple[Actor, Actor]:
        return (
            appoint(city, "two", PostKind.CITY_CLERK, "安康市改造办", city.ankang),
            appoint(city, "two", PostKind.CITY_HEAD, "安康市改造办", city.ankang),
        )

    def test_are_taken_in_turn_and_the_change_is_seen(self, officer: tuple[Actor, Actor]):
        clerk, head = officer
        client = browser_of(clerk)
        assert "综合岗" in page_of(client.get("/me/sessions/")).select_one(".me > summary").text

        client.post("/me/post/", {"post": head.post_id})

        page = client.get("/me/sessions/")
        assert said(page) == ["已换到“安康市改造办负责人”。"]
        assert "负责人" in page_of(page).select_one(".me > summary").text

    def test_of_others_cannot_be_taken(self, officer: tuple[Actor, Actor], filer: Actor):
        client = browser_of(filer)

        assert client.post("/me/post/", {"post": officer[0].post_id}).status_code == 404
        assert "石泉县" in page_of(client.get("/me/sessions/")).select_one(".me > summary").text

    def test_begin_with_the_one_held_longest(self, officer: tuple[Actor, Actor]):
        client = browser_of(officer[0])
        session = client.session
        del session["post_id"]
        session.save()

        assert "综合岗" in page_of(client.get("/me/sessions/")).select_one(".me > summary").text


class TestOneTimeLink:
    @pytest.fixture
    def link(self, administrator: Actor) -> str:
        invited = accounts.add_account(
            actor=administrator, username="newcomer", label="某某岗", at=desk.now()
        )
        return f"/sign-in/link/{invited.token}/"

    def test_sets_a_password_with_which_one_signs_in(self, client: Client, link: str):
        assert "newcomer" in client.get(link).content.decode()

        response = client.post(link, {"new": PASSWORD, "again": PASSWORD})

        assert response.headers["Location"] == "/sign-in/?why=set"
        signed_in = client.post("/sign-in/", {"username": "newcomer", "password": PASSWORD})
        assert signed_in.headers["Location"] == "/me/sessions/"  # no post yet, so no data
        assert "您的账号现在没有岗位" in said(client.get("/me/sessions/"))[0]

    def test_works_once(self, client: Client, link: str):
        client.post(link, {"new": PASSWORD, "again": PASSWORD})

        for response in (client.get(link), client.post(link, {"new": WRONG, "again": WRONG})):
            assert response.status_code == 410
            assert "每个链接只用一次，过期也作废" in response.content.decode()

    @pytest.mark.parametrize(
        ("new", "again", "sentence"),
        [
            (PASSWORD, PASSWORD + "x", "两次填的新密码不一样，请重填。"),
            ("short", "short", "新密码少于12个字符。"),
            ("password12345", "password12345", "新密码太常见，一猜就中。"),
            ("", "", "请填新密码。"),
            ("x" * 200, "x" * 200, "新密码最多128个字符，请缩短。"),
        ],
    )
    def test_keeps_holding_after_a_password_that_will_not_do(
        self, client: Client, link: str, new: str, again: str, sentence: str
    ):
        response = client.post(link, {"new": new, "again": again})

        assert response.status_code == 422
        assert wrong(response)[0].startswith(sentence)
        assert client.get(link).status_code == 200


@pytest.mark.usefixtures("filer_with_password")
class TestChangePassword:
    def change(self, client: Client, old: str, new: str):
        key = page_of(client.get("/me/password/")).select_one("[name=key]")["value"]
        return client.post(
            "/me/password/", {"key": key, "old": old, "new": new, "again": new}, follow=True
        )

    def test_ends_every_other_session_at_its_next_request(self, client: Client):
        other = Client()
        for browser in (client, other):
            knock(browser)

        response = self.change(client, PASSWORD, PASSWORD + "改")

        assert said(response) == ["密码已改，其他登录已全部结束。"]
        assert other.get("/me/sessions/").status_code == 302
        assert client.get("/me/sessions/").status_code == 200
        assert knock(Client(), PASSWORD).status_code == 422
        assert knock(Client(), PASSWORD + "改").status_code == 302

    def test_refuses_a_wrong_old_password_and_changes_nothing(self, client: Client):
        knock(client)

        response = self.change(client, WRONG, PASSWORD + "改")

        assert said(response) == ["原密码不对，请核对大小写后再填。没有改动任何数据。"]
        assert knock(Client()).status_code == 302


class TestBrowserName:
    @pytest.mark.parametrize(
        ("agent", "name"),
        [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                "Chrome/120.0.0.0 Safari/537.36 Edg/121.0.0.0",
                "Edge 121，Windows",
            ),
            (
                "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/86.0 MicroMessenger/8.0",
                "微信 8，安卓",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
                "Version/17.0 Mobile/15E148 Safari/604.1",
                "Safari 17，iPhone",
            ),
            ("curl/8.5", "curl/8.5"),
            ("", "没有报名称的浏览器"),
        ],
    )
    def test_says_what_people_know(self, agent: str, name: str):
        assert browser_name(agent) == name


def test_the_demo_shows_its_sign_ins_at_the_door_and_only_the_demo(city: City, client, settings):
    accounts.load_demo_accounts(city_id=city.ankang, day=desk.today(), since=date(2019, 1, 1))
    assert "demo-zonghe" not in client.get("/sign-in/").content.decode()

    settings.DEMO = True

    buttons = page_of(client.get("/sign-in/")).select(".demo button")
    assert [button.span.text for button in buttons][:2] == [
        "安康市改造办 综合岗",
        "安康市改造办 负责人",
    ]
    assert len(buttons) == len(PostKind)
    form = {one["name"]: one["value"] for one in buttons[0].parent.select("input")}
    assert client.post("/sign-in/", form).status_code == 302
