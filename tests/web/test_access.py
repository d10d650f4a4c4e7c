"""Policy at every view, deny by default, and refusals in plain words."""

import logging

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from jiugai.services import accounts
from jiugai.services.actor import PostKind, Power
from jiugai.storage.accounts.models import Appointment
from jiugai.storage.accounts.queries import posts_held
from jiugai.web import access as rules
from jiugai.web import desk
from jiugai.web.access import PUBLIC, DenyByDefault, access
from tests.officers import City, appoint, browser_of


@pytest.fixture
def small_site(settings) -> None:
    settings.ROOT_URLCONF = "tests.web.sample_urls"


def sentence_of(response: HttpResponse) -> str:
    marked = BeautifulSoup(response.content, "html.parser").select_one("[data-sentence]")
    assert marked is not None, response.content.decode()
    return marked.get_text(strip=True)


@pytest.mark.usefixtures("small_site")
class TestAccess:
    def test_lets_whoever_comes_by_see_what_is_public(self, db, client: Client):
        assert client.get("/sample/public/").content == b"public"

    def test_sends_a_stranger_to_the_door_and_back_afterwards(self, db, client: Client):
        response = client.get("/sample/see/?county=1")

        assert response.status_code == 302
        assert response.headers["Location"] == "/sign-in/?next=%2Fsample%2Fsee%2F%3Fcounty%3D1"

    def test_tells_a_stranger_who_writes_that_nothing_was_written(self, db, client: Client):
        response = client.post("/sample/write/")

        assert response.status_code == 403
        assert "没有登录或登录已过期，没有改动任何数据" in sentence_of(response)

    def test_sends_a_strangers_fragment_to_the_door(self, db, client: Client):
        response = client.get("/sample/see/", headers={"HX-Request": "true"})

        assert response.status_code == 403
        assert response.headers["HX-Redirect"] == "/sign-in/"
        assert b"<html" not in response.content

    def test_lets_the_post_with_the_power_pass(self, clerk_client: Client):
        assert clerk_client.post("/sample/write/").content == b"written"

    def test_names_the_post_and_the_power_it_lacks(self, filer_client: Client):
        response = filer_client.post("/sample/write/")

        assert response.status_code == 403
        assert sentence_of(response).startswith("“石泉县住建局 填报岗”没有“月度封账”的职权。")

    def test_writes_each_denial_on_one_line_of_the_log(self, filer, filer_client, caplog):
        with caplog.at_level(logging.WARNING, "jiugai.access"):
            filer_client.post("/sample/write/")

        (record,) = [one for one in caplog.records if one.name == "jiugai.access"]
        assert record.getMessage() == (
            f"denied action=sample.write user={filer.user_id} post={filer.post_id} "
            "method=POST path='/sample/write/'"
        )

    @pytest.mark.parametrize(
        ("path", "method"),
        [
            ("/sample/write/", "GET"),
            ("/sample/write/", "HEAD"),
            ("/sample/see/", "POST"),
            ("/sample/see/", "DELETE"),
            ("/sample/form/", "PUT"),
            ("/sample/public/", "OPTIONS"),
        ],
    )
    def test_refuses_methods_that_the_policy_does_not_name(self, clerk_client, path, method):
        assert clerk_client.generic(method, path).status_code == 405

    @pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
    def test_lets_a_form_be_seen_and_sent(self, clerk_client, method):
        assert clerk_client.generic(method, "/sample/form/").status_code == 200

    def test_hands_the_view_the_object_of_ones_own_county(self, city: City, filer_client):
        response = filer_client.get(f"/sample/one/{city.shiquan}/")

        assert response.content.decode() == f"object of {city.shiquan}"

    def test_answers_the_same_for_foreign_and_absent(self, city: City, filer_client):
        foreign = filer_client.get(f"/sample/one/{city.hanbin}/")
        absent = filer_client.get("/sample/one/999999999/")

        assert (foreign.status_code, absent.status_code) == (404, 404)
        assert foreign.content.replace(str(city.hanbin).encode(), b"") == absent.content.replace(
            b"999999999", b""
        )

    def test_does_not_hide_a_slip_of_ours_as_an_absent_object(self, city: City, filer_client):
        with pytest.raises(KeyError):
            filer_client.get("/sample/slip/1/")

    @pytest.mark.parametrize(
        ("path", "status", "sentence"),
        [
            ("/sample/lacking/", 403, "没有“签发通报”的职权，没有改动任何数据"),
            ("/sample/own-work/", 403, "须由另一人审核"),
            ("/sample/twice/", 409, "这个请求已经办过，没有重复写入"),
        ],
    )
    def test_turns_a_services_refusal_into_a_page(self, filer_client, path, status, sentence):
        response = filer_client.get(path)

        assert response.status_code == status
        assert sentence in sentence_of(response)

    def test_gives_a_refusal_to_htmx_without_a_page_around_it(self, filer_client):
        response = filer_client.get("/sample/lacking/", headers={"HX-Request": "true"})

        assert response.status_code == 403
        assert response.content.decode().startswith('<p role="alert">')

    def test_escapes_what_it_repeats(self, city: City):
        actor = appoint(city, "sly", PostKind.FINANCE, "<script>局", city.ankang)

        response = browser_of(actor).post("/sample/write/")

        assert b"<script>\xe5\xb1\x80" not in response.content
        assert "“<script>局" in sentence_of(response)

    def test_asks_an_account_without_a_post_to_see_the_administrator(self, city: City, filer):
        client = browser_of(filer)
        Appointment.objects.filter(user_id=filer.user_id).delete()

        response = client.get("/sample/see/")
        assert response.status_code == 403
        assert sentence_of(response) == "您的账号现在没有岗位，请联系系统管理员。"
        assert client.get("/sample/mine/").content == b"mine"

    def test_takes_effect_at_the_next_request_when_a_post_ends(self, filer, administrator):
        client = browser_of(filer)
        assert client.get("/sample/see/").status_code == 200
        (held,) = posts_held(filer.user_id, day=desk.today())

        accounts.end_appointment(
            actor=administrator,
            user_id=filer.user_id,
            appointment_id=held.appointment_id,
            today=desk.today(),
        )

        assert client.get("/sample/see/").status_code == 403


