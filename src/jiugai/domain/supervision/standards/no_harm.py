"""N50-04: no old building, resident or old tree removed under this name (不拆老建筑、不搬居民、不砍老树)."""

from jiugai.domain.supervision.standards.bases import of_line, of_scheme
from jiugai.domain.supervision.standards.case import StandardCase
from jiugai.domain.supervision.standards.check import (
    StandardAnswer,
    StandardCheck,
    StandardLimits,
    broken,
    undefined,
)
from jiugai.domain.supervision.standards.check import kept as is_kept

RECORDER = "县区填报岗登记方案，再在一区一档登记现场情况"


def examine(case: StandardCase, limits: StandardLimits) -> StandardAnswer:
    """Look for what must not be done in the words of the bill."""
    scheme = case.scheme
    if scheme is None:
        return undefined("没有改造方案，不知道有没有拆、搬、砍", RECORDER)
    for line in scheme.lines:
        found = next((word for word in limits.words["harm"] if word in line.name), None)
        if found:
            return broken(
                f"清单第{line.number}行“{line.name}”有“{found}”；不应借改造之名拆老建筑、搬居民、砍老树",
                of_line(scheme, line),
            )
    return is_kept("清单里没有拆、搬、砍的内容", of_scheme(scheme))


CHECK = StandardCheck(
    code="N50-04",
    title="不拆老建筑、不搬居民、不砍老树",
    formula="现行清单的名称里没有这些用词",
    facts="改造方案的清单",
    words={"harm": "清单里不应有的用词"},
    examine=examine,
)
