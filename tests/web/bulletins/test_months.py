"""The months: closed, open, closed once for all."""

import shutil
from pathlib import Path

import pytest
from django.test import Client

from jiugai.storage.audit.queries import last_mark
from jiugai.storage.reporting.queries import closes
from tests import demo_template
from tests.web.bulletins.months import next_month
from tests.web.reading import lines, page_of, said

CLERK, HEAD, FILER = "demo-zonghe", "demo-fuzeren", "demo-tianbao-610922"
CAPTION = "各月封账和通报"


@pytest.fixture
def snapshots(demo, settings, tmp_path: Path) -> Path:
    """Give a test the demo's snapshots to add to."""
    settings.VAR = tmp_path
    return shutil.copytree(demo_template.folder() / "snapshots", tmp_path / "snapshots")


class TestMonths:
    def test_lists_every_closed_month_and_the_one_to_be_closed_next(self, demo):
        rows = lines(demo(CLERK).get("/bulletins/"), CAPTION)

        assert len(rows) == len(closes()) + 1 >= 24
        assert rows[0].startswith(f"{next_month()} | 未封账 |")
        assert rows[0].endswith(f"封 {next_month()} 的账并写通报")
        assert rows[-1].startswith("2019-04 | 已封账 2019-05-05 18:00 | 2019-04-30 |")
        assert all("已封账" in row for row in rows[1:])

    def test_offers_both_forms_of_a_closed_month(self, demo):
        links = page_of(demo(CLERK).get("/bulletins/")).select("a[href^='/bulletins/2020-10/']")

        assert [link["href"] for link in links] == [
            "/bulletins/2020-10/red_head/",
            "/bulletins/2020-10/serial/",
        ]

    def test_offers_the_head_no_closing(self, demo):
        response = demo(HEAD).get("/bulletins/")

        assert not page_of(response).select("form[action$='/close/']")
        assert lines(response, CAPTION)[0].endswith("先封账，再写通报")

    def test_are_none_of_a_countys_business(self, demo):
        assert demo(FILER).get("/bulletins/").status_code == 403
        assert demo(FILER).post(f"/bulletins/{next_month()}/close/").status_code == 403

    def test_asks_the_database_as_often_for_many_as_for_few(
        self, demo, django_assert_max_num_queries
    ):
        browser = demo(CLERK)

        with django_assert_max_num_queries(16):
            assert len(lines(browser.get("/bulletins/"), CAPTION)) >= 24

    def test_of_a_city_without_a_plan_are_open(
        self, clerk_client: Client, django_assert_max_num_queries
    ):
        with django_assert_max_num_queries(16):
            rows = lines(clerk_client.get("/bulletins/"), CAPTION)

        assert rows
        assert all("未封账" in row for row in rows)


class TestClose:
    def test_goes_on_to_the_bulletin_of_the_month(self, demo, snapshots: Path):
        before = len(list(snapshots.rglob("*.parquet")))

        response = demo(CLERK).post(f"/bulletins/{next_month()}/close/", follow=True)

        assert response.redirect_chain == [(f"/bulletins/{closes()[-1].month}/red_head/", 302)]
        row = closes()[-1]
        assert f"{row.month}已封账，快照摘要{row.digest[:8]}…。" in said(response)
        assert len(list(snapshots.rglob("*.parquet"))) > before

    def test_twice_closes_once(self, demo, snapshots: Path):
        browser = demo(CLERK)
        browser.post(f"/bulletins/{next_month()}/close/", follow=True)
        acts, closed = last_mark().seq, closes()

        response = browser.post(f"/bulletins/{closed[-1].month}/close/", follow=True)

        assert f"{closed[-1].month}早已封账。" in said(response)
        assert (last_mark().seq, closes()) == (acts, closed)

    @pytest.mark.parametrize("month", ["2019-01", "2100-11", "2100-12"])
    def test_says_why_a_month_cannot_be_closed(self, demo, snapshots: Path, month):
        acts = last_mark().seq

        response = demo(CLERK).post(f"/bulletins/{month}/close/", follow=True)

        assert response.redirect_chain == [("/bulletins/", 302)]
        (sentence,) = said(response)
        assert month in sentence
        assert sentence.endswith("。")
        assert last_mark().seq == acts

    def test_without_a_plan_says_that_there_is_nothing_to_report(self, clerk_client: Client):
        response = clerk_client.post("/bulletins/2020-10/close/", follow=True)

        (sentence,) = said(response)
        assert "计划" in sentence
        assert not closes()

    @pytest.mark.parametrize("month", ["2020-13", "0000-01", "2020-00"])
    def test_knows_no_month_that_is_none(self, demo, month):
        assert demo(CLERK).post(f"/bulletins/{month}/close/").status_code == 404

    def test_is_not_done_by_a_link(self, demo):
        assert demo(CLERK).get(f"/bulletins/{next_month()}/close/").status_code == 405

    def test_is_not_done_for_a_stranger(self, demo):
        acts = last_mark().seq

        response = Client().post(f"/bulletins/{next_month()}/close/")

        assert response.status_code == 403
        assert "没有改动任何数据" in response.content.decode()
        assert last_mark().seq == acts


def test_strangers_are_sent_to_sign_in_and_back(db, client: Client):
    response = client.get("/bulletins/")

    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=%2Fbulletins%2F"
