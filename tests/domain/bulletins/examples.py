"""A month of 安康 as the bulletin's tests know it: 21 of 21 and 2 of 45 started on 2020-11-03."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from jiugai.domain.bulletins.document import Imprint, Template
from jiugai.domain.bulletins.figures import (
    Basis,
    CohortFigures,
    Deadline,
    IdleMoney,
    League,
    OutsideFigure,
    OverdueSite,
    RegisterFigures,
    Share,
    SnapshotFigures,
    Standing,
    Step,
    Tally,
)
from jiugai.domain.calendar import Month
from jiugai.domain.programme.targets import Strength

DIGEST = "7c1e09a4d2b85f60" * 4
AS_OF = date(2020, 11, 3)
# Code, name, planned and started sites of the 2020 cohort, planned and started households.
COUNTIES = (
    ("610922", "石泉县", 4, 1, 512, 120),
    ("610921", "汉阴县", 5, 1, 640, 96),
    ("610902", "汉滨区", 9, 0, 2210, 0),
    ("610923", "宁陕县", 3, 0, 300, 0),
    ("610924", "紫阳县", 4, 0, 455, 0),
    ("610925", "岚皋县", 3, 0, 371, 0),
    ("610926", "平利县", 4, 0, 402, 0),
    ("610927", "镇坪县", 2, 0, 188, 0),
    ("610928", "旬阳县", 5, 0, 601, 0),
    ("610929", "白河县", 3, 0, 290, 0),
    ("610900-L01", "安康高新区", 2, 0, 344, 0),
    ("610900-L02", "恒口示范区", 1, 0, 97, 0),
)


def ranked(rows: list[tuple[str, str, int, int]], **more: Any) -> tuple[Standing, ...]:
    """Return standings with shared ranks, in order."""
    rates = {code: Fraction(reached, plan) if plan else None for code, _, plan, reached in rows}
    order = sorted(rows, key=lambda row: (rates[row[0]] is None, -(rates[row[0]] or 0), row[0]))
    standings = []
    for code, name, planned, reached in order:
        rate = rates[code]
        rank = None
        if rate is not None:
            rank = 1 + sum(1 for other in rates.values() if other is not None and other > rate)
        tied = rate is not None and list(rates.values()).count(rate) > 1
        standings.append(
            Standing(code, name, planned, reached, rate, rank, tied, **more.get(code, {}))
        )
    return tuple(standings)


def league() -> League:
    """Return the start rate of the 2020 cohort by projects."""
    more = {
        code: {
            "change": Fraction(started, plan),
            "households": Share(started_households, households),
            "investment": Share(started * 31_500_000, plan * 150_000_000),
        }
        for code, _, plan, started, households, started_households in COUNTIES
    }
    rows = [(code, name, plan, started) for code, name, plan, started, _, _ in COUNTIES]
    return League(2020, Step.STARTED, Basis.PROJECTS, ranked(rows, **more))


def cohorts() -> tuple[CohortFigures, ...]:
    """Return the three cohorts in their three phases."""
    return (
        CohortFigures(
            2019,
            {
                Basis.PROJECTS: Tally(planned=21, started=21, completed=9, accepted=0),
                Basis.HOUSEHOLDS: Tally(planned=3126, started=3126, completed=1302),
            },
            before={Basis.PROJECTS: Tally(planned=21, started=21, completed=7)},
            planned_investment=10_250_000_000,
            investment=Share(6_112_300_000, 10_250_000_000, Fraction(55, 100)),
        ),
        CohortFigures(
            2020,
            {
                Basis.PROJECTS: Tally(applied=69, planned=45, started=2, completed=0),
                Basis.HOUSEHOLDS: Tally(planned=6410, started=216),
            },
            before={Basis.PROJECTS: Tally(planned=45, started=1, completed=0)},
            planned_investment=20_512_345_600,
            investment=Share(1_130_000_000, 20_512_345_600, Fraction(3, 100)),
            funding=Share(5_100_000_000, 20_512_345_600),
            payment=Share(980_000_000, 5_100_000_000),
        ),
        CohortFigures(2021, {Basis.PROJECTS: Tally(applied=72)}, pending="上级尚未批复"),
    )


def october(**changes: Any) -> SnapshotFigures:
    """Return October 2020 in full; arguments replace attributes."""
    figures = SnapshotFigures(
        city="安康市",
        month=Month(2020, 10),
        as_of=AS_OF,
        seq=18423,
        digest=DIGEST,
        cohorts=cohorts(),
        leagues=(league(),),
        overdue=(
            OverdueSite("紫阳县", "河堤路甲字小区", 2020, Step.STARTED, date(2020, 9, 30)),
            OverdueSite("旬阳县", "商贸街乙字家属院", 2019, Step.COMPLETED, date(2020, 8, 31)),
        ),
        idle=(IdleMoney("岚皋县", "中央补助资金", 318_500_000, date(2020, 7, 1)),),
        late_reporters=("白河县",),
        deadlines=(
            Deadline("全部完工", date(2020, 12, 31), Strength.MUST, 2019, Step.COMPLETED),
            Deadline("全部开工", date(2020, 12, 31), Strength.MUST, 2020, Step.STARTED),
            Deadline("完成前期工作", None, Strength.STRIVE, 2021),
        ),
        register=RegisterFigures(1085, 104_236),
        report_on=date(2020, 12, 5),
        names=("河堤路甲字小区", "商贸街乙字家属院", "老城丙字小区"),
    )
    return replace(figures, **changes)


def quoted() -> OutsideFigure:
    """Return a rank that the province counted."""
    return OutsideFigure(
        "开工率按项目数计居全省", "末位", "《全省通报》（陕建发〔2020〕88号）", 2020
    )


def red_head(**changes: Any) -> Imprint:
    """Return the imprint of a red-head document."""
    imprint = Imprint(
        template=Template.RED_HEAD,
        mark="安康市城镇老旧小区改造工作领导小组办公室文件",
        issuer="安康市城镇老旧小区改造工作领导小组办公室",
        issued_on=date(2020, 11, 5),
        printed_on=date(2020, 11, 6),
        addressees="各县（区）人民政府，高新区、恒口示范区管委会，市政府各有关部门",
        copies=("市委办公室，市人大常委会办公室，市政协办公室", "市纪委监委机关"),
        number="安旧改办〔2020〕10号",
    )
    return replace(imprint, **changes)


def serial(**changes: Any) -> Imprint:
    """Return the imprint of a serial bulletin."""
    imprint = Imprint(
        template=Template.SERIAL,
        mark="安政通报",
        issuer="安康市人民政府办公室",
        issued_on=date(2020, 11, 11),
        addressees="各县区人民政府，市政府各工作部门、直属机构",
        copies=(
            "市委办公室，市人大常委会办公室，市政协办公室，安康军分区",
            "市监委，市中级法院、检察院，各人民团体，各新闻单位",
            "中、省驻安各单位",
        ),
        issue=56,
    )
    return replace(imprint, **changes)
