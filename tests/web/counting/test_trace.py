"""Any figure opened: what was divided by what, fact by fact, what was left out, when it was true."""

from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest

from jiugai.domain.reporting.indicators import Basis, Quantity
from jiugai.services.facts import horizon
from jiugai.services.reporting.measures import measures_on
from jiugai.services.reporting.trace import Question, trace
from jiugai.web import desk
from jiugai.web.reporting.wording import exact_percent
from tests.officers import browser_of
from tests.services.little_city import OCTOBER, a_return, send
from tests.web.counting.reading import FRAGMENT, definitions, section, sentence, spoken
from tests.web.reading import lines, page_of

STARTS = "/trace/?measure=start_rate&basis=communities&year=2020"


class TestTheEquation:
    def test_divides_before_it_rounds(self, look):
        assert sentence(
            look("/trace/?measure=start_rate&basis=households&year=2020"), ".equation"
        ) == ("截至当日已开工190户除以列入上报计划420户=45.238…%取为→45.2%")

    def test_speaks_of_money_in_wan_yuan(self, look):
        assert sentence(look("/trace/?measure=funding_rate&basis=fen&year=2020"), ".equation") == (
            "截至当日累计到位400.0万元除以上报计划投资1,260.0万元=31.746…%取为→31.7%"
        )

    def test_says_what_it_was_last_month_and_how_it_moved(self, look):
        said = sentence(look(STARTS), ".equation + .after")

        assert said == (
            "按未取整的数相除，四舍五入保留1位。上月同日1÷4=25.0%，"
            "提高25.0个百分点（按未取整的率相减）。"
        )

    def test_says_how_much_lies_unpaid(self, look):
        said = sentence(
            look("/trace/?measure=payment_rate&basis=fen&year=2020"), ".equation + .after"
        )

        assert "到位而未拨付310.0万元。" in said

    def test_says_what_the_deadline_asks_with_the_sum(self, demanded, look):
        said = spoken(section(look(STARTS), "期限"))

        assert said == (
            "期限须在2020-12-31前全部开工（原文：“年底前全部开工”），剩61天、2个："
            "按期须每周开工2×7÷61=0.2个。近8周开工2个，每周2÷8=0.3个。"
        )

    def test_speaks_of_no_deadline_where_none_was_set(self, look):
        with pytest.raises(AssertionError, match="no heading"):
            section(look(STARTS), "期限")

    def test_names_the_county_of_an_officer_who_sees_no_other(self, counted, look):
        page = look(STARTS, counted.filer)

        assert sentence(page, ".head p") == "石泉县·按小区数计"
        assert "全市" not in page.content.decode()
        assert page_of(page).select("select[name=county]") == []

    def test_without_a_denominator_is_undecided_and_never_zero(self, counted, look):
        county = counted.divisions.gaoxin
        page = look(f"{STARTS}&county={county}")

        assert sentence(page, ".equation").endswith("未定")
        assert "没有分母，率为未定" in sentence(page, ".equation + .after")

    @pytest.mark.parametrize(
        ("share", "shown"),
        [("2/45", "4.444…%"), ("1/4", "25%"), ("1/3", "33.333…%"), ("9/8", "112.5%"), ("0", "0%")],
    )
    def test_shows_a_share_before_rounding(self, share, shown):
        assert exact_percent(Fraction(share)) == shown