NUL_SENTENCE = "夹着看不见的空字符"


@pytest.mark.usefixtures("small_site")
class TestTheCharacterThatNoDatabaseKeeps:
    @pytest.mark.parametrize(
        ("path", "form"),
        [
            ("/sample/form/?name=a%00b", None),
            ("/sample/form/?a%00b=1", None),
            ("/sample/form/", {"name": "a\x00b"}),
            ("/sample/form/", {"a\x00b": "1"}),
            ("/sample/form/", {"name": ["好", "\x00"]}),
            ("/sample/said/a%00b/", None),
        ],
    )
    def test_is_refused_at_the_door_wherever_it_stands(self, clerk_client, path, form):
        response = clerk_client.get(path) if form is None else clerk_client.post(path, form)

        assert response.status_code == 400
        assert NUL_SENTENCE in sentence_of(response)
        assert "没有改动任何数据" in sentence_of(response)

    def test_is_refused_on_pages_for_whoever_comes_by(self, db, client: Client):
        response = client.post("/sign-in/", {"username": "\x00", "password": "\x00"})

        assert response.status_code == 400
        assert NUL_SENTENCE in sentence_of(response)

    def test_may_stand_in_a_file(self, clerk_client: Client):
        file = SimpleUploadedFile("a.bin", b"\x00\x01")

        assert clerk_client.post("/sample/form/", {"file": file}).content == b"form"

    def test_tells_a_stranger_no_more_than_the_door_does(self, db, client: Client):
        assert client.get("/sample/see/?name=%00").status_code == 302


