"""N50-12: the gaps of the wider area are looked at first (补足片区短板)."""

from jiugai.domain.supervision.standards.bases import listed, of_need, of_scheme
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    broken,
    kept,
    undefined,
)


def examine(case: StandardCase, limits: StandardLimits) -> StandardAnswer:
    """Ask whether the scheme holds, or gives a reason against, any of what areas lack most."""
    wanted = set(limits.words["facilities"])
    if case.scheme is None:
        return undefined("没有改造方案，不知道补了哪些设施", "县区填报岗登记方案")
    lacking = [
        one for one in case.needs if one.answered.need.item in wanted and one.answered.is_missing
    ]
    if lacking:
        words = listed(one.answered.need.words for one in lacking)
        return broken(f"查出的{words}没有着落；应补足，或写明理由", *map(of_need, lacking))
    if any(case.scheme.says_of(item) for item in wanted):
        return kept("方案里有片区要补的设施，或写明了不建的理由", of_scheme(case.scheme))
    return undefined(
        "方案里没有养老、托育、助餐、停车、充电，也没有登记片区调查",
        "县区填报岗在一区一档登记片区调查",
    )


CHECK = StandardCheck(
    code="N50-12",
    title="补足片区短板",
    formula="方案里有养老、托育、助餐、停车、充电之一，或写明理由；查出的缺口都有着落",
    facts="改造方案、改造需求",
    words={"facilities": "片区要补的设施"},
    examine=examine,
)
