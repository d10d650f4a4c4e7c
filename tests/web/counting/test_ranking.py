"""The ranking: one measure on one basis, by a method that is said, for whom it means something."""

from io import BytesIO

import openpyxl
import pytest

from jiugai.domain.reporting.indicators import Basis
from jiugai.services.facts import horizon
from jiugai.services.reporting.measures import measures_on
from jiugai.web.supervision.asking import second_keys
from tests.officers import browser_of
from tests.services.little_city import OCTOBER, a_return, send
from tests.web.counting.reading import FRAGMENT, section, sentence, spoken
from tests.web.reading import lines, page_of

STARTS = "2020 年批次开工率，按小区数计，各县区"


class TestARanking:
    def test_orders_the_counties_and_adds_them_up(self, look):
        page = look("/ranking/")

        assert lines(page, STARTS) == [
            "1 | 旬阳县 | 1 | 1 | 100.0 | 持平 | 0 | 全部开工",
            "2 | 石泉县 | 2 | 1 | 50.0 | +50.0 | 1 | 有开工",
            "3 | 汉滨区 | 1 | 0 | 0.0 | 持平 | 0 | 挂零",
            "— | 安康高新区 | — | — | 未定 | — | 0 | 无计划",
        ]
        total = page_of(page).select_one("tfoot tr")
        assert [spoken(cell) for cell in total.select("td, th")] == [
            "", "全市", "4", "2", "50.0", "+25.0", "1", "",
        ]  # fmt: skip

    def test_names_its_measure_basis_and_method(self, look):
        page = look("/ranking/?basis=households")

        assert sentence(page, "#ranking-title") == "2020年批次开工率排名按户数计"
        assert "率相同的并列同一名次" in sentence(page, ".ranking footer")
        assert "保留1位" in sentence(page, ".ranking footer")

    def test_says_who_leads_and_who_trails(self, look):
        assert sentence(look("/ranking/"), ".say") == (
            "开工率靠前：旬阳县（100.0%）、石泉县（50.0%）。靠后：汉滨区（0.0%）。"
        )

    def test_says_when_nobody_does(self, look):
        page = look("/ranking/?measure=acceptance_rate")

        assert sentence(page, ".say") == "各县区竣工率相同，不分先后。"

    def test_warns_of_a_definition_that_is_only_recalled(self, look):
        assert "口径待核实" in spoken(
            section(look("/ranking/?measure=acceptance_rate"), "2020年批次")
        )
        assert "口径待核实" not in spoken(section(look("/ranking/"), "2020年批次"))

    @pytest.mark.parametrize(
        ("decimals", "shown"), [("0", "56"), ("1", "55.6"), ("2", "55.56"), ("9", "55.6")]
    )
    def test_shows_as_many_decimals_as_are_asked_for(self, look, decimals, shown):
        page = look(f"/ranking/?basis=households&decimals={decimals}")

        assert lines(page, STARTS.replace("小区数", "户数"))[1].split(" | ")[4] == shown

    def test_writes_a_full_rate_in_words_if_asked(self, look):
        assert lines(look("/ranking/?full=1"), STARTS)[0].split(" | ")[4] == "全部开工"
        assert lines(look("/ranking/?full=1"), STARTS)[1].split(" | ")[4] == "50.0"

    def test_opens_every_figure(self, counted, look):
        cells = page_of(look("/ranking/")).select("tbody td a.figure, tfoot td a.figure")

        # four of each ranked county, the 未定 of the one without a plan, four of the whole
        assert len(cells) == 3 * 4 + 1 + 4
        assert all(cell["href"].startswith("/trace/?measure=start_rate") for cell in cells)


