"""The administrator's pages: they work, refuse others, and are harmless when sent twice."""

import uuid
from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from jiugai.domain.divisions import Level
from jiugai.services.actor import Actor, PostKind
from jiugai.storage.accounts import queries
from jiugai.storage.audit.queries import last_mark
from jiugai.storage.divisions import entries as divisions
from jiugai.storage.unit_of_work import unit_of_work
from jiugai.web import desk
from tests.officers import City, appoint, browser_of
from tests.web.reading import lines, page_of, said, wrong


def key() -> str:
    return str(uuid.uuid4())


def link_in(response: HttpResponse) -> str:
    shown = page_of(response).select_one(".notice .mono")
    assert shown is not None
    return shown.get_text(strip=True)


class TestOverview:
    def test_lists_accounts_with_their_posts_and_state(self, administrator_client, filer):
        assert lines(administrator_client.get("/accounts/"), "全部账号")[1] == (
            "filer | 石泉县住建局 填报岗 | 石泉县住建局 填报岗 | 待设密码 | —"
        )

    def test_lists_organisations_with_their_posts(self, administrator_client, filer, reviewer):
        rows = lines(administrator_client.get("/accounts/"), "全部单位和各自的岗位")

        assert rows[1] == (
            "石泉县住建局 | 县区主管部门 | 石泉县 | 填报岗（县区填报岗）、审核岗（县区审核岗）"
        )

    def test_asks_the_database_as_often_for_many_as_for_few(
        self, administrator_client, city: City, django_assert_max_num_queries
    ):
        for i in range(30):
            appoint(city, f"many-{i}", PostKind.COUNTY_FILER, f"第{i}局", city.shiquan)

        with django_assert_max_num_queries(16):
            response = administrator_client.get("/accounts/")

        assert len(lines(response, "全部账号")) == 31

    def test_shows_no_two_elements_of_one_id(self, administrator_client, filer):
        for path in ("/accounts/", f"/accounts/{filer.user_id}/"):
            ids = [one["id"] for one in page_of(administrator_client.get(path)).select("[id]")]

            assert len(set(ids)) == len(ids)


class TestAddAccount:
    def test_shows_the_link_once_and_the_link_works(self, administrator_client, client: Client):
        response = administrator_client.post(
            "/accounts/add/", {"key": key(), "username": "newcomer", "label": "某某岗"}
        )

        link = link_in(response)
        assert link.startswith("http://testserver/sign-in/link/")
        assert client.get(link).status_code == 200
        assert "/sign-in/link/" not in administrator_client.get("/accounts/").content.decode()

    def test_twice_opens_one(self, administrator_client):
        form = {"key": key(), "username": "newcomer", "label": "某某岗"}
        administrator_client.post("/accounts/add/", form)
        acts = last_mark().seq

        response = administrator_client.post("/accounts/add/", form)

        assert response.status_code == 409
        assert "没有重复写入" in response.content.decode()
        assert last_mark().seq == acts

    @pytest.mark.parametrize(
        ("username", "label", "sentence"),
        [
            ("", "某某岗", "请填账号。"),
            ("张三丰", "某某岗", "账号“张三丰”不能用。"),
            ("clerk", "某某岗", "账号“clerk”已有人用，请换一个。没有改动任何数据。"),
            ("abc", "", "请填显示名。"),
            ("abc", "字" * 65, "显示名最多64个字，请缩短。"),
        ],
    )
    def test_keeps_what_was_typed_and_says_what_is_wrong(
        self, administrator_client, clerk, username, label, sentence
    ):
        acts = last_mark().seq

        response = administrator_client.post(
            "/accounts/add/", {"key": key(), "username": username, "label": label}
        )

        assert response.status_code == 422
        assert (said(response) + wrong(response))[0].startswith(sentence)
        form = page_of(response).select_one("#add-account")
        assert form.select_one("[name=username]").get("value", "") == username
        assert last_mark().seq == acts

    def test_asks_to_refresh_a_form_without_its_number(self, administrator_client):
        response = administrator_client.post(
            "/accounts/add/", {"key": "x", "username": "abc", "label": "某某岗"}
        )

        assert said(response) == ["这一页放得太久，请刷新后重填。没有改动任何数据。"]


