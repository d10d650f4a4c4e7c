"""D1b: more than the plan (超出计划): legal, and asked for a reason."""

from fractions import Fraction

from jiugai.domain.quantities import percent
from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.series import WHOLE, percents
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Number,
    Verdict,
    failed,
    not_applicable,
)


def examine(case: Case) -> Verdict:
    """Say whether more was done than was planned, once: in the month in which that is first told."""
    now, before = case.now, case.before
    done, planned = now.households_done, now.planned_households
    if now.progress is None and (done is None or not planned):
        return not_applicable("本月没有填形象进度，也没有填完成户数和计划户数")
    said: list[str] = []
    numbers: dict[str, Number] = {}
    if done and planned and done > planned:
        same = before and (before.households_done, before.planned_households) == (done, planned)
        if not same:
            share = percent(Fraction(done, planned))
            said.append(f"完成户数 {done:,} 户，超过计划 {planned:,} 户，为 {share}")
            numbers |= {"households_done": done, "planned_households": planned}
    if now.progress and now.progress > WHOLE and not (before and before.progress == now.progress):
        said.append(f"形象进度 {percents(now.progress)}%，超过 100%")
        numbers["progress_pct"] = percents(now.progress)
    return failed("；".join(said) + "；超过计划允许", **numbers) if said else PASSED


CHECK = ReturnCheck(
    code="above_plan",
    number="D1b",
    title="超出计划",
    answer=Answer.EXPLAIN,
    formula="完成户数 > 计划户数，或形象进度 > 100%",
    base_rate="超过 100% 合法，公布的数里常见；只问原因（变更、增项），从不退回",
    examine=examine,
)