class TestTies:
    @pytest.fixture
    def level(self, counted):
        """Let 汉滨区 start its one site, as 旬阳县 has."""
        send(a_return(["江北小区,2020,,,,,2020-10-25,,,,,"], "610902", name="补.csv"), actor=counted.sibling)  # fmt: skip

    @pytest.mark.parametrize(
        ("ties", "ranks"), [("shared", ["1", "1", "3"]), ("running", ["1", "2", "3"])]
    )
    def test_share_a_rank_or_run_on(self, level, look, ties, ranks):
        found = lines(look(f"/ranking/?ties={ties}"), STARTS)

        assert [row.split(" | ")[0] for row in found[:3]] == ranks

    def test_are_parted_by_a_second_key_which_is_shown(self, level, look):
        found = lines(look("/ranking/?ties=running&second=investment_rate"), STARTS)

        assert [row.split(" | ")[:2] for row in found[:2]] == [["1", "旬阳县"], ["2", "汉滨区"]]
        assert found[0].split(" | ")[6] == "33.3"  # 90 of 270 万元

    def test_open_the_second_key_too(self, level, look):
        rows = page_of(look("/ranking/?second=investment_rate")).select("tbody tr")

        assert "measure=investment_rate&basis=fen" in rows[0].select("td a.figure")[4]["href"]

    def test_are_never_parted_by_what_the_measure_does_not_have(self, look):
        measures = measures_on(horizon(OCTOBER))

        assert list(second_keys(measures["start_rate"], Basis.COMMUNITIES)) == [
            "", "households", "area", "investment_rate",
        ]  # fmt: skip
        assert list(second_keys(measures["start_rate"], Basis.AREA)) == [
            "", "households", "investment_rate",
        ]  # fmt: skip
        assert list(second_keys(measures["investment_rate"], Basis.FEN)) == [""]


class TestWhatIsAsked:
    @pytest.mark.parametrize(
        "query", ["measure=x", "basis=fen", "year=1999", "ties=x", "second=x", "decimals=-1"]
    )
    def test_and_makes_no_sense_falls_back_to_the_usual(self, look, query):
        assert lines(look(f"/ranking/?{query}"), STARTS) == lines(look("/ranking/"), STARTS)

    def test_by_the_form_is_answered_with_the_part_alone(self, look):
        part = look("/ranking/", **FRAGMENT)

        assert b"<html" not in part.content
        assert lines(part, STARTS) == lines(look("/ranking/"), STARTS)

    def test_by_a_county_shows_it_alone_without_a_rank(self, counted, look):
        page = look("/ranking/", counted.filer)

        assert lines(page, STARTS) == ["— | 石泉县 | 2 | 1 | 50.0 | +50.0 | 1 | 有开工"]
        assert "这里不排名" in sentence(page, ".ranking footer")

    def test_of_an_empty_city_says_what_is_missing(self, clerk_client):
        page = clerk_client.get("/ranking/")

        assert "导入年度计划之后" in spoken(section(page, "还没有可以排名的批次"))
        assert clerk_client.get("/ranking/export/").status_code == 404

    def test_by_a_stranger_is_not_answered(self, client, counted):
        for path in ("/ranking/", "/ranking/export/"):
            assert client.get(path).headers["Location"].startswith("/sign-in/")


class TestTheWorkbook:
    def test_names_measure_and_basis_beside_every_rank(self, look):
        answer = look("/ranking/export/?basis=area&decimals=2")
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
        (title, *_), head, *rows = list(sheet.iter_rows(values_only=True))

        assert title.startswith("2020 年批次开工率排名，按面积计，截至 2020-10-31")
        assert head[:6] == ("名次", "县区", "代码", "批次", "指标", "口径")
        assert rows[1][:10] == (
            2, "石泉县", "610922", 2020, "开工率", "面积", 21600.5, 12000, "㎡", 55.55,
        )  # fmt: skip
        assert [row[1] for row in rows] == ["旬阳县", "石泉县", "汉滨区", "安康高新区", "合计"]
        assert rows[3][9] == "未定"

    def test_is_the_countys_own_for_a_county(self, counted, look):
        answer = look("/ranking/export/", counted.filer)
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active

        assert [row[1] for row in sheet.iter_rows(min_row=3, values_only=True)] == [
            "石泉县",
            "合计",
        ]


def test_the_questions_asked_are_few_even_when_nothing_is_remembered(
    counted, django_assert_max_num_queries
):
    client = browser_of(counted.clerk)

    with django_assert_max_num_queries(30):
        client.get("/ranking/?as_of=2020-10-28&second=investment_rate")
