"""A bulletin composed from a snapshot says what is there, and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiugai.domain.bulletins.composition import compose
from jiugai.domain.bulletins.document import FigureRun, Text, printed_lines, text_of
from jiugai.domain.bulletins.figures import (
    Basis,
    CohortFigures,
    Deadline,
    IdleLimit,
    League,
    OverdueSite,
    SnapshotFigures,
    Standing,
    Step,
    Tally,
)
from jiugai.domain.bulletins.proofreading import proofread
from jiugai.domain.bulletins.record import record_of
from jiugai.domain.programme.targets import Strength
from tests.domain.bulletins.examples import (
    DIGEST,
    october,
    quoted,
    ranked,
    red_head,
    serial,
)
from tests.domain.bulletins.reading import body_text, read_back, text_lines


def cohort(year: int = 2020, before: Tally | None = None, **counts: int | None) -> CohortFigures:
    basis = Basis.PROJECTS
    return CohortFigures(year, {basis: Tally(**counts)}, {basis: before} if before else {})


def says(*cohorts: CohortFigures, **changes: object) -> str:
    return body_text(
        compose(october(cohorts=cohorts, leagues=(), deadlines=(), **changes), red_head())
    )


def standings(*rows: tuple[str, str, int, int], **changes: object) -> str:
    league = replace(League(2020, Step.STARTED, Basis.PROJECTS, ranked(list(rows))), **changes)
    text = body_text(compose(october(leagues=(league,)), red_head()))
    return text.split("二、县区排名情况\n")[1].split("\n三、")[0]


class TestApplied:
    @pytest.mark.parametrize(
        ("communities", "said"),
        [
            (75, "2021年批次申报改造项目72个，涉及小区75个，批复数未定。"),
            (72, "2021年批次申报改造项目72个，批复数未定。"),
        ],
    )
    def test_projects_are_never_given_for_communities(self, communities: int, said: str):
        tallies = {
            Basis.PROJECTS: Tally(applied=72),
            Basis.COMMUNITIES: Tally(applied=communities),
        }

        assert said in says(CohortFigures(2021, tallies), basis=Basis.COMMUNITIES)

    def test_what_was_approved_names_its_own_noun(self):
        tallies = {
            Basis.PROJECTS: Tally(applied=69),
            Basis.COMMUNITIES: Tally(applied=69, planned=45, started=2),
        }

        said = says(CohortFigures(2020, tallies), basis=Basis.COMMUNITIES)

        assert "申报改造项目69个，获批小区45个，开工2个" in said


class TestProgress:
    def test_tells_the_figures_of_the_month(self):
        text = body_text(compose(october(), red_head()))

        assert (
            "2020年批次申报改造项目69个，获批45个，开工2个，开工率4.4%，较上月提高2.2个百分点，"
            "尚无项目完工。" in text
        )
        assert "2019年批次下达改造项目21个，已全部开工，完工9个，完工率42.9%" in text

    @pytest.mark.parametrize(
        ("counts", "said"),
        [
            ({"applied": 69, "planned": 45, "started": 0}, "获批45个，尚无项目开工，开工率0.0%"),
            ({"planned": 45, "started": 45, "completed": 0}, "已全部开工，尚无项目完工。"),
            ({"planned": 10, "started": 11}, "开工11个，开工率110.0%"),
            ({"applied": 72}, "申报改造项目72个，批复数未定。"),
            ({"applied": 72, "planned": 0}, "申报改造项目72个，尚无获批项目。"),
            ({"planned": 45, "started": None}, "下达改造项目45个，开工数未定。"),
            ({"applied": 9, "started": 3}, "批复数未定，开工3个，因计划数未定，不计开工率"),
            ({}, "申报数、批复数均未定。"),
            (
                {"planned": 3, "started": 3, "completed": 3, "accepted": 3},
                "已全部开工，已全部完工，已全部通过竣工验收。",
            ),
        ],
    )
    def test_says_each_case_as_it_is(self, counts: Mapping[str, int | None], said: str):
        assert said in says(cohort(**counts))

    def test_shows_a_full_rate_as_a_number_where_the_city_wants_it_so(self):
        text = says(cohort(planned=21, started=21), full_in_words=False)

        assert "开工21个，开工率100.0%" in text

    def test_tells_a_fall_as_a_fall(self):
        text = says(cohort(planned=50, started=20, before=Tally(planned=45, started=20)))

        assert "开工率40.0%，较上月下降4.4个百分点" in text

    def test_says_no_change_where_no_month_came_before(self):
        assert "较上月" not in says(cohort(planned=45, started=2)).split("二、")[0]

    def test_names_the_basis_of_every_other_rate(self):
        tallies = {
            Basis.PROJECTS: Tally(planned=4, started=1),
            Basis.HOUSEHOLDS: Tally(planned=900, started=300),
            Basis.AREA: Tally(planned=90_000_000, started=9_000_000),
        }

        assert "按户数计，开工率33.3%；按建筑面积计，开工率10.0%。" in says(
            CohortFigures(2020, tallies)
        )

    def test_says_so_where_there_is_no_cohort(self):
        assert "本期没有已下达或申报的年度批次。" in says()

    def test_quotes_what_others_counted_with_its_paper(self):
        text = body_text(compose(october(outside=(quoted(),)), red_head()))

        assert "据《全省通报》（陕建发〔2020〕88号），开工率按项目数计居全省末位。" in text


class TestStandings:
    def test_names_the_measure_beside_every_rank(self):
        said = standings(
            ("1", "甲县", 4, 3), ("2", "乙县", 4, 2), ("3", "丙县", 4, 1), ("4", "丁县", 8, 1)
        )

        assert said == (
            "按项目数计，2020年批次开工率居前的是：甲县75.0%（第1位），乙县50.0%（第2位），"
            "丙县25.0%（第3位）；居后的是：丁县12.5%（第4位）。"
        )

    def test_tells_ties_as_ties(self):
        said = standings(("1", "甲县", 4, 2), ("2", "乙县", 2, 1), ("3", "丙县", 4, 0))

        assert "甲县、乙县均为50.0%（并列第1位）" in said
        assert "其余1个县区开工率为零" in said

    def test_tells_a_tie_at_zero_with_its_rank(self):
        assert "其余10个县区开工率为零，并列第3位" in body_text(compose(october(), red_head()))

    @pytest.mark.parametrize(
        ("rows", "said"),
        [
            (
                [("1", "甲县", 4, 0), ("2", "乙县", 2, 0)],
                "按项目数计，2020年批次各县区均尚未开工，不分先后。",
            ),
            (
                [("1", "甲县", 4, 4), ("2", "乙县", 2, 2)],
                "按项目数计，2020年批次各县区均已全部开工，不分先后。",
            ),
            (
                [("1", "甲县", 4, 2), ("2", "乙县", 2, 1)],
                "按项目数计，2020年批次开工率各县区均为50.0%，不分先后。",
            ),
            ([("1", "甲县", 0, 0)], "2020年批次各县区均无计划，不作排名。"),
        ],
    )
    def test_makes_no_order_where_there_is_none(
        self, rows: list[tuple[str, str, int, int]], said: str
    ):
        assert standings(*rows) == said

    def test_does_not_rank_a_county_without_a_plan(self):
        assert "丙县" not in standings(
            ("1", "甲县", 4, 3), ("2", "乙县", 4, 2), ("3", "丙县", 0, 0)
        )

    def test_says_so_where_nothing_can_be_compared(self):
        assert "本期没有可以比较的计划，不作排名。" in says(cohort(planned=1))

    def test_refuses_a_rate_that_its_counts_do_not_make(self):
        with pytest.raises(ValueError, match="甲县"):
            Standing("1", "甲县", 4, 1, Fraction(1, 2), 1)


class TestProblems:
    def test_names_units_and_projects(self):
        text = body_text(compose(october(), red_head()))

        assert "白河县等10个县区2020年批次尚无项目开工，涉及计划项目36个。" in text
        assert (
            "紫阳县河堤路甲字小区（2020年批次）应于2020年9月30日前开工，尚未开工，逾期34天" in text
        )
        assert "岚皋县中央补助资金318.5万元，2020年7月1日到位，已有125天未拨付。" in text

    def test_says_so_where_there_are_none(self):
        bare = october(leagues=(), overdue=(), idle=(), late_reporters=())

        assert "未发现应予通报的问题。" in body_text(compose(bare, red_head()))

    def test_lists_many_overdue_sites_in_an_appendix(self):
        sites = tuple(
            OverdueSite("紫阳县", f"{name}字小区", 2020, Step.STARTED, date(2020, 9, 30))
            for name in "甲乙丙丁戊己庚"
        )

        bulletin = compose(october(overdue=sites), red_head())

        assert "项目有7个，名单见附件。" in body_text(bulletin)
        assert "附件：1. 2020年批次各县区开工情况表" in text_lines(bulletin)
        assert "7\t紫阳县\t庚字小区\t2020年\t开工\t2020年9月30日\t34" in text_lines(bulletin)

    def test_says_from_when_on_money_is_called_idle(self):
        limit = IdleLimit(90, "本平台默认口径，待核实")

        bulletin = compose(october(idle_limit=limit), red_head())

        assert "以下只列资金到位满90天、项目尚未开工的。" in body_text(bulletin)
        figure = bulletin.figures["i.limit"]
        assert figure.label == "到位未拨付资金列入通报的界线（本平台默认口径，待核实）"

    def test_lists_many_idle_sums_in_an_appendix(self):
        (money,) = october().idle
        sums = tuple(replace(money, since=date(2020, 7, day)) for day in range(1, 9))

        bulletin = compose(october(idle=sums), red_head())

        assert (
            "到位后尚未拨付的资金有8笔，合计2548万元，其中最早的于2020年7月1日到位，"
            "已有125天未拨付，明细见附件。" in body_text(bulletin)
        )
        assert "8\t岚皋县\t中央补助资金\t318.5\t2020年7月8日\t118" in text_lines(bulletin)


class TestRequirements:
    @pytest.mark.parametrize(
        ("deadline", "said"),
        [
            (
                Deadline("全部开工", date(2020, 12, 31), Strength.MUST, 2020, Step.STARTED),
                "2020年批次尚有43个项目未开工，必须于2020年12月31日前全部开工，距期限58天。",
            ),
            (
                Deadline("全部开工", date(2020, 12, 31), Strength.STRIVE, 2020, Step.STARTED),
                "力争于2020年12月31日前全部开工",
            ),
            (
                Deadline("全部开工", date(2020, 12, 31), Strength.MUST, 2019, Step.STARTED),
                "2019年批次已达到2020年12月31日前全部开工的要求。",
            ),
            (
                Deadline("全部开工", date(2020, 11, 3), Strength.MUST, 2020, Step.STARTED),
                "前全部开工，今日到期。",
            ),
            (
                Deadline("全部开工", date(2020, 10, 31), Strength.MUST, 2020, Step.STARTED),
                "全部开工的期限为2020年10月31日，已过3天，尚有43个项目未开工，有关县区要书面说明原因",
            ),
            (
                Deadline("完成前期工作", None, Strength.STRIVE, 2021),
                "2021年批次完成前期工作的期限未定，文件未写期限，明确后另行通知。",
            ),
            (
                Deadline("完成验收", date(2021, 6, 30), source="安政办发〔2020〕6号"),
                "必须于2021年6月30日前完成验收（安政办发〔2020〕6号），距期限239天。",
            ),
        ],
    )
    def test_says_what_is_asked_by_when(self, deadline: Deadline, said: str):
        assert said in body_text(compose(october(deadlines=(deadline,)), red_head()))

    def test_never_makes_up_the_day_of_the_next_return(self):
        assert "按时报送下期月报" in body_text(compose(october(report_on=None), red_head()))


class TestAppendix:
    def test_shows_zero_none_and_unknown_apart(self):
        rows = (
            Standing("1", "甲县", 4, 0, Fraction(0), 1),
            Standing("2", "乙县", 0, 0, None, None),
            Standing("3", "丙县", None, None, None, None),
        )
        league = League(2020, Step.STARTED, Basis.PROJECTS, rows)

        lines = text_lines(compose(october(leagues=(league,)), red_head()))

        assert "1\t甲县\t4\t0\t0.0%" in lines
        assert "—\t乙县\t0\t0\t—" in lines
        assert "—\t丙县\t未定\t未定\t未定" in lines
        assert "全市\t未定\t未定\t—" in lines


class TestTheForms:
    def test_the_digest_stands_in_the_imprint_of_both(self):
        printed = f"SM3摘要：{' '.join([DIGEST[i : i + 4] for i in range(0, 64, 4)])}"

        for imprint in (red_head(), serial()):
            assert text_lines(compose(october(), imprint))[-1] == printed

    def test_the_serial_form_counts_its_issues_in_chinese(self):
        lines = text_lines(compose(october(), serial()))

        assert lines[1] == "第五十六期"
        assert lines[2] == "安康市人民政府办公室\t2020年11月11日"

    def test_a_draft_without_a_number_leaves_it_out(self):
        for draft in (red_head(number=""), serial(issue=0)):
            assert "第" not in text_lines(compose(october(), draft))[1][:1]

    def test_the_same_snapshot_gives_the_same_text(self):
        assert compose(october(), red_head()) == compose(october(), red_head())


counts = st.one_of(st.none(), st.integers(0, 60))


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    return Tally(*(draw(counts) for _ in range(5)))


@st.composite
def months(draw: st.DrawFn) -> SnapshotFigures:
    years = draw(st.lists(st.integers(2018, 2022), max_size=3, unique=True))
    cohorts = tuple(
        CohortFigures(
            year,
            {Basis.PROJECTS: draw(tallies()), Basis.HOUSEHOLDS: draw(tallies())},
            {Basis.PROJECTS: draw(tallies())},
        )
        for year in years
    )
    rows = [
        (str(index), name, draw(st.integers(0, 9)), draw(st.integers(0, 9)))
        for index, name in enumerate(("石泉县", "汉阴县", "汉滨区", "恒口示范区"))
    ]
    rows = [(code, name, plan, reached if plan else 0) for code, name, plan, reached in rows]
    step = draw(st.sampled_from([Step.STARTED, Step.COMPLETED]))
    league = League(draw(st.sampled_from([2019, 2020])), step, Basis.PROJECTS, ranked(rows))
    dues = st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2021, 12, 31)))
    deadlines = tuple(
        Deadline("全部开工", draw(dues), draw(st.sampled_from(Strength)), year, Step.STARTED)
        for year in years
    )
    return october(
        cohorts=cohorts,
        leagues=(league,) if draw(st.booleans()) else (),
        deadlines=deadlines,
        decimals=draw(st.integers(0, 2)),
        full_in_words=draw(st.booleans()),
    )


class TestAnyMonth:
    @settings(max_examples=60)
    @given(months(), st.sampled_from([red_head(), serial()]))
    def test_every_number_printed_is_bound_and_agrees(self, figures: SnapshotFigures, imprint):
        bulletin = compose(figures, imprint)

        report = proofread(record_of(bulletin), read_back(bulletin, bound=False))

        assert [finding.message for finding in report.findings] == []
        assert report.checked == report.agree > 0

    @settings(max_examples=40)
    @given(months())
    def test_plain_words_hold_no_figure(self, figures: SnapshotFigures):
        bulletin = compose(figures, red_head())

        for paragraph in bulletin.body:
            plain = "".join(run.words for run in paragraph.runs if isinstance(run, Text))
            assert not any(char.isdigit() for char in plain)
        for line in printed_lines(bulletin):
            for run in line.runs:
                assert not isinstance(run, FigureRun) or text_of((run,), bulletin.figures)
