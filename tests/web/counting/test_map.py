"""The map: one measure by county, and the communities of the county chosen beside it."""

import json

import pytest

from tests.web.counting.reading import FRAGMENT, section, sentence, spoken
from tests.web.reading import lines, page_of

STARTS = "2020 年批次开工率，按小区数计，各县区"


def drawn(response) -> list[dict[str, object]]:
    """Return what the island draws from."""
    contract = page_of(response).select_one("#county-map-data")
    assert contract is not None
    return json.loads(contract.get_text())["counties"]


class TestTheCounties:
    def test_stand_in_the_contract_and_in_the_table(self, look):
        page = look("/map/")

        assert lines(page, STARTS)[0].startswith("1 | 旬阳县 | 1 | 1 | 100.0")
        by_name = {county["name"]: county for county in drawn(page)}
        assert len(by_name) == 10
        assert (by_name["旬阳县"]["fraction"], by_name["旬阳县"]["tone"]) == ("1 / 1", "5")
        assert (by_name["汉滨区"]["fraction"], by_name["汉滨区"]["tone"]) == ("0 / 1", "zero")
        assert by_name["白河县"]["tone"] == "none"
        assert by_name["白河县"]["url"] == ""

    def test_are_drawn_by_the_server_too_for_whoever_cannot_pan(self, look):
        page = page_of(look("/map/"))

        assert len(page.select(".county-map svg path")) >= 10
        assert page.select_one("script[type=module][src$='islands/map.js']") is not None
        assert page.select_one("[data-island=map][hidden]") is not None

    def test_change_with_cohort_measure_and_basis(self, look):
        page = look("/map/?measure=funding_rate&basis=fen")

        assert "2020年批次资金到位率，按金额计" in sentence(page, ".head p")
        assert drawn(page)[0]["fraction"].endswith("%") or drawn(page)[0]["tone"] == "none"

    @pytest.mark.parametrize("query", ["measure=x", "basis=x", "year=1999"])
    def test_fall_back_to_the_usual_where_the_address_makes_no_sense(self, look, query):
        assert lines(look(f"/map/?{query}"), STARTS) == lines(look("/map/"), STARTS)


class TestTheChosenCounty:
    def test_lists_its_communities(self, counted, look):
        page = look(f"/map/?county={counted.divisions.shiquan}")

        assert {row.split(" | ")[0] for row in lines(page, "石泉县 2020 年批次的小区")} == {
            "北苑小区",
            "金州家属院",
        }
        assert [county["name"] for county in drawn(page) if county["chosen"]] == ["石泉县"]

    def test_comes_alone_where_the_map_asks_for_it(self, counted, look):
        part = look(f"/map/?county={counted.divisions.shiquan}", **FRAGMENT)

        assert b"<html" not in part.content
        assert "2个小区" in spoken(section(part, "石泉县2020年批次"))
        back = page_of(part).select_one("a[hx-push-url]")
        assert lines(look(back["href"], **FRAGMENT), STARTS) == lines(look("/map/"), STARTS)

    @pytest.mark.parametrize("county", ["0", "x", "9" * 20, "-1"])
    def test_that_there_is_not_is_absent(self, look, county):
        assert look(f"/map/?county={county}").status_code == 404

    def test_of_another_is_absent_for_a_county(self, counted, look):
        other = look(f"/map/?county={counted.divisions.hanbin}", counted.filer)

        assert other.status_code == 404


class TestWhoLooks:
    def test_a_county_sees_the_others_without_figures(self, counted, look):
        page = look("/map/", counted.filer)

        told = {county["name"] for county in drawn(page) if county["tone"] != "none"}
        assert told == {"石泉县"}
        assert {"旬阳县", "汉滨区"} <= {county["name"] for county in drawn(page)}

    def test_a_street_is_sent_to_its_ledger(self, counted, look):
        page = look("/map/", counted.street)

        assert "您的岗位看街道、社区的小区" in spoken(section(page, "您的岗位"))

    def test_an_empty_city_is_told_what_is_missing(self, clerk_client):
        assert "还没有可以上图的批次" in spoken(
            section(clerk_client.get("/map/"), "还没有可以上图")
        )
