"""The list of checks (核对目录): N50-01 to N50-20, in their order."""

from jiugai.domain.supervision.standards import (
    areas_together,
    assessed,
    fees_agreed,
    gaps_around,
    handed_over,
    hazards_first,
    lifts,
    many_sources,
    mechanism,
    no_harm,
    objects_only,
    operators,
    own_plan,
    pipes_together,
    quality_kept,
    repair_fund,
    residents_throughout,
    three_at_once,
    upkeep_agreed,
    within_means,
)
from jiugai.domain.supervision.standards.check import StandardCheck

CHECKS: tuple[StandardCheck, ...] = (
    mechanism.CHECK,
    own_plan.CHECK,
    objects_only.CHECK,
    no_harm.CHECK,
    within_means.CHECK,
    pipes_together.CHECK,
    hazards_first.CHECK,
    residents_throughout.CHECK,
    upkeep_agreed.CHECK,
    fees_agreed.CHECK,
    quality_kept.CHECK,
    gaps_around.CHECK,
    areas_together.CHECK,
    lifts.CHECK,
    three_at_once.CHECK,
    operators.CHECK,
    many_sources.CHECK,
    handed_over.CHECK,
    repair_fund.CHECK,
    assessed.CHECK,
)
BY_CODE = {check.code: check for check in CHECKS}