class TestAddOrganisationAndPost:
    def test_adds_both(self, administrator_client, city: City):
        first = administrator_client.post(
            "/accounts/organisations/add/",
            {"key": key(), "name": "旬阳住建局", "kind": "bureau", "division": "610981"},
            follow=True,
        )
        (office,) = [
            one.id for one in queries.organisations(day=desk.today()) if one.name == "旬阳住建局"
        ]
        second = administrator_client.post(
            "/accounts/posts/add/",
            {"key": key(), "organisation": office, "title": "填报岗", "kind": "county_filer"},
            follow=True,
        )

        assert said(first) == ["已新增单位“旬阳住建局”。"]
        assert said(second) == ["已新增岗位“填报岗”。"]
        assert lines(second, "全部单位和各自的岗位")[-1] == (
            "旬阳住建局 | 县区主管部门 | 旬阳市 | 填报岗（县区填报岗）"
        )

    def test_says_where_such_an_organisation_stands(self, administrator_client, city: City):
        response = administrator_client.post(
            "/accounts/organisations/add/",
            {"key": key(), "name": "某局", "kind": "city_office", "division": "石泉县"},
        )

        assert said(response) == [
            "“市改造办”应设在市一级，选的是“石泉县”，请改选。没有改动任何数据。"
        ]

    def test_takes_only_kinds_that_the_list_offers(self, administrator_client):
        response = administrator_client.post(
            "/accounts/organisations/add/",
            {"key": key(), "name": "某局", "kind": "ministry", "division": "石泉县"},
        )

        assert wrong(response) == ["单位类别请从列表里选。"]

    @pytest.mark.parametrize("division", ["610922", "石泉县", "610922 石泉县", " 610922　石泉县 "])
    def test_finds_the_division_however_it_is_written(self, administrator_client, division: str):
        response = administrator_client.post(
            "/accounts/organisations/add/",
            {"key": key(), "name": "某局", "kind": "bureau", "division": division},
            follow=True,
        )

        assert said(response) == ["已新增单位“某局”。"]

    @pytest.mark.parametrize("division", ["西安市", "610100", "1 OR 1=1", "石泉", "旬阳县"])
    def test_knows_no_division_of_other_cities_or_other_days(
        self, administrator_client, division: str
    ):
        response = administrator_client.post(
            "/accounts/organisations/add/",
            {"key": key(), "name": "某局", "kind": "bureau", "division": division},
        )

        assert said(response)[0].startswith(
            f"本市没有“{''.join(division.split())}”这个区划，请写代码或全名"
        )

    def test_asks_for_the_code_where_two_bear_the_name(self, administrator_client, city: City):
        with unit_of_work(verb="divisions.change", user_id=0, post_id=0) as act:
            divisions.add_unit(
                act,
                code="610902100",
                name="城关镇",
                level=Level.SUBDISTRICT,
                parent_id=city.hanbin,
                since=date(2000, 1, 1),
            )

        response = administrator_client.post(
            "/accounts/organisations/add/",
            {"key": key(), "name": "某街道", "kind": "subdistrict_office", "division": "城关镇"},
        )

        assert said(response) == [
            "本市有2个“城关镇”，请写代码：610902100、610922100。没有改动任何数据。"
        ]


