"""What was settled after a ranking reaches the sharing out of next year's money."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiugai.domain.supervision.rewards import RewardRuling
from jiugai.services.facts import horizon
from jiugai.services.supervision import hearings, rewards
from jiugai.services.supervision.ranking_runs import rank_close
from jiugai.services.supervision.rewards import Decided, settled_money
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.drawn_city import OCTOBER, close_october
from tests.web.reading import lines, page_of

AFTER = date(2020, 11, 11)
PAPER = "市政府专题会议纪要〔2020〕15号"
TABLE = "地区,改造面积(㎡),改造户数,改造楼栋数,改造小区个数,财政困难程度系数\n汉滨区,300,100,3,1,1\n石泉县,300,100,3,1,1\n"


@pytest.fixture
def decided(little: LittleCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    """Rank October, release it, and cut 汉滨区's money by a tenth."""
    monkeypatch.setenv("JIUGAI_AS_OF", AFTER.isoformat())
    rank_close(close_october(little, tmp_path), actor=little.clerk)
    shown, until = date(2020, 11, 4), date(2020, 11, 10)
    assert hearings.show(OCTOBER, until, seen=0, actor=little.clerk, today=shown).entered
    assert hearings.release(OCTOBER, seen=1, actor=little.head, today=AFTER).entered
    assert rewards.draw_up(OCTOBER, seen=3, actor=little.clerk, today=AFTER).entered
    page = rewards.rewards_of(OCTOBER, actor=little.head, today=AFTER)
    (cut,) = [row for row in page.rows if page.names[row.proposal.county] == "汉滨区"]
    said = Decided(RewardRuling.CHANGED, PAPER, "按会议意见", money=Fraction(1, 10))
    assert rewards.decide(OCTOBER, cut.id, said, actor=little.head, today=AFTER).entered
    return little


class TestSettledMoney:
    def test_tells_the_ranking_and_the_paper(self, decided: LittleCity) -> None:
        names = {decided.divisions.hanbin: "汉滨区"}
        (one,) = settled_money(2021, horizon(AFTER), names=names, actor=decided.clerk)
        assert (one.region, one.money, one.paper, one.place) == (
            "汉滨区",
            Fraction(-1, 10),
            PAPER,
            "2020-10",
        )
        assert "列入黑榜" in one.because

    def test_is_not_known_before_it_was_decided(self, decided: LittleCity) -> None:
        before = horizon(date(2020, 11, 10))
        assert settled_money(2021, before, names={}, actor=decided.clerk) == ()

    def test_is_not_given_in_part(self, decided: LittleCity) -> None:
        assert settled_money(2021, horizon(AFTER), names={}, actor=decided.filer) == ()


class TestAllocationPage:
    def send(self, little: LittleCity, year: str) -> object:
        file = SimpleUploadedFile("基数.csv", TABLE.encode())
        told = {"rule": "mof_2019", "total": "1000.00", "file": file, "year": year}
        return browser_of(little.clerk).post("/funding/allocation/", told)

    def test_takes_the_cut_in_and_keeps_the_total(self, decided: LittleCity) -> None:
        answer = self.send(decided, "2021")
        rows = lines(answer, "从基础份额到结转奖惩以后")
        assert rows[0].startswith(
            "汉滨区 | 500.00 | -10.0% | 47.3684% | 473.68 | -26.32 | 减 10%："
        )
        assert rows[1].startswith("石泉县 | 500.00 | 0 | 52.6316% | 526.32 | +26.32")
        link = page_of(answer).select_one('a[href="/ranking/release/2020-10/rewards/"]')
        assert link is not None
        assert browser_of(decided.clerk).get(str(link["href"])).status_code == 200

    def test_changes_nothing_where_nothing_was_settled(self, decided: LittleCity) -> None:
        rows = lines(self.send(decided, "2020"), "从基础份额到结转奖惩以后")
        assert [row.split(" | ")[4] for row in rows] == ["500.00", "500.00"]

    def test_leaves_it_out_unless_asked(self, decided: LittleCity) -> None:
        assert lines(self.send(decided, ""), "各地区份额和金额")
        assert page_of(self.send(decided, "")).select("#rewarded") == []

    def test_offers_years_to_the_city_alone(self, decided: LittleCity) -> None:
        county = page_of(browser_of(decided.filer).get("/funding/allocation/"))
        assert county.select("select[name=year]") == []
        city = page_of(browser_of(decided.clerk).get("/funding/allocation/"))
        assert [one["value"] for one in city.select("select[name=year] option")] == [
            "",
            "2020",
            "2021",
        ]
