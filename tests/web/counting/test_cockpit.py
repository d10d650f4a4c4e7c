"""The cockpit: the month in one sentence, cohorts, counties, what to look at, what is new."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from jiugai.domain.programme.cohorts import Phase
from jiugai.services.facts import horizon
from jiugai.services.registry.buildings import add_building
from jiugai.services.supervision.cockpit import CohortCard, cockpit
from jiugai.web.home.cohort_cards import main_card, shown
from tests.officers import browser_of
from tests.services.little_city import OCTOBER, a_return, file_plan, plan_file, send
from tests.web.counting.reading import FRAGMENT, section, sentence, spoken
from tests.web.reading import lines, page_of

STARTS = "2020 年批次开工率，按小区数计，各县区"


class TestTheSentence:
    def test_says_the_month_and_that_no_deadline_is_known(self, look):
        assert sentence(look("/"), ".say") == (
            "2020年批复4个，开工2个，开工率50.0%；还有2个没有开工，期限未定。"
        )

    def test_says_how_many_days_are_left_once_a_deadline_is_set(self, demanded, look):
        assert sentence(look("/"), ".say") == (
            "2020年批复4个，开工2个，开工率50.0%；须在2020年12月31日前全部开工，还有61天、2个。"
        )

    def test_says_by_how_much_a_deadline_has_passed(self, demanded, look):
        said = sentence(look("/?as_of=2021-01-10"), ".say")

        assert said.endswith("2020年12月31日的期限已过10天，还有2个没有开工。")

    def test_opens_each_of_its_figures(self, look):
        figures = page_of(look("/")).select(".say a.figure")

        assert [figure.get_text() for figure in figures] == ["4", "2", "50.0%", "2"]
        assert {figure["hx-target"] for figure in figures} == {"#drawer"}


class TestACohort:
    def test_shows_its_rate_with_what_it_was_divided_from(self, look):
        card = section(look("/"), "2020年批次")

        assert "50.0%" in spoken(card)
        assert "开工2/批复4个小区较上月+25.0个百分点" in spoken(card)
        assert "申报5个项目" in spoken(card)
        assert "未定没有录入目标任务" in spoken(card)

    def test_says_the_pace_that_is_needed_and_the_one_kept(self, demanded, look):
        card = section(look("/"), "2020年批次")

        assert "按期须每周开工0.2个，近8周为0.3个" in spoken(card)
        assert "正常" in spoken(card)
        assert "61天剩余，至2020-12-31" in spoken(card)

    def test_is_lost_after_its_deadline(self, demanded, look):
        card = section(look("/?as_of=2021-01-10"), "2020年批次")

        assert "已失期" in spoken(card)
        assert "逾期10天" in spoken(card)

    def test_is_cut_into_stages_that_add_up_and_open_just_so_many(self, counted, look):
        clerk = browser_of(counted.clerk)
        stages = page_of(clerk.get("/")).select(".phase .key li")
        named = {spoken(stage): stage.select_one("a")["href"] for stage in stages}

        assert list(named) == ["施工中2", "已定标1", "已批复1"]
        for words, url in named.items():
            assert f"{words[-1]} 个小区" in clerk.get(url).content.decode()

    def test_without_a_plan_has_no_rate_and_says_why(self, counted, look):
        applied = plan_file(
            [("石泉县", "南苑小区", "2020-09-01", None)], day=date(2020, 9, 15), year=2021
        )
        file_plan(applied, actor=counted.clerk)

        card = section(look("/"), "2021年批次")

        assert spoken(card).startswith("2021年批次谋划：已申报，待批复未定1个项目")
        assert "批复0/申报1个" in spoken(card)
        assert "还没有批复计划，开工率没有分母，为未定" in spoken(card)
        assert "%" not in spoken(card)

    def test_above_a_hundred_per_cent_is_shown_as_it_is(self, counted, look):
        more = a_return(["河街小区,2020,,,,,,,,300,,"], "610928", name="补.csv")
        send(more, actor=counted.xunyang_filer)

        page = look("/?year=2020&measure=funding_rate")

        (first, *_) = lines(page, "2020 年批次资金到位率，按金额计，各县区")
        assert first == "1 | 旬阳县 | 270.0 | 300.0 | 111.1 | +111.1 | 足额"
        assert page_of(page).select_one(".county-map path.m-5") is not None


class TestTheCounties:
    def test_are_ranked_with_their_fractions(self, look):
        assert lines(look("/"), STARTS) == [
            "1 | 旬阳县 | 1 | 1 | 100.0 | 持平 | 0 | 全部开工",
            "2 | 石泉县 | 2 | 1 | 50.0 | +50.0 | 1 | 有开工",
            "3 | 汉滨区 | 1 | 0 | 0.0 | 持平 | 0 | 挂零",
            "— | 安康高新区 | — | — | 未定 | — | 0 | 无计划",
        ]

    def test_have_their_names_and_fractions_on_the_map(self, look):
        page = page_of(look("/"))
        said = {link["aria-label"] for link in page.select(".county-map a")}

        assert "石泉县，开工1个，计划2个" in said
        assert "旬阳县，开工1个，计划1个" in said

    def test_are_called_as_on_the_day(self, look):
        later = look("/?as_of=2021-02-01")

        assert next(line.split(" | ")[1] for line in lines(later, STARTS)) == "旬阳市"

    def test_open_to_their_facts_from_table_and_map(self, counted, look):
        page = page_of(look("/"))
        county = f"county={counted.divisions.shiquan}"
        cells = [link["href"] for link in page.select("#counties td a.figure")]
        areas = [link["href"] for link in page.select(".county-map a")]

        assert sum(county in url for url in cells) == 4
        assert sum(county in url for url in areas) == 1

    def test_are_swapped_by_the_switch_alone_or_as_a_whole_page(self, look):
        path = "/?year=2020&measure=start_rate&basis=households"
        part, page = look(path, **FRAGMENT), look(path)

        assert b"<html" not in part.content
        assert b"<html" in page.content
        assert (
            lines(part, "2020 年批次开工率，按户数计，各县区")
            == lines(page, "2020 年批次开工率，按户数计，各县区")
            == [
                "1 | 旬阳县 | 90 | 90 | 100.0 | 持平 | 0 | 全部开工",
                "2 | 石泉县 | 180 | 100 | 55.6 | +55.6 | 1 | 有开工",
                "3 | 汉滨区 | 150 | 0 | 0.0 | 持平 | 0 | 挂零",
                "— | 安康高新区 | — | — | 未定 | — | 0 | 无计划",
            ]
        )

    def test_offer_six_measures_and_four_bases(self, look):
        page = page_of(look("/"))
        switches = [
            [spoken(option) for option in switch.select("a")]
            for switch in page.select("#counties .segmented")
        ]

        assert switches == [
            ["开工率", "完工率", "竣工率", "投资完成率", "资金到位率", "资金拨付率"],
            ["小区", "楼栋", "户", "面积"],
        ]

    def test_share_no_first_place_where_all_are_level(self, look):
        page = look("/?measure=acceptance_rate")
        ranks = {line.split(" | ")[0] for line in lines(page, STARTS.replace("开工率", "竣工率"))}

        assert ranks == {"并列", "—"}

    @pytest.mark.parametrize("query", ["measure=nonsense", "basis=x", "year=1999", "year=二〇二〇"])
    def test_fall_back_to_the_usual_where_the_address_makes_no_sense(self, look, query):
        assert lines(look(f"/?{query}"), STARTS) == lines(look("/"), STARTS)


class TestWhatToLookAt:
    def test_names_counties_at_zero(self, look):
        watch = spoken(section(look("/"), "要盯的"))

        assert "2020年批次1个县区批复1个，一个也没有开工：汉滨区。" in watch

    def test_names_money_received_and_not_paid_on(self, look):
        watch = section(look("/"), "要盯的")

        assert "合计310.0万元" in spoken(watch)
        rows = [spoken(row) for row in watch.select("tbody tr")]
        assert rows == ["石泉县2020170.0", "旬阳县2020140.0"]

    def test_says_of_what_money_the_bulletin_tells_and_by_which_rule(self, look):
        watch = spoken(section(look("/"), "要盯的"))

        assert "通报只点到位满90天（没有文件规定天数，本平台默认口径，待核实）、" in watch

    def test_opens_each_of_its_sums(self, look):
        figures = section(look("/"), "要盯的").select("a.figure")

        assert [figure.get_text() for figure in figures] == ["1", "170.0", "140.0"]


class TestTheTableOfTheTrend:
    def test_opens_each_rate_on_the_day_it_was_taken(self, look):
        cells = page_of(look("/")).select(".trend td a.figure")

        assert [cell.get_text() for cell in cells][-2:] == ["25.0", "50.0"]
        assert [cell["href"].rpartition("as_of=")[2] for cell in cells][-2:] == [
            "2020-09-30",
            "2020-10-31",
        ]


class TestWhatIsNew:
    def test_lists_the_newest_first(self, look):
        days = [
            time["datetime"] for time in section(look("/"), "比上月多了什么").select("li > time")
        ]

        assert days == sorted(days, reverse=True)

    def test_names_works_one_by_one_and_since_when(self, look):
        news = section(look("/"), "比上月多了什么")

        assert "2020-09-30以来，1条" in spoken(news)
        assert "10-12石泉县金州家属院开工" in spoken(news)

    def test_gathers_the_earlier_steps(self, look):
        news = section(look("/?as_of=2020-08-10"), "比上月多了什么")

        assert "2020年批次定标3个：石泉县2、旬阳县1" in spoken(news)

    def test_says_when_nothing_happened(self, look):
        assert "没有新的进展" in spoken(section(look("/?as_of=2021-03-31"), "比上月多了什么"))


class TestTheTrend:
    def test_stands_in_a_table_beside_its_drawing(self, look):
        rows = lines(look("/"), "各月的率")

        assert rows[-3:] == ["2020-08 | 0.0", "2020-09 | 25.0", "2020-10 | 50.0"]
        assert rows[0] == "2020-04 | 0.0"


class TestWhoLooks:
    def test_a_county_sees_itself_alone_and_no_rank(self, counted, look):
        page = look("/", counted.filer)

        assert sentence(page, ".say").startswith("石泉县2020年批复2个，开工1个，开工率50.0%")
        assert lines(page, STARTS) == ["— | 石泉县 | 2 | 1 | 50.0 | +50.0 | 1 | 有开工"]
        assert page_of(page).select_one(".county-map") is None

    def test_a_street_is_sent_to_its_ledger(self, counted, look):
        page = look("/", counted.street)

        assert "您的岗位看街道、社区的小区" in spoken(section(page, "您的岗位"))

    def test_the_head_sees_the_last_acts(self, counted, look):
        assert "导入月报" in spoken(section(look("/", counted.head), "最近办的事"))

    def test_the_clerk_does_not(self, look):
        with pytest.raises(AssertionError, match="no heading"):
            section(look("/"), "最近办的事")


class TestAnEmptyCity:
    def test_is_told_what_to_do_first(self, clerk_client):
        page = clerk_client.get("/")

        assert "先导入各县区的台账" in spoken(section(page, "还没有数据"))
        assert page_of(page).select_one('main a[href="/import/"]') is not None

    def test_offers_no_import_to_whom_it_is_not(self, head_client):
        assert page_of(head_client.get("/")).select_one('main a[href="/import/"]') is None


class TestADayFarFromTheOthers:
    @pytest.mark.parametrize("day", ["1902-01-01", "2018-06-30", "2019-01-01", "2100-12-31"])
    def test_is_answered_too(self, look, day):
        for path in ("/", "/ranking/", "/trace/", "/communities/"):
            assert look(f"{path}?as_of={day}").status_code == 200, path

    def test_before_any_measure_shows_no_rate(self, look):
        assert page_of(look("/?as_of=2018-06-30")).select(".cohort .rate") == []


class TestTheQuestionsAsked:
    def test_are_few_even_when_nothing_is_remembered(self, counted, django_assert_max_num_queries):
        client = browser_of(counted.clerk)
        send(
            a_return(["北苑小区,2020,,,,,2020-10-20,,,,,"], day=OCTOBER, name="补.csv"),
            actor=counted.filer,
        )

        with django_assert_max_num_queries(30):
            page = client.get("/?as_of=2020-10-30")

        assert sentence(page, ".say").startswith("2020年批复4个，开工3个")


class TestWhichCohortsHaveACard:
    @pytest.fixture
    def cohort(self, counted) -> Callable[[int, Phase], CohortCard]:
        (card,) = cockpit(horizon(date(2020, 10, 31)), actor=counted.clerk).cards
        return lambda year, phase: replace(card, year=year, phase=phase)

    def test_finished_ones_give_way_to_those_that_are_not(self, cohort):
        done = [cohort(year, Phase.FINISHED) for year in (2016, 2017, 2018)]
        going = [cohort(2019, Phase.FINISHING), cohort(2020, Phase.STARTING)]

        assert shown([*done, *going]) == ([done[2], *going], done[:2])
        assert shown(done) == (done, [])
        assert shown([]) == ([], [])

    def test_the_month_is_about_the_oldest_that_has_to_start(self, cohort):
        finishing, planning = cohort(2019, Phase.FINISHING), cohort(2022, Phase.PLANNING)
        starting = [cohort(2020, Phase.STARTING), cohort(2021, Phase.STARTING)]
        done = [cohort(2017, Phase.FINISHED), cohort(2018, Phase.FINISHED)]

        assert main_card([*done, finishing, *starting, planning]) == starting[0]
        assert main_card([*done, finishing, planning]) == finishing
        assert main_card([*done, planning]) == planning
        assert main_card(done) == done[1]
        assert main_card([]) is None


def test_a_building_more_changes_no_rate(counted, look):
    before = lines(look("/"), STARTS)
    add_building(
        public_id=counted.number_of("金州家属院"),
        name="9号楼",
        built_year=1985,
        storeys=6,
        households=12,
        entrances=(),
        actor=counted.filer,
        today=date(2020, 10, 31),
    )

    assert lines(look("/"), STARTS) == before