@pytest.mark.usefixtures("small_site")
class TestARequestThatCannotBeRead:
    def test_says_how_much_text_may_be_sent(self, clerk_client: Client, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

        response = clerk_client.post("/sample/form/", {"text": "长" * 2**20})

        assert response.status_code == 400
        assert "填写的文字超过 2 MB" in sentence_of(response)

    def test_counts_no_file_as_text(self, clerk_client: Client, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2**10
        file = SimpleUploadedFile("a.bin", b"x" * 2**20)

        assert clerk_client.post("/sample/form/", {"file": file}).content == b"form"

    def test_says_of_anything_else_what_to_do(self, clerk_client: Client, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2

        response = clerk_client.post("/sample/form/", {"a": 1, "b": 2, "c": 3})

        assert response.status_code == 400
        assert "没有读懂这次请求" in sentence_of(response)


class TestFault:
    def test_gives_a_number_that_stands_in_the_log_and_tells_nothing_else(
        self, small_site, city: City, filer, caplog
    ):
        client = browser_of(filer)
        client.raise_request_exception = False

        with caplog.at_level(logging.ERROR, "jiugai.access"):
            response = client.get("/sample/slip/1/")

        assert response.status_code == 500
        (record,) = [one for one in caplog.records if one.name == "jiugai.access"]
        reference = record.getMessage().split("reference=")[1].split()[0]
        assert f"请报编号 {reference}" in sentence_of(response)
        assert "KeyError" not in response.content.decode()


class TestNotFound:
    def test_says_the_same_to_officers_and_strangers(self, client, filer_client):
        for browser in (client, filer_client):
            response = browser.get("/no/such/page/")

            assert response.status_code == 404
            assert sentence_of(response).startswith("可能地址抄错，也可能不在您的管辖范围。")


class TestCheck:
    def test_passes_the_site_as_it_is(self):
        assert rules.every_url_has_a_policy() == []

    def test_finds_a_url_without_a_policy_in_an_included_app(self, settings):
        settings.ROOT_URLCONF = tuple_of_urls(path("bare/", lambda _request: None, name="bare"))

        (error,) = rules.every_url_has_a_policy()
        assert (error.id, error.msg) == ("access.E001", "/inner/bare/ has no policy")

    def test_finds_a_url_without_a_name(self, settings):
        view = access("sample.nameless", PUBLIC)(lambda _request: HttpResponse())
        settings.ROOT_URLCONF = tuple_of_urls(path("nameless/", view))

        (error,) = rules.every_url_has_a_policy()
        assert (error.id, error.msg) == ("access.E002", "/inner/nameless/ has no name")

    def test_keeps_a_web_server_from_starting(self, settings):
        settings.ROOT_URLCONF = tuple_of_urls(path("bare/", lambda _request: None, name="bare"))

        with pytest.raises(ImproperlyConfigured, match="/inner/bare/ has no policy"):
            DenyByDefault(lambda _request: HttpResponse())

    def test_refuses_one_action_under_two_policies(self):
        access("sample.once", PUBLIC)

        with pytest.raises(ImproperlyConfigured, match=r"two policies are named 'sample.once'"):
            access("sample.once", Power.SEE)


def tuple_of_urls(*patterns: object) -> tuple[object, ...]:
    """Return a URL configuration whose patterns stand in an included app."""
    return (path("inner/", include((list(patterns), "inner"))),)


class TestDenyByDefault:
    def test_denies_a_view_without_a_policy_should_it_ever_be_reached(self, rf: RequestFactory, db):
        middleware = DenyByDefault(lambda _request: HttpResponse())
        request = rf.get("/bare/")

        response = middleware.process_view(request, lambda _request: HttpResponse("data"), (), {})

        assert response is not None
        assert response.status_code == 403
        assert "还没有定下谁可以看" in sentence_of(response)

    def test_is_not_fooled_by_anything_that_calls_itself_a_policy(self, rf: RequestFactory, db):
        def view(request: HttpRequest) -> HttpResponse:
            return HttpResponse("data")

        view.policy = "public"
        middleware = DenyByDefault(lambda _request: HttpResponse())

        response = middleware.process_view(rf.get("/bare/"), view, (), {})

        assert response is not None
        assert response.status_code == 403


class TestStaleForm:
    def test_says_what_to_do(self, clerk):
        client = browser_of(clerk)
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = client.cookies

        response = strict.post("/sign-out/")

        assert response.status_code == 403
        assert sentence_of(response).startswith(
            "这一页放得太久，或浏览器不收 Cookie，没有改动任何数据"
        )
