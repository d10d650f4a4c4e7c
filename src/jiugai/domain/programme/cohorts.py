"""Annual cohorts (年度批次): which phase a cohort is in, and how it divides into stages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum

from jiugai.domain.programme.pipeline import Standing, Step


class Stage(IntEnum):
    """A segment of the phase bar (阶段), the least advanced first; every site is in exactly one."""

    EXITED = 0
    NOT_ENTERED = 1
    RESERVED = 2
    APPLIED = 3
    APPROVED = 4
    PREPARED = 5
    TENDERED = 6
    UNDER_WORKS = 7
    COMPLETED = 8
    ACCEPTED = 9
    SETTLED = 10
    HANDED_OVER = 11

    @property
    def word(self) -> str:
        return _STAGE_WORDS[self]


_STAGE_WORDS = {
    Stage.EXITED: "已退出",
    Stage.NOT_ENTERED: "未入库",
    Stage.RESERVED: "储备",
    Stage.APPLIED: "已申报",
    Stage.APPROVED: "已批复",
    Stage.PREPARED: "前期已完成",
    Stage.TENDERED: "已定标",
    Stage.UNDER_WORKS: "施工中",
    Stage.COMPLETED: "已完工",
    Stage.ACCEPTED: "已验收",
    Stage.SETTLED: "已结算",
    Stage.HANDED_OVER: "已移交",
}

_STAGE_OF_STEP = {
    Step.RESERVE: Stage.RESERVED,
    Step.APPLICATION: Stage.APPLIED,
    Step.APPROVAL: Stage.APPROVED,
    Step.PREPARATION: Stage.PREPARED,
    Step.TENDER: Stage.TENDERED,
    Step.START: Stage.UNDER_WORKS,
    Step.COMPLETION: Stage.COMPLETED,
    Step.ACCEPTANCE: Stage.ACCEPTED,
    Step.SETTLEMENT: Stage.SETTLED,
    Step.HANDOVER: Stage.HANDED_OVER,
}


class Phase(Enum):
    """What a cohort is fighting for (战役): one dashboard shows three cohorts in three phases."""

    PLANNING = "planning"  # 谋划: not all approved
    STARTING = "starting"  # 攻坚: approved, not all started
    FINISHING = "finishing"  # 收官: all started, not all completed
    FINISHED = "finished"  # 已收官: all completed

    @property
    def word(self) -> str:
        return _PHASE_WORDS[self]


_PHASE_WORDS = {
    Phase.PLANNING: "谋划",
    Phase.STARTING: "攻坚",
    Phase.FINISHING: "收官",
    Phase.FINISHED: "已收官",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the phase bar (阶段条分段): so many sites in one stage."""

    stage: Stage
    sites: int


@dataclass(frozen=True, slots=True)
class PhaseBar:
    """A cohort cut into its stages (阶段条), the furthest first; the segments add up to the cohort."""

    phase: Phase
    segments: tuple[Segment, ...]

    @property
    def sites(self) -> int:
        return sum(segment.sites for segment in self.segments)


def stage_of(standing: Standing) -> Stage:
    """Return the stage in which a site is shown; one that left is shown as such, however far it was."""
    if not standing.in_pipeline:
        return Stage.EXITED
    return _STAGE_OF_STEP[standing.step] if standing.step else Stage.NOT_ENTERED


def phase_of(stages: Iterable[Stage]) -> Phase:
    """Return the phase of a cohort from the stages of its sites.

    It is the phase of the hindmost that matters: the cohort is starting until its last approved
    site has started. Sites that left do not hold it back. Sites not yet approved hold it in
    planning only while none is approved; afterwards they are stragglers of a cohort under way.
    """
    staying = [stage for stage in stages if stage is not Stage.EXITED]
    if not any(stage >= Stage.APPROVED for stage in staying):
        return Phase.PLANNING
    if any(stage < Stage.UNDER_WORKS for stage in staying):
        return Phase.STARTING
    if any(stage < Stage.COMPLETED for stage in staying):
        return Phase.FINISHING
    return Phase.FINISHED


def phase_bar(standings: Sequence[Standing]) -> PhaseBar:
    """Cut a cohort into its stages; empty stages are left out."""
    counts = Counter(stage_of(standing) for standing in standings)
    segments = tuple(Segment(stage, counts[stage]) for stage in sorted(counts, reverse=True))
    return PhaseBar(phase_of(counts), segments)
