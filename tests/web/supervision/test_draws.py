"""The screens of the drawn verification: drawn by one press, verified by typing, seen by whose it is."""

import uuid
from pathlib import Path

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from jiugai.domain.supervision.rounds import Tallies
from jiugai.services.actor import Actor
from jiugai.services.supervision import rounds
from tests.officers import browser_of
from tests.services.little_city import LittleCity
from tests.services.supervision.drawn_city import (
    OCTOBER,
    close_october,
    draw_october,
    issue_october,
)
from tests.services.supervision.test_rounds import find, number_of
from tests.web.reading import lines, page_of, said, wrong


@pytest.fixture
def drawn(little: LittleCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LittleCity:
    monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-20")
    draw_october(little, tmp_path)
    return little


def typed(who: Actor, number: str, **changed: object) -> HttpResponse:
    """Write down a visit by the form that the page shows."""
    browser = browser_of(who)
    address = f"/draws/2020-10/{number}/"
    form = page_of(browser.get(address)).select_one("form.visit")
    assert form is not None, "the page offers no form"
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    visit = {"on": "2020-11-12", "started": 1, "completed": 0, "households": 20, "note": "已到现场"}
    return browser.post(form["action"], fields | visit | changed, follow=True)


class TestDrawing:
    def test_is_one_press_once_the_bulletin_is_out(
        self, little: LittleCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JIUGAI_AS_OF", "2020-11-04")
        row = close_october(little, tmp_path)
        browser = browser_of(little.clerk)
        assert "抽2020年10月名单" not in browser.get("/draws/").content.decode()
        issue_october(row)
        form = page_of(browser.get("/draws/")).select_one("form[action='/draws/draw/']")
        assert form is not None
        fields = {one["name"]: one["value"] for one in form.select("input[name]")}
        answer = browser.post("/draws/draw/", fields, follow=True)
        assert said(answer) == ["2020年10月的名单已抽出，种子和名册摘要印在下面，谁都可以重抽。"]
        assert len(lines(answer, "抽查名单")) == 2

    def test_again_is_told_that_it_stands(self, drawn: LittleCity) -> None:
        again = {"month": "2020-10", "key": str(uuid.uuid4())}
        answer = browser_of(drawn.head).post("/draws/draw/", again, follow=True)
        assert said(answer) == ["2020年10月的名单已经抽过，一个月只抽一次。没有写入任何数据。"]

    @pytest.mark.parametrize("month", ["", "十月", "2020-13", "2020-09"])
    def test_of_no_such_month_is_refused_in_words(self, drawn: LittleCity, month: str) -> None:
        answer = browser_of(drawn.head).post(
            "/draws/draw/", {"month": month, "key": str(uuid.uuid4())}
        )
        assert answer.status_code == 422
        assert "没有写入任何数据" in said(answer)[0]

    def test_is_not_offered_to_a_county(self, drawn: LittleCity) -> None:
        assert browser_of(drawn.filer).get("/draws/").status_code == 200
        forged = {"month": "2020-10", "key": str(uuid.uuid4())}
        assert browser_of(drawn.filer).post("/draws/draw/", forged).status_code == 403


class TestTheList:
    def test_prints_how_to_draw_it_again(self, drawn: LittleCity) -> None:
        page = page_of(browser_of(drawn.sibling).get("/draws/2020-10/"))
        known = rounds.round_of(OCTOBER, actor=drawn.clerk).draw
        values = [one.get_text(strip=True) for one in page.select(".proof dd")]
        assert values == [known.root.hex(), known.seed.hex(), known.frame.hex()]
        assert page.select_one(".redo").get_text(strip=True) == (  # type: ignore[union-attr]
            f"jiugai draw --month 2020-10 --root {known.root.hex()} "
            "--projects 2020-10抽查名册.csv --light green"
        )

    def test_gives_its_frame_as_a_file(self, drawn: LittleCity) -> None:
        answer = browser_of(drawn.sibling).get("/draws/2020-10/frame/")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer.content.decode("utf-8-sig").splitlines()[0] == "项目编号,县区,风险分,灯号"

    def test_says_what_follows_once_all_was_seen(self, drawn: LittleCity) -> None:
        find(drawn, "石泉县", Tallies(1, 0, 20))
        find(drawn, "旬阳县", Tallies(1, 0, 4))
        answer = browser_of(drawn.clerk).get("/draws/2020-10/")
        assert lines(answer, "核实结论") == [
            "开工小区 | 100.0% | 100.0%—100.0% | 0.0% | 2 个里 0 个 | 0 | 绿灯",
            "完工小区 | 上报数都是 0 | — | — | — | — | 没有灯",
            "完成户数 | 80.0% | 80.0%—80.0% | 20.0% | 2 个里 1 个 | 1 | 红灯",
        ]
        assert "下次随机抽 10 个、按风险抽 10 个" in answer.content.decode()

    def test_shows_a_county_its_own_outcomes_alone(self, drawn: LittleCity) -> None:
        find(drawn, "石泉县", Tallies(1, 0, 20))
        find(drawn, "旬阳县", Tallies(1, 0, 4))
        answer = browser_of(drawn.filer).get("/draws/2020-10/")
        assert [line.split(" | ")[0] for line in lines(answer, "各县区核实结果")] == ["石泉县"]
        by_county = {line.split(" | ")[2]: line for line in lines(answer, "抽查名单")}
        assert by_county["石泉县"].endswith("20 → 20 | 相符")
        assert by_county["旬阳县"].endswith("10 | 不公开")

    def test_of_a_month_without_one_is_absent(self, drawn: LittleCity) -> None:
        browser = browser_of(drawn.clerk)
        assert browser.get("/draws/2020-09/").status_code == 404
        assert browser.get("/draws/2020-10/nothing/").status_code == 404
        assert browser.get("/draws/2020-10/found/area/").status_code == 404

    def test_asks_little_of_the_database(
        self, drawn: LittleCity, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = browser_of(drawn.clerk)
        for address in ("/draws/", "/draws/2020-10/", "/draws/2020-10/frame/"):
            with django_assert_max_num_queries(30):
                assert browser.get(address).status_code == 200


class TestAProject:
    def test_is_verified_by_typing_what_was_found(self, drawn: LittleCity) -> None:
        number = number_of(drawn, "石泉县")
        answer = typed(drawn.head, number)
        assert said(answer) == ["现场核实已记下，只增不改；要改请另记一版并写理由。"]
        (line,) = lines(browser_of(drawn.filer).get(f"/draws/2020-10/{number}/"), "核实记录")
        assert "&lt;" not in browser_of(drawn.filer).get("/draws/").content.decode()
        assert "<time" not in line
        assert line.startswith("第 1 版 | 2020-11-12 | 1 | 0 | 20 | 已到现场 | 安康市改造办 负责人")

    def test_is_corrected_with_a_reason(self, drawn: LittleCity) -> None:
        number = number_of(drawn, "石泉县")
        typed(drawn.head, number)
        answer = typed(drawn.head, number, households=12, reason="")
        assert answer.status_code == 422
        assert wrong(answer) == ["请写更正理由，例如“漏数了3号楼”。"]
        typed(drawn.head, number, households=12, reason="漏数了3号楼")
        assert len(lines(browser_of(drawn.head).get(f"/draws/2020-10/{number}/"), "核实记录")) == 2

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"on": ""}, "请填去现场的日期，例如2020-11-12。"),
            ({"started": "两个"}, "现场开工小区没有读懂，请填整数，例如2。"),
            ({"households": "-1"}, "现场完成户数应不小于0，例如120。"),
            ({"note": ""}, "请写现场情况，例如“2号楼外墙未施工，其余属实”。"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(
        self, drawn: LittleCity, changed: dict[str, object], sentence: str
    ) -> None:
        answer = typed(drawn.head, number_of(drawn, "石泉县"), **changed)
        assert answer.status_code == 422
        assert wrong(answer) == [sentence]

    def test_says_what_cannot_be_and_keeps_what_was_typed(self, drawn: LittleCity) -> None:
        answer = typed(drawn.head, number_of(drawn, "石泉县"), started=5)
        assert answer.status_code == 422
        assert said(answer)[0].startswith("核实的开工小区读到5个")
        assert 'value="5"' in answer.content.decode()

    def test_of_another_county_is_on_the_list_and_no_further(self, drawn: LittleCity) -> None:
        find(drawn, "石泉县", Tallies(1, 0, 7))
        address = f"/draws/2020-10/{number_of(drawn, '石泉县')}/"
        assert browser_of(drawn.sibling).get(address).status_code == 404
        assert address not in browser_of(drawn.sibling).get("/draws/2020-10/").content.decode()

    def test_takes_nothing_from_a_county(self, drawn: LittleCity) -> None:
        number = number_of(drawn, "石泉县")
        fields = {"key": str(uuid.uuid4()), "seen": 0, "on": "2020-11-12", "note": "属实"}
        counts = {"started": 1, "completed": 0, "households": 20}
        answer = browser_of(drawn.filer).post(f"/draws/2020-10/{number}/record/", fields | counts)
        assert answer.status_code == 403
