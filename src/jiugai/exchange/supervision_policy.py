"""Policy files of supervision to domain types (督导考核的政策参数)."""

from functools import cache
from importlib.resources.abc import Traversable

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.capture import CaptureRule
from jiugai.domain.supervision.contest import ContestRule, CriterionRule
from jiugai.domain.supervision.grades import Grade, GradeRule, TraceKind, TraceRule
from jiugai.domain.supervision.hearing import HearingRule
from jiugai.domain.supervision.honours import HonoursRule
from jiugai.domain.supervision.leads import ChargeKind, VisitRule
from jiugai.domain.supervision.lights import Light, LightRule
from jiugai.domain.supervision.orders.ladder import Rung, RungRule
from jiugai.domain.supervision.photos import PhotoRule
from jiugai.domain.supervision.rewards import RewardRule, Roll
from jiugai.domain.supervision.risk import RiskSign, RiskSignRule
from jiugai.domain.supervision.scoring_scheme import Effect
from jiugai.exchange.policy_files import ON_FILE
from jiugai.exchange.policy_tables import (
    choice,
    choices,
    flag,
    read_tables,
    rule_table,
    share,
    text,
    whole,
)

LADDER = (
    rule_table(
        "rung",
        {"rung": choice(Rung), "days_late": whole(-90, 730), "who": text()},
        identity=("rung",),
    ),
)

LIGHTS = (
    rule_table(
        "light",
        {
            "light": choice(Light),
            "deviation_at_most": share().or_else(None),
            "factor": whole(1, 100),
            "random": whole(0, 1000),
            "by_risk": whole(0, 1000),
        },
        identity=("light",),
    ),
    rule_table("risk", {"sign": choice(RiskSign), "points": whole(0, 100)}, identity=("sign",)),
)

HEARING = (rule_table("hearing", {"least_days": whole(1, 90)}),)

HONOURS = (
    rule_table(
        "honours",
        {
            "red": whole(1, 100),
            "black": whole(1, 100),
            "amber_gap": share(),
            "red_gap": share(),
            "small": whole(0, 100),
        },
    ),
)

VISITS = (
    rule_table(
        "visit",
        {"kind": choice(ChargeKind), "every_days": whole(1, 365), "red_days": whole(1, 730)},
        identity=("kind",),
    ),
)

REWARDS = (
    rule_table(
        "reward",
        {
            "effect": choice(Effect),
            "roll": choice(Roll),
            "measure": text(),
            "cohort_back": whole(0, 5),
            "lights": choices(Light).or_else(()),
            "plan": share().or_else(None),
            "money": share().or_else(None),
        },
        identity=("effect", "roll", "measure", "cohort_back"),
    ),
)

CONTEST = (
    rule_table("contest", {"least_sheets": whole(2, 50), "trim_from": whole(4, 50)}),
    rule_table("criterion", {"title": text(), "full": whole(1, 1000)}, identity=("title",)),
)

PHOTOS = (
    rule_table(
        "photo",
        {
            "refuse_at_most": whole(0, 64),
            "look_at_most": whole(0, 96),
            "sort_at_most": whole(0, 96),
            "quality_at_least": whole(0, 100),
        },
    ),
)

CAPTURE = (
    rule_table(
        "capture",
        {
            "code_minutes": whole(1, 1440),
            "late_hours": whole(1, 720),
            "most_photos": whole(1, 100),
            "clock_minutes": whole(0, 1440),
        },
    ),
)

GRADES = (
    rule_table(
        "trace",
        {
            "claim": choice(Step),
            "kind": choice(TraceKind),
            "earliest_days": whole(-3650, 3650),
            "latest_days": whole(-3650, 3650),
            "at_least": whole(1, 100),
            "outside": flag(),
        },
        identity=("claim", "kind"),
    ),
    rule_table(
        "grade",
        {
            "claim": choice(Step),
            "grade": choice(Grade),
            "kinds_at_least": whole(0, 20),
            "outside_at_least": whole(0, 20),
        },
        identity=("claim", "grade"),
    ),
)


@cache
def rung_rules(root: Traversable = ON_FILE) -> tuple[RungRule, ...]:
    """Return from how many days late which measure is proposed.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "overdue_ladder", LADDER)
    return tuple(RungRule(**entry) for entry in tables["rung"])


@cache
def light_rules(root: Traversable = ON_FILE) -> tuple[LightRule, ...]:
    """Return what earns a light of verification, and how much is drawn next.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "verification", LIGHTS)
    return tuple(LightRule(**entry) for entry in tables["light"])


@cache
def risk_sign_rules(root: Traversable = ON_FILE) -> tuple[RiskSignRule, ...]:
    """Return how many points each sign of risk is worth in a draw.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "verification", LIGHTS)
    return tuple(RiskSignRule(**entry) for entry in tables["risk"])


@cache
def hearing_rules(root: Traversable = ON_FILE) -> tuple[HearingRule, ...]:
    """Return for how many days a ranking is shown at least before it is released.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "ranking_hearing", HEARING)
    return tuple(HearingRule(**entry) for entry in tables["hearing"])


@cache
def honours_rules(root: Traversable = ON_FILE) -> tuple[HonoursRule, ...]:
    """Return how long the red and the black list are, and how far behind is how bad.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "ranking_honours", HONOURS)
    return tuple(HonoursRule(**entry) for entry in tables["honours"])


@cache
def visit_rules(root: Traversable = ON_FILE) -> tuple[VisitRule, ...]:
    """Return how often a leader must go to what he answers for.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "leader_visits", VISITS)
    return tuple(VisitRule(**entry) for entry in tables["visit"])


@cache
def reward_rules(root: Traversable = ON_FILE) -> tuple[RewardRule, ...]:
    """Return what is proposed for next year after a released ranking.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "ranking_rewards", REWARDS)
    return tuple(RewardRule(**entry) for entry in tables["reward"])


@cache
def contest_rules(root: Traversable = ON_FILE) -> tuple[ContestRule, ...]:
    """Return how a round of judging is reckoned.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "contest", CONTEST)
    return tuple(ContestRule(**entry) for entry in tables["contest"])


@cache
def criterion_rules(root: Traversable = ON_FILE) -> tuple[CriterionRule, ...]:
    """Return the sheet that a round of judging begins with, line by line.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "contest", CONTEST)
    return tuple(CriterionRule(**entry) for entry in tables["criterion"])


@cache
def photo_rules(root: Traversable = ON_FILE) -> tuple[PhotoRule, ...]:
    """Return how alike two photos' prints must be for which answer.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "photo_reuse", PHOTOS)
    return tuple(PhotoRule(**entry) for entry in tables["photo"])


@cache
def capture_rules(root: Traversable = ON_FILE) -> tuple[CaptureRule, ...]:
    """Return how long a code shown on site serves.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "photo_capture", CAPTURE)
    return tuple(CaptureRule(**entry) for entry in tables["capture"])


@cache
def trace_rules(root: Traversable = ON_FILE) -> tuple[TraceRule, ...]:
    """Return which trace speaks for which claim.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "evidence_grades", GRADES)
    return tuple(TraceRule(**entry) for entry in tables["trace"])


@cache
def grade_rules(root: Traversable = ON_FILE) -> tuple[GradeRule, ...]:
    """Return how many kinds of trace earn which grade.

    :raises BadPolicy: if a file on any level is not whole.
    """
    tables = read_tables(root, "evidence_grades", GRADES)
    return tuple(GradeRule(**entry) for entry in tables["grade"])