class TestTheFacts:
    def test_stand_with_day_place_paper_and_who_entered_them(self, look):
        rows = lines(look(STARTS), "分子的事实")

        assert len(rows) == 2
        assert rows[0].startswith("2020-10-12 | 石泉县 金州家属院 开工 | — | 《月报.csv》 ")
        assert "石泉县住建局 填报岗 录入" in rows[0]
        assert rows[1].startswith("2020-09-15 | 旬阳县 河街小区 开工")

    def test_lead_to_the_communities(self, counted, look):
        links = {a["href"] for a in page_of(look(STARTS)).select(".facts th a")}

        assert f"/communities/{counted.number_of('河街小区')}/" in links

    def test_of_money_are_the_flows_themselves(self, look):
        rows = lines(look("/trace/?measure=payment_rate&basis=fen&year=2020"), "分子的事实")

        assert sorted(row.split(" | ")[1] for row in rows) == [
            "旬阳县 河街小区 拨付资金 60.0 万元",
            "石泉县 金州家属院 拨付资金 30.0 万元",
        ]

    @pytest.mark.parametrize("county", [None, "shiquan", "hanbin"])
    def test_sum_to_every_figure_that_there_is(self, counted, county):
        asked = horizon(OCTOBER)
        place = getattr(counted.divisions, county) if county else None
        for measure in measures_on(asked).values():
            for basis in measure.bases:
                found = trace(
                    Question(measure.code, basis, 2020, place), asked, actor=counted.clerk
                )
                below = (
                    found.planned if measure.denominator is Quantity.PLANNED else found.divided_by
                )
                assert sum(fact.size for fact in found.counted) == found.rate.numerator
                assert sum(fact.size for fact in below) == found.rate.denominator


class TestWhatIsLeftOut:
    def test_names_what_is_later_than_the_day(self, look):
        left = section(look(f"{STARTS}&as_of=2020-10-01"), "没有计入的1条")

        assert "时点之后石泉县金州家属院：开工日2020-10-12，晚于截至日2020-10-01。" in spoken(left)

    def test_names_what_was_recorded_too_late(self, counted, look):
        before = desk.now()
        late = a_return(["北苑小区,2020,,,,,2020-10-20,,,,,"], day=OCTOBER, name="迟报.csv")
        send(late, actor=counted.filer)

        page = look(
            f"{STARTS}&recorded_by={before.isoformat(timespec='microseconds')}".replace("+", "%2B")
        )

        assert "截至当日已开工2个" in sentence(page, ".equation")
        assert "录入太晚石泉县北苑小区" in spoken(section(page, "没有计入的1条"))

    def test_is_silent_where_nothing_was(self, look):
        with pytest.raises(AssertionError, match="no heading"):
            section(look(STARTS), "没有计入")


class TestTheWhole:
    def test_is_told_by_county_and_each_opens(self, counted, look):
        page = look(STARTS)

        assert lines(page, "各县区计划与开工") == [
            "汉滨区 | 1 | 0 | 0.0",
            "石泉县 | 2 | 1 | 50.0",
            "旬阳县 | 1 | 1 | 100.0",
        ]
        links = [a["href"] for a in page_of(page).select("table a.figure")]
        assert sum(f"county={counted.divisions.shiquan}" in link for link in links) == 3

    def test_is_listed_community_by_community(self, look):
        assert lines(look(STARTS), "列入计划的小区") == [
            "江北小区 | 汉滨区 | 未开工",
            "北苑小区 | 石泉县 | 未开工",
            "金州家属院 | 石泉县 | 已开工",
            "河街小区 | 旬阳县 | 已开工",
        ]

    def test_names_the_paper_and_who_stands_outside_it(self, look):
        said = spoken(section(look(STARTS), "分母：计划内4个小区"))

        assert "《2020年计划.xlsx》，2020-04-20起算" in said
        assert "另有1个小区在本批次而不在计划内，不入分母" in said


class TestItsTime:
    def test_names_both_times_the_stamp_and_the_definition(self, look):
        told = definitions(look(STARTS))

        assert told["截至"] == "2020-10-3124:00（事实发生之日）"
        assert told["录入截止"].startswith("不限，最近一笔录入于")
        assert told["登记序号"].startswith("第")
        assert told["指标定义"].startswith("开工率第1版，2019-01-01起用：已开工的改造对象÷")
        assert "待核实" not in told["依据"]

    def test_says_where_a_definition_is_only_recalled(self, look):
        told = definitions(look("/trace/?measure=completion_rate&basis=communities&year=2020"))

        assert told["依据"].endswith("待核实")

    def test_leads_to_the_act_for_whom_may_read_it(self, counted, look):
        link = 'dl.definitions a[href^="/trace/acts/?before="]'

        assert page_of(look(STARTS, counted.head)).select_one(link) is not None
        assert page_of(look(STARTS, counted.clerk)).select_one(link) is None


