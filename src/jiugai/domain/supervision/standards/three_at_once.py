"""N50-15: energy, ageing and barriers are seen to in one go (节能、适老、无障碍同步)."""

from jiugai.domain.supervision.standards.bases import of_scheme
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
    """Ask a scheme for each of the three, or for the reason why not."""
    if case.scheme is None:
        return undefined("没有改造方案", "县区填报岗登记方案")
    lacking = [item for item in limits.words["at_once"] if not case.scheme.says_of(item)]
    if lacking:
        return broken(
            f"方案里没有{'、'.join(map(case.called, lacking))}；应同步实施，或写明不改的理由",
            of_scheme(case.scheme),
        )
    return kept("三项都在方案里，或写明了理由", of_scheme(case.scheme))


CHECK = StandardCheck(
    code="N50-15",
    title="节能、适老、无障碍同步",
    formula="三项都在现行方案里，或写明不改的理由",
    facts="改造方案",
    words={"at_once": "要同步的内容"},
    examine=examine,
)