class TestAccount:
    @pytest.fixture
    def path(self, filer: Actor) -> str:
        return f"/accounts/{filer.user_id}/"

    def test_shows_each_post_with_its_powers(self, administrator_client, path):
        assert lines(administrator_client.get(path), "现在和从前的岗位") == [
            "石泉县住建局 填报岗 | 县区填报岗 | 查看本辖区、导入台账、核对重名小区、登记与更正事实、"
            "报送统计月报、对公示的排名提异议、签收与反馈督办事项、拍摄和上传现场照片、"
            "拟定申报批次、登记批复、登记企业意向 | 2000-01-01 | — | 在任 | 今天免去"
        ]

    def test_takes_a_post_away_and_gives_another(
        self, administrator_client, path, filer: Actor, reviewer: Actor
    ):
        (held,) = queries.posts_held(filer.user_id, day=desk.today())
        ended = administrator_client.post(
            f"{path}end/", {"key": key(), "appointment": held.appointment_id}, follow=True
        )
        given = administrator_client.post(
            f"{path}appoint/",
            {"key": key(), "post": reviewer.post_id, "since": desk.today().isoformat()},
            follow=True,
        )

        assert said(ended) == ["已免岗，对方的下一次点击就不再有这个岗位。"]
        assert said(given) == ["已任岗。"]
        assert [line.split(" | ")[-2] for line in lines(given, "现在和从前的岗位")] == [
            "在任",
            "已免",
        ]

    def test_shows_a_post_that_begins_later(self, administrator_client, path, sibling_filer):
        tomorrow = desk.today() + timedelta(days=1)

        response = administrator_client.post(
            f"{path}appoint/",
            {"key": key(), "post": sibling_filer.post_id, "since": tomorrow.isoformat()},
            follow=True,
        )

        assert lines(response, "现在和从前的岗位")[0].split(" | ")[-2] == "未到任"

    def test_says_why_two_posts_do_not_go_together(self, administrator_client, path, reviewer):
        response = administrator_client.post(
            f"{path}appoint/",
            {"key": key(), "post": reviewer.post_id, "since": desk.today().isoformat()},
        )

        assert response.status_code == 422
        assert said(response) == [
            "“县区填报岗”与“县区审核岗”不得由同一账号兼任：填报的人不审核自己填报的数据。"
            "没有改动任何数据。"
        ]

    @pytest.mark.parametrize("since", ["", "2020年11月3日", "2020-02-30", "9" * 50])
    def test_asks_for_a_day_it_can_read(self, administrator_client, path, clerk, since):
        response = administrator_client.post(
            f"{path}appoint/", {"key": key(), "post": clerk.post_id, "since": since}
        )

        assert response.status_code == 422
        assert len(wrong(response)) == 1

    def test_closes_and_opens_it(self, administrator_client, path, filer: Actor):
        theirs = browser_of(filer)

        closed = administrator_client.post(f"{path}disable/", {"key": key()}, follow=True)
        assert said(closed) == ["账号“filer”已停用，对方的下一次点击就会退出。"]
        assert theirs.get("/me/sessions/").status_code == 302

        opened = administrator_client.post(f"{path}enable/", {"key": key()}, follow=True)
        assert said(opened) == ["账号“filer”已启用。"]

    def test_makes_a_new_link(self, administrator_client, path, client: Client):
        link = link_in(administrator_client.post(f"{path}link/", {"key": key()}))

        assert client.get(link).status_code == 200

    @pytest.mark.parametrize("verb", ["disable", "enable", "link", "end"])
    def test_does_nothing_without_the_forms_number(self, administrator_client, path, verb):
        acts = last_mark().seq

        response = administrator_client.post(f"{path}{verb}/", {"key": "x"})

        assert response.status_code == 422
        assert last_mark().seq == acts

    @pytest.mark.parametrize("verb", ["disable", "link"])
    def test_twice_is_harmless(self, administrator_client, path, verb):
        form = {"key": key()}
        administrator_client.post(f"{path}{verb}/", form)
        acts = last_mark().seq

        assert administrator_client.post(f"{path}{verb}/", form).status_code == 409
        assert last_mark().seq == acts

    def test_of_ones_own_offers_nothing_and_does_nothing(
        self, administrator: Actor, administrator_client
    ):
        own = f"/accounts/{administrator.user_id}/"

        shown = administrator_client.get(own)
        assert said(shown) == ["这是您自己的账号，请由另一名管理员办理。"]
        assert not page_of(shown).select("main form")

        refused = administrator_client.post(f"{own}disable/", {"key": key()})
        assert said(refused)[0].startswith("管理员不能办理自己的账号")
        assert queries.account(administrator.user_id).is_active

    def test_asks_the_database_a_bounded_number_of_times(
        self, administrator_client, path, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(14):
            administrator_client.get(path)


@pytest.mark.parametrize("verb", ["appoint", "end", "link", "disable", "enable"])
def test_nothing_is_written_for_whoever_may_not(clerk_client, filer: Actor, verb: str):
    acts = last_mark().seq

    response = clerk_client.post(f"/accounts/{filer.user_id}/{verb}/", {"key": key()})

    assert response.status_code == 403
    assert last_mark().seq == acts
    assert queries.account(filer.user_id).is_active


class TestNameDeputy:
    def form(self, principal: Actor, deputy: Actor, **more: object) -> dict[str, object]:
        return {
            "key": key(),
            "post": principal.post_id,
            "deputy": deputy.user_id,
            "first_day": desk.today().isoformat(),
            "last_day": (desk.today() + timedelta(days=7)).isoformat(),
            "absence": "illness",
            "words": "住院，单位来函",
            **more,
        }

    def test_is_told_to_both_with_the_reason(self, administrator_client, clerk, head):
        page = f"/accounts/{clerk.user_id}/"
        response = administrator_client.post(f"{page}deputy/", self.form(clerk, head), follow=True)

        assert said(response) == ["已替他委托，双方都会收到消息，留痕里写明理由。"]
        (row,) = lines(response, "他委托的和他代办的")
        assert "病假：住院，单位来函 | 代办中系统管理员 administrator 替委托人指定" in row
        for who in (clerk, head):
            (mine,) = lines(browser_of(who).get("/me/deputies/"), "我委托的和我代办的")
            assert "住院，单位来函" in mine
            assert "替委托人指定" in mine

    def test_asks_why_and_keeps_what_was_filled_in(self, administrator_client, clerk, head):
        response = administrator_client.post(
            f"/accounts/{clerk.user_id}/deputy/", self.form(clerk, head, words="")
        )

        assert response.status_code == 422
        assert wrong(response) == ["请填理由。"]
        chosen = page_of(response).select_one("#deputy option[selected]")
        assert chosen["value"] == str(clerk.post_id)

    def test_is_not_offered_where_nobody_could_take_it(self, administrator_client, filer):
        page = page_of(administrator_client.get(f"/accounts/{filer.user_id}/"))

        assert not page.select("#deputy form")
        assert "他的单位没有别的在任账号" in page.select_one("#deputy").get_text()

    def test_is_not_offered_for_oneself(self, administrator_client, administrator):
        page = page_of(administrator_client.get(f"/accounts/{administrator.user_id}/"))

        assert not page.select("#deputy")
