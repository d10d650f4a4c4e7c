"""What the rules of official Chinese make of sentences: tasks, days, owners, and what is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiugai.domain.supervision.decomposition.decomposition import decompose
from jiugai.domain.supervision.decomposition.quotes import with_orders_opened
from jiugai.domain.supervision.decomposition.sentences import Span
from jiugai.domain.supervision.decomposition.tasks import Task
from jiugai.exchange.decomposition_words import words

DAY = date(2023, 5, 10)  # a Wednesday
NEWS = "本报讯（记者 李某）5月9日，副市长王某某到兴隆片区调研老旧小区改造工作。\n"


def tasks_of(text: str) -> tuple[Task, ...]:
    return decompose(text, words(()), DAY).tasks


def days_of(text: str) -> list[date | None]:
    return [task.due_on for task in tasks_of(text)]


def owners_of(text: str) -> list[list[str]]:
    return [[owner.name for owner in task.owners] for task in tasks_of(text)]


class TestDays:
    @pytest.mark.parametrize(
        ("text", "due"),
        [
            ("6月底前印发全市停车设施管理细则。", [date(2023, 6, 30)]),
            ("本月内召开一次业主代表座谈会。", [date(2023, 5, 31)]),
            ("市消防救援支队6月中旬来检查。", [date(2023, 6, 20)]),
            ("方案评审会定于5月26日召开。", [date(2023, 5, 26)]),
            ("市规划局每月开一次评审会，首次会议定于5月26日。", [None, date(2023, 5, 26)]),
            (
                "6月5日前完成管道冲洗，6月8日前完成试压，确保20日恢复供水。",
                [date(2023, 6, 5), date(2023, 6, 8), date(2023, 6, 20)],
            ),
            ("6月10日前完成招标，25日前完成签约。", [date(2023, 6, 10), date(2023, 6, 25)]),
            ("8月底前累计完成外墙保温40栋。", [date(2023, 8, 31)]),
            ("6月底前32栋楼全部开工，这是死命令。", [date(2023, 6, 30)]),
            (
                "市财政局要分批下达补助900万元，其中首批350万元于6月15日前到账。",
                [None, date(2023, 6, 15)],
            ),
            (
                "市供电公司每周巡查不少于2次，9月30日前全部整改完毕。",
                [None, date(2023, 9, 30)],
            ),
        ],
    )
    def test_reads_the_day_by_which_it_is_due(self, text: str, due: list[date | None]) -> None:
        assert days_of(text) == due

    @pytest.mark.parametrize(
        "text",
        [
            "五年内不得在新铺路面上破路施工。",
            "严禁两年内擅自转租保障房。",
            "公示期不少于7日，确保公示到位。",
            "投诉15日内不处理的，严禁评优。",
            "6月30日前仍未开工的项目，由市财政局收回资金。",
            "7月底前没有销号的，约谈主要负责人。",
        ],
    )
    def test_takes_no_day_from_how_long_a_ban_or_a_notice_lasts(self, text: str) -> None:
        assert set(days_of(text)) <= {None}

    def test_keeps_the_day_of_a_floor(self) -> None:
        assert days_of("2023年底前签约率不得低于90%。") == [date(2023, 12, 31)]

    def test_counts_a_span_of_a_table_from_what_its_cell_says(self) -> None:
        found = tasks_of(
            "工作任务\t完成时限\n各街道办报送项目清单\t5月31日前\n"
            "设计单位修改图纸\t收到审图意见后7个工作日内"
        )

        assert [task.due_on for task in found] == [date(2023, 5, 31), None]
        assert found[1].deadline is not None


class TestReports:
    @pytest.mark.parametrize(
        "text",
        [
            "西坝泵站土建已过半，预计7月底投用，届时每天多处理污水2万吨。",
            "该桥有望8月底通车。",
            "4月12日市政府专题会议要求各县区4月30日前报送台账。",
            "其中要求4月15日前拆除的围挡未按时完成。",
            "4月20日进场施工，本次不列入督办。",
            "旬阳县2022年完成改造18个小区。",
            "区住建局4月5日完成验收3个。",
            "重点支持老旧小区配套养老托育设施新建、改建。",
            "要加快补齐公共服务短板。",
        ],
    )
    def test_finds_no_task_in_what_is_foreseen_past_or_general(self, text: str) -> None:
        assert tasks_of(text) == ()

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("单户补助原则上不超过2万元。", "2万元"),
            ("钢筋、水泥进场要逐批取样，不合格的一律退回。", "一律退回"),
        ],
    )
    def test_finds_a_cap_and_a_sanction(self, text: str, said: str) -> None:
        (task,) = tasks_of(text)

        assert said in task.text


class TestOwners:
    @pytest.mark.parametrize(
        ("text", "owners"),
        [
            (
                "请旬阳县政府于6月20日前完成调规，6月30日前报批。",
                [["旬阳县政府"], ["旬阳县政府"]],
            ),
            ("市水利局会同市财政局6月底前提出补助标准。", [["市水利局", "市财政局"]]),
            (
                "剩余资金由市审计局会同市财政局核定，于6月底前拨付。",
                [["市审计局", "市财政局"]],
            ),
            ("6月5日前，岭南区、瀛湖示范区完成摸底。", [["岭南区", "瀛湖示范区"]]),
            ("尚未开工的石泉县、宁强县，要在5月底前进场施工。", [["石泉县", "宁强县"]]),
            (
                "排名靠后的石泉县、宁强县，6月2日前由县政府主要领导到市政府说明情况。",
                [["石泉县", "宁强县"]],
            ),
            ("各街道要做好以下工作：①6月1日前建立楼栋台账；②张贴公告300份。", [["各街道"]] * 2),
            ("鼓励各县区拿出一个小区试点加装电梯。", [["各县区"]]),
            ("鼓励居民6月底前安装燃气报警器。", [[]]),
            ("财政部门对数据真实性负责，严禁虚列支出。", [["财政部门"]]),
        ],
    )
    def test_names_who_must_do_it(self, text: str, owners: list[list[str]]) -> None:
        assert owners_of(text) == owners

    def test_reads_the_bodies_that_a_row_names_itself(self) -> None:
        text = (
            "工作内容\t完成时限\n区住建局汇总储备项目\t6月1日前\n"
            "联合验收（区住建局牵头，区消防大队配合）\t9月底前"
        )

        assert owners_of(text) == [["区住建局"], ["区住建局", "区消防大队"]]

    def test_sets_up_a_body_without_giving_it_the_duty_of_setting_up(self) -> None:
        (task,) = tasks_of("成立由分管副区长任组长的工作专班。")

        assert "成立" in task.text


class TestQuotes:
    @pytest.mark.parametrize(
        ("quoted", "due"),
        [
            ("王某某现场要求：“市城管局6月8日前把占道棚亭拆完。”", [date(2023, 6, 8)]),
            ("“市城管局6月8日前把占道棚亭拆完。”副市长王某某说。", [date(2023, 6, 8)]),
            ("“市城管局6月8日前把占道棚亭拆完。”王某某强调。", [date(2023, 6, 8)]),
            ("居民张大妈说：“听说6月8日前市城管局要把棚亭拆完。”", []),
            ("“要是6月底前通上气就好了。”住户刘先生告诉记者。", []),
            ("“6月底前市燃气公司要全部通气。”一位居民要求。", []),
            ("此前副市长曾要求：“市城管局6月8日前把占道棚亭拆完。”", []),
        ],
    )
    def test_opens_what_a_leader_asks_for_and_nothing_else(
        self, quoted: str, due: list[date]
    ) -> None:
        assert days_of(NEWS + quoted) == due

    @given(st.text("“”：，。要求说居民副市长强调区6月底前完成", max_size=80))
    def test_loses_no_words_but_the_marks_of_what_it_opens(self, text: str) -> None:
        pieces = list(with_orders_opened(Span(3, text)))

        assert all(text[p.start - 3 : p.end - 3] == p.text for p, _ in pieces)
        left_out = len(text) - sum(len(piece.text) for piece, _ in pieces)
        assert left_out == 2 * sum(is_order for _, is_order in pieces)


class TestPapers:
    """Whole papers in small: what stands above, around and below an order."""

    def test_hands_no_day_of_a_preamble_down(self) -> None:
        text = (
            "据预测，5月中旬将有强降雨，现通知如下：\n"
            "一、车库出入口必须配备挡水板。\n二、5月15日前备足沙袋2000个。"
        )

        assert days_of(text) == [None, date(2023, 5, 15)]

    def test_takes_what_is_found_wrong_for_facts(self) -> None:
        text = (
            "检查发现以下问题：\n1.监理单位4月份到岗仅9天。\n2.拆除脚手架未报备。\n"
            "现责令你单位：\n1.5月25日前整改完毕。"
        )

        assert days_of(text) == [date(2023, 5, 25)]

    def test_passes_over_the_time_of_a_meeting(self) -> None:
        text = "一、会议时间\n5月下旬，会期1天。\n二、有关要求\n各县区5月16日前报送发言材料。"

        assert days_of(text) == [date(2023, 5, 16)]

    def test_opens_the_note_of_a_leader(self) -> None:
        text = "县委书记批示：“请住建局牵头，5月15日前拿出解决方案。”现就有关事项督办如下："

        assert days_of(text) == [date(2023, 5, 15)]

    def test_opens_what_a_leader_named_before_says(self) -> None:
        text = (
            "本报讯（记者 李某）5月9日，市长×××到兴隆片区督导。"
            "×××对在场的干部说：“县燃气公司9月28日前要给群众通上气。”"
        )

        assert days_of(text) == [date(2023, 9, 28)]

    @pytest.mark.parametrize(
        ("text", "owners"),
        [
            ("核查由市统计局配合市住建局于6月底前开展。", {"市住建局", "市统计局"}),
            ("剩余5处年内全部整治完毕，责任单位为市住建局。", {"市住建局"}),
            ("由区住建局牵头，会同高新区建设局于6月底前提出方案。", {"区住建局", "高新区建设局"}),
            ("县林业局6月底前取得批复。项目法人（县水务公司）编制计划。", {"县林业局"}),
            ("街道办今冬供暖前完成注水试压。", {"街道办"}),
            ("剩余5户由汉滨区政府负责，6月底前签约。（责任领导：李某）", {"汉滨区政府", "李某"}),
        ],
    )
    def test_names_those_who_lead_and_help(self, text: str, owners: set[str]) -> None:
        assert set(owners_of(text)[0]) == owners
