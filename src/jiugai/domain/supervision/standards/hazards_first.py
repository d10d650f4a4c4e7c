"""N50-07: gaps and hazards are found before the plan, and each is answered (先查短板和隐患)."""

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.scheme.needs import NeedKind
from jiugai.domain.supervision.standards.bases import listed, of_need, of_scheme, of_step
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    broken,
    kept,
    undefined,
)

RECORDER = "县区填报岗在改造方案页登记"


def examine(case: StandardCase, _: StandardLimits) -> StandardAnswer:
    """Hold what was found against the day of the approval, and against the scheme."""
    surveyed = [one for one in case.needs if one.answered.need.kind is not NeedKind.PROMISED]
    if not surveyed:
        return undefined("没有登记摸底缺口和安全隐患", RECORDER)
    first = min(surveyed, key=lambda one: one.found_on)
    approved = case.on(Step.APPROVAL)
    if approved is not None and first.found_on > approved:
        return broken(
            f"最早一条缺口是 {first.found_on} 查的，{approved} 已经批复；应在编制计划以前摸清",
            of_need(first),
            of_step(Step.APPROVAL, approved),
        )
    if case.scheme is None:
        return undefined(f"查出 {len(surveyed)} 项，还没有改造方案，不知道有没有着落", RECORDER)
    open_ = [one for one in surveyed if one.answered.is_missing]
    if open_:
        words = listed(one.answered.need.words for one in open_)
        return broken(
            f"{len(open_)} 项没有着落：{words}；每项应列入方案，或写明不改的理由",
            *map(of_need, open_),
        )
    return kept(f"查出的 {len(surveyed)} 项都有着落", of_need(first), of_scheme(case.scheme))


CHECK = StandardCheck(
    code="N50-07",
    title="先查短板和隐患",
    formula="批复以前登记了摸底缺口或安全隐患，每项都列入方案或写明理由",
    facts="改造需求、批复日期、改造方案",
    examine=examine,
)
