"""D9: measures diverge (口径不一): complete by project, short by households or by progress."""

from fractions import Fraction

from jiugai.domain.quantities import percent
from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.series import POINT, WHOLE, percents
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Number,
    Verdict,
    failed,
    not_applicable,
)


def examine(case: Case) -> Verdict:
    """Hold a project reported complete against its households and its progress."""
    now = case.now
    if not now.is_complete:
        return not_applicable("还没有报完工")
    if now.progress is None and (now.households_done is None or not now.planned_households):
        return not_applicable("没有填形象进度，也没有填户数")
    said: list[str] = []
    numbers: dict[str, Number] = {"completed": now.completed or 0}
    if now.progress is not None and now.progress < WHOLE - case.limit("points") * POINT:
        said.append(f"形象进度只有 {percents(now.progress)}%")
        numbers["progress_pct"] = percents(now.progress)
    if now.households_done is not None and now.planned_households:
        share = Fraction(now.households_done, now.planned_households)
        if 1 - share > case.limits["points"] / 100:
            said.append(
                f"完成户数 {now.households_done:,} 户，只占计划 {now.planned_households:,} 户的 "
                f"{percent(share)}"
            )
            numbers["households_done"] = now.households_done
            numbers["planned_households"] = now.planned_households
    return failed(f"已报完工，{'；'.join(said)}", **numbers) if said else PASSED


CHECK = ReturnCheck(
    code="measures_diverge",
    number="D9",
    title="口径不一",
    answer=Answer.EXPLAIN,
    formula="已报完工（100%）− 按户数（或按形象进度）的完成率 > 5 个百分点",
    base_rate="审计中见过的样子：楚雄按小区 100.75%、按户 98.87%；也可能是规模有变更而没有报调整",
    limits={"points": "相差多少个百分点"},
    examine=examine,
)
