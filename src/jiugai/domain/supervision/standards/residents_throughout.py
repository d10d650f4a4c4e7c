"""N50-08: residents take part from beginning to end (居民全过程参与)."""

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.standards.bases import listed, of_mark
from jiugai.domain.supervision.standards.case import VISITS, StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    beside,
    broken,
    kept,
    undefined,
)

# Of 两清两访四公开, what must be on record once a step is reached.
BY_STEP = (
    (Step.APPROVAL, (("3", "入户查访"), ("5", "项目实施方案公开"))),
    (Step.START, (("6", "投资公开"), ("7", "进度公开"))),
    (Step.ACCEPTANCE, (("8", "验收公开"),)),
)


def examine(case: StandardCase, _: StandardLimits) -> StandardAnswer:
    """Ask for the records of each phase that was reached."""
    owed = [one for step, items in BY_STEP if case.on(step) for one in items]
    if not owed:
        return beside("还没有批复，还没到居民参与方案的环节")
    found = [(item, case.met(VISITS, item)) for item, _ in owed]
    shown = [of_mark(VISITS, mark) for _, mark in found if mark]
    lacking = [word for item, word in owed if not case.met(VISITS, item)]
    if not shown:
        return undefined(f"没有登记{listed(lacking)}", "县区填报岗在一区一档登记两清两访四公开")
    if lacking:
        return broken(f"已到的环节缺{listed(lacking)}；每个环节都应有居民参与的记录", *shown)
    return kept("已到的环节都有居民参与的记录", *shown)


CHECK = StandardCheck(
    code="N50-08",
    title="居民全过程参与",
    formula="批复后有入户查访和方案公开，开工后有投资、进度公开，验收后有验收公开",
    facts="两清两访四公开的登记，批复、开工、验收日期",
    examine=examine,
)