class TestTheDrawer:
    def test_holds_the_same_without_the_page_around_it(self, look):
        part = look(STARTS, **FRAGMENT)

        assert b"<html" not in part.content
        assert page_of(part).select_one("#drawer-title").get_text() == "2020 年批次 开工率"
        assert lines(part, "分子的事实") == lines(look(STARTS), "分子的事实")

    def test_at_another_time_leaves_the_page_at_its_own(self, counted):
        clerk = browser_of(counted.clerk)

        part = clerk.get(f"{STARTS}&as_of=2020-09-20", headers=FRAGMENT)

        assert sentence(part, ".equation").startswith("截至当日已开工1个")
        ways = [link["href"] for link in page_of(part).select(".trace > footer a")]
        assert all("as_of=2020-09-20" in way for way in ways)
        assert page_of(clerk.get("/")).select(".elsewhen") == []

    def test_has_one_heading_on_its_own_page(self, look):
        assert [h1.get_text() for h1 in page_of(look(STARTS)).select("h1")] == [
            "2020 年批次 开工率"
        ]


class TestWhatIsAsked:
    @pytest.mark.parametrize(
        "query",
        [
            "measure=nonsense",
            "measure=start_rate&basis=fen",
            "year=1999",
            "year=二〇二〇",
            "county=999999",
            "county=-1",
            "county=" + "9" * 40,
        ],
    )
    def test_that_names_no_figure_is_not_found(self, look, query):
        assert look(f"/trace/?{query}").status_code == 404

    def test_of_a_foreign_county_is_not_found_either(self, counted, look):
        foreign = f"{STARTS}&county={counted.divisions.hanbin}"

        assert look(foreign, counted.filer).status_code == 404
        assert look(foreign.replace("trace/", "trace/export/"), counted.filer).status_code == 404
        assert look(foreign).status_code == 200

    def test_by_a_county_is_answered_for_itself(self, counted, look):
        page = look(STARTS, counted.filer)

        assert "列入上报计划2个" in sentence(page, ".equation")

    def test_of_an_empty_city_says_what_is_missing(self, clerk_client):
        page = clerk_client.get("/trace/")

        assert "导入年度计划之后" in spoken(section(page, "还没有可以溯源的数"))
        assert clerk_client.get("/trace/", headers=FRAGMENT).status_code == 200


class TestTheWorkbook:
    def test_holds_numerator_denominator_and_what_was_left_out(self, look):
        answer = look(f"{STARTS.replace('trace/', 'trace/export/')}&as_of=2020-10-01")
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
        (title, *_), head, *rows = list(sheet.iter_rows(values_only=True))

        assert "1 ÷ 4 个 = 25.0%" in title
        assert head[:4] == ("算在", "发生", "县区", "小区")
        assert [row[0] for row in rows] == ["分子", *["分母"] * 4, "未计入"]

    def test_bears_a_chinese_name(self, look):
        answer = look(STARTS.replace("trace/", "trace/export/"))

        assert "%E5%BC%80%E5%B7%A5%E7%8E%87" in answer["Content-Disposition"]  # 开工率

    @pytest.mark.parametrize("basis", [Basis.AREA, Basis.HOUSEHOLDS])
    def test_is_made_on_every_basis(self, look, basis):
        path = f"/trace/export/?measure=start_rate&basis={basis.value}&year=2020"

        assert look(path).status_code == 200


class TestTheQuestionsAsked:
    def test_are_few_even_when_nothing_is_remembered(self, counted, django_assert_max_num_queries):
        client = browser_of(counted.clerk)

        with django_assert_max_num_queries(30):
            client.get("/trace/?measure=payment_rate&as_of=2020-10-29")

    def test_strangers_are_sent_to_the_door(self, client, counted):
        for path in ("/trace/", "/trace/export/", "/trace/acts/"):
            assert client.get(path).headers["Location"].startswith("/sign-in/")
