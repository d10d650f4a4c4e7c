"""What must be on record before a step (节点以前要有的记录): the shape that three standards share."""

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.standards.bases import of_mark, of_step
from jiugai.domain.supervision.standards.case import STANDARDS, StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    beside,
    broken,
    kept,
    undefined,
)


def confirmed_before(
    case: StandardCase, code: str, step: Step, what: str, recorder: str
) -> StandardAnswer:
    """Hold the record of a standard against the day of a step.

    :param what: what has to be on record, such as 居民对长效管理的共识.
    """
    reached, mark = case.on(step), case.met(STANDARDS, code)
    if mark is None and reached is None:
        return beside(f"还没有{step.word}，{what}在{step.word}以前登记就可以")
    if mark is None:
        return undefined(f"已经{step.word}，没有登记{what}", recorder)
    if reached is not None and mark.on > reached:
        return broken(
            f"{what}是 {mark.on} 的，{step.word}是 {reached} 的；应在{step.word}以前",
            of_mark(STANDARDS, mark),
            of_step(step, reached),
        )
    return kept(f"{what}已在{step.word}以前登记", of_mark(STANDARDS, mark))
