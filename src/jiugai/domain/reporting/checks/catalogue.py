"""The list of checks (核验目录): every doubt that the platform raises, and the one it never uses."""

from jiugai.domain.reporting.checks import (
    above_plan,
    bunching,
    complaints_stop,
    copy_forward,
    cost_break,
    denominator,
    done_unpaid,
    duplicates,
    equal_steps,
    false_start,
    hard_logic,
    households_lag,
    jump,
    last_digit,
    measures_diverge,
    money_gap,
    paid_ahead,
    paid_beyond_progress,
    paradata,
    photo_alike,
    photo_repeated,
    rates_diverge,
    silent_county,
    start_unseen,
    stopped_yet_growing,
    survey_twins,
    thin_evidence,
    unit_slip,
)
from jiugai.domain.reporting.checks.check import Check, CountyCheck, ReturnCheck

RETURN_CHECKS: tuple[ReturnCheck, ...] = (
    hard_logic.CHECK,
    above_plan.CHECK,
    money_gap.CHECK,
    done_unpaid.CHECK,
    copy_forward.CHECK,
    stopped_yet_growing.CHECK,
    jump.CHECK,
    equal_steps.CHECK,
    unit_slip.CHECK,
    thin_evidence.CHECK,
    false_start.CHECK,
    start_unseen.CHECK,
    denominator.CHECK,
    measures_diverge.CHECK,
    cost_break.CHECK,
    households_lag.CHECK,
    paid_beyond_progress.CHECK,
    paid_ahead.CHECK,
    complaints_stop.CHECK,
)
"""Asked of each project and month of a file of returns."""
COUNTY_CHECKS: tuple[CountyCheck, ...] = (rates_diverge.CHECK, silent_county.CHECK)
"""Asked of each county and month of it."""
OTHER_CHECKS: tuple[Check, ...] = (
    bunching.CHECK,
    last_digit.CHECK,
    paradata.CHECK,
    photo_repeated.CHECK,
    photo_alike.CHECK,
    duplicates.CHECK,
    survey_twins.CHECK,
)
"""Asked of what is not in a return: surveys, devices, photos, papers."""
NOT_USED = (
    (
        "首位数字（Benford）",
        "如实的工程款会被误认：500 笔误认 48%，2,000 笔误认 100%；"
        "可作图看 500 笔以上的发票，从不提示",
    ),
    (
        "末位数字应当均匀",
        "如实取整的县区 71%—100% 会被误认，只与其他县区比，只排序",
    ),
    (
        "问卷“85% 相同即算雷同”",
        "10—20 道题的问卷，如实的人 66%—100% 会被误认",
    ),
    (
        "与本县区自己的均值 ± 3 个标准差比",
        "自己的数训练自己的界限，长期虚报的县区永远正常",
    ),
)
"""What is often asked for and is not done, and why."""
CHECKS: tuple[Check, ...] = (*RETURN_CHECKS, *COUNTY_CHECKS, *OTHER_CHECKS)
